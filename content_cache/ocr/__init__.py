"""The text that stands in a picture, read by a machine: what is readable made of it, letters, layout, doubts.

May import: `model`, `text`, `jobs`, `store`, `files`.
Start with `reader`.
"""
