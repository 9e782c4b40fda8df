"""Poster of a notice as a picture: a page of A4 for a wall, or a square for telephones, in the kiosk's own fonts and colours.

Letters that no bundled font has are left out; right-to-left scripts are among them. Text that does not fit is cut at a line, and
the poster says where the rest is. A title is never cut: `title_fits` tells whether it has room."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Annotated

import segno
from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

from content_cache.jobs.limits import AnswerBytes
from kiosk.core.drawn_text import plain, wrapped_lines
from kiosk.core.glyphs import FALLBACK, FONTS, characters, font_for

A4, SQUARE = (1654, 2339), (1080, 1080)
"""px of a page at 200 dots an inch, and of a picture for telephones."""
_DPI = 200.0
_INK, _PALE, _PAPER, _BAR, _YELLOW, _RED = "#14252C", "#3F4E55", "#FFFFFF", "#0A3A45", "#FFC72E", "#D9573A"
_DISPLAY, _BOLD, _TEXT = "KioskDisplay-ExtraBold", "KioskText-Bold", "KioskText-Regular"
_TITLE_SIZES = range(96, 47, -4)  # thousandths of the width
_TITLE_LINES, _TITLE_HIGH, _MOST_TITLE = 4, 0.26, 400
_MARKED_SIZES = (56, 48, 42, 36)
_LINE = 1.3  # height of a line by that of its letters
_MOST_BYTES = 4_000_000


class PosterText(Struct, frozen=True):
    """Words of a poster. `band` names the kind and the villages on the colour `fill`; `marked` stands on yellow (day and
    hour, or a verdict); `points` are lines with a dot before them where `True`. `more` says where the rest is."""

    office: str
    band: str
    fill: str
    title: str
    marked: tuple[str, ...] = ()
    place: str = ""
    points: tuple[tuple[bool, str], ...] = ()
    more: str = ""
    foot: tuple[str, ...] = ()
    link: str = ""


def drawable(text: str) -> str:
    """Return *text* in one line without the letters that no bundled font has."""
    known = characters(FALLBACK[True]) & characters(FALLBACK[False])
    return " ".join("".join(c for c in plain(text) if ord(c) in known or c.isspace()).split())


def title_fits(title: str, size: tuple[int, int]) -> bool:
    """Return whether *title* has room on a poster of *size* without a word torn apart."""
    return bool(_title_lines(title, size)[1])


def draw_poster(text: PosterText, size: tuple[int, int], form: str) -> Annotated[bytes, AnswerBytes(_MOST_BYTES)]:
    """Return the poster of *size* as a file of the *form* "PNG" or "PDF"."""
    page = _Page(size)
    page.draw_head(text)
    page.draw_title(drawable(text.title))
    page.draw_marked([drawable(line) for line in text.marked])
    page.draw_body(text)
    page.draw_foot(text)
    out = io.BytesIO()
    if form == "PDF":
        page.picture.save(out, "PDF", resolution=_DPI, title=drawable(text.title), quality=75)
    else:
        page.picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _face(text: str, font: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        str(FONTS / f"{font_for(text, font)}.ttf"), round(size), layout_engine=ImageFont.Layout.BASIC
    )


def _title_lines(title: str, size: tuple[int, int]) -> tuple[float, list[str]]:
    """Return the letters' size at which *title* fits, the largest one, and its lines; no lines where none fits."""
    words, (width, height) = drawable(title), size
    for thousandths in _TITLE_SIZES:
        face = _face(words, _DISPLAY, thousandths * width / 1000)
        lines = list(wrapped_lines(words, face, round(width * 0.9))) if len(words) <= _MOST_TITLE else []
        whole = " ".join(lines) == words  # no word is torn apart
        if lines and whole and len(lines) <= _TITLE_LINES and len(lines) * face.size * _LINE <= height * _TITLE_HIGH:
            return face.size, lines
    return 0, []


