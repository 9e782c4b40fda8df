"""Phonetics, from words to phonemes: the letter e, loanwords, names.

May import: `indonesian`.
Start with `pronunciation`.
"""
