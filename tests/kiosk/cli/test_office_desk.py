"""`kiosk office` as it is typed: at home, on a relative path, twice on one folder, at a port that is taken."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from kiosk.core.children import OWN_MODULES
from kiosk.office.opening import open_office
from tests.support.desk_server import free_port

INIT = ("init", "--name", "Diskominfo Banggai", "--area", "72.01", "--person", "Rahma")


class Computer:
    """A home directory, and commands typed in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = os.environ | {"HOME": str(home), "KIOSK_DATA": str(home / "data"), "KIOSK_LANGUAGE": "id"}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, *OWN_MODULES, "-m", "kiosk", "office", *words]

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command without a terminal; *typed* is its standard input."""
        return subprocess.run(
            self.command(*words), cwd=self.home, env=self.environment, capture_output=True, text=True, check=False,
            input=typed, timeout=120, start_new_session=True,
        )  # fmt: skip

    @contextmanager
    def serving(self, *words: str) -> Iterator[list[str]]:
        """Give the lines that are printed until the desk listens."""
        process = subprocess.Popen(
            self.command(*words), cwd=self.home, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        lines: list[str] = []
        try:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line.strip())
                if line.startswith("meja kantor: "):
                    break
            yield lines
        finally:
            process.terminate()
            process.communicate(timeout=60)


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_without_a_folder_it_opens_at_once_on_one_in_the_home_directory(computer: Computer) -> None:
    port = free_port()
    with computer.serving("--port", str(port)) as told:
        assert told[0] == f"folder baru: {computer.home / 'kantor'}"
        (link,) = re.findall(r"http://\S+", told[1])
        assert requests.get(link, timeout=60).ok
    with computer.serving("--port", str(port)) as again:
        assert again == [f"meja kantor: http://127.0.0.1:{port}/"]


def test_a_relative_folder_serves_pages(computer: Computer) -> None:
    assert computer.run("--folder", "kabar", *INIT).returncode == 0
    port = free_port()
    with computer.serving("--folder", "kabar", "--port", str(port)):
        assert requests.get(f"http://127.0.0.1:{port}/masuk", timeout=60).ok
    assert (computer.home / "kabar/feed.toml").exists()


def test_a_second_desk_on_a_folder_says_so_and_ends(computer: Computer) -> None:
    computer.run("--folder", "kabar", *INIT)
    with computer.serving("--folder", "kabar", "--port", str(free_port())):
        second = computer.run("--folder", "kabar", "--port", str(free_port()))
    assert second.returncode == 1
    assert second.stderr == f"kiosk office: {computer.home / 'kabar'}: meja lain sedang terbuka di folder ini\n"
    with computer.serving("--folder", "kabar", "--port", str(free_port())) as told:
        assert len(told) == 1, "the lock went with the first"


def test_a_port_that_is_taken_and_a_folder_that_is_missing_are_told_in_one_line(computer: Computer) -> None:
    computer.run("--folder", "kabar", *INIT)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        told = computer.run("--folder", "kabar", "--port", str(taken.getsockname()[1]))
    assert (told.returncode, told.stderr.count("\n"), "--port" in told.stderr) == (1, 1, True)
    told = computer.run("--folder", "tidak-ada")
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)


def test_an_address_is_in_invitations_and_is_set_anew_where_the_office_is_there(computer: Computer) -> None:
    told = computer.run("--folder", "kabar", *INIT, "--address", "kabar.example.go.id")
    assert "https://kabar.example.go.id/undangan/" in told.stdout
    path = computer.home / "kabar/office.toml"
    with path.open("a") as file:
        file.write('\n[[target]]\nname = "Web"\nurl = "/srv/web"\naddress = "bukan ini"\n')
    told = computer.run("--folder", "kabar", "init", "--person", "Anton", "--address", "https://meja.example.go.id/")
    assert "https://meja.example.go.id/undangan/" in told.stdout
    table = tomllib.loads(path.read_text("utf-8"))
    assert table["address"] == "https://meja.example.go.id"
    assert table["target"] == [{"name": "Web", "url": "/srv/web", "address": "bukan ini"}]
    assert 'title = "Diskominfo Banggai"' in (computer.home / "kabar/feed.toml").read_text("utf-8")


def test_who_renews_a_certificate_is_asked_for_no_name_and_invites_nobody(computer: Computer) -> None:
    told = computer.run("--folder", "kabar", *INIT, "--address", "kabar.example.go.id")
    (token,) = re.findall(r"/undangan/(\S+)", told.stdout)
    again = ("--folder", "kabar", "init", "--served", "--address", "kabar.example.go.id")
    told = computer.run(*again)
    assert (told.returncode, told.stderr.count("\n")) == (2, 1), "nobody took the invitation"
    people = open_office(computer.home / "kabar").people
    people.accept(token, "kata sandi yang panjang", "kata sandi yang panjang", datetime.now(UTC))
    told = computer.run(*again)
    assert (told.returncode, told.stderr) == (0, "")
    assert "undangan" not in told.stdout


@pytest.mark.parametrize(
    "address", ["kabar", "http://kabar.example.go.id", "a.id/x", "https://a@b.id", "a b.id", 'a".id']
)
def test_what_is_no_address_writes_nothing(computer: Computer, address: str) -> None:
    told = computer.run("--folder", "kabar", *INIT, "--address", address)
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert not (computer.home / "kabar").exists()


def test_an_answer_that_is_missing_writes_nothing(computer: Computer) -> None:
    told = computer.run("--folder", "kabar", "init")
    assert (told.returncode, told.stderr) == (2, "kiosk office: kantor harus punya nama\n")
    assert not (computer.home / "kabar").exists()


def test_editions_are_written_where_the_server_in_front_hands_them_out(computer: Computer) -> None:
    computer.run("--folder", "kabar", *INIT)
    folder = computer.home / "kabar"
    (folder / ".kantor/terbit").mkdir()
    (folder / ".kantor/terbit/feed-1.json").write_text("{}")
    for address in ("kabar.example.go.id", "meja.example.go.id"):
        told = computer.run("--folder", "kabar", "init", "--person", "Anton", "--served", "--address", address)
        assert told.returncode == 0, told.stderr
        assert tomllib.loads((folder / "feed.toml").read_text("utf-8"))["site"] == f"https://{address}/edisi/"
        assert tomllib.loads((folder / "office.toml").read_text("utf-8"))["out"] == ".terbit"
        assert (folder / ".terbit/feed-1.json").exists()
    with computer.serving("--folder", "kabar", "--port", str(free_port())):
        told = computer.run("--folder", "kabar", "init", "--person", "Anton", "--served", "--address", address)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
