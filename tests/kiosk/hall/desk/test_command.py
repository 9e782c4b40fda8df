"""`kiosk desk` as it is started on a kiosk: a process that serves, and `kiosk refresh` that takes what was written there."""

from __future__ import annotations

import http.cookiejar
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, OpenerDirector, build_opener

import pytest

from content_cache.store.store import Store
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.hall.notices.pairing import Pairing
from kiosk.hall.notices.store import NoticeStore
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.support.desk import form_of
from tests.support.desk_server import free_port, needs_nginx, trusting
from tests.support.present import present

pytestmark = pytest.mark.attack(
    "people",
    "123456, 111111, dates of birth; another's name gets a new PIN in silence",
)


PIN = "483920"


@dataclass
class Kiosk:
    """A data folder and settings of its own; `port` is free at the moment."""

    folder: Path
    port: int

    def __post_init__(self) -> None:
        (self.folder / "kiosk.toml").write_text(
            f'[place]\nname = "Desa Bunga"\n[desk]\nenabled = true\nport = {self.port}\n', "utf-8"
        )

    def command(self, *words: str) -> list[str]:
        settings = ["--config", str(self.folder / "kiosk.toml"), "--data", str(self.folder / "data")]
        return [sys.executable, "-m", "kiosk", *settings, *words]

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), input=typed, capture_output=True, text=True, timeout=90, check=False
        )

    def items(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.run("items", "--json").stdout)["items"]
        return found

    def titles(self) -> list[str]:
        return [item["title"] for item in self.items()]


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path, free_port())


@pytest.fixture
def served(kiosk: Kiosk) -> Iterator[Kiosk]:
    added = kiosk.run("desk", "--add", "Ibu Sari", typed=f"{PIN}\n")
    assert added.returncode == 0, added.stderr
    desk = subprocess.Popen(kiosk.command("desk"), stderr=subprocess.PIPE, text=True)
    try:
        assert desk.stderr is not None
        assert f":{kiosk.port}/" in desk.stderr.readline(), "it says where it is, once it listens"
        yield kiosk
    finally:
        desk.terminate()
        desk.wait(20)


class Browser:
    def __init__(self, port: int) -> None:
        self._address = f"https://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        self._lines: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies), HTTPSHandler(context=trusting()))
        self.page = ""

    def get(self, path: str) -> None:
        self.page = self._lines.open(self._address + path, timeout=30).read().decode()

    @property
    def mark(self) -> str:
        found = re.search(r'name="tanda" value="([^"]+)"', self.page)
        return found[1] if found else ""

    def code(self, kiosk: Kiosk) -> str:
        """The path of the link that the kiosk's screen shows."""
        folder, base = kiosk.folder / "data" / "desk", self._address
        return Pairing(folder, lambda: base, lambda: datetime.now(UTC)).address().removeprefix(base).partition("#")[0]

    def pair(self, kiosk: Kiosk, name: str = "Ibu Sari", pin: str = PIN) -> None:
        path = self.code(kiosk)
        self.get(path)
        self.send(path, [("siapa", "sudah"), ("nama", name), ("pin", pin)])

    def send(self, path: str, fields: Sequence[tuple[str, str]] = ()) -> None:
        body = urlencode({"tanda": self.mark} | form_of(self.page, path) | dict(fields)).encode()
        self.page = self._lines.open(self._address + path, body, timeout=30).read().decode()


@needs_nginx
def test_a_notice_from_the_phone_to_what_a_visitor_sees(served: Kiosk) -> None:
    phone = Browser(served.port)
    phone.pair(served)
    phone.send("/keluar")
    phone.send("/masuk", [("nama", "ibu sari"), ("pin", PIN)])
    phone.get("/tulis")
    phone.send("/tulis", [("jenis", "pengumuman"), ("judul", "Rapat desa malam ini"), ("sampai", "besok")])
    phone.send("/terbit")
    assert "Yang sedang tampil: 1" in phone.page
    refreshed = served.run("refresh")
    assert (refreshed.returncode, "KIM Bunga: diperbarui (1 baru" in refreshed.stdout) == (0, True), refreshed.stderr
    assert served.titles() == ["Rapat desa malam ini"]


@pytest.mark.slow(cases=0)
def test_a_data_folder_is_named_from_where_one_stands(kiosk: Kiosk) -> None:
    command = [sys.executable, "-m", "kiosk", "--config", "kiosk.toml", "--data", "data", "desk"]
    with subprocess.Popen(command, cwd=kiosk.folder, stderr=subprocess.PIPE, text=True) as desk:
        assert f":{kiosk.port}/" in present(desk.stderr).readline()
        desk.terminate()


