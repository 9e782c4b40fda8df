"""Scenes of the sea."""

from __future__ import annotations

from deploy.pictures.draw.canvas import Canvas, curve
from deploy.pictures.draw.scenes import palette as p
from deploy.pictures.draw.scenes.scenery import bunting, cloud, hills, sea, sun, waves


def outrigger(c: Canvas) -> None:
    sun(c, 1010, 210)
    cloud(c, 240, 150, 0.9)
    hills(c, 430)
    sea(c, 430, 800)
    waves(c, [(-60, 520), (1080, 560), (70, 720), (980, 730), (250, 480)])
    _small_sail(c, 1130, 470)
    _small_sail(c, 150, 466)
    _sailing_boat(c, 610, 640, 1.1)
    bunting(c)


def boat(c: Canvas) -> None:
    """One boat on a calm sea: what empty screens show."""
    sun(c, 772, 186, 97)
    hills(c, 374, height=248)
    sea(c, 374, 720)
    waves(c, [(-60, 432), (772, 466), (-30, 655), (708, 622)], length=150)
    _sailing_boat(c, 430, 585, 0.98)


def _small_sail(c: Canvas, x: float, y: float) -> None:
    c.polygon([(x, y - 90), (x + 52, y - 12), (x, y - 12)], p.CREAM)
    c.polygon([(x - 8, y - 72), (x - 8, y - 12), (x - 44, y - 12)], p.CORAL)
    c.polygon([*curve((x - 58, y - 4), (x, y + 34), (x + 62, y - 4))], p.CLAY)


def _sailing_boat(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw an outrigger under two sails; its float lies at `y`, its mast at `x`."""

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * size, y + dy * size

    c.polygon([at(20, -410), at(230, -140), at(20, -140)], p.CREAM)
    c.polygon([at(-18, -360), at(-18, -140), at(-175, -140)], p.SUN)
    c.line([at(0, -425), at(0, -112)], p.INK, 19 * size)
    hull = [
        at(-250, -108),
        *curve(at(-238, -80), at(-205, -20), at(-130, -18)),
        *curve(at(130, -18), at(205, -20), at(238, -80)),
        at(250, -108),
    ]
    c.polygon(hull, p.CLAY)
    c.polygon([at(-250, -108), at(250, -108), at(242, -86), at(-242, -86)], p.WOOD)
    c.line([at(-145, -98), at(-205, 8)], p.INK, 14 * size)
    c.line([at(165, -98), at(225, 8)], p.INK, 14 * size)
    c.line([at(-330, 8), at(330, 8)], p.INK, 16 * size)
