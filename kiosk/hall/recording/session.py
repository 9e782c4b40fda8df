"""A recording as the screen sees it: a child process that is begun, let go of, or thrown away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kiosk.core.messages import RecordingEnded, RecordingHeard, Tell
from kiosk.hall.recording.recorder import KEEP
from kiosk.speech.child_process import Child
from kiosk.speech.errors import SpeechError

MODULE = "kiosk.hall.recording.recorder"


class Recording:
    """Begins at once, into `path`. What comes of it is told: RecordingHeard, and RecordingEnded once."""

    def __init__(self, device: str, path: Path, tell: Tell) -> None:
        self.path = path
        self._tell = tell
        self._over = False
        self._child: Child | None = None
        try:
            self._child = Child(MODULE, [device, str(path)], self._hear, self._end)
        except SpeechError as error:
            self._finish(RecordingEnded(fault=str(error)))

    def finish(self) -> None:
        """The button was let go of: the child writes the file to its end and says so."""
        if self._child is not None:
            with suppress(SpeechError):  # it is gone, which it tells itself
                self._child.send({KEEP: True})
            self._child.close_input()

    def discard(self) -> None:
        """Nothing of it is wanted."""
        self._over = True
        if self._child is not None:
            self._child.kill()
        self.path.unlink(missing_ok=True)

    def _hear(self, line: dict[str, Any]) -> None:
        if "fault" in line:
            self._finish(RecordingEnded(fault=str(line["fault"])))
        elif line.get("done"):
            self._finish(RecordingEnded(float(line["seconds"]), float(line["peak"])))
        elif not self._over:
            self._tell(RecordingHeard(float(line.get("seconds", 0.0)), int(line.get("level", 0))))

    def _end(self) -> None:
        """The child is gone; where it said nothing it was killed, or crashed in a driver."""
        self._finish(RecordingEnded(fault="the recorder ended by itself"))

    def _finish(self, ending: RecordingEnded) -> None:
        if not self._over:
            self._over = True
            self._tell(ending)


Begin = Callable[[Path], Recording]
