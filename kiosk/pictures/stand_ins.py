"""What stands in for voice and time in a kiosk that is only pictured."""

from __future__ import annotations

import time

from kiosk.speech.utterance import Prelude, Priority, Utterance, Where


class Still:
    """A voice for pictures: nothing is heard, but what was to be said is kept."""

    said: Utterance | None = None

    def say(
        self,
        utterance: Utterance,
        *,
        priority: Priority = Priority.ASKED,  # noqa: ARG002
        where: Where = Where.INDOOR,  # noqa: ARG002
        prelude: Prelude = Prelude.NONE,  # noqa: ARG002
        volume: int | None = None,  # noqa: ARG002
    ) -> None:
        self.said = utterance

    def stop(self, *, urgent: bool = False, scheduled: bool = True) -> None:
        """Nothing to stop."""

    def set_volume(self, percent: int) -> None:
        """Nothing to set."""

    def set_ceiling(self, percent: int | None) -> None:
        """Nothing to set."""

    def set_rate(self, words_a_minute: int) -> None:
        """Nothing to set."""

    def warm_up(self) -> None:
        """Nothing to start."""


class Stillness:
    """A stopwatch that shows how long nobody has touched the kiosk."""

    def __init__(self) -> None:
        self.still_for = 0.0
        self._began = time.monotonic()

    def seconds(self) -> float:
        return self._began + self.still_for
