"""What several scenes share: sky and hills, sea, road, palms, people. Measures are in the units of a canvas."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from deploy.pictures.draw.canvas import Canvas, Point, arc, curve, ripple
from deploy.pictures.draw.scenes import palette as p


def hills(c: Canvas, horizon: float, *, far: str = p.FAR_HILL, near: str = p.NEAR_HILL, height: float = 330) -> None:
    """Draw the mountains behind Luwuk: two ranges that end at `horizon`."""
    w, h = c.width, height
    c.polygon(
        _range(
            w,
            horizon,
            h,
            [(-0.02, 0.45), (0.15, 0.82), (0.29, 0.45), (0.45, 1.0), (0.64, 0.5), (0.8, 0.72), (1.02, 0.4)],
        ),
        far,
    )
    c.polygon(
        _range(w, horizon, h, [(-0.02, 0.2), (0.2, 0.52), (0.375, 0.12), (0.585, 0.58), (0.8, 0.06), (1.02, 0.34)]),
        near,
    )


def _range(width: float, horizon: float, height: float, peaks: Sequence[Point]) -> list[Point]:
    line = [(x * width, horizon - y * height) for x, y in peaks]
    return [(line[0][0], horizon), *line, (line[-1][0], horizon)]


def sun(c: Canvas, x: float, y: float, radius: float = 98) -> None:
    c.circle(x, y, radius, p.SUN)


def cloud(c: Canvas, x: float, y: float, size: float = 1.0, fill: str = p.CREAM) -> None:
    for dx, dy, radius in ((-62, 4, 30), (-20, -20, 42), (36, -8, 36), (74, 8, 24)):
        c.circle(x + dx * size, y + dy * size, radius * size, fill)
    c.rectangle(x - 90 * size, y - 2 * size, x + 96 * size, y + 33 * size, fill, radius=17 * size)


def sea(c: Canvas, top: float, bottom: float, fill: str = p.SEA) -> None:
    c.rectangle(0, top, c.width, bottom, fill)


def waves(c: Canvas, places: Sequence[Point], length: float = 140, fill: str = p.FOAM) -> None:
    for x, y in places:
        c.line(ripple(x, y, length, 11), fill, 8)


def coast_road(c: Canvas, top: float) -> None:
    """Draw a road along the lower edge, with a white kerb above it and a dashed line."""
    c.rectangle(0, top, c.width, top + 22, p.CREAM)
    c.rectangle(0, top + 22, c.width, c.height, p.ROAD)
    for left in range(30, c.width, 260):
        c.rectangle(left, c.height - 72, left + 150, c.height - 58, p.SUN, radius=6)


def bunting(c: Canvas, y: float = 0) -> None:
    colours = (p.CORAL, p.TEAL, p.CREAM, p.DARK_GREEN, p.CORAL, p.TEAL)
    count = 13
    for index in range(count):
        x = c.width * index / (count - 1)
        c.polygon([(x - 26, y), (x + 26, y), (x, y + 54)], colours[index % len(colours)])


def palm(c: Canvas, x: float, base: float, height: float = 380, lean: float = 40) -> None:
    """Draw a coconut palm whose foot is at (x, base) and whose crown leans `lean` to the side."""
    top = (x + lean, base - height)
    trunk = curve((x, base), (x - lean * 0.2, base - height * 0.55), top)
    for index, (at, to) in enumerate(pairwise(trunk)):
        c.line([at, to], p.WOOD if index % 4 else p.CLAY, 26 - 12 * index / len(trunk))
    size = height / 380
    for dx, dy, lift in (
        (-170, 60, -90),
        (-120, 130, -30),
        (170, 70, -90),
        (130, 135, -20),
        (-70, -70, -80),
        (95, -60, -70),
    ):
        tip = (top[0] + dx * size, top[1] + dy * size)
        control = (top[0] + dx * 0.55 * size, top[1] + lift * size)
        upper, lower = curve(top, control, tip), curve(tip, (control[0], control[1] + 46 * size), top)
        c.polygon([*upper, *lower], p.DARK_GREEN if dy > 100 or dy < 0 else p.LEAF)
    for dx, dy in ((-16, 14), (14, 18), (0, 30)):
        c.circle(top[0] + dx * size, top[1] + dy * size, 15 * size, p.CLAY)


def tree(c: Canvas, x: float, base: float, size: float = 1.0) -> None:
    c.rectangle(x - 12 * size, base - 120 * size, x + 12 * size, base, p.CLAY)
    for dx, dy, radius, fill in ((-48, -150, 62, p.DARK_GREEN), (46, -150, 64, p.DARK_GREEN), (0, -205, 76, p.LEAF)):
        c.circle(x + dx * size, base + dy * size, radius * size, fill)


def person(
    c: Canvas, x: float, base: float, *, shirt: str, trousers: str = p.INK, size: float = 1.0, skin: str = p.SKIN
) -> None:
    """Draw a standing grown-up without features. Feet at (x, base), about 235 high."""
    s = size
    for side in (-1, 1):
        c.line([(x + side * 16 * s, base - 8 * s), (x + side * 14 * s, base - 96 * s)], trousers, 25 * s)
        hand = (x + side * 48 * s, base - 96 * s)
        c.line([(x + side * 30 * s, base - 164 * s), (x + side * 46 * s, base - 128 * s), hand], skin, 15 * s)
        c.line([(x + side * 27 * s, base - 166 * s), (x + side * 44 * s, base - 126 * s)], shirt, 22 * s)
    c.rectangle(x - 34 * s, base - 182 * s, x + 34 * s, base - 84 * s, shirt, radius=20 * s)
    c.rectangle(x - 9 * s, base - 200 * s, x + 9 * s, base - 172 * s, skin)
    c.circle(x, base - 210 * s, 25 * s, skin)


def hair(c: Canvas, x: float, y: float, radius: float, fill: str = p.INK) -> None:
    c.pie(x, y, radius, 180, 360, fill)


def headscarf(c: Canvas, x: float, base: float, fill: str, size: float = 1.0, skin: str = p.SKIN) -> None:
    """Round the face and over the shoulders of a `person` at the same place."""
    s = size
    cape = [*curve((x, base - 246 * s), (x + 34 * s, base - 244 * s), (x + 34 * s, base - 205 * s))]
    cape += curve((x + 34 * s, base - 205 * s), (x + 36 * s, base - 170 * s), (x + 46 * s, base - 148 * s))
    cape += curve((x + 46 * s, base - 148 * s), (x, base - 112 * s), (x - 46 * s, base - 148 * s))
    cape += curve((x - 46 * s, base - 148 * s), (x - 36 * s, base - 170 * s), (x - 34 * s, base - 205 * s))
    cape += curve((x - 34 * s, base - 205 * s), (x - 34 * s, base - 244 * s), (x, base - 246 * s))
    c.polygon(cape, fill)
    c.ellipse(x, base - 206 * s, 20 * s, 23 * s, skin)


def sun_hat(c: Canvas, x: float, y: float, size: float = 1.0, fill: str = p.SUN) -> None:
    """Draw a woven cone hat whose brim is centred at (x, y)."""
    c.polygon([(x - 62 * size, y + 6 * size), (x, y - 46 * size), (x + 62 * size, y + 6 * size)], fill)
    c.polygon(arc(x, y + 5 * size, 62 * size, 9 * size, 0, 360), p.SAND_DARK)


def wheel(c: Canvas, x: float, y: float, radius: float) -> None:
    c.circle(x, y, radius, p.INK)
    c.circle(x, y, radius * 0.5, p.STEEL_LIGHT)
    c.circle(x, y, radius * 0.16, p.INK)


def fish(c: Canvas, x: float, y: float, length: float, fill: str, belly: str = p.STEEL_LIGHT) -> None:
    """Draw a fish with its head to the left, centred at (x, y)."""
    half = length / 2
    c.polygon(
        [
            (x + half * 0.55, y),
            (x + half * 1.1, y - half * 0.42),
            (x + half * 0.92, y),
            (x + half * 1.1, y + half * 0.42),
        ],
        fill,
    )
    c.polygon(
        [
            *curve((x - half, y), (x - half * 0.1, y - half * 0.75), (x + half * 0.75, y)),
            *curve((x + half * 0.75, y), (x - half * 0.1, y + half * 0.75), (x - half, y)),
        ],
        fill,
    )
    c.polygon(
        [
            *curve((x - half * 0.93, y + 2), (x - half * 0.1, y + half * 0.2), (x + half * 0.68, y + 2)),
            *curve((x + half * 0.68, y + 2), (x - half * 0.1, y + half * 0.72), (x - half * 0.93, y + 2)),
        ],
        belly,
    )
    c.circle(x - half * 0.66, y - half * 0.09, max(3.0, half * 0.07), p.INK)
