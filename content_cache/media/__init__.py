"""Pictures and recordings: what is wanted, fetched, converted and kept.

May import: `model`, `http`, `jobs`, `signing`, `store`, `tables`, `files`.
Start with `collector`.
"""
