"""A film from its feed to the screen: played, stopped, gone through, by a finger and by the four buttons."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.alerts.screen import LOOK_S
from kiosk.content.views.shown import ArticleView, Shown
from kiosk.core.messages import Ending, SpeechEnded, SpeechPaused
from kiosk.pages.item.film.page import FilmPage
from kiosk.pages.item.film.view import FilmView
from kiosk.speech.utterance import Manner, Priority, Sentence, Utterance
from tests.gallery.samples.warnings import sample_warning
from tests.support.board import view_of
from tests.support.filmed_village import SECONDS, until
from tests.support.hall import Hall
from tests.support.present import present

pytestmark = pytest.mark.attack(
    "what comes in",
    "a film that is damaged after it was stored, in the middle or at its beginning",
)


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
    until(lambda: film_of(hall).picture() is not None)


def until_at(hall: Hall, seconds: float) -> None:
    end = time.monotonic() + 20
    found = None
    while time.monotonic() < end and (found is None or abs(found - seconds) > 0.5):
        time.sleep(0.01)
        shown = film_of(hall).picture()
        found = shown[0] if shown is not None else None
    assert found == pytest.approx(seconds, abs=0.5)


@pytest.mark.slow(cases=0)
def test_its_clock_begins_with_its_sound(film_hall: Hall) -> None:
    open_(film_hall)
    film_of(film_hall).open()
    said = film_hall.voice.said[-1]
    assert (said.recording, said.sentences) == (film_hall.folder / present(view(film_hall).film.sound), ())
    assert film_hall.voice.manners[-1].priority is Priority.ASKED
    film_hall.seconds += 2.0
    assert film_of(film_hall).position() == 0.0, "nothing is heard yet"
    film_hall.controller.handle(film_hall.voice.reach(said.id, -2)[0])
    film_hall.seconds += 1.5
    assert film_of(film_hall).position() == 1.5
    assert film_of(film_hall).subtitle().startswith("Tancapkan bibit")
    film_of(film_hall).turn_text()
    assert film_of(film_hall).subtitle() == ""
    until_shown(film_hall)


@pytest.mark.clause("11.2.2.2")
def test_listen_stops_it_and_goes_on_where_it_was(film_hall: Hall) -> None:
    begin(film_hall)
    film_hall.seconds += 8.0
    film_hall.controller.listen()
    assert (view(film_hall).playing, view(film_hall).at) == (False, 8.0)
    assert film_hall.voice.speeches == ()
    film_hall.controller.listen()
    assert view(film_hall).playing
    assert film_hall.voice.said[-1].begin_s == 8.0


def test_where_it_was_stopped_it_is_seen_until_somebody_leaves_it(film_hall: Hall) -> None:
    begin(film_hall)
    until_shown(film_hall)
    film_hall.controller.listen()
    still = present(film_of(film_hall).picture())
    film_hall.seconds += 5.0
    assert film_of(film_hall).picture() == still, "nothing is decoded while it stands"
    film_hall.controller.back()
    assert film_hall.board.screen == "item"
    assert film_of(film_hall).picture() is None


def test_next_and_previous_go_ten_seconds(film_hall: Hall) -> None:
    begin(film_hall)
    film_hall.seconds += 3.0
    film_hall.controller.next()
    assert film_hall.voice.said[-1].begin_s == 13.0
    assert film_of(film_hall).position() == 13.0
    film_hall.controller.previous()
    film_hall.controller.previous()
    assert film_hall.voice.said[-1].begin_s == 0.0
    for _ in range(5):
        film_hall.controller.next()
    assert film_of(film_hall).position() == SECONDS - 1.0, "not beyond its end"


def test_it_ends_and_the_item_is_there_again(film_hall: Hall) -> None:
    begin(film_hall)
    film_hall.wait(SECONDS / 2)
    assert film_hall.board.screen == "film"
    film_hall.wait(SECONDS / 2 + 1)
    assert film_hall.board.screen == "item"
    assert (film_of(film_hall).playing, film_of(film_hall).position()) == (False, 0.0)


def test_a_warning_stops_it_at_once(film_hall: Hall) -> None:
    begin(film_hall)
    until_shown(film_hall)
    film = view(film_hall)
    signed = replace(film.item, attachments=(*film.item.attachments, replace(film.film, role="sign")))
    film_of(film_hall).show(replace(film, item=signed, sign=False))
    film_of(film_hall).turn_sign()
    until(lambda: film_of(film_hall).signs() is not None)
    film_hall.seconds += 5.0
    film_hall.controller.alerts.tell([sample_warning("normal", film_hall.now)])
    assert film_hall.board.screen == "alert"
    assert not film_of(film_hall).playing
    assert film_hall.voice.speeches == ()
    film_hall.seconds += LOOK_S
    film_hall.controller.home()
    assert film_hall.board.screen == "film"
    assert view(film_hall).at == 5.0, "it goes on when somebody wants it"
    assert film_of(film_hall).picture() is not None, "and shows until then where it stands"
    assert film_of(film_hall).signs() is not None
    film_hall.controller.home()
    assert film_of(film_hall).picture() is film_of(film_hall).signs() is None, "who leaves it leaves no picture"


def test_a_warning_over_another_screen_keeps_no_picture_of_a_film(film_hall: Hall) -> None:
    begin(film_hall)
    until_shown(film_hall)
    film_hall.controller.home()
    film_hall.controller.alerts.tell([sample_warning("normal", film_hall.now)])
    film_hall.seconds += LOOK_S
    film_hall.controller.home()
    assert film_of(film_hall).picture() is None


def test_what_is_urgent_stops_it(film_hall: Hall) -> None:
    begin(film_hall)
    film_hall.seconds += 5.0
    film = film_hall.voice.said[-1].id
    film_hall.voice.say(Utterance("awas", ()), Manner(priority=Priority.URGENT))
    film_hall.controller.handle(SpeechPaused(film))
    assert (view(film_hall).playing, view(film_hall).at) == (False, 5.0)


def test_its_sound_does_not_go_on_after_what_was_urgent(film_hall: Hall) -> None:
    begin(film_hall)
    film = film_hall.voice.said[-1].id
    film_hall.voice.say(Utterance("awas", ()), Manner(priority=Priority.URGENT))
    film_hall.controller.handle(SpeechPaused(film))
    assert [speech.utterance.id for speech in film_hall.voice.speeches] == ["awas"]
    film_hall.speech_ends()
    assert film_hall.voice.speeches == ()


def test_stopped_while_something_urgent_is_said_it_is_over_too(film_hall: Hall) -> None:
    """Before the voice has told that its sound waits."""
    begin(film_hall)
    film_hall.voice.say(Utterance("awas", ()), Manner(priority=Priority.URGENT))
    film_of(film_hall).stop()
    assert [speech.utterance.id for speech in film_hall.voice.speeches] == ["awas"]


def test_what_took_the_place_of_its_sound_is_not_ended_with_it(film_hall: Hall) -> None:
    begin(film_hall)
    film = film_hall.voice.said[-1].id
    film_hall.reader.read(Utterance("berita", (Sentence("Warga menanam bakau."),)))
    film_hall.controller.handle(SpeechEnded(film, Ending.STOPPED))
    assert not view(film_hall).playing
    assert [speech.utterance.id for speech in film_hall.voice.speeches] == ["berita"]


def test_where_no_sound_is_to_be_had_it_is_seen(film_hall: Hall) -> None:
    open_(film_hall)
    film_of(film_hall).open()
    film_hall.speech_ends(Ending.FAILED)
    until_shown(film_hall)
    film_hall.seconds += 2.0
    assert film_of(film_hall).position() == 2.0


def test_a_voice_that_never_answers_is_not_waited_for(film_hall: Hall) -> None:
    open_(film_hall)
    film_of(film_hall).open()
    film_hall.wait(9.0)
    film_hall.seconds += 2.0
    assert film_of(film_hall).position() == 2.0


def test_a_sound_that_comes_after_all_has_its_film_with_it(film_hall: Hall) -> None:
    open_(film_hall)
    film_of(film_hall).open()
    film_hall.wait(9.0)
    film_hall.seconds += 3.0
    until_at(film_hall, 3.0)
    for message in film_hall.voice.reach(film_hall.voice.said[-1].id, -2)[:1]:
        film_hall.controller.handle(message)
    assert film_of(film_hall).position() == 0.0
    until_at(film_hall, 0.0)


def test_a_film_without_sound_begins_with_its_first_picture(film_hall: Hall) -> None:
    open_(film_hall, "diam")
    said = len(film_hall.voice.said)
    film_of(film_hall).open()
    until_shown(film_hall)
    assert len(film_hall.voice.said) == said
    film_hall.seconds += 1.0
    assert film_of(film_hall).position() == 1.0


def test_one_that_was_damaged_meanwhile_says_so(film_hall: Hall, filmed: Path) -> None:
    open_(film_hall)
    path = filmed / present(view_of(film_hall.board, ArticleView).film).path
    body = path.read_bytes()
    path.write_bytes(body[:3000])
    film_of(film_hall).open()
    end = time.monotonic() + 20
    while not view(film_hall).failed and time.monotonic() < end:
        film_hall.wait(0.01)
        time.sleep(0.01)
    path.write_bytes(body)
    assert view(film_hall).failed
    assert not view(film_hall).playing


def test_nobody_is_asked_whether_they_are_there_while_it_plays(film_hall: Hall) -> None:
    begin(film_hall, "bakau")
    film_hall.seconds += SECONDS - 2
    film_hall.controller.visit.check_visitor()
    assert film_hall.board.seconds_left == 0
    assert film_of(film_hall).playing


# by the four buttons


def test_the_way_there_by_buttons(film_hall: Hall) -> None:
    film_hall.board.by_buttons = True
    open_(film_hall)
    film_hall.press("next")
    film_hall.press("previous", "previous")
    assert film_hall.words.lower().startswith("film. cara menanam bakau agar tidak mati. tekan dengarkan untuk memutar")
    film_hall.press("listen")
    assert (film_hall.board.screen, view(film_hall).playing) == ("film", True)
    film_hall.press("listen")
    assert not view(film_hall).playing
    film_hall.press("home")
    assert film_hall.board.screen == "home"


def test_of_an_item_that_tells_more_the_text_is_read_and_the_film_comes_next(film_hall: Hall) -> None:
    film_hall.board.by_buttons = True
    open_(film_hall, "panjang")
    film_hall.press("listen")
    assert (film_hall.board.screen, "warga desa" in film_hall.words.lower()) == ("item", True)
    film_hall.press("listen")
    film_hall.press("next")
    assert "film" in film_hall.words.lower()
    film_hall.press("listen")
    assert (film_hall.board.screen, view(film_hall).playing) == ("film", True)


@pytest.mark.parametrize(
    ("item", "told"), [("rusak", "film tidak bisa diputar"), ("jauh", "film ini perlu internet")], ids=["bad", "away"]
)
def test_one_that_is_not_here_says_why_and_is_not_opened(film_hall: Hall, item: str, told: str) -> None:
    open_(film_hall, item)
    film_of(film_hall).open()
    assert film_hall.board.screen == "item"
    film_hall.controller.listen()
    assert told in film_hall.words.lower()


def test_what_is_said_in_sign_language_alone_is_played_alone(film_hall: Hall) -> None:
    """An announcement is read as ever; its signs are a key away."""
    open_(film_hall, "diam")
    article = view_of(film_hall.board, ArticleView)
    signs = replace(article.item, attachments=tuple(replace(each, role="sign") for each in article.item.attachments))
    film_hall.board.shown = Shown(film_hall.board.screen, replace(article, item=signs))
    assert not view_of(film_hall.board, ArticleView).plays
    film_of(film_hall).open_signs()
    assert (view(film_hall).playing, view(film_hall).has_sign) == (True, False)
    until_shown(film_hall)
    assert film_of(film_hall).signs() is None


def test_a_film_elsewhere_goes_home_as_its_address(film_hall: Hall) -> None:
    open_(film_hall, "jauh")
    film_hall.controller.page("item").take_home()
    handout = present(film_hall.board.handout)
    assert (handout.payload, handout.of) == ("https://youtu.be/dQw4w9WgXcQ", "film")
