"""Behind the PIN: a notice by the keyboard, by the microphone, and what a stick brought. Real folder, real memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.messages import RecordingEnded, RecordingHeard
from kiosk.hall.desk.certificate import certificate
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.hall.notices.store import MOST, STAFF, NoticeStore, new_id
from kiosk.hall.notices.usb_staging import stage
from kiosk.pages.technician.notice_editor import NoticeEditor
from kiosk.pages.technician.notice_list import DAYS
from kiosk.pages.technician.view import DeskStep, DeskView, TakeState
from kiosk.settings import DeskSettings, PlaceSettings, Settings, TechnicianSettings
from kiosk.shell.tools.staff_pin import OPEN_FOR_S
from kiosk.state.request_kinds import RequestKind
from tests.kiosk.hall.desk.test_walk import tone
from tests.support.hall import Hall
from tests.support.items import NOW
from tests.support.present import of, present

PIN = "246810"


@dataclass
class Take1:
    """A recording that is made when the test says so."""

    path: Path
    finished: bool = False
    discarded: bool = False

    def finish(self) -> None:
        self.path.write_bytes(tone("wav"))
        self.finished = True

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self.discarded = True


class OpenDoor:
    """A page behind the PIN that stays open until the test locks it."""

    open = True

    def keep_open(self) -> None:
        """Nothing is drawn here."""


class Bench:
    """A notice editor behind an open door, in a kiosk whose voice says nothing."""

    def __init__(self, data: Path) -> None:
        self.notice_store = NoticeStore(data, "Bunga")
        certificate(self.notice_store.folder, ("kios.local",))
        settings = Settings(
            place=PlaceSettings(name="Bunga"), desk=DeskSettings(enabled=True, address="http://192.168.4.1:8080/")
        )
        self.hall = Hall(data, settings)
        self.memory = self.hall.memory
        self.takes: list[Take1] = []
        self.door = OpenDoor()
        self.desk = NoticeEditor(self.hall.kiosk, self.door, self._record)
        self.desk.open()

    def _record(self, path: Path) -> Take1:
        self.takes.append(Take1(path))
        return self.takes[-1]

    @property
    def view(self) -> DeskView:
        return self.desk.view()

    def type(self, words: str) -> None:
        for letter in words:
            self.desk.type_letters(letter)

    def record(self, seconds: float = 3.0, peak: float = 0.5, fault: str = "") -> None:
        self.desk.speak()
        self.desk.record()
        self.desk.end_record()
        self.desk.on_recorder(RecordingEnded(seconds, peak, fault))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.hall.close()


def test_written_looked_at_heard_published(bench: Bench) -> None:
    desk = bench.desk
    desk.write()
    bench.type("rapat desa  malam ini")
    desk.choose_field("text")
    bench.type("di balai. semua diundang")
    desk.done()
    assert (bench.view.step, bench.view.title, bench.view.text) == (
        DeskStep.CHECK, "Rapat desa malam ini", "Di balai. Semua diundang",
    )  # fmt: skip
    desk.choose_until("hari-ini")
    desk.turn_urgent()
    desk.hear()
    assert "Rapat desa malam ini" in bench.hall.words
    assert bench.notice_store.up(NOW) == [], "nothing is kept before it is published"
    desk.publish()
    (notice,) = bench.notice_store.up(NOW)
    assert (notice.kind, notice.author, notice.urgent, notice.ends.hour) == (NoticeKind.ANNOUNCEMENT, STAFF, True, 23)
    assert notice.ends.date() == NOW.date()
    assert bench.memory.requests.pending(RequestKind.NOTICES), "the refresher is asked to look at once"
    assert bench.view.step is DeskStep.FRONT
    assert [each.title for each in bench.view.notices] == ["Rapat desa malam ini"]
    assert [(line["who"], line["what"]) for line in bench.notice_store.audit()] == [(STAFF, "terbit")]


def test_without_a_title_it_does_not_go_on(bench: Bench) -> None:
    bench.desk.write()
    bench.type(" ")
    bench.desk.done()
    assert (bench.view.step, bench.view.wrong) == (DeskStep.WRITE, True)


def test_what_is_typed_has_an_end(bench: Bench) -> None:
    bench.desk.write()
    bench.type("a" * 200)
    bench.desk.choose_field("text")
    bench.type("b" * 1_000)
    assert (len(bench.view.title), len(bench.view.text)) == (60, 300)
    bench.desk.erase_letter()
    assert len(bench.view.text) == 299


def test_a_voice_notice(bench: Bench) -> None:
    desk = bench.desk
    desk.speak()
    desk.record()
    desk.on_recorder(RecordingHeard(0.4, 61))
    assert (bench.view.take, bench.view.level) == (TakeState.RUNNING, 61)
    desk.end_record()
    desk.on_recorder(RecordingEnded(3.2, 0.4))
    assert bench.view.take is TakeState.MADE
    desk.hear()
    played = present(bench.hall.voice.said[-1].recording)
    assert played.read_bytes() == tone("wav")
    desk.confirm_recording()
    assert bench.view.title == "Pesan suara dari balai desa"
    desk.publish()
    (notice,) = bench.notice_store.up(NOW)
    assert (bench.notice_store.folder / "media" / notice.voice).read_bytes() == tone("wav")
    assert list(bench.notice_store.drafts.iterdir()) == []


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ({"fault": "no device"}, "Mikrofon tidak menjawab"),
        ({"seconds": 0.4}, "Terlalu pendek"),
        ({"peak": 0.0}, "Tidak terdengar apa-apa"),
    ],
)
def test_what_is_no_recording_is_told_and_not_kept(bench: Bench, ending: dict[str, Any], told: str) -> None:
    bench.record(**ending)
    assert told in bench.view.told
    assert (bench.view.take, bench.takes[-1].discarded) == (TakeState.NONE, True)
    bench.desk.confirm_recording()
    assert bench.view.step is DeskStep.VOICE


def test_discarded_or_left_it_is_gone(bench: Bench) -> None:
    bench.record()
    bench.desk.discard()
    assert (bench.view.take, bench.takes[0].discarded) == (TakeState.NONE, True)
    bench.record()
    bench.desk.close()
    assert bench.takes[1].discarded
    bench.desk.on_recorder(RecordingEnded(9.0, 0.5))
    assert list(bench.notice_store.drafts.iterdir()) == []


def test_a_recording_that_a_warning_would_be_in_is_thrown_away_and_that_is_told(bench: Bench) -> None:
    bench.desk.speak()
    bench.desk.record()
    assert bench.desk.recording
    bench.desk.delete_recording()
    assert bench.takes[0].discarded
    assert (bench.desk.recording, bench.view.take, bench.view.told) == (
        False,
        TakeState.NONE,
        "Dibatalkan. Rekaman dihapus.",
    )


def test_a_second_recording_takes_the_place_of_the_first(bench: Bench) -> None:
    bench.record()
    bench.desk.record()
    bench.desk.record()  # the finger is still down
    assert [take.discarded for take in bench.takes] == [True, False]


def test_a_full_shelf_is_told_and_the_recording_is_not_lost(bench: Bench) -> None:
    for number in range(MOST):
        up = Notice(
            id=new_id(),
            kind=NoticeKind.ANNOUNCEMENT,
            title=f"{number}",
            ends=NOW + timedelta(days=1),
            author="Sari",
            written=NOW,
        )
        bench.notice_store.publish_notice(up, NOW)
    bench.record()
    bench.desk.confirm_recording()
    bench.desk.publish()
    assert "tarik satu dulu" in bench.view.told
    bench.notice_store.withdraw_notice(up.id, "Sari", NOW)
    bench.desk.publish()
    assert bench.view.step is DeskStep.FRONT
    assert bench.notice_store.up(NOW)[0].voice


def test_taking_down_asks_once(bench: Bench) -> None:
    test_written_looked_at_heard_published(bench)
    (shown,) = bench.view.notices
    bench.desk.withdraw(shown.id)
    assert (len(bench.notice_store.up(NOW)), bench.view.notices[0].asked) == (1, True)
    bench.desk.withdraw(shown.id)
    assert bench.notice_store.up(NOW) == []
    assert bench.view.notices == ()


def test_nothing_happens_when_the_door_is_locked(bench: Bench) -> None:
    test_written_looked_at_heard_published(bench)
    bench.desk.write()
    bench.type("lagi")
    bench.desk.done()
    bench.door.open = False
    bench.desk.publish()
    assert len(bench.notice_store.up(NOW)) == 1


def test_a_stick_waits_for_a_yes(bench: Bench, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "pengumuman").mkdir(parents=True)
    (stick / "pengumuman" / "rapat.txt").write_text("Rapat\nDi balai.", "utf-8")
    assert stage(stick, bench.notice_store.folder, 0) == 1
    assert bench.view.waiting == 1
    bench.desk.take_stick()
    bench.desk.take_stick()
    (request,) = bench.memory.requests.pending(RequestKind.TAKE_STICK)
    bench.memory.requests.answer_request(request.id, json.dumps({"taken": 1, "faults": []}))
    assert bench.view.told == "1 pengumuman diambil dari flash disk."
    bench.desk.drop_stick()
    assert bench.view.waiting == 0


def test_counts_of_a_week(bench: Bench) -> None:
    bench.memory.counts.add("read", NOW.date())
    bench.memory.counts.add("sought", NOW.date() - timedelta(days=6))
    bench.desk.open()
    assert len(bench.view.counts) == DAYS
    assert (bench.view.counts[0].read, bench.view.counts[6].sought) == (1, 1)


def test_back_goes_one_step(bench: Bench) -> None:
    bench.desk.write()
    bench.type("rapat")
    bench.desk.done()
    bench.desk.step_back()
    assert (bench.view.step, bench.view.title) == (DeskStep.WRITE, "Rapat")
    bench.desk.step_back()
    assert (bench.view.step, bench.view.title) == (DeskStep.FRONT, "")
    bench.desk.step_back()
    assert not bench.desk.shown, "to the technician's page"


def test_on_a_real_kiosk_behind_the_pin(village: Any, tmp_path: Path) -> None:  # noqa: ARG001 -- the store is filled first
    """The controller itself: the way in, what keeps it open, what locks it."""
    hall = Hall(tmp_path, Settings(technician=TechnicianSettings(PIN)))
    controller, board = hall.controller, hall.board
    page = controller.page("status")
    page.notices.open()
    assert not isinstance(board.view, DeskView), "not without the PIN"
    controller.home()
    controller.navigation.knock()
    for digit in PIN:
        page.digit(digit)
    page.try_pin()
    page.notices.open()
    assert of(DeskView, board.view)
    hall.seconds += OPEN_FOR_S - 1
    page.notices.write()
    page.notices.type_letters("a")
    hall.seconds += OPEN_FOR_S - 1
    controller.tick()
    assert of(DeskView, board.view).title == "A", "who writes is not locked out in the middle of it"
    controller.back()
    controller.back()
    assert not isinstance(board.view, DeskView)
    page.notices.open()
    hall.seconds += OPEN_FOR_S + 1
    controller.tick()
    assert not page.open
    assert board.screen != "status"
