"""The morning market: three stalls."""

from __future__ import annotations

from deploy.pictures.draw.canvas import Canvas
from deploy.pictures.draw.scenes import palette as p
from deploy.pictures.draw.scenes.scenery import fish, headscarf, hills, person, sun

STALL_WIDTH = 350
STALLS = ((60, p.CORAL), (465, p.TEAL), (870, p.DARK_GREEN))
SELLERS = ((p.TEAL, p.SUN, p.SKIN), (p.CREAM, p.PLUM, p.SKIN_DARK), (p.BLUE, p.CORAL, p.SKIN))


def market(c: Canvas) -> None:
    sun(c, 1055, 130, 84)
    hills(c, 470)
    c.rectangle(0, 470, 1280, 800, p.SAND)
    for (left, colour), (dress, scarf, skin) in zip(STALLS, SELLERS, strict=True):
        _posts_and_roof(c, left, colour)
        x = left + STALL_WIDTH / 2
        person(c, x, 690, shirt=dress, size=1.25, skin=skin)
        headscarf(c, x, 690, scarf, 1.25, skin)
        _counter(c, left)
    _fishes(c, STALLS[0][0])
    _fruit(c, STALLS[1][0])
    _vegetables(c, STALLS[2][0])


def _posts_and_roof(c: Canvas, left: float, colour: str) -> None:
    right, stripes = left + STALL_WIDTH, 7
    for x in (left + 18, right - 18):
        c.rectangle(x - 8, 300, x + 8, 720, p.CLAY)
    width = STALL_WIDTH / stripes
    for index in range(stripes):
        fill, x = p.CREAM if index % 2 else colour, left + index * width
        c.rectangle(x, 230, x + width, 330, fill)
        c.pie(x + width / 2, 330, width / 2, 0, 180, fill)
    c.rectangle(left - 8, 212, right + 8, 240, colour, radius=10)


def _counter(c: Canvas, left: float) -> None:
    right = left + STALL_WIDTH
    c.rectangle(left + 14, 590, right - 14, 728, p.CLAY)
    for y in (624, 660, 696):
        c.rectangle(left + 14, y, right - 14, y + 6, p.WOOD)
    c.rectangle(left, 566, right, 598, p.WOOD, radius=6)


def _fishes(c: Canvas, left: float) -> None:
    c.rectangle(left + 16, 540, left + 334, 568, p.STEEL_LIGHT, radius=8)
    for x, y, fill in ((70, 532, p.SEA), (178, 536, p.FAR_HILL), (284, 532, p.SEA)):
        fish(c, left + x, y, 104, fill)


def _fruit(c: Canvas, left: float) -> None:
    for start, fill in ((48, p.SUN), (220, p.CORAL)):
        for row, count in enumerate((3, 2, 1)):
            for index in range(count):
                c.circle(left + start + row * 21 + index * 42, 546 - row * 35, 22, fill)
        c.rectangle(left + start - 30, 552, left + start + 114, 570, p.SAND_DARK, radius=8)


def _vegetables(c: Canvas, left: float) -> None:
    for start, fill in ((60, p.LEAF), (262, p.DARK_GREEN)):
        for dx, dy in ((-26, 4), (26, 4), (0, -16)):
            c.circle(left + start + dx, 542 + dy, 28, fill)
        c.rectangle(left + start - 50, 552, left + start + 50, 570, p.SAND_DARK, radius=8)
