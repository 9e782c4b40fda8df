"""Spoken words for all that is shown, and a reading that can be stopped and resumed.

May import: `content`, `alerts` and below.
Start with `read_aloud`.
"""
