"""The screens of a visitor's first touches are written while nobody is there, one after the other: each takes a touch's time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kivy.clock import Clock

PAUSE = 0.3  # s between two: who comes meanwhile waits for one at most
# s without a change before screens are written again. While a machine reads posters the store changes every few seconds, and all
# screens with the sweep after them took five hundredths of a core for as long as that went on
CALM = 20.0


class Prebuilder:
    """Runs *steps* one after the other, as long as *idle* says that still nobody is there."""

    def __init__(
        self,
        steps: Sequence[Callable[[], object]],
        idle: Callable[[], bool],
        *,
        pause: float = PAUSE,
        calm: float = CALM,
    ) -> None:
        self._steps, self._idle = steps, idle
        self._left: list[Callable[[], object]] = []
        self._next = Clock.create_trigger(self._step, pause)
        self._calm = Clock.create_trigger(lambda _seconds: self.begin(), calm)

    def begin(self) -> None:
        """Start again from the first step, because the kiosk has started or a visitor has left."""
        self._calm.cancel()
        self._left = list(self._steps)
        self._next()

    def begin_when_calm(self) -> None:
        """Start again once the content has not changed for `calm` seconds. Each call restarts that wait."""
        self._calm.cancel()
        self._calm()

    @property
    def busy(self) -> bool:
        return bool(self._next.is_triggered)

    def close(self) -> None:
        self._calm.cancel()
        self._next.cancel()

    def _step(self, _seconds: float) -> None:
        if not self._idle():
            return  # it restarts when the visitor has gone
        self._left.pop(0)()
        if self._left:
            self._next()
