"""The verbs of those who look after a kiosk. The part of the attendant that visitors never meet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.content.repository import Contents
from kiosk.control.route import Spot
from kiosk.core.clock import Clock
from kiosk.core.messages import Tell
from kiosk.i18n.phrases import Phrases
from kiosk.narration.button_guide import Escort
from kiosk.narration.read_aloud import Reader
from kiosk.service.pin_pad import TechnicianDesk
from kiosk.service.self_tests import PageTests
from kiosk.service.setting_up import SettingUp
from kiosk.service.tool_text import ToolWords
from kiosk.service.tools import ToolDesk
from kiosk.settings import Settings
from kiosk.state.memory import Memory
from kiosk.viewmodel.ports import BoardPort, Readings
from kiosk.viewmodel.service_views import DeskView, StatusView, Tool

if TYPE_CHECKING:  # loaded when somebody has the PIN
    from kiosk.service.notice_editor import NoticeDesk


class Serving(SettingUp):
    """Hands on what the pad and the technician's page are asked, and does what the page's buttons say."""

    def __init__(
        self,
        board: BoardPort,
        contents: Contents,
        memory: Memory,
        reader: Reader,
        clock: Clock,
        *,
        readings: Callable[[str], Readings],
        escort: Escort | None,
        settings: Settings,
        monotonic: Callable[[], float],
    ) -> None:
        super().__init__(board, contents, memory, reader, clock, readings=readings, escort=escort, settings=settings)
        self._monotonic = monotonic
        self._data: Path | None = None
        self._tell: Tell = lambda _message: None
        self._desk: NoticeDesk | None = None
        self._tests = PageTests(board, memory, now=lambda: clock.read().now, say=self._say)
        self.technician = TechnicianDesk(
            board,
            kept=settings.technician.pin,
            enter=lambda: self._go(Spot("status")),
            leave=self.home,
            monotonic=monotonic,
        )
        self.tools = ToolDesk(
            board,
            ask=lambda kind: memory.ask(kind, clock.read().now),
            answer=memory.answer_to,
            now=clock.read,
            words=lambda: ToolWords(Phrases(self._translation())),
            new_pin=self.technician.new_pin,
            monotonic=monotonic,
        )

    def serve(
        self,
        data: Path,
        size: Callable[[], tuple[int, int]],
        version: Callable[[], str],
        *,
        config: Path | None = None,
        tell: Tell = lambda _message: None,
    ) -> None:
        """The technician's page and the first run of this kiosk: its data folder, the screen's size in px, the program's version,
        its kiosk.toml, its inbox."""
        self._data, self._tell = data, tell
        self.keep_in(data, config)

        def gather() -> StatusView:
            from kiosk.service.status import Status  # loaded when somebody has the PIN

            status = Status(self._settings, data, Phrases(self._translation()), version())
            return status.view(
                self._clock.read(),
                self._contents.sources(),
                volume=round(self.board.volume),
                stuck=self.stuck,
                size=size(),
                asked=self._tests.answer(),
            )

        acts = {"refresh": self._tests.refresh, "sound": self._tests.sound, "screen": self._tests.screen}
        opens = {str(tool): partial(self._open_tool, tool) for tool in (Tool.WIFI, Tool.CLOCK, Tool.MORE)}
        self.technician.serve(gather, acts | opens)

    def _open_tool(self, tool: Tool) -> str:
        self.tools.open(tool)
        return ""

    @property
    def stuck(self) -> frozenset[str]:
        """Buttons that are not listened to at present."""
        return frozenset()

    def _leave_screen(self) -> None:
        self.tools.close()
        if self.technician.shown:
            if self._desk is not None:
                self._desk.close()
            self.technician.close()
        super()._leave_screen()

    def _enter_alert(self) -> None:
        self.technician.lock()  # what the warning covers is not open when it goes
        super()._enter_alert()

    def attended(self) -> bool:
        """Is somebody setting the kiosk up or looking after it? No visitor is asked whether he is still there."""
        self.tools.watch()
        stays = self.technician.stays()
        if self.technician.shown and not stays:
            self.tools.close()  # the page has locked
        return stays or self._setting_up

    # where a page of the technician's is open, the verbs of all screens are its own

    def _step(self, step: int) -> None:
        if self.tools.shown and not self.board.sheet:
            self.tools.turn_page(step)
        else:
            super()._step(step)

    def back(self) -> None:
        if isinstance(self.board.technician, DeskView) and not self.board.sheet:
            self.desk.back()
        elif self.tools.shown and not self.board.sheet:
            self.tools.back()
        else:
            super().back()

    def listen(self) -> None:
        if isinstance(self.board.technician, DeskView) and not self._reader.speaking:
            self.desk.hear()
        else:
            super().listen()

    def set_up_internet(self, way: str) -> None:
        """The hall's Wi-Fi is joined at once, by the same tool that a technician has."""
        super().set_up_internet(way)
        if way == "wifi":
            self.tools.open(Tool.WIFI)

    def set_up_sound(self) -> None:
        self._tests.sound()
        super().set_up_sound()

    # the pad and the page

    def knock(self) -> None:
        """Five seconds on the clock."""
        self.technician.knock()

    def pin_digit(self, digit: str) -> None:
        self.technician.digit(digit)

    def pin_erase(self) -> None:
        self.technician.erase()

    def pin_enter(self) -> None:
        self.technician.try_pin()

    def run_test(self, card: str) -> None:
        self.technician.test(card)

    def tool_choose(self, value: str) -> None:
        self.tools.choose(value)

    def tool_letters(self, letters: str) -> None:
        self.tools.type_letters(letters)

    def tool_erase(self) -> None:
        self.tools.erase()

    def tool_clock(self, part: str, step: int) -> None:
        self.tools.turn_clock(part, step)

    def tool_go(self) -> None:
        self.tools.go()

    def lock(self) -> None:
        self.technician.lock()

    # the hall's own notices, behind the same PIN

    @property
    def desk(self) -> NoticeDesk:
        """Made when it is first needed. Before `serve` there is no folder to keep anything in."""
        if self._desk is None:
            assert self._data is not None  # noqa: S101 -- the technician's page is served before it can be opened
            from kiosk.app.serving_desk import make_desk

            self._desk = make_desk(
                self._data,
                self._settings,
                self.technician,
                self._memory,
                self._reader,
                now=self._clock.read,
                language=lambda: self.board.language,
                readings=self._readings,
                tell=self._tell,
            )
        return self._desk

    def staged(self) -> int:
        """How many notices a USB stick left for the PIN."""
        if self._data is None:
            return 0
        from kiosk.notices.sources import FOLDER
        from kiosk.notices.usb_staging import staged

        return staged(self._data / FOLDER)
