"""A film while nobody is there: once, in silence, with its words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.pages.idle.loop_film import LoopFilm
from tests.gallery.samples.warnings import sample_warning
from tests.support.filmed_village import SECONDS, until
from tests.support.hall import Hall
from tests.support.present import present


def in_turn(hall: Hall, item: str) -> LoopFilm:
    """Nobody is there, and it is the turn of this item's film."""
    found = present(hall.repository.item(item))
    hall.controller.navigation.rest()
    film: LoopFilm = hall.controller.page("idle").film
    film.begin(present(found.film), found.subtitles)
    return film


@pytest.mark.clause("5.1.3.10", "11.1.4.2")
def test_while_nobody_is_there_a_film_plays_once_in_silence_with_its_words(film_hall: Hall) -> None:
    film, said = in_turn(film_hall, "bakau"), len(film_hall.voice.said)
    until(film.picture)
    film_hall.seconds += 1.5
    assert film.current_subtitle().startswith("Tancapkan bibit")
    assert not film.over()
    film_hall.seconds += SECONDS - 3
    until(lambda: (shown := film.picture()) is not None and shown[0] > SECONDS - 3)
    film_hall.seconds += 3
    until(lambda: film.picture() and film.over())
    assert len(film_hall.voice.said) == said
    film.close()
    assert film.picture() is None


def test_a_film_that_never_comes_or_never_ends_gives_its_turn_back(film_hall: Hall) -> None:
    still = in_turn(film_hall, "bakau")
    assert not still.over()
    film_hall.seconds += 16
    assert still.over(), "no picture of it came"
    short = present(present(film_hall.repository.item("bakau")).film)
    still.begin(replace(short, pages=1), None)
    until(still.picture)
    film_hall.seconds += 17
    assert still.over(), "it is longer than it was said to be"
    still.begin(replace(short, path="media/none.mp4"), None)
    until(still.over)
    assert still.picture() is None
    still.close()


def test_a_warning_ends_the_film_whose_turn_it_is(film_hall: Hall) -> None:
    film = in_turn(film_hall, "bakau")
    until(film.picture)
    reel = present(film._reel)
    film_hall.controller.alerts.tell([sample_warning("normal", film_hall.now)])
    assert film_hall.board.screen == "alert"
    assert film.picture() is None
    reel.join()
    assert not reel._thread.is_alive()
    film_hall.controller.home()


def test_listen_plays_the_film_whose_turn_it_is_with_its_sound(film_hall: Hall) -> None:
    in_turn(film_hall, "bakau")
    film_hall.controller.page("idle").showing("bakau")
    film_hall.press("listen")
    assert film_hall.board.screen == "film"
    assert film_hall.controller.page("film").playing
    assert film_hall.voice.said[-1].recording is not None
