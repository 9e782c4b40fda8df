"""A desk on a data folder, with a clock that is moved by hand, and phones that walk through its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.desk.accounts import People
from kiosk.desk.login import DeskContext
from kiosk.desk.web import make_app
from kiosk.notices.as_item import Village
from kiosk.notices.store import NoticeStore

PINS = {"Sari": "246810", "Budi": "135791"}
TECHNICIAN = "99887766"


@dataclass
class Hall:
    """One desk. `taken` counts how often the refresher was told."""

    data: Path
    now: datetime = datetime(2026, 9, 3, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))
    seconds: float = 0.0
    taken: int = 0
    language: str = "id"
    notice_store: NoticeStore = field(init=False)
    people: People = field(init=False)
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.notice_store = NoticeStore(self.data, "Bunga")
        self.people = People(self.notice_store.folder, memory_kib=8, time_cost=1)
        if not self.people.all():
            for name, pin in PINS.items():
                self.people.add(name, pin)
        self.app = make_app(
            DeskContext(
                notice_store=self.notice_store,
                people=self.people,
                village=Village("Bunga", "Asia/Makassar", {}),
                clock=lambda: self.now,
                monotonic=lambda: self.seconds,
                taken=self._take,
                counts=lambda: [("2026-09-03", {"read": 12, "heard": 3, "sought": 1})],
                technician=lambda typed: typed == TECHNICIAN,
                host_names=("kios.local",),
                language=self.language,
            )
        )

    def _take(self) -> None:
        self.taken += 1

    def phone(self, address: str = "192.168.4.20") -> Phone:
        return Phone(self, self.app.test_client(), address)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.seconds += timedelta(**span).total_seconds()


@dataclass
class Phone:
    """A browser without script on somebody's phone: follows links, fills in the form that is on the page."""

    hall: Hall
    client: FlaskClient
    address: str
    page: str = ""

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        more = {"base_url": "http://kios.local:8080", "environ_base": {"REMOTE_ADDR": self.address}} | more
        answer = self.client.open(path, method=method, **more)
        if answer.mimetype == "text/html":
            self.page = answer.get_data(as_text=True)
        return answer

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.ask("GET", path, **more)

    def send(self, path: str, **fields: Any) -> TestResponse:
        """The form with what is typed, and with its token; goes where it leads."""
        answer = self.ask("POST", path, data={"tanda": self.mark} | fields)
        while answer.status_code == 303:
            answer = self.get(answer.headers["Location"])
        return answer

    @property
    def mark(self) -> str:
        found = re.search(r'name="tanda" value="([^"]+)"', self.page)
        return found[1] if found else ""

    def log_in(self, name: str = "Sari", pin: str = "") -> TestResponse:
        person = next(each for each in self.hall.people.all() if each.name == name)
        self.get(f"/masuk/{person.id}")
        return self.send(f"/masuk/{person.id}", pin=pin or PINS[name])

    def write(self, **fields: Any) -> TestResponse:
        """Title and text, to the preview."""
        self.get(f"/tulis?jenis={fields.get('jenis', 'pengumuman')}")
        said = {
            "jenis": "pengumuman",
            "judul": "Rapat desa malam ini",
            "isi": "Pukul 19.30 di balai.",
            "sampai": "besok",
        }
        return self.send("/tulis", **(said | fields))
