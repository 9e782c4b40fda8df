"""QEMU's monitor protocol (qemu-project.org, "QEMU Machine Protocol Specification") over a unix socket: one command, one answer."""

from __future__ import annotations

import json
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any


class MonitorError(Exception):
    """QEMU refused a command, or is gone."""


class Monitor:
    """Raises MonitorError where QEMU does not open its socket within `patience` seconds, and for every command it refuses."""

    def __init__(self, path: Path, patience: float = 30.0) -> None:
        end = time.monotonic() + patience
        self._line = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self._line.connect(str(path))
                break
            except OSError as error:
                if time.monotonic() > end:
                    raise MonitorError(f"{path}: {error}") from error
                time.sleep(0.1)
        self._line.settimeout(120)
        self._file = self._line.makefile("rw", encoding="utf-8")
        self.events: list[str] = []
        self._file.readline()  # its greeting
        self.do("qmp_capabilities")

    def do(self, command: str, **arguments: Any) -> Any:
        words = {name.replace("_", "-"): value for name, value in arguments.items()}
        try:
            self._file.write(json.dumps({"execute": command, "arguments": words}) + "\n")
            self._file.flush()
            while line := self._file.readline():
                answer = json.loads(line)
                if "event" in answer:
                    self.events.append(answer["event"])
                elif "error" in answer:
                    raise MonitorError(f"{command}: {answer['error']['desc']}")
                else:
                    return answer["return"]
        except OSError as error:
            raise MonitorError(f"{command}: {error}") from error
        raise MonitorError(f"{command}: QEMU is gone")

    def saw(self, event: str) -> bool:
        """Return whether QEMU has reported *event* since the last call, and forget these reports."""
        self.do("query-status")  # reads what has come meanwhile
        found = event in self.events
        self.events = [each for each in self.events if each != event]
        return found

    def close(self) -> None:
        with suppress(OSError):  # what was not yet sent to a QEMU that ended
            self._file.close()
        self._line.close()
