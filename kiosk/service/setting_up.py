"""What stands on the screen of a kiosk that nobody has set up yet, or whose kiosk.toml is wrong, and the verbs of the first run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from kiosk.content.repository import Contents
from kiosk.control.route import Spot
from kiosk.control.seeking import Seeking
from kiosk.core.clock import Clock
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.narration.button_guide import Escort
from kiosk.narration.read_aloud import Reader
from kiosk.service.first_run import FirstRunDesk, words_of
from kiosk.settings import Settings
from kiosk.settings.overrides import change
from kiosk.state.memory import Memory
from kiosk.viewmodel.ports import BoardPort, Readings
from kiosk.viewmodel.service_views import FaultsView

_log = logging.getLogger(__name__)
_SPOKEN = ("id", "en")
_LONGEST_CODE = 700  # bytes that a phone still reads off a screen


class SettingUp(Seeking):
    """`first_run` is made by `keep_in`, when it is known where what was chosen is kept."""

    first_run: FirstRunDesk

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
    ) -> None:
        super().__init__(board, contents, memory, reader, clock, readings=readings, escort=escort)
        self._settings = settings

    def keep_in(self, data: Path, config: Path | None) -> None:
        """The data folder, and the kiosk.toml that later wins over what is chosen here."""

        def keep(chosen: dict[str, dict[str, str]]) -> None:
            try:
                change(data, config, chosen, set_up=True)
            except OSError as error:
                _log.warning("%s: what was chosen is not kept: %s", data, error.strerror)
                self.board.notice = self._translation().gettext(
                    "This cannot be kept: the memory card cannot be written."
                )

        def ask(kind: str) -> None:
            self._memory.ask(kind, self._clock.read().now)

        self.first_run = FirstRunDesk(
            self.board,
            keep=keep,
            ask=ask,
            now=self._clock.read,
            leave=self.home,
        )

    # what is seen before anybody touches the screen

    def begin(self, *, set_up: bool) -> None:
        """Whoever wrote kiosk.toml and made a mistake in it sees where, also at the very first start; without any kiosk.toml the
        kiosk is set up on its screen."""
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

    def show_faults(self) -> None:
        """Before anything else: whoever has just written the card sees it, and visitors go home."""
        lines = tuple(str(fault) for fault in self._settings.faults)
        code = "\n".join(("KIM-KIOSK kiosk.toml", *lines))
        self.board.faults = FaultsView(lines, code.encode()[:_LONGEST_CODE].decode(errors="ignore"))
        self._stage.show(self._route.start(Spot("faults")))

    # the way through the first run

    @property
    def _setting_up(self) -> bool:
        return self._route.here.screen == "first-run"

    def _step(self, step: int) -> None:
        if not self._setting_up or self.board.sheet:
            super()._step(step)
            return
        self._reader.leave()
        if step > 0:
            self.first_run.forward()
        else:
            self.first_run.back()

    def back(self) -> None:
        if self._setting_up and not self.board.sheet and self.first_run.back():
            self._reader.leave()
        else:
            super().back()

    def listen(self) -> None:
        if self._setting_up and not self._reader.speaking and self.board.first_run is not None:
            self._say("first run", list(words_of(self.board.first_run, self._translation().gettext)))
        else:
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
        self.first_run.choose_internet(way)

    def set_up_clock(self, part: str, step: int) -> None:
        self.first_run.turn_clock(part, step)

    def set_up_sound(self) -> None:
        self.first_run.heard(True)

    # words, written and spoken

    def _translation(self) -> Translation:
        return Translation(self.board.language)

    def _say(self, name: str, lines: list[str], language: str = "") -> None:
        """In the language of the screen, unless another is given."""
        from kiosk.speech.script.item_script import (  # spoken Indonesian is loaded when something is to be said
            Wording,
            notice,
        )

        language = language or self.board.language
        language = language if language in _SPOKEN else FALLBACK
        wording = Wording(
            zone=self._clock.read().now.tzinfo or UTC, language=language, lexicon=self._settings.speech.lexicon
        )
        self._reader.read(notice(name, lines, wording), resume=False)
