"""Scenes of work: planting, water, the morning's catch."""

from __future__ import annotations

from deploy.pictures.draw.canvas import Canvas, curve
from deploy.pictures.draw.scenes import palette as p
from deploy.pictures.draw.scenes.scenery import cloud, fish, hills, palm, person, sea, sun, sun_hat, tree, waves


def mangrove(c: Canvas) -> None:
    sun(c, 250, 180)
    cloud(c, 900, 130, 0.8)
    hills(c, 380, height=270)
    sea(c, 380, 800)
    c.rectangle(0, 560, 1280, 800, p.SHALLOW)
    c.polygon([(0, 655), *curve((0, 655), (420, 615), (760, 680)), (1280, 650), (1280, 800), (0, 800)], p.SAND_DARK)
    waves(c, [(90, 450), (560, 430), (1010, 460), (320, 600), (760, 610)])
    _grown_mangrove(c, 1130, 600)
    for x, y in ((120, 720), (560, 730), (690, 760), (900, 730), (330, 775), (1060, 770)):
        _seedling(c, x, y)
    _planter(c, 350, 695, p.CORAL)
    _planter(c, 800, 700, p.BLUE, facing=-1)


def _grown_mangrove(c: Canvas, x: float, y: float) -> None:
    for dx in (-110, -60, 60, 110):
        c.line([*curve((x, y - 110), (x + dx * 0.8, y - 90), (x + dx, y + 40))], p.CLAY, 13)
    c.line([(x, y + 30), (x, y - 200)], p.CLAY, 24)
    for dx, dy, radius, fill in (
        (-95, -200, 84, p.DARK_GREEN),
        (95, -200, 84, p.DARK_GREEN),
        (-30, -270, 92, p.LEAF),
        (60, -260, 78, p.LEAF),
    ):
        c.circle(x + dx, y + dy, radius, fill)


def _seedling(c: Canvas, x: float, y: float) -> None:
    c.line([(x + 12, y), (x + 12, y - 96)], p.SAND, 7)
    c.line([(x, y), (x, y - 58)], p.CLAY, 8)
    for dx, dy in ((-34, -92), (30, -96), (-4, -116)):
        tip, root = (x + dx, y + dy), (x, y - 52)
        middle = ((tip[0] + root[0]) / 2, (tip[1] + root[1]) / 2)
        c.polygon(
            [*curve(root, (middle[0] - 18, middle[1] - 8), tip), *curve(tip, (middle[0] + 18, middle[1] + 8), root)],
            p.LEAF,
        )


def _planter(c: Canvas, x: float, base: float, shirt: str, facing: int = 1) -> None:
    """Draw a grown-up bent over a seedling, the face under the hat."""

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * facing, base + dy

    c.line([at(-50, -140), at(-34, -70), at(-52, -4)], p.INK, 32)
    c.line([at(-40, -140), at(4, -78), at(-8, -4)], p.NIGHT, 32)
    c.line([at(-42, -150), at(58, -206)], shirt, 66)
    c.line([at(66, -196), at(92, -130), at(118, -84)], p.SKIN, 20)
    c.line([at(64, -200), at(82, -152)], shirt, 30)
    c.circle(*at(110, -228), 29, p.SKIN)
    sun_hat(c, *at(118, -240), 1.1)
    _seedling(c, *at(128, -14))


def water_pipe(c: Canvas) -> None:
    c.rectangle(0, 0, 1280, 800, p.MORNING)
    sun(c, 1050, 170, 84)
    cloud(c, 560, 130, 0.8)
    hills(c, 520, far=p.FAR_HILL, near=p.GREEN_HILL)
    c.rectangle(0, 520, 1280, 800, p.GRASS)
    tree(c, 1180, 560, 1.1)
    _tank(c, 300, 600)
    c.line([(424, 300), (470, 300), (470, 640), (640, 640), (640, 345), (760, 345)], p.STEEL, 30)
    for x, y in ((470, 300), (470, 640), (640, 640), (640, 345)):
        c.circle(x, y, 24, p.BLUE)
    _tap(c, 760, 345)


