"""Hundreds of cards from one table of villages."""

from __future__ import annotations

import io
import tomllib
import zipfile

import lxml.html
import pytest

from kiosk.office.cards import RowError, stations_of
from kiosk.settings import load
from tests.support.newsroom import KEY_PASSWORD, Newsroom

BASE = '[[source]]\nname = "Kantor"\nurl = "https://kabar.contoh.go.id/kios/"\n'


def send(room: Newsroom, table: bytes, base: str = BASE) -> bytes:
    fatma = room.browser("Fatma Adam")
    fatma.get("/pendaftaran")
    fields = {"tanda": fatma.token, "dasar": base, "tabel": (io.BytesIO(table), "desa.csv")}
    fatma.post("/pendaftaran/kartu", fields, content_type="multipart/form-data")
    content: bytes = fatma.page.data
    return content


def test_three_hundred_cards_each_with_settings_a_code_and_a_label(room: Newsroom) -> None:
    rows = "".join(f"72.01.05.{2_000 + n},Desa {n};baru,-0.9{n % 10},122.8\n" for n in range(300))
    made = zipfile.ZipFile(io.BytesIO(send(room, f"kode,nama\n{rows}".encode())))
    texts = [made.read(name).decode() for name in made.namelist() if name.endswith("kiosk.toml")]
    assert len(texts) == 300
    codes = {code.code for code in room.office.post.store.codes(room.now)}
    assert len(codes) == 300
    (room.folder / "kiosk.toml").write_text(texts[41])
    settings = load(room.folder / "kiosk.toml")
    assert (settings.place.area, settings.place.name, settings.place.latitude) == (
        "72.01.05.2041",
        "Desa 41;baru",
        -0.91,
    )
    assert [source.name for source in settings.sources] == ["Kantor"]
    assert settings.post.code in codes
    labels = lxml.html.fromstring(made.read("label.html").decode())
    assert len(labels.findall(".//section")) == len(labels.findall(".//svg")) == 300
    assert "041" in made.read("kartu.csv").decode("utf-8-sig")


WRONG = [
    (b"", 0), (b"kode,nama\n", 0), (b"72.01.05.2003,Kilongan\nx,Bunga\n", 2), (b"72.01.05,Luwuk\n", 1), (b"72.01.05.2003\n", 1),
    (b"72.01.05.2003,\n", 1), (b"72.01.05.2003,A,x,y\n", 1), (b"72.01.05.2003,A,91,0\n", 1), (b"72.01.05.2003,A,nan,0\n", 1),
    (b"72.01.05.2003,A,1e400,0\n", 1), (b"72.01.05.2003,A\n" * 1_001, 1_001), (b"x" * 600_000, 0), (b'"' * 200_000, 1),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line"), WRONG)
def test_a_row_that_is_none_is_told(table: bytes, line: int) -> None:
    with pytest.raises(RowError) as told:
        stations_of(table)
    assert told.value.line == line


def test_what_cannot_be_used_makes_no_code(room: Newsroom) -> None:
    for table, base in ((b"x,y\n", BASE), (b"72.01.05.2003,A\n", "[["), (b"72.01.05.2003,A\n", "[place]\nname = 'x'\n"),
                        (b"72.01.05.2003,A\n", "[post]\n"), (b"72.01.05.2003,A\n", "[speech]\nrat = 5\n")):  # fmt: skip
        assert b"PK\3\4" not in send(room, table, base)
    assert room.office.post.store.codes(room.now) == []


def test_cards_are_made_for_the_office_s_own_site_or_not_at_all(room: Newsroom) -> None:
    room.office.cabinet.make(KEY_PASSWORD, KEY_PASSWORD)
    fatma = room.browser("Fatma Adam")
    fatma.get("/pendaftaran")
    page = send(room, b"72.01.05.2003,Kilongan\n", fatma.form("/pendaftaran/kartu")["dasar"]).decode()
    assert "Setelan bersama tidak dapat dipakai" in page, "the office has no site yet"
    with (room.folder / "feed.toml").open("a") as file:
        file.write('site = "https://kim-banggai.id/edisi"\n')
    fatma.get("/pendaftaran")
    base = fatma.form("/pendaftaran/kartu")["dasar"]
    assert tomllib.loads(base)["source"][0]["url"] == "https://kim-banggai.id/edisi/"
    made = zipfile.ZipFile(io.BytesIO(send(room, b"72.01.05.2003,Kilongan\n", base)))
    (room.folder / "kiosk.toml").write_bytes(made.read("001-72.01.05.2003/kiosk.toml"))
    assert load(room.folder / "kiosk.toml").faults == ()
    for nowhere in ("https://", "https:///kabar", "https://:443/", "http:kabar"):
        page = send(room, b"72.01.05.2003,Kilongan\n", base.replace("https://kim-banggai.id/edisi/", nowhere)).decode()
        assert "Setelan bersama tidak dapat dipakai" in page, nowhere
        assert "source_" not in page, "in words, not by a code"


def test_what_a_village_is_called_is_text(room: Newsroom) -> None:
    name = '=HYPERLINK("http://x")<script>alert(1)</script>'
    made = zipfile.ZipFile(io.BytesIO(send(room, f"72.01.05.2003;{name}\n".encode())))
    assert b"<script>" not in made.read("label.html")
    assert "'=HYPERLINK" in made.read("kartu.csv").decode("utf-8-sig")
    (room.folder / "kiosk.toml").write_bytes(made.read("001-72.01.05.2003/kiosk.toml"))
    assert load(room.folder / "kiosk.toml").place.name.startswith("=HYPERLINK")
