"""States in which the technician's page is pictured, and what of the hall lies behind the same PIN."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from content_cache.model.problems import problem
from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.content.views.service_views import Tool
from kiosk.core.messages import RecordingEnded, RecordingHeard
from kiosk.hall.desk.certificate import certificate
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.hall.notices.store import NoticeStore
from kiosk.pages.technician.notice_editor import NoticeEditor
from kiosk.pages.technician.notice_list import DAYS
from kiosk.pages.technician.page import TechnicianPage
from kiosk.settings import DeskSettings, Settings
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.office_layer import OfficeLayer, SettingLine, write_choices, write_layer
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.gallery.posing import PIN, Poses
from tests.gallery.samples.provisioned import JOURNAL, NETWORKS, OUTPUTS, SLOTS

HALL = "desk"
"""Name by which the hall's notices are pictured."""
_WAITING = 2  # notices on the pictured stick
_TRIES = MappingProxyType({"wrong": 1, "locked": 5, "pin": 0, "pin-band": 0})
_CARDS = MappingProxyType({"clock": "clock", "wifi": "network", "password": "network", "normal": ""})
_SET = OfficeLayer(
    rows=(
        SettingLine("speech.quiet_hours", '["20:30-05:30"]', "pesisir", "group"),
        SettingLine("speech.volume", "70", "semua", "all", "local", datetime(2026, 12, 21, tzinfo=UTC)),
        SettingLine("update.ring", '"trial"', "percobaan", "kiosk", "asked"),
        SettingLine("screen.text_scale", "1.4", "kecamatan", "area"),
    ),
    faults=(Fault(0, "semua: speech.rate", (problem(SettingCode.SILENCES),)),),
)
_NOTICES = (
    ("Rapat desa malam ini di balai", "Ibu Sari", 0, True),
    ("Posyandu pindah ke rumah Ibu Kader", "Pak Budi", 1, False),
    ("Kerja bakti membersihkan saluran air", "Petugas", 3, False),
)
_COUNTS = ((14, 5, 1), (31, 9, 2), (22, 12, 0), (18, 4, 3), (27, 8, 1), (9, 2, 0), (16, 6, 1))


class TechnicianPoses(Poses):
    """The pad, the page, each of its tools with what the provisioner answers, and the hall's notices."""

    page = "status"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {
            page: (
                "normal",
                "pin",
                "pin-band",
                "wrong",
                "locked",
                "wifi",
                "password",
                "clock",
                "tools",
                "new-pin",
                "faults",
                "office",
                "turn",
                "turned",
                "touch",
                "loudspeaker",
                "tone",
                "update",
            ),
            HALL: ("normal", "off", "stick", "write", "voice", "recording", "recorded", "check", "band"),
        }
    )

    def settings(self, own: Settings) -> Settings:
        """Have no picture wait for a microphone, and none depend on this machine's network."""
        if self.shot.screen != HALL:
            return own
        desk = DeskSettings(
            enabled=self.shot.state != "off", address="https://192.168.4.1:8080/", microphone="wav:/dev/null"
        )
        return replace(own, desk=desk)

    def furnish(self, data: Path, now: datetime) -> bool:
        """Lay the hall's notices, or what an office has set."""
        if self.shot.screen == HALL:
            furnish_hall(data, self.shot.state, now)
        elif self.shot.state == "office":
            write_layer(data, _SET)
            write_choices(data, dict.fromkeys(("speech.volume", "update.ring"), now))
        else:
            return False
        return True

    def turn(self, posed: StillKiosk) -> None:
        """Go behind the clock, type the PIN or half of it, and use what the state names."""
        posed.controller.home()
        posed.controller.navigation.knock()
        page: TechnicianPage = posed.controller.page(self.page)
        state = self.shot.state
        for _ in range(_TRIES.get(state, 1)):
            for digit in "0000" if state in _TRIES else PIN:
                page.digit(digit)
            page.try_pin()
        if state in ("pin", "pin-band"):
            for digit in "24":
                page.digit(digit)
        elif self.shot.screen == HALL:
            _leave(page.notices, state)
        elif state not in _TRIES:
            self._use_tool(posed, page, state)

    def _use_tool(self, posed: StillKiosk, page: TechnicianPage, state: str) -> None:
        card = _CARDS.get(state, "storage")
        if card:
            page.use_card(card)
        tools = posed.controller.tools
        match state:
            case "turn" | "turned" | "touch" | "loudspeaker" | "tone":
                self._use_board(posed, state)
            case "wifi":
                tools.show_answer(RequestKind.SCAN, NETWORKS)
            case "password":
                tools.show_answer(RequestKind.SCAN, NETWORKS)
                tools.choose("Balai Desa Bunga")
                for letter in "Desa#2026":
                    tools.type_letters(letter)
            case "new-pin":
                tools.choose(Tool.PIN)
            case "office":
                tools.choose(Tool.OFFICE)
            case "update":
                tools.choose(Tool.UPDATE)
                tools.show_answer(RequestKind.SLOTS, SLOTS)
            case "faults":
                tools.choose(Tool.FAULTS)
                tools.show_answer(RequestKind.FAULTS, JOURNAL)

    def _use_board(self, posed: StillKiosk, state: str) -> None:
        tools = posed.controller.tools
        tool = {"touch": Tool.TOUCH, "loudspeaker": Tool.SOUND, "tone": Tool.SOUND}.get(state, Tool.TURN)
        tools.choose(tool)
        if tool is Tool.TURN:
            tools.choose("90")
            if state == "turned":
                tools.choose("try")
        elif tool is Tool.SOUND:
            tools.board_tools.show_result("outputs", OUTPUTS)
            if state == "tone":
                tools.board_tools.show_result("tone", said=True)


def furnish_hall(data: Path, state: str, now: datetime) -> None:
    """Fill a new data folder with sample notices and counts.

    Raises OSError.
    """
    notice_store = NoticeStore(data, "Bunga")
    for number, (title, author, days, urgent) in enumerate(_NOTICES):
        notice = Notice(
            id=f"contoh-{number}", kind=NoticeKind.ANNOUNCEMENT, title=title, ends=now + timedelta(days=days, hours=10),
            urgent=urgent, author=author, written=now,
        )  # fmt: skip
        notice_store.publish_notice(notice, now)
    with suppress(OSError):  # without openssl the page is drawn without a code
        certificate(notice_store.folder, ("kios.local",))
    if state == "stick":
        folder = notice_store.folder / "stick" / "pengumuman"
        folder.mkdir(parents=True)
        for number in range(_WAITING):
            (folder / f"{number}.txt").write_text("Pembagian bibit\nDi balai desa.", "utf-8")
    with Memory(data) as memory:
        for back in range(DAYS):
            for what, number in zip(("read", "heard", "sought"), _COUNTS[back], strict=True):
                for _ in range(number):
                    memory.counts.add(what, now.date() - timedelta(days=back))


def _leave(desk: NoticeEditor, state: str) -> None:
    """Leave the hall's notices as somebody does who has the PIN."""
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
        desk.on_recorder(RecordingHeard(7.4, 62))
    if state == "recorded":
        desk.on_recorder(RecordingEnded(12.0, 0.5))


def _type(desk: NoticeEditor, words: str) -> None:
    for letter in words:
        desk.type_letters(letter)
