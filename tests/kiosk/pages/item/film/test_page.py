"""A film from its feed to the screen: played, stopped, gone through, by a finger and by the four buttons."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.alerts import Standing
from content_cache.formats import read_feed
from content_cache.model.items import Alert, Attachment, Hazard, Severity
from content_cache.store.store import Store
from kiosk.alerts.screen import LOOK_S
from kiosk.content.local_alerts import view_of as warning_of
from kiosk.control.route import IDLE
from kiosk.core.messages import Ending, SpeechEnded, SpeechPaused
from kiosk.demo.warnings import sample_warning
from kiosk.film.reel import Reel
from kiosk.pages.idle.loop_film import LoopFilm
from kiosk.pages.item.film.page import FilmPage
from kiosk.pages.item.film.view import FilmView
from kiosk.speech.utterance import Manner, Priority, Sentence, Utterance
from kiosk.viewmodel.views import ArticleView, Shown
from tests.content_cache.house import Clock, House, source
from tests.support import films
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.items import NOW
from tests.support.present import present

SECONDS = 30
FEED = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<item><title>Cara menanam bakau agar tidak mati</title><guid>bakau</guid>
  <description>Siapkan bibit setinggi lutut.</description><enclosure url="film.mp4" type="video/mp4" length="1"/>
  <media:content url="teks.srt" type="application/x-subrip"/></item>
<item><title>Film tanpa suara</title><guid>diam</guid><enclosure url="diam.mp4" type="video/mp4" length="1"/></item>
<item><title>Film rusak</title><guid>rusak</guid><enclosure url="rusak.mp4" type="video/mp4" length="1"/></item>
<item><title>Film di YouTube</title><guid>jauh</guid><link>https://www.youtube.com/watch?v=dQw4w9WgXcQ</link></item>
<item><title>Berita panjang dengan film</title><guid>panjang</guid><description>{long}</description>
  <enclosure url="film.mp4" type="video/mp4" length="1"/></item>
</channel></rss>""".format(long=" ".join(["Warga desa menanam bakau di pantai."] * 30))


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a kiosk that has got films of the hall's own."""
    folder, feed = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("feed")
    (feed / "film.mp4").write_bytes(films.film(SECONDS, size=(320, 180), fps=10))
    (feed / "diam.mp4").write_bytes(films.film(2.0, sound=False))
    (feed / "rusak.mp4").write_bytes(films.film(picture=False))
    (feed / "teks.srt").write_bytes(films.SUBTITLES)
    (feed / "feed.xml").write_text(FEED)
    with Store.open(folder) as store:
        house = House(store, Clock(NOW), folder)
        own = source(str(feed / "feed.xml"), own=True, format="rss")
        house.refresher(own, reader=read_feed).refresh(force=True)
    return folder


@pytest.fixture
def hall(refreshed: Path) -> Iterator[Hall]:
    hall = Hall(refreshed, USUAL, guided=True)
    hall.controller.home()
    yield hall
    film_of(hall).stop()
    hall.close()


def view(hall: Hall) -> FilmView:
    return view_of(hall.board, FilmView)


def film_of(hall: Hall) -> FilmPage:
    page: FilmPage = hall.controller.page("film")
    return page


def open_(hall: Hall, item: str = "bakau") -> None:
    hall.controller.navigation.open_item(item)


def begin(hall: Hall, item: str = "bakau") -> None:
    """It plays, and is heard."""
    open_(hall, item)
    film_of(hall).open()
    assert hall.board.screen == "film"
    for message in hall.voice.reach(hall.voice.said[-1].id, -2)[:1]:
        hall.controller.handle(message)


def until_shown(hall: Hall) -> None:
    end = time.monotonic() + 20
    while film_of(hall).picture() is None and time.monotonic() < end:
        time.sleep(0.01)
    assert film_of(hall).picture() is not None


def until_at(hall: Hall, seconds: float) -> None:
    end = time.monotonic() + 20
    found = None
    while time.monotonic() < end and (found is None or abs(found - seconds) > 0.5):
        time.sleep(0.01)
        shown = film_of(hall).picture()
        found = shown[0] if shown is not None else None
    assert found == pytest.approx(seconds, abs=0.5)


