"""The idle screen: what it shows in turn, that it moves and dims, and the sheet's volume."""

from __future__ import annotations

import gc
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from kivy.clock import Clock
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from kiosk.core.clock import Moment, Trust
from kiosk.pages.idle.screen import PrayerRow, SlideCard, UpcomingRow
from kiosk.pages.idle.slides import FILM, Slide
from kiosk.pages.idle.view import IdleView
from kiosk.pages.idle.widgets.poster_slide import PosterPlace, PosterSlide
from kiosk.ui.frame.settings_sheet import Option, VolumeBars
from kiosk.ui.widgets.film_stage import FilmStage
from kiosk.ui.widgets.play_disc import PlayDisc
from tests.support.board import view_of
from tests.support.colours import colour_at, colours
from tests.support.present import present
from tests.support.shown_village import DAY
from tests.support.stage import Stage


def open_idle(stage: Stage, size: tuple[int, int] = (1280, 720), **board: Any) -> Any:
    village = stage.village
    view = replace(village.views["idle"], news=village.hero, notice=village.notices[0])
    stage.open("idle", size, view=view, **board)
    screen = stage.shell.screen
    Clock.unschedule(screen.turn_slide)  # the test turns it: a slow machine's clock is not to
    return screen


def test_events_news_and_an_announcement_take_turns(stage: Stage) -> None:
    screen = open_idle(stage)
    assert len(stage.widgets(UpcomingRow)) == 3
    seen = []
    for _ in range(3):
        screen.turn_slide(12)
        stage.settle()
        seen.append((screen.above, [card.title for card in stage.widgets(SlideCard)]))
    assert seen == [
        ("Berita", [stage.village.hero.title]),
        ("Pengumuman", [stage.village.notices[0].title]),
        ("Kegiatan berikutnya", []),
    ]


def test_what_there_is_not_has_no_turn(stage: Stage) -> None:
    screen = open_idle(stage)
    stage.show(IdleView())
    stage.settle()
    screen.turn_slide(12)
    stage.settle()
    assert stage.widgets(SlideCard) == stage.widgets(UpcomingRow) == []
    assert "Kegiatan berikutnya" not in stage.texts()


def posters(stage: Stage, *numbers: int, of: int = 3) -> tuple[Slide, ...]:
    pictures = stage.village.photographs.pictures
    item = stage.village.poster.item
    return tuple(Slide(replace(item, id=f"p{n}"), pictures[n], number=n, total=of) for n in numbers)


def test_posters_take_turns_with_the_others_and_the_controller_knows_which_is_shown(stage: Stage) -> None:
    screen = open_idle(stage)
    stage.show(replace(view_of(stage.board, IdleView), posters=posters(stage, 1, 2)))
    stage.settle()
    seen = []
    for _ in range(6):
        screen.turn_slide(12)
        stage.settle()
        seen.append(stage.controller.calls[-1])
        assert len(stage.widgets(PosterSlide)) == (seen[-1][1] != "")
        assert len(stage.widgets(SlideCard)) == (seen[-1][1] == "")
    showing = "page.idle.showing"
    assert seen == [(showing, each) for each in ("p1", "p2", "", "p1", "p2", "")]


def test_a_controller_that_comes_after_the_first_picture_learns_which_poster_it_shows(stage: Stage) -> None:
    later, stage.controller = stage.controller, None
    stage.open("idle", view=replace(stage.village.views["idle"], posters=posters(stage, 1, 2), only=True))
    assert later.calls == later.told == []
    stage.shell.obey(later)
    assert later.calls == [("page.idle.showing", "p1")]
    assert later.told == [stage.shell.theme.capacity]
    assert stage.shell.screen.controller is later


