"""Take of a resident's spoken question, until it is played back and sent or thrown away, in memory that no folder names."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from kiosk.core.messages import QuestionTaken, Tell
from kiosk.hall.recording.take import Take
from kiosk.speech.child_process import Line


class QuestionTake(Take):
    """Take of one question. It ends with QuestionTaken, with `number`. The memory is freed by `discard`, or with this process."""

    def __init__(self, device: str, number: int, tell: Tell) -> None:
        self.number = number
        self._memory = os.memfd_create("question", os.MFD_CLOEXEC)
        super().__init__(device, "question", str(self._memory), tell, handed=(self._memory,))

    @property
    def path(self) -> Path:
        """Return the path of the recording as WAV, for the player, a process of the same user."""
        return Path(f"/proc/{os.getpid()}/fd/{self._memory}")

    def discard(self) -> None:
        """Discard the take, and free the memory."""
        super().discard()
        if self._memory >= 0:
            os.close(self._memory)
            self._memory = -1

    def ending(self, line: Line) -> QuestionTaken:
        """Return the message with the question as Opus and its seconds, or with the reason why there is none."""
        if "done" not in line:
            return QuestionTaken(self.number, why=str(line.get("why", "fault")))
        return QuestionTaken(self.number, float(line["seconds"]), base64.b64decode(str(line["opus"])))
