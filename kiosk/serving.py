"""The verbs of those who set a kiosk up and look after it. The part of the attendant that visitors never meet."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.clock import Clock
from kiosk.contents import Contents
from kiosk.escort import Escort
from kiosk.first_run import FirstRunDesk, words_of
from kiosk.inbox import Tell
from kiosk.local_settings import change
from kiosk.memory import Memory
from kiosk.page_tests import PageTests
from kiosk.phrases import Phrases
from kiosk.ports import BoardPort, Readings
from kiosk.reader import Reader
from kiosk.route import Spot
from kiosk.seeking import Seeking
from kiosk.service_views import DeskView, FaultsView, StatusView, Tool
from kiosk.settings import Settings
from kiosk.technician import TechnicianDesk
from kiosk.tool_words import ToolWords
from kiosk.tools import ToolDesk
from kiosk.translation import FALLBACK, Translation

if TYPE_CHECKING:  # loaded when somebody has the PIN
    from kiosk.notice_desk import NoticeDesk

_log = logging.getLogger(__name__)
_SPOKEN = ("id", "en")
_LONGEST_CODE = 700  # bytes that a phone still reads off a screen


class Serving(Seeking):
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
        super().__init__(board, contents, memory, reader, clock, readings=readings, escort=escort)
        self._settings = settings
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

        def keep(chosen: dict[str, dict[str, str]]) -> None:
            try:
                change(data, config, chosen, set_up=True)
            except OSError as error:
                _log.warning("%s: what was chosen is not kept: %s", data, error.strerror)
                self.board.notice = self._translation().gettext(
                    "This cannot be kept: the memory card cannot be written."
                )

        self.first_run = FirstRunDesk(
            self.board,
            keep=keep,
            ask=self._leave_request,
            now=self._clock.read,
            leave=self.home,
        )

        def gather() -> StatusView:
            from kiosk.status import Status  # loaded when somebody has the PIN

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
        return stays or self._route.here.screen == "first-run"

    # the first run

    def begin(self, *, set_up: bool) -> None:
        """What stands on the screen before anybody touches it. Whoever wrote kiosk.toml and made a mistake in it sees where,
        also at the very first start; without any kiosk.toml the kiosk is set up on its screen."""
        faults = self._settings.faults
        if any(fault.line for fault in faults):
            self.show_faults()
        elif not self._settings.sources and not set_up:
            self.begin_first_run()
        elif faults:
            self.show_faults()

    def begin_first_run(self) -> None:
        self.first_run.begin()
        self._stage.show(self._route.start(Spot("first-run")))

    def _step(self, step: int) -> None:
        if self.tools.shown and not self.board.sheet:
            self.tools.turn_page(step)
        elif self._route.here.screen != "first-run" or self.board.sheet:
            super()._step(step)
        elif step > 0:
            self._reader.leave()
            self.first_run.forward()
        else:
            self._reader.leave()
            self.first_run.back()

    def back(self) -> None:
        if isinstance(self.board.technician, DeskView) and not self.board.sheet:
            self.desk.back()
            return
        if self.tools.shown and not self.board.sheet:
            self.tools.back()
            return
        if self._route.here.screen == "first-run" and not self.board.sheet and self.first_run.back():
            self._reader.leave()
            return
        super().back()

    def listen(self) -> None:
        if self._route.here.screen == "first-run" and not self._reader.speaking and self.board.first_run is not None:
            self._say("first run", list(words_of(self.board.first_run, self._translation().gettext)))
            return
        if isinstance(self.board.technician, DeskView) and not self._reader.speaking:
            self.desk.hear()
            return
        super().listen()

    def skip_step(self) -> None:
        self._reader.leave()
        self.first_run.skip()

    def set_up_language(self, code: str) -> None:
        self.first_run.choose_language(code)

    def set_up_letters(self, letters: str) -> None:
        self.first_run.type_letters(letters)

    def set_up_erase(self) -> None:
        self.first_run.erase()

    def set_up_internet(self, way: str) -> None:
        """The hall's Wi-Fi is joined at once, by the same tool that a technician has."""
        self.first_run.choose_internet(way)
        if way == "wifi":
            self.tools.open(Tool.WIFI)

    def set_up_clock(self, part: str, step: int) -> None:
        self.first_run.turn_clock(part, step)

    def set_up_sound(self) -> None:
        self._tests.sound()
        self.first_run.heard(True)

    def _leave_request(self, kind: str) -> None:
        self._memory.ask(kind, self._clock.read().now)

    # what is wrong with the settings

    def show_faults(self) -> None:
        """Before anything else: whoever has just written the card sees it, and visitors go home."""
        lines = tuple(str(fault) for fault in self._settings.faults)
        code = "\n".join(("KIM-KIOSK kiosk.toml", *lines))
        self.board.faults = FaultsView(lines, code.encode()[:_LONGEST_CODE].decode(errors="ignore"))
        self._stage.show(self._route.start(Spot("faults")))

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
            from kiosk.serving_desk import make_desk

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
        from kiosk.desk.local import FOLDER
        from kiosk.desk.staged import staged

        return staged(self._data / FOLDER)

    # words, written and spoken

    def _translation(self) -> Translation:
        return Translation(self.board.language)

    def _say(self, name: str, lines: list[str], language: str = "") -> None:
        """In the language of the screen, unless another is given."""
        from kiosk.speech.wording import Wording, notice  # spoken Indonesian is loaded when something is to be said

        language = language or self.board.language
        language = language if language in _SPOKEN else FALLBACK
        wording = Wording(
            zone=self._clock.read().now.tzinfo or UTC, language=language, lexicon=self._settings.speech.lexicon
        )
        self._reader.read(notice(name, lines, wording), resume=False)
