"""The metered way for bundles of the system, with real sockets: it leads to one place, and ends with the day's bytes."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.appliance.update.system.line import Allowance, MeteredLine, goal_of
from kiosk.settings import Settings
from kiosk.settings.sections import NetworkSettings

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "a name server leads the line for bundles to this machine or the hall's network",
        "the address that answers is looked at, as of feeds",
    ),
    pytest.mark.attack(
        "root and keys",
        "a host sends a bundle without end, or sends RAUC elsewhere or to plain http",
        "the line leads to one host and port, over TLS, and closes with half of the day's bytes",
    ),
]


TODAY = date(2026, 11, 28)


class Endless:
    """A host that sends for ever, whatever it is asked, and counts what it could send."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.asked: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._send, args=(connection,), daemon=True).start()

    def _send(self, connection: socket.socket) -> None:
        with connection:
            self.asked.append(connection.recv(100))
            try:
                while True:
                    connection.sendall(b"x" * 10_000)
            except OSError:
                return

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def host() -> Iterator[Endless]:
    made = Endless()
    yield made
    made.close()


def allowance(folder: Path, *, megabytes: int = 1, today: date = TODAY) -> Allowance:
    return Allowance(folder / "spent.json", Settings(network=NetworkSettings(daily_megabytes=megabytes)), lambda: today)


def asked(said: bytes, goal: tuple[str, int] | None, left: Allowance, *, late: float = 0) -> bytes:
    """All that comes back for `said`, of a line that leads to `goal`."""
    listening = socket.create_server(("127.0.0.1", 0))
    line = MeteredLine(goal, left, idle=0.2, patience=60)
    thread = threading.Thread(target=lambda: asyncio.run(line.relay_bytes(listening)))
    port = listening.getsockname()[1]
    thread.start()
    time.sleep(late)
    came = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(said)
        try:
            while chunk := connection.recv(100_000):
                came += chunk
        except ConnectionResetError:
            pass
    thread.join(20)
    assert not thread.is_alive()
    return came


def connect(port: int, host: str = "127.0.0.1") -> bytes:
    return f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()


def test_a_body_without_end_ends_with_the_day_s_bytes(host: Endless, tmp_path: Path) -> None:
    left = allowance(tmp_path)
    came = asked(connect(host.port) + b"hello", ("127.0.0.1", host.port), left)
    head, _, body = came.partition(b"\r\n\r\n")
    assert head == b"HTTP/1.1 200 OK"
    assert 300_000 < len(body) <= 500_000  # half of a megabyte, less what was on its way
    assert host.asked == [b"hello"]
    # another line, after a restart: nothing more today, and as much tomorrow
    again = asked(connect(host.port), ("127.0.0.1", host.port), allowance(tmp_path))
    assert again.startswith(b"HTTP/1.1 429 ")
    assert allowance(tmp_path, today=date(2026, 11, 29)).left == 500_000


def test_whoever_started_it_is_answered_however_late(host: Endless, tmp_path: Path) -> None:
    """systemd begins it with a connection that waits, and would begin it again and again."""
    left = allowance(tmp_path)
    left.spend(500_000)
    assert asked(connect(host.port), ("127.0.0.1", host.port), left, late=0.5).startswith(b"HTTP/1.1 429 ")


@pytest.mark.parametrize(
    "said",
    [
        b"GET http://127.0.0.1:{port}/kiosk-system-8.raucb HTTP/1.1\r\n\r\n",  # what was sent to plain http
        b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n\r\n",
        b"CONNECT localhost:{port} HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1:{port}@example.org:443 HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1:{port} HTTP/1.0\r\n\r\n",
        b"CONNECT  127.0.0.1:{port} HTTP/1.1\r\n\r\n",
        b"connect 127.0.0.1:{port} HTTP/1.1\r\n\r\n",
        b"\r\n\r\n",
        b"\0" * 50 + b"\r\n\r\n",
    ],
)
def test_it_leads_nowhere_else(host: Endless, tmp_path: Path, said: bytes) -> None:
    came = asked(said.replace(b"{port}", str(host.port).encode()), ("127.0.0.1", host.port), allowance(tmp_path))
    assert came.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 405 "))
    assert host.asked == []


def test_a_name_does_not_lead_to_this_machine(host: Endless, tmp_path: Path) -> None:
    """Whatever a name server says of it. "127.1" is no address but a name of one, which the resolver itself knows."""
    assert asked(connect(host.port, "127.1") + b"x", ("127.1", host.port), allowance(tmp_path)) == b""
    assert b"x" not in host.asked


def test_a_head_without_end_is_dropped(host: Endless, tmp_path: Path) -> None:
    assert asked(b"CONNECT " + b"x" * 50_000, ("127.0.0.1", host.port), allowance(tmp_path)) == b""
    assert host.asked == []


def test_without_a_folder_it_leads_nowhere(tmp_path: Path) -> None:
    assert asked(connect(0, ""), None, allowance(tmp_path)).startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize(
    "kept", ["", "null", "[]", '["2026-11-28", -5]', '["2026-11-28", "9"]', '{"a": 1}', "\0", '["2026-11-28", 1e99]']
)
def test_what_was_spent_may_be_damaged(tmp_path: Path, kept: str) -> None:
    (tmp_path / "spent.json").write_text(kept)
    assert allowance(tmp_path).left == 500_000


@pytest.mark.parametrize(
    ("url", "goal"),
    [
        ("https://pusat.example/pembaruan/", ("pusat.example", 443)),
        ("https://PUSAT.example:8443", ("pusat.example", 8443)),
        ("https://[::1]:8443/x", ("::1", 8443)),
        ("http://pusat.example/pembaruan/", None),
        ("file:///etc/shadow", None),
        ("/pembaruan", None),
        ("", None),
        ("https://", None),
        ("https://a:b@pusat.example/", None),
        ("https://pusat.example/?a=b", None),
        ("https://pusat.example/#a", None),
        ("https://pusat.example:99999/", None),
        ("https://pusat.example:x/", None),
        ("https://[::1/", None),
    ],
)
def test_a_bundle_comes_by_https_alone(url: str, goal: tuple[str, int] | None) -> None:
    assert goal_of(url) == goal
