"""A resident's spoken question while it is taken, heard back and sent or thrown away: in memory that no folder names."""

from __future__ import annotations

import base64
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from kiosk.core.messages import QuestionTaken, RecordingHeard, Tell
from kiosk.hall.recording.recorder import KEEP
from kiosk.speech.child_process import Child
from kiosk.speech.errors import SpeechError

MODULE = "kiosk.hall.recording.question_recorder"


class QuestionTake:
    """Begins at once. What comes of it is told: RecordingHeard, and QuestionTaken once, with `number`. The microphone is the
    child's alone and only while it lives; the memory goes with `discard`, or with this process."""

    def __init__(self, device: str, number: int, tell: Tell) -> None:
        self.number = number
        self._tell = tell
        self._over = False
        self._memory = os.memfd_create("question", os.MFD_CLOEXEC)
        self._child: Child | None = None
        try:
            self._child = Child(MODULE, [device, str(self._memory)], self._hear, self._end, handed=(self._memory,))
        except SpeechError:
            self._finish(QuestionTaken(number, why="fault"))

    @property
    def path(self) -> Path:
        """Return the path of the recording as WAV, for the player, a process of the same user."""
        return Path(f"/proc/{os.getpid()}/fd/{self._memory}")

    def finish(self) -> None:
        """Enough was said."""
        if self._child is not None:
            with suppress(SpeechError):  # it is gone, which it tells itself
                self._child.send({KEEP: True})
            self._child.close_input()

    def discard(self) -> None:
        """Nothing of it is wanted, or it was sent. Returns when the microphone is free."""
        self._over = True
        if self._child is not None:
            self._child.kill()
            self._child = None
        if self._memory >= 0:
            os.close(self._memory)
            self._memory = -1

    def _hear(self, line: dict[str, Any]) -> None:
        if "why" in line:
            self._finish(QuestionTaken(self.number, why=str(line["why"])))
        elif line.get("done"):
            opus = base64.b64decode(str(line["opus"]))
            self._finish(QuestionTaken(self.number, float(line["seconds"]), opus))
        elif not self._over:
            self._tell(RecordingHeard(float(line.get("seconds", 0.0)), int(line.get("level", 0))))

    def _end(self) -> None:
        """The child is gone; where it said nothing it was killed, or crashed in a driver."""
        self._finish(QuestionTaken(self.number, why="fault"))

    def _finish(self, taken: QuestionTaken) -> None:
        if not self._over:
            self._over = True
            self._tell(taken)
