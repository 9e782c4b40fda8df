from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.items import Event
from content_cache.model.problems import problem
from content_cache.model.vocabulary import Category
from kiosk.content.phone_site import CURRENT, PhoneSite, page_of
from kiosk.content.views.shown import ArticleView, CalendarView, Fits, HomeView, ListView, MonthMark, Reach, Shown
from kiosk.core.messages import ContentChanged, Ending, MotionSeen, VolumeTurned
from kiosk.core.network import OWN_WIFI
from kiosk.pages.faults.view import FaultsView
from kiosk.pages.idle.view import IdleView
from kiosk.settings import Settings
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.sections import PublicSettings
from kiosk.shell.day_night import STILL_S
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.items import Stock
from tests.support.present import of, present


def test_it_begins_idle_and_a_touch_only_wakes_it(hall: Hall) -> None:
    assert hall.board.screen == "idle"
    upcoming = view_of(hall.board, IdleView).upcoming
    assert [event.title for event in upcoming][:2] == ["Posyandu Melati", "Tour de Central Celebes"]
    assert hall.controller.visit.touched() is True
    assert hall.board.screen == "home"
    assert hall.controller.visit.touched() is False


def test_a_touch_anywhere_opens_the_sound_device_and_one_after_a_minute_again(hall: Hall) -> None:
    """And loads no voice: most visitors never listen."""
    for seconds, opened in ((0, 1), (59, 1), (2, 2)):
        hall.wait(seconds)
        hall.controller.visit.touched()
        assert hall.voice.opened == opened
    assert not hall.voice.ready


def test_what_was_looked_up_for_a_visitor_goes_with_them(hall: Hall) -> None:
    """It is no concern of the next one, and lies where the visit's peak was."""
    board, controller = hall.board, hall.controller
    controller.home()
    controller.navigation.open_category("berita")
    controller.navigation.open_item(view_of(board, ListView).rows[0].id)
    controller.page("search").turn_to()
    controller.page("search").type_letters("pos")
    assert board.view is not None

    hall.wait(60)  # the question
    hall.wait(60)

    assert board.screen == "idle"
    controller.visit.touched()
    assert view_of(board, HomeView).counts[Category.NEWS] == 8


def test_home_counts_what_is_in_force(hall: Hall) -> None:
    hall.controller.home()
    home = view_of(hall.board, HomeView)
    assert home.counts[Category.NEWS] == 8
    assert home.counts[Category.ANNOUNCEMENT] == 2
    assert home.events_today == 1
    assert home.services == ("SIM keliling",)
    assert home.fresh[Category.NEWS] == 8
    assert home.alerts_checked is None
    hall.now += timedelta(days=3)
    hall.controller.home()
    assert view_of(hall.board, HomeView).counts[Category.ANNOUNCEMENT] == 1  # one expired
    assert view_of(hall.board, HomeView).fresh[Category.NEWS] == 0
    assert present(hall.board.freshness).stale


def test_the_faults_of_the_settings_are_told_in_the_language_of_the_screen(tmp_path: Path) -> None:
    fault = Fault(7, "speech.rat", (problem(SettingCode.UNKNOWN),))
    hall = Hall(tmp_path, Settings(faults=(fault,)), screen="faults")
    assert view_of(hall.board, FaultsView).lines == ("baris 7: speech.rat: tidak dikenal",)
    hall.controller.preferences.set_language("en")
    assert view_of(hall.board, FaultsView).lines == ("line 7: speech.rat: unknown",)
    assert "line 7" in view_of(hall.board, FaultsView).code


def test_a_list_turns_its_pages_and_stops_at_the_ends(hall: Hall) -> None:
    hall.controller.navigation.open_category("berita")
    assert (hall.board.screen, view_of(hall.board, ListView).pages, len(view_of(hall.board, ListView).rows)) == (
        "news",
        3,
        3,
    )
    hall.controller.navigation.page_up()
    assert view_of(hall.board, ListView).page == 0
    for _ in range(5):
        hall.controller.navigation.page_down()
    assert view_of(hall.board, ListView).page == 2
    assert [item.id for item in view_of(hall.board, ListView).rows] == ["berita-6", "berita-7"]


def test_a_layout_that_holds_fewer_rows_keeps_the_first_row_in_sight(hall: Hall) -> None:
    hall.controller.navigation.open_category("berita")
    hall.controller.navigation.page_down()
    first = view_of(hall.board, ListView).rows[0]
    hall.controller.navigation.set_fits(Fits(rows=1))
    assert view_of(hall.board, ListView).rows == (first,)


