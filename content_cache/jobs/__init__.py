"""Work that may be killed: captive child, what is believed of its answer, pool, limits, back-off.

May import: `model`, `http`, `text`, `formats`.
Start with `sandbox`.
"""
