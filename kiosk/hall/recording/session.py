"""Recording by the hall's staff, into a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.core.messages import RecordingEnded, Tell
from kiosk.hall.recording.take import Take
from kiosk.speech.child_process import Line


class Recording(Take):
    """Recording into the file `path`. It ends with RecordingEnded."""

    def __init__(self, device: str, path: Path, tell: Tell) -> None:
        self.path = path
        super().__init__(device, "file", str(path), tell)

    def discard(self) -> None:
        """Discard the recording, and delete the file."""
        super().discard()
        self.path.unlink(missing_ok=True)

    def ending(self, line: Line) -> RecordingEnded:
        """Return the message with seconds and peak of the recording, or with its fault."""
        if "fault" in line:
            return RecordingEnded(fault=str(line["fault"]))
        return RecordingEnded(float(line["seconds"]), float(line["peak"]))


Begin = Callable[[Path], Recording]