def test_its_clock_begins_with_its_sound(hall: Hall) -> None:
    open_(hall)
    film_of(hall).open()
    said = hall.voice.said[-1]
    assert (said.recording, said.sentences) == (hall.folder / present(view(hall).film.sound), ())
    assert hall.voice.manners[-1].priority is Priority.ASKED
    hall.seconds += 2.0
    assert film_of(hall).position() == 0.0, "nothing is heard yet"
    hall.controller.handle(hall.voice.reach(said.id, -2)[0])
    hall.seconds += 1.5
    assert film_of(hall).position() == 1.5
    assert film_of(hall).subtitle().startswith("Tancapkan bibit")
    film_of(hall).turn_text()
    assert film_of(hall).subtitle() == ""
    until_shown(hall)


def test_listen_stops_it_and_goes_on_where_it_was(hall: Hall) -> None:
    begin(hall)
    hall.seconds += 8.0
    hall.controller.listen()
    assert (view(hall).playing, view(hall).at) == (False, 8.0)
    assert hall.voice.speeches == ()
    hall.controller.listen()
    assert view(hall).playing
    assert hall.voice.said[-1].begin_s == 8.0


def test_where_it_was_stopped_it_is_seen_until_somebody_leaves_it(hall: Hall) -> None:
    begin(hall)
    until_shown(hall)
    hall.controller.listen()
    still = present(film_of(hall).picture())
    hall.seconds += 5.0
    assert film_of(hall).picture() == still, "nothing is decoded while it stands"
    hall.controller.back()
    assert hall.board.screen == "item"
    assert film_of(hall).picture() is None


def test_next_and_previous_go_ten_seconds(hall: Hall) -> None:
    begin(hall)
    hall.seconds += 3.0
    hall.controller.next()
    assert hall.voice.said[-1].begin_s == 13.0
    assert film_of(hall).position() == 13.0
    hall.controller.previous()
    hall.controller.previous()
    assert hall.voice.said[-1].begin_s == 0.0
    for _ in range(5):
        hall.controller.next()
    assert film_of(hall).position() == SECONDS - 1.0, "not beyond its end"


def test_it_ends_and_the_item_is_there_again(hall: Hall) -> None:
    begin(hall)
    hall.wait(SECONDS / 2)
    assert hall.board.screen == "film"
    hall.wait(SECONDS / 2 + 1)
    assert hall.board.screen == "item"
    assert (film_of(hall).playing, film_of(hall).position()) == (False, 0.0)


def test_a_warning_stops_it_at_once(hall: Hall) -> None:
    begin(hall)
    until_shown(hall)
    film = view(hall)
    signed = replace(film.item, attachments=(*film.item.attachments, replace(film.film, role="sign")))
    film_of(hall).show(replace(film, item=signed, sign=False))
    film_of(hall).turn_sign()
    until(lambda: film_of(hall).signs() is not None)
    hall.seconds += 5.0
    hall.controller.alerts.tell([sample_warning("normal", hall.now)])
    assert hall.board.screen == "alert"
    assert not film_of(hall).playing
    assert hall.voice.speeches == ()
    hall.seconds += LOOK_S
    hall.controller.home()
    assert hall.board.screen == "film"
    assert view(hall).at == 5.0, "it goes on when somebody wants it"
    assert film_of(hall).picture() is not None, "and shows until then where it stands"
    assert film_of(hall).signs() is not None
    hall.controller.home()
    assert film_of(hall).picture() is film_of(hall).signs() is None, "who leaves it leaves no picture"


def test_a_warning_over_another_screen_keeps_no_picture_of_a_film(hall: Hall) -> None:
    begin(hall)
    until_shown(hall)
    hall.controller.home()
    hall.controller.alerts.tell([sample_warning("normal", hall.now)])
    hall.seconds += LOOK_S
    hall.controller.home()
    assert film_of(hall).picture() is None


def test_what_is_urgent_stops_it(hall: Hall) -> None:
    begin(hall)
    hall.seconds += 5.0
    film = hall.voice.said[-1].id
    hall.voice.say(Utterance("awas", ()), Manner(priority=Priority.URGENT))
    hall.controller.handle(SpeechPaused(film))
    assert (view(hall).playing, view(hall).at) == (False, 5.0)


