"""A desk on a data folder, with a clock that is moved by hand, and phones that walk through its pages."""

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

from content_cache.jobs.sandbox import Bounds
from content_cache.ocr.tesseract import Tesseract
from kiosk.hall.desk.accounts import ClerkAccounts
from kiosk.hall.desk.certificate import certificate
from kiosk.hall.desk.login import DeskContext
from kiosk.hall.desk.web import make_app
from kiosk.hall.notices.as_item import Village
from kiosk.hall.notices.film_drafts import FilmDrafts
from kiosk.hall.notices.found_texts import FoundTexts
from kiosk.hall.notices.pairing import Pairing
from kiosk.hall.notices.store import NoticeStore
from kiosk.hall.questions import KeyStretch
from kiosk.settings.sections import ForSettings, QuestionSettings
from kiosk.web.devices import DevicesFile, KnownDevices

QUICK = KeyStretch(1, 8_192)
"""As fast as it can be: what is slow there is tested by libsodium."""
COOKIE, BEFORE_LOGIN, PHONE = "__Host-meja", "__Host-pintu", "__Host-hp"
PINS = {"Sari": "483920", "Budi": "297164"}
TECHNICIAN = "72918364"
BASE = "https://kios.local:8080"


@cache
def _compiled_pages() -> TemporaryDirectory[str]:
    """Return a folder of compiled pages shared by all desks of this process: compiling takes longer than most walks."""
    return TemporaryDirectory(prefix="pages-")


@dataclass
class Hall:
    """One desk. `taken` counts how often the refresher was told."""

    data: Path
    now: datetime = datetime(2026, 9, 3, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))
    seconds: float = 0.0
    taken: int = 0
    doubt: datetime | None = None
    language: str = "id"
    tesseract: Tesseract | None = None
    film_bounds: Bounds | None = None
    notice_store: NoticeStore = field(init=False)
    people: ClerkAccounts = field(init=False)
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.notice_store = NoticeStore(self.data, "Bunga")
        self.people = ClerkAccounts(self.notice_store.folder, memory_kib=8, rounds=1)
        if not self.people.list_clerks():
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
                texts=FoundTexts(self.notice_store.drafts, self.tesseract),
                films=FilmDrafts(self.notice_store.drafts, self.film_bounds),
                counts=lambda: [("2026-09-03", {"read": 12, "heard": 3, "sought": 1})],
                questions=QuestionSettings(asked=(ForSettings("Kepala Desa", "bank", hall=True),)),
                stretch=QUICK,
                host_names=("kios.local",),
                language=self.language,
                doubt=lambda: self.doubt,
            )
        )
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(_compiled_pages().name)

    def _take(self) -> None:
        self.taken += 1

    def code(self) -> str:
        """Return the code that the kiosk's screen shows now, behind the technician's PIN."""
        certificate(self.notice_store.folder, ("kios.local",))
        address = Pairing(self.notice_store.folder, lambda: BASE, lambda: self.now).address()
        return address.partition("/pasangkan/")[2].partition("#")[0]

    def phone(self, address: str = "192.168.4.20") -> Phone:
        return Phone(self, self.app.test_client(), address)

    def restart(self, *phones: Phone) -> None:
        """The desk's process begins anew, and its clock of seconds with it; what phones have open stays open there."""
        self.seconds = 0.0
        self.__post_init__()
        for phone in phones:
            phone.client.application = self.app

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.seconds += timedelta(**span).total_seconds()


def form_of(page: str, path: str) -> dict[str, Any]:
    """Return what the page's form for *path* holds before anybody types."""
    document: Any = lxml.html.fromstring(page) if page else None
    forms = document.forms if page else []
    return next((dict(form.form_values()) for form in forms if form.action == path), {})


@dataclass
class Phone:
    """A browser without script on somebody's phone: follows links, fills in the form that is on the page. `last` is the address of
    the page."""

    hall: Hall
    client: FlaskClient
    address: str
    page: str = ""
    last: str = ""

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        more = {"base_url": BASE, "environ_base": {"REMOTE_ADDR": self.address}} | more
        answer = self.client.open(path, method=method, **more)
        if answer.mimetype == "text/html":
            self.page, self.last = answer.get_data(as_text=True), path
        return answer

    def get(self, path: str, **more: Any) -> TestResponse:
        """Goes where it leads."""
        answer = self.ask("GET", path, **more)
        while answer.status_code == 303:
            answer = self.ask("GET", answer.headers["Location"], **more)
        return answer

    def send(self, path: str, **fields: Any) -> TestResponse:
        """The form of the page that goes there, with what is typed; goes where it leads. A field that is None is left out."""
        filled = {"tanda": self.mark} | form_of(self.page, path) | fields
        answer = self.ask("POST", path, data={name: value for name, value in filled.items() if value is not None})
        while answer.status_code == 303:
            answer = self.get(answer.headers["Location"])
        return answer

    @property
    def mark(self) -> str:
        found = re.search(r'name="tanda" value="([^"]+)"', self.page)
        return found[1] if found else ""

    def pair(self, name: str = "Sari", pin: str = "", who: str = "sudah", code: str = "") -> TestResponse:
        """Pair the phone by the code that the kiosk shows."""
        path = f"/pasangkan/{code or self.hall.code()}"
        self.get(path)
        return self.send(path, nama=name, pin=pin or PINS[name], siapa=who)

    def be_paired(self) -> None:
        """Known to the kiosk as a phone, and to nobody's account."""
        token = KnownDevices(DevicesFile(self.hall.notice_store.folder / "phones.json")).pair(self.hall.now)
        self.client.set_cookie(PHONE, token, domain="kios.local")

    def log_in(self, name: str = "Sari", pin: str = "") -> TestResponse:
        if self.client.get_cookie(PHONE, domain="kios.local") is None:
            self.be_paired()
        self.get("/")
        return self.send("/masuk", nama=name, pin=pin or PINS[name])

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
