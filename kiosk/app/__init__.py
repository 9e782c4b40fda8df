"""The composition root of the window: builds all, opens in order, closes in reverse.

May import: everything below.
Start with `window`.
"""
