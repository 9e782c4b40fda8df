"""Backups as files: a sealed stream, the archive within it, and unpacking beside what is there.

Offices and kiosks share this room. May import: what is below `shell`, `refresher` and `office`. Start with `archive`.
"""
