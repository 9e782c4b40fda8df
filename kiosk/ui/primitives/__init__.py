"""The smallest widgets: box, surface, label, text, picture, motif.

May import: `theme`, `runtime`.
Start with `text`.
"""
