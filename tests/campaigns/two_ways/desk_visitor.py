"""Somebody at the office's desk: pages over HTTP, forms as they stand on them."""

from __future__ import annotations

import re
import time
from typing import Any

import lxml.html
import requests

Files = list[tuple[str, tuple[str, bytes]]]


class Visitor:
    def __init__(self, base: str) -> None:
        self.base = base
        self._session = requests.Session()
        self.page: requests.Response

    def get(self, path: str) -> requests.Response:
        self.page = self._session.get(self.base + path, timeout=60)
        return self.page

    def submit(self, action: str, files: Files | None = None, **fields: str) -> requests.Response:
        """The form of this page with that action."""
        page: Any = lxml.html.fromstring(self.page.text)
        form = next(form for form in page.forms if form.get("action") == action and form.method == "POST")
        self.page = self._session.post(
            self.base + action, data={**dict(form.form_values()), **fields}, files=files, timeout=120
        )
        return self.page

    @property
    def words(self) -> str:
        return " ".join(str(lxml.html.fromstring(self.page.text).xpath("string()")).split())

    def log_in(self, name: str, password: str) -> None:
        self.get("/masuk")
        self.submit("/masuk", nama=name, sandi=password)

    def code(self, place: str, area: str) -> str:
        """Return a new enrolment code for a kiosk of this place."""
        self.get("/pendaftaran")
        self.submit("/pendaftaran", tempat=place, daerah=area)
        found: Any = lxml.html.fromstring(self.page.text).xpath("//p[contains(@class, 'kode')]")
        return re.sub(r"\s", "", found[0].text_content())

    def publish(self, password: str) -> int:
        """The number of the page of the edition."""
        self.get("/terbitkan")
        self.submit("/terbitkan", sandi=password, yakin="ya")
        number = int(self.page.url.rpartition("/")[2])
        end = time.monotonic() + 120
        while "sudah terbit" not in self.words:
            assert time.monotonic() < end, self.words
            time.sleep(0.3)
            self.get(f"/terbitkan/{number}")
        return number
