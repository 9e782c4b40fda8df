"""A refresher that is told to end does so within ten seconds, whatever it waits for."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest

from content_cache.model.errors import CacheError
from content_cache.store.store import Store
from tests.content_cache.misbehaving import Drip, MisbehavingServer, Silence, reply

ENDS_S = 10.0
GENEROUS_S = 100.0
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
_ITEM = "<item><title>Kabar {n}</title><guid>{n}</guid><description>{text}</description></item>"


def feed(items: int, text: str = "Isi") -> bytes:
    listed = "".join(_ITEM.format(n=n, text=text) for n in range(items))
    return f"<rss version='2.0'><channel><title>Kabar</title>{listed}</channel></rss>".encode()


@contextmanager
def refresher(folder: Path, *urls: str, reports: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """Start `kiosk refresh --keep-going` with these sources; it is killed in the end if it still lives."""
    config = folder / "kiosk.toml"
    sources = [f'[[source]]\nname = "Kabar {n}"\nurl = "{url}"\nformat = "rss"\n' for n, url in enumerate(urls)]
    config.write_text(f'[place]\nname = "Balai"\n[reports]\nurl = "{reports}"\n' + "".join(sources))
    words = [sys.executable, "-m", "kiosk", "--config", str(config), "--data", str(folder), "refresh", "--keep-going"]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(seen: Callable[[], object]) -> None:
    end = time.monotonic() + GENEROUS_S
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.02)


def assert_it_ends(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(ENDS_S) == 0


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    made = MisbehavingServer()
    yield made
    made.close()


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    "script",
    [
        (Silence(),),
        (Drip(b"HTTP/1.1 200 OK\r\nX-A: b\r\n"),),
        (_HEAD + b"Content-Length: 1000\r\n\r\n", Silence()),
        (_HEAD + b"\r\n", Drip(feed(1))),
    ],
    ids=["no answer", "headers without end", "no body", "body without end"],
)
def test_while_a_host_keeps_it_waiting(
    tmp_path: Path, server: MisbehavingServer, script: tuple[bytes | Drip, ...]
) -> None:
    with refresher(tmp_path, server.on("/feed", script)) as process:
        wait_until(lambda: server.requests)
        assert_it_ends(process)


def test_while_a_host_takes_no_connection(tmp_path: Path) -> None:
    """The kernel drops what would overflow the queue of a host that accepts nobody."""
    with socket.socket() as host, socket.socket() as first:
        host.bind(("127.0.0.1", 0))
        host.listen(0)
        first.connect(host.getsockname())
        port = host.getsockname()[1]
        with refresher(tmp_path, f"http://127.0.0.1:{port}/feed") as process:
            wait_until(lambda: f":{port:04X} 02 " in Path("/proc/net/tcp").read_text())  # SYN_SENT
            assert_it_ends(process)


def readers(pid: int, *, forked: bool) -> list[int]:
    """Return the processes that read for the refresher *pid*: those that a starter forked, or its own."""
    found = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children(pid)}
    if forked:
        return [each for child, command in found.items() if b"captive.start()" in command for each in children(child)]
    return [child for child, command in found.items() if b"captive.serve()" in command]


def children(pid: int) -> list[int]:
    return [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("sources", [1, 5], ids=["of its own", "of a starter"])
def test_while_a_child_reads(tmp_path: Path, sources: int) -> None:
    """The child stands still, as one does that a feed keeps busy."""
    stopped: set[int] = set()

    def stop_readers() -> bool:
        with suppress(FileNotFoundError, ProcessLookupError):
            for reader in readers(process.pid, forked=sources > 1):
                os.kill(reader, signal.SIGSTOP)
                stopped.add(reader)
        return bool(stopped)

    with ExitStack() as stack:
        hosts = [stack.enter_context(closing(MisbehavingServer(host=f"127.0.0.{n + 1}"))) for n in range(sources)]
        process = stack.enter_context(refresher(tmp_path, *(host.on("/", reply(feed(2_000))) for host in hosts)))
        wait_until(stop_readers)
        assert_it_ends(process)
    wait_until(lambda: not any(Path(f"/proc/{reader}").exists() for reader in stopped))


@pytest.mark.slow(cases=1)
def test_while_a_large_feed_is_stored_and_indexed(tmp_path: Path, server: MisbehavingServer) -> None:
    def is_stored() -> bool:
        with suppress(CacheError), Store.open(tmp_path, read_only=True) as store:
            return store.reader.count() == 2_000
        return False

    with refresher(tmp_path, server.on("/feed", reply(feed(2_000, "kabar desa hari ini " * 100)))) as process:
        wait_until(is_stored)
        assert_it_ends(process)


@pytest.mark.skipif(
    subprocess.run(["unshare", "-rmn", "true"], check=False, capture_output=True).returncode != 0,
    reason="no namespaces of one's own here",
)
def test_while_nobody_tells_an_address_and_a_report_is_not_taken(tmp_path: Path) -> None:
    words = ["unshare", "-rmn", sys.executable, "-m", "tests.kiosk.refresher.lonely_house", str(tmp_path)]
    subprocess.run(words, check=True, timeout=2 * GENEROUS_S)