def test_its_sound_does_not_go_on_after_what_was_urgent(hall: Hall) -> None:
    begin(hall)
    film = hall.voice.said[-1].id
    hall.voice.say(Utterance("awas", ()), Manner(priority=Priority.URGENT))
    hall.controller.handle(SpeechPaused(film))
    assert [speech.utterance.id for speech in hall.voice.speeches] == ["awas"]
    hall.speech_ends()
    assert hall.voice.speeches == ()


def test_stopped_while_something_urgent_is_said_it_is_over_too(hall: Hall) -> None:
    """Before the voice has told that its sound waits."""
    begin(hall)
    hall.voice.say(Utterance("awas", ()), Manner(priority=Priority.URGENT))
    film_of(hall).stop()
    assert [speech.utterance.id for speech in hall.voice.speeches] == ["awas"]


def test_what_took_the_place_of_its_sound_is_not_ended_with_it(hall: Hall) -> None:
    begin(hall)
    film = hall.voice.said[-1].id
    hall.reader.read(Utterance("berita", (Sentence("Warga menanam bakau."),)))
    hall.controller.handle(SpeechEnded(film, Ending.STOPPED))
    assert not view(hall).playing
    assert [speech.utterance.id for speech in hall.voice.speeches] == ["berita"]


def test_where_no_sound_is_to_be_had_it_is_seen(hall: Hall) -> None:
    open_(hall)
    film_of(hall).open()
    hall.speech_ends(Ending.FAILED)
    until_shown(hall)
    hall.seconds += 2.0
    assert film_of(hall).position() == 2.0


def test_a_voice_that_never_answers_is_not_waited_for(hall: Hall) -> None:
    open_(hall)
    film_of(hall).open()
    hall.wait(9.0)
    hall.seconds += 2.0
    assert film_of(hall).position() == 2.0


def test_a_sound_that_comes_after_all_has_its_film_with_it(hall: Hall) -> None:
    open_(hall)
    film_of(hall).open()
    hall.wait(9.0)
    hall.seconds += 3.0
    until_at(hall, 3.0)
    for message in hall.voice.reach(hall.voice.said[-1].id, -2)[:1]:
        hall.controller.handle(message)
    assert film_of(hall).position() == 0.0
    until_at(hall, 0.0)


def test_a_film_without_sound_begins_with_its_first_picture(hall: Hall) -> None:
    open_(hall, "diam")
    said = len(hall.voice.said)
    film_of(hall).open()
    until_shown(hall)
    assert len(hall.voice.said) == said
    hall.seconds += 1.0
    assert film_of(hall).position() == 1.0


def test_one_that_was_damaged_meanwhile_says_so(hall: Hall, refreshed: Path) -> None:
    open_(hall)
    path = refreshed / present(view_of(hall.board, ArticleView).film).path
    body = path.read_bytes()
    path.write_bytes(body[:3000])
    film_of(hall).open()
    end = time.monotonic() + 20
    while not view(hall).failed and time.monotonic() < end:
        hall.wait(0.01)
        time.sleep(0.01)
    path.write_bytes(body)
    assert view(hall).failed
    assert not view(hall).playing


def test_nobody_is_asked_whether_they_are_there_while_it_plays(hall: Hall) -> None:
    begin(hall, "bakau")
    hall.seconds += SECONDS - 2
    hall.controller.visit.watch()
    assert hall.board.seconds_left == 0
    assert film_of(hall).playing


def test_signs_of_a_warning_go_round_until_it_is_understood(hall: Hall) -> None:
    open_(hall, "diam")
    film = present(view_of(hall.board, ArticleView).film).path
    warning = replace(sample_warning("normal", hall.now), sign=film)
    assert hall.controller.page("alert").picture() is None, "no warning"
    hall.controller.alerts.tell([warning])
    seen: list[float] = []
    end = time.monotonic() + 20
    while time.monotonic() < end and not (len(seen) > 2 and seen[-1] < seen[-2]):
        if (found := hall.controller.page("alert").picture()) is not None:
            seen.append(found[0])
        hall.seconds += 0.2
        time.sleep(0.02)
    assert max(seen) > 1.5
    assert seen[-1] < seen[-2], "it begins again"
    hall.controller.home()
    assert hall.controller.page("alert").signs._reel is None