@pytest.mark.slow(cases=0)
def test_a_person_is_added_once_and_gets_another_pin_when_that_is_asked_for(kiosk: Kiosk) -> None:
    assert kiosk.run("desk", "--add", "Ibu Sari", typed=f"{PIN}\n").returncode == 0
    again = kiosk.run("desk", "--add", "ibu sari", typed="836251\n")
    assert (again.returncode, "Ibu Sari sudah terdaftar" in again.stderr) == (2, True)
    assert kiosk.run("desk", "--new-pin", "Pak Budi", typed="836251\n").returncode == 2
    assert kiosk.run("desk", "--new-pin", "ibu sari", typed="123456\n").returncode == 2
    before = (kiosk.folder / "data" / "desk" / "people.json").read_text("utf-8")
    assert kiosk.run("desk", "--new-pin", "ibu sari", typed="836251\n").returncode == 0
    assert (kiosk.folder / "data" / "desk" / "people.json").read_text("utf-8") != before


@pytest.mark.slow(cases=0)
@needs_nginx
def test_a_person_who_left_may_write_no_more(served: Kiosk) -> None:
    phone = Browser(served.port)
    phone.pair(served)
    assert "Halo, Ibu Sari" in phone.page
    assert served.run("desk", "--remove", "Pak Budi").returncode == 2
    assert served.run("desk", "--remove", "ibu sari").returncode == 0
    with pytest.raises(HTTPError, match="403"):
        phone.get("/")


@pytest.mark.slow(cases=0)
@needs_nginx
def test_all_phones_are_forgotten_at_once(served: Kiosk) -> None:
    phone = Browser(served.port)
    phone.pair(served)
    assert "Halo, Ibu Sari" in phone.page
    assert served.run("desk", "--unpair").returncode == 0
    phone.get("/")
    assert "Untuk menulis, pasangkan HP dulu" in phone.page


def test_a_desk_that_is_switched_off_says_so(kiosk: Kiosk) -> None:
    (kiosk.folder / "kiosk.toml").write_text('[place]\nname = "Desa Bunga"\n', "utf-8")
    refused = kiosk.run("desk")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "enabled = true" in refused.stderr


@pytest.mark.slow(cases=0)
def test_a_stick_is_taken_with_the_technicians_pin_alone(kiosk: Kiosk) -> None:
    stick = kiosk.folder / "stick"
    (stick / "pengumuman").mkdir(parents=True)
    (stick / "pengumuman" / "rapat.txt").write_text("Rapat desa\nPukul 19.30.", "utf-8")
    assert "PIN petugas belum dibuat" in kiosk.run("desk", "--stick", str(stick)).stderr
    with (kiosk.folder / "kiosk.toml").open("a", encoding="utf-8") as settings:
        settings.write('[technician]\npin = "99887766"\n')
    refused = kiosk.run("desk", "--stick", str(stick), typed="000000\n")
    assert (refused.returncode, "PIN petugas salah" in refused.stderr) == (1, True)
    taken = kiosk.run("desk", "--stick", str(stick), typed="99887766\n")
    assert (taken.returncode, taken.stdout) == (0, "1 pengumuman diterbitkan\n")
    kiosk.run("refresh")
    assert kiosk.titles() == ["Rapat desa"]
    assert kiosk.run("desk", "--stick", str(kiosk.folder), typed="99887766\n").returncode == 2


def test_a_port_that_another_program_holds_is_named(kiosk: Kiosk) -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", kiosk.port))
        other.listen()
        refused = kiosk.run("desk")
    assert refused.returncode == 1
    assert f"port {kiosk.port} tidak dapat dipakai" in refused.stderr


@pytest.mark.slow(cases=0)
def test_the_first_notice_finds_a_refresher_that_waits_for_it(kiosk: Kiosk) -> None:
    """A kiosk without sources, whose refresher began before anybody wrote anything."""
    refresher = subprocess.Popen(kiosk.command("refresh", "--keep-going"), stderr=subprocess.PIPE, text=True)
    try:
        until(lambda: (kiosk.folder / "data" / "desk" / "feed.json").exists())
        now = datetime.now(UTC)
        notice = Notice(
            id="kim-1",
            kind=NoticeKind.ANNOUNCEMENT,
            title="Rapat",
            ends=now + timedelta(days=1),
            author="Sari",
            written=now,
        )
        NoticeStore(kiosk.folder / "data", "Bunga").publish_notice(notice, now)
        with Memory(kiosk.folder / "data") as memory:
            memory.requests.leave_request(RequestKind.NOTICES, now)
        with Store.open(kiosk.folder / "data", read_only=True) as store:
            until(lambda: store.reader.count() == 1)
    finally:
        refresher.terminate()
        refresher.communicate(timeout=20)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
