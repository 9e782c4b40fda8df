"""Recording of one spoken notice, from the finger on the button to a file that can be kept, or to nothing. Pure of Kivy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk.core.messages import RecordingEnded, RecordingHeard
from kiosk.pages.technician.view import TakeState

_log = logging.getLogger(__name__)
LEAST_S = 1.0  # least seconds of a recording; a shorter one is a slip of the finger
LEAST_PEAK = 0.01  # least peak of full scale; below it the microphone heard nothing


class RecordingPort(Protocol):
    """Recording under way, as `kiosk.hall.recording.session.Recording`."""

    path: Path

    def finish(self) -> None: ...
    def discard(self) -> None: ...


class VoiceTake:
    """Recording of a notice.

    *record* begins a recording into a file. `take`, `seconds` and `level` are what the screen shows of it.
    """

    def __init__(self, record: Callable[[Path], RecordingPort]) -> None:
        self._record = record
        self._recording: RecordingPort | None = None
        self.take = TakeState.NONE
        self.seconds = 0.0
        self.level = 0

    @property
    def under_way(self) -> bool:
        return self.take in (TakeState.RUNNING, TakeState.ENDING)

    @property
    def made(self) -> Path | None:
        """Return the file of a recording that was finished without fault, else `None`."""
        return self._recording.path if self._recording is not None and self.take is TakeState.MADE else None

    def start_take(self, path: Path) -> None:
        """Start to record into *path*. An earlier recording is deleted."""
        self.throw_away()
        self.take = TakeState.RUNNING
        self._recording = self._record(path)

    def finish_take(self) -> None:
        if self._recording is not None and self.take is TakeState.RUNNING:
            self._recording.finish()
            self.take, self.level = TakeState.ENDING, 0

    def on_recorder(self, message: RecordingHeard | RecordingEnded, _: Callable[[str], str]) -> str:
        """Handle a message of the recorder. Return why the recording failed, translated by *_*, or "".

        Messages of a discarded recording are ignored.
        """
        if self._recording is None or not self.under_way:
            return ""
        wrong = ""
        match message:
            case RecordingHeard(seconds, level):
                self.seconds, self.level = seconds, level if self.take is TakeState.RUNNING else 0
            case RecordingEnded(fault=fault) if fault:
                _log.warning("not recorded: %s", fault)
                wrong = _("The microphone does not answer. Is it plugged in?")
            case RecordingEnded(seconds) if seconds < LEAST_S:
                wrong = _("Too short. Hold the button for as long as you speak.")
            case RecordingEnded(peak=peak) if peak < LEAST_PEAK:
                wrong = _("Nothing was heard. Speak close to the microphone.")
            case RecordingEnded(seconds):
                self.take, self.seconds, self.level = TakeState.MADE, seconds, 0
        if wrong:
            self.throw_away()
        return wrong

    def throw_away(self) -> None:
        recording, self._recording = self._recording, None
        if recording is not None:
            recording.discard()
        self.take, self.seconds, self.level = TakeState.NONE, 0.0, 0
