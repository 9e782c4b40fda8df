"""Posters as a village office publishes them: invented words, and where each of them stands. One is the sample village's."""

from __future__ import annotations

from typing import Any

from PIL import Image, ImageDraw, ImageFont

from content_cache.model.picture_text import (
    PictureText,
    Region,
    TextBlock,
    TextLine,
    Word,
    around,
)
from kiosk.ui.theme.tokens import FONTS

A4 = (1810, 2560)
"""px of an A4 page whose longer side is as stored pictures have it."""
_TEXT, _DISPLAY = "KioskText-Bold", "KioskDisplay-ExtraBold"


class Poster:
    """A page `size` px large that notes what is written on it. Places and sizes are in units of a page 420 wide."""

    def __init__(self, size: tuple[int, int] = A4, paper: str = "#FFFDF6") -> None:
        self.picture = Image.new("RGB", size, paper)
        self.blocks: list[TextBlock] = []
        self._pen = ImageDraw.Draw(self.picture)
        self._scale = size[0] / 420

    def box(self, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 0) -> None:
        place = [value * self._scale for value in (left, top, right, bottom)]
        self._pen.rounded_rectangle(place, radius * self._scale, fill=fill)

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        self._pen.polygon([(x * self._scale, y * self._scale) for x, y in points], fill=fill)

    def block(self, *lines: tuple[float, float, float, str, str, str], doubtful: str = "") -> None:
        """Lines of one block: (left, base line, letters' size, words, ink, font). Words in `doubtful` are marked so."""
        found = tuple(self._line(*line, doubtful=doubtful) for line in lines)
        self.blocks.append(TextBlock(around([line.box for line in found]), found))

    def _line(
        self, left: float, base: float, size: float, words: str, ink: str, font: str, *, doubtful: str
    ) -> TextLine:
        drawn: Any = ImageFont.truetype(str(FONTS / f"{font}.ttf"), round(size * self._scale))
        x, y = left * self._scale, base * self._scale
        found = []
        for word in words.split():
            edges = drawn.getbbox(word, anchor="ls")
            self._pen.text((x, y), word, ink, drawn, anchor="ls")
            wide, high = self.picture.size
            box = Region((x + edges[0]) / wide, (y + edges[1]) / high, (x + edges[2]) / wide, (y + edges[3]) / high)
            unsure = word in doubtful.split()
            found.append(Word(word, box, 0.6 if unsure else 0.96, unsure))
            x += drawn.getlength(word + " ")
        return TextLine(tuple(found))

    @property
    def text(self) -> PictureText:
        return PictureText(tuple(self.blocks))


