"""The voice that opens after the first frame: its modules take longer to load than the idle screen to draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.speech.utterance import Prelude, Priority, Utterance, Where
from kiosk.viewmodel.ports import VoicePort


class ClosableVoice(VoicePort, Protocol):
    """kiosk.speech.scheduling.speaker.Speaker."""

    def set_ceiling(self, percent: int | None) -> None: ...

    def close(self) -> None: ...


class LateVoice:
    """A VoicePort before which `make` has not been called. What is set meanwhile is kept in order; to speak opens it."""

    def __init__(self, make: Callable[[], ClosableVoice]) -> None:
        self._make = make
        self._voice: ClosableVoice | None = None
        self._kept: list[Callable[[ClosableVoice], None]] = []

    def open(self) -> ClosableVoice:
        """Make the voice if it is not there yet. Raises what `make` raises."""
        if self._voice is None:
            self._voice = self._make()
            for setting in self._kept:
                setting(self._voice)
            self._kept.clear()
        return self._voice

    def close(self) -> None:
        if self._voice is not None:
            self._voice.close()

    def _set(self, setting: Callable[[ClosableVoice], None]) -> None:
        if self._voice is None:
            self._kept.append(setting)
        else:
            setting(self._voice)

    # as VoicePort says

    def say(
        self,
        utterance: Utterance,
        *,
        priority: Priority = Priority.ASKED,
        where: Where = Where.INDOOR,
        prelude: Prelude = Prelude.NONE,
        volume: int | None = None,
    ) -> None:
        self.open().say(utterance, priority=priority, where=where, prelude=prelude, volume=volume)

    def stop(self, *, urgent: bool = False, scheduled: bool = True) -> None:
        if self._voice is not None:  # else nothing was ever said
            self._voice.stop(urgent=urgent, scheduled=scheduled)

    def set_volume(self, percent: int) -> None:
        self._set(lambda voice: voice.set_volume(percent))

    def set_ceiling(self, percent: int | None) -> None:
        self._set(lambda voice: voice.set_ceiling(percent))

    def set_rate(self, words_a_minute: int) -> None:
        self._set(lambda voice: voice.set_rate(words_a_minute))

    def warm_up(self) -> None:
        self.open().warm_up()
