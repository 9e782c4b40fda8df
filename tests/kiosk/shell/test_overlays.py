"""What lies over a page has the keys: the settings sheet, a code for phones, a technician's tool."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.content.views.service_views import Tool
from kiosk.content.views.shown import ArticleView
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.items import Stock, news_item


@pytest.fixture
def hall(tmp_path: Path, stock: Stock) -> Iterator[Hall]:
    stock([news_item(number) for number in range(2)])
    made = Hall(tmp_path, USUAL)
    made.controller.home()
    made.controller.navigation.open_item("berita-0")
    yield made
    made.close()


def shown(hall: Hall) -> str:
    return view_of(hall.board, ArticleView).item.id


def test_listen_chooses_of_the_sheet_what_is_in_focus(hall: Hall) -> None:
    controller, board = hall.controller, hall.board
    controller.navigation.show_settings()
    assert controller.why_resting("listen") == "Tidak ada yang dibacakan di sini."
    assert controller.why_resting("previous") == controller.why_resting("next") == ""
    while board.focus != "option:dark":
        controller.next()
    assert controller.why_resting("listen") == ""
    controller.listen()
    assert board.theme == "dark"
    controller.back()
    assert (board.sheet, board.screen, shown(hall)) == (False, "item", "berita-0")


def test_a_step_puts_the_code_away_and_the_page_goes_on(hall: Hall) -> None:
    controller, board = hall.controller, hall.board
    controller.page("item").take_home()
    assert controller.why_resting("listen") == ""
    assert controller.why_resting("previous") != "", "as on the item below, which is the first"
    controller.listen()
    assert "Arahkan kamera" in hall.words
    controller.next()
    assert (board.handout, shown(hall)) == (None, "berita-1")
    controller.page("item").take_home()
    controller.back()
    assert (board.handout, shown(hall)) == (None, "berita-1")


def test_of_a_tool_the_keys_turn_its_list_and_most_else_rests(hall: Hall) -> None:
    controller, board = hall.controller, hall.board
    controller.tools.open(Tool.MORE)
    assert board.tool is not None
    assert controller.why_resting("listen") == "Tidak ada yang dibacakan di sini."
    assert (controller.why_resting("previous") != "", controller.why_resting("next")) == (True, "")
    controller.next()
    assert board.tool.page == 1
    controller.back()
    assert not controller.tools.is_shown
    assert shown(hall) == "berita-0", "one step back is out of it; the page stays"
