"""What came out of the emulated loudspeaker: QEMU writes it into a WAV file as it plays."""

from __future__ import annotations

from pathlib import Path

import numpy as np

_HEADER = 44
_AUDIBLE = 300  # of 32767
_RATE = 44_100 * 2  # samples a second, both channels: QEMU's own


def heard_seconds(path: Path) -> float:
    """Seconds in which something was audible."""
    content = path.read_bytes()[_HEADER:] if path.exists() else b""
    samples = np.frombuffer(content[: len(content) // 2 * 2], dtype="<i2").astype(np.int32)
    whole = samples[: len(samples) // (_RATE // 10) * (_RATE // 10)].reshape(-1, _RATE // 10)
    return float((np.abs(whole).max(axis=1) > _AUDIBLE).sum()) / 10 if len(whole) else 0.0
