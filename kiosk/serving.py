"""The verbs of those who set a kiosk up and look after it. The part of the attendant that visitors never meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from kiosk.clock import Clock
from kiosk.contents import Contents
from kiosk.escort import Escort
from kiosk.memory import Memory
from kiosk.phrases import Phrases
from kiosk.ports import BoardPort, Readings
from kiosk.reader import Reader
from kiosk.route import Spot
from kiosk.service_views import StatusView
from kiosk.settings import Settings
from kiosk.technician import TechnicianDesk
from kiosk.translation import FALLBACK, Translation
from kiosk.walker import Walker

_THEMES = ("light", "dark", "contrast")
_SPOKEN = ("id", "en")


class Serving(Walker):
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
        self._asked: int | None = None  # the number of the request for news
        self.technician = TechnicianDesk(
            board,
            kept=settings.technician.pin,
            enter=lambda: self._go(Spot("status")),
            leave=self.home,
            monotonic=monotonic,
        )

    def serve(self, data: Path, size: Callable[[], tuple[int, int]], version: str) -> None:
        """The technician's page of this kiosk: its data folder, the screen's size in px, the program's version."""

        def gather() -> StatusView:
            from kiosk.status import Status  # loaded when somebody has the PIN

            status = Status(self._settings, data, Phrases(self._translation()), version)
            return status.view(
                self._clock.read(),
                self._contents.sources(),
                volume=round(self.board.volume),
                stuck=self.stuck,
                size=size(),
                asked=self._answer(),
            )

        self.technician.serve(
            gather, {"refresh": self._ask_for_news, "sound": self._try_sound, "screen": self._try_theme}
        )

    @property
    def stuck(self) -> frozenset[str]:
        """Buttons that are not listened to at present."""
        return frozenset()

    def _leave_screen(self) -> None:
        if self.technician.shown:
            self.technician.close()
        super()._leave_screen()

    def _enter_alert(self) -> None:
        self.technician.lock()  # what the warning covers is not open when it goes
        super()._enter_alert()

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

    def lock(self) -> None:
        self.technician.lock()

    # what the page's buttons do

    def _translation(self) -> Translation:
        return Translation(self.board.language)

    def _ask_for_news(self) -> str:
        self._asked = self._memory.ask("refresh", self._clock.read().now)
        return ""

    def _answer(self) -> str:
        """What has become of the request for news."""
        if self._asked is None:
            return ""
        _ = self._translation().gettext
        return _("Asked for") if self._memory.answer_to(self._asked) is None else _("Being fetched")

    def _try_sound(self) -> str:
        from kiosk.speech.wording import Wording, notice

        _ = self._translation().gettext
        language = self.board.language if self.board.language in _SPOKEN else FALLBACK
        wording = Wording(
            zone=self._clock.read().now.tzinfo or UTC, language=language, lexicon=self._settings.speech.lexicon
        )
        self._reader.read(notice("sound test", [_("This is how the kiosk sounds.")], wording), resume=False)
        return ""

    def _try_theme(self) -> str:
        """The screen in its next colours."""
        place = _THEMES.index(self.board.theme) + 1
        self.board.theme = _THEMES[place % len(_THEMES)]
        return ""
