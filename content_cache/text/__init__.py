"""Cleaning of strangers' texts: HTML, dates, search terms. Pure.

May import: `model`.
Start with `cleaning`.
"""
