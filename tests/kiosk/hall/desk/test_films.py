"""A film of a phone becomes one that the kiosk plays, in captivity, while whoever sent it goes on writing."""

from __future__ import annotations

import errno
import io
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from content_cache.files import in_memory
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.media.films import read_film
from content_cache.store.store import Store
from kiosk.hall.notices.film_drafts import FilmDrafts, take_film
from tests.kiosk.hall.desk.test_posters import files
from tests.kiosk.hall.desk.test_to_the_kiosk import refresh
from tests.kiosk.hall.desk.test_walk import shown
from tests.support import films
from tests.support.desk import Hall, Phone

pytestmark = pytest.mark.attack(
    "people",
    "a film for the desk that is none, is cut off, an hour long, 8K, or says where it was taken",
    "its codecs by a list, 2560x1440 pixels at most; made anew in captivity within 20 minutes of the "
    "lowest priority, one at a time, and looked at in a second child; of what fits pictures and sound "
    "alone are copied; nothing is published before it is there",
)


PATIENCE_S = 120.0


def made(phone: Phone) -> None:
    """Look again and again, as the page says, until there is a form."""
    end = time.monotonic() + PATIENCE_S
    while 'name="judul"' not in phone.page:
        assert time.monotonic() < end
        assert "Film Anda sedang disiapkan" in phone.page
        time.sleep(0.05)
        phone.get(f"/tulis?lanjut={draft(phone)}")


def draft(phone: Phone) -> str:
    return phone.page.partition("lanjut=")[2].partition('"')[0].partition("&")[0]


def send(phone: Phone, *bodies: bytes, **fields: object) -> None:
    phone.get("/tulis")
    sent = [(io.BytesIO(body), f"VID-{n}.mp4", "video/mp4") for n, body in enumerate(bodies)]
    phone.send("/tulis", judul="Panen raya", isi="Sabtu pagi.", foto=sent, **fields)


@pytest.mark.slow(cases=0)
def test_a_film_of_a_phone_is_made_smaller_and_played(hall: Hall, sari: Phone) -> None:
    send(sari, films.film(1.0, size=(848, 480)))
    assert "Film Anda sedang disiapkan" in sari.page
    made(sari)
    (file,) = files(sari)
    assert sari.get(f"/berkas/{file}").mimetype == "video/mp4"
    assert sari.get(f"/berkas/{file}?kecil=1").mimetype == "image/jpeg"
    sari.send("/tulis", kata0="Panen di sawah Pak Amir")
    assert "Begini di kios" in sari.page
    sari.send("/terbit")
    (item,) = shown(hall)
    data = hall.notice_store.folder.parent
    with Store.open(data) as store:
        refresh(data, store, moment=hall.now)
        (item,) = store.reader.items()
        film = item.film
        assert film is not None
        assert film.path
        with (data / film.path).open("rb") as body:
            looked = read_film(body, data / "again", bounded=Bounds(MEMORY_BYTES), seconds=60)
    assert (looked.kept.width, looked.kept.height, looked.seconds) == (636, 360, 1)
    assert looked.sound is not None
    assert list(hall.notice_store.drafts.iterdir()) == [], "nothing of what was sent stays"


def packets(body: bytes) -> list[bytes]:
    with av.open(io.BytesIO(body), "r") as film:
        return [bytes(packet) for packet in film.demux(video=0) if packet.size]


def test_one_that_fits_is_not_made_anew_and_is_one_however_often_it_is_sent(hall: Hall, sari: Phone) -> None:
    body = films.film(1.0, fps=10)
    send(sari, body, body)
    made(sari)
    (file,) = files(sari)
    assert packets((hall.notice_store.drafts / file).read_bytes()) == packets(body)