def in_turn(hall: Hall, item: str) -> LoopFilm:
    """Nobody is there, and it is the turn of this item's film."""
    found = present(hall.repository.item(item))
    hall.controller.navigation.start(IDLE)
    film: LoopFilm = hall.controller.page("idle").film
    film.begin(present(found.film), found.subtitles)
    return film


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    assert holds()


def test_while_nobody_is_there_a_film_plays_once_in_silence_with_its_words(hall: Hall) -> None:
    film, said = in_turn(hall, "bakau"), len(hall.voice.said)
    until(film.picture)
    hall.seconds += 1.5
    assert film.words().startswith("Tancapkan bibit")
    assert not film.over()
    hall.seconds += SECONDS - 3
    until(lambda: (shown := film.picture()) is not None and shown[0] > SECONDS - 3)
    hall.seconds += 3
    until(lambda: film.picture() and film.over())
    assert len(hall.voice.said) == said
    film.close()
    assert film.picture() is None


def test_a_film_that_never_comes_or_never_ends_gives_its_turn_back(hall: Hall) -> None:
    still = in_turn(hall, "bakau")
    assert not still.over()
    hall.seconds += 16
    assert still.over(), "no picture of it came"
    short = present(present(hall.repository.item("bakau")).film)
    still.begin(replace(short, pages=1), None)
    until(still.picture)
    hall.seconds += 17
    assert still.over(), "it is longer than it was said to be"
    still.begin(replace(short, path="media/none.mp4"), None)
    until(still.over)
    assert still.picture() is None
    still.close()


def test_a_warning_ends_the_film_whose_turn_it_is(hall: Hall) -> None:
    film = in_turn(hall, "bakau")
    until(film.picture)
    reel = present(film._reel)
    hall.controller.alerts.tell([sample_warning("normal", hall.now)])
    assert hall.board.screen == "alert"
    assert film.picture() is None
    reel.join()
    assert not reel._thread.is_alive()
    hall.controller.home()


def test_listen_plays_the_film_whose_turn_it_is_with_its_sound(hall: Hall) -> None:
    in_turn(hall, "bakau")
    hall.controller.page("idle").showing("bakau")
    hall.press("listen")
    assert hall.board.screen == "film"
    assert view(hall).playing
    assert hall.voice.said[-1].recording is not None


