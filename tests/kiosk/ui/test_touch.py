"""Fingers, keyboards and focus."""

from __future__ import annotations

import math
from typing import Any

import pytest
from kivy.uix.widget import Widget
from msgspec.structs import replace

from content_cache.model.vocabulary import Category
from kiosk.ui.runtime.environment import bar_keyboard
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.bars import Key
from kiosk.ui.widgets.cards import Row, Tile
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.verdict_row import VerdictRow
from tests.support.colours import colour_at
from tests.support.items import false_claim
from tests.support.stage import Stage


def tile(stage: Stage, category: str) -> Any:
    return next(tile for tile in stage.widgets(Tile) if tile.category == category)


def test_a_tap_on_a_tile_opens_its_category(stage: Stage) -> None:
    stage.open("home")

    stage.tap(tile(stage, "layanan"))

    assert stage.controller.calls == [("navigation.open_category", "layanan")]
    assert stage.controller.touches == 1


def test_a_tap_on_a_row_opens_it(stage: Stage) -> None:
    stage.open("news")

    stage.tap(stage.widgets(Row)[1])

    assert len(stage.controller.calls) == 1
    assert stage.controller.calls[0][0] == "page.news.open_row"


@pytest.mark.parametrize("category", [Category.NEWS, Category.CLARIFICATION])
def test_a_row_that_became_another_beneath_a_finger_is_not_opened(stage: Stage, category: Category) -> None:
    """An edition comes while an old finger lies there for a second: it was meant for what stood there before."""
    kind = Row if category is Category.NEWS else VerdictRow
    stage.open("news")
    item: Any = stage.village.news[0] if category is Category.NEWS else false_claim()
    rows = tuple(replace(item, id=str(n), title=f"[SALAH] Kabar {n}", claim=f"Kabar {n}") if category is Category.CLARIFICATION
                 else replace(item, id=str(n), title=f"Kabar {n}") for n in range(4))  # fmt: skip
    view = replace(stage.village.views["news"], category=category, rows=rows[1:])
    stage.show(view)
    stage.settle()
    row = stage.widgets(kind)[1]
    place = row.to_window(*row.center)
    finger = stage.down(*place)
    stage.show(replace(view, rows=rows[:3]))
    stage.settle()
    stage.move(finger, place[0] + 1, place[1])
    stage.up(finger)
    assert stage.controller.calls == []
    stage.tap(row)
    assert stage.controller.calls == [("page.news.open_row", 1)]


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("Sebelumnya", "previous"),
        ("Dengarkan", "listen"),
        ("Berikutnya", "next"),
        ("Tampilan", "navigation.show_settings"),
    ],
)
def test_the_keys_are_the_buttons(stage: Stage, name: str, verb: str) -> None:
    stage.open("home")

    stage.tap(next(key for key in stage.widgets(Key) if key.name == name))

    assert stage.controller.calls == [(verb,)]


def test_search_opens_from_home(stage: Stage) -> None:
    stage.open("home")

    stage.tap(next(key for key in stage.widgets(Key) if key.name == "Cari"))

    assert stage.controller.calls == [("page.home.open_search",)]


def test_the_keys_are_those_of_the_page_that_is_turned_to(stage: Stage) -> None:
    stage.open("home")
    for page, first, last in (("alert", "Mengerti", "Nomor dan jalan"), ("news", "Kembali", "Tampilan")):
        stage.turn_to(page)
        stage.settle()
        back, *_, display = [key.name for key in stage.widgets(Key)]
        assert {back, display} == {first, last}


@pytest.mark.clause("5.8")
def test_a_second_tap_that_comes_at_once_is_a_tremble(stage: Stage) -> None:
    stage.open("home")

    target = tile(stage, "berita")
    stage.tap(target)
    stage.up(stage.down(*target.to_window(*target.center)))
    assert stage.controller.calls == [("navigation.open_category", "berita")]

    stage.seconds += 0.4  # a moment later
    stage.up(stage.down(*target.to_window(*target.center)))
    assert stage.controller.calls == [("navigation.open_category", "berita")] * 2


