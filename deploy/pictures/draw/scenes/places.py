"""Scenes in and around the village hall."""

from __future__ import annotations

from deploy.pictures.draw.canvas import Canvas, arc, curve
from deploy.pictures.draw.scenes import palette as p
from deploy.pictures.draw.scenes.scenery import cloud, hair, headscarf, hills, palm, person, sun


def hall(c: Canvas) -> None:
    c.rectangle(0, 0, 1280, 800, p.MORNING)
    sun(c, 205, 190)
    cloud(c, 1010, 120, 0.8)
    hills(c, 560, far=p.GREEN_HILL, near=p.GREEN_HILL, height=260)
    c.rectangle(0, 560, 1280, 800, p.SAND)
    palm(c, 175, 660, 430, -30)
    palm(c, 1130, 680, 450, 60)
    c.polygon([(560, 640), (720, 640), (820, 800), (460, 800)], p.SAND_DARK)
    _house(c, 350, 930, 400, 640)
    c.line([(1010, 660), (1010, 300)], p.STEEL, 10)
    c.rectangle(1012, 304, 1098, 332, p.CORAL)
    c.rectangle(1012, 332, 1098, 360, p.CREAM)


def _house(c: Canvas, left: float, right: float, top: float, base: float) -> None:
    middle = (left + right) / 2
    c.rectangle(left, top, right, base, p.CREAM)
    c.rectangle(left - 20, base - 16, right + 20, base, p.STEEL)
    c.polygon([(left - 70, top), (middle, top - 235), (right + 70, top)], p.CORAL)
    c.rectangle(left - 70, top - 6, right + 70, top + 20, p.CORAL_DARK)
    c.circle(middle, top - 100, 46, p.CREAM)
    c.polygon([(middle, top - 132), (middle + 32, top - 100), (middle, top - 68), (middle - 32, top - 100)], p.TEAL)
    c.polygon([(middle, top - 112), (middle + 14, top - 98), (middle, top - 84), (middle - 14, top - 98)], p.SUN)
    for x in (left + 45, right - 165):
        c.rectangle(x, top + 64, x + 120, top + 150, p.GLASS)
        c.rectangle(x + 56, top + 64, x + 64, top + 150, p.CREAM)
    c.rectangle(middle - 66, top + 64, middle + 66, base - 16, p.TEAL)
    c.rectangle(middle - 3, top + 64, middle + 3, base - 16, p.NIGHT)
    for x in (left + 10, left + 190, right - 190, right - 10):
        c.rectangle(x - 10, top + 20, x + 10, base - 16, p.PAPER)


def posyandu(c: Canvas) -> None:
    c.rectangle(0, 0, 1280, 800, p.MORNING)
    hills(c, 520, far=p.FAR_HILL, near=p.GREEN_HILL, height=270)
    c.rectangle(0, 520, 1280, 800, p.GRASS)
    for x in (150, 1130):
        c.rectangle(x - 10, 260, x + 10, 720, p.STEEL)
    _awning(c, 90, 1190, 110, 260)
    c.rectangle(545, 66, 735, 236, p.CREAM, radius=20)
    _cross(c, 640, 151, 58)
    _hanging_scale(c, 320, 250)
    for x, dress, scarf, skin in ((640, p.CORAL, p.PLUM, p.SKIN), (900, p.CREAM, p.TEAL, p.SKIN_DARK)):
        person(c, x, 690, shirt=dress, size=1.3, skin=skin)
        headscarf(c, x, 690, scarf, 1.3, skin)
    c.rectangle(490, 560, 1070, 590, p.WOOD, radius=8)
    c.rectangle(500, 586, 1060, 720, p.CREAM)
    for x in range(500, 1060, 56):
        c.polygon([(x, 720), (x + 28, 684), (x + 56, 720)], p.CORAL)
    c.rectangle(726, 484, 836, 560, p.PAPER, radius=10)
    _cross(c, 781, 522, 25)
    for y, fill in ((548, p.BLUE), (536, p.SUN), (524, p.LEAF)):
        c.rectangle(972, y, 1044, y + 12, fill, radius=4)
    c.rectangle(528, 530, 560, 560, p.GLASS, radius=4)
    c.rectangle(532, 518, 556, 532, p.CREAM, radius=4)


def _cross(c: Canvas, x: float, y: float, arm: float) -> None:
    c.rectangle(x - arm * 0.36, y - arm, x + arm * 0.36, y + arm, p.CORAL)
    c.rectangle(x - arm, y - arm * 0.36, x + arm, y + arm * 0.36, p.CORAL)