def test_where_it_was_taken_is_not_kept(hall: Hall, sari: Phone) -> None:
    body = io.BytesIO()
    with av.open(io.BytesIO(films.film(1.0, fps=10)), "r") as source, av.open(body, "w", format="mp4") as out:
        out.metadata["location"] = "-00.9510+122.7896/"
        copied = {one: out.add_stream_from_template(one) for one in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = copied[packet.stream]
                out.mux(packet)
    place = b"-00.9510+122.7896/"
    said = body.getvalue() + (8 + len(place)).to_bytes(4, "big") + b"free" + place
    assert b"loci" in said, "3GPP TS 26.244: where it was taken"
    send(sari, said)
    made(sari)
    (file,) = files(sari)
    kept = (hall.notice_store.drafts / file).read_bytes()
    assert b"loci" not in kept
    assert place not in kept, "in a box of its own, behind all that libraries read"
    assert packets(kept) == packets(films.film(1.0, fps=10))


class Held(Bounds):
    """Does nothing until it is told to."""

    goes_on = threading.Event()

    def __call__(self, *args: Any, **files: Any) -> Any:
        assert self.goes_on.wait(PATIENCE_S)
        return Bounds(MEMORY_BYTES)(*args, **files)


def test_nothing_is_published_before_the_film_is_there(tmp_path: Path) -> None:
    sari = Hall(tmp_path, film_bounds=Held(MEMORY_BYTES)).phone()
    sari.log_in()
    send(sari, films.film(1.0, fps=10))
    sari.get(f"/tulis?lanjut={draft(sari)}&langsung=1")
    assert "Film sedang disiapkan untuk kios." in sari.page
    sari.send("/tulis")
    assert "Film Anda sedang disiapkan" in sari.page
    Held.goes_on.set()
    made(sari)
    sari.send("/tulis")
    assert "Begini di kios" in sari.page


def test_one_of_qhd_is_made_smaller(hall: Hall, sari: Phone) -> None:
    send(sari, films.film(0.2, fps=10, size=(2560, 1440), sound=False))
    made(sari)
    (file,) = files(sari)
    with av.open(str(hall.notice_store.drafts / file)) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (640, 360)


def test_many_films_at_once_push_out_none_that_somebody_is_still_writing_about(hall: Hall, sari: Phone) -> None:
    drafts = hall.notice_store.drafts
    send(sari, films.film(1.0, fps=10))
    made(sari)
    (mine,) = files(sari)
    os.utime(drafts / mine, (1, 1))
    for number in range(12):
        with (drafts / f"{number:032}.mp4.asli").open("wb") as others:
            others.truncate(25_000_000)
    send(sari, films.film(0.5, fps=10))
    assert (drafts / mine).is_file()
    assert len(list(drafts.glob("0*.asli"))) < 12, "of what nobody names the oldest go"


@pytest.mark.slow(cases=0)
def test_where_forms_have_all_the_room_another_film_is_refused_with_a_word(hall: Hall, sari: Phone) -> None:
    send(sari, films.film(1.0, fps=10))
    made(sari)
    (mine,) = files(sari)
    with (hall.notice_store.drafts / mine).open("r+b") as film:
        film.truncate(310_000_000)
    send(sari, films.film(0.5, fps=10))
    assert "Tempat penyimpanan penuh." in sari.page
    assert 'value="Panen raya"' in sari.page
    assert (hall.notice_store.drafts / mine).is_file()


class Full(Bounds):
    """A card that is full when the film is to be kept."""

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_card_is_told_and_nobody_waits_for_ever(tmp_path: Path) -> None:
    hall = Hall(tmp_path, film_bounds=Full(MEMORY_BYTES))
    sari = hall.phone()
    sari.log_in()
    send(sari, films.film(1.0, fps=10))
    made(sari)
    assert "Tempat penyimpanan penuh." in sari.page
    assert 'value="Panen raya"' in sari.page
    assert list(hall.notice_store.drafts.glob("*.asli")) == [], "what came makes room"
    sari.send("/tulis")
    assert "Begini di kios" in sari.page, "without the film"


class FullOnce(Bounds):
    """A card that is full, and has room later."""

    told = False

    def __call__(self, *args: Any, **files: Any) -> Any:
        if not type(self).told:
            type(self).told = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().__call__(*args, **files)


def test_a_film_sent_again_once_there_is_room_is_taken(tmp_path: Path) -> None:
    sari = Hall(tmp_path, film_bounds=FullOnce(MEMORY_BYTES)).phone()
    sari.log_in()
    send(sari, films.film(1.0, fps=10))
    made(sari)
    assert "Tempat penyimpanan penuh." in sari.page
    send(sari, films.film(1.0, fps=10))
    made(sari)
    assert "Tempat penyimpanan penuh." not in sari.page
    assert len(files(sari)) == 1


class LooksTooEarly(FilmDrafts):
    """Whoever asks for `late` has seen what the film is made of, and goes on when that is gone."""

    late = ""

    def waits(self, name: str) -> bool:
        seen = super().waits(name)
        end = time.monotonic() + PATIENCE_S
        asked = threading.current_thread() is threading.main_thread()
        while asked and name == self.late and super().waits(name):
            assert time.monotonic() < end
            time.sleep(0.01)
        return seen


def test_a_film_that_is_made_while_somebody_asks_stays_made(tmp_path: Path) -> None:
    drafts = LooksTooEarly(tmp_path)
    first, second = (take_film(io.BytesIO(films.film(long, fps=10)), tmp_path) for long in (1.0, 0.5))
    assert drafts.making(first)
    drafts.late = first
    assert drafts.making(first), "what it is made of was there a moment ago"
    drafts.late = ""
    assert drafts.making(second)
    drafts.late = second
    drafts.waits(second)  # its turn comes after all that was asked before
    assert (tmp_path / first).is_file()
    assert drafts.fault(first) is None


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize(
    ("made_body", "told"),
    [
        (lambda: b"\0\0\0\x18ftypmp42" + bytes(4_000), "Film ini tidak dapat dipakai"),
        (lambda: films.film(1.0, size=(848, 480))[:2_000], "Film ini tidak dapat dipakai"),
        (lambda: b"\x1a\x45\xdf\xa3" + b"\xff" * 900, "Film ini tidak dapat dipakai"),
        (lambda: films.film(1.0, picture=False), "Film ini tidak dapat dipakai"),
        (lambda: films.film(190.0, fps=1, sound=False), "Film lebih dari 3 menit"),
        (lambda: films.film(0.2, size=(3840, 2160), sound=False), "Gambar film terlalu besar untuk kios."),
    ],
    ids=["zeros", "cut", "webm of nothing", "no picture", "long", "4K"],
)
def test_what_is_no_film_is_told_and_what_was_typed_stays(
    hall: Hall, sari: Phone, made_body: Callable[[], bytes], told: str
) -> None:
    send(sari, made_body())
    made(sari)
    assert told in sari.page
    assert 'value="Panen raya"' in sari.page
    assert files(sari) == []
    sari.send("/tulis")
    assert "Begini di kios" in sari.page
    assert not [each for each in hall.notice_store.drafts.iterdir() if each.suffix == ".asli"]


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif", b"M4A "])
def test_a_photo_that_begins_as_a_film_does_is_none(hall: Hall, sari: Phone, brand: bytes) -> None:
    send(sari, b"\0\0\0\x18ftyp" + brand + bytes(400))
    told = "Foto ini berjenis HEIC" if brand in (b"heic", b"mif1") else "Foto ini tidak dapat dipakai"
    assert told in sari.page
    assert list(hall.notice_store.drafts.iterdir()) == []


def test_it_is_made_after_a_power_cut_too(hall: Hall) -> None:
    body = films.film(1.0, size=(848, 480))
    with in_memory(body) as file:
        file_name = take_film(file, hall.notice_store.drafts)
    hall.notice_store.clear_drafts(keep=[file_name])
    again = FilmDrafts(hall.notice_store.drafts)
    end = time.monotonic() + PATIENCE_S
    while again.making(file_name):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert (hall.notice_store.drafts / file_name).is_file()
    hall.notice_store.clear_drafts()
    assert list(hall.notice_store.drafts.iterdir()) == []
