"""The keyboard, suggestions, and results with what was looked for marked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from content_cache.model.items import Event, NewsItem
from kiosk.ui.primitives.highlight import HighlightedText
from kiosk.ui.primitives.text import OneLine
from kiosk.ui.screens.search import Field, Hit, SuggestionKey
from kiosk.ui.widgets.keyboard import BoardKey
from kiosk.viewmodel.views import SearchView
from tests.support.stage import Stage


def key(stage: Stage, face: str) -> Any:
    return next(key for key in stage.widgets(BoardKey) if key.face == face)


def test_letters_that_follow_at_once_are_all_taken(stage: Stage) -> None:
    stage.open("search")

    for letter in "ppsy":
        stage.tap(key(stage, letter))

    assert stage.controller.calls == [("search.type_letters", letter) for letter in "ppsy"]


def test_the_keys_type_erase_and_search(stage: Stage) -> None:
    stage.open("search")

    for face in ("’", "Spasi", "Hapus", "Cari"):
        stage.tap(key(stage, face))

    assert stage.controller.calls == [
        ("search.type_letters", "’"),
        ("search.type_letters", " "),
        ("search.erase",),
        ("search.show_results",),
    ]


def test_figures_are_on_a_second_page(stage: Stage) -> None:
    stage.open("search")

    stage.tap(key(stage, "123"))
    stage.tap(key(stage, "7"))
    stage.tap(key(stage, "abc"))

    assert key(stage, "q")
    assert stage.controller.calls == [("search.type_letters", "7")]


def test_a_small_screen_has_all_letters_and_a_way_to_the_results(stage: Stage) -> None:
    stage.open("search", (800, 480))

    faces = {key.face for key in stage.widgets(BoardKey)}

    assert set("abcdefghijklmnopqrstuvwxyz’") | {"Spasi", "123"} <= faces
    assert "Cari" in stage.texts()


def test_a_suggestion_is_chosen(stage: Stage) -> None:
    stage.open("search")

    stage.tap(stage.widgets(SuggestionKey)[0])

    assert stage.controller.calls == [("search.choose_suggestion", 0)]


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
    stage.open("search", (800, 480), search=SearchView("pos", "pos", typing=False, hits=(event,)))
    (hit,) = stage.widgets(Hit)
    assert hit.when == "besok 08.00–10.00 WITA"


def test_what_is_typed_is_seen(stage: Stage) -> None:
    stage.open("search")
    typed = next(widget for widget in stage.widgets(Field)[0].walk() if isinstance(widget, OneLine))
    for query in ("kader", "kader ", "kader kabar"):
        stage.board.search = replace(stage.board.search, query=query)
        stage.settle()
        assert typed.words == query.replace(" ", "\u00a0")
        assert typed.texture_size[0] > 0


def test_what_is_typed_is_looked_up_once_when_the_fingers_rest(stage: Stage) -> None:
    stage.open("search")
    for query in ("kader kaba", "kader kabar"):
        stage.board.search = replace(stage.board.search, query=query)

    for _ in range(100_000):
        stage.canvas.frames(1)
        if stage.controller.calls:
            break

    assert stage.controller.calls == [("search.find",)]


def test_what_was_looked_for_is_marked_and_markup_of_feeds_is_not_obeyed(stage: Stage) -> None:
    item = NewsItem(id="x", source="Desa", title="[b]Air[/b] & air mati", text="Air [u]mati[/u]")
    stage.open("search", search=SearchView("air", "air", typing=False, hits=(item,)))
    stage.settle()

    title, piece = (widget for widget in stage.shell.walk() if isinstance(widget, HighlightedText))

    assert title.text.count("[u]") == 2
    assert title.text.startswith("&bl;b&br;[u]")
    assert piece.text.count("[u]") == 1
    stage.tap(stage.widgets(Hit)[0])
    assert stage.controller.calls == [("search.open_hit", 0)]


def test_from_the_results_the_field_leads_back_to_the_keyboard(stage: Stage) -> None:
    from kiosk.ui.screens.search import Field

    stage.open("search", search=replace(stage.board.search, typing=False))

    stage.tap(stage.widgets(Field)[0])

    assert stage.controller.calls == [("search.edit",)]
