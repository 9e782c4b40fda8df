"""Tokens (DESIGN.md, "Tokens"), fonts, colours and sizes for this screen.

May import: `runtime`.
Start with `theme`.
"""