@pytest.mark.clause("11.2.5.2")
def test_a_finger_that_leaves_before_it_lifts_does_nothing(stage: Stage) -> None:
    stage.open("home")
    target = tile(stage, "berita")

    finger = stage.down(*target.center)
    finger.move({"x": 0.01, "y": 0.01})
    stage.up(finger)

    assert stage.controller.calls == []


@pytest.mark.clause("5.9")
def test_a_second_finger_is_ignored(stage: Stage) -> None:
    stage.open("home")

    first = stage.down(*tile(stage, "berita").center)
    second = stage.down(*tile(stage, "layanan").center)
    stage.up(second)
    stage.up(first)

    assert stage.controller.calls == [("navigation.open_category", "berita")]


def test_a_touch_that_only_woke_the_kiosk_goes_no_further(stage: Stage) -> None:
    stage.open("home")
    stage.controller.swallow = True

    stage.tap(tile(stage, "berita"))

    assert stage.controller.calls == []


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_face_under_a_finger_is_seen(stage: Stage, theme: str) -> None:
    stage.open("home", theme=theme)
    target = tile(stage, "layanan")
    spot = (int(target.center_x), int(720 - target.center_y))
    before = colour_at(stage.picture(), spot)

    finger = stage.down(*target.center)
    stage.settle()
    pressed = colour_at(stage.picture(), spot)
    stage.up(finger)

    assert sum(pressed) > sum(before) + 60
    assert colour_at(stage.picture(), spot) == before


def test_the_question_keeps_fingers_from_what_is_below(stage: Stage) -> None:
    stage.open("news", seconds_left=10)

    stage.tap(stage.widgets(Row)[0])
    assert not [call for call in stage.controller.calls if call[0] == "page.news.open_row"]

    stage.controller.calls.clear()
    stage.tap(next(button for button in stage.widgets(PushButton) if button.words == "Ya, saya masih baca"))
    assert stage.controller.calls == [("visit.stay",)]


@pytest.mark.clause("5.2")
def test_the_sheet_sets_theme_size_and_language(stage: Stage) -> None:
    for words, call in (
        ("Kontras kuat", ("preferences.set_theme", "contrast")),
        ("Sangat besar", ("preferences.set_text_scale", 2.0)),
        ("English", ("preferences.set_language", "en")),
    ):
        stage.open("home", sheet=True)
        stage.controller.calls.clear()
        stage.tap(next(button for button in stage.widgets(PushButton) if button.words == words))
        stage.canvas.frames(30)
        assert stage.controller.calls == [call]


@pytest.mark.clause("11.2.4.7")
def test_the_focus_ring_is_drawn_round_what_a_button_would_open(stage: Stage) -> None:
    stage.open("news", focus="row:1", by_buttons=True)
    row = next(row for row in stage.widgets(Row) if row.spot == "row:1")
    ring = tuple(round(255 * part) for part in stage.shell.theme.colors.focus[:3])

    outside = stage.picture().getpixel((int(row.x - 8), int(720 - row.center_y)))

    assert outside == ring


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("key", [27, 282, 292, 293, 13])  # Escape, F1, F11, F12, Enter
def test_a_keyboard_does_nothing(stage: Stage, key: int) -> None:
    stage.open("home")
    window = stage.canvas.window
    bar_keyboard(window)
    shown = list(window.children)

    window.dispatch("on_key_down", key, 0, None, [])
    window.dispatch("on_keyboard", key, 0, None, [])
    closed = not window.dispatch("on_request_close")
    stage.settle()

    assert not closed
    assert list(window.children) == shown
    assert stage.controller.calls == []


def test_a_page_that_fits_is_not_dragged_out_of_sight(stage: Stage) -> None:
    """Show that a page as high as its place but for a rounding error stays in sight; Kivy divides by the difference."""
    stage.open("home")
    reading = Reading()
    reading.add_widget(Widget(size_hint_y=None, height=math.nextafter(300.0, 301.0)))
    stage.canvas.show_widget(reading, (400, 300))

    reading.effect_y.value = -6.0  # as of a finger that drags
    stage.settle()

    assert 0 <= reading.scroll_y <= 1
