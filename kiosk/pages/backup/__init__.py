"""Page behind the PIN from which a technician saves the kiosk onto a stick, and brings it back. Start with `page`."""
