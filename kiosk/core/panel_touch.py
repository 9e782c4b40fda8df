"""Geometry of touch panels: from a finger's place to a place on the picture, through the panel's correction and quarter turns.

Places are shares of the panel as it is built, (0, 0) at its upper left. A correction is the first two rows of a 3 by 3
matrix, as libinput's calibration matrix has them: (a, b, c, d, e, f) takes (x, y) to (a x + b y + c, d x + e y + f).
Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Place = tuple[float, float]
Correction = tuple[float, ...]
QUARTERS = (0, 90, 180, 270)
TARGETS: tuple[Place, ...] = ((0.12, 0.25), (0.88, 0.25), (0.88, 0.75), (0.12, 0.75))
"""Places on the picture that a person is asked to touch, clockwise: between the bars of every layout."""
_LEAST, _MOST = 0.2, 5.0  # how much a correction may shrink or stretch an area
_FURTHEST = 4.0
_LEAST_MARGIN = 0.2  # share from an edge: a usable panel never maps its middle nearer to one
_MOST_RESIDUAL = 0.06  # share of the panel: with larger residuals the touches were not on the crosses


def usable(numbers: Sequence[Any]) -> bool:
    """Return whether *numbers* are the six of a correction that leaves the whole panel usable."""
    if len(numbers) != 6 or not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers):
        return False
    if not all(-_FURTHEST <= n <= _FURTHEST for n in numbers):  # an integer of 400 digits overflows a float
        return False
    a, b, c, d, e, f = numbers
    middle = (a * 0.5 + b * 0.5 + c, d * 0.5 + e * 0.5 + f)
    return _LEAST <= abs(a * e - b * d) <= _MOST and all(
        _LEAST_MARGIN <= share <= 1 - _LEAST_MARGIN for share in middle
    )


def corrected(place: Place, correction: Correction) -> Place:
    """Return *place* after *correction*, limited to the panel."""
    if not correction:
        return place
    a, b, c, d, e, f = correction
    x, y = place
    return _clamped(a * x + b * y + c), _clamped(d * x + e * y + f)


def on_picture(place: Place, rotation: int) -> Place:
    """Return where *place* of the panel lies on a picture that is turned clockwise by *rotation* degrees."""
    x, y = place
    return {90: (y, 1 - x), 180: (1 - x, 1 - y), 270: (1 - y, x)}.get(rotation, place)


def on_panel(place: Place, rotation: int) -> Place:
    """Return where *place* of a picture that is turned clockwise by *rotation* degrees lies on the panel."""
    return on_picture(place, -rotation % 360)


def correction_from(touched: Sequence[Place], meant: Sequence[Place]) -> Correction | None:
    """Return the least-squares correction from the places *touched* to those *meant*; None where they do not fit."""
    if len(touched) != len(meant) or len(touched) < 3:
        return None
    rows = [_fit_axis(touched, [place[axis] for place in meant]) for axis in (0, 1)]
    if rows[0] is None or rows[1] is None:
        return None
    found = (*rows[0], *rows[1])
    if not usable(found):
        return None
    a, b, c, d, e, f = found
    strays = (
        max(abs(a * x + b * y + c - u), abs(d * x + e * y + f - v))
        for (x, y), (u, v) in zip(touched, meant, strict=True)
    )
    return found if max(strays) <= _MOST_RESIDUAL else None


def _fit_axis(touched: Sequence[Place], wanted: Sequence[float]) -> Place3 | None:
    """Return p, q, r with p x + q y + r nearest to *wanted*: the normal equations by Cramer's rule, about the centroid."""
    number = len(touched)
    mx, my, mw = (sum(each) / number for each in (*zip(*touched, strict=True), wanted))
    xx = sum((x - mx) ** 2 for x, _ in touched)
    yy = sum((y - my) ** 2 for _, y in touched)
    xy = sum((x - mx) * (y - my) for x, y in touched)
    xw = sum((x - mx) * (w - mw) for (x, _), w in zip(touched, wanted, strict=True))
    yw = sum((y - my) * (w - mw) for (_, y), w in zip(touched, wanted, strict=True))
    whole = xx * yy - xy * xy
    if whole < 1e-4:  # the points lie on one line, or in one place
        return None
    p, q = (xw * yy - yw * xy) / whole, (yw * xx - xw * xy) / whole
    return p, q, mw - p * mx - q * my


Place3 = tuple[float, float, float]


def _clamped(share: float) -> float:
    return min(max(share, 0.0), 1.0)
