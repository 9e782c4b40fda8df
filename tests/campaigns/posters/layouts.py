"""Twelve ways in which offices set a notice, drawn at 300 dots an inch or near it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from PIL import Image, ImageDraw, ImageFont

from tests.campaigns.posters.texts import NOTICES, Notice

A4, LANDSCAPE, SQUARE = (2480, 3508), (2560, 1707), (2160, 2160)
_TRUETYPE = "/usr/share/fonts/truetype"
# regular and bold, of Debian's packages (deploy/setup.sh)
FONTS = (
    ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    ("crosextra/Carlito-Regular.ttf", "crosextra/Carlito-Bold.ttf"),
    ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    ("lato/Lato-Regular.ttf", "lato/Lato-Bold.ttf"),
    ("open-sans/OpenSans-Regular.ttf", "open-sans/OpenSans-Bold.ttf"),
)
# of fonts-roboto-unhinted, fonts-montserrat and fonts-noto-core: no rule was made by posters in them
HELD_OUT_FONTS = (
    ("roboto/unhinted/RobotoTTF/Roboto-Regular.ttf", "roboto/unhinted/RobotoTTF/Roboto-Bold.ttf"),
    ("montserrat/Montserrat-Regular.ttf", "montserrat/Montserrat-Bold.ttf"),
    ("noto/NotoSerif-Regular.ttf", "noto/NotoSerif-Bold.ttf"),
    ("roboto/unhinted/RobotoCondensed-Regular.ttf", "roboto/unhinted/RobotoCondensed-Bold.ttf"),
)
_HELD_OUT = 1_000  # the looks from there on
# a strong colour and a light one
COLOURS = (
    ("#b3261e", "#fde7e4"),
    ("#0b5d3b", "#e2f3ea"),
    ("#0f4c81", "#e3eefa"),
    ("#6a1b9a", "#f3e5f8"),
    ("#8a4b08", "#fff1dc"),
)


@dataclass(frozen=True)
class Piece:
    """A line that was drawn, and where: left, top, right, bottom in pixels. `band`: light on dark. `counts`: it is the number of an
    entry, and says nothing else."""

    text: str
    box: tuple[float, float, float, float]
    band: bool = False
    counts: bool = False


@dataclass
class Poster:
    """`pieces` are in the order in which they are read."""

    name: str
    image: Image.Image
    pieces: list[Piece] = field(default_factory=list)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"{_TRUETYPE}/{name}", size)


class Sheet:
    """A poster that is being drawn: texts leave their pieces."""

    def __init__(self, name: str, size: tuple[int, int], look: int, ground: str = "white") -> None:
        self.poster = Poster(name, Image.new("RGB", size, ground))
        self.draw = ImageDraw.Draw(self.poster.image)
        self.wide, self.high = size
        fonts = HELD_OUT_FONTS if look >= _HELD_OUT else FONTS
        self.fonts = fonts[look % len(fonts)]
        self.strong, self.light = COLOURS[look % len(COLOURS)]

    def box(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        self.draw.rectangle((left, top, right, bottom), fill=fill)

    def line(
        self, text: str, x: float, y: float, size: int, *, fill: str = "#111111", bold: bool = False, band: bool = False,
        anchor: str = "la", most: float = 0.0, counts: bool = False,
    ) -> float:  # fmt: skip
        """One line, made smaller until it is at most `most` wide; returns how high it stands."""
        font = _font(self.fonts[bold], size)
        while most and font.getlength(text) > most:
            size -= 2
            font = _font(self.fonts[bold], size)
        self.draw.text((x, y), text, font=font, fill=fill, anchor=anchor)
        box = self.draw.textbbox((x, y), text, font=font, anchor=anchor)
        left, top, right, bottom = map(float, box)
        self.poster.pieces.append(Piece(text, (left, top, right, bottom), band, counts))
        return size * 1.32

    def flow(
        self, text: str, x: float, y: float, wide: float, size: int, *, fill: str = "#111111", bold: bool = False,
        band: bool = False, centre: bool = False,
    ) -> float:  # fmt: skip
        """A paragraph; returns where the next may begin."""
        font = _font(self.fonts[bold], size)
        words, row = text.split(), ""
        rows: list[str] = []
        for word in words:
            if row and font.getlength(f"{row} {word}") > wide:
                rows.append(row)
                row = word
            else:
                row = f"{row} {word}".strip()
        for line in (*rows, row):
            at = x + wide / 2 if centre else x
            y += self.line(line, at, y, size, fill=fill, bold=bold, band=band, anchor="ma" if centre else "la")
        return y + size * 0.3


def letter(n: Notice, look: int) -> Poster:
    """A letterhead, a rule, and a text with a signature."""
    s = Sheet("letter", A4, look)
    s.line(n.office, s.wide / 2, 180, 84, bold=True, anchor="ma", most=2100)
    s.line("Jalan Poros Utama Nomor 12, Kode Pos 94712", s.wide / 2, 290, 50, anchor="ma")
    s.box(200, 380, s.wide - 200, 388, "#111111")
    y = s.flow(n.title, 260, 480, 1960, 78, bold=True, centre=True) + 60
    y = s.flow(n.lead, 220, y, 2040, 58) + 30
    for label, value in n.facts:
        s.line(label, 320, y, 58)
        s.line(f": {value}", 820, y, 58)
        y += 86
    y += 30
    for i, point in enumerate(n.points, 1):
        y = s.flow(f"{i}. {point}", 280, y, 1900, 58)
    s.line("Kepala Desa", 1500, y + 120, 58)
    s.line("Drs. Abdul Kadir", 1500, y + 420, 58, bold=True)
    return s.poster


def banner(n: Notice, look: int) -> Poster:
    """A broad band of white letters above, a band below."""
    s = Sheet("banner", A4, look)
    s.box(0, 0, s.wide, 620, s.strong)
    s.line(n.office, s.wide / 2, 130, 70, fill="white", band=True, anchor="ma", most=2200)
    s.flow(n.title, 160, 250, 2160, 118, fill="white", bold=True, band=True, centre=True)
    y = s.flow(n.lead, 180, 720, 2120, 62) + 40
    for label, value in n.facts:
        s.line(label, 200, y, 60, fill=s.strong, bold=True)
        s.line(value, 760, y, 60)
        y += 108
    for point in n.points:
        y = s.flow(point, 260, y + 20, 1980, 58)
        s.draw.ellipse((196, y - 80, 222, y - 54), fill=s.strong)
    s.box(0, s.high - 260, s.wide, s.high, s.strong)
    s.line(n.foot, s.wide / 2, s.high - 170, 62, fill="white", bold=True, band=True, anchor="ma", most=2200)
    return s.poster


def columns(n: Notice, look: int) -> Poster:
    """A headline over two columns."""
    s = Sheet("columns", A4, look)
    y = s.flow(n.title, 180, 180, 2120, 120, fill=s.strong, bold=True) + 40
    s.line(n.office, 180, y, 54, fill="#444444")
    y += 160
    left = s.flow(n.lead, 180, y, 980, 60) + 40
    for point in n.points:
        left = s.flow(point, 180, left, 980, 56) + 20
    right = y
    for label, value in n.facts:
        s.line(label, 1320, right, 54, fill=s.strong, bold=True)
        right = s.flow(value, 1320, right + 76, 980, 60) + 40
    s.flow(n.foot, 1320, right + 60, 980, 56, bold=True)
    return s.poster


def table(n: Notice, look: int) -> Poster:
    """A ruled table under a head of white letters."""
    s = Sheet("table", A4, look)
    y = s.flow(n.title, 180, 200, 2120, 104, bold=True, centre=True) + 20
    y = s.flow(n.lead, 200, y, 2080, 56) + 60
    columns_at = (200, 980, 1620)
    s.box(180, y, 2300, y + 130, s.strong)
    for at, text in zip(columns_at, n.head, strict=True):
        s.line(text, at + 30, y + 32, 60, fill="white", bold=True, band=True)
    y += 130
    for i, row in enumerate((*n.rows, *n.rows[:2])):
        s.box(180, y, 2300, y + 120, s.light if i % 2 else "white")
        for at, text in zip(columns_at, row, strict=True):
            s.line(text, at + 30, y + 28, 56)
        y += 120
        s.box(180, y - 3, 2300, y, "#999999")
    for at in (180, *columns_at[1:], 2297):
        s.box(at, y - 720, at + 3, y, "#999999")
    s.flow(n.foot, 200, y + 120, 2080, 56)
    return s.poster


def boxes(n: Notice, look: int) -> Poster:
    """Coloured boxes with an amount or a fact in each."""
    s = Sheet("boxes", A4, look, "#f7f7f5")
    y = s.flow(n.title, 180, 180, 2120, 110, fill=s.strong, bold=True, centre=True) + 40
    y = s.flow(n.lead, 240, y, 2000, 54, centre=True) + 60
    dark = (s.strong, "#22577a", "#38663f", "#7a3b2e")
    for i, (label, value) in enumerate(n.facts):
        left, top = 180 + (i % 2) * 1080, y + (i // 2) * 460
        s.draw.rounded_rectangle((left, top, left + 1040, top + 400), 40, fill=dark[i])
        s.line(label, left + 60, top + 70, 58, fill="white", band=True)
        s.line(value, left + 60, top + 190, 92, fill="white", bold=True, band=True, most=920)
    y += 1000
    for point in n.points:
        y = s.flow(point, 220, y, 2040, 56) + 24
    return s.poster


def schedule(n: Notice, look: int) -> Poster:
    """A light sheet with a dark side, rows beside it."""
    s = Sheet("schedule", A4, look)
    s.box(0, 0, 760, s.high, s.strong)
    side = s.flow(n.title, 90, 260, 600, 84, fill="white", bold=True, band=True) + 80
    side = s.flow(n.office, 90, side, 600, 50, fill="white", band=True) + 80
    for label, value in n.facts:
        side += s.line(label, 90, side, 48, fill="#f0f0f0", band=True)
        side = s.flow(value, 90, side, 600, 56, fill="white", bold=True, band=True) + 30
    y = 280.0
    for row in n.rows:
        y += s.line(row[0], 880, y, 76, bold=True)
        s.line(row[1], 880, y, 60)
        s.line(row[2], 1640, y, 60)
        y += 150
        s.box(880, y - 40, 2300, y - 36, "#bbbbbb")
    y += 80
    for point in n.points:
        y = s.flow(point, 880, y, 1420, 56) + 20
    return s.poster


def headline(n: Notice, look: int) -> Poster:
    """Very large letters over a slope of colours, and a white card."""
    s = Sheet("headline", A4, look)
    for row in range(0, 1500, 4):
        share = row / 1500
        s.box(
            0, row, s.wide, row + 4, f"#{int(20 + 60 * share):02x}{int(40 + 50 * share):02x}{int(90 + 40 * share):02x}"
        )
    s.flow(n.title, 160, 260, 2160, 190, fill="#ffd54a", bold=True, band=True)
    s.box(0, 1500, s.wide, s.high, "white")
    y = s.flow(n.lead, 180, 1600, 2120, 66) + 50
    for label, value in n.facts:
        s.line(f"{label}: {value}", 180, y, 68, bold=True, most=2120)
        y += 116
    s.line(n.foot, 180, y + 100, 56, fill="#444444", most=2120)
    return s.poster


def footer(n: Notice, look: int) -> Poster:
    """A paper of a light colour, and a dark foot with all that is to be known."""
    s = Sheet("footer", A4, look, COLOURS[look % len(COLOURS)][1])
    s.line(n.office, 200, 200, 60, fill=s.strong, bold=True, most=2080)
    y = s.flow(n.title, 200, 330, 2080, 124, bold=True) + 40
    y = s.flow(n.lead, 200, y, 2080, 64) + 60
    for i, point in enumerate(n.points, 1):
        s.draw.ellipse((200, y - 8, 300, y + 92), fill=s.strong)
        s.line(str(i), 250, y + 42, 58, fill="white", bold=True, anchor="mm", counts=True)  # no band
        y = max(s.flow(point, 350, y + 4, 1900, 60) + 40, y + 120)
    top = s.high - 620
    s.box(0, top, s.wide, s.high, "#1d2a33")
    for i, (label, value) in enumerate(n.facts):
        x, row = 200 + (i % 2) * 1100, top + 90 + (i // 2) * 240
        s.line(label, x, row, 48, fill="#cfd8dc", band=True)
        s.line(value, x, row + 70, 62, fill="white", bold=True, band=True, most=1000)
    return s.poster


def cards(n: Notice, look: int) -> Poster:
    """Four cards on a square, as for a telephone."""
    s = Sheet("cards", SQUARE, look, COLOURS[look % len(COLOURS)][0])
    s.flow(n.title, 120, 110, 1920, 100, fill="white", bold=True, band=True, centre=True)
    for i, (point, (label, value)) in enumerate(zip(n.points, n.facts, strict=True)):
        left, top = 100 + (i % 2) * 1000, 480 + (i // 2) * 780
        s.draw.rounded_rectangle((left, top, left + 960, top + 720), 36, fill="white")
        s.line(label, left + 60, top + 60, 60, fill=s.strong, bold=True)
        y = s.flow(value, left + 60, top + 160, 840, 66, bold=True) + 40
        s.flow(point, left + 60, y, 840, 54)
    return s.poster


def landscape(n: Notice, look: int) -> Poster:
    """A picture for a page's head: text on the left, a dark panel on the right."""
    s = Sheet("landscape", LANDSCAPE, look)
    s.box(0, 0, s.wide, 28, s.strong)
    s.line(n.office, 120, 110, 50, fill="#555555", most=1400)
    y = s.flow(n.title, 120, 210, 1460, 104, fill=s.strong, bold=True) + 30
    y = s.flow(n.lead, 120, y, 1460, 54) + 30
    for point in n.points:
        y = s.flow(point, 160, y, 1420, 50) + 8
    s.box(1700, 28, s.wide, s.high, s.strong)
    side = 200.0
    for label, value in n.facts:
        side += s.line(label, 1780, side, 48, fill="white", band=True)
        side = s.flow(value, 1780, side, 720, 62, fill="white", bold=True, band=True) + 60
    return s.poster


