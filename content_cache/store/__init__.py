"""The file of content as a whole: reading, writing, repair, pruning.

May import: `model`, `tables`, `jobs`.
Start with `store`.
"""
