"""Items, records, changes, errors and what a URL is: frozen kinds, pure functions.

May import: nothing of this project.
Start with `items`.
"""
