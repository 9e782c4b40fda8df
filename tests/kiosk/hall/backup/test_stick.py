"""Orders of the technician's page, done on a stick: looked at, saved, restored; full, pulled, foreign, older, forged."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_cache.files import write_whole
from kiosk.hall.backup.faults import BackupCode
from kiosk.hall.backup.kiosk_head import Opener
from kiosk.hall.backup.stick_orders import Errand, StickOrders, StickState
from kiosk.hall.backup.stick_work import BackedUpKiosk, do_order
from kiosk.state.request_kinds import AnswerCode
from tests.kiosk.hall.backup.village import Village
from tests.support.full_disk import full_disk
from tests.support.present import present


class Bench:
    """A village's unit with a stick; *plugged* says whether it is mounted."""

    def __init__(self, village: Village, folder: Path, *, plugged: bool = True) -> None:
        self.village, self.plugged = village, plugged
        folder.mkdir()
        self.orders = StickOrders(folder)
        self.kiosk = BackedUpKiosk(village.data, village.config, village.name, None, lambda: datetime.now(UTC))

    def do(
        self, errand: Errand, file: str = "", words: str = "", *, other: bool = False, older: bool = False
    ) -> StickState:
        number = self.orders.leave_order(errand, file, words, other=other, older=older)
        do_order(self.kiosk, self.village.stick, self.orders, lambda _: self.plugged)
        state = present(self.orders.state_of(number))
        assert state.ended
        return state


@pytest.fixture
def bunga(tmp_path: Path) -> Bench:
    return Bench(Village(tmp_path / "bunga", "Bunga").lived_in(), tmp_path / "orders")


@pytest.fixture
def melati(tmp_path: Path, bunga: Bench) -> Bench:
    """Another kiosk with nothing of its own; Bunga's stick is plugged in there."""
    made = Bench(Village(tmp_path / "melati", "Melati"), tmp_path / "others")
    made.village.stick = bunga.village.stick
    return made


def code(state: StickState) -> str:
    return str(present(state.problem).code)


def test_what_is_saved_is_found_and_comes_back(bunga: Bench) -> None:
    saved = bunga.do(Errand.SAVE)
    assert saved.problem is None
    assert len(saved.words.split()) == 6  # no office has its key
    looked = bunga.do(Errand.LOOK)
    (found,) = looked.found
    assert found == present(saved.saved)
    assert (found.place, found.own, found.opener) == ("Bunga", True, Opener.KEY)
    assert 0 < looked.free < looked.capacity
    (bunga.village.data / "desk/people.json").unlink()
    restored = bunga.do(Errand.RESTORE, found.file)
    assert restored.problem is None
    assert restored.files == saved.files
    assert (bunga.village.data / "desk/people.json").exists()


def test_words_never_lie_in_the_order_that_was_taken(bunga: Bench, melati: Bench) -> None:
    words = bunga.do(Errand.SAVE).words
    (found,) = melati.do(Errand.LOOK).found
    assert (found.own, found.opener) == (False, Opener.WORDS)
    assert code(melati.do(Errand.RESTORE, found.file, "mangga perahu")) == BackupCode.WORDS_WRONG
    assert melati.do(Errand.RESTORE, found.file, words).problem is None
    assert (melati.village.data / "desk/people.json").exists()
    melati.orders.clear()
    assert words.encode() not in b"".join(p.read_bytes() for p in melati.village.folder.rglob("*") if p.is_file())


def test_another_kiosks_backup_and_an_older_one_wait_for_a_yes(tmp_path: Path, bunga: Bench) -> None:
    full = Bench(Village(tmp_path / "nusa", "Nusa").lived_in(), tmp_path / "nusas")
    full.village.stick = bunga.village.stick
    saved = bunga.do(Errand.SAVE)
    file = present(saved.saved).file
    before = full.village.contents()
    assert code(full.do(Errand.RESTORE, file, saved.words)) == BackupCode.OTHER_KIOSK
    write_whole(full.village.data / "desk/audit.log", b"{}\n")
    later = full.village.contents()
    os.utime(full.village.data / "desk/audit.log", (4e9, 4e9))
    assert code(full.do(Errand.RESTORE, file, saved.words, other=True)) == BackupCode.HERE_NEWER
    assert full.village.contents() == later != before
    assert full.do(Errand.RESTORE, file, saved.words, other=True, older=True).problem is None


