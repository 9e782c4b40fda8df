"""Drawn pictures of the sample village: the sea and hills of Luwuk in flat colours, ours from the first line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from deploy.pictures.draw.canvas import Canvas
from deploy.pictures.draw.scenes import coast, market, palette, places, roads, way, work

SIZE = (1280, 800)
BOAT_SIZE = (920, 720)
WAY_SIZE = (960, 720)

Scene = Callable[[Canvas], None]

SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "cyclists": roads.cyclists,
        "licence_van": roads.licence_van,
        "school_bus": roads.school_bus,
        "hall": places.hall,
        "posyandu": places.posyandu,
        "market": market.market,
        "library": places.library,
        "football": places.football,
        "mangrove": work.mangrove,
        "water_pipe": work.water_pipe,
        "catch": work.catch,
        "outrigger": coast.outrigger,
    }
)


def draw_scene(scene: Scene) -> bytes:
    """Return the scene as a JPEG of `SIZE`."""
    canvas = Canvas(*SIZE, palette.SKY)
    scene(canvas)
    return canvas.jpeg()


def draw_boat() -> bytes:
    """Return the boat of the empty state as a PNG with a palette, of `BOAT_SIZE`."""
    canvas = Canvas(*BOAT_SIZE, palette.SKY)
    coast.boat(canvas)
    return canvas.png()


def draw_way() -> bytes:
    """Return the map to the assembly point as a PNG with a palette, of `WAY_SIZE`."""
    canvas = Canvas(*WAY_SIZE, palette.CREAM)
    way.way(canvas)
    return canvas.png()