def test_a_new_poster_comes_first(stage: Stage) -> None:
    stage.open("idle", view=replace(stage.village.views["idle"], posters=posters(stage, 1, 2), only=True))
    (shown,) = stage.widgets(PosterSlide)
    assert shown.slide.item.id == "p1"
    stage.show(IdleView(posters=posters(stage, 3, 1, 2), only=True))
    stage.settle()
    assert [each.slide.item.id for each in stage.widgets(PosterSlide)] == ["p3"]


@pytest.mark.slow(cases=0)
def test_a_minute_leaves_the_poster_as_it_is_and_no_texture_is_held_when_it_goes(stage: Stage) -> None:
    stage.open("idle", view=replace(stage.village.views["idle"], posters=posters(stage, 1, 2), only=True))
    screen = stage.shell.screen
    (shown,) = stage.widgets(PosterSlide)
    stage.board.moment = replace(stage.board.moment, now=stage.board.moment.now + timedelta(minutes=1))
    stage.settle()
    assert stage.widgets(PosterSlide) == [shown]
    assert "09.42" in stage.texts()
    textures = stage.shell.theme.pictures
    assert len(textures) == 1
    del shown
    screen.turn_slide(20)
    stage.settle()
    gc.collect()
    assert [each.slide.item.id for each in stage.widgets(PosterSlide)] == ["p2"]
    assert len(textures) == 1
    stage.board.screen = "home"
    stage.settle()
    gc.collect()
    assert stage.widgets(PosterSlide) == []
    stage.board.screen = "idle"
    stage.settle()
    assert [each.slide.item.id for each in stage.widgets(PosterSlide)] == ["p1"]
    assert stage.controller.calls[-1] == ("page.idle.showing", "p1")


class Player:
    """A loop's film without a decoder: its pictures are the still's."""

    def __init__(self, stage: Stage) -> None:
        self.calls: list[str] = []
        self.ended = False
        self.picture = stage.village.frame
        stage.controller.page("idle").film = self

    def begin(self, film: Attachment, subtitles: Attachment | None) -> None:
        assert (film.is_film, subtitles is not None) == (True, True)
        self.calls.append("begin")

    def close(self) -> None:
        self.calls.append("close")

    def current_subtitle(self) -> str:
        return "Tancapkan bibit."

    def over(self) -> bool:
        return self.ended


def film_and_poster(stage: Stage, **view: Any) -> tuple[Any, Player]:
    """Open the idle screen with a film, whose turn is first, and a poster. Return screen and player."""
    player, item = Player(stage), stage.village.film.item
    turns = (Slide(item, present(item.film), kind=FILM), *posters(stage, 1))
    stage.open("idle", view=replace(stage.village.views["idle"], posters=turns, only=True, **view))
    stage.settle()
    return stage.shell.screen, player


def waiting(screen: Any) -> list[Any]:
    return [event for event in Clock.get_events() if event.get_callback() == screen.turn_slide]


def test_a_film_plays_in_its_turn_with_its_words_until_it_ends(stage: Stage) -> None:
    screen, player = film_and_poster(stage)
    (film,) = stage.widgets(FilmStage)
    assert (player.calls, film.playing, film.drawn) == (["begin"], True, True)
    assert "Tancapkan bibit." in stage.texts()
    assert waiting(screen) == [], "it is as long as it is"
    stage.board.moment = replace(stage.board.moment, now=stage.board.moment.now + timedelta(minutes=1))
    stage.settle()
    assert player.calls == ["begin"], "a minute leaves it as it is"
    player.ended = True
    film._next_frame(0)
    stage.settle()
    assert player.calls == ["begin", "close"]
    assert stage.widgets(FilmStage) == []
    assert [each.slide.item.id for each in stage.widgets(PosterSlide)] == ["p1"]
    assert len(waiting(screen)) == 1


def test_a_film_that_was_closed_tells_no_end(stage: Stage) -> None:
    """It ends in the very frame in which the screen goes dark."""
    screen, player = film_and_poster(stage)
    (film,) = stage.widgets(FilmStage)
    stage.board.dark = True
    player.ended = True
    film._next_frame(0)
    stage.settle()
    player.ended = False
    stage.board.dark = False
    stage.settle()
    assert player.calls == ["begin", "close", "begin"]
    assert waiting(screen) == []


