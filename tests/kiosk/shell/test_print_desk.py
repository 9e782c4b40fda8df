"""Slips are printed by the key alone, so many an hour; what the printer tells is told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.content.views.service_views import Tool
from kiosk.content.views.shown import ArticleView
from kiosk.core.messages import SlipTold
from kiosk.hardware.printer.slip import Slip
from kiosk.pages.item.article.view import PRINT
from kiosk.shell.print_desk import APART_S, MOST_A_VISITOR
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall


class NotingPrinter:
    """Printer that notes its slips."""

    def __init__(self) -> None:
        self.slips: list[tuple[int, Slip]] = []

    def begin(self, number: int, slip: Slip | None) -> bool:
        assert slip is not None
        self.slips.append((number, slip))
        return True


@pytest.fixture
def printer() -> NotingPrinter:
    return NotingPrinter()


@pytest.fixture
def printing(tmp_path: Path, village: object, printer: NotingPrinter) -> Iterator[Hall]:  # noqa: ARG001 -- the store is filled first
    made = Hall(tmp_path, USUAL, printer=printer)
    made.controller.home()
    made.controller.navigation.open_category("berita")
    made.controller.page("news").open_row(0)
    yield made
    made.close()


def test_key_prints_the_item_on_the_screen(printing: Hall, printer: NotingPrinter) -> None:
    printing.controller.page("item").print_slip()
    ((number, slip),) = printer.slips
    assert slip.title == view_of(printing.board, ArticleView).item.title
    assert slip.village == "Info Desa Bunga"
    assert printing.board.notice == "Sedang dicetak. Ambil kertasnya di bawah layar."
    assert "Sedang dicetak" in printing.words
    printing.controller.handle(SlipTold(number, "ready", begun=True))
    assert printing.board.notice == "Sedang dicetak. Ambil kertasnya di bawah layar."


@pytest.mark.parametrize(
    ("state", "begun", "told"),
    [
        ("paper", False, "Kertas habis. Beri tahu petugas. Lalu tekan Cetak lagi."),
        ("cover", False, "Tutup printer terbuka. Beri tahu petugas. Lalu tekan Cetak lagi."),
        ("gone", False, "Printer tidak menjawab. Beri tahu petugas. Lalu tekan Cetak lagi."),
        ("gone", True, "Cetakan terputus. Printer tidak menjawab. Beri tahu petugas. Lalu tekan Cetak lagi."),
        ("slow", True, "Mencetak agak lama. Tunggu sebentar."),
    ],
)
def test_what_goes_wrong_is_shown_and_said(
    printing: Hall, printer: NotingPrinter, state: str, told: str, *, begun: bool
) -> None:
    printing.controller.page("item").print_slip()
    printing.controller.handle(SlipTold(printer.slips[0][0], state, begun=begun))
    assert printing.board.notice == told
    assert told.partition(".")[0] in printing.words


def test_slip_that_failed_is_printed_again_by_the_key_alone(printing: Hall, printer: NotingPrinter) -> None:
    printing.controller.page("item").print_slip()
    printing.controller.handle(SlipTold(printer.slips[0][0], "paper"))
    printing.wait(60.0)
    assert len(printer.slips) == 1
    printing.controller.page("item").print_slip()
    assert len(printer.slips) == 2


def test_two_presses_print_one_slip(printing: Hall, printer: NotingPrinter) -> None:
    printing.controller.page("item").print_slip()
    printing.controller.page("item").print_slip()
    printing.seconds += APART_S + 1
    printing.controller.page("item").print_slip()
    assert len(printer.slips) == 1, "the first is not done"


@pytest.mark.attack(
    "people",
    "a child who presses Cetak again and again",
    "five slips a visitor, 20 an hour by the settings; then it is told",
)
def test_visitor_gets_so_many_slips_and_the_hour_has_an_end(printing: Hall, printer: NotingPrinter) -> None:
    for _ in range(MOST_A_VISITOR + 3):
        printing.controller.page("item").print_slip()
        printing.controller.handle(SlipTold(printer.slips[-1][0], "ready", begun=True))
        printing.seconds += APART_S
    assert len(printer.slips) == MOST_A_VISITOR
    assert printing.board.notice == "Sudah banyak yang dicetak. Coba lagi nanti."
    desk = printing.controller._shell.prints
    for _ in range(40):
        desk.forget()
        desk.print_slip(lambda: printer.slips[0][1])
        desk.on_told(SlipTold(printer.slips[-1][0], "ready", begun=True))
    assert len(printer.slips) == USUAL.printer.hourly


def test_next_visitor_hears_nothing_of_a_slip_before(printing: Hall, printer: NotingPrinter) -> None:
    printing.controller.page("item").print_slip()
    printing.controller.visit.reset()
    said = len(printing.voice.said)
    printing.controller.handle(SlipTold(printer.slips[0][0], "paper"))
    assert (printing.board.notice, len(printing.voice.said)) == ("", said)


def test_without_a_printer_there_is_no_key(hall: Hall) -> None:
    assert not hall.board.prints
    hall.controller.home()
    hall.controller.navigation.open_category("berita")
    hall.controller.page("news").open_row(0)
    page = hall.controller.page("item")
    assert PRINT not in [target.spot for target in page.targets(page.shown)]


def test_a_technician_prints_a_sample_and_hears_what_is_wrong(printing: Hall, printer: NotingPrinter) -> None:
    printing.controller.tools.open(Tool.MORE)
    assert printing.board.tool is not None
    assert Tool.PRINTER in [row.value for row in printing.board.tool.rows]
    printing.controller.tools.choose(Tool.PRINTER)
    ((number, slip),) = printer.slips
    assert slip.title == "Printer berfungsi."
    printing.controller.handle(SlipTold(number, "paper"))
    assert "Kertas" in printing.board.notice
