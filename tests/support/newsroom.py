"""An office's desk over a folder of its own, with a clock that is moved by hand, and browsers that walk through its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from content_cache.signing.keyring import KeyRole
from kiosk.office.app import make_app
from kiosk.office.context import OfficeContext
from kiosk.office.keys.cabinet import POST, KeyCabinet
from kiosk.office.keys.passwords import PasswordRule, words_of
from kiosk.office.opening import open_office
from kiosk.office.people.access_file import access_file
from kiosk.office.people.people import People, Role
from kiosk.office.setup.setup import write_setup
from kiosk.office.telling.push import PushNetwork

BASE = "http://127.0.0.1:8090"
PASSWORD = "ikan cakalang terbang"
KEY_PASSWORD = "kunci laut biru tua"
PEOPLE = {
    "Anton Djalil": {Role.WRITER},
    "Rahma Lasaeo": {Role.EDITOR},
    "Hendra Mokoagow": {Role.EMERGENCY},
    "Fatma Adam": {Role.ADMINISTRATOR},
}
AREAS = """\
72.01,Kabupaten Banggai
72.01.05,Luwuk
72.01.05.2003,Kilongan
72.01.05.2004,Bunga
72.01.06,Luwuk Timur
72.01.06.2001,Hunduhon
"""


def make_shared_keys(cabinet: KeyCabinet, password: str = KEY_PASSWORD) -> None:
    """Write keys as an older desk made them, all with one *password*."""
    cabinet.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (*KeyRole, POST):
        if not (cabinet.folder / f"{name}.key").exists():
            key = cabinet.generate(name)
            (cabinet.folder / f"{name}.key").write_text(key.file(password, memory=2**20), "utf-8")
            (cabinet.folder / f"{name}.pub").write_text(key.public.file(), "utf-8")


@cache
def _compiled_pages() -> TemporaryDirectory[str]:
    """Return a folder of compiled pages shared by all apps of this process."""
    return TemporaryDirectory(prefix="pages-")


@dataclass
class Newsroom:
    """One office. Its people have the same password, and whoever needs a code has one."""

    folder: Path
    now: datetime = datetime(2026, 11, 27, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))
    address: str = ""
    network: PushNetwork | None = None
    office: OfficeContext = field(init=False)
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        write_setup(self.folder, title="Diskominfo Banggai", area="72.01", out="")
        if self.address:
            with (self.folder / "office.toml").open("a", encoding="utf-8") as file:
                file.write(f'address = "{self.address}"\n')
        (self.folder / "desa.csv").write_text(AREAS, "utf-8")
        people = People(
            access_file(self.folder / ".kantor"),
            PasswordRule(lambda: words_of(self.folder)),
            memory_kib=8,
            rounds=1,
        )
        cabinet = KeyCabinet(self.folder / ".kantor/kunci", memory=2**20)
        self.office = open_office(
            self.folder,
            clock=lambda: self.now,
            people=people,
            cabinet=cabinet,
            pause=lambda _seconds: None,
            network=self.network,
        )
        if not people.list_people():
            for name in sorted(PEOPLE, key=lambda each: Role.ADMINISTRATOR not in PEOPLE[each]):
                people.accept(people.invite(name, PEOPLE[name], "", self.now), PASSWORD, PASSWORD, self.now)
        self.open()

    @classmethod
    def over(cls, office: OfficeContext) -> Newsroom:
        """The desk of an office that is there already, with its own clock."""
        room = cls.__new__(cls)
        room.folder, room.office, room.address, room.now = office.folder, office, "", office.clock()
        room.open()
        return room

    def open(self) -> None:
        """The process begins anew: what is only in memory is gone."""
        self.app = make_app(self.office)
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(_compiled_pages().name)

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def browser(self, name: str = "") -> Browser:
        """A new one; with a name that person has logged in."""
        browser = Browser(self)
        if name:
            browser.log_in(name)
        return browser

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*.md"))


class Browser:
    """Keeps cookies, and fills forms in as they stand on the page."""

    def __init__(self, room: Newsroom) -> None:
        self.room = room
        self.client: FlaskClient = room.app.test_client()
        self.page: TestResponse

    def get(self, path: str) -> TestResponse:
        self.page = self.client.get(path, base_url=self.room.address or BASE)
        return self.page

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Post *data* as they are: nothing is filled in."""
        self.page = self.client.post(path, data=data or {}, base_url=self.room.address or BASE, **more)
        return self.page

    def follow(self) -> TestResponse:
        while self.page.status_code in (302, 303):
            self.get(self.page.headers["Location"])
        return self.page

    @property
    def text(self) -> str:
        return self.page.get_data(as_text=True)

    @property
    def words(self) -> str:
        return " ".join(str(lxml.html.fromstring(self.text).xpath("string()")).split())

    @property
    def token(self) -> str:
        found = re.search(r'name="tanda" value="([^"]+)"', self.text)
        return found[1] if found else ""

    def form(self, action: str) -> dict[str, Any]:
        """The fields of a form of this page as they stand."""
        page: Any = lxml.html.fromstring(self.text)
        return dict(next(form for form in page.forms if form.get("action") == action).form_values())

    def submit(self, action: str, **fields: Any) -> TestResponse:
        """The form with other values; None takes a field out."""
        data = {**self.form(action), **fields}
        return self.post(action, {name: value for name, value in data.items() if value is not None})

    def log_in(self, name: str, password: str = PASSWORD, code: str = "") -> TestResponse:
        self.get("/masuk")
        return self.submit("/masuk", nama=name, sandi=password, kode=code)

    def write(self, title: str, body: str, **fields: str | list[str] | None) -> str:
        """A new notice; its name."""
        self.get("/tulis")
        name = re.search(r'action="/kabar/([^"]+)"', self.text)
        assert name is not None
        self.submit(f"/kabar/{name[1]}", judul=title, isi=body, **fields)
        return name[1]
