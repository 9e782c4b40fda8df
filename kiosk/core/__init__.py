"""Foundations of all processes: clock and its trust, messages to the main thread, identity, paths.

May import: the standard library, msgspec and content_cache; nothing else of kiosk.
Start with `clock`.
"""
