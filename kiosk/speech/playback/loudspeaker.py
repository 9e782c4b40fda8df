"""Output of the current utterance on one device: what it was given, how far it is, and whether it still answers."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.speech.child_process import Line
from kiosk.speech.errors import PlayerGoneError, SpeechError, one_line
from kiosk.speech.playback.client import Playback
from kiosk.speech.wav import measure_header

PATIENCE_S = 5.0  # delay of an answer after which the player counts as hung
STOP_PATIENCE_S = 0.6  # an alert is heard within a second, however the player hangs
MOST_TRIES = 3  # for one sentence: playback survives two killed players within it
NOTHING = 0  # no token


class Loudspeaker:
    """Loudspeaker; *name* is for the log.

    *on_event* gets (self, event) for the token that was begun last, *on_trouble* (self, reason) when the player or its
    device is gone or hung. Both are called through *later*: no method here reports trouble itself, or raises for it.
    """

    def __init__(self, name: str, playback: Playback, later: Callable[[Callable[[], Any]], None]) -> None:
        self.name = name
        self._playback = playback
        self._later = later
        self.on_event: Callable[[Loudspeaker, Line], None] = _ignore
        self.on_trouble: Callable[[Loudspeaker, str], None] = _ignore
        self.sent = 0  # sentences handed over
        self.told_end = False  # the player was told that no more will come
        self.tries = 0  # restarts without a new sentence heard
        self.missing = ""  # why another device than the intended one is used
        self._times = 1.0
        self._reached = -1
        self._token = NOTHING
        self._owed: list[float] = []  # seconds of each sound that was not heard to its end, the current one first
        self._since = 0.0  # when the current one began
        self._owed_until = math.inf
        self._stopping = NOTHING
        self._stopped_until = math.inf
        playback.on_event = self._on_event
        playback.on_gone = lambda: self._on_gone("the player broke off")

    @property
    def pid(self) -> int | None:
        return self._playback.pid

    def open(self, hold_s: float) -> None:
        """Open the device in advance."""
        with contextlib.suppress(SpeechError):  # reported when something is to be heard
            self._playback.open(hold_s)

    def use(self, device: str) -> None:
        """Use another device; the current sound ends, as if the player were gone, and goes on there."""
        self._playback.use(device)

    def new_utterance(self) -> None:
        self.tries, self._reached = 0, -1

    def begin_utterance(self, token: int, *, percent: float, lead_in_s: float, sent: int, times: float = 1.0) -> None:
        """Begin an utterance from sentence *sent* on; each sentence takes *times* times as long as its file."""
        self._token, self.sent, self.told_end, self._times = token, sent, False, times
        self._owed = [lead_in_s]
        self._begin_waiting()
        self._do(lambda: self._playback.begin_utterance(token, percent, lead_in_s, times))

    def play_sound(self, index: int, path: Path, *, pause_s: float = 0.0, skip_s: float = 0.0) -> None:
        """Play a file. An index below 0 is no sentence. Raise SoundError for a file that is no sound."""
        length_s = measure_header(path).duration_s * (self._times if index >= 0 else 1.0)
        self._owed.append(max(0.0, length_s - skip_s) + pause_s)
        self._do(lambda: self._playback.play_sound(self._token, index, path, pause_s, skip_s))

    def end_utterance(self) -> None:
        self.told_end = True
        self._do(lambda: self._playback.end_utterance(self._token))

    def stop(self) -> None:
        """Stop the sound, and ignore further events about it."""
        token, self._token = self._token, NOTHING
        self._owed_until = math.inf
        if token == NOTHING:
            return
        try:
            self._playback.stop()
            self._stopping, self._stopped_until = token, time.monotonic() + STOP_PATIENCE_S
        except PlayerGoneError:  # its sound is gone with it
            self._stopping, self._stopped_until = NOTHING, math.inf

    def set_sound_volume(self, percent: float) -> None:
        """Set the volume of the current sound."""
        if self._token != NOTHING:
            self._do(lambda: self._playback.set_sound_volume(percent))

    def _do(self, what: Callable[[], None]) -> None:
        token = self._token
        try:
            what()
        except SpeechError as error:
            reason = one_line(error)
            self._later(lambda: self._lost(token, reason))
        self._expect()

    @property
    def deadline(self) -> float:
        """Return the monotonic time, in seconds, at which to call `on_deadline`; infinity when no event is due."""
        return min(self._owed_until, self._stopped_until)

    def on_deadline(self) -> None:
        """Kill a player whose event is overdue, and try what it was playing by another program (`devices.other_way`)."""
        if time.monotonic() >= self.deadline:
            self._playback.turn_aside()
            self._on_gone("the player did not answer")

    def stand_by(self) -> None:
        """Wait with a running player; it closes its device by itself."""
        with contextlib.suppress(SpeechError):  # reported when something is to be heard
            self._playback.start()

    def end_player(self) -> None:
        """End the player to free its memory; the next sound starts another."""
        self._playback.end_child()

    def kill(self) -> None:
        self._playback.kill()
        self._stopping, self._stopped_until = NOTHING, math.inf

    def _begin_waiting(self) -> None:
        self._since, self._owed_until = time.monotonic(), math.inf
        self._expect()

    def _expect(self) -> None:
        """Set when the next event is owed: after the current sound, but not while the synthesiser is waited for."""
        if self._owed_until == math.inf and (self.told_end or len(self._owed) > 1):
            self._owed_until = max(self._since + self._owed[0], time.monotonic()) + PATIENCE_S

    def _on_event(self, line: Line) -> None:
        kind, token = line.get("event"), line.get("token")
        if kind == "instead":
            self.missing = str(line["reason"])
            return
        if kind == "ended" and token == self._stopping:
            self._stopping, self._stopped_until = NOTHING, math.inf
        if token != self._token:
            return
        if kind == "sound":
            del self._owed[:1]  # the sound before is over
            self._begin_waiting()
            if int(line["index"]) > self._reached:
                self._reached, self.tries = int(line["index"]), 0
        elif kind == "ended":
            self._token, self._owed_until = NOTHING, math.inf
            if line["ending"] == "failed":
                self.kill()  # a new player looks at all devices anew
                self.on_trouble(self, str(line["reason"]))
                return
        self.on_event(self, line)

    def _on_gone(self, reason: str) -> None:
        self._stopping, self._stopped_until = NOTHING, math.inf
        self._lost(self._token, reason)

    def _lost(self, token: int, reason: str) -> None:
        if token == self._token != NOTHING:
            self._token, self._owed_until = NOTHING, math.inf
            self.on_trouble(self, reason)


def _ignore(*_: object) -> None:
    """Ignore an event that comes before a handler is set."""
