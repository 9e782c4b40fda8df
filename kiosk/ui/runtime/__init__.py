"""Kivy's event loop, its start and the patches of its private parts, each with the version it is for.

May import: nothing of `ui`.
Start with `environment`.
"""
