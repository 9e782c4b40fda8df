"""Posters that take turns while nobody is there: which, when, and what a touch opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.items import Clarification, NewsItem
from content_cache.model.loop import LoopTerms
from content_cache.model.records import MediaRecord
from content_cache.store.store import Store
from deploy.pictures.draw.poster import A4
from kiosk.content.views.shown import ArticleView
from kiosk.core.clock import Moment, Trust
from kiosk.pages.idle.poster_loop import PosterLoop
from kiosk.pages.idle.slides import FILM
from kiosk.pages.idle.view import IdleView
from kiosk.settings import Settings
from kiosk.settings.sections import LoopSettings
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.pictures import pictured, stored
from tests.support.present import present

POSTER = pictured("poster", A4)
PHOTO = pictured("foto", (1600, 1066), text="Upacara bendera. " * 60)
SECOND = pictured("kedua", A4)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    stored(tmp_path, [POSTER, PHOTO, SECOND], {})
    hall = Hall(tmp_path, USUAL, guided=True)
    yield hall
    hall.close()


def shown(hall: Hall) -> list[str]:
    hall.controller.navigation.look_up_anew()
    return [slide.item.id for slide in view_of(hall.board, IdleView).posters]


def among(folder: Path, *items: Any, at: datetime, trust: Trust = Trust.TRUSTED) -> list[str]:
    stored(folder, list(items), {})
    hall = Hall(folder, USUAL)
    try:
        return [slide.item.id for slide in PosterLoop(hall.repository).slides(Moment(at, trust))]
    finally:
        hall.close()


def test_posters_are_shown_and_photographs_are_not(hall: Hall) -> None:
    assert sorted(shown(hall)) == ["kedua", "poster"]
    slides = view_of(hall.board, IdleView).posters
    assert [(slide.number, slide.total) for slide in slides] == [(1, 2), (2, 2)]


def test_terms_bring_in_a_photograph_and_keep_out_a_poster(tmp_path: Path, now: datetime) -> None:
    items = replace(PHOTO, loop=LoopTerms(2)), replace(POSTER, loop=LoopTerms(0)), SECOND
    assert sorted(among(tmp_path, *items, at=now)) == ["foto", "kedua"]


def test_a_film_that_is_here_has_a_turn_by_its_still(tmp_path: Path, now: datetime) -> None:
    film = Attachment("https://desa.id/a.mp4", "video/mp4", role="film")
    stored(tmp_path, [replace(PHOTO, id="film", attachments=(film,))], {})
    with Store.open(tmp_path) as store:
        store.media.add([MediaRecord(url=film.url, path="media/a.mp4", thumbnail="media/a-still.jpg", pages=30)])
    hall = Hall(tmp_path, USUAL)
    moment = Moment(now, Trust.TRUSTED)
    try:
        (shown,) = PosterLoop(hall.repository).slides(moment)
        assert (shown.kind, shown.path) == (FILM, "media/a-still.jpg")
    finally:
        hall.close()


def test_a_poster_with_a_film_has_two_turns(tmp_path: Path, now: datetime) -> None:
    film = Attachment("https://desa.id/a.mp4", "video/mp4", role="film")
    stored(tmp_path, [replace(POSTER, id="film", attachments=(*POSTER.attachments, film))], {})
    with Store.open(tmp_path) as store:
        store.media.add([MediaRecord(url=film.url, path="media/a.mp4", thumbnail="media/a-still.jpg", pages=30)])
    hall = Hall(tmp_path, USUAL)
    try:
        slides = PosterLoop(hall.repository).slides(Moment(now, Trust.TRUSTED))
        assert [(slide.kind, slide.path) for slide in slides] == [
            (FILM, "media/a-still.jpg"),
            ("poster", present(present(hall.repository.item("film")).picture).path),
        ]
    finally:
        hall.close()


def test_hours_days_and_ends_count_by_a_clock_that_is_trusted(tmp_path: Path, now: datetime) -> None:
    minute = now.hour * 60 + now.minute
    items = [
        replace(
            POSTER, id="now", loop=LoopTerms(1, ((minute, minute + 1),), (now.weekday(),), now + timedelta(hours=1))
        ),
        replace(POSTER, id="later", loop=LoopTerms(1, ((minute + 1, minute + 2),))),
        replace(POSTER, id="another day", loop=LoopTerms(1, (), ((now.weekday() + 1) % 7,))),
        replace(POSTER, id="over", loop=LoopTerms(until=now)),
        replace(POSTER, id="always"),
    ]
    assert sorted(among(tmp_path, *items, at=now)) == ["always", "now"]
    assert among(tmp_path, *items, at=now, trust=Trust.UNKNOWN) == ["always"]


def test_a_rumour_is_never_shown_alone(tmp_path: Path, now: datetime) -> None:
    own = {name: getattr(POSTER, name) for name in NewsItem.__struct_fields__}
    assert among(tmp_path, Clarification(**own, claim="x"), at=now) == []


def test_old_news_have_no_turn_unless_they_say_so(tmp_path: Path, now: datetime) -> None:
    later = now + timedelta(days=20)
    assert among(tmp_path, POSTER, replace(SECOND, loop=LoopTerms()), at=later) == ["kedua"]


def test_none_by_night_and_none_where_the_settings_say_so(tmp_path: Path) -> None:
    stored(tmp_path, [POSTER], {})
    for settings, hour in ((USUAL, 22), (replace(USUAL, loop=LoopSettings(posters=False)), 9)):
        hall = Hall(tmp_path, settings)
        hall.now = hall.now.replace(hour=hour)
        assert shown(hall) == []
        hall.close()


def test_a_touch_opens_the_poster_and_back_is_home(hall: Hall) -> None:
    hall.controller.page("idle").showing("poster")
    assert hall.controller.visit.touched()  # which is all that this finger does
    assert (hall.board.screen, view_of(hall.board, ArticleView).item.id) == ("item", "poster")
    hall.controller.back()
    assert hall.board.screen == "home"


def test_a_touch_where_no_poster_is_or_that_is_gone_leads_home(hall: Hall) -> None:
    for name in ("", "gone"):
        hall.controller.navigation.rest()
        hall.controller.page("idle").showing(name)
        hall.controller.visit.touched()
        assert hall.board.screen == "home"


def test_listen_reads_the_poster_that_is_shown_else_the_summary(hall: Hall) -> None:
    hall.controller.page("idle").showing("poster")
    hall.controller.listen()
    assert (hall.board.screen, hall.voice.said[-1].id) == ("item", "poster")
    hall.reader.stop()
    hall.controller.navigation.rest()
    hall.controller.page("idle").showing("")
    hall.controller.listen()
    assert hall.voice.said[-1].id == "bulletin"


def test_recordings_of_a_poster_take_turns_where_nobody_has_chosen_a_language(tmp_path: Path) -> None:
    sounds = tuple(
        Attachment(f"https://a.id/{code}.mp3", "audio/mpeg", path=f"media/{code}.wav", language=code)
        for code in ("blz", "id")
    )
    poster = replace(POSTER, attachments=(*POSTER.attachments, *sounds))
    stored(tmp_path, [poster], {})
    hall = Hall(tmp_path, USUAL, guided=True)
    heard = []
    for _ in range(3):
        hall.controller.navigation.rest()
        hall.controller.page("idle").showing("poster")
        hall.controller.listen()
        heard.append(present(hall.voice.said[-1].recording).stem)
        hall.reader.stop()
    assert heard == ["id", "blz", "id"]
    hall.close()


def test_a_look_costs_nothing_while_the_store_stands_still(hall: Hall) -> None:
    loop, looks = PosterLoop(hall.repository), []
    look = loop._find_slides

    def counted(moment: Moment) -> Any:
        looks.append(moment)
        return look(moment)

    loop._find_slides = counted  # type: ignore[method-assign]
    moment = present(hall.board.moment)
    assert loop.slides(moment) == loop.slides(moment)
    assert len(looks) == 1


def test_the_settings_are_read() -> None:
    assert (Settings().loop.posters, Settings().loop.films, Settings().loop.seconds) == (True, True, 20)
