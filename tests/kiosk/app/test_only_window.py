"""One window to a data folder, and whoever starts another is told; nothing of that keeps a screen dark."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.app.only_window import LOCK, WindowOpenError, only_window

DEADLINE_S = 100.0
HOLDER = """
import os, sys
from pathlib import Path
from kiosk.app.only_window import only_window
with only_window(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


class Hall:
    """`kiosk` on one data folder, with offscreen windows. Whoever names a `manager` in its environment is looked after by that."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        self._config = folder / "kiosk.toml"
        self._config.write_text(f'[place]\nname = "Balai"\n[speech]\ndevice = "wav:{folder / "out.wav"}"\n')
        self.manager = folder / "notify"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kiosk", "--config", str(self._config), "--data", str(self.data), *words]

    def calls(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=DEADLINE_S,
        )

    @contextmanager
    def window(self) -> Iterator[subprocess.Popen[bytes]]:
        """One that a manager looks after, once its first screen is seen; killed at the end."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.settimeout(DEADLINE_S)
            manager.bind(str(self.manager))
            environment = self._environment() | {"NOTIFY_SOCKET": str(self.manager)}
            with subprocess.Popen(self.command("run", "--window", "640x480"), env=environment) as window:
                try:
                    while not manager.recv(200).startswith(b"READY=1\n"):
                        pass
                    yield window
                finally:
                    window.kill()
        self.manager.unlink()

    @staticmethod
    def _environment() -> dict[str, str]:
        return os.environ | {"SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


@contextmanager
def held(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the folder's lock in another process."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        holder.kill()


def children(of: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = status.read_text().partition(" (")
        except OSError:
            continue  # it has ended
        if int(rest.rpartition(")")[2].split()[1]) == of:
            found += [int(number), *children(int(number))]
    return found


def opened(process: int) -> set[str]:
    return {str(file.readlink()) for file in Path(f"/proc/{process}/fd").iterdir() if file.is_symlink()}


@pytest.mark.slow(cases=0)
def test_a_second_window_is_refused_in_one_line_and_nothing_else_is(hall: Hall) -> None:
    with hall.window() as window:
        assert str(hall.data / LOCK) in opened(window.pid)
        second = hall.calls("run", "--window", "640x480")
        assert second.returncode == 1
        assert second.stdout == ""
        assert len(second.stderr.strip().splitlines()) == 1
        assert str(hall.data) in second.stderr
        assert "--data" in second.stderr
        for words in (
            ["items"],
            ["screenshot", "home", "--out", str(hall.data.parent / "home.png")],
            ["say", "a", "--words"],
        ):
            assert hall.calls(*words).returncode == 0, words
        end = time.monotonic() + DEADLINE_S
        while not (found := children(window.pid)):
            assert time.monotonic() < end, "it has no player"
            time.sleep(0.05)
        for child in found:
            assert str(hall.data / LOCK) not in opened(child), "it would keep the next window out"
    with only_window(hall.data):
        pass  # killed: the next one's


def test_a_unit_starts_whoever_has_the_lock(hall: Hall) -> None:
    """Show that the screen starts although another process, perhaps a hijacked refresher, holds the folder's lock."""
    with held(hall.data), hall.window() as window:
        assert window.poll() is None


def test_the_lock_goes_with_a_process_that_is_killed(tmp_path: Path) -> None:
    with held(tmp_path) as holder:
        with pytest.raises(WindowOpenError), only_window(tmp_path):
            pass
        holder.kill()
        holder.wait()
        with only_window(tmp_path):
            pass
    with only_window(tmp_path):
        pass  # the file that it leaves is no lock


@pytest.mark.parametrize(
    "lay",
    [
        pytest.param(lambda path: path.mkdir(), id="a folder"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), id="a link"),
        pytest.param(lambda path: os.mkfifo(path), id="a pipe without a writer"),
        pytest.param(lambda path: path.parent.rmdir(), id="no data folder"),
    ],
)
def test_whatever_lies_there_the_window_opens(tmp_path: Path, lay: Callable[[Path], object]) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    lay(folder / LOCK)
    with only_window(folder):
        pass