def _tank(c: Canvas, x: float, base: float) -> None:
    for dx in (-120, 120):
        c.line([(x + dx, base + 70), (x + dx * 0.75, 380)], p.CLAY, 20)
    c.line([(x - 112, 620), (x + 96, 480)], p.CLAY, 12)
    c.line([(x + 112, 620), (x - 96, 480)], p.CLAY, 12)
    c.rectangle(x - 140, 372, x + 140, 396, p.WOOD, radius=6)
    c.rectangle(x - 120, 170, x + 120, 374, "#E8752F", radius=30)
    for y in (222, 268, 314):
        c.rectangle(x - 120, y, x + 120, y + 10, p.CORAL_DARK)
    c.rectangle(x - 50, 146, x + 50, 178, p.CORAL_DARK, radius=12)


def _tap(c: Canvas, x: float, y: float) -> None:
    c.rectangle(x - 10, y - 34, x + 110, y + 34, p.SUN, radius=16)
    c.rectangle(x + 36, y - 84, x + 58, y - 30, p.SUN)
    c.rectangle(x - 14, y - 112, x + 108, y - 82, p.CORAL, radius=15)
    c.rectangle(x + 70, y - 20, x + 124, y + 84, p.SUN, radius=16)
    c.rectangle(x + 80, y + 80, x + 114, y + 250, p.GLASS)
    c.rectangle(x + 90, y + 80, x + 98, y + 250, p.CREAM)
    left, right, top, base = x - 30, x + 224, y + 190, y + 352
    c.polygon([(left, top), (right, top), (right - 32, base), (left + 32, base)], p.BLUE)
    c.ellipse((left + right) / 2, top, (right - left) / 2, 26, p.TEAL)
    c.ellipse((left + right) / 2, top + 3, (right - left) / 2 - 14, 18, p.GLASS)
    c.line([*curve((left + 6, top + 8), ((left + right) / 2, top + 120), (right - 6, top + 8))], p.STEEL_LIGHT, 7)
    for dx in (-14, 30, 58):
        c.ellipse(x + 97 + dx, top - 16, 8, 8, p.CREAM)


def catch(c: Canvas) -> None:
    sun(c, 860, 170)
    hills(c, 400, height=270)
    sea(c, 400, 800)
    waves(c, [(60, 470), (480, 440), (1000, 480)])
    _moored_boat(c, 230, 520)
    palm(c, 1190, 640, 400, -60)
    c.rectangle(0, 600, 1280, 800, p.WOOD)
    for x in range(0, 1280, 128):
        c.rectangle(x, 600, x + 6, 800, p.CLAY)
    c.rectangle(0, 594, 1280, 612, p.CLAY)
    person(c, 1010, 680, shirt=p.CORAL, trousers=p.NIGHT, size=1.4)
    sun_hat(c, 1010, 365, 1.25)
    _ice_chest(c, 420, 880, 480, 700)


def _moored_boat(c: Canvas, x: float, y: float) -> None:
    c.line([(x, y - 20), (x, y - 210)], p.INK, 12)
    c.polygon([(x + 10, y - 200), (x + 130, y - 60), (x + 10, y - 60)], p.CREAM)
    c.polygon([*curve((x - 200, y - 40), (x, y + 90), (x + 210, y - 40))], p.TEAL)
    c.line([(x - 200, y - 40), (x + 210, y - 40)], p.SUN, 14)


def _ice_chest(c: Canvas, left: float, right: float, top: float, base: float) -> None:
    for index, middle in enumerate(range(int(left) + 40, int(right) - 10, 62)):
        c.polygon(
            [(middle - 40, top + 12), (middle - 18, top - 34), (middle + 26, top - 38), (middle + 44, top + 12)],
            p.CREAM if index % 2 else "#CFE7EA",
        )
    for index, x in enumerate((left + 92, left + 232, left + 368)):
        fish(c, x, top - 34 - (index % 2) * 16, 176, p.FAR_HILL if index % 2 else p.SEA)
    for index, x in enumerate((left + 160, left + 304)):
        fish(c, x, top - 84 - index * 6, 168, p.NEAR_HILL if index else p.FAR_HILL)
    c.rectangle(left, top, right, base, p.CREAM, radius=16)
    c.rectangle(left, top, right, top + 44, p.CORAL, radius=16)
    c.rectangle(left + 150, top + 96, right - 150, top + 124, p.STEEL, radius=12)
