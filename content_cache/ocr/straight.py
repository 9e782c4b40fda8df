"""Lines of letters made level: a telephone is held askew, and paper leans away from it. Runs in the bounded child.

Lines that are parallel on paper run together in a photograph, so their slope changes from the top to the bottom. Slopes are
those at which ink gathers in rows: where letters stand level, rows are either full or empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    Array = np.ndarray[Any, Any]

_STEEPEST, _STEP = 0.12, 0.004  # pixels down for each to the right: nearly 7 degrees
_STRIPS = 4
_COLUMNS = 32
_LEVEL = 0.005  # what slopes less is level enough
_GAIN = 1.06  # how much more a strip's ink must gather at its slope than when it is taken for level


class Lean(Struct, frozen=True):
    """Slope of lines: *slope* in the middle, and *turn* more for each whole height further down."""

    slope: float = 0.0
    turn: float = 0.0

    def moved(self, x: float, y: float, shape: float) -> tuple[float, float]:
        """Map a point of the straightened page to the picture, both in fractions; *shape* is the picture's width / height."""
        down = (self.slope + self.turn * (y - 0.5)) * (x - 0.5) * shape
        return x - self.slope * (y - 0.5) / shape, y + down


def lean_of(letters: Image.Image) -> Lean:
    """Return the slope of the lines on a page of dark letters on white."""
    import numpy as np

    half = letters.reduce(2)
    ink = 255 - np.asarray(half).astype(np.float32)
    rows, columns = ink.shape
    if rows < 8 * _STRIPS or columns < _COLUMNS:
        return Lean()
    wide = columns // _COLUMNS
    parts = ink[:, : wide * _COLUMNS].reshape(rows, _COLUMNS, wide).sum(axis=2)  # a column of sums for each part across
    found: list[tuple[float, float, float]] = []  # where down, slope, weight
    for strip in range(_STRIPS):
        top, bottom = rows * strip // _STRIPS, rows * (strip + 1) // _STRIPS
        if parts[top:bottom].any():
            slope, gain, gathered = _steepness(parts[top:bottom], wide)
            if gain >= _GAIN or abs(slope) < _LEVEL:
                found.append(((strip + 0.5) / _STRIPS - 0.5, slope, float(np.sqrt(gathered))))
    if not found:
        return Lean()
    down, slopes, weights = (np.array(each) for each in zip(*found, strict=True))
    if np.abs(slopes).max() < _LEVEL:
        return Lean()
    if len(found) < 3:
        return Lean(float(np.average(slopes, weights=weights)), 0.0)
    turn, slope = np.polyfit(down, slopes, 1, w=weights)
    return Lean(float(slope), float(turn))


def _steepness(parts: Array, wide: int) -> tuple[float, float, float]:
    """Return the slope at which the ink is most concentrated in rows, its concentration relative to level, and the
    concentration."""
    import numpy as np

    slopes = np.arange(-_STEEPEST, _STEEPEST + _STEP / 2, _STEP)
    gathered = [_gathered(parts, slope * wide) for slope in slopes]
    best = int(np.argmax(gathered))
    finer = [float(slopes[best]) + _STEP * share for share in (-0.5, -0.25, 0.0, 0.25, 0.5)]
    sums = [_gathered(parts, slope * wide) for slope in finer]
    most = int(np.argmax(sums))
    level = _gathered(parts, 0.0)
    return finer[most], sums[most] / max(level, 1.0), sums[most]


def _gathered(parts: Array, shift: float) -> float:
    """Return how unevenly the ink is spread over the rows, if each part across is moved up by *shift* rows more than the
    one before."""
    import numpy as np

    total = np.zeros(parts.shape[0], np.float32)
    for column in range(_COLUMNS):
        total += np.roll(parts[:, column], -round(shift * (column - _COLUMNS / 2)))
    return float(np.square(np.diff(total)).sum())


def straightened(letters: Image.Image, lean: Lean) -> Image.Image:
    """Return the page with its lines level."""
    from PIL import Image

    wide, high = letters.size
    quad: list[float] = []
    for x, y in ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)):
        across, down = lean.moved(x, y, wide / high)
        quad += (across * wide, down * high)
    return letters.transform(letters.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=255)
