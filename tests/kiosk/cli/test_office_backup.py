"""`kiosk office backup` beside a desk that is at work, and `kiosk office restore` on another path, as processes."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import lxml.html
import pytest
import requests

from content_cache.signing.keyring import KeyRole
from kiosk.office.backup.restore import GAP, restore
from kiosk.office.backup.shelf import BackupShelf
from kiosk.office.editions.previous import in_folder
from kiosk.office.keys.cabinet import POST
from tests.kiosk.cli.test_office_desk import Computer
from tests.support.desk_server import free_port
from tests.support.newsroom import KEY_PASSWORD, PASSWORD, Newsroom, make_shared_keys

SECRET = "cumi cumi terbang malam"
SAVES = 50


class Person:
    """A browser of somebody at a desk that is a process."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.session = url, requests.Session()
        self.text = ""
        self.get("/masuk")
        assert self.send("/masuk", nama=name, sandi=PASSWORD).status_code == 303

    def get(self, path: str) -> None:
        self.text = self.session.get(self.url + path, timeout=60).text

    def send(self, path: str, /, **fields: str | list[str]) -> requests.Response:
        token = re.search(r'name="tanda" value="([^"]+)"', self.text)
        data = {"tanda": token[1] if token else "", **fields}
        return self.session.post(self.url + path, data=data, allow_redirects=False, timeout=60)

    def write(self, title: str) -> None:
        """Write a draft, and return once the desk says that it is saved."""
        self.get("/tulis")
        action = re.search(r'action="(/kabar/[^"]+)"', self.text)
        assert action is not None
        fields = dict(
            next(
                each for each in lxml.html.fromstring(self.text).forms if each.get("action") == action[1]
            ).form_values()
        )
        assert (
            self.session.post(
                self.url + action[1], data=fields | {"judul": title, "isi": "Isi."}, allow_redirects=False, timeout=60
            ).status_code
            == 303
        )


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    os.environ["KIOSK_BACKUP_PASSWORD"] = SECRET
    try:
        yield Computer(tmp_path)
    finally:
        del os.environ["KIOSK_BACKUP_PASSWORD"]


@contextmanager
def desk(computer: Computer, folder: str) -> Iterator[str]:
    port = free_port()
    with computer.serving("--folder", folder, "--port", str(port)):
        yield f"http://127.0.0.1:{port}"


def titles(folder: Path) -> set[str]:
    return {
        found[1] for path in folder.glob("*.md") if (found := re.search(r"(?m)^title: (.*)$", path.read_text("utf-8")))
    }


