"""Work that may be killed: child process, pool, limits, back-off, what goes through the pipe.

May import: `model`, `http`, `formats`.
Start with `sandbox`.
"""