def test_nothing_plays_in_the_dark_behind_another_screen_or_where_the_settings_say_so(stage: Stage) -> None:
    screen, player = film_and_poster(stage, films=False)
    assert player.calls == []
    stage.show(replace(view_of(stage.board, IdleView), films=True))
    stage.settle()
    stage.board.dark = True
    stage.settle()
    stage.board.dark = False
    stage.settle()
    assert player.calls == ["begin", "close", "begin"]
    stage.board.screen = "home"
    stage.settle()
    assert player.calls[3:] == ["close"]
    assert stage.widgets(FilmStage) == []
    assert waiting(screen) == []


def test_a_film_that_cannot_be_played_leaves_its_still_for_its_turn(stage: Stage) -> None:
    player, item = Player(stage), stage.village.film.item
    player.ended = True
    film = Slide(item, present(item.film), kind=FILM)
    stage.open("idle", view=replace(stage.village.views["idle"], posters=(film,), only=True))
    stage.settle()
    screen = stage.shell.screen
    assert player.calls == ["begin", "close"]
    assert [each.slide for each in stage.widgets(PosterSlide)] == [film]
    assert len(waiting(screen)) == 1
    assert stage.widgets(PlayDisc)


def test_a_film_alone_rests_between_two_turns(stage: Stage) -> None:
    player, item = Player(stage), stage.village.film.item
    stage.open(
        "idle",
        view=replace(stage.village.views["idle"], posters=(Slide(item, present(item.film), kind=FILM),), only=True),
    )
    screen = stage.shell.screen
    for began in (1, 1, 2):
        stage.settle()
        assert player.calls.count("begin") == began
        screen.turn_slide(0)


def test_todays_prayer_times_have_a_turn_where_they_do_not_stand_below_the_clock(stage: Stage) -> None:
    stage.open("idle", view=IdleView(day=DAY))
    assert [(row.name, row.chosen) for row in stage.widgets(PrayerRow)] == [
        ("Subuh", False), ("Zuhur", True), ("Asar", False), ("Magrib", False), ("Isya", False),
    ]  # fmt: skip
    stage.open("idle", (1920, 1080), view=IdleView(day=DAY))
    assert stage.widgets(PrayerRow) == []
    past = replace(DAY, prayers=replace(present(DAY.prayers), next=-1))
    stage.open("idle", view=IdleView(day=past))
    assert stage.widgets(PrayerRow) == []


def test_one_clock_event_waits_for_the_next_turn_as_long_as_its_kind_is_shown(stage: Stage) -> None:
    stage.open("idle", view=replace(stage.village.views["idle"], posters=posters(stage, 1), only=True, seconds=33))
    screen = stage.shell.screen
    for _ in range(3):
        (waiting,) = [event for event in Clock.get_events() if event.get_callback() == screen.turn_slide]
        screen.turn_slide(33)
    assert (waiting.timeout, waiting.loop) == (33, False)


