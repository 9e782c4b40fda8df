"""Point in polygon, held against shapely, and distances against what is known of places."""

import math
import random

import pytest
import shapely

from content_cache.alerts.area import AlertArea, distance_km
from content_cache.alerts.shapes import points

LUWUK = (-0.951, 122.787)
PALU = (-0.899, 119.870)
SQUARE = "-1,122 -1,123 0,123 0,122 -1,122"


def star(rng: random.Random, corners: int) -> str:
    """A simple polygon of many corners, dented as a coast is, somewhere in Central Sulawesi."""
    lat, lon, size = rng.uniform(-3, 1.5), rng.uniform(119, 124), rng.uniform(0.05, 0.6)
    turns = [2 * math.pi * (n + rng.random() * 0.9) / corners for n in range(corners)]
    ring = [
        (lat + r * math.sin(t), lon + r * math.cos(t)) for t in turns for r in [size * rng.uniform(0.3, 1.0)]
    ]  # fmt: skip
    return " ".join(f"{a:.3f},{b:.3f}" for a, b in (*ring, ring[0]))


@pytest.mark.slow(cases=0)
def test_agrees_with_shapely_at_100_000_points() -> None:
    rng = random.Random(9)
    corners = [20] * 78 + [21] * 72
    rings = [star(rng, each) for each in corners]
    assert (len(rings), sum(len(points(ring)) - 1 for ring in rings)) == (150, 3072)
    area = AlertArea.from_texts(rings, ())
    shapes = shapely.union_all(
        [shapely.make_valid(shapely.Polygon([(b, a) for a, b in points(ring)])) for ring in rings]
    )
    shapely.prepare(shapes)
    spots = [(rng.uniform(-4, 2.5), rng.uniform(118, 125)) for _ in range(100_000)]
    theirs = shapely.contains_xy(shapes, [lon for _, lon in spots], [lat for lat, _ in spots])
    ours = [area.contains_point(lat, lon) for lat, lon in spots]
    differing = [spot for spot, a, b in zip(spots, ours, theirs.tolist(), strict=True) if a != b]
    assert not differing
    assert 5_000 < sum(ours) < 95_000, "both answers are tried"


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [(LUWUK, PALU, 324.5), ((0.0, 0.0), (0.0, 1.0), 111.2), ((89.9, 0.0), (89.9, 180.0), 22.2), (LUWUK, LUWUK, 0.0)],
)
def test_distance(one: tuple[float, float], other: tuple[float, float], kilometres: float) -> None:
    assert distance_km(one, other) == pytest.approx(kilometres, abs=0.5)


@pytest.mark.parametrize(
    ("widen_km", "longitude", "inside"),
    [(0, 122.5, True), (0, 123.05, False), (5, 123.05, False), (6, 123.05, True), (0, 121.9, False), (12, 121.9, True)],
)
def test_widened(widen_km: int, longitude: float, inside: bool) -> None:
    """0.05 degrees of longitude are 5.56 km here."""
    assert AlertArea.from_texts([SQUARE], ()).contains_point(-0.5, longitude, widen_km=widen_km) is inside


@pytest.mark.parametrize(
    ("radius", "widen_km", "inside"), [(324, 0, False), (326, 0, True), (300, 24, False), (300, 26, True)]
)
def test_circle(radius: int, widen_km: int, inside: bool) -> None:
    area = AlertArea.from_texts((), [f"{PALU[0]},{PALU[1]} {radius}"])
    assert area.contains_point(*LUWUK, widen_km=widen_km) is inside


def test_no_shape_holds_nothing() -> None:
    assert not AlertArea.from_texts((), ())
    assert not AlertArea.from_texts((), ()).contains_point(*LUWUK)
