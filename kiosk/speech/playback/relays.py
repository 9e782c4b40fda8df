"""Relays of the amplifiers: on a moment before the first sound, off a while after the last."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Collection
from dataclasses import dataclass

from kiosk.speech.errors import one_line

log = logging.getLogger(__name__)

Switch = Callable[[str, bool], None]
AMPLIFIER = "amplifier"
HORN = "horn"
WARM_UP_S = 0.3  # an amplifier swallows the first moment after it gets power
LINGER_S = 3.0  # so that it does not click between two utterances


@dataclass(slots=True)
class _SwitchedOn:
    """Relay that is on. *needed* ends with the last sound and its linger, *kept* with the visitor who may want to listen."""

    since: float
    needed: float = -math.inf
    kept: float = -math.inf

    @property
    def until(self) -> float:
        return max(self.needed, self.kept)


class Relays:
    """State of the *wired* relays. Times are seconds of *monotonic*.

    *switch* is called for these only; an exception of it goes to the log.
    """

    def __init__(self, switch: Switch | None, wired: Collection[str], monotonic: Callable[[], float]) -> None:
        self._switch = switch
        self._wired = frozenset(wired) if switch is not None else frozenset[str]()
        self._monotonic = monotonic
        self._lit: dict[str, _SwitchedOn] = {}

    def use(self, names: Collection[str]) -> float:
        """Switch *names* on until `note_silence`; return for how many seconds silence has to come first.

        The horn is switched off for an utterance that only the indoor loudspeaker may say.
        """
        if HORN not in names and HORN in self._lit:
            self._off(HORN)
        waits = [0.0]
        for name in self._wired.intersection(names):
            lit = self._on(name)
            lit.needed = math.inf
            waits.append(lit.since + WARM_UP_S - self._monotonic())
        return max(waits)

    def switch_on(self, names: Collection[str], seconds: float) -> None:
        """Switch *names* on, and keep them on for *seconds* at least."""
        for name in self._wired.intersection(names):
            self._on(name).kept = self._monotonic() + seconds

    def note_silence(self) -> None:
        """Note that nothing sounds any more."""
        for lit in self._lit.values():
            if lit.needed == math.inf:
                lit.needed = self._monotonic() + LINGER_S

    @property
    def deadline(self) -> float:
        """Return the monotonic time, in seconds, at which to call `expire` next; infinity when no relay is on."""
        return min((lit.until for lit in self._lit.values()), default=math.inf)

    def expire(self) -> None:
        """Switch off the relays that lingered long enough."""
        now = self._monotonic()
        for name in [name for name, lit in self._lit.items() if lit.until <= now]:
            self._off(name)

    def all_off(self) -> None:
        for name in list(self._lit):
            self._off(name)

    def _on(self, name: str) -> _SwitchedOn:
        if name not in self._lit:
            self._lit[name] = _SwitchedOn(self._monotonic())
            self._switch_relay(name, on=True)
        return self._lit[name]

    def _off(self, name: str) -> None:
        del self._lit[name]
        self._switch_relay(name, on=False)

    def _switch_relay(self, name: str, *, on: bool) -> None:
        if self._switch is None:
            return
        try:
            self._switch(name, on)
        except Exception as error:  # noqa: BLE001 -- a relay that fails must not mute the voice
            log.warning("relay %s: %s", name, one_line(error))
