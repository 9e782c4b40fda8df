"""A table over the whole screen: what buttons, keys and the voice turn to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.items import NewsItem
from content_cache.model.tables import text_of
from kiosk.content.views.shown import ArticleView, ListView
from kiosk.pages.item.article.view import TAKE
from kiosk.pages.item.table.view import TableView
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.pictures import pictured, stored

ROWS = (("Barang", "Satuan", "Harga (Rp)"), *((f"Barang {n}", "kg", f"{n}.000") for n in range(1, 31)))
PLAIN = pictured("polos", text="Tanpa tabel.")


def tabled(name: str, *tables: tuple[tuple[str, ...], ...]) -> NewsItem:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text_of(rows), rows=rows) for rows in tables)
    return replace(PLAIN, id=name, title=name, blocks=(Block(BlockKind.PARAGRAPH, "Harga hari ini."), *blocks), text="")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    stored(tmp_path, [tabled("harga", ROWS, ROWS[:3]), PLAIN], {})
    hall = Hall(tmp_path, USUAL, guided=True)
    hall.controller.home()
    yield hall
    hall.close()


def view(hall: Hall) -> TableView:
    return view_of(hall.board, TableView)


def look_at(hall: Hall, number: int = 1) -> TableView:
    hall.controller.navigation.open_item("harga")
    hall.controller.page("table").open(number)
    return view(hall)


def rows_walked(hall: Hall, step: int) -> list[int]:
    seen = []
    for _ in ROWS[1:]:
        (hall.controller.next if step > 0 else hall.controller.previous)()
        seen.append(view(hall).first_row + int(hall.board.focus.removeprefix("row:")))
    return seen


def test_next_walks_row_by_row_through_all_pages_and_previous_back(hall: Hall) -> None:
    assert look_at(hall).pages > 1
    assert rows_walked(hall, 1) == list(range(30))
    hall.board.focus = ""
    hall.controller.navigation.change_spot(page=view(hall).pages - 1)
    assert rows_walked(hall, -1) == list(reversed(range(30)))


def test_listen_reads_from_the_row_in_focus_on_and_the_screen_follows(hall: Hall) -> None:
    look_at(hall)
    for _ in range(3):
        hall.controller.next()
    hall.controller.listen()
    said = hall.voice.said[-1].sentences
    assert [each.block for each in said] == list(range(2, 30))
    assert said[0].spoken == "Barang tiga, per kilogram: tiga ribu rupiah."
    hall.speak_to(10)
    assert 12 in view(hall).shown_rows
    hall.controller.next()  # who steps on silences it, and is where it was
    assert hall.board.speaking is None
    assert view(hall).first_row + int(hall.board.focus.removeprefix("row:")) == 13


def test_listen_without_a_row_reads_the_page_on_the_first_with_what_it_holds(hall: Hall) -> None:
    look_at(hall)
    hall.controller.listen()
    assert hall.voice.said[-1].sentences[0].spoken == "Tabel, tiga puluh baris: barang, satuan, harga."
    hall.controller.listen()
    hall.controller.navigation.page_down()
    hall.controller.listen()
    assert hall.voice.said[-1].sentences[0].block == view(hall).rows


def test_the_buttons_come_to_each_table_before_the_next_item(hall: Hall) -> None:
    hall.controller.navigation.open_category("berita")
    hall.controller.page("news").open_row([each.id for each in view_of(hall.board, ListView).rows].index("harga"))
    hall.board.by_buttons = True

    def stop() -> tuple[str, str]:
        return hall.board.focus, view_of(hall.board, ArticleView).item.id

    assert not hall.controller.why_resting("next")
    hall.controller.next()
    assert stop() == ("table:1", "harga")
    hall.controller.next()
    hall.controller.listen()
    assert (view(hall).number, hall.board.speaking is not None) == (2, True)
    hall.controller.back()
    hall.board.focus = "table:2"
    hall.controller.next()
    assert stop() == ("", "polos")
    hall.controller.previous()
    hall.controller.previous()
    assert stop() == ("", "harga")
    hall.board.focus = "table:1"
    hall.controller.previous()
    assert stop() == ("", "harga")
    hall.controller.previous()
    assert stop() == (TAKE, "harga")


def test_back_leads_to_the_item_and_home_home(hall: Hall) -> None:
    look_at(hall)
    hall.controller.back()
    assert hall.board.screen == "item"
    look_at(hall)
    hall.controller.home()
    assert hall.board.screen == "home"


def test_what_is_no_table_opens_none(hall: Hall) -> None:
    hall.controller.navigation.open_item("harga")
    for number in (0, 3, -1, 99):
        hall.controller.page("table").open(number)
        assert hall.board.screen == "item"
    hall.controller.home()
    hall.controller.page("table").open(1)
    assert hall.board.screen == "home"


def test_a_table_that_went_with_its_item_stays_until_it_is_left(hall: Hall) -> None:
    look_at(hall)
    stored(hall.folder, [replace(PLAIN, id="harga")], {})
    hall.controller.navigation.look_up_anew()
    assert view(hall).total == 30
    hall.controller.back()
    assert not any(block.rows for block in view_of(hall.board, ArticleView).item.blocks)


def test_a_table_that_became_shorter_shows_its_last_page(hall: Hall) -> None:
    look_at(hall)
    hall.controller.navigation.change_spot(page=view(hall).pages - 1)
    stored(hall.folder, [tabled("harga", ROWS[:4])], {})
    hall.controller.navigation.look_up_anew()
    assert (view(hall).page, view(hall).total) == (view(hall).pages - 1, 3)
