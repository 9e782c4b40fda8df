"""The first set-up of a kiosk."""
