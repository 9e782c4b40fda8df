"""What each command does. They are handed where to write, and print nothing themselves: the words are cli's to print."""
