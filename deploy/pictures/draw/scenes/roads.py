"""Scenes on the coast road."""

from __future__ import annotations

from math import cos, pi, sin

from deploy.pictures.draw.canvas import Canvas, curve
from deploy.pictures.draw.scenes import palette as p
from deploy.pictures.draw.scenes.scenery import bunting, coast_road, hills, palm, sea, sun, tree, waves, wheel


def cyclists(c: Canvas) -> None:
    sun(c, 960, 190)
    hills(c, 415)
    sea(c, 415, 545)
    waves(c, [(90, 470), (620, 452), (1020, 478)])
    coast_road(c, 530)
    bunting(c)
    for x, y, shirt in ((245, 690, p.CORAL), (640, 668, p.TEAL), (1010, 690, p.BLUE)):
        _cyclist(c, x, y, shirt)


def _cyclist(c: Canvas, x: float, y: float, shirt: str) -> None:
    """Draw a racer heading right; the wheels stand at `y`, the pedals at `x`."""
    radius = 66
    rear, front, pedal = (x - 98, y - radius), (x + 104, y - radius), (x - 4, y - radius + 4)
    saddle, bar = (x - 46, y - 172), (x + 76, y - 168)
    hip, shoulder, hand = (x - 44, y - 190), (x + 42, y - 262), (x + 84, y - 178)
    for hub in (rear, front):
        c.ring(*hub, radius, p.INK, 10)
        for spoke in range(4):
            angle = spoke * pi / 4
            dx, dy = cos(angle) * (radius - 8), sin(angle) * (radius - 8)
            c.line([(hub[0] - dx, hub[1] - dy), (hub[0] + dx, hub[1] + dy)], p.STEEL, 2)
    c.line([hip, (x + 26, y - 136), (x - 20, y - 52)], p.INK, 24)
    c.line([saddle, pedal, rear, saddle, bar, pedal], p.SUN, 9)
    c.line([front, bar, (x + 92, y - 182)], p.SUN, 9)
    c.line([hip, (x + 34, y - 122), (x + 12, y - 46)], p.INK, 28)
    c.line([(x + 6, y - 40), (x + 34, y - 38)], p.CREAM, 13)
    c.line([hip, shoulder], shirt, 54)
    c.line([shoulder, (x + 66, y - 216), hand], p.SKIN, 18)
    c.line([shoulder, (x + 58, y - 232)], shirt, 26)
    c.circle(x + 66, y - 300, 29, p.SKIN)
    c.pie(x + 66, y - 306, 36, 170, 362, p.SUN)
    c.line([(x + 34, y - 306), (x + 102, y - 304)], p.CORAL, 8)


def licence_van(c: Canvas) -> None:
    sun(c, 1040, 170)
    hills(c, 470)
    c.rectangle(0, 470, 1280, 560, p.GREEN_HILL)
    for x in (60, 1180):
        tree(c, x, 540, 1.1)
    coast_road(c, 540)
    left, right, top, base = 265, 1015, 198, 612
    body = [(left, top + 26), *curve((left, top + 26), (left, top), (left + 26, top)), (right - 200, top),
            *curve((right - 200, top), (right - 90, top + 8), (right - 48, top + 180)),
            *curve((right, top + 210), (right + 8, top + 230), (right + 8, base - 20)), (right, base), (left, base)]  # fmt: skip
    c.polygon(body, p.CREAM)
    c.polygon(
        [
            (right - 230, top + 38),
            *curve((right - 205, top + 38), (right - 120, top + 44), (right - 84, top + 178)),
            (right - 230, top + 178),
        ],
        p.GLASS,
    )
    c.rectangle(left, top + 232, right - 2, top + 288, p.BLUE)
    c.rectangle(left, base - 40, right + 8, base, p.STEEL)
    c.rectangle(left + 70, top + 50, left + 430, top + 190, p.BLUE, radius=14)
    _licence_card(c, left + 92, top + 68)
    c.rectangle(right - 246, top + 300, right - 200, top + 312, p.INK, radius=6)
    c.rectangle(right - 20, base - 110, right + 12, base - 72, p.SUN, radius=10)
    for x in (left + 165, right - 150):
        c.pie(x, base, 104, 180, 360, p.INK)
        wheel(c, x, base + 12, 82)


def _licence_card(c: Canvas, x: float, y: float) -> None:
    c.rectangle(x, y, x + 112, y + 104, p.CREAM, radius=8)
    c.circle(x + 56, y + 40, 22, p.BLUE)
    c.pie(x + 56, y + 104, 42, 180, 360, p.BLUE)
    for index, length in enumerate((190, 150, 170)):
        c.rectangle(x + 136, y + 8 + index * 36, x + 136 + length, y + 24 + index * 36, p.CREAM, radius=8)


def school_bus(c: Canvas) -> None:
    c.rectangle(0, 0, 1280, 500, p.MORNING)
    sun(c, 200, 180)
    hills(c, 470, far=p.FAR_HILL, near=p.GREEN_HILL)
    c.rectangle(0, 470, 1280, 570, p.GRASS)
    palm(c, 1160, 560, 400, -30)
    coast_road(c, 550)
    left, right, top, base = 190, 1060, 216, 618
    c.rectangle(left, top, right - 130, base, p.SUN, radius=44)
    c.rectangle(right - 320, top + 180, right, base, p.SUN, radius=40)
    c.polygon([(right - 190, top), (right - 156, top + 10), (right - 100, top + 182), (right - 190, top + 182)], p.SUN)
    c.rectangle(left + 30, top - 18, right - 210, top + 30, p.SUN, radius=18)
    for index in range(5):
        x = left + 44 + index * 112
        c.rectangle(x, top + 56, x + 90, top + 160, p.GLASS, radius=14)
    c.polygon(
        [(right - 246, top + 52), (right - 176, top + 52), (right - 134, top + 176), (right - 246, top + 176)], p.GLASS
    )
    c.rectangle(left, top + 206, right - 110, top + 226, p.INK)
    c.rectangle(left, top + 252, right - 6, top + 266, p.INK)
    c.rectangle(right - 340, top + 56, right - 262, base - 24, p.CREAM, radius=10)
    c.rectangle(right - 328, top + 72, right - 274, top + 196, p.GLASS, radius=8)
    c.circle(right - 26, base - 118, 24, p.CREAM)
    c.rectangle(left - 14, base - 44, right + 16, base - 12, p.INK, radius=14)
    for x in (left + 170, right - 160):
        c.pie(x, base - 8, 102, 180, 360, p.INK)
        wheel(c, x, base + 6, 80)
