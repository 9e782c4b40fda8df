"""Notices as they are heard and shown, and words that are spoken another way. Start with `hearing`."""
