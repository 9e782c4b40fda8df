"""The refresher as a child of the kiosk: started again when it ended, and not while another does its work."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.store.lock import writer_lock
from kiosk.app.refresher_process import AGAIN_S, RefresherProcess

DEADLINE_S = 60.0
# a window as far as its refresher sees one; "writes" is said when that one holds the folder
WINDOW = """
import sys, time
from pathlib import Path
from content_cache.store.lock import FolderBusyError, writer_lock
from tests.kiosk.app.test_refresher_process import Watched
child = Watched(Path(sys.argv[1]), Path(sys.argv[2]), time.monotonic)
while True:
    try:
        with writer_lock(Path(sys.argv[2])):
            pass
    except FolderBusyError:
        break
    time.sleep(0.01)
print(child.number, flush=True)
sys.stdin.read()
"""


class Hours:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Watched(RefresherProcess):
    """Its child can be waited for."""

    def wait_for_end(self) -> int:
        assert self._process is not None
        return self._process.wait(DEADLINE_S)

    @property
    def number(self) -> int | None:
        return self._process.pid if self._process else None


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text('[place]\nname = "Balai Desa"\ntimezone = "Asia/Makassar"\n')
    return path


@pytest.fixture
def child(settings: Path, tmp_path: Path, clock: Hours) -> Iterator[Watched]:
    (tmp_path / "data").mkdir()
    with writer_lock(tmp_path / "data"):
        made = Watched(settings, tmp_path / "data", clock)
        assert made.wait_for_end() == 1  # the folder is another's
    yield made
    made.close()


def test_it_waits_while_another_writes_and_starts_when_that_one_has_gone(
    child: Watched, clock: Hours, tmp_path: Path
) -> None:
    first = child.number
    with writer_lock(tmp_path / "data"):
        for _ in range(5):
            clock.now += AGAIN_S + 1
            child.restart_if_ended()
        assert child.number == first, "it would only end again"
    child.restart_if_ended()
    assert child.number == first, "not more often than once a minute"
    clock.now += AGAIN_S + 1
    child.restart_if_ended()
    assert child.number != first


def test_settings_that_are_wrong_are_not_tried_again(tmp_path: Path, clock: Hours) -> None:
    child = Watched(tmp_path / "none.toml", tmp_path / "data", clock)
    assert child.wait_for_end() == 2
    clock.now += AGAIN_S + 1
    child.restart_if_ended()
    assert child.number is None
    child.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_it_ends_with_a_window_that_is_killed(settings: Path, tmp_path: Path, how: signal.Signals) -> None:
    """It went on for ever, and the next window's could not write."""
    data, feed = tmp_path / "data", tmp_path / "feed.xml"
    feed.write_text("<rss version='2.0'><channel><title>Kabar</title></channel></rss>")
    settings.write_text(f'[[source]]\nname = "Kabar"\nurl = "{feed}"\n')
    data.mkdir()
    command = [sys.executable, "-c", WINDOW, str(settings), str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        refresher = int(window.stdout.readline())
        ended, pidfd = select.poll(), os.pidfd_open(refresher)
        try:
            ended.register(pidfd, select.POLLIN)
            window.send_signal(how)
            window.wait(DEADLINE_S)
            assert ended.poll(1000 * DEADLINE_S), "it runs on"
        finally:
            if not ended.poll(0):
                os.kill(refresher, signal.SIGKILL)
            os.close(pidfd)
    with writer_lock(data):
        pass  # the next one's