def children() -> set[int]:
    """Processes that this one has started and that are not over."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == os.getpid() and state != "Z":
                found.add(int(stat.parent.name))
    return found


def warn(hall: Hall, sign: str) -> Reel:
    """A warning with signs is on the screen, and they are begun."""
    hall.controller.alerts.tell([replace(sample_warning("normal", hall.now), sign=sign)])
    hall.controller.page("alert").picture()
    reel: Reel | None = hall.controller.page("alert").signs._reel
    return present(reel)


def until_signed(hall: Hall) -> None:
    end = time.monotonic() + 20
    while hall.controller.page("alert").picture() is None and time.monotonic() < end:
        time.sleep(0.01)
    assert hall.controller.page("alert").picture() is not None


def until_failed(reel: Reel) -> None:
    end = time.monotonic() + 20
    while not reel.failed and time.monotonic() < end:
        time.sleep(0.01)
    assert reel.failed


def test_signs_of_a_warning_go_on_longer_than_a_decoder_lives(hall: Hall) -> None:
    open_(hall, "diam")
    reel = warn(hall, present(view_of(hall.board, ArticleView).film).path)
    until_signed(hall)
    hall.seconds += 700.0
    end = time.monotonic() + 20
    while hall.controller.page("alert").signs._reel is reel and time.monotonic() < end:
        hall.controller.page("alert").picture()
        time.sleep(0.01)
    assert hall.controller.page("alert").signs._reel is not reel
    until_signed(hall)
    reel.join()
    assert not reel._thread.is_alive(), "the one before is over"
    hall.controller.home()


def test_signs_whose_decoder_broke_off_begin_anew_after_a_minute(hall: Hall) -> None:
    open_(hall, "diam")
    before = children()
    reel = warn(hall, present(view_of(hall.board, ArticleView).film).path)
    until_signed(hall)
    (decoder,) = children() - before
    os.kill(decoder, signal.SIGKILL)
    until_failed(reel)
    assert hall.controller.page("alert").picture() is None
    assert hall.controller.page("alert").signs._reel is reel, "not at once"
    hall.seconds += 61.0
    until_signed(hall)
    hall.controller.home()


def test_signs_that_cannot_be_played_are_not_tried_again_and_again(hall: Hall, refreshed: Path) -> None:
    (refreshed / "rusak.mp4").write_bytes(films.film(picture=False))
    reel = warn(hall, "rusak.mp4")
    until_failed(reel)
    hall.seconds += 3600.0
    assert hall.controller.page("alert").picture() is None
    assert hall.controller.page("alert").signs._reel is reel
    hall.controller.home()


def test_the_settings_give_a_kind_of_warning_its_signs() -> None:
    standing = Standing(Alert(id="a", source="BMKG", title="Gempa", hazard=Hazard.QUAKE), Severity.SIAGA)
    signs = {"gempa": "/etc/kiosk/gempa.mp4", "tsunami": "/etc/kiosk/tsunami.mp4"}
    assert warning_of(standing, "id", signs=signs).sign == "/etc/kiosk/gempa.mp4"
    own = Attachment("https://pemda.example/s.mp4", "video/mp4", role="sign", path="media/s.mp4")
    theirs = replace(standing, alert=replace(standing.alert, attachments=(own,)))
    assert warning_of(theirs, "id", signs=signs).sign == "media/s.mp4"


# by the four buttons


def test_the_way_there_by_buttons(hall: Hall) -> None:
    hall.board.by_buttons = True
    open_(hall)
    hall.press("next")
    hall.press("previous", "previous")
    assert hall.words.lower().startswith("film. cara menanam bakau agar tidak mati. tekan dengarkan untuk memutar")
    hall.press("listen")
    assert (hall.board.screen, view(hall).playing) == ("film", True)
    hall.press("listen")
    assert not view(hall).playing
    hall.press("home")
    assert hall.board.screen == "home"


def test_of_an_item_that_tells_more_the_text_is_read_and_the_film_comes_next(hall: Hall) -> None:
    hall.board.by_buttons = True
    open_(hall, "panjang")
    hall.press("listen")
    assert (hall.board.screen, "warga desa" in hall.words.lower()) == ("item", True)
    hall.press("listen")
    hall.press("next")
    assert "film" in hall.words.lower()
    hall.press("listen")
    assert (hall.board.screen, view(hall).playing) == ("film", True)


@pytest.mark.parametrize(
    ("item", "told"), [("rusak", "film tidak bisa diputar"), ("jauh", "film ini perlu internet")], ids=["bad", "away"]
)
def test_one_that_is_not_here_says_why_and_is_not_opened(hall: Hall, item: str, told: str) -> None:
    open_(hall, item)
    film_of(hall).open()
    assert hall.board.screen == "item"
    hall.controller.listen()
    assert told in hall.words.lower()


def test_what_is_said_in_sign_language_alone_is_played_alone(hall: Hall) -> None:
    """An announcement is read as ever; its signs are a key away."""
    open_(hall, "diam")
    article = view_of(hall.board, ArticleView)
    signs = replace(article.item, attachments=tuple(replace(each, role="sign") for each in article.item.attachments))
    hall.board.shown = Shown(hall.board.screen, replace(article, item=signs))
    assert not view_of(hall.board, ArticleView).plays
    film_of(hall).open_signs()
    assert (view(hall).playing, view(hall).has_sign) == (True, False)
    until_shown(hall)
    assert film_of(hall).signs() is None


def test_a_film_elsewhere_goes_home_as_its_address(hall: Hall) -> None:
    open_(hall, "jauh")
    hall.controller.page("item").take_home()
    handout = present(hall.board.handout)
    assert (handout.payload, handout.of) == ("https://youtu.be/dQw4w9WgXcQ", "film")
