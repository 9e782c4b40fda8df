"""What strangers wrote, made safe: HTML, dates, words to search for. Pure.

May import: `model`.
Start with `cleaning`.
"""