def _awning(c: Canvas, left: float, right: float, top: float, bottom: float) -> None:
    stripes = 10
    width = (right - left) / stripes
    for index in range(stripes):
        x, fill = left + index * width, p.CORAL if index % 2 == 0 else p.CREAM
        inset = 60
        x0 = left + inset + index * (right - left - 2 * inset) / stripes
        x1 = left + inset + (index + 1) * (right - left - 2 * inset) / stripes
        c.polygon([(x0, top), (x1, top), (x + width, bottom), (x, bottom)], fill)
        c.pie(x + width / 2, bottom, width / 2, 0, 180, fill)


def _hanging_scale(c: Canvas, x: float, top: float) -> None:
    """Draw the spring scale and cloth sling in which babies are weighed, empty."""
    c.line([(x, top), (x, top + 70)], p.INK, 7)
    c.circle(x, top + 120, 62, p.TEAL)
    c.circle(x, top + 120, 48, p.CREAM)
    c.line([(x, top + 120), (x + 22, top + 92)], p.CORAL, 8)
    c.line([(x, top + 182), (x, top + 215)], p.INK, 7)
    c.line([(x - 74, top + 290), (x, top + 212), (x + 74, top + 290)], p.INK, 6)
    c.polygon(
        [
            (x - 82, top + 284),
            (x + 82, top + 284),
            *curve((x + 82, top + 284), (x + 60, top + 410), (x, top + 412)),
            *curve((x, top + 412), (x - 60, top + 410), (x - 82, top + 284)),
        ],
        p.SUN,
    )
    c.line([(x - 78, top + 290), (x + 78, top + 290)], p.CORAL, 12)


def library(c: Canvas) -> None:
    c.rectangle(0, 0, 1280, 800, p.PAPER)
    c.rectangle(0, 660, 1280, 800, p.SAND_DARK)
    _window(c, 850, 110, 1180, 430)
    _shelf(c, 90, 120, 700, 668)
    c.rectangle(760, 560, 1240, 588, p.WOOD, radius=8)
    for x in (790, 1196):
        c.rectangle(x, 586, x + 20, 740, p.CLAY)
    c.line([(1150, 560), (1150, 470), (1090, 410)], p.INK, 12)
    c.pie(1078, 425, 62, 140, 320, p.CORAL)
    c.rectangle(1110, 548, 1190, 562, p.INK, radius=6)
    c.polygon(
        [
            (800, 552),
            *curve((800, 520), (850, 500), (900, 528)),
            *curve((900, 528), (950, 500), (1000, 520)),
            (1000, 552),
            *curve((1000, 552), (950, 534), (900, 560)),
            *curve((900, 560), (850, 534), (800, 552)),
        ],
        p.CREAM,
    )
    c.line([(900, 528), (900, 556)], p.STEEL, 5)
    for y in (530, 541):
        c.line([*curve((818, y), (850, y - 12), (884, y + 4))], p.STEEL, 3)
        c.line([*curve((916, y + 4), (950, y - 12), (982, y))], p.STEEL, 3)
    c.rectangle(920, 640, 1060, 664, p.TEAL, radius=8)
    for x in (936, 1030):
        c.rectangle(x, 660, x + 14, 760, p.INK)


def _window(c: Canvas, left: float, top: float, right: float, bottom: float) -> None:
    c.rectangle(left - 18, top - 18, right + 18, bottom + 18, p.CREAM, radius=8)
    c.rectangle(left, top, right, bottom, p.SKY)
    c.circle(right - 90, top + 110, 56, p.SUN)
    c.polygon([(left, bottom - 70), (left + 120, top + 110), (left + 230, bottom - 70)], p.FAR_HILL)
    c.polygon(
        [(left + 130, bottom - 70), (right - 60, top + 180), (right, bottom - 120), (right, bottom - 70)], p.NEAR_HILL
    )
    c.rectangle(left, bottom - 72, right, bottom, p.SEA)
    middle = (left + right) / 2
    c.rectangle(middle - 7, top, middle + 7, bottom, p.CREAM)


