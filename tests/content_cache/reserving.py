"""A library that reserves 225 MB as it is loaded, and touches none of it, as numpy's OpenBLAS does on 64-bit ARM."""

from __future__ import annotations

import mmap

RESERVED = mmap.mmap(-1, 225_000_000, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
