"""The news by day: each day is named above its first row, what is pinned above all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from content_cache.model.items import Event, NewsItem
from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import ListView
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.news.screen import DayHeading
from kiosk.ui.screens.details import ahead
from kiosk.ui.widgets.cards import Row
from tests.support.items import WITA
from tests.support.stage import Stage


def news(stage: Stage, *days: int, pinned: bool = False) -> tuple[NewsItem, ...]:
    now = stage.board.moment.now
    return tuple(
        NewsItem(
            id=str(n), source="s", title=f"Kabar {n}", published=now - timedelta(days=back), pinned=pinned and n == 0
        )
        for n, back in enumerate(days)
    )


def headings(stage: Stage) -> list[str]:
    return [each.words for each in reversed(stage.widgets(DayHeading)) if each.words][::-1]


def show(stage: Stage, size: tuple[int, int], *days: int, pinned: bool = False, **board: object) -> None:
    stage.open("news", size)
    view = ListView(Category.NEWS, news(stage, *days, pinned=pinned), total=len(days))
    stage.open("news", size, view=view, **board)


def test_each_day_is_named_once(stage: Stage) -> None:
    show(stage, (1920, 1080), 0, 0, 1, 3, 3, 400)
    assert headings(stage) == ["Hari ini", "Kemarin", "Sabtu, 21 November", "Senin, 20 Oktober 2025"]


def test_what_a_wrong_zone_dates_as_of_tomorrow_is_todays(stage: Stage) -> None:
    show(stage, (1920, 1080), -1, 0, 1, 1)
    assert headings(stage) == ["Hari ini", "Kemarin"]
    assert all(row.when.count(".") == 1 for row in stage.widgets(Row)), "the row says the hour alone"


def test_a_page_that_is_turned_names_its_own_days(stage: Stage) -> None:
    show(stage, (1280, 720), 0, 0, 1)
    stage.show(ListView(Category.NEWS, news(stage, 1, 2, 2), total=9))
    stage.settle()
    assert headings(stage) == ["Kemarin", "Minggu, 22 November"]
    stage.show(ListView(Category.SERVICE, (), total=0))
    stage.settle()
    assert headings(stage) == []


def test_what_is_pinned_stands_above_the_days(stage: Stage) -> None:
    show(stage, (1280, 720), 2, 0, 1, pinned=True)
    assert headings(stage) == ["Penting", "Hari ini", "Kemarin"]


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (720, 1280)])
@pytest.mark.parametrize("scale", [1.0, 1.4])
def test_no_title_of_two_lines_is_cut_for_it(stage: Stage, size: tuple[int, int], scale: float) -> None:
    stage.open("news", size, text_scale=scale)
    room = stage.controller.told[-1].rows
    long = "Tour de Central Celebes mulai dari Luwuk, 82 ikut"
    if size[0] > 1000:
        long = "Tour de Central Celebes mulai dari Luwuk, 82 pembalap ikut serta"
    items = tuple(replace(item, title=long) for item in news(stage, *range(room)))
    stage.open("news", size, text_scale=scale, view=ListView(Category.NEWS, items, total=room))
    assert len(headings(stage)) == room
    for row in stage.widgets(Row):
        assert row.lines >= 2
        assert row.height >= stage.shell.theme.size.key_height


def test_without_a_trusted_clock_there_is_no_today(stage: Stage) -> None:
    stage.open("news", (1280, 720))
    show(stage, (1280, 720), 0, 1, moment=Moment(stage.board.moment.now, Trust.FLOOR))
    assert headings(stage) == []


def test_an_upright_row_holds_a_source_of_two_lines(stage: Stage) -> None:
    stage.open("news", (720, 1280))
    office = "Dinas Pemberdayaan Masyarakat dan Desa Kabupaten Banggai"
    title = "Pemberitahuan Pelaksanaan Penyaluran Bantuan Langsung Tunai Dana Desa"
    rows = tuple(replace(each, title=title, source=office) for each in news(stage, 2, 2, 2, 2, 3))
    stage.open("news", (720, 1280), view=ListView(Category.NEWS, rows, pages=5, total=22))
    stage.settle()
    assert len(stage.widgets(Row)) == 5
    for row in stage.widgets(Row):
        words = row.ids.words
        assert row.y - 1 <= words.y <= words.top <= row.top + 1


@pytest.mark.parametrize(
    ("day", "when"),
    [
        (datetime(2026, 12, 30, 10, tzinfo=WITA), "Hari ini 10.00"),
        (datetime(2026, 12, 31, 10, tzinfo=WITA), "Besok 10.00"),
        (datetime(2027, 1, 3, 10, tzinfo=WITA), "Minggu 10.00"),
    ],
)
def test_an_event_of_the_year_to_come_is_told_by_its_weekday(day: datetime, when: str) -> None:
    """Beside the day's own number and month; the whole of December it was "3 jan 2027"."""
    moment = Moment(datetime(2026, 12, 30, 9, tzinfo=WITA), Trust.TRUSTED)
    event = Event(id="e", source="s", title="Rapat", starts=day, ends=day + timedelta(hours=1))
    assert ahead(event, moment, Phrases(Translation("id")))["when"] == when
    floor = Moment(moment.now, Trust.FLOOR, moment.now)
    assert ahead(event, floor, Phrases(Translation("id")))["when"].split()[0] in ("Rabu", "Kamis", "Minggu")


@pytest.mark.parametrize(
    ("first", "last", "whole", "trusted", "doubtful"),
    [
        (29, 32, True, "Hari ini sampai 1 Jan", "Selasa sampai 1 Jan"),  # since yesterday
        (31, 32, True, "Besok sampai 1 Jan", "Kamis sampai 1 Jan"),
        (31, 32, False, "Besok 10.00 sampai 1 Jan", "Kamis 10.00 sampai 1 Jan"),
        (29, 31, False, "Hari ini sampai 31 Des", "Selasa 10.00 sampai 31 Des"),
        (31, 31, True, "Besok sehari penuh", "Kamis sehari penuh"),
        (29, 30, True, "Hari ini sehari penuh", "Selasa sampai 30 Des"),  # its last day
    ],
)
def test_of_several_days_the_last_is_told_too(first: int, last: int, whole: bool, trusted: str, doubtful: str) -> None:
    """A week of vaccinations was "Besok sehari penuh", and by a clock in doubt "Sabtu sehari penuh", which was over."""
    begin = datetime(2026, 12, 1, tzinfo=WITA) + timedelta(days=first - 1, hours=0 if whole else 10)
    end = datetime(2026, 12, 1, tzinfo=WITA) + timedelta(days=last - 1 + whole, hours=0 if whole else 12)
    event = Event(id="e", source="s", title="Imunisasi", starts=begin, ends=end, all_day=whole)
    for trust, when in ((Trust.TRUSTED, trusted), (Trust.FLOOR, doubtful)):
        moment = Moment(datetime(2026, 12, 30, 9, tzinfo=WITA), trust)
        assert ahead(event, moment, Phrases(Translation("id")))["when"] == when