def blt(size: tuple[int, int] = A4, *, doubtful: str = "") -> Poster:
    """Cash aid of the village fund: a title, a drawing, a band of white on red, three boxes, a list, small print."""
    page = Poster(size)
    ink, pale = "#14252C", "#3F4E55"
    page.box(0, 0, 420, 118, "#0A3A45")
    for x in range(0, 420, 20):
        page.shape([(x, 118), (x + 10, 108), (x + 20, 118), (x + 20, 127), (x, 127)], "#D9573A")
        page.shape([(x, 124), (x + 10, 118), (x + 20, 124), (x + 20, 127), (x, 127)], "#F2B134")
    page.shape([(38, 15), (55, 32), (38, 49), (21, 32)], "#FFF8EA")
    page.shape([(38, 22), (48, 32), (38, 42), (28, 32)], "#D9573A")
    page.block(
        (64, 30, 13.5, "PEMERINTAH DESA BUNGA", "#FFF8EA", _TEXT),
        (64, 46, 11.5, "Kecamatan Luwuk Utara · Kabupaten Banggai", "#BFD6D8", _TEXT),
    )
    page.block((20, 99, 50, "BLT Dana Desa", "#FFC72E", _DISPLAY))
    page.block(
        (20, 158, 22.5, "Penyaluran tahap 4 tahun 2026", ink, _DISPLAY),
        (20, 178, 13.5, "untuk 42 keluarga penerima manfaat", pale, _TEXT),
        doubtful=doubtful,
    )
    _hall(page)
    page.box(20, 328, 400, 394, "#C8452B", 10)
    page.block(
        (36, 353, 13, "Setiap keluarga menerima", "#FFF8EA", _TEXT),
        (36, 382, 28, "Rp900.000", "#FFFFFF", _DISPLAY),
        (210, 362, 12.5, "Oktober – Desember", "#FFF0E0", _TEXT),
        (210, 380, 13.5, "3 bulan × Rp300.000", "#FFFFFF", _TEXT),
        doubtful=doubtful,
    )
    for left, name, first, second in (
        (20, "HARI", "Kamis", "pekan ini"),
        (150, "JAM", "08.00–12.00", "WITA"),
        (280, "TEMPAT", "Balai Desa", "Bunga"),
    ):
        page.box(left, 404, left + 120, 478, "#F1E7D3", 10)
        page.block(
            (left + 12, 426, 12, name, pale, _TEXT),
            (left + 12, 447, 15.5, first, ink, _DISPLAY),
            (left + 12, 466, 13.5, second, ink, _DISPLAY),
            doubtful=doubtful,
        )
    page.block(
        (20, 503, 16, "Yang harus dibawa", "#0B5563", _DISPLAY),
        (36, 523, 14, "KTP dan KK asli, satu lembar salinan.", ink, _TEXT),
        (36, 543, 14, "Surat kuasa bila diwakilkan keluarga.", ink, _TEXT),
    )
    for y in (518, 538):
        page.shape([(22, y), (25, y - 3), (28, y), (25, y + 3)], "#D9573A")
    page.box(0, 552, 420, 594, "#235A2D")
    page.block((20, 570, 12.5, "Tidak ada potongan. Ada pungutan? Lapor BPD.", "#FFFFFF", _TEXT))
    page.block(
        (20, 586, 6.4, "Dasar: Peraturan Kepala Desa Bunga Nomor 4 Tahun 2026. Daftar penerima ditempel di balai desa.",
         "#E6F2E4", _TEXT),
    )  # fmt: skip
    return page


def _hall(page: Poster) -> None:
    page.box(0, 190, 420, 314, "#FBE3B4")
    page.shape([(0, 267), (67, 227), (143, 262), (218, 215), (311, 259), (378, 235), (420, 252), (420, 314), (0, 314)],
               "#5F9AA0")  # fmt: skip
    page.shape([(0, 282), (101, 252), (210, 279), (302, 252), (420, 277), (420, 314), (0, 314)], "#2F6F69")
    page.box(0, 290, 420, 314, "#D8B77B")
    page.shape([(72, 262), (114, 236), (156, 262)], "#D9573A")
    page.box(80, 262, 148, 298, "#FFF8EA")
    page.box(105, 274, 123, 298, "#0B5A6B")
    for x, coat in ((244, "#0B5A6B"), (288, "#D9573A"), (332, "#2B4A94"), (376, "#235A2D")):
        page.box(x - 7, 286, x + 7, 304, "#3F4E55")
        page.shape([(x - 11, 290), (x - 8, 268), (x + 8, 268), (x + 11, 290)], coat)
        page.box(x - 6, 256, x + 6, 268, "#8A5636", 6)


def photograph(number: int, size: tuple[int, int] = (1600, 1066)) -> Image.Image:
    """One of the ten of a ceremony: hills, a hall, and as many people as its number."""
    page = Poster(size, "#FBE3B4")
    page.shape([(0, 170), (120, 90), (240, 150), (330, 80), (420, 160), (420, 280), (0, 280)], "#5F9AA0")
    page.box(0, 200, 420, 280, "#D8B77B")
    for place in range(number):
        x = 30 + place * 38
        page.shape(
            [(x - 14, 240), (x - 10, 196), (x + 10, 196), (x + 14, 240)], ("#0B5A6B", "#D9573A", "#2B4A94")[place % 3]
        )
        page.box(x - 8, 178, x + 8, 196, "#8A5636", 8)
    return page.picture
