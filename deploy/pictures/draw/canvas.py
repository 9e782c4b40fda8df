"""A flat-colour drawing surface: shapes in plain coordinates, drawn larger and scaled down so that edges are smooth."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, hypot, pi, radians, sin
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]
SUPERSAMPLING = 3


class Canvas:
    """`width` × `height` units, one a pixel of the result; x to the right, y down. Colours are `#rrggbb`."""

    def __init__(self, width: int, height: int, ground: str) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width * SUPERSAMPLING, height * SUPERSAMPLING), ground)
        self._draw = ImageDraw.Draw(self._image)

    def polygon(self, points: Iterable[Point], fill: str) -> None:
        self._draw.polygon([_scaled(point) for point in points], fill)

    def rectangle(self, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 0) -> None:
        box = (*_scaled((left, top)), *_scaled((right, bottom)))
        self._draw.rounded_rectangle(box, radius * SUPERSAMPLING, fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        self._draw.ellipse((*_scaled((x - rx, y - ry)), *_scaled((x + rx, y + ry))), fill)

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        self.ellipse(x, y, radius, radius, fill)

    def ring(self, x: float, y: float, radius: float, fill: str, width: float) -> None:
        box = (*_scaled((x - radius, y - radius)), *_scaled((x + radius, y + radius)))
        self._draw.ellipse(box, outline=fill, width=round(width * SUPERSAMPLING))

    def pie(self, x: float, y: float, radius: float, start: float, end: float, fill: str) -> None:
        """Draw a slice from `start` to `end` degrees, clockwise from three o'clock."""
        box = (*_scaled((x - radius, y - radius)), *_scaled((x + radius, y + radius)))
        self._draw.pieslice(box, start, end, fill)

    def line(self, points: Sequence[Point], fill: str, width: float) -> None:
        """Draw a stroke with round joints and ends."""
        scaled = [_scaled(point) for point in points]
        radius = width * SUPERSAMPLING / 2
        for (x0, y0), (x1, y1) in pairwise(scaled):
            length = hypot(x1 - x0, y1 - y0) or 1.0
            dx, dy = (y1 - y0) / length * radius, (x0 - x1) / length * radius
            self._draw.polygon([(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)], fill)
        for x, y in scaled:
            self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill)

    def text(self, words: str, x: float, y: float, size: float, fill: str, font: Path) -> None:
        """Centred on (x, y)."""
        letters = ImageFont.truetype(font, round(size * SUPERSAMPLING))
        self._draw.text(_scaled((x, y)), words, fill, letters, anchor="mm")

    def image(self) -> Image.Image:
        return self._image.reduce(SUPERSAMPLING)

    def jpeg(self, quality: int = 85) -> bytes:
        buffer = io.BytesIO()
        self.image().save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        return buffer.getvalue()

    def png(self, colours: int = 64) -> bytes:
        """With a palette of at most `colours`: flat pictures stay small and look the same."""
        buffer = io.BytesIO()
        palette = self.image().quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        palette.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float, steps: int = 24) -> list[Point]:
    """Points along an ellipse from `start` to `end` degrees, clockwise from three o'clock: for polygons and strokes."""
    angles = (radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(x + rx * cos(angle), y + ry * sin(angle)) for angle in angles]


def curve(start: Point, control: Point, end: Point, steps: int = 20) -> list[Point]:
    """Points along a quadratic Bézier curve."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]))
    return points


def ripple(x: float, y: float, length: float, height: float, waves: float = 1.5, steps: int = 36) -> list[Point]:
    """Points along a wavy line of `length` that starts at (x, y)."""
    return [(x + length * step / steps, y + height * sin(2 * pi * waves * step / steps)) for step in range(steps + 1)]


def _scaled(point: Point) -> Point:
    return point[0] * SUPERSAMPLING, point[1] * SUPERSAMPLING
