"""Notices as they are spoken and shown, and words that are spoken in another way. Start with `hearing`."""
