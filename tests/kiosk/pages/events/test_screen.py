"""The calendar: what an empty day leads to, and what is shown while the day is read aloud."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from kiosk.content.views.shown import CalendarView, Speaking
from kiosk.core.clock import Trust
from kiosk.pages.events.screen import DayRow, Legend, TimeKey
from kiosk.speech.utterance import Sentence
from kiosk.ui.frame.player_bar import PlayerBar
from kiosk.ui.widgets.article import Reading
from tests.support.board import view_of
from tests.support.stage import Stage


def test_an_empty_day_leads_to_the_next_event(stage: Stage) -> None:
    stage.open("events", (1280, 720))
    stage.show(replace(view_of(stage.board, CalendarView), events=(), following=date(2027, 1, 28)))
    stage.settle()
    (row,) = stage.widgets(DayRow)
    assert row.title == "Kegiatan berikutnya: Kamis, 28 Januari 2027"
    stage.tap(row)
    assert stage.controller.calls[-1] == ("page.events.choose_day", date(2027, 1, 28))


def test_a_day_with_events_opens_them(stage: Stage) -> None:
    stage.open("events", (1280, 720))
    stage.show(replace(view_of(stage.board, CalendarView), events=(), following=date(2027, 1, 28)))
    stage.settle()
    stage.show(replace(view_of(stage.board, CalendarView), events=tuple(stage.village.events[:1]), following=None))
    stage.settle()
    stage.tap(stage.widgets(DayRow)[0])
    assert stage.controller.calls[-1] == ("page.events.open_event", 0)


def test_who_has_turned_the_list_of_a_day_stays_there_until_it_is_another(stage: Stage) -> None:
    """A minute is over, or an edition has come: it went back to its beginning."""
    stage.open("events", (1280, 720))
    view = view_of(stage.board, CalendarView)
    events = tuple(stage.village.events[:1]) * 9
    stage.show(replace(view, events=events, following=None))
    stage.settle()
    (reading,) = stage.widgets(Reading)
    reading.scroll_y = 0.4
    stage.board.moment = replace(stage.board.moment, now=stage.board.moment.now + timedelta(minutes=1))
    stage.show(replace(view_of(stage.board, CalendarView), events=events[1:]))
    stage.settle()
    assert reading.scroll_y == pytest.approx(0.4)
    stage.show(replace(view_of(stage.board, CalendarView), day=view.day + timedelta(days=1)))
    stage.settle()
    assert reading.scroll_y == 1


def test_three_events_stand_without_keys_also_after_a_longer_day(stage: Stage) -> None:
    """The keys of a longer list leave less room: beside them three events would not fit either."""
    titles = "Pekan imunisasi campak dan rubela", "Posyandu Melati", "Rapat warga: rencana kerja desa", "Senam lansia"
    day = [replace(stage.village.events[0], title=title, place="Balai Desa Bunga") for title in titles]
    stage.open("events", (1280, 720))
    (reading,), (legend,) = stage.widgets(Reading), stage.widgets(Legend)
    for number, turns in ((3, False), (4, True), (3, False)):
        stage.show(replace(view_of(stage.board, CalendarView), events=tuple(day[:number]), following=None))
        stage.settle()
        assert legend.turning is turns, number
        assert (reading.overflow > 0) is turns, number


@pytest.mark.parametrize("speaking", [None, Speaking("day", (Sentence("Kegiatan."), Sentence("Hari Sabtu.")), 1)])
def test_the_keys_of_a_long_event_stand_still(stage: Stage, speaking: Speaking | None) -> None:
    """They made its list shorter, which hid its place, so that it fitted without them, and its place came back."""
    stage.board.text_scale, stage.board.speaking = 1.4, speaking
    long = "Pekan imunisasi campak dan rubela untuk semua anak di bawah lima belas tahun bersama bidan dan kader"
    place = "Balai Desa Bunga, Jalan Imam Bonjol nomor 5, sebelah lapangan bola dan kantor pos lama"
    event = replace(stage.village.events[0], title=long, place=place)
    stage.open("events", (720, 1280))
    stage.show(replace(view_of(stage.board, CalendarView), events=(event,), following=None))
    stage.settle()
    (reading,), (legend,) = stage.widgets(Reading), stage.widgets(Legend)
    seen = set()
    for _ in range(8):
        stage.canvas.draw_frames(1)
        seen.add((legend.turning, reading.height, reading.children[0].height))
    assert len(seen) == 1


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    ("size", "scale"), [((1280, 720), 1.0), ((800, 480), 1.0), ((800, 480), 2.0), ((480, 800), 1.4)]
)
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_an_event_that_is_over_says_so_and_is_quieter(
    stage: Stage, size: tuple[int, int], scale: float, theme: str
) -> None:
    moment = stage.board.moment
    begun = moment.now - timedelta(hours=2)
    event = replace(stage.village.events[0], starts=begun, ends=begun + timedelta(hours=1), all_day=False)
    view = replace(stage.village.views["events"], day=begun.date(), events=(event,), following=None)
    stage.board.text_scale, stage.board.theme = scale, theme
    stage.open("events", size, view=view)
    stage.settle()
    assert "Sudah selesai" in stage.texts()
    past = ground(stage)
    stage.board.moment = replace(moment, trust=Trust.FLOOR)
    stage.settle()
    assert "Sudah selesai" not in stage.texts(), "nobody knows what time it is"
    stage.board.moment = replace(moment, now=begun + timedelta(minutes=30))
    stage.settle()
    assert "Sudah selesai" not in stage.texts()
    if theme != "contrast":  # which has black and white alone: there the words say it
        assert past != ground(stage), "it looks like one that goes on"


def ground(stage: Stage) -> object:
    """The colour behind the time."""
    (row,) = stage.widgets(DayRow)
    x, y = row.to_window(row.x + row.line_width + 6, row.center_y)
    picture = stage.picture()
    return picture.getpixel((int(x), picture.height - 1 - int(y)))


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("screen", ["events", "announcements"])
@pytest.mark.parametrize("size", [(1280, 720), (800, 480), (720, 1280)])
def test_what_is_read_is_shown_where_nothing_else_lights_it(stage: Stage, screen: str, size: tuple[int, int]) -> None:
    said = "Hari Sabtu, dua puluh delapan November, empat hari lagi, ada tiga kegiatan di balai desa dan di lapangan."
    stage.open(screen, size, speaking=Speaking("day", (Sentence("Kegiatan."), Sentence(said)), 1))
    (bar,) = stage.widgets(PlayerBar)
    told = next(each.words for each in bar.walk() if getattr(each, "role", "") == "player")
    assert bar.height > 0
    assert told == said or (told.endswith("…") and said.startswith(told[:-1])), told
    stage.board.speaking = None
    stage.settle()
    assert bar.height == 0


@pytest.mark.parametrize(("size", "scale"), [((800, 480), 1.0), ((800, 480), 2.0), ((1280, 720), 2.0)])
def test_each_page_of_a_long_day_is_full(stage: Stage, size: tuple[int, int], scale: float) -> None:
    """One of four events stood over an empty half of the small screen."""
    titles = (
        "Pekan imunisasi campak",
        "Posyandu Melati",
        "Rapat warga desa",
        "Senam lansia",
        "Kerja bakti",
        "Pasar murah",
    )
    day = tuple(replace(stage.village.events[0], title=title, place="Balai Desa") for title in titles)
    stage.board.text_scale = scale
    stage.open("events", size)
    stage.show(replace(view_of(stage.board, CalendarView), events=day, following=None))
    stage.settle()
    (reading,) = stage.widgets(Reading)
    for _ in range(len(day)):
        stage.settle()
        seen = [row for row in stage.widgets(DayRow) if whole(row, reading)]
        high = sum(row.height for row in seen)
        assert high > 0.9 * reading.height, [row.title for row in seen]
        assert len(seen) > 1 or (size == (800, 480) and scale == 2.0)
        reading.turn(1)


def whole(row: DayRow, reading: Reading) -> bool:
    """Tell whether all of *row* is seen."""
    low, top = (row.to_window(row.x, y)[1] for y in (row.y, row.top))
    foot, head = (reading.to_window(reading.x, y)[1] for y in (reading.y + reading.foot, reading.top - reading.brow))
    return bool(low >= foot - 1 and top <= head + 1)


@pytest.mark.parametrize(("scale", "words"), [(1.0, ["Minggu lalu", "Minggu depan"]), (2.0, ["Jumat", "Minggu"])])
def test_the_keys_beside_a_day_have_words(stage: Stage, scale: float, words: list[str]) -> None:
    stage.board.text_scale = scale
    stage.open("events", (800, 480))
    view = replace(view_of(stage.board, CalendarView), day=date(2026, 11, 28))
    stage.show(view)
    stage.settle()
    before, after = sorted(stage.widgets(TimeKey), key=lambda key: key.way)
    assert [before.words, after.words] == words
    stage.tap(after)
    days = 7 if scale == 1.0 else 1
    assert stage.controller.calls[-1] == ("page.events.choose_day", view.day + timedelta(days=days))


def test_the_keys_beside_a_month_name_the_months(stage: Stage) -> None:
    stage.open("events", (1280, 720))
    stage.show(replace(view_of(stage.board, CalendarView), month=date(2026, 12, 1), day=date(2026, 12, 2)))
    stage.settle()
    assert sorted(key.words for key in stage.widgets(TimeKey)) == ["Januari", "November"]
