from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest

from kiosk.app.watchdog import Watchdog


@pytest.mark.parametrize("abstract", [False, True])
def test_the_manager_is_told(tmp_path: Path, abstract: bool) -> None:
    name = f"{tmp_path.name}-notify" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(10)
        manager.bind(f"\0{name}" if abstract else name)
        watchdog = Watchdog({"NOTIFY_SOCKET": f"@{name}" if abstract else name})
        watchdog.ready()
        watchdog.alive()
        assert manager.recv(100).startswith(b"READY=1\n")
        assert manager.recv(100) == b"WATCHDOG=1"


def test_without_a_manager_nothing_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Watchdog({}).ready()
    assert not caplog.records


def test_a_manager_that_is_gone_is_a_line_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Watchdog({"NOTIFY_SOCKET": str(tmp_path / "gone")}).alive()
    assert "WATCHDOG=1" in caplog.text
