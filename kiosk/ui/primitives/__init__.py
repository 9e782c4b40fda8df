"""The smallest widgets: box, ground, surface, label, text, picture, motif.

May import: `theme`, `runtime`.
Start with `text`.
"""
