"""A poster on its way: from a phone to the real desk over TLS, read by a machine, mended, published; read aloud and shown."""

from __future__ import annotations

import io
import re
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.request import Request

import pytest
from PIL import Image

from content_cache.ocr.tesseract import find
from tests.campaigns.posters.layouts import posters
from tests.campaigns.posters.wear import whatsapp
from tests.kiosk.hall.desk.test_command import Browser, Kiosk, kiosk, served  # noqa: F401 - fixtures
from tests.support.desk import form_of
from tests.support.desk_server import needs_nginx

_LONGEST_S = 180.0


class Phone(Browser):
    """As a browser without script does it: files go as parts of a form."""

    def send_files(self, path: str, files: Mapping[str, tuple[str, bytes]], **typed: str) -> None:
        mark = secrets.token_hex(16)
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (form_of(self.page, path) | typed).items()
        ]
        for name, (file, content) in files.items():
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
            parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        request = Request(self._address + path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})
        self.page = self._lines.open(request, timeout=60).read().decode()


@pytest.fixture
def phone(served: Kiosk) -> Phone:  # noqa: F811
    made = Phone(served.port)
    made.pair(served)
    return made


@pytest.mark.slow(cases=0)
@needs_nginx
@pytest.mark.skipif(find() is None, reason="tesseract-ocr and tesseract-ocr-ind are not installed")
def test_a_poster_from_a_phone_is_read_aloud_and_shown(served: Kiosk, phone: Phone, tmp_path: Path) -> None:  # noqa: F811
    poster = next(iter(posters(1, 1)))
    phone.get("/tulis")
    phone.send_files("/tulis", {"foto": ("IMG-20261127-WA0003.jpg", whatsapp(poster, 1).body)}, judul="")
    wait = re.search(r'href="(/tulis\?lanjut=[\w-]+)&amp;langsung=1"', phone.page)
    assert wait is not None
    ends = time.monotonic() + _LONGEST_S
    while 'name="teks0"' not in phone.page:
        assert time.monotonic() < ends, "the text was never found"
        time.sleep(0.2)
        phone.get(wait[1])
    found = str(form_of(phone.page, "/tulis")["teks0"])
    read = sum(piece.text in " ".join(found.split()) for piece in poster.pieces)
    assert read >= 0.8 * len(poster.pieces), found
    title = str(form_of(phone.page, "/tulis")["judul"])
    assert title
    phone.send_files(
        "/tulis", {}, teks0=f"{found}\nRp1.250.000 per orang.", kata0="Poster dari kantor desa", cocok0="ya"
    )
    assert "Begini di kios" in phone.page
    assert "satu juta dua ratus lima puluh ribu rupiah per orang." in phone.page
    phone.send("/terbit")
    assert "Yang sedang tampil: 1" in phone.page

    refreshed = served.run("refresh")
    assert refreshed.returncode == 0, refreshed.stderr
    (item,) = served.items()
    assert item["title"].lower() == title.lower(), "in capitals it is shown as a sentence"
    assert item["attachments"][0]["alt"] == "Poster dari kantor desa"
    told = served.run("say", "--item", item["id"], "--words").stdout
    assert "satu juta dua ratus lima puluh ribu rupiah per orang." in told
    assert "Teks pada gambar." in told
    assert "mesin" not in told, "it is its author's word now"
    screen = tmp_path / "layar.png"
    drawn = served.run("screenshot", "item", "--item", item["id"], "--size", "800x480", "--out", str(screen))
    assert drawn.returncode == 0, drawn.stderr
    with Image.open(io.BytesIO(screen.read_bytes())) as shown:
        assert shown.size == (800, 480)
