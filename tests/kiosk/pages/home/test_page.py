"""The home page: what the keys move over, and where each card and tile leads."""

from __future__ import annotations

from typing import Any

from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import ArticleView, Fits, HomeView, ListView
from kiosk.shell.page import SILENT
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.present import present

TILES = [f"tile:{category}" for category in Category]
KEYS = ["key:search", "key:settings"]


def spots(hall: Hall) -> list[str]:
    return hall.controller.navigation.page_spots


def test_the_keys_move_over_the_cards_that_there_is_room_for(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.navigation.set_fits(Fits(hero=True, event=True))
    assert spots(hall) == ["hero", "event", *TILES, *KEYS]
    hall.controller.navigation.set_fits(Fits(hero=False, event=False))
    assert spots(hall) == [*TILES, *KEYS]


def test_events_in_a_column_stand_behind_the_tiles(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.navigation.set_fits(Fits(hero=True, event=True, ahead=2))
    events = [f"event:{n}" for n in range(len(view_of(hall.board, HomeView).ahead[:2]))]
    assert events
    assert spots(hall) == ["hero", *TILES, *events, *KEYS]
    hall.board.focus = events[-1]
    hall.controller.listen()
    assert view_of(hall.board, ArticleView).total == 1


def test_a_tile_opens_its_list_and_listen_without_a_focus_the_main_news(hall: Hall) -> None:
    hall.controller.home()
    hall.board.focus = "tile:layanan"
    hall.controller.listen()
    assert view_of(hall.board, ListView).category is Category.SERVICE
    hall.controller.home()
    hero = present(view_of(hall.board, HomeView).hero)
    hall.controller.listen()
    assert view_of(hall.board, ArticleView).item.id == hero.id


def test_listen_rests_where_there_is_no_main_news_and_nothing_in_focus(tmp_path_factory: Any, hall: Hall) -> None:
    empty = type(hall)(tmp_path_factory.mktemp("empty"), hall.settings)
    empty.controller.home()
    page = empty.controller.page("home")
    assert page.why_idle("listen") == SILENT
    assert page.why_idle("next") == ""
    empty.board.focus = TILES[0]
    assert page.why_idle("listen") == ""
    empty.close()
