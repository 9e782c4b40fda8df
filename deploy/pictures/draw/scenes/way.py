"""The way to the sample village's assembly point, as a map that is read from three steps away."""

from __future__ import annotations

from pathlib import Path

from deploy.pictures.draw.canvas import Canvas, curve
from deploy.pictures.draw.scenes import palette as p
from deploy.pictures.draw.scenes.scenery import waves

_LETTERS = Path(__file__).parents[4] / "kiosk/ui/theme/fonts/KioskText-Bold.ttf"
_LAND, _HILL = "#E7EBD5", "#C6DBB2"


def way(c: Canvas) -> None:
    """Sea in the south, the hall on the coast road, the field up the hill. Of 960 by 720."""
    c.rectangle(0, 0, 960, 720, _LAND)
    c.polygon([(0, 0), (960, 0), (960, 250), *curve((960, 250), (600, 370), (330, 290)), (0, 270)], _HILL)
    for x, y in ((120, 210), (190, 250), (800, 220), (60, 120)):
        c.polygon([(x, y), (x + 40, y), (x + 20, y - 52)], p.GRASS)
    c.polygon([(0, 720), (960, 720), (960, 630), *curve((960, 630), (700, 690), (420, 622)), (0, 640)], p.SEA)
    waves(c, [(90, 680), (720, 685)], length=70)
    c.line([(-20, 500), (980, 500)], p.CREAM, 46)
    c.line([(640, -20), (640, 500)], p.CREAM, 46)
    for left, top in ((430, 400), (780, 400), (420, 545), (800, 545)):
        c.rectangle(left, top, left + 84, top + 56, p.SAND, 6)
    for x in range(190, 640, 30):
        c.circle(x, 500, 9, p.DARK_GREEN)
    for y in range(500, 300, -30):
        c.circle(640, y, 9, p.DARK_GREEN)
    c.polygon([(608, 290), (672, 290), (640, 240)], p.DARK_GREEN)
    c.rectangle(582, 104, 698, 220, p.DARK_GREEN, 18)
    for x in (606, 640, 674):
        c.circle(x, 146, 17, p.CREAM)
        c.pie(x, 200, 26, 180, 360, p.CREAM)
    c.circle(150, 500, 34, p.NIGHT)
    c.circle(150, 500, 15, p.SUN)
    _label(c, "Anda di sini", 150, 414, p.NIGHT, p.CREAM)
    _label(c, "Titik kumpul", 410, 162, p.CREAM, p.DARK_GREEN)
    c.text("Laut", 470, 674, 40, p.CREAM, _LETTERS)
    c.circle(876, 96, 58, p.CREAM)
    c.polygon([(846, 110), (876, 46), (906, 110), (876, 94)], p.INK)
    c.text("U", 876, 130, 30, p.INK, _LETTERS)


def _label(c: Canvas, words: str, x: float, y: float, ground: str, ink: str) -> None:
    half = len(words) * 11.5 + 18
    c.rectangle(x - half, y - 32, x + half, y + 32, ground, 14)
    c.text(words, x, y, 40, ink, _LETTERS)
