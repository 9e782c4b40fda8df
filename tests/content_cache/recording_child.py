"""What a bounded child does with a recording; imports nothing that would load numpy before it does."""

from __future__ import annotations

import sys

from content_cache import media


def loads_numpy_uncounted(body: bytes) -> bool:
    """Was numpy, which reserves much, not there yet when it was asked for without being counted?"""
    there: list[bool] = []
    media.load_uncounted = lambda name: there.append(name in sys.modules)  # type: ignore[assignment]  # in this process alone
    media.as_recording(body)
    return there == [False] and "numpy" in sys.modules
