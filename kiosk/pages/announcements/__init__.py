"""The announcements board."""
