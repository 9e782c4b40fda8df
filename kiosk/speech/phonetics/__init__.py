"""Words to phonemes: which e, loanwords, names.

May import: `indonesian`.
Start with `pronunciation`.
"""