class _Page:
    """A sheet that is filled from the top. Sizes are thousandths of its width."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.picture = Image.new("RGB", size, _PAPER)
        self._pen = ImageDraw.Draw(self.picture)
        self._width, self._height = size
        self._top = 0.0
        self._left = self._px(50)
        self._foot = self._limit = self._height - self._px(200)

    def _px(self, thousandths: float) -> float:
        return thousandths * self._width / 1000

    def _write_lines(self, lines: Iterable[str], font: str, size: float, fill: str, left: float = 0) -> None:
        """Write *lines* from the left edge *left* on, as many as end above `_limit`, and go down below them. *size* is
        in px."""
        for line in lines:
            if self._top + size * _LINE > self._limit:
                return
            self._pen.text((left or self._left, self._top), line, fill, _face(line, font, size))
            self._top += size * _LINE

    def _broken_lines(self, text: str, font: str, size: float, left: float = 0) -> list[str]:
        face = _face(text, font, size)
        return list(wrapped_lines(text, face, round(self._width - (left or self._left) - self._left)))

    def draw_head(self, text: PosterText) -> None:
        """Draw the office, the motif, and the band of the kind."""
        middle, across = self._px(55), self._px(80)
        for reach, fill in ((34, _BAR), (22, _YELLOW), (12, _RED)):
            far = self._px(reach)
            self._pen.polygon(
                [(across, middle - far), (across + far, middle), (across, middle + far), (across - far, middle)], fill
            )
        words = drawable(text.office)
        size = self._px(36)
        line = next(iter(self._broken_lines(words, _BOLD, size, self._px(130))), "")
        self._pen.text((self._px(130), middle), line, _INK, _face(line, _BOLD, size), anchor="lm")
        top, high, step = self._px(110), self._px(24), self._px(40)
        self._pen.rectangle((0, top, self._width, top + high), _BAR)
        for number in range(26):
            x = number * step
            self._pen.polygon([(x, top + high), (x + step / 2, top), (x + step, top + high)], _RED)
            self._pen.polygon(
                [(x + step / 4, top + high), (x + step / 2, top + high / 2), (x + step * 3 / 4, top + high)], _YELLOW
            )
        below = top + high + self._px(76)
        self._pen.rectangle((0, top + high, self._width, below), text.fill)
        words = drawable(text.band)
        line = next(iter(self._broken_lines(words, _DISPLAY, self._px(42))), "")
        face = _face(line, _DISPLAY, self._px(42))
        self._pen.text((self._left, (top + high + below) / 2), line, _PAPER, face, anchor="lm")
        self._top = below + self._px(30)

    def draw_title(self, title: str) -> None:
        size, lines = _title_lines(title, self.picture.size)
        self._write_lines(lines, _DISPLAY, size, _INK)
        self._top += self._px(16)

    def draw_marked(self, lines: list[str]) -> None:
        """Write *lines* on a yellow field."""
        inside = self._left + self._px(30)
        for thousandths in _MARKED_SIZES:
            size = self._px(thousandths)
            broken = [part for line in lines for part in self._broken_lines(line, _DISPLAY, size, inside)][:4]
            if len(broken) <= len(lines):
                break
        if not broken:
            return
        below = self._top + len(broken) * size * _LINE + self._px(36)
        self._pen.rounded_rectangle(
            (self._left, self._top, self._width - self._left, below), self._px(20), fill=_YELLOW
        )
        self._top += self._px(14)
        self._write_lines(broken, _DISPLAY, size, _INK, inside)
        self._top = below + self._px(26)

    def draw_body(self, text: PosterText) -> None:
        """Write the place and as many points as have room; `more` stands below those that are left out."""
        if place := drawable(text.place):
            icon = _face("", "Phosphor-Fill", self._px(52))
            self._pen.text((self._left, self._top), "\ue316", _INK, icon)
            self._write_lines(
                self._broken_lines(place, _BOLD, self._px(46), self._px(120))[:2],
                _BOLD,
                self._px(46),
                _INK,
                self._px(120),
            )
            self._top += self._px(12)
        size = self._px(40)
        rest = self._foot - size * _LINE
        for dotted, words in text.points:
            left = self._left + (self._px(40) if dotted else 0)
            lines = self._broken_lines(drawable(words), _TEXT, size, left)
            begin = self._top
            for number, line in enumerate(lines):
                if self._top + size * _LINE > rest:
                    self._write_lines([drawable(text.more)], _BOLD, size, _PALE)
                    return
                if dotted and number == 0:
                    middle, reach = begin + size * 0.68, self._px(8)
                    dot = (
                        self._left + self._px(4),
                        middle - reach,
                        self._left + self._px(4) + 2 * reach,
                        middle + reach,
                    )
                    self._pen.ellipse(dot, _INK)
                self._write_lines([line], _TEXT, size, _INK, left)
            self._top += self._px(10)

    def draw_foot(self, text: PosterText) -> None:
        """Draw the code of the link, if there is one, and the last lines beside it."""
        left = self._left
        if text.link:
            code = [list(row) for row in segno.make(text.link, error="m", micro=False).matrix]
            dot = int(self._px(160) // len(code))
            if dot >= 2:
                for y, row in enumerate(code):
                    for x, dark in enumerate(row):
                        if dark:
                            at = (left + x * dot, self._foot + y * dot)
                            self._pen.rectangle((*at, at[0] + dot - 1, at[1] + dot - 1), _INK)
                left += self._px(190)
        self._top, self._limit = self._foot + self._px(6), self._height
        for number, words in enumerate(text.foot[:3]):
            size, font = self._px(34), _BOLD if number == 0 else _TEXT
            self._write_lines(
                self._broken_lines(drawable(words), font, size, left)[:1],
                font,
                size,
                _INK if number == 0 else _PALE,
                left,
            )
