"""Every screen at every size draws, cuts nothing off, and can be hit with a finger."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import ListView
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.empty_state import EmptyState
from tests.kiosk.ui.states import SIZES
from tests.support.colours import colour_at, colours
from tests.support.stage import Stage


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_a_theme_changes_the_page(stage: Stage, theme: str) -> None:
    stage.open("home")
    light = stage.picture().getpixel((640, 355))

    stage.board.theme = theme
    stage.settle()

    assert stage.picture().getpixel((640, 98)) != light
    assert sum(colour_at(stage.picture(), (440, 98))) < 150


def test_a_change_of_language_changes_the_words(stage: Stage) -> None:
    stage.open("home")
    assert "Dengarkan" in stage.texts()

    stage.board.language = "en"
    stage.settle()

    assert "Listen" in stage.texts()
    assert "Dengarkan" not in stage.texts()


@pytest.mark.clause("5.1.3.3", "5.1.5")
def test_the_spoken_sentence_is_lit_and_no_other(stage: Stage) -> None:
    from kiosk.ui.widgets.article import Paragraph

    stage.open("item", speaking=stage.village.speaking(stage.village.news[0], 3))
    tint = tuple(round(255 * part) for part in stage.shell.theme.colors.voicetint[:3])
    lit = [paragraph for paragraph in stage.widgets(Paragraph) if paragraph.lit]
    assert [paragraph.words[slice(*paragraph.lit)] for paragraph in lit] == [
        "Warga yang hendak ke pasar dapat lewat Jalan Imam Bonjol."
    ]
    x, y, width, height = lit[0].lit_boxes()[0]
    x, y = lit[0].to_window(x, y)
    assert stage.picture().getpixel((int(x - 2), int(720 - y - height / 2))) == tint
    box = (int(x), int(720 - y - height), int(x + width), int(720 - y))

    stage.board.speaking = None
    stage.settle()

    assert tint not in dict(colours(stage.picture().crop(box)))


@pytest.mark.clause("5.1.3.3")
def test_the_page_follows_the_voice(stage: Stage) -> None:
    from kiosk.ui.widgets.article import Reading

    stage.open("item", (800, 480), text_scale=2.0)
    reading = stage.widgets(Reading)[0]
    assert reading.scroll_y == 1

    last = len(stage.village.speaking(stage.village.news[0], 0).sentences) - 1
    stage.board.speaking = stage.village.speaking(stage.village.news[0], last)
    stage.settle()

    assert reading.scroll_y < 0.5


@pytest.mark.slow(cases=0)
def test_a_board_of_silence_does_not_say_safe(stage: Stage) -> None:
    stage.open("home", view=replace(stage.village.views["home"], alerts_checked=None))

    assert "Belum diketahui" in stage.texts()
    assert not any("Tidak ada peringatan" in text for text in stage.texts())


def test_a_wide_home_has_a_column_of_the_next_events(stage: Stage) -> None:
    from kiosk.pages.home.screen import AheadRow

    stage.open("home", (1920, 1080))
    rows = {row.title: row for row in stage.widgets(AheadRow)}
    assert next(iter(rows)) == "Posyandu Melati"
    assert len(rows) == 4

    stage.tap(rows["Kerja bakti saluran air"])

    assert ("page.home.open_event", 3) in stage.controller.calls


def test_a_week_that_began_yesterday_is_an_event_of_today(stage: Stage) -> None:
    from kiosk.pages.home.screen import EventCard

    yesterday = stage.board.moment.now - timedelta(days=1)
    week = replace(stage.village.events[0], starts=yesterday, ends=yesterday + timedelta(days=6), all_day=True)

    stage.open("home", view=replace(stage.village.views["home"], event=week, ahead=()))

    (card,) = stage.widgets(EventCard)
    assert card.block_top == str(stage.board.moment.now.day)


def test_a_later_day_of_an_event_says_until_when(stage: Stage) -> None:
    from kiosk.pages.events.screen import DayRow

    night = stage.board.moment.now.replace(hour=21, minute=0) - timedelta(days=1)
    event = replace(stage.village.events[0], starts=night, ends=night + timedelta(hours=5), all_day=False)
    stage.open("events", view=replace(stage.village.views["events"], events=(event,)))
    assert [row.time for row in stage.widgets(DayRow)] == ["sampai 02.00"]


def test_what_nobody_sees_is_not_drawn_anew_but_shown_as_it_is_now(stage: Stage) -> None:
    stage.open("home")
    home = stage.shell.screen
    stage.board.screen = "news"
    stage.settle()
    filled: list[None] = []
    written = home.fill

    def fill() -> None:
        filled.append(None)
        written()

    home.fill = fill

    stage.board.place = "Uwedikan"
    stage.settle()
    assert filled == []

    stage.board.screen = "home"
    stage.settle()
    assert len(filled) == 1
    assert any("Uwedikan" in text for text in stage.texts())


def test_another_page_of_a_list_takes_the_rows_that_are_there(stage: Stage) -> None:
    from kiosk.ui.widgets.cards import Row

    stage.open("news")
    rows = stage.widgets(Row)
    before = [row.title for row in rows]

    stage.show(replace(stage.village.views["news"], rows=tuple(reversed(stage.village.news)), page=1))
    stage.settle()

    assert stage.widgets(Row) == rows
    assert [row.title for row in rows] == before[::-1]
    stage.tap(rows[2])
    assert stage.controller.calls[-1] == ("page.news.open_row", 2)


def test_light_letters_are_drawn_twice_and_dark_ones_once(stage: Stage) -> None:
    """The second drawing follows the first wherever the label goes, and goes away with a dark theme."""
    from kivy.graphics import Rectangle

    from kiosk.ui.primitives.text import Text

    def drawn(text: Any) -> list[Any]:
        return [
            (each.pos, each.size)
            for part in text.canvas.children
            for each in (part.children if hasattr(part, "children") else [part])
            if isinstance(each, Rectangle)
        ]

    for theme, light in (("light", False), ("dark", True), ("light", False)):
        stage.board.theme = theme
        if stage.shell is None:
            stage.open("news")
        stage.settle()
        text = next(w for w in stage.widgets(Text) if w.words == stage.village.news[0].title)
        places = drawn(text)
        assert len(places) == (2 if light else 1)
        assert len(set(places)) == 1


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", SIZES)
def test_the_way_on_from_an_empty_list_is_in_sight(stage: Stage, size: Any) -> None:
    """It has no keys to turn pages by."""
    stage.open("news", size, view=ListView(Category.NEWS, ()))
    for scale, language, category in product((1.0, 1.4, 2.0), ("id", "en"), Category):
        stage.board.text_scale, stage.board.language = scale, language
        stage.show(ListView(category, ()))
        stage.settle()
        (empty,) = stage.widgets(EmptyState)
        (place,) = (each for each in empty.walk() if isinstance(each, Reading))
        assert place.overflow <= 1, (category, scale, language)
