"""Take from a microphone as the screen sees it: a child process that is started, finished, or discarded."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress

from kiosk.core.messages import Message, RecordingHeard, Tell
from kiosk.hall.recording.recorder import KEEP
from kiosk.speech.child_process import Child, Line
from kiosk.speech.errors import SpeechError

MODULE = "kiosk.hall.recording.recorder"


class Take(ABC):
    """Take that begins at once, with the recorder's sink *kind* at *place*.

    It reports RecordingHeard, and at the end once the message that the subclass makes of the last line. The child alone
    has the microphone, and only while it lives; it inherits the descriptors *handed*."""

    def __init__(self, device: str, kind: str, place: str, tell: Tell, handed: Sequence[int] = ()) -> None:
        self._tell = tell
        self._over = False
        self._child: Child | None = None
        try:
            self._child = Child(MODULE, [device, kind, place], self._hear, self._fail_child, handed=handed)
        except SpeechError as error:
            self._end_once({"fault": str(error)})

    @abstractmethod
    def ending(self, line: Line) -> Message:
        """Return the message that reports the end; *line* has "done", "why" or "fault"."""

    def finish(self) -> None:
        """End the recording and keep it: the child completes it and reports so."""
        if self._child is not None:
            with suppress(SpeechError):  # the child is gone, and its end is reported anyway
                self._child.send({KEEP: True})
            self._child.close_input()

    def discard(self) -> None:
        """Discard the recording, or leave it where it was sent. Return when the microphone is free."""
        self._over = True
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _hear(self, line: Line) -> None:
        if line.keys() & {"done", "why", "fault"}:
            self._end_once(line)
        elif not self._over:
            self._tell(RecordingHeard(float(line.get("seconds", 0.0)), int(line.get("level", 0))))

    def _fail_child(self) -> None:
        """Report that the recorder ended by itself, unless an end was reported already.

        It was then killed, or crashed in a driver.
        """
        self._end_once({"fault": "the recorder ended by itself"})

    def _end_once(self, line: Line) -> None:
        if not self._over:
            self._over = True
            self._tell(self.ending(line))
