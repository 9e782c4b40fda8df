"""Looking for words in all that the kiosk holds."""
