"""A command that lasts tells each source when it is done; the bar is for a terminal alone."""

from __future__ import annotations

import http.server
import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.cli.progress import Bar

FEED = (Path(__file__).parents[2] / "feeds" / "wordpress.xml").read_bytes()
NOTICE = "---\ntitle: Kabar {}\n---\nIsi.\n"


class Site(http.server.ThreadingHTTPServer):
    """Two hosts in one: /late answers when `go` is set."""

    def __init__(self) -> None:
        self.go = threading.Event()
        super().__init__(("127.0.0.1", 0), Answering)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(http.server.BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        if self.path == "/late":
            self.server.go.wait(60)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(FEED)

    def log_message(self, *_: object) -> None:
        """Nothing: it is asked by a test."""


@pytest.fixture
def sites() -> Iterator[tuple[Site, Site]]:
    """A refresher asks a host one thing at a time: the two sources have one each."""
    made = Site(), Site()
    for site in made:
        threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    for site in made:
        site.go.set()
        site.shutdown()
        site.server_close()


def settings(folder: Path, **sources: str) -> list[str]:
    """The command as far as its name, with these sources."""
    config = folder / "kiosk.toml"
    config.write_text(
        "".join(f'[[source]]\nname = "{name}"\nurl = "{url}"\n' for name, url in sources.items()), "utf-8"
    )
    return [sys.executable, "-m", "kiosk", "--config", str(config), "--data", str(folder / "data")]


@contextmanager
def on_a_terminal(command: list[str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The command with a terminal for its output; what it writes comes from the second."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        yield process, ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def read_all(terminal: int) -> str:
    """Until nobody has the terminal open any more."""
    found = b""
    while True:
        try:
            found += os.read(terminal, 4096)
        except OSError:  # EIO: its other end was closed (pty(7))
            return found.decode()


def test_a_source_is_told_while_another_still_answers(tmp_path: Path, sites: tuple[Site, Site]) -> None:
    early, late = sites
    # hosts by name and by number, or they would be asked one after the other
    command = settings(
        tmp_path, Lambat=f"{late.address}/late", Cepat=f"{early.address.replace('127.0.0.1', 'localhost')}/"
    )
    with subprocess.Popen([*command, "refresh"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Cepat: diperbarui (")
        assert not late.go.is_set()
        late.go.set()
        rest, told = process.communicate(timeout=60)
    assert rest.startswith("Lambat: diperbarui (")
    assert (told, process.returncode) == ("", 0)


def test_a_terminal_has_a_bar_below_the_lines_that_goes_at_the_end(tmp_path: Path, sites: tuple[Site, Site]) -> None:
    with on_a_terminal([*settings(tmp_path, Satu=sites[0].address, Dua=sites[0].address), "refresh"]) as (
        process,
        terminal,
    ):
        written = read_all(terminal)
        assert process.wait(60) == 0
    assert "[##########          ] 1/2 " in written
    assert "[####################] 2/2 " in written
    assert [line.rpartition("\r")[2] for line in written.split("\r\n")][:-1] == [
        line for line in written.replace("\r\n", "\n").replace("\r", "\n").splitlines() if ": diperbarui (" in line
    ]
    assert written.endswith("\r")  # the line that the bar stood on is empty again


def test_json_has_no_bar_and_no_lines(tmp_path: Path, sites: tuple[Site, Site]) -> None:
    with on_a_terminal([*settings(tmp_path, Satu=sites[0].address), "refresh", "--json"]) as (_, terminal):
        written = read_all(terminal)
    assert json.loads(written)["sources"][0]["name"] == "Satu"


def test_publish_names_each_notice_and_draws_no_bar_into_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "kantor").mkdir()
    for number in range(3):
        (tmp_path / f"kantor/{number}.md").write_text(NOTICE.format(number), "utf-8")
    (tmp_path / "kantor/feed.toml").write_text('title = "Kabar"\n', "utf-8")
    command = settings(tmp_path)
    keys = tmp_path / "kunci"
    subprocess.run([*command, "keys", "new", "--to", str(keys), "--no-password"], check=True, capture_output=True)
    words = ["publish", str(tmp_path / "kantor"), "--to", str(tmp_path / "terbit"), "--key", str(keys / "news.key")]
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[:3] == ["1/3 0.md", "2/3 1.md", "3/3 2.md"]
    assert "\r" not in done.stderr
    assert "#" not in done.stderr
    with on_a_terminal([*command, *words]) as (_, terminal):
        assert "[######              ] 1/3 0.md" in read_all(terminal)


def test_a_bar_is_cut_to_the_terminal() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        with Bar(terminal) as bar:
            bar.draw(1, 2, "x" * 500)
        terminal.flush()
        written = os.read(ours, 4096).decode()
    os.close(ours)
    first = written.split("\r")[2]
    assert first.startswith("[##########          ] 1/2 xxx")
    assert len(first) == 79  # a terminal that was never told its size


def test_a_terminal_gets_the_sentence_alone_and_a_pipe_the_log_before_it(tmp_path: Path) -> None:
    command, told = [*settings(tmp_path), "refresh"], []
    for piped in (True, False):
        (tmp_path / f"{piped}" / "settings.local.toml").mkdir(parents=True)  # set aside: the log says it
        here = [str(tmp_path / f"{piped}") if word == str(tmp_path / "data") else word for word in command]
        if piped:
            told.append(subprocess.run(here, capture_output=True, text=True, check=False).stderr)
            continue
        with on_a_terminal(here) as (_, terminal):
            told.append(read_all(terminal))
    log, shown = told
    assert "a folder lay in its place" in log
    assert "belum ada [[source]]" in log
    assert "belum ada [[source]]" in shown
    assert "a folder lay in its place" not in shown


def test_a_damaged_store_is_told_to_a_terminal_without_a_line_of_the_log(tmp_path: Path) -> None:
    command, told = [*settings(tmp_path), "refresh"], []
    for piped in (True, False):
        (tmp_path / f"{piped}").mkdir()
        (tmp_path / f"{piped}" / "content.sqlite").write_bytes(b"damaged " * 1024)
        here = [str(tmp_path / f"{piped}") if word == str(tmp_path / "data") else word for word in command]
        if piped:
            told.append(subprocess.run(here, capture_output=True, text=True, check=False).stderr)
            continue
        with on_a_terminal(here) as (_, terminal):
            told.append(read_all(terminal))
    log, shown = told
    assert "was damaged" in log
    assert "was damaged" not in shown
    assert shown.startswith("kiosk refresh: ")


def test_mended_store_is_told_to_a_terminal_in_one_sentence(tmp_path: Path) -> None:
    feed = tmp_path / "kabar.json"
    feed.write_text('{"version": "https://jsonfeed.org/version/1.1", "title": "K", "items": []}', "utf-8")
    command = [*settings(tmp_path, Kabar=str(feed)), "refresh"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    store = tmp_path / "data" / "content.sqlite"
    store.write_bytes(store.read_bytes()[:8192].ljust(65_536, b"\7"))
    for beside in store.parent.glob("content.sqlite-*"):
        beside.unlink()
    with on_a_terminal([*command, "--force"]) as (_, terminal):
        told = read_all(terminal)
    assert told.count("kiosk refresh: simpanan isi rusak dan sudah diperbaiki") == 1
    assert "content_cache" not in told
