"""Signed updates of the program: package, slots, download, install.

May import: `core`, `settings`, `state`.
Start with `installer`.
"""
