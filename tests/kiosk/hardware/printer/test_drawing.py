"""Slips are one bit a dot, as wide as the paper, never longer than 60 cm, whatever a stranger has written."""

from __future__ import annotations

import time

import pytest
import zxingcpp

from kiosk.hardware.printer.drawing import DOTS, MOST_DOTS, draw_slip
from kiosk.hardware.printer.slip import (
    Slip,
    SlipBox,
    SlipCode,
    SlipDay,
    SlipFact,
    SlipFigures,
    SlipPart,
    SlipRule,
    SlipText,
)

PARTS = (
    SlipDay("Rabu", "2", "Desember", "10.00", "WITA"),
    SlipFact("map-pin", "Balai Desa Bunga"),
    SlipText("Yang dibawa:", heading=True),
    SlipBox("Fotokopi kartu keluarga"),
    SlipRule(),
    SlipFigures("Nomor", "12"),
    SlipFigures("Kode rahasia", "4827", framed=True),
    SlipText("Setiap keluarga menerima Rp900.000."),
    SlipCode("https://example.id/k/1", "Pindai"),
)


def slip(*parts: SlipPart, title: str = "Posyandu Melati", more: str = "Lanjutannya di kios.") -> Slip:
    return Slip("Info Desa Bunga", "Kec. Luwuk", "Kegiatan", "calendar-check", title, parts, ("Dicetak",), more)  # type: ignore[arg-type]


@pytest.mark.parametrize("dots", DOTS.values())
def test_slip_is_black_and_white_and_as_wide_as_the_paper(dots: int) -> None:
    picture = draw_slip(slip(*PARTS), dots)
    assert (picture.mode, picture.width) == ("1", dots)
    assert 800 < picture.height < MOST_DOTS
    black = picture.histogram()[0] / (picture.width * picture.height)
    assert 0.05 < black < 0.4


@pytest.mark.parametrize("dots", DOTS.values())
@pytest.mark.parametrize(
    "payload", ["https://example.id/k/1", "Info Desa: " + "Pertanyaan nomor 12, kode 483106. " * 14]
)
def test_code_of_a_slip_can_be_read(payload: str, dots: int) -> None:
    picture = draw_slip(slip(SlipCode(payload, "Pindai")), dots).convert("L")
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == payload


def test_each_kind_of_part_takes_room_of_its_own() -> None:
    empty = draw_slip(slip(), 384).height
    for part in PARTS:
        assert draw_slip(slip(part), 384).height > empty, part


def test_long_text_ends_with_where_the_rest_is() -> None:
    whole = draw_slip(slip(SlipText("Kabar panjang dari desa. " * 4000)), 384)
    without = draw_slip(slip(SlipText("Kabar panjang dari desa. " * 4000), more=""), 384)
    assert MOST_DOTS - 60 < whole.height <= MOST_DOTS
    assert whole.tobytes() != without.tobytes()
    short = slip(SlipText("Kabar pendek."))
    assert draw_slip(short, 384).tobytes() == draw_slip(slip(SlipText("Kabar pendek."), more=""), 384).tobytes()


HOSTILE = (
    "A" * 100_000,
    "\x1b@\x1dV\x00\x10\x04\x01" * 1000,
    "\x00\ud800\u202e\u200b" * 1000,
    "漢字かな" * 500,
    "ʔɓɗ " * 100,
    "\n" * 100_000,
    " " * 100_000,
    "🙂" * 1000,
    "",
)


@pytest.mark.attack(
    "what comes in",
    "titles and texts of 100,000 letters, with printer's commands, half characters, or nothing but line ends",
    "text is drawn as a picture, never sent as text; letters and the length of a slip are bounded",
)
@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: repr(words[:6]))
def test_strangers_words_make_a_slip_of_bounded_length(words: str) -> None:
    begun = time.process_time()
    parts = (
        SlipText(words),
        SlipFact("x", words),
        SlipBox(words),
        SlipFigures(words, words),
        SlipDay(words, words, words, words),
    )
    picture = draw_slip(Slip(words, words, words, words, words, parts, (words,) * 3, words[:40]), 384)
    assert picture.width == 384
    assert picture.height <= MOST_DOTS
    assert time.process_time() - begun < 3
