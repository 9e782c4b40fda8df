"""Words for people: gettext catalogues, dates, phrases made of data, error codes in words.

May import: `core`, content_cache.
Start with `phrases`.
"""
