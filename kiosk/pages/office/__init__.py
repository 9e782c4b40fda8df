"""Page behind the PIN on which a technician has the kiosk accepted by an office, or leaves one. Start with `page`."""
