"""Clock and its trust, messages to the main thread, identity, paths: what all processes share.

May import: the standard library, msgspec and content_cache; nothing else of kiosk.
Start with `clock`.
"""
