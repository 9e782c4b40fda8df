"""Shapes as CAP 1.2 (3.2.4) writes them, read into one spelling or refused. Pure.

A polygon is "lat,lon lat,lon …" of at least four points, the last the first; a circle "lat,lon radius", in kilometres. Degrees of
WGS 84.
"""

from __future__ import annotations

import math

MOST_POINTS = 5_000  # of one polygon
FARTHEST = 20_040.0  # km: half way round the earth

Point = tuple[float, float]


def point(text: str) -> Point | None:
    """Parse "lat,lon" (degrees) into (latitude, longitude); None if malformed or out of range."""
    latitude, comma, longitude = text.partition(",")
    try:
        read = float(latitude), float(longitude)
    except ValueError:
        return None
    if not comma or not (abs(read[0]) <= 90.0 and abs(read[1]) <= 180.0):  # NaN is not
        return None
    return read


def points(text: str) -> tuple[Point, ...]:
    """Return the points of a polygon as `polygon` writes it."""
    return tuple(read for pair in text.split() if (read := point(pair)))


def polygon(text: str) -> str:
    """Return a polygon closed and with uniform numbers, or "" if it is invalid.

    One wrong point makes the whole polygon invalid, since the rest would be another shape.
    """
    pairs = text.split()
    if not 3 <= len(pairs) <= MOST_POINTS:
        return ""
    read = [point(pair) for pair in pairs]
    known = [each for each in read if each is not None]
    if len(known) != len(read):
        return ""
    if known[0] != known[-1]:
        known.append(known[0])
    return " ".join(f"{latitude:.10g},{longitude:.10g}" for latitude, longitude in known) if len(known) > 3 else ""


def circle(text: str) -> str:
    """Return a circle "lat,lon radius" with uniform numbers, or "" if it is invalid."""
    pair, _, radius = text.strip().partition(" ")
    centre = point(pair)
    try:
        kilometres = float(radius)
    except ValueError:
        return ""
    if centre is None or not math.isfinite(kilometres) or not 0.0 <= kilometres <= FARTHEST:
        return ""
    return f"{centre[0]:.10g},{centre[1]:.10g} {kilometres:.10g}"