def _shelf(c: Canvas, left: float, top: float, right: float, bottom: float) -> None:
    c.rectangle(left, top, right, bottom, p.CLAY, radius=12)
    colours = (p.CORAL, p.TEAL, p.SUN, p.BLUE, p.CREAM, p.LEAF, p.PLUM, p.FAR_HILL)
    rows = 3
    height = (bottom - top - 24) / rows
    for row in range(rows):
        ceiling, floor = top + 24 + row * height, top + row * height + height
        c.rectangle(left + 24, ceiling, right - 24, floor, "#5C260B")
        x, index = left + 34, row * 3
        while x < right - 90:
            width, drop = 30 + (index * 7) % 19, (index * 13) % 44
            c.rectangle(x, ceiling + 22 + drop, x + width, floor, colours[index % len(colours)], radius=4)
            c.rectangle(x, ceiling + 44 + drop, x + width, ceiling + 52 + drop, p.INK if index % 2 else p.CREAM)
            x, index = x + width + 5, index + 1
        c.polygon(
            [(x + 4, floor), (x + 32, ceiling + 60), (x + 54, ceiling + 66), (x + 34, floor)],
            colours[(index + 2) % len(colours)],
        )


def football(c: Canvas) -> None:
    c.rectangle(0, 0, 1280, 800, p.MORNING)
    sun(c, 300, 170, 88)
    cloud(c, 760, 120, 0.9)
    hills(c, 400, far=p.FAR_HILL, near=p.GREEN_HILL, height=280)
    for index in range(4):
        c.rectangle(0, 400 + index * 100, 1280, 500 + index * 100, p.GRASS if index % 2 else p.GRASS_DARK)
    c.line([(0, 420), (1280, 420)], p.CREAM, 6)
    _goal(c, 850, 210, 1200, 450)
    c.line([(760, 450), (640, 620), (1280, 620)], p.CREAM, 8)
    _player(c, 300, 675, p.CORAL, 1, "forward")
    _player(c, 985, 600, p.BLUE, 0.9, "keeper")
    _ball(c, 560, 650, 40)


def _goal(c: Canvas, left: float, top: float, right: float, base: float) -> None:
    for index in range(1, 12):
        x = left + (right - left) * index / 12
        c.line([(x, top), (x, base)], "#B9D8BF", 2)
    for index in range(1, 8):
        y = top + (base - top) * index / 8
        c.line([(left, y), (right, y)], "#B9D8BF", 2)
    c.line([(left, base), (left, top), (right, top), (right, base)], p.CREAM, 16)


def _player(c: Canvas, x: float, base: float, shirt: str, size: float, role: str) -> None:
    """Draw a grown-up seen from behind, about to shoot or to catch."""
    s = size

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * s, base + dy * s

    feet = ((-26, 0), (100, -70)) if role == "forward" else ((-62, 0), (62, 0))
    knees = ((-24, -70), (44, -92)) if role == "forward" else ((-48, -70), (48, -70))
    for foot, knee, hip in zip(feet, knees, ((-18, -136), (18, -136)), strict=True):
        c.line([at(*hip), at(*knee)], p.INK, 40 * s)
        c.line([at(*knee), at(*foot)], p.SKIN, 22 * s)
        c.line([at(foot[0], foot[1] - 26), at(*foot)], p.CREAM, 22 * s)
        c.line([at(*foot), at(foot[0] + 18, foot[1] + 2)], p.CORAL_DARK, 20 * s)
    hands = ((-104, -170), (92, -226)) if role == "forward" else ((-112, -300), (112, -300))
    for hand, shoulder in zip(hands, ((-34, -246), (34, -246)), strict=True):
        c.line([at(*shoulder), at(*hand)], p.SKIN, 20 * s)
        c.line([at(*shoulder), at((shoulder[0] + hand[0]) / 2, (shoulder[1] + hand[1]) / 2)], shirt, 28 * s)
        if role == "keeper":
            c.circle(*at(*hand), 19 * s, p.SUN)
    left, top = at(-46, -270)
    right, bottom = at(46, -136)
    c.rectangle(left, top, right, bottom, shirt, radius=24 * s)
    c.rectangle(x - 6 * s, base - 236 * s, x + 8 * s, base - 176 * s, p.CREAM)
    c.circle(x, base - 302 * s, 32 * s, p.SKIN)
    hair(c, x, base - 304 * s, 34 * s)


def _ball(c: Canvas, x: float, y: float, radius: float) -> None:
    c.ellipse(x + 6, y + radius, radius, 9, p.DARK_GREEN)
    c.circle(x, y, radius, p.CREAM)
    corners = arc(x, y, radius * 0.4, radius * 0.4, -90, 270, 5)
    c.polygon(corners, p.INK)
    for corner, edge in zip(corners[:5], arc(x, y, radius, radius, -90, 270, 5)[:5], strict=True):
        c.line([corner, edge], p.INK, 4)
