"""Each check finds the fault that it is for: one is planted in a screen that has none."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from kivy.lang import Builder
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.ui.frame.layers import Scrim, SheetPlace
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.primitives.text import Text, WrappedText
from kiosk.ui.widgets.article import Scroll
from kiosk.ui.widgets.cards import Row
from kiosk.ui.widgets.controls import PushButton, Rail
from tests.drawn import crowding, folds, keys
from tests.drawn.contrast import low_contrast
from tests.drawn.geometry import broken_words, cut_off, overlaps, small_targets, under, unmarked
from tests.drawn.process import read_late
from tests.support.stage import Stage

LONG = "Bantuan lima ratus ribu rupiah lewat tautan dan nomor ini adalah tidak benar"


@pytest.fixture(autouse=True)
def _opened(stage: Stage) -> None:
    opened(stage, "news")


def opened(stage: Stage, screen: str, **board: Any) -> None:
    stage.open(screen, **board)
    stage.settle()
    seconds = count()
    stage.shell._monotonic = lambda: next(seconds)  # no touch is too soon after another


def button(act: Any = lambda _: None) -> PushButton:
    made = PushButton(words="Ya", size=(200, 90))
    made.bind(on_release=act)
    return made


def lay(stage: Stage, widget: Any, x: float = 40, y: float = 200) -> Any:
    """A widget of a size of its own over a screen that has no fault."""
    widget.size_hint = None, None
    widget.pos = x, y
    stage.shell.add_widget(widget)
    stage.settle()
    return widget


def test_a_text_that_stops_without_a_sign(stage: Stage) -> None:
    label = lay(stage, Text(words=LONG, width=300, text_size=(300, None)))  # which has no sign of its own
    label.max_lines = 1
    stage.settle()
    assert any("without a sign" in fault for fault in unmarked(stage.shell))


def test_a_text_whose_lost_end_turns_its_meaning(stage: Stage) -> None:
    label = lay(stage, WrappedText(words=LONG, width=300))
    label._label.text = "Bantuan lima ratus ribu rupiah…"
    assert any("loses tidak" in fault for fault in unmarked(stage.shell))


def test_a_text_that_is_larger_than_its_place(stage: Stage) -> None:
    label = lay(stage, WrappedText(words=LONG, width=300))
    label.height = 10
    assert any("texture" in fault for fault in cut_off(stage.shell))


def test_a_badge_over_a_title(stage: Stage) -> None:
    row = stage.widgets(Row)[0]
    badge = Surface(fill=(1, 0, 0, 1), size=(200, 60))
    row.parent.parent.add_widget(badge)
    badge.size_hint, badge.pos = (None, None), (row.x + row.width / 3, row.y + row.height / 3)
    assert any("lies over" in fault for fault in under(stage.shell))


def test_two_keys_on_one_place(stage: Stage) -> None:
    both = FloatLayout(size=(400, 200))
    for x in (40, 60):
        key = button()
        key.size_hint, key.pos = (None, None), (x, 200)
        both.add_widget(key)
    lay(stage, both)
    assert any("same touch" in fault for fault in overlaps(stage.shell))


@pytest.mark.clause("5.5.1")
def test_a_small_key(stage: Stage) -> None:
    small = button()
    small.size = 30, 30
    lay(stage, small)
    assert any("is 27x27 sp" in fault for fault in small_targets(stage.shell))


def test_a_line_at_a_fold_and_text_that_no_key_leads_to(stage: Stage) -> None:
    column = Box(orientation="vertical", size_hint_y=None)
    column.bind(minimum_height=column.setter("height"))
    for _ in range(9):
        column.add_widget(WrappedText(words=LONG))
    plain = Scroll(size=(300, 200))  # keeps nothing back
    plain.add_widget(column)
    lay(stage, plain)
    line = column.children[0].texture_size[1] / 3
    found: list[str] = []
    for share in (0.3, 0.6, 0.9):
        plain.height = 200 + share * line
        stage.settle()
        found += folds.across(plain)
    assert any("lies across the lower edge" in fault for fault in found)
    assert any("no key leads there" in fault for fault in folds.pages(stage.shell, None, stage.canvas, {}))


def test_a_key_that_a_layer_covers(stage: Stage) -> None:
    opened(stage, "home", sheet=True)
    place = next(each for each in stage.shell.children if isinstance(each, SheetPlace))
    assert not keys.press_all(stage.shell, stage.controller, stage.canvas).faults
    over = Scrim(size=stage.shell.size)  # as the sheet had it that was made before its rules were read
    over.on_touch_down = lambda _touch: True
    lay(stage, over, 0, 0)
    assert any("covered" in fault for fault in keys.press_all(stage.shell, stage.controller, stage.canvas).faults)
    assert place.parent


def test_a_key_that_does_nothing(stage: Stage) -> None:
    lay(stage, button())
    found = keys.press_all(stage.shell, stage.controller, stage.canvas)
    assert any("asks for nothing" in fault for fault in found.faults)
    assert found.asked
    assert [*keys.idle(found.asked, lambda _: False)]
    assert not [*keys.idle(found.asked, lambda _: True)]


def test_two_keys_beside_a_list_of_one_page(stage: Stage) -> None:
    lay(stage, Rail(up=False, down=False, counter="1 dari 1", size=(110, 300)))
    assert [*keys.needless(stage.shell)]


def test_a_word_that_is_broken(stage: Stage) -> None:
    lay(stage, WrappedText(words="Pengumumankesehatanmasyarakat", width=60))
    assert any("is longer than a line" in fault for fault in broken_words(stage.shell))


@pytest.mark.clause("11.1.4.3")
def test_letters_that_are_hardly_to_be_seen(stage: Stage) -> None:
    def faint() -> list[str]:
        stage.settle()
        return [fault for fault in low_contrast(stage.shell, stage.picture()) if "Bantuan" in fault]

    lay(stage, Surface(fill=(1, 1, 1, 1), size=(500, 120)), 40, 40)
    label = lay(stage, Text(words="Bantuan", width=300), 60, 60)
    label.color = (0, 0, 0, 1)
    assert faint() == []
    label.color = (0.7, 0.7, 0.7, 1)
    assert any(":1, not" in fault for fault in faint())


def test_light_letters_that_are_dimmed_are_found_as_they_are_drawn(stage: Stage) -> None:
    lay(stage, Surface(fill=(0.1, 0.15, 0.2, 1), size=(500, 120)), 40, 40)
    label = lay(stage, Text(words="1", width=300), 60, 60)
    label.color, label.opacity = (1, 1, 1, 1), 0.65
    stage.settle()
    assert not [fault for fault in low_contrast(stage.shell, stage.picture()) if "'1'" in fault]
    label.opacity = 0.3
    stage.settle()
    assert [fault for fault in low_contrast(stage.shell, stage.picture()) if "'1'" in fault and ":1, not" in fault]


def test_letters_that_a_scroll_view_cuts_at_its_side(stage: Stage) -> None:
    narrow = Scroll(size=(200, 300))
    narrow.add_widget(Text(words=LONG, size_hint=(None, None), width=600))
    lay(stage, narrow)
    assert any("is cut at the side" in fault for fault in folds.cut_beside(stage.shell))


def test_a_rule_that_has_the_last_word_over_a_special_one() -> None:
    class PlantedGeneral(Widget):  # type: ignore[misc]
        pass

    class PlantedSpecial(PlantedGeneral):
        pass

    files = "planted-special.kv", "planted-general.kv"
    try:
        for file, name in zip(files, (PlantedSpecial, PlantedGeneral), strict=True):
            Builder.load_string(f"<{name.__name__}>:\n    opacity: 1\n", filename=file)
            assert [*read_late(frozenset({"PlantedGeneral"}))] == [
                "fresh: the rule of PlantedSpecial is read before that of PlantedGeneral"
            ]
        assert [*read_late()] == ["fresh: the rule of PlantedSpecial is read before that of PlantedGeneral"]
    finally:
        for file in files:
            Builder.unload_file(file)


@pytest.mark.clause("11.2.4.6")
def test_a_key_without_a_word(stage: Stage) -> None:
    assert not [*crowding.wordless(stage.shell)]
    key = lay(stage, button())
    key.words, key.icon = "", "caret-up"
    stage.settle()
    assert [*crowding.wordless(stage.shell)] == ["PushButton 'caret-up' has no word"]


def test_words_at_the_edge_of_their_key(stage: Stage) -> None:
    assert not [*crowding.at_the_edge(stage.shell)]
    key = lay(stage, button())
    key.words = "Ya, saya masih baca"
    key.width = key.ids.content.width + 4
    stage.settle()
    assert any("'Ya, saya masih baca' of PushButton stands" in fault for fault in crowding.at_the_edge(stage.shell))


def test_a_text_that_is_not_whole(stage: Stage) -> None:
    assert not [*crowding.shortened(stage.shell)]
    label = lay(stage, WrappedText(words=LONG, width=300))
    assert not [*crowding.shortened(stage.shell)]
    label.max_lines = 1
    stage.settle()
    assert any("is not the whole text" in fault for fault in crowding.shortened(stage.shell))


def test_room_for_a_row_while_the_list_goes_on(stage: Stage) -> None:
    assert not [*crowding.room_left(stage.shell)]
    place = lay(stage, Box(orientation="vertical", size=(500, 400)))
    row = Row(title="Posyandu Melati", spot="row:9", size_hint_y=None, height=100)
    place.add_widget(row)
    place.add_widget(Widget())
    stage.settle()
    rail = next(widget for widget in stage.widgets(Rail))
    rail.down = True
    assert any("are empty below" in fault for fault in crowding.room_left(stage.shell))
