"""All that serves visitors and listeners and is never seen: memory, voice, attendant, the caller of the hour, the alarm bell.

Loaded and opened after the first frame, or by the first touch if that comes sooner. Knows no Kivy.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.app.context import Opened
from kiosk.app.late_voice import LateVoice
from kiosk.broadcast.readouts import Caller
from kiosk.control.controller import Attendant
from kiosk.core.build import version
from kiosk.core.messages import Tell
from kiosk.i18n.translation import Translation
from kiosk.narration.button_guide import Escort, GuidePort
from kiosk.narration.prompts import Prompter
from kiosk.narration.read_aloud import Reader
from kiosk.settings.overrides import was_set_up
from kiosk.state.memory import Memory
from kiosk.viewmodel.ports import BoardPort, Readings

if TYPE_CHECKING:  # loaded when something is to be said, or when the bell is hung
    from kiosk.broadcast.alert_sounder import AlarmBell
    from kiosk.speech.scheduling.speaker import Speaker

_log = logging.getLogger(__name__)


class Backstage:
    """`tell` is the inbox's, `relay` switches an amplifier, `size` gives the window's px. Close it."""

    def __init__(
        self,
        opened: Opened,
        board: BoardPort,
        *,
        tell: Tell,
        relay: Callable[[str, bool], None],
        size: Callable[[], tuple[int, int]],
    ) -> None:
        self._opened, self._board, self._tell, self._relay = opened, board, tell, relay
        self._parts = ExitStack()
        self._bell: AlarmBell | None = None
        settings = opened.settings
        self._memory = self._parts.enter_context(Memory(opened.data))
        self.voice = self._parts.enter_context(closing(LateVoice(self._speaker)))
        self._reader = Reader(board, self.voice, rate=settings.speech.rate, no_sound=self._no_sound)
        self.attendant = Attendant(
            board=board,
            contents=opened.contents,
            memory=self._memory,
            reader=self._reader,
            readings=self.readings,
            settings=settings,
            clock=opened.clock,
            monotonic=opened.monotonic,
            escort=Escort(board, Prompter(self.voice, opened.monotonic), self._guide, opened.monotonic),
        )
        self.attendant.serve(opened.data, size, version, config=opened.config, tell=tell)
        self.attendant.begin(set_up=was_set_up(opened.data))
        self._caller = Caller(
            contents=opened.contents,
            memory=self._memory,
            reader=self._reader,
            readings=self.readings,
            settings=settings,
            warnings=lambda moment: self._bell.told(moment) if self._bell is not None else None,
        )

    def close(self) -> None:
        self._parts.close()

    def hang_bell(self) -> None:
        """From now on warnings sound."""
        from kiosk.broadcast.alert_sounder import AlarmBell

        opened = self._opened
        self._bell = bell = AlarmBell(
            contents=opened.contents, memory=self._memory, reader=self._reader, settings=opened.settings
        )
        self.attendant.alerts.understood = lambda alert: bell.understood(alert, opened.clock.read())

    def ring(self) -> None:
        """About once a second: is a warning to sound?"""
        if self._bell is not None:
            self._bell.ring(self._opened.clock.read())

    def call(self) -> None:
        """About once a second: is it time for a read-out?"""
        self._caller.call(self._opened.clock.read())

    def learn_words(self) -> None:
        """Where there are buttons, spoken Indonesian is loaded before the first of them is pressed."""
        settings = self._opened.settings
        if settings.buttons or settings.keyboard:
            self.attendant.get_ready_to_guide()

    def readings(self, language: str) -> Readings:
        """What to say in a language. Spoken Indonesian is loaded when something is to be said."""
        from kiosk.narration.narrator import SpokenReadings

        return SpokenReadings(Translation(language), self._opened.data, self._opened.settings.speech.lexicon)

    def _guide(self, language: str) -> GuidePort:
        from kiosk.narration.guide_text import Guide

        return Guide(self._board, Translation(language), self._opened.settings.speech.lexicon)

    def _speaker(self) -> Speaker:
        from kiosk.speech.scheduling.speaker import Speaker

        speech = self._opened.settings.speech
        return Speaker(
            tell=self._tell,
            cache_dir=_writable(self._opened.data / "speech"),
            voice=speech.voice,
            rate_wpm=speech.rate,
            volume=speech.volume,
            device=speech.device,
            horn_device=speech.horn_device,
            relay=self._relay,
            relays=self._opened.settings.outputs.relays,
        )

    def _no_sound(self) -> str:
        return Translation(self._board.language).gettext("There is no sound now. You can read it on the screen.")


def _writable(folder: Path) -> Path:
    """The folder, or one that is thrown away where it cannot be made: no screen stays dark for want of a sound cache."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _log.warning("%s cannot be made (%s): speech is not kept", folder, error.strerror)
        return Path(tempfile.mkdtemp(prefix="kiosk-speech-"))
    return folder
