"""The folder pengumuman of a stick: set aside by the import, taken by the refresher once the PIN was given."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from content_cache.central.import_result import to_json
from kiosk.cli.main import main
from kiosk.hall.notices.store import NoticeStore
from kiosk.hall.notices.usb_staging import MOST_ALL, MOST_FILES, MOST_NAMES, Brought, notice_files, stage, staged
from kiosk.i18n.translation import Translation
from kiosk.installation import Installation
from kiosk.refresher.stick_notices import set_aside, take_waiting
from kiosk.settings import load
from kiosk.shell.usb_stick import UsbStick, words_of
from kiosk.state.hall_sources import MOST_BYTES
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.told import told

pytestmark = pytest.mark.attack(
    "what comes in",
    "a stick's folder of notices has links, huge files or endless names, or comes without a PIN",
    "not copied; nothing is shown before the technician's PIN",
)


@dataclass
class Kiosk:
    folder: Path

    def __post_init__(self) -> None:
        self.data, self.config, self.stick = self.folder / "data", self.folder / "kiosk.toml", self.folder / "stick"
        (self.stick / "pengumuman").mkdir(parents=True)
        self.data.mkdir()
        self.settings('[technician]\npin = "99887766"\n')

    def settings(self, more: str) -> None:
        self.config.write_text(f'[place]\nname = "Desa Bunga"\n{more}', "utf-8")

    @property
    def installation(self) -> Installation:
        return Installation(load(self.config), self.config, self.data, lambda _: None, lambda _: None)

    def put(self, name: str, text: str | bytes) -> None:
        (self.stick / "pengumuman" / name).write_bytes(text.encode() if isinstance(text, str) else text)

    @property
    def notice_store(self) -> NoticeStore:
        return NoticeStore(self.data, "Bunga")


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path)


def test_from_the_stick_to_the_shelf(kiosk: Kiosk, capsys: pytest.CaptureFixture[str]) -> None:
    kiosk.put("rapat.txt", "Rapat desa\nDi balai.")
    kiosk.put("rusak.mp3", b"\xff\xd8\xff\xe0JFIF")
    assert main(["--config", str(kiosk.config), "--data", str(kiosk.data), "import", str(kiosk.stick)]) == 0
    assert "2 pengumuman menunggu PIN petugas" in capsys.readouterr().out
    now = datetime.now(UTC)
    assert kiosk.notice_store.up(now) == [], "nothing is shown before the yes"
    (kiosk.stick / "pengumuman" / "rapat.txt").unlink()  # the stick is gone by then
    with Memory(kiosk.data) as memory:
        number = memory.requests.leave_request(RequestKind.TAKE_STICK, now)
        take_waiting(kiosk.installation, memory)
        brought = Brought.from_json(memory.requests.answer_to(number) or "")
        assert brought.taken == 1
        assert told(brought.faults[0]).startswith("rusak.mp3: Rekaman ini tidak dapat dipakai")
        assert memory.requests.pending(RequestKind.NOTICES), "it is looked for at once"
    assert [(notice.title, notice.author) for notice in kiosk.notice_store.up(now)] == [("Rapat desa", "Petugas")]
    assert staged(kiosk.notice_store.folder) == 0


def test_without_a_pin_nothing_is_set_aside(kiosk: Kiosk) -> None:
    kiosk.settings("")
    kiosk.put("rapat.txt", "Rapat")
    assert "PIN petugas belum dibuat" in set_aside(kiosk.installation, kiosk.stick)
    assert staged(kiosk.notice_store.folder) == 0


def test_a_stick_without_notices_says_nothing(kiosk: Kiosk) -> None:
    assert set_aside(kiosk.installation, kiosk.stick) == ""


def test_a_later_stick_takes_the_place_of_an_earlier_one(kiosk: Kiosk) -> None:
    kiosk.put("a.txt", "Satu")
    stage(kiosk.stick, kiosk.notice_store.folder, 0)
    kiosk.put("b.txt", "Dua")
    assert stage(kiosk.stick, kiosk.notice_store.folder, 0) == 2


def test_what_is_too_large_is_not_copied_whole_and_links_not_at_all(kiosk: Kiosk, tmp_path: Path) -> None:
    with (kiosk.stick / "pengumuman" / "besar.mp3").open("wb") as file:
        file.truncate(3 * MOST_BYTES)
    (tmp_path / "rahasia.txt").write_text("rahasia")
    (kiosk.stick / "pengumuman" / "tautan.txt").symlink_to(tmp_path / "rahasia.txt")
    os.mkfifo(kiosk.stick / "pengumuman" / "pipa.txt")
    stage(kiosk.stick, kiosk.notice_store.folder, 0)
    folder = kiosk.notice_store.folder / "stick" / "pengumuman"
    assert {path.name: path.stat().st_size for path in folder.iterdir()} == {"besar.mp3": MOST_BYTES + 1}
    assert MOST_ALL < 1_000_000_000


def test_of_a_folder_of_very_many_names_not_all_are_looked_at(kiosk: Kiosk) -> None:
    for number in range(MOST_NAMES + 20):
        kiosk.put(f"{number}.txt", "")
    assert len(list(notice_files(kiosk.stick / "pengumuman"))) == MOST_NAMES
    assert stage(kiosk.stick, kiosk.data / "desk", 0) == MOST_FILES


def test_the_screen_tells_that_they_wait(kiosk: Kiosk) -> None:
    words = Translation("id")
    assert words_of([], words, 2) == "2 pengumuman di flash disk menunggu PIN petugas."
    said: list[str] = []

    class Board:
        language, screen, notice, notice_icon, view = "id", "home", "", "", None

    board: Any = Board()
    with Memory(kiosk.data) as memory:
        desk = UsbStick(
            board, memory, say=said.append, light=lambda: None, monotonic=lambda: 0.0, language="id", waiting=lambda: 1
        )
        desk.check_stick()
        number = memory.requests.leave_request(RequestKind.IMPORT, datetime.now(UTC), "/stick")
        desk.check_stick()
        memory.requests.answer_request(number, to_json([]))
        desk.check_stick()
    assert said == ["1 pengumuman di flash disk menunggu PIN petugas."]
    assert (board.notice, board.notice_icon) == (said[0], "check-circle")