@pytest.mark.attack(
    "what comes in",
    "a stick brings files that call themselves backups: cut, forged, links, folders, thousands of them, a name that leads away",
    "what is no whole backup is not listed or refused with a line; nothing on the kiosk is changed, nothing else is opened",
)
def test_strange_files_on_a_stick(bunga: Bench) -> None:
    saved = present(bunga.do(Errand.SAVE).saved)
    stick = bunga.village.stick
    whole = (stick / saved.file).read_bytes()
    (stick / "cut.cadangan").write_bytes(whole[:-40])
    (stick / "head.cadangan").write_bytes(whole[:90])
    (stick / "other.cadangan").write_bytes(whole.replace(b"Bunga", b"Bulan", 1))
    (stick / "long.cadangan").write_bytes(b'{"kios-cadangan":' + bytes(100_000))
    (stick / "dir.cadangan").mkdir()
    (stick / "link.cadangan").symlink_to(stick / saved.file)
    for number in range(100):
        (stick / f"{number}.cadangan").write_bytes(b"no")
    before = bunga.village.contents()
    assert {each.file for each in bunga.do(Errand.LOOK).found} == {saved.file, "cut.cadangan", "other.cadangan"}
    refused = {
        name: code(bunga.do(Errand.RESTORE, name))
        for name in ("cut.cadangan", "head.cadangan", "other.cadangan", "long.cadangan", "../data/kiosk.sqlite", "gone")
    }
    assert refused == {
        "cut.cadangan": BackupCode.DAMAGED,
        "head.cadangan": BackupCode.DAMAGED,
        "other.cadangan": BackupCode.DAMAGED,
        "long.cadangan": BackupCode.DAMAGED,
        "../data/kiosk.sqlite": BackupCode.NO_KIOSK,
        "gone": BackupCode.NO_KIOSK,
    }
    assert code(bunga.do(Errand.RESTORE, "link.cadangan")) == BackupCode.STICK_GONE
    assert bunga.village.contents() == before


def test_a_stick_that_is_not_mounted(bunga: Bench) -> None:
    bunga.plugged = False
    assert code(bunga.do(Errand.LOOK)) == AnswerCode.STICK_UNREADABLE
    assert bunga.orders.take() is None


def test_a_full_stick_and_a_full_card_are_told_and_cost_nothing(bunga: Bench, melati: Bench) -> None:
    (bunga.village.data / "desk/media" / f"{'b' * 32}.wav").write_bytes(os.urandom(3_000_000))
    saved = bunga.do(Errand.SAVE)
    stick = {path.name: path.read_bytes() for path in bunga.village.stick.iterdir()}
    with full_disk(1_000_000):
        assert code(bunga.do(Errand.SAVE)) == BackupCode.STICK_FULL
        assert code(melati.do(Errand.RESTORE, present(saved.saved).file, saved.words)) == BackupCode.CARD_FULL
    assert {path.name: path.read_bytes() for path in bunga.village.stick.iterdir()} == stick


def test_a_stick_that_is_pulled_out_ends_the_work_with_a_line(bunga: Bench) -> None:
    """The service manager ends the unit when its device goes."""
    number = bunga.orders.leave_order(Errand.SAVE)
    before = bunga.village.contents()

    def pull(_: Path) -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return True

    do_order(bunga.kiosk, bunga.village.stick, bunga.orders, pull)
    state = present(bunga.orders.state_of(number))
    assert (state.ended, code(state)) == (True, BackupCode.STICK_GONE)
    assert not any(bunga.village.stick.iterdir())
    assert bunga.village.contents() == before
