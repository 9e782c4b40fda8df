"""A warning in sign language: again and again until somebody has understood it."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from content_cache.alerts import Standing
from content_cache.model.attachments import Attachment
from content_cache.model.items import Alert
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.film.reel import Reel
from kiosk.content.local_alerts import view_of
from tests.gallery.samples.warnings import sample_warning
from tests.support import films
from tests.support.hall import Hall
from tests.support.present import present


def silent(hall: Hall) -> str:
    """The path of a film of two seconds without a sound."""
    return present(present(hall.repository.item("diam")).film).path


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


def test_signs_of_a_warning_go_round_until_it_is_understood(film_hall: Hall) -> None:
    film = silent(film_hall)
    warning = replace(sample_warning("normal", film_hall.now), sign=film)
    assert film_hall.controller.page("alert").picture() is None, "no warning"
    film_hall.controller.alerts.tell([warning])
    seen: list[float] = []
    end = time.monotonic() + 20
    while time.monotonic() < end and not (len(seen) > 2 and seen[-1] < seen[-2]):
        if (found := film_hall.controller.page("alert").picture()) is not None:
            seen.append(found[0])
        film_hall.seconds += 0.2
        time.sleep(0.02)
    assert max(seen) > 1.5
    assert seen[-1] < seen[-2], "it begins again"
    film_hall.controller.home()
    assert film_hall.controller.page("alert").signs._reel is None


def test_signs_of_a_warning_go_on_longer_than_a_decoder_lives(film_hall: Hall) -> None:
    reel = warn(film_hall, silent(film_hall))
    until_signed(film_hall)
    film_hall.seconds += 700.0
    end = time.monotonic() + 20
    while film_hall.controller.page("alert").signs._reel is reel and time.monotonic() < end:
        film_hall.controller.page("alert").picture()
        time.sleep(0.01)
    assert film_hall.controller.page("alert").signs._reel is not reel
    until_signed(film_hall)
    reel.join()
    assert not reel._thread.is_alive(), "the one before is over"
    film_hall.controller.home()


def test_signs_whose_decoder_broke_off_begin_anew_after_a_minute(film_hall: Hall) -> None:
    before = children()
    reel = warn(film_hall, silent(film_hall))
    until_signed(film_hall)
    (decoder,) = children() - before
    os.kill(decoder, signal.SIGKILL)
    until_failed(reel)
    assert film_hall.controller.page("alert").picture() is None
    assert film_hall.controller.page("alert").signs._reel is reel, "not at once"
    film_hall.seconds += 61.0
    until_signed(film_hall)
    film_hall.controller.home()


def test_signs_that_cannot_be_played_are_not_tried_again_and_again(film_hall: Hall, filmed: Path) -> None:
    (filmed / "rusak.mp4").write_bytes(films.film(picture=False))
    reel = warn(film_hall, "rusak.mp4")
    until_failed(reel)
    film_hall.seconds += 3600.0
    assert film_hall.controller.page("alert").picture() is None
    assert film_hall.controller.page("alert").signs._reel is reel
    film_hall.controller.home()


def test_the_settings_give_a_kind_of_warning_its_signs() -> None:
    standing = Standing(Alert(id="a", source="BMKG", title="Gempa", hazard=Hazard.QUAKE), Severity.SIAGA)
    signs = {"gempa": "/etc/kiosk/gempa.mp4", "tsunami": "/etc/kiosk/tsunami.mp4"}
    assert view_of(standing, "id", signs=signs).sign == "/etc/kiosk/gempa.mp4"
    own = Attachment("https://pemda.example/s.mp4", "video/mp4", role="sign", path="media/s.mp4")
    theirs = replace(standing, alert=replace(standing.alert, attachments=(own,)))
    assert view_of(theirs, "id", signs=signs).sign == "media/s.mp4"