def small_print(n: Notice, look: int) -> Poster:
    """Conditions in letters as small as offices dare, with a seal that lies over nothing."""
    s = Sheet("small print", A4, look)
    y = s.flow(n.title, 200, 200, 2080, 90, bold=True) + 30
    y = s.flow(n.lead, 200, y, 2080, 44) + 30
    for label, value in n.facts:
        s.line(label, 200, y, 44, bold=True)
        s.line(value, 700, y, 44)
        y += 66
    y += 40
    for i, point in enumerate((*n.points, *n.points), 1):
        y = s.flow(f"{i}. {point} sesuai ketentuan yang berlaku dan petunjuk petugas di lapangan.", 200, y, 2080, 40)
    for row in n.rows:
        s.line(row[0], 200, y + 30, 40)
        s.line(row[1], 900, y + 30, 40)
        s.line(row[2], 1600, y + 30, 40)
        y += 60
    s.draw.ellipse((1760, 2900, 2160, 3300), outline=s.strong, width=18)
    s.draw.ellipse((1820, 2960, 2100, 3240), outline=s.strong, width=8)
    s.line(n.foot, 200, y + 160, 44, most=1400)
    return s.poster


def stripes(n: Notice, look: int) -> Poster:
    """A stripe of colour for each part, letters light and dark by turns, over a faint pattern."""
    s = Sheet("stripes", A4, look, "#fffdf6")
    for x in range(-s.high, s.wide, 120):
        s.draw.line((x, s.high, x + s.high, 0), fill="#f3efe2", width=20)
    y = s.flow(n.title, 180, 180, 2120, 108, bold=True, centre=True) + 40
    for i, ((label, value), point) in enumerate(zip(n.facts, n.points, strict=True)):
        dark = i % 2 == 0
        s.box(0, y, s.wide, y + 440, s.strong if dark else s.light)
        fill = "white" if dark else "#111111"
        s.line(f"{label}: {value}", 200, y + 90, 82, fill=fill, bold=True, band=dark, most=2080)
        s.line(point, 200, y + 250, 60, fill=fill, band=dark, most=2080)
        y += 480
    s.flow(n.lead, 200, y + 40, 2080, 58)
    s.line(n.foot, s.wide / 2, s.high - 200, 60, fill=s.strong, bold=True, anchor="ma", most=2100)
    return s.poster


LAYOUTS: tuple[Callable[[Notice, int], Poster], ...] = (
    letter, banner, columns, table, boxes, schedule, headline, footer, cards, landscape, small_print, stripes,
)  # fmt: skip
EACH = 5  # posters of a layout


def posters(layouts: int = len(LAYOUTS), each: int = EACH, first: int = 0) -> Iterator[Poster]:
    """Each layout with other notices, letters and colours each time."""
    for k, layout in enumerate(islice(LAYOUTS, layouts)):
        for i in range(first, each):
            yield layout(NOTICES[(k + i * 5) % len(NOTICES)], k + i)


def held_out(each: int = 2) -> Iterator[Poster]:
    """Each layout with texts that it has not in `posters`, in other fonts."""
    for k, layout in enumerate(LAYOUTS):
        for i in range(each):
            yield layout(NOTICES[(k + i * 5 + 1) % len(NOTICES)], _HELD_OUT + k + 5 * i)
