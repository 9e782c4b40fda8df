"""The screens of a visitor's first touches are written while nobody is there, one after the other: each takes a touch's time."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock

SCREENS = ("home", "news", "events", "announcements")
PAUSE = 0.3  # s between two: who comes meanwhile waits for one at most


class Ahead:
    """`write` looks up and lays out one screen. `idle` says whether still nobody is there; `done` is called after the last."""

    def __init__(
        self, write: Callable[[str], None], idle: Callable[[], bool], done: Callable[[], None], *, pause: float = PAUSE
    ) -> None:
        self._write, self._idle, self._done = write, idle, done
        self._left: list[str] = []
        self._next = Clock.create_trigger(self._step, pause)

    def begin(self) -> None:
        """From the first one again: the content has changed, or a visitor has left."""
        self._left = list(SCREENS)
        self._next()

    @property
    def busy(self) -> bool:
        return bool(self._next.is_triggered)

    def close(self) -> None:
        self._next.cancel()

    def _step(self, _seconds: float) -> None:
        if not self._idle():
            return  # it begins again when they are gone
        if not self._left:
            self._done()
            return
        self._write(self._left.pop(0))
        self._next()
