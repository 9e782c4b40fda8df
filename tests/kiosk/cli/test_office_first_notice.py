"""From nothing to a first notice on a kiosk: `kiosk office` on an empty folder, its set-up over loopback, `kiosk refresh`."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import lxml.html
import pytest
import requests

from kiosk.core.children import OWN_MODULES
from tests.content_cache.central.village import web
from tests.kiosk.cli.test_office_desk import Computer
from tests.support.desk_server import free_port

PASSWORD, NEWS, ALERT = "ikan cakalang terbang", "kopra di dermaga tua", "sirene di bukit hijau"
TITLE = "Vaksin ternak gratis Sabtu pagi"


class Clerk:
    """Somebody who fills in the forms of a desk at *base*."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.page = requests.Response()

    def open(self, path: str) -> str:
        """Open a page, and return the path where it ended."""
        self.page = self.session.get(path if path.startswith("http") else self.base + path, timeout=60)
        assert self.page.ok, self.page.text
        return self.page.url.removeprefix(self.base)

    def submit(self, action: str, **fields: str) -> str:
        """Submit the form of the open page as it stands, with *fields*; return the path where that ended."""
        (form, *_) = [each for each in lxml.html.fromstring(self.page.text).forms if each.get("action") == action]
        values = {**{name: str(value) for name, value in form.form_values()}, **fields}
        self.page = self.session.post(f"{self.base}{action}", data=values, timeout=120)
        assert self.page.ok, self.page.text
        return self.page.url.removeprefix(self.base)


@pytest.mark.slow(cases=1)
def test_from_an_empty_folder_to_a_notice_on_a_kiosk(tmp_path: Path) -> None:
    port, computer, served = free_port(), Computer(tmp_path), tmp_path / "web"
    served.mkdir()
    with web(served) as (site, _), computer.serving("--port", str(port)) as told:
        (link,) = re.findall(r"http://\S+", told[1])
        clerk = Clerk(f"http://127.0.0.1:{port}")
        clerk.open(link)
        token = link.removeprefix(clerk.base)
        assert clerk.submit(token, sandi=PASSWORD, lagi=PASSWORD) == "/pasang/1"
        assert clerk.submit("/pasang/1", nama="Dinas", judul="Kabar", wilayah="72.01", lalu="simpan") == "/pasang/2"
        passwords = {"sandi-news": NEWS, "lagi-news": NEWS, "sandi-alert": ALERT, "lagi-alert": ALERT}
        assert clerk.submit("/pasang/2", **passwords) == "/pasang/2"
        clerk.open("/pasang/3")
        assert clerk.submit("/pasang/3/tambah", kode="72.01.05.2003", nama="Kilongan") == "/pasang/3"
        clerk.open("/pasang/4")
        place = {"nama": "Web", "jenis": "folder", "folder": str(served), "alamat": f"{site}/"}
        assert clerk.submit("/pasang/4", **place) == "/pasang/4"
        assert "siap" in clerk.page.text
        clerk.open("/pasang/5")
        assert clerk.submit("/pasang/selesai") == "/tulis"
        clerk.open("/kunci")
        lines = lxml.html.fromstring(clerk.page.text).findtext(".//pre[@class='baris-kios']")
        assert lines is not None
        assert f'url = "{site}/"' in lines
        clerk.open("/tulis")
        (form,) = re.findall(r'action="(/kabar/[^"]+)"', clerk.page.text)[:1]
        clerk.submit(form, judul=TITLE, isi="Bawa sapi dan kambing ke balai desa.")
        name = form.rpartition("/")[2]
        clerk.open(form)
        _make_ready(clerk, name)
        clerk.open("/terbitkan")
        clerk.submit("/terbitkan", sandi=NEWS)
        for _ in range(120):
            clerk.open("/terbitkan/1")
            if "sudah terbit" in clerk.page.text:
                break
            time.sleep(0.5)
        assert TITLE in _items_of_a_kiosk(tmp_path, lines)


def _make_ready(clerk: Clerk, name: str) -> None:
    token = re.search(r'name="tanda" value="([^"]+)"', clerk.page.text)
    assert token is not None
    answer = clerk.session.post(f"{clerk.base}/siap/{name}", data={"tanda": token[1]}, timeout=60)
    assert answer.ok


def _items_of_a_kiosk(folder: Path, lines: str) -> str:
    settings = folder / "kiosk.toml"
    settings.write_text(f'[place]\nname = "Kilongan"\narea = "72.01.05.2003"\n{lines}\n', "utf-8")
    command = [sys.executable, *OWN_MODULES, "-m", "kiosk", "--config", str(settings), "--data", str(folder / "kios")]
    for words in (["refresh", "--force"], ["items"]):
        told = subprocess.run([*command, *words], capture_output=True, text=True, check=False, timeout=120)
        assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout
