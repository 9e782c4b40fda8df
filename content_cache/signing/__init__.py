"""Minisign keys, signatures, and what the signature of an edition says.

May import: `model`, `files`.
Start with `signatures`.
"""