@pytest.mark.parametrize("size", [(1280, 720), (800, 480), (720, 1280)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("which", ["poster", "photographs"])
def test_all_of_a_poster_is_seen_beside_the_time(stage: Stage, size: tuple[int, int], which: str) -> None:
    article = getattr(stage.village, which)
    picture = article.pictures[0]
    stage.open(
        "idle", size, view=replace(stage.village.views["idle"], posters=(Slide(article.item, picture),), only=True)
    )
    (slide,) = stage.widgets(PosterSlide)
    (place,) = stage.widgets(PosterPlace)
    shown = place.children[0]
    assert shown.height / shown.width == pytest.approx(picture.height / picture.width, rel=0.02)
    assert shown.x >= -1
    assert shown.y >= -1
    assert shown.right <= size[0] + 1
    assert shown.top <= size[1] + 1
    assert slide.beside == (size[0] > size[1] and which == "poster")


def test_nothing_turns_while_another_screen_is_shown(stage: Stage) -> None:
    stage.open("idle")
    screen = stage.shell.screen
    turning = [event for event in Clock.get_events() if event.get_callback() == screen.turn_slide]
    assert len(turning) == 1
    stage.board.screen = "home"
    stage.settle()
    assert [event for event in Clock.get_events() if event.get_callback() == screen.turn_slide] == []


@pytest.mark.parametrize("size", [(1280, 720), (800, 480), (720, 1280)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_slide_ends_above_the_call_to_touch(stage: Stage, size: tuple[int, int]) -> None:
    screen = open_idle(stage, size)
    long = replace(stage.village.notices[0], title="Pengumuman penting " * 8, text="Isi pengumuman. " * 60)
    for view in (IdleView(news=stage.village.hero, only=True), IdleView(notice=long, only=True)):
        stage.show(view)
        stage.settle()
        stage.settle()
        card = stage.widgets(SlideCard)[0]
        assert card.y >= screen.ids.call.top - 1
        assert card.height > 80


def test_the_picture_moves_each_minute_and_stays_near(stage: Stage) -> None:
    screen = open_idle(stage)
    moment, places = stage.board.moment, set()
    for minute in range(9):
        stage.board.moment = replace(moment, now=moment.now + timedelta(minutes=minute))
        stage.settle()
        places.add(tuple(screen.shift))
    assert len(places) == 9
    assert all(abs(x) <= 4 and abs(y) <= 4 for x, y in places)


def test_it_is_dimmer_by_night_and_white_text_still_stands_out(stage: Stage) -> None:
    screen = open_idle(stage)
    day = colour_at(stage.picture(), (640, 30))
    stage.board.moment = Moment(stage.board.moment.now.replace(hour=22), Trust.TRUSTED)
    stage.settle()
    assert screen.night
    night = stage.picture()
    assert sum(colour_at(night, (640, 30))) < sum(day) * 0.8
    brightest = max(sum(colour) for colour, _ in colours(night.crop((0, 150, 600, 330))))
    assert brightest > 3 * 150


def test_the_sheet_turns_the_volume(stage: Stage) -> None:
    stage.open("home", sheet=True, volume=80)
    (bars,) = stage.widgets(VolumeBars)
    assert bars.share == pytest.approx(0.8)
    louder = next(option for option in stage.widgets(Option) if option.value == "louder")
    stage.tap(louder)
    assert ("preferences.turn_volume", 10) in stage.controller.calls
    stage.board.volume = 30
    stage.settle()
    assert bars.share == pytest.approx(0.3)


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize("size", [(1280, 720), (800, 480), (1024, 600), (1920, 1080)])
@pytest.mark.parametrize(("hour", "minute"), [(8, 0), (20, 0), (8, 40), (0, 0)])
def test_the_clock_stays_within_its_column(stage: Stage, size: tuple[int, int], hour: int, minute: int) -> None:
    stage.open("idle", size)
    now = stage.board.moment.now
    screen = open_idle(stage, size, moment=Moment(now.replace(hour=hour, minute=minute), Trust.TRUSTED))
    clock = next(each for each in screen.ids.now.children if getattr(each, "words", "") == screen.clock)
    assert clock.right < screen.ids.upcoming.x


@pytest.mark.slow(cases=0)
def test_its_slides_are_drawn_without_a_word_on_stderr(tmp_path: Path) -> None:
    shot = ("idle", "--state", "news", "--size", "1280x720", "--out", str(tmp_path / "x.png"))
    drawn = subprocess.run([sys.executable, "-m", "tests.gallery", *shot], capture_output=True, text=True, check=True)
    assert "iteration" not in drawn.stderr
