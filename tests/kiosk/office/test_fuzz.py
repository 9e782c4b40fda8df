"""Random forms and addresses at every route of the desk: whatever comes, no answer is an error of the server's."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pytest

from kiosk.office.people.people import Role
from kiosk.web.routes import Route
from tests.support.newsroom import Browser, Newsroom

ROUNDS = 6
FIELDS = (
    "judul", "isi", "jenis", "mulai", "sampai", "penting", "siapa", "acara", "acara_sampai", "tempat", "jam", "syarat", "klaim",
    "putusan", "daerah", "semua", "daerah_ada", "gambar_ada", "dasar", "lalu", "sandi", "lagi", "lama", "nama", "kode", "peran",
    "apa", "ke", "yakin", "biarkan", "rahasia", "kejadian", "tingkat", "langkah", "asal", "dibaca", "peringatan", "kunci",
    "latihan", "alamat", "url", "hari", "tanggal", "title", "text", "bagian:body", "gambar:x.jpg:alt", "gambar:x.jpg:temuan",
)  # fmt: skip
VALUES = (
    "", "0", "-1", "1e309", "9" * 400, "ya", "\x00", "\u202e\u2066", "🌊" * 50, "a" * 20_000, "../../etc/passwd", "%2e%2e%2f",
    "{{7*7}}", "<script>", "' OR 1=1--", "2026-02-30T25:61", "28 November 2026, 18.00", "72.01.05.2003", "x\r\ny: z", "---\n: [",
    "!!python/object", "&a *a", "\ud7ff", "=cmd|' /C calc'!A0", "0" * 32, "https://[::1", "//jahat.example",
)  # fmt: skip
PIECES = ("catatan", "..", "%00", "a" * 300, "🌊", "lampiran", "x.jpg", ".git", "_x", "con", "'", "berita%2Fx", "\\")


def address(route: Route, chance: random.Random) -> str:
    def piece(found: re.Match[str]) -> str:
        if found[1].startswith("int:"):
            return str(chance.choice((0, 1, 7, 10**20)))
        return "/".join(chance.sample(PIECES, chance.randint(1, 2) if "path" in found[1] else 1))

    return re.sub(r"<([^>]+)>", piece, route.path)


def sent(browser: Browser, route: Route, token: str, chance: random.Random) -> int:
    path = address(route, chance)
    fields: dict[str, object] = {name: chance.choice(VALUES) for name in chance.sample(FIELDS, chance.randint(0, 25))}
    if route.method == "GET":
        return browser.client.get(path, base_url="http://127.0.0.1:8090", query_string=fields).status_code
    if chance.random() < 0.3:
        fields["lampiran"] = (
            io.BytesIO(chance.randbytes(200)),
            chance.choice(("x.jpg", "x.pdf", "..", "x.mp4", "\u202egpj.exe")),
        )
    return browser.post(path, {**fields, "tanda": token}).status_code


SLOW = ("/layar/", "/suara")
"""What starts a window or a voice."""


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_sent_the_server_does_not_err(tmp_path: Path, seed: int) -> None:
    room = Newsroom(tmp_path / "kantor")
    (room.folder / "catatan.md").write_text("---\ntitle: Catatan\n---\nIsi")
    room.office.people.set_roles("fatma", {Role.ADMINISTRATOR, Role.EDITOR})
    chance = random.Random(seed)
    browser = room.browser("Fatma Adam")
    browser.get("/akun")
    token = browser.token
    wrong = []
    for _ in range(ROUNDS):
        for route in room.app.extensions["routes"].values():
            if route.path.startswith(SLOW) or route.path in ("/keluar", "/akun", "/masuk", "/kunci"):
                continue
            if sent(browser, route, token, chance) >= 500:
                wrong.append((route.method, route.path, browser.page.status_code))
        if browser.get("/akun").status_code != 200:  # it threw itself out
            break
    assert wrong == []
