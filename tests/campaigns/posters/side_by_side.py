"""Posters in two and three columns, as offices fill a sheet with boxes: 24 of them, and what belongs together on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.campaigns.posters.layouts import A4, SQUARE, Poster, Sheet
from tests.campaigns.posters.texts import NOTICES, Notice

PALE, PAPER, INK = "#f1e7d3", "#fffdf6", "#14252c"
_EACH = 4  # posters of a layout


class Parts:
    """A sheet whose pieces are noted by the part that they belong to: a box, or what stands together without one."""

    def __init__(self, name: str, size: tuple[int, int], look: int, ground: str = PAPER) -> None:
        self.sheet = Sheet(name, size, look, ground)
        self.parts: list[range] = []

    def part(self, draw: Callable[[], None]) -> None:
        first = len(self.sheet.poster.pieces)
        draw()
        self.parts.append(range(first, len(self.sheet.poster.pieces)))

    def text(self, text: str, x: float, y: float, wide: float, size: int, **look: bool | str) -> float:
        """Draw a paragraph that is a part; returns where the next may begin."""
        end = 0.0

        def draw() -> None:
            nonlocal end
            end = self.sheet.flow(text, x, y, wide, size, **look)  # type: ignore[arg-type]

        self.part(draw)
        return end


Drawn = tuple[Poster, list[range]]


def band_and_boxes(n: Notice, look: int) -> Drawn:
    """An amount in large letters with two small lines beside it, three pale boxes below."""
    p = Parts("band, boxes", A4, look)
    s = p.sheet
    y = p.text(n.title, 160, 180, 2160, 110, bold=True) + 20
    y = p.text(n.lead, 160, y, 2160, 62) + 60
    s.draw.rounded_rectangle((120, y, 2360, y + 420), 50, fill=s.strong)

    def amount() -> None:
        s.line(n.facts[3][0], 200, y + 60, 70, fill="white", band=True)
        s.line(n.facts[3][1], 200, y + 170, 150, fill="white", bold=True, band=True, most=1180)

    def beside() -> None:
        s.line(n.rows[0][0], 1500, y + 120, 66, fill="white", band=True)
        s.line(n.rows[0][1], 1500, y + 230, 70, fill="white", band=True)

    p.part(amount)
    p.part(beside)
    y += 480
    for i, (label, value) in enumerate(n.facts[:3]):
        left = 120 + i * 760
        s.draw.rounded_rectangle((left, y, left + 720, y + 440), 50, fill=PALE)
        p.part(lambda left=left, label=label, value=value: _boxed(s, label.upper(), value, left + 60, y + 60, 600))  # type: ignore[misc]
    y += 520
    for point in n.points:
        y = p.text(point, 220, y, 2080, 66) + 24
    return s.poster, p.parts


def three_boxes(n: Notice, look: int) -> Drawn:
    """Two rows of three boxes, each a label and what it says."""
    p = Parts("three boxes", A4, look, "#ffffff")
    s = p.sheet
    y = p.text(n.title, 160, 180, 2160, 110, fill=s.strong, bold=True) + 40
    y = p.text(n.lead, 160, y, 2160, 60) + 60
    told = (*n.facts, *((row[0], f"{row[1]} {row[2]}") for row in n.rows[:2]))
    for i, (label, value) in enumerate(told):
        left, top = 120 + (i % 3) * 760, y + (i // 3) * 560
        s.draw.rounded_rectangle((left, top, left + 720, top + 500), 40, fill=s.light)
        p.part(lambda left=left, top=top, label=label, value=value: _boxed(s, label, value, left + 50, top + 60, 620))  # type: ignore[misc]
    p.text(n.foot, 160, y + 1200, 2160, 60, bold=True)
    return s.poster, p.parts


def two_columns(n: Notice, look: int) -> Drawn:
    """Two columns of text under headings, without boxes."""
    p = Parts("two columns", A4, look, "#ffffff")
    s = p.sheet
    y = p.text(n.title, 160, 180, 2160, 120, bold=True) + 60

    def left() -> None:
        at = y + s.line("Yang harus dibawa", 160, y, 76, fill=s.strong, bold=True) + 30
        for point in n.points:
            at = s.flow(point, 160, at, 1000, 62) + 20

    def right() -> None:
        at = y + s.line("Kapan dan di mana", 1320, y, 76, fill=s.strong, bold=True) + 30
        for label, value in n.facts:
            at = s.flow(f"{label}: {value}", 1320, at, 1000, 62) + 20

    p.part(left)
    p.part(right)
    p.text(n.lead, 160, y + 1500, 2160, 60)
    return s.poster, p.parts


def facts_beside(n: Notice, look: int) -> Drawn:
    """Large facts in a column, small print in another."""
    p = Parts("facts beside", A4, look)
    s = p.sheet
    y = p.text(n.title, 160, 180, 2160, 110, bold=True) + 60
    top = y

    def facts() -> None:
        at = top
        for label, value in n.facts:
            at += s.line(label, 160, at, 60, fill=s.strong, bold=True)
            at = s.flow(value, 160, at, 1150, 110, bold=True) + 50

    def small() -> None:
        at = s.flow(n.lead, 1500, top, 820, 52) + 50
        for point in n.points:
            at = s.flow(point, 1500, at, 820, 52) + 30

    p.part(facts)
    p.part(small)
    p.text(n.foot, 160, 3200, 2160, 60)
    return s.poster, p.parts


def three_columns(n: Notice, look: int) -> Drawn:
    """Three columns of some lines each on a square."""
    p = Parts("three columns", SQUARE, look, "#ffffff")
    s = p.sheet
    y = p.text(n.title, 110, 120, 1940, 96, fill=s.strong, bold=True) + 60
    told = list(zip(n.facts, n.points, strict=True))[:3]
    for i, ((label, value), point) in enumerate(told):
        left = 110 + i * 680

        def column(left: float = left, label: str = label, value: str = value, point: str = point) -> None:
            at = y + s.line(label, left, y, 60, fill=s.strong, bold=True) + 10
            at = s.flow(value, left, at, 580, 64, bold=True) + 40
            s.flow(point, left, at, 580, 54)

        p.part(column)
    p.text(n.foot, 110, 1950, 1940, 54)
    return s.poster, p.parts


def dark_boxes(n: Notice, look: int) -> Drawn:
    """Two columns of dark boxes, an amount in each, and contacts in two at the foot."""
    p = Parts("dark boxes", SQUARE, look, COLOURED)
    s = p.sheet
    y = p.text(n.title, 110, 110, 1940, 96, bold=True) + 50
    for i, (label, value) in enumerate(n.facts):
        left, top = 110 + (i % 2) * 990, y + (i // 2) * 440
        s.draw.rounded_rectangle((left, top, left + 950, top + 400), 40, fill=(s.strong, "#22577a")[i % 2])

        def box(left: float = left, top: float = top, label: str = label, value: str = value) -> None:
            s.line(label, left + 50, top + 50, 56, fill="white", band=True)
            s.flow(value, left + 50, top + 150, 860, 78, fill="white", bold=True, band=True)

        p.part(box)
    for i, point in enumerate(n.points[:2]):
        p.text(point, 110 + i * 990, y + 940, 900, 54)
    return s.poster, p.parts


COLOURED = "#f7f7f5"
LAYOUTS = (band_and_boxes, three_boxes, two_columns, facts_beside, three_columns, dark_boxes)


def side_by_side(each: int = _EACH) -> Iterator[Drawn]:
    """Each layout with other notices, letters and colours each time."""
    for k, layout in enumerate(LAYOUTS):
        for i in range(each):
            yield layout(NOTICES[(k * 2 + i * 3) % len(NOTICES)], k + i)


def _boxed(s: Sheet, label: str, value: str, x: float, y: float, wide: float) -> None:
    s.line(label, x, y, 56, fill="#3f4e55")
    s.flow(value, x, y + 90, wide, 72, bold=True)
