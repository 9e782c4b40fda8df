"""The keyboard, suggestions, and results with what was looked for marked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.items import Clarification, Event, NewsItem
from content_cache.model.vocabulary import Verdict
from kiosk.pages.search.screen import Field, Hit, NotThese, SuggestionKey
from kiosk.pages.search.view import SearchVerdict, SearchView
from kiosk.shell.day_doors import door
from kiosk.ui.primitives.highlight import HighlightedText
from kiosk.ui.primitives.text import OneLine
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.keyboard import BoardKey
from kiosk.ui.widgets.verdict_row import VerdictRow
from tests.support.board import view_of
from tests.support.stage import Stage


def key(stage: Stage, face: str) -> Any:
    return next(key for key in stage.widgets(BoardKey) if key.face == face)


def test_letters_that_follow_at_once_are_all_taken(stage: Stage) -> None:
    stage.open("search")

    for letter in "ppsy":
        stage.tap(key(stage, letter))

    assert stage.controller.calls == [("page.search.type_letters", letter) for letter in "ppsy"]


def test_the_keys_type_erase_and_search(stage: Stage) -> None:
    stage.open("search")

    for face in ("’", "Spasi", "Hapus", "Cari"):
        stage.tap(key(stage, face))

    assert stage.controller.calls == [
        ("page.search.type_letters", "’"),
        ("page.search.type_letters", " "),
        ("page.search.erase_letter",),
        ("page.search.show_results",),
    ]


def test_figures_are_on_a_second_page(stage: Stage) -> None:
    stage.open("search")

    stage.tap(key(stage, "123"))
    stage.tap(key(stage, "7"))
    stage.tap(key(stage, "abc"))

    assert key(stage, "q")
    assert stage.controller.calls == [("page.search.type_letters", "7")]


def test_a_small_screen_has_all_letters_and_a_way_to_the_results(stage: Stage) -> None:
    stage.open("search", (800, 480))

    faces = {key.face for key in stage.widgets(BoardKey)}

    assert set("abcdefghijklmnopqrstuvwxyz’") | {"Spasi", "123"} <= faces
    assert "Cari" in stage.texts()


def test_a_suggestion_is_chosen(stage: Stage) -> None:
    stage.open("search")

    stage.tap(stage.widgets(SuggestionKey)[0])

    assert stage.controller.calls == [("page.search.choose_suggestion", 0)]


def test_an_event_that_is_found_says_when_it_is(stage: Stage) -> None:
    """Beside it stood the day on which it was written, which was taken for its own."""
    starts = stage.board.moment.now.replace(hour=8, minute=0) + timedelta(days=1)
    event = Event(
        id="e",
        source="Desa",
        title="Posyandu",
        starts=starts,
        ends=starts + timedelta(hours=2),
        published=starts - timedelta(days=9),
    )
    stage.open("search", (800, 480), view=SearchView("pos", "pos", typing=False, hits=(event,)))
    (hit,) = stage.widgets(Hit)
    assert hit.when == "besok 08.00–10.00 WITA"


def test_what_is_typed_is_seen(stage: Stage) -> None:
    stage.open("search")
    typed = next(widget for widget in stage.widgets(Field)[0].walk() if isinstance(widget, OneLine))
    for query in ("kader", "kader ", "kader kabar"):
        stage.show(replace(view_of(stage.board, SearchView), query=query))
        stage.settle()
        assert typed.words == query.replace(" ", "\u00a0")
        assert typed.texture_size[0] > 0


def test_what_is_typed_is_looked_up_once_when_the_fingers_rest(stage: Stage) -> None:
    stage.open("search")
    for query in ("kader kaba", "kader kabar"):
        stage.show(replace(view_of(stage.board, SearchView), query=query))

    for _ in range(100_000):
        stage.canvas.frames(1)
        if stage.controller.calls:
            break

    assert stage.controller.calls == [("page.search.search_typed",)]


def test_what_was_looked_for_is_marked_and_markup_of_feeds_is_not_obeyed(stage: Stage) -> None:
    item = NewsItem(id="x", source="Desa", title="[b]Air[/b] & air mati", text="Air [u]mati[/u]")
    stage.open("search", view=SearchView("air", "air", typing=False, hits=(item,)))
    stage.settle()

    title, piece = (widget for widget in stage.shell.walk() if isinstance(widget, HighlightedText))

    assert title.text.count("[u]") == 2
    assert title.text.startswith("&bl;b&br;[u]")
    assert piece.text.count("[u]") == 1
    stage.tap(stage.widgets(Hit)[0])
    assert stage.controller.calls == [("page.search.open_hit", 0)]


def test_from_the_results_the_field_leads_back_to_the_keyboard(stage: Stage) -> None:
    stage.open("search", view=replace(stage.village.views["search"], typing=False))

    stage.tap(stage.widgets(Field)[0])

    assert stage.controller.calls == [("page.search.edit",)]


def test_what_may_be_meant_has_numbers_and_a_key_for_none(stage: Stage) -> None:
    checks = tuple(
        Clarification(id=key, source="d", title=key, claim="Air beracun", verdict=Verdict.FALSE) for key in "ab"
    )
    stage.open("search", view=SearchView("x", "x", typing=False, hits=checks, finding=SearchVerdict.LIKELY))
    assert [row.number for row in stage.widgets(VerdictRow)] == ["1", "2"]
    stage.tap(stage.widgets(NotThese)[0])
    assert stage.controller.calls == [("page.search.deny",)]


def test_a_rumour_that_nobody_has_checked_has_the_key_that_sends_it(stage: Stage) -> None:
    row = door("ask", "Belum ada yang memeriksa kabar ini", "", "id")
    stage.board.asks = True
    stage.open("search", view=SearchView("x", "x", typing=False, hits=(row,), finding=SearchVerdict.UNKNOWN))
    (key,) = [each for each in stage.widgets(PushButton) if each.words == "Kirim ke kantor"]
    stage.tap(key)
    assert stage.controller.calls == [("page.search.open_hit", 0)]


@pytest.mark.slow(cases=0)
def test_a_wide_screen_shows_hits_above_the_keyboard_while_somebody_types(stage: Stage) -> None:
    stage.open("search", (1920, 1080), view=replace(stage.village.views["search"], suggestions=()))
    stage.settle()
    assert len(stage.widgets(Hit)) >= 2
