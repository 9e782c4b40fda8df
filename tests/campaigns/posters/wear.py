"""What becomes of a poster on its way: telephones that make it small, and photographs of paper on a wall.

Each gives a picture as it would be sent, and where each piece of text then stands in it, as four corners in pixels.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from tests.campaigns.posters.layouts import Piece, Poster

Point = tuple[float, float]


class Worn(NamedTuple):
    body: bytes
    size: tuple[int, int]
    corners: tuple[tuple[Point, Point, Point, Point], ...]


def clean(poster: Poster, _seed: int) -> Worn:
    """Return the poster as the office's program exports it."""
    return _sent(poster.image, poster.pieces, _same, "JPEG", quality=92)


def whatsapp(poster: Poster, seed: int) -> Worn:
    """Return the poster as WhatsApp sends it twice: longer side at most 1600 px or so, slightly blurred, JPEG quality 40 to 55."""
    rng = np.random.default_rng(seed)
    longest = (1600, 1754, 1500)[seed % 3]
    small = poster.image.copy()
    small.thumbnail((longest, longest), Image.Resampling.BILINEAR)
    small = small.filter(ImageFilter.GaussianBlur(0.4 + 0.2 * rng.random()))
    for quality in (60, int(rng.integers(40, 56))):
        out = io.BytesIO()
        small.save(out, "JPEG", quality=quality)
        small = Image.open(io.BytesIO(out.getvalue())).convert("RGB")
    scale = small.width / poster.image.width
    return _sent(small, poster.pieces, lambda x, y: (x * scale, y * scale), "JPEG", quality=75)


def photographed(poster: Poster, seed: int) -> Worn:
    """A print on a wall, by a telephone held by hand: turned up to 3 degrees, keystoned, a little out of focus, light from one
    side, noise, JPEG 80."""
    rng = np.random.default_rng(seed)
    wide, high = poster.image.size
    scale = 2700 / max(wide, high)
    w, h = wide * scale, high * scale
    margin = 0.06 * max(w, h)
    turn = math.radians(float(rng.uniform(-3, 3)))
    lean_x, lean_y = (float(rng.uniform(-0.05, 0.05)) for _ in range(2))
    quad: list[Point] = []
    for x, y in ((0.0, 0.0), (w, 0.0), (w, h), (0.0, h)):
        dx, dy = (x - w / 2), (y - h / 2)
        far = 1 + lean_x * (2 * dx / w) + lean_y * (2 * dy / h)
        dx, dy = dx / far, dy / far
        quad.append((
            w / 2 + margin + dx * math.cos(turn) - dy * math.sin(turn),
            h / 2 + margin + dx * math.sin(turn) + dy * math.cos(turn),
        ))  # fmt: skip
    size = (int(w + 2 * margin), int(h + 2 * margin))
    forth = _homography(((0, 0), (wide, 0), (wide, high), (0, high)), tuple(quad))
    back = np.linalg.inv(forth)
    wall = _wall(size, rng)
    given = tuple((back / back[2, 2]).flatten()[:8])
    paper = poster.image.transform(size, Image.Transform.PERSPECTIVE, given, Image.Resampling.BICUBIC)
    mask = Image.new("L", poster.image.size, 255).transform(size, Image.Transform.PERSPECTIVE, given)
    wall.paste(paper, mask=mask)
    seen = np.asarray(wall.filter(ImageFilter.GaussianBlur(0.8 + 0.5 * rng.random()))).astype(np.float32)
    side = np.linspace(1.0, float(rng.uniform(0.55, 0.8)), size[0], dtype=np.float32)[None, :, None]
    seen = seen * side * np.array([1.0, 0.97, 0.9], np.float32) + rng.normal(0, 6, seen.shape).astype(np.float32)
    photo = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
    return _sent(photo, poster.pieces, lambda x, y: _moved(forth, x, y), "JPEG", quality=80)


WEARS: tuple[tuple[str, Callable[[Poster, int], Worn]], ...] = (
    ("clean", clean),
    ("compressed", whatsapp),
    ("photographed", photographed),
)


def _same(x: float, y: float) -> Point:
    return x, y


def _sent(
    image: Image.Image, pieces: list[Piece], move: Callable[[float, float], Point], kind: str, **options: int
) -> Worn:
    out = io.BytesIO()
    image.save(out, kind, **options)
    corners = tuple(
        (move(left, top), move(right, top), move(right, bottom), move(left, bottom))
        for left, top, right, bottom in (piece.box for piece in pieces)
    )
    return Worn(out.getvalue(), image.size, corners)


def _wall(size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    """Rough plaster."""
    rough = rng.normal(150, 14, (size[1] // 8 + 1, size[0] // 8 + 1, 3)).clip(0, 255).astype(np.uint8)
    return Image.fromarray(rough).resize(size, Image.Resampling.BICUBIC)


def _homography(source: tuple[Point, ...], target: tuple[Point, ...]) -> np.ndarray:
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    found = np.linalg.solve(np.array(rows), np.array(target).flatten())
    return np.append(found, 1.0).reshape(3, 3)


def _moved(matrix: np.ndarray, x: float, y: float) -> Point:
    u, v, w = matrix @ (x, y, 1.0)
    return float(u / w), float(v / w)
