"""Tokens of the design, fonts, colours and sizes for this screen.

May import: `runtime`.
Start with `theme`.
"""
