"""The voice that goes along with an edition from the desk: off the request's thread, told, waited for by no warning."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.i18n.translation import Translation
from kiosk.narration.narrator import SpokenReadings
from kiosk.office.base.faults import OfficeCode
from kiosk.office.editions.previous import Previous, in_folder
from kiosk.office.editions.speaking import EditionVoice
from kiosk.office.editions.voice import Speak
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.opening import open_office
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.spoken_store import SpokenStore
from tests.support.kokoro import small_kokoro
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom, make_shared_keys
from tests.support.present import present

PATIENCE_S = 60.0


class Booth:
    """A small voice of a test's own; `held` keeps it at its first sentence until it is set, `broken`: nothing can be kept."""

    def __init__(self, place: Path) -> None:
        self.place, self.name = place, "kokoro"
        self.speaker = small_kokoro(place / "voices")
        self.held = threading.Event()
        self.held.set()
        self.begun = threading.Event()
        self.broken: Exception | None = None

    @contextmanager
    def speaking(
        self,
        before: Previous,
        now: datetime,
        told: Callable[[int, int], None],
        enough: Callable[[], bool],
        *,
        render: bool,
    ) -> Iterator[Speak]:
        if self.broken is not None:
            raise self.broken

        def waited(done: int, every: int) -> None:
            told(done, every)
            self.begun.set()
            assert self.held.wait(PATIENCE_S)

        synthesiser = Synthesiser(
            SoundCache(self.place / "wav"), voice=str(self.speaker), deadline_s=60, fall_back=False
        )
        try:
            yield EditionVoice(
                synthesiser=synthesiser if render else None,
                store=SpokenStore(self.place / "spoken", voice="kokoro/em_alex", model="m1", rate_wpm=110),
                readings=SpokenReadings(Translation("id"), Path()), now=now, before=before.feed,
                progress=waited if render else told, enough=enough,
            )  # fmt: skip
        finally:
            synthesiser.close()


@pytest.fixture
def booth(tmp_path: Path) -> Booth:
    return Booth(tmp_path / "bilik")


@pytest.fixture
def room(tmp_path: Path, booth: Booth) -> Newsroom:
    made = Newsroom(tmp_path / "kantor")
    make_shared_keys(made.office.cabinet)
    office = made.office
    cabinet = KeyCabinet(office.cabinet.folder, memory=2**20)
    spoken = open_office(made.folder, clock=lambda: made.now, people=office.people, cabinet=cabinet, voice=booth)
    return Newsroom.over(spoken)


@pytest.fixture
def rahma(room: Newsroom) -> Browser:
    for name, text in (("satu", "Pasar pindah ke lapangan. Jalan ditutup."), ("dua", "Air mati hari Selasa.")):
        (room.folder / f"{name}.md").write_text(f"---\ntitle: Kabar {name}\ncategory: berita\n---\n{text}\n", "utf-8")
    editor = room.browser("Rahma Lasaeo")
    editor.get("/terbitkan")
    return editor


def voiced(room: Newsroom) -> list[int]:
    """Return the number of spoken sentences of each item."""
    items = in_folder(room.office.editions.out).feed["items"]
    return [len(item["_kiosk"].get("voice", {}).get("sentences", ())) for item in items]


def test_it_is_spoken_by_a_tick_and_the_page_tells_how_far(room: Newsroom, rahma: Browser, booth: Booth) -> None:
    assert "checked" in rahma.text.split('name="suara"')[1].split(">")[0]
    booth.held.clear()
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD)
    assert booth.begun.wait(PATIENCE_S)
    rahma.get("/terbitkan/1")
    assert "kalimat sudah disuarakan" in rahma.words
    rahma.get("/terbitkan")
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD)
    assert "terbitkan/1" not in rahma.page.headers.get("Location", ""), "one at a time"
    booth.held.set()
    room.office.editions.wait_until_done(PATIENCE_S)
    assert room.office.record.finished()[0].state == "done"
    assert min(voiced(room)) >= 2
    rahma.get("/terbitkan/1")
    assert "sudah terbit" in rahma.words


def test_without_the_tick_nothing_is_spoken(room: Newsroom, rahma: Browser, booth: Booth) -> None:
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD, suara=None)
    room.office.editions.wait_until_done(PATIENCE_S)
    assert voiced(room) == [0, 0]
    assert not booth.begun.is_set()


def test_who_has_no_time_sends_it_with_what_is_spoken(room: Newsroom, rahma: Browser, booth: Booth) -> None:
    booth.held.clear()
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD)
    assert booth.begun.wait(PATIENCE_S)
    rahma.get("/terbitkan/1")
    rahma.submit("/terbitkan/1/segera")
    booth.held.set()
    room.office.editions.wait_until_done(PATIENCE_S)
    assert room.office.record.finished()[0].state == "done"
    assert sum(voiced(room)) == 1, "the one that was made before"
    writer = room.browser("Anton Djalil")
    assert writer.post("/terbitkan/1/segera", {"tanda": writer.token}).status_code == 403


def test_a_voice_that_fails_keeps_no_edition_back(room: Newsroom, rahma: Browser, booth: Booth) -> None:
    booth.broken = OSError(28, "No space left on device")
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD)
    room.office.editions.wait_until_done(PATIENCE_S)
    assert room.office.record.finished()[0].state == "done"
    assert voiced(room) == [0, 0]
    rahma.get("/terbitkan/1")
    assert "Suara gagal" in rahma.words


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_ours_is_told_as_one(room: Newsroom, rahma: Browser, booth: Booth) -> None:
    """And not as a disk without room."""
    booth.broken = RecursionError("of ours")
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD)
    room.office.editions.wait_until_done(PATIENCE_S)
    (told,) = room.office.record.finished()
    assert (told.state, present(told.problem).code) == ("failed", OfficeCode.UNEXPECTED.value)


def test_where_there_is_no_voice_there_is_no_tick(room: Newsroom, rahma: Browser, booth: Booth) -> None:
    booth.name = ""
    rahma.get("/terbitkan")
    assert 'name="suara"' not in rahma.text
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD, suara="ya")
    room.office.editions.wait_until_done(PATIENCE_S)
    assert voiced(room) == [0, 0]


def test_another_edition_that_came_meanwhile_is_not_lost(room: Newsroom, rahma: Browser, booth: Booth) -> None:
    """Show that an edition published meanwhile, as for a warning, keeps its number, and that the spoken one gets the next."""
    booth.held.clear()
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD)
    assert booth.begun.wait(PATIENCE_S)
    other = Newsroom.over(
        open_office(room.folder, clock=lambda: room.now, people=room.office.people, cabinet=room.office.cabinet)
    )
    editor = other.browser("Rahma Lasaeo")
    editor.get("/terbitkan")
    editor.submit("/terbitkan", sandi=KEY_PASSWORD)
    other.office.editions.wait_until_done(PATIENCE_S)
    assert in_folder(room.office.editions.out).seq == 1
    booth.held.set()
    room.office.editions.wait_until_done(PATIENCE_S)
    assert in_folder(room.office.editions.out).seq == 2
    assert min(voiced(room)) >= 2
    assert rahma.get("/terbitkan/1").status_code == 200
