"""Child process that exchanges lines of JSON with the kiosk."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import kiosk
from kiosk.core.children import OWN_MODULES
from kiosk.speech.errors import SpeechError

Line = dict[str, Any]

# levelling a voice multiplies no matrices: OpenBLAS's threads, one a core, would take a third of numpy's memory
_ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"}


class Child:
    """Running `python -m MODULE`.

    *on_line* gets each answer, *on_end* is called when there will be no more; both on a thread of the child's own. The
    child has a process group of its own: it is killed with whatever it started, and a Ctrl-C does not reach it. It
    inherits the descriptors *handed*. Raises SpeechError if it cannot be started.
    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        on_line: Callable[[Line], None],
        on_end: Callable[[], None],
        *,
        handed: Sequence[int] = (),
    ) -> None:
        self._on_line = on_line
        self._on_end = on_end
        root = str(Path(kiosk.__file__).resolve().parent.parent)
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH", "")])]
        try:
            # stderr goes nowhere: PortAudio and ALSA write pages there, and errors come as answers
            self._process = subprocess.Popen(
                [sys.executable, *OWN_MODULES, "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env=os.environ | _ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(paths)},
                process_group=0,
                pass_fds=handed,
            )
        except OSError as error:
            raise SpeechError(f"{module} cannot be started: {error.strerror or error}") from error
        self._reader = threading.Thread(target=self._read_output, name=module, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, line: Line) -> None:
        """Send one line. Raise SpeechError if the child is gone."""
        assert self._process.stdin is not None  # noqa: S101, a pipe was asked for above
        try:
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise SpeechError("the child process has ended") from error

    def close_input(self) -> None:
        """Ask the child to end by closing its input; answers still arrive."""
        with contextlib.suppress(OSError, ValueError):  # already gone: nothing to ask
            self._process.stdin.close()  # type: ignore[union-attr]

    def terminate(self) -> None:
        """Ask the child to end, and kill it after a second."""
        self.close_input()
        try:
            self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            self.kill()
        self._close()

    def kill(self) -> None:
        """Kill the child now, with everything it started."""
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            if sys.platform == "win32":  # the PC of an office, which publishes
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._close()

    def _close(self) -> None:
        if threading.current_thread() is not self._reader:
            self._reader.join(1.0)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):  # nobody reads the rest of the output
                pipe.close()  # type: ignore[union-attr]

    def _read_output(self) -> None:
        assert self._process.stdout is not None  # noqa: S101, a pipe was asked for above
        with contextlib.suppress(OSError, ValueError):  # closed under us by kill()
            for text in self._process.stdout:
                with contextlib.suppress(json.JSONDecodeError):  # a killed child may leave half a line
                    self._on_line(json.loads(text))
        self._on_end()
