"""Picture of a slip: one bit a dot, 8 dots a millimetre, in the product's own fonts, so that it is the same on every printer.

Text is at least 22 dots high (2.8 mm), lines at least 3. The picture is never longer than `MOST_DOTS`: parts that do not fit are
left out, and a line says where the rest is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import segno
from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

from kiosk.core.drawn_text import fitting_length, plain, wrapped_lines
from kiosk.core.glyphs import FONTS, font_for
from kiosk.hardware.printer.slip import (
    Part,
    Slip,
    SlipBox,
    SlipCode,
    SlipDay,
    SlipFact,
    SlipFigures,
    SlipRule,
    SlipText,
)

DOTS = {58: 384, 80: 576}
"""Dots of a line, by the width of the paper in mm."""
MOST_DOTS = 4800
"""Greatest length of a slip: 60 cm."""
_MOST_TITLE = 300
_MARGIN = 10
_GAP = 8
_BLACK, _WHITE = 0, 255
_ICONS = {
    "calendar-check": 0xE712,
    "chat-circle-dots": 0xE16C,
    "clock": 0xE19A,
    "identification-card": 0xE2C8,
    "lock": 0xE2FA,
    "map-pin": 0xE316,
    "megaphone": 0xE324,
    "newspaper": 0xE344,
    "printer": 0xE3DC,
    "shield-check": 0xE40C,
    "siren": 0xE9B8,
    "users-three": 0xE68E,
}
Paint = Callable[[ImageDraw.ImageDraw, int], None]


class _Block(Struct, frozen=True):
    """Piece of the slip that is not torn apart: its height, and what draws it at a height."""

    height: int
    paint: Paint


def draw_slip(slip: Slip, dots: int, most: int = MOST_DOTS) -> Image.Image:
    """Return *slip* as a picture of mode "1", *dots* wide and at most *most* high."""
    drawing = _SlipDrawing(dots)
    head, foot = drawing.head(slip), drawing.foot(slip.foot)
    more = list(drawing.lines(slip.more, "KioskText-Bold", 26)) if slip.more else []
    room = most - _height(head) - _height(foot)
    body: list[_Block] = []
    used = 0
    for block in drawing.body(slip):
        if used + block.height > room:
            while body and used + _height(more) > room:
                used -= body.pop().height
            body += more
            break
        body.append(block)
        used += block.height
    return drawing.put_together([*head, *body, *foot])


def _height(blocks: Sequence[_Block]) -> int:
    return sum(block.height for block in blocks)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{name}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


class _SlipDrawing:
    """Blocks of a slip *dots* wide."""

    def __init__(self, dots: int) -> None:
        self._dots = dots

    def put_together(self, blocks: Sequence[_Block]) -> Image.Image:
        """Return the picture of *blocks*, one below the other."""
        picture = Image.new("L", (self._dots, max(1, _height(blocks))), _WHITE)
        draw, top = ImageDraw.Draw(picture), 0
        for block in blocks:
            block.paint(draw, top)
            top += block.height
        return picture.point(lambda shade: _WHITE if shade > 127 else _BLACK).convert("1", dither=Image.Dither.NONE)

    # head and foot

    def head(self, slip: Slip) -> list[_Block]:
        """Return the village, its motif, the kind in a black band, and the title."""
        return [
            self._village(plain(slip.village, 80), plain(slip.area, 80)),
            self._motif(),
            self._band(slip.icon, plain(slip.kind, 60)),
            self._space(14),
            *self.lines(plain(slip.title, _MOST_TITLE), "KioskDisplay-Bold", 40),
        ]

    def foot(self, lines: Sequence[str]) -> list[_Block]:
        """Return a rule, *lines* in small letters, and the dashes at which the slip is torn off."""
        small = [block for line in lines for block in self.lines(plain(line, 300), "KioskText-SemiBold", 22, line=28)]
        return [self._rule(), *small, self._dashes()]

    def _village(self, village: str, area: str) -> _Block:
        left = _MARGIN + 70

        def paint(draw: ImageDraw.ImageDraw, top: int) -> None:
            mid = top + 40
            for reach, fill in ((28, _BLACK), (19, _WHITE), (11, _BLACK)):
                draw.polygon([(38, mid - reach), (38 + reach, mid), (38, mid + reach), (38 - reach, mid)], fill=fill)
            draw.text((left, top + 12), self._cut(village, "KioskDisplay-ExtraBold", 28, left), _BLACK,
                      font=self._face(village, "KioskDisplay-ExtraBold", 28))  # fmt: skip
            draw.text((left, top + 46), self._cut(area, "KioskText-SemiBold", 22, left), _BLACK,
                      font=self._face(area, "KioskText-SemiBold", 22))  # fmt: skip
            draw.rectangle((0, top + 79, self._dots, top + 81), fill=_BLACK)

        return _Block(84, paint)

    def _motif(self) -> _Block:
        def paint(draw: ImageDraw.ImageDraw, top: int) -> None:
            points = [(x, top + (20 if x // 16 % 2 == 0 else 4)) for x in range(0, self._dots + 16, 16)]
            draw.line(points, fill=_BLACK, width=5)

        return _Block(30, paint)

    def _band(self, icon: str, kind: str) -> _Block:
        def paint(draw: ImageDraw.ImageDraw, top: int) -> None:
            draw.rectangle((0, top, self._dots, top + 67), fill=_BLACK)
            left = _MARGIN + 6
            if icon in _ICONS:
                draw.text((left, top + 34), chr(_ICONS[icon]), _WHITE, font=_font("Phosphor-Fill", 34), anchor="lm")
                left += 44
            words = self._cut(kind.upper(), "KioskText-Bold", 26, left)
            draw.text((left, top + 34), words, _WHITE, font=self._face(words, "KioskText-Bold", 26), anchor="lm")

        return _Block(68, paint)

    # parts

    def body(self, slip: Slip) -> Iterator[_Block]:
        """Yield the blocks of the parts, made one by one: what does not fit is not laid out."""
        for part in slip.parts:
            yield self._space(_GAP)
            yield from self._part(part)
        yield self._space(_GAP)

    def _part(self, part: Part) -> Iterator[_Block]:
        match part:
            case SlipFact():
                yield from self._marked(part.words, self._icon(part.icon))
            case SlipBox():
                yield from self._marked(part.words, self._box)
            case SlipText():
                font = "KioskText-Bold" if part.heading else "KioskText-SemiBold"
                for paragraph in filter(str.strip, plain(part.words).split("\n")):
                    yield from self.lines(paragraph, font, 28)
                    yield self._space(_GAP)
            case SlipFigures():
                yield from self._figures(part)
            case SlipDay():
                yield self._day(part)
            case SlipCode():
                yield from self._code(part)
            case SlipRule():
                yield self._rule()

    def lines(
        self, text: str, font: str, size: int, *, left: int = _MARGIN, line: int = 0, centred: bool = False
    ) -> Iterator[_Block]:
        """Yield *text* line by line, broken to the width; a word that is wider than a line is broken, too."""
        face = self._face(text, font, size)
        for words in wrapped_lines(text, face, self._dots - left - _MARGIN):
            yield self._line(words, face, left, line or round(size * 1.2), centred=centred)

    def _line(self, words: str, face: ImageFont.FreeTypeFont, left: int, height: int, *, centred: bool) -> _Block:
        def paint(draw: ImageDraw.ImageDraw, top: int) -> None:
            if centred:
                draw.text((self._dots / 2, top + height / 2), words, _BLACK, font=face, anchor="mm")
            else:
                draw.text((left, top), words, _BLACK, font=face)

        return _Block(height, paint)

    def _marked(self, text: str, mark: Paint) -> Iterator[_Block]:
        """Yield *text* with *mark* at the left of its first line."""
        lines = list(self.lines(plain(text), "KioskText-Bold", 28, left=_MARGIN + 50))
        for number, block in enumerate(lines):
            paint = block.paint if number else _both(mark, block.paint)
            yield _Block(block.height if len(lines) > 1 else 40, paint)

    def _icon(self, name: str) -> Paint:
        glyph = chr(_ICONS.get(name, _ICONS["newspaper"]))
        return lambda draw, top: draw.text((_MARGIN, top + 2), glyph, _BLACK, font=_font("Phosphor-Fill", 34))

    @staticmethod
    def _box(draw: ImageDraw.ImageDraw, top: int) -> None:
        draw.rounded_rectangle((_MARGIN, top, _MARGIN + 34, top + 34), 5, outline=_BLACK, width=4)

    def _figures(self, part: SlipFigures) -> Iterator[_Block]:
        yield from self.lines(plain(part.name, 100), "KioskText-Bold", 26, centred=True)
        figures = plain(part.figures, 12)
        face = self._face(figures, "KioskDisplay-ExtraBold", 64 if part.framed else 84)

        def paint(draw: ImageDraw.ImageDraw, top: int) -> None:
            if part.framed:
                draw.rounded_rectangle((_MARGIN, top + 4, self._dots - _MARGIN, top + 92), 12, outline=_BLACK, width=4)
            draw.text((self._dots / 2, top + 48), figures, _BLACK, font=face, anchor="mm")

        yield _Block(100, paint)

    def _day(self, part: SlipDay) -> _Block:
        def paint(draw: ImageDraw.ImageDraw, top: int) -> None:
            right = _MARGIN + 148
            mid = (_MARGIN + right) / 2
            draw.rounded_rectangle((_MARGIN, top, right, top + 156), 12, outline=_BLACK, width=4)
            draw.rounded_rectangle((_MARGIN, top, right, top + 44), 12, fill=_BLACK, corners=(True, True, False, False))
            for words, font, size, at, fill in (
                (part.weekday.upper(), "KioskText-Bold", 24, 22, _WHITE),
                (part.day, "KioskDisplay-ExtraBold", 64, 88, _BLACK),
                (part.month, "KioskText-Bold", 23, 136, _BLACK),
            ):
                draw.text((mid, top + at), plain(words, 12), fill, font=_font(font, size), anchor="mm")
            hour = plain(part.hour, 24)
            size = 58 if len(hour) <= 5 else 34
            draw.text((right + 18, top + 62), hour, _BLACK, font=_font("KioskDisplay-ExtraBold", size), anchor="lm")
            draw.text(
                (right + 18, top + 108), plain(part.zone, 12), _BLACK, font=_font("KioskText-Bold", 26), anchor="lm"
            )

        return _Block(168, paint)

    def _code(self, part: SlipCode) -> Iterator[_Block]:
        matrix = [list(row) for row in segno.make(part.payload, error="m", micro=False).matrix]
        modules = len(matrix) + 8
        scale = max(1, min(5, (self._dots - 2 * _MARGIN) // modules))
        left = (self._dots - modules * scale) // 2 + 4 * scale

        def paint(draw: ImageDraw.ImageDraw, top: int) -> None:
            for y, row in enumerate(matrix):
                for x, dark in enumerate(row):
                    if dark:
                        at = (left + x * scale, top + (y + 2) * scale)
                        draw.rectangle((*at, at[0] + scale - 1, at[1] + scale - 1), fill=_BLACK)

        yield _Block((len(matrix) + 4) * scale, paint)
        yield from self.lines(plain(part.words, 200), "KioskText-SemiBold", 22, centred=True)

    def _rule(self) -> _Block:
        right = self._dots - _MARGIN
        return _Block(18, lambda draw, top: draw.rectangle((_MARGIN, top + 6, right, top + 8), fill=_BLACK))

    def _dashes(self) -> _Block:
        def paint(draw: ImageDraw.ImageDraw, top: int) -> None:
            for x in range(_MARGIN, self._dots - _MARGIN, 12):
                draw.rectangle((x, top + 16, x + 7, top + 18), fill=_BLACK)

        return _Block(30, paint)

    @staticmethod
    def _space(height: int) -> _Block:
        return _Block(height, lambda _draw, _top: None)

    @staticmethod
    def _face(text: str, font: str, size: int) -> ImageFont.FreeTypeFont:
        return _font(font_for(text, font), size)

    def _cut(self, text: str, font: str, size: int, left: int) -> str:
        """Return the beginning of *text* that fits on one line from *left*."""
        face = self._face(text, font, size)
        line = " ".join(text.split())
        return line[: fitting_length(line, face, self._dots - left - _MARGIN)]


def _both(first: Paint, second: Paint) -> Paint:
    def paint(draw: ImageDraw.ImageDraw, top: int) -> None:
        first(draw, top)
        second(draw, top)

    return paint
