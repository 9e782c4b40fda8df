"""The hall's own page as pictures show it: sample notices and counts in a folder that is thrown away."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.core.messages import RecordingEnded, RecordingHeard
from kiosk.hall.desk.certificate import certificate
from kiosk.hall.notices.notice import Kind, Notice
from kiosk.hall.notices.store import NoticeStore
from kiosk.pages.technician.notice_list import DAYS
from kiosk.state.memory import Memory

if TYPE_CHECKING:
    from kiosk.pages.technician.notice_editor import NoticeEditor

_NOTICES = (
    ("Rapat desa malam ini di balai", "Ibu Sari", 0, True),
    ("Posyandu pindah ke rumah Ibu Kader", "Pak Budi", 1, False),
    ("Kerja bakti membersihkan saluran air", "Petugas", 3, False),
)
_COUNTS = ((14, 5, 1), (31, 9, 2), (22, 12, 0), (18, 4, 3), (27, 8, 1), (9, 2, 0), (16, 6, 1))
STICK = 2  # notices on the pictured stick


def furnish(data: Path, state: str, now: datetime) -> None:
    """Fill a new data folder. Raises OSError."""
    notice_store = NoticeStore(data, "Bunga")
    for number, (title, author, days, urgent) in enumerate(_NOTICES):
        notice = Notice(
            id=f"contoh-{number}", kind=Kind.ANNOUNCEMENT, title=title, ends=now + timedelta(days=days, hours=10),
            urgent=urgent, author=author, written=now,
        )  # fmt: skip
        notice_store.publish(notice, now)
    with suppress(OSError):  # without openssl the page is drawn without a code
        certificate(notice_store.folder, ("kios.local",))
    if state == "stick":
        folder = notice_store.folder / "stick" / "pengumuman"
        folder.mkdir(parents=True)
        for number in range(STICK):
            (folder / f"{number}.txt").write_text("Pembagian bibit\nDi balai desa.", "utf-8")
    with Memory(data) as memory:
        for back in range(DAYS):
            for what, number in zip(("read", "heard", "sought"), _COUNTS[back], strict=True):
                for _ in range(number):
                    memory.counts.add(what, now.date() - timedelta(days=back))


def pose(desk: NoticeEditor, state: str) -> None:
    """As somebody has left it who has the PIN."""
    desk.open()
    if state in ("write", "check"):
        desk.write()
        _type(desk, "rapat desa besok malam")
        desk.choose_field("text")
        _type(desk, "kita bicarakan jalan tani. bawa usul dari dusun masing-masing.")
    match state:
        case "check":
            desk.done()
        case "voice" | "recording" | "recorded":
            desk.speak()
    if state in ("recording", "recorded"):
        desk.record()
        desk.heard(RecordingHeard(7.4, 62))
    if state == "recorded":
        desk.heard(RecordingEnded(12.0, 0.5))


def _type(desk: NoticeEditor, words: str) -> None:
    for letter in words:
        desk.type_letters(letter)
