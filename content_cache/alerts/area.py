"""The shapes of an alert, and whether a point lies within them, or near. Pure; degrees of WGS 84 in, kilometres out.

Polygons are taken as plane ones in latitude and longitude, as CAP 1.2 draws them; none of ours crosses the date line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec import Struct

from content_cache.alerts.shapes import Point, point, points

EARTH_KM = 6_371.0
KM_A_DEGREE = math.pi * EARTH_KM / 180.0


def distance_km(one: Point, other: Point) -> float:
    """Return the distance of two points (degrees) along the surface, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


class PolygonRing(Struct, frozen=True):
    """Closed polygon with its bounding box, which decides most tests without the points."""

    points: tuple[Point, ...]
    south: float
    west: float
    north: float
    east: float

    @classmethod
    def from_corners(cls, corners: tuple[Point, ...]) -> PolygonRing:
        latitudes, longitudes = zip(*corners, strict=True)
        return cls(corners, min(latitudes), min(longitudes), max(latitudes), max(longitudes))

    def contains_point(self, latitude: float, longitude: float) -> bool:
        """Return whether the point (degrees) lies in the ring.

        The even-odd rule counts how often a ray from the point crosses the ring.
        """
        if not (self.south <= latitude <= self.north and self.west <= longitude <= self.east):
            return False
        inside = False
        lat1, lon1 = self.points[-1]
        for lat2, lon2 in self.points:
            if (lat1 > latitude) != (lat2 > latitude) and longitude < lon1 + (latitude - lat1) * (lon2 - lon1) / (
                lat2 - lat1
            ):
                inside = not inside
            lat1, lon1 = lat2, lon2
        return inside

    def distance_km(self, latitude: float, longitude: float) -> float:
        """Return the distance from the point (degrees) to the nearest edge, on a flat map around the point.

        The error is about one percent within a few hundred kilometres.
        """
        narrower = math.cos(math.radians(latitude))
        flat = [((lon - longitude) * narrower, lat - latitude) for lat, lon in self.points]
        return KM_A_DEGREE * min(_from_origin(a, b) for a, b in zip(flat, flat[1:] + flat[:1], strict=True))


def _from_origin(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance from (0, 0) to the segment *a*–*b*, in the unit of the coordinates."""
    x, y = b[0] - a[0], b[1] - a[1]
    length = x * x + y * y
    along = max(0.0, min(1.0, -(a[0] * x + a[1] * y) / length)) if length else 0.0
    return math.hypot(a[0] + along * x, a[1] + along * y)


class AlertArea(Struct, frozen=True):
    """All shapes of an alert. A circle is its centre and a radius in kilometres."""

    rings: tuple[PolygonRing, ...]
    circles: tuple[tuple[Point, float], ...]

    @classmethod
    def from_texts(cls, polygons: Iterable[str], circles: Iterable[str]) -> AlertArea:
        """Build the area from texts written as in `Alert.polygons` and `Alert.circles`; leave out those that cannot be read."""
        rings = tuple(PolygonRing.from_corners(corners) for text in polygons if (corners := points(text)))
        return cls(rings, tuple(found for text in circles if (found := _circle(text))))

    def __bool__(self) -> bool:
        return bool(self.rings or self.circles)

    def contains_point(self, latitude: float, longitude: float, *, widen_km: float = 0.0) -> bool:
        """Return whether the point (degrees) lies in a shape, or within *widen_km* of one."""
        for centre, radius in self.circles:
            if distance_km(centre, (latitude, longitude)) <= radius + widen_km:
                return True
        if any(ring.contains_point(latitude, longitude) for ring in self.rings):
            return True
        return widen_km > 0.0 and any(ring.distance_km(latitude, longitude) <= widen_km for ring in self.rings)


def _circle(text: str) -> tuple[Point, float] | None:
    pair, _, radius = text.partition(" ")
    centre = point(pair)
    return (centre, float(radius)) if centre is not None and radius else None
