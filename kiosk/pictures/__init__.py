"""Screens as picture files: poses, the gallery, the preview of an edition.

May import: `ui`, `control`, `demo` and below.
Start with `pose`.
"""
