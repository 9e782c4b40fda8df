"""The store as a visitor of this place may see it.

May import: `viewmodel`, `state` and below.
Start with `repository`.
"""
