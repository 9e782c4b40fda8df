"""What a bounded child has loaded. It imports next to nothing: a child that runs it has loaded no more than this."""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
import time


def loads(module: str, other: str) -> bool:
    """Return whether importing *module* has imported *other*."""
    importlib.import_module(module)
    return other in sys.modules


def remember(word: str) -> tuple[str, ...]:
    """Return all words that this process was told."""
    _words.append(word)
    return tuple(_words)


def descriptors() -> tuple[tuple[int, str], ...]:
    """Return the numbers that are open in this process, and what each is."""
    found = []
    for number in range(1024):
        try:
            found.append((number, os.readlink(f"/proc/self/fd/{number}")))  # noqa: PTH115 - pathlib is a fifth of a start
        except OSError:
            continue
    return tuple(found)


def hang() -> None:
    time.sleep(600)


def kill_itself() -> None:
    ctypes.string_at(0)


_words: list[str] = []
