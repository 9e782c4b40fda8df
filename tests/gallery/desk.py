"""The desk's pages in the gallery, as a phone shows them: drawn by Chromium, where this machine has it.

The pages are those of the desk itself, filled as somebody would, from a folder that is thrown away; nothing is served.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.gallery.poses.technician import furnish_hall

if TYPE_CHECKING:  # Flask is for desks alone
    from flask.testing import FlaskClient

SIZE = (360, 760)  # px of a small phone
_DEADLINE_S = 60.0
_PIN, _SECOND = "483920", "297164"
_BASE = "https://127.0.0.1"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def draw_desk(out: Path, now: datetime) -> list[tuple[str, str]]:
    """(file, caption) of each picture in `out`; none without Chromium or Flask. Raises OSError."""
    browser = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        return []
    try:
        import flask  # noqa: F401 -- an extra: a kiosk without a desk has none
    except ImportError:
        return []
    drawn = []
    with TemporaryDirectory(prefix="kiosk-desk-") as folder:
        style = (files("kiosk.hall.desk") / "pages" / "style.css").read_text("utf-8")
        for number, (caption, page) in enumerate(desk_pages(Path(folder), now), 1):
            html = re.sub(r'<link rel="stylesheet"[^>]*>', f"<style>{style}</style>", page)
            file = Path(folder) / "page.html"
            file.write_text(html, "utf-8")
            name = f"phone-{number}.png"
            if _draw(browser, file, out / name):
                drawn.append((name, caption))
    return drawn


def desk_pages(data: Path, now: datetime) -> Iterator[tuple[str, str]]:
    """Each page as HTML, after its caption; `data` is an empty folder."""
    from kiosk.hall.desk.accounts import ClerkAccounts
    from kiosk.hall.desk.certificate import certificate
    from kiosk.hall.desk.login import DeskContext
    from kiosk.hall.desk.web import make_app
    from kiosk.hall.notices.as_item import Village
    from kiosk.hall.notices.film_drafts import FilmDrafts
    from kiosk.hall.notices.found_texts import FoundTexts
    from kiosk.hall.notices.pairing import Pairing
    from kiosk.hall.notices.store import NoticeStore

    furnish_hall(data, "normal", now)
    notice_store = NoticeStore(data, "Bunga")
    people = ClerkAccounts(notice_store.folder, memory_kib=8, rounds=1)
    sari = people.add("Ibu Sari", _PIN)
    people.add("Pak Budi", _SECOND)
    counts = [(now.date().isoformat(), {"read": 31, "heard": 9, "sought": 2})]
    desk = DeskContext(
        notice_store=notice_store, people=people, village=Village("Bunga", str(now.tzinfo), {}),
        clock=lambda: now, monotonic=lambda: 0.0,
        taken=lambda: None, counts=lambda: counts, texts=FoundTexts(notice_store.drafts, None),
        films=FilmDrafts(notice_store.drafts),
    )  # fmt: skip
    client = make_app(desk).test_client()
    yield "1. Hanya melihat", _get(client, "/")
    certificate(notice_store.folder, ("kios.local",))
    code = Pairing(notice_store.folder, lambda: _BASE, lambda: now).address().removeprefix(_BASE).partition("#")[0]
    pair = _get(client, code)
    yield "2. Pasangkan HP", pair
    yield "3. PIN salah", _send(client, pair, code, siapa="sudah", nama=sari.name, pin="000000")
    yield "4. Depan", _send(client, pair, code, siapa="sudah", nama=sari.name, pin=_PIN)
    form = _get(client, "/tulis")
    yield "5. Tulis", form
    said = {
        "jenis": "pengumuman",
        "judul": "Rapat desa malam ini",
        "isi": "Pukul 19.30 di balai desa.",
        "sampai": "hari-ini",
    }
    yield "6. Ada yang salah", _send(client, form, "/tulis", **(said | {"judul": ""}))
    yield "7. Lihat dulu", _send(client, form, "/tulis", **said)
    yield "8. Kegiatan", _get(client, "/tulis?jenis=kegiatan")
    yield "9. Darurat", _get(client, "/tulis?jenis=darurat")
    yield "10. Tarik", _get(client, "/tarik/contoh-1")
    yield "11. Hitungan", _get(client, "/hitungan")
    _send(client, form, "/keluar")
    yield "12. Masuk", _get(client, "/")


def _get(client: FlaskClient, path: str) -> str:
    return client.get(path, base_url=_BASE, follow_redirects=True).get_data(as_text=True)


def _send(client: FlaskClient, page: str, path: str, **fields: str) -> str:
    found = re.search(r'name="tanda" value="([^"]+)"', page)
    body = {"tanda": found[1] if found else "", **fields}
    return client.post(path, data=body, base_url=_BASE, follow_redirects=True).get_data(as_text=True)


def _draw(browser: str, page: Path, out: Path) -> bool:
    profile = page.parent / "profile"
    command = [browser, "--headless", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=2",
               "--no-first-run", "--disable-background-networking", f"--user-data-dir={profile}",
               f"--window-size={SIZE[0]},{SIZE[1]}", f"--screenshot={out.resolve()}", page.as_uri()]  # fmt: skip
    if os.geteuid() == 0:  # Chromium's sandbox takes no root
        command.insert(1, "--no-sandbox")
    try:
        subprocess.run(command, capture_output=True, timeout=_DEADLINE_S, check=False)
    except subprocess.TimeoutExpired:
        return False
    return out.exists()
