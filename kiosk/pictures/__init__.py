"""Screens as picture files: poses, the gallery, the preview of an edition.

Start with `pose`.
"""