def test_a_long_list_is_turned_by_the_month(hall: Hall) -> None:
    navigation = hall.controller.navigation
    navigation.open_category("berita")
    assert view_of(hall.board, ListView).months == ()  # 8 items are no long list
    marks = (MonthMark(date(2026, 11, 1), 0), MonthMark(date(2026, 10, 1), 2))
    pages = []
    for step in (1, 1, -1, -1):
        hall.board.shown = Shown(hall.board.screen, replace(view_of(hall.board, ListView), months=marks))
        hall.controller.page("news").turn_month(step)
        pages.append(view_of(hall.board, ListView).page)
    assert pages == [2, 2, 0, 0]


def test_the_filter_shows_the_villages_own_or_the_regencys(hall: Hall) -> None:
    hall.controller.navigation.open_category("berita")
    hall.controller.page("news").filter("village")
    assert view_of(hall.board, ListView).reach is Reach.VILLAGE
    assert [item.id for item in view_of(hall.board, ListView).rows] == ["berita-2", "berita-5"]
    hall.controller.page("news").open_row(1)
    hall.controller.previous()
    assert view_of(hall.board, ArticleView).item.id == "berita-2"  # next and previous stay within the filter
    assert view_of(hall.board, ArticleView).total == 2


def test_the_way_back_is_the_way_one_came(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.navigation.open_category("berita")
    hall.controller.navigation.page_down()
    hall.controller.page("news").open_row(0)
    assert view_of(hall.board, ArticleView).item.id == "berita-3"
    assert hall.voice.ready
    hall.controller.next()
    assert view_of(hall.board, ArticleView).item.id == "berita-4"
    hall.controller.back()
    assert (hall.board.screen, view_of(hall.board, ListView).page) == ("news", 1)
    hall.controller.back()
    assert hall.board.screen == "home"
    hall.controller.back()
    assert hall.board.screen == "home"


def test_the_calendar_goes_by_days_with_events_and_by_months(hall: Hall) -> None:
    hall.controller.navigation.open_category("kegiatan")
    calendar = view_of(hall.board, CalendarView)
    assert calendar.day == date(2026, 11, 24)
    assert calendar.marks[date(2026, 11, 24)] == 1
    assert [calendar.marks[date(2026, 11, day)] for day in (27, 28, 29, 30)] == [0, 1, 1, 1]
    hall.controller.next()
    assert view_of(hall.board, CalendarView).day == date(2026, 11, 28)
    assert [event.title for event in view_of(hall.board, CalendarView).events] == ["Tour de Central Celebes"]
    hall.controller.previous()
    hall.controller.previous()
    assert view_of(hall.board, CalendarView).day == date(2026, 11, 17)
    hall.controller.page("events").choose_month(+1)
    assert (view_of(hall.board, CalendarView).month, view_of(hall.board, CalendarView).day) == (
        date(2026, 12, 1),
        date(2026, 12, 1),
    )
    hall.controller.page("events").choose_month(-1)
    assert view_of(hall.board, CalendarView).day == date(2026, 11, 24)


@pytest.mark.clause("5.1.3.4", "11.1.4.2")
def test_listen_reads_stops_and_goes_on_at_the_same_sentence(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    whole = hall.voice.said[-1]
    hall.speak_to(0)
    hall.speak_to(2)
    assert present(hall.board.speaking).index == 2
    hall.controller.listen()
    assert (hall.voice.stops, hall.board.speaking) == (1, None)
    hall.speech_ends(Ending.STOPPED)
    hall.controller.listen()
    assert (hall.voice.said[-1], hall.voice.starts[-1]) == (whole, 2)
    hall.speak_to(2)
    assert present(hall.board.speaking).index == 2
    hall.controller.preferences.again()
    assert (hall.voice.said[-1], hall.voice.starts[-1]) == (whole, 0)
    hall.speech_ends()
    assert hall.board.speaking is None


def test_stopped_before_the_first_sound_it_goes_on_where_it_would_have_begun(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    hall.speak_to(0)
    hall.speak_to(2)
    hall.controller.listen()
    hall.controller.listen()
    hall.controller.listen()  # stopped again, and nothing was heard
    hall.controller.listen()
    assert hall.voice.starts[-1] == 2
    hall.speak_to(2)
    assert present(hall.board.speaking).index == 2


def test_a_tapped_event_is_the_occurrence_of_that_day(hall: Hall) -> None:
    hall.controller.navigation.open_category("kegiatan")
    hall.controller.page("events").choose_day(date(2026, 12, 1))
    hall.controller.page("events").open_event(0)
    assert view_of(hall.board, ArticleView).item.title == "Posyandu Melati"
    assert present(of(Event, view_of(hall.board, ArticleView).item).starts).date() == date(2026, 12, 1)


@pytest.mark.clause("5.1.3.12", "5.1.3.13")
def test_the_volume_keys_begin_a_visit_at_whose_end_the_volume_goes_back(hall: Hall) -> None:
    hall.press("softer", "softer")
    assert (hall.board.screen, hall.voice.volume) == ("home", 60)
    hall.wait(75)
    hall.wait(20)
    assert (hall.board.screen, hall.voice.volume) == ("idle", 80)


@pytest.mark.clause("5.1.3.5")
def test_leaving_the_screen_stops_the_voice(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    hall.controller.back()
    assert hall.voice.stops == 1
    assert hall.board.speaking is None


def test_slow_speaks_slower_from_the_sentence_that_is_being_said(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    hall.speak_to(0)
    hall.speak_to(1)
    hall.controller.preferences.toggle_slow()
    assert hall.board.slow
    assert hall.voice.rate < 130
    assert hall.voice.starts[-1] == 1
    assert hall.voice.said[-1].sentences == present(hall.board.speaking).sentences


def test_a_voice_that_fails_is_told_and_the_screen_goes_on(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    hall.speech_ends(Ending.FAILED)
    assert hall.board.notice == "tidak ada suara"
    assert hall.board.screen == "item"
    hall.controller.listen()
    assert len(hall.voice.said) == 2


@pytest.mark.clause("11.2.4.3")
def test_the_four_buttons_walk_over_home_and_open_what_is_in_focus(hall: Hall) -> None:
    hall.press("home", "next")
    assert (hall.board.by_buttons, hall.board.focus) == (True, "hero")
    hall.press("next", "next")
    assert hall.board.focus == "tile:berita"
    hall.press("listen")
    assert (hall.board.screen, hall.board.focus) == ("news", "row:0")
    hall.press("next", "next", "next")
    assert (view_of(hall.board, ListView).page, hall.board.focus) == (1, "row:0")
    hall.press("previous")
    assert (view_of(hall.board, ListView).page, hall.board.focus) == (0, "row:2")
    hall.press("listen")
    assert view_of(hall.board, ArticleView).item.id == "berita-2"
    assert present(hall.board.speaking).utterance == "berita-2"
    hall.press("home")
    assert (hall.board.screen, hall.voice.stops) == ("home", 1)
    hall.press("previous")
    assert hall.board.focus == "key:settings"


def test_a_still_visitor_is_asked_and_then_forgotten(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.preferences.set_language("en")
    hall.controller.preferences.set_text_scale(2.0)
    hall.controller.preferences.set_theme("dark")
    hall.wait(74)
    assert hall.board.seconds_left == 0
    hall.wait(1)
    assert hall.board.seconds_left == 20
    hall.wait(19)
    assert hall.board.seconds_left == 1
    hall.wait(1)
    assert hall.board.screen == "idle"
    assert (hall.board.language, hall.board.text_scale, hall.board.theme) == ("id", 1.0, "light")
    assert (hall.board.seconds_left, hall.voice.volume) == (0, 80)


@pytest.mark.clause("11.2.2.1")
@pytest.mark.parametrize("stays", ["button", "key"])
def test_whoever_says_so_stays(hall: Hall, stays: str) -> None:
    hall.controller.navigation.open_category("berita")
    hall.wait(80)
    assert hall.board.seconds_left == 15
    if stays == "button":
        hall.press("next")
    else:
        hall.controller.visit.touched()
        hall.controller.visit.stay()
    assert (hall.board.seconds_left, hall.board.focus) == (0, "")  # the button did nothing else
    hall.wait(74)
    assert hall.board.screen == "news"


def test_reading_aloud_keeps_the_visit_alive_and_an_article_gives_more_time(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.wait(149)
    assert hall.board.seconds_left == 0
    hall.controller.listen()
    hall.speak_to(0)
    hall.wait(600)
    assert hall.board.screen == "item"
    hall.speech_ends()
    hall.wait(59)
    assert hall.board.seconds_left == 0
    hall.wait(1)
    assert hall.board.seconds_left == 20


def test_new_content_is_on_the_board_at_once(hall: Hall, stock: Stock) -> None:
    hall.controller.navigation.open_category("klarifikasi")
    before = hall.repository.version()
    stock([], withdrawn=["hoaks"])
    assert hall.repository.version() != before
    hall.controller.handle(ContentChanged(hall.repository.revision()))
    assert view_of(hall.board, ListView).total == 0


def test_motion_wakes_nobody_and_says_nothing(hall: Hall) -> None:
    hall.controller.handle(MotionSeen())
    assert (hall.board.screen, hall.voice.said) == ("idle", [])


def test_listening_on_the_idle_screen_reads_the_summary_of_the_day(hall: Hall) -> None:
    hall.press("listen")
    assert hall.board.screen == "home"
    spoken = " ".join(sentence.spoken for sentence in hall.voice.said[-1].sentences).lower()
    assert "mati besok" in spoken
    assert "posyandu melati" in spoken


@pytest.mark.parametrize(("days", "told"), [(0, 7), (1, 1), (None, 7)])
def test_an_event_that_is_open_is_when_it_now_is(hall: Hall, stock: Stock, days: int | None, told: int) -> None:
    """It was moved while somebody read of it; withdrawn it stays until it is left. Of a series the opened time is meant."""
    controller, day = hall.controller, hall.now.date() + timedelta(days=7)
    events = hall.repository.event_calendar.day_events(day, hall.clock.read())
    controller.navigation.open_among(tuple(events), 0)
    event = of(Event, view_of(hall.board, ArticleView).item)
    times = tuple(replace(t, starts=t.starts + timedelta(days=days or 0), ends=t.ends + timedelta(days=days or 0))
                  for t in of(Event, present(hall.repository.item("posyandu"))).occurrences[2:])  # fmt: skip
    moved = replace(event, title="Posyandu Mawar", occurrences=times, starts=times[0].starts, ends=times[0].ends)
    stock([] if days is None else [moved], withdrawn=["posyandu"] if days is None else [])
    controller.handle(ContentChanged(hall.repository.revision()))
    shown = of(Event, view_of(hall.board, ArticleView).item)
    assert present(shown.starts).date() == hall.now.date() + timedelta(days=told)
    assert shown.title == ("Posyandu Melati" if days is None else "Posyandu Mawar")


def test_the_events_of_a_day_are_said_with_their_times_and_the_day_once(hall: Hall) -> None:
    hall.controller.navigation.open_category("kegiatan")
    hall.controller.listen()
    spoken = " ".join(sentence.spoken for sentence in hall.voice.said[-1].sentences).lower()
    assert spoken.count("november") == 1
    assert "pukul sepuluh pagi sampai dua belas siang" in spoken


def test_reads_are_counted_without_persons(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    assert hall.memory.counts.counts_on(hall.now.date()) == {"read": 1, "heard": 1, "read_berita": 1, "heard_berita": 1}


def test_waking_the_screen_does_not_cut_off_an_announcement(hall: Hall) -> None:
    hall.caller.start_due_readout(hall.clock.read())
    assert hall.controller.visit.touched()
    assert (hall.board.screen, hall.voice.stops) == ("home", 0)


def test_the_village_crier_reads_out_an_important_announcement_once(hall: Hall) -> None:
    moment = hall.clock.read()
    hall.caller.start_due_readout(moment)
    assert "air" in hall.voice.said[-1].sentences[0].spoken.lower() + hall.voice.said[-1].sentences[1].spoken.lower()
    hall.caller.start_due_readout(moment)
    hall.speech_ends()
    hall.caller.start_due_readout(moment)
    assert len(hall.voice.said) == 1


def test_without_a_store_every_screen_is_empty_and_none_fails(tmp_path_factory: Any, hall: Hall) -> None:
    empty = type(hall)(tmp_path_factory.mktemp("empty"), hall.settings)
    for open_screen in ("berita", "kegiatan", "pengumuman", "layanan"):
        empty.controller.navigation.open_category(open_screen)
        empty.controller.listen()
        empty.controller.next()
        empty.controller.previous()
    empty.controller.page("news").open_row(0)
    empty.controller.home()
    empty.controller.page("home").open_hero()
    empty.controller.navigation.open_item("nowhere")
    assert present(empty.board.freshness).refreshed is None
    empty.close()


def test_an_item_is_taken_home_and_the_code_goes_with_its_screen(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.navigation.open_category("berita")
    hall.controller.page("news").open_row(0)
    hall.controller.page("item").take_home()
    assert view_of(hall.board, ArticleView).item.title in present(hall.board.handout).title
    hall.controller.back()
    assert (hall.board.screen, hall.board.handout) == ("item", None)
    hall.controller.page("item").take_home()
    hall.controller.home()
    assert hall.board.handout is None


def test_an_event_is_taken_home_with_its_day(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.page("home").open_event()
    hall.controller.page("item").take_home()
    assert "24 Nov 10.00–12.00 WITA\nBalai Desa" in present(hall.board.handout).payload


def test_an_item_leads_to_its_page_among_those_for_phones_where_they_reach_it(hall: Hall, tmp_path: Path) -> None:
    public = PublicSettings(enabled=True, folder=str(tmp_path), hotspot=True)
    hall.controller.page("item")._site = PhoneSite(public, lambda: [OWN_WIFI])
    hall.controller.home()
    hall.controller.navigation.open_category("berita")
    hall.controller.page("news").open_row(0)
    hall.controller.page("item").take_home()
    alone = present(hall.board.handout)
    assert alone.join == "", "its page is not there: as without"
    page = tmp_path / CURRENT / f"k/{page_of(view_of(hall.board, ArticleView).item)}.html"
    page.parent.mkdir(parents=True)
    page.write_text("kabar")
    hall.controller.page("item").take_home()
    assert present(hall.board.handout).join == "WIFI:T:nopass;S:Info Desa;;"
    hall.controller.page("item")._site = PhoneSite(public, lambda: ["192.168.7.20"])
    hall.controller.page("item").take_home()
    both = present(hall.board.handout)
    assert (both.join, both.network) == (alone.payload, ""), "what holds anywhere stays beside the page"
    assert both.payload.startswith("http://192.168.7.20:8088/k/")
    hall.press("home")
    assert hall.board.handout is None


def test_motion_lights_a_dark_screen_and_the_first_touch_only_lights_it(hall: Hall) -> None:
    hall.wait(STILL_S)
    assert hall.board.dark
    hall.controller.handle(MotionSeen())
    assert (hall.board.dark, hall.board.screen, hall.voice.said) == (False, "idle", [])
    hall.wait(STILL_S)
    assert hall.board.dark
    assert hall.controller.visit.touched()
    assert (hall.board.dark, hall.board.screen) == (False, "idle")
    assert hall.controller.visit.touched()
    assert hall.board.screen == "home"


def test_a_button_on_a_dark_screen_does_what_it_does(hall: Hall) -> None:
    hall.wait(STILL_S)
    assert hall.board.dark
    hall.press("listen")  # who cannot see does not know that it was dark
    assert (hall.board.dark, hall.board.screen) == (False, "home")
    assert hall.voice.said[-1].id == "bulletin"


def test_a_visitor_keeps_the_screen_lit_and_the_kiosks_own_voice_does_not(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    hall.speak_to(0)
    hall.wait(2 * STILL_S)
    assert not hall.board.dark
    hall.speech_ends()
    hall.wait(61)
    hall.wait(20)
    assert (hall.board.screen, hall.board.dark) == ("idle", False)
    hall.wait(STILL_S)
    assert hall.board.dark


def test_the_knob_turns_the_volume_and_begins_a_visit(hall: Hall) -> None:
    hall.controller.handle(VolumeTurned(-3))
    assert (hall.board.screen, hall.voice.volume, hall.board.volume) == ("home", 74, 74)
    hall.controller.handle(VolumeTurned(+50))
    assert hall.voice.volume == 100


def waits(hall: Hall) -> bool:
    """Return whether the lamp signals something new."""
    return hall.lamp.has_urgent


def speaks(hall: Hall) -> bool:
    """Return whether the lamp signals that the voice is heard."""
    return bool(hall.lamp.speaking)


def test_the_lamp_knows_what_is_urgent_and_when_somebody_came(hall: Hall, stock: Stock) -> None:
    hall.controller.handle(ContentChanged(hall.repository.revision()))
    assert waits(hall)  # the water, priority 2
    hall.controller.visit.touched()
    assert not waits(hall)
    stock([], withdrawn=["air-mati"])
    hall.controller.handle(ContentChanged(hall.repository.revision()))
    assert not waits(hall)


def test_the_lamp_is_lit_from_the_first_sound_to_the_last(hall: Hall) -> None:
    hall.controller.navigation.open_item("berita-0")
    hall.controller.listen()
    assert not speaks(hall)
    hall.speak_to(0)
    assert speaks(hall)
    hall.speech_ends()
    assert not speaks(hall)