class Writers:
    """Two people who save notice after notice, and one who publishes twice. `confirmed` has the titles that the desk said were
    saved, each with when."""

    def __init__(self, folder: Path, url: str) -> None:
        self.confirmed: list[tuple[float, str]] = []
        self._folder, self._url = folder, url
        self._pool = ThreadPoolExecutor()
        self._work = [self._pool.submit(self._save, "Anton Djalil"), self._pool.submit(self._save, "Fatma Adam")]
        self._work.append(self._pool.submit(self._publish))

    def _save(self, who: str) -> None:
        person = Person(self._url, who)
        for number in range(SAVES // 2):
            person.write(f"{who} {number}")
            self.confirmed.append((time.time(), f"{who} {number}"))

    def _publish(self) -> None:
        editor = Person(self._url, "Rahma Lasaeo")
        for number in (1, 2):
            (self._folder / f"siap{number}.md").write_text(f"---\ntitle: Siap {number}\n---\nIsi.\n", "utf-8")
            assert publish(editor) == number

    @property
    def busy(self) -> bool:
        return not all(each.done() for each in self._work)

    def finish(self) -> None:
        for each in self._work:
            each.result()
        self._pool.shutdown()


def publish(editor: Person) -> int:
    """Publish, and return the edition's number once it is out."""
    editor.get("/terbitkan")
    answer = editor.send("/terbitkan", sandi=KEY_PASSWORD, yakin="ya")
    location = answer.headers["Location"]
    editor.get(location)
    while 'http-equiv="refresh"' in editor.text:
        editor.get(location)
    return int(location.rpartition("/")[2])


@pytest.mark.slow(cases=1)
def test_nothing_that_was_confirmed_is_missing_after_50_saves_and_two_editions(computer: Computer) -> None:
    folder = computer.home / "kantor"
    room = Newsroom(folder)
    make_shared_keys(room.office.cabinet)
    rahma = room.browser("Rahma Lasaeo")
    name = rahma.write("Pertama", "Isi.")
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/siap/{name}", {"tanda": rahma.token})
    (folder / "besar.mp4").write_bytes(os.urandom(1_000_000) * 50)
    BackupShelf(folder, memory=2**16).set_password(SECRET, SECRET)
    with desk(computer, "kantor") as url:
        writers = Writers(folder, url)
        while writers.busy:
            told = computer.run("--folder", "kantor", "backup")
            assert told.returncode == 0, told.stderr
        writers.finish()
    backups = BackupShelf(folder).list_backups()
    assert backups
    for each in backups:
        there = computer.home / each.name
        there.mkdir()
        with (folder / ".kantor/cadangan" / each.name).open("rb") as file:
            done = restore(there, file, SECRET)
        before = {title for when, title in writers.confirmed if when < done.manifest.made.timestamp()}
        assert before <= titles(there)
        print(
            f"{len(before)} of {SAVES} saves before a backup, {len(titles(there))} notices, edition {done.manifest.edition}"
        )
        assert subprocess.run(["git", "-C", there, "fsck", "--full", "--strict"], check=False).returncode == 0
    with desk(computer, backups[0].name) as url:
        number = publish(Person(url, "Rahma Lasaeo"))
        assert number == 2 + GAP + 1
        assert in_folder(computer.home / backups[0].name / ".kantor/terbit").signed == number


@pytest.mark.slow(cases=1)
def test_a_restoration_wants_the_desk_closed_and_says_in_one_line_what_is_wrong(computer: Computer) -> None:
    computer.run("--folder", "kantor", "init", "--name", "Diskominfo", "--area", "72.01", "--person", "Rahma")
    made = computer.run("--folder", "kantor", "backup")
    assert made.returncode == 0, made.stderr
    path = made.stdout.partition(": ")[0]
    with desk(computer, "kantor"):
        told = computer.run("--folder", "kantor", "restore", path)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "meja lain sedang terbuka" in told.stderr
    for words in (("restore", "tidak-ada"), ("restore", "kantor/feed.toml")):
        told = computer.run("--folder", "lain", *words)
        assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    with Path(path).open("rb") as file:
        done = subprocess.run(
            computer.command("--folder", "lain", "restore", "-"), cwd=computer.home, env=computer.environment, stdin=file,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (computer.home / "lain/feed.toml").read_text("utf-8") == (computer.home / "kantor/feed.toml").read_text(
        "utf-8"
    )
    del computer.environment["KIOSK_BACKUP_PASSWORD"]
    (computer.home / "kantor/.kantor/cadangan.json").unlink()
    told = computer.run("--folder", "kantor", "backup", "--unasked")
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (0, "", 1)
    told = subprocess.run(
        computer.command("--folder", "kantor", "backup"), cwd=computer.home, env=computer.environment,
        stdin=subprocess.DEVNULL, start_new_session=True, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)


@pytest.mark.slow(cases=1)
def test_keys_are_replaced_with_the_spare_key_of_this_office_alone(computer: Computer) -> None:
    room = Newsroom(computer.home / "kantor")
    make_shared_keys(room.office.cabinet)
    for name, other in ((KeyRole.ALERT, "lima ikan di karang"), (POST, "tujuh perahu pulang")):
        room.office.cabinet.set_password(name, KEY_PASSWORD, other, other)
    keys = computer.home / "kantor/.kantor/kunci"
    spare = (keys / "spare.key").rename(computer.home / "spare.key")
    before = room.office.cabinet.public(KeyRole.NEWS)
    computer.environment["KIOSK_KEY_PASSWORD"] = KEY_PASSWORD
    for words in (("news",), ("news", "--spare", str(keys / "news.key")), ("news", "--spare", "tidak-ada"), ("pos",)):
        told = computer.run("--folder", "kantor", "keys", *words)
        assert (told.returncode in (1, 2), told.stdout) == (True, "")
        assert room.office.cabinet.public(KeyRole.NEWS) == before
    told = computer.run("--folder", "kantor", "keys", "news", "--spare", str(spare))
    assert (told.returncode, told.stderr.count("\n")) == (1, 1), "the password of the spare key"
    assert room.office.cabinet.public(KeyRole.NEWS) == before
    del computer.environment["KIOSK_KEY_PASSWORD"]
    told = computer.run(
        "--folder", "kantor", "keys", "news", "--spare", str(spare),
        typed="\n".join([KEY_PASSWORD, *["gurita merah di karang"] * 2, ""]),
    )  # fmt: skip
    assert (told.returncode, told.stdout.count("\n")) == (0, 1), told.stderr
    assert room.office.cabinet.public(KeyRole.NEWS) != before
    computer.environment["KIOSK_KEY_PASSWORD"] = KEY_PASSWORD
    told = computer.run("--folder", "kantor", "keys", "spare")
    assert (told.returncode, (keys / "spare.key").exists()) == (0, True), told.stderr
