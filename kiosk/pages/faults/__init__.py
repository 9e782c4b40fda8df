"""What is wrong with the settings on the card: the first thing a technician sees."""
