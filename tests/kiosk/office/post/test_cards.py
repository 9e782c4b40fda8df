"""Hundreds of cards from one table of villages."""

from __future__ import annotations

import csv
import io
import json
import tomllib
import zipfile
from datetime import timedelta
from typing import Any

import lxml.html
import pytest

from kiosk.appliance.card_secrets import find_secrets
from kiosk.office.post.cards import RowError, Station, label_link, stations_of
from kiosk.office.post.records import EnrolOutcome
from kiosk.settings import load
from tests.support.newsroom import Newsroom, make_shared_keys

pytestmark = pytest.mark.attack(
    "people",
    "a table of villages is none, has doubled rows or unknown villages",
    "it is told by its row, and wants a second look",
)


BASE = '[[source]]\nname = "Kantor"\nurl = "https://kabar.contoh.go.id/kios/"\n'


def send(room: Newsroom, table: bytes, base: str = BASE, **more: str) -> bytes:
    fatma = room.browser("Fatma Adam")
    fatma.get("/pendaftaran")
    fields = {"tanda": fatma.token, "dasar": base, "tabel": (io.BytesIO(table), "desa.csv")} | more
    fatma.post("/pendaftaran/kartu", fields, content_type="multipart/form-data")
    content: bytes = fatma.page.data
    return content


def test_three_hundred_cards_each_with_settings_a_code_and_a_label(room: Newsroom) -> None:
    rows = "".join(f"72.01.05.{2_000 + n},Desa {n};baru,-0.9{n % 10},122.8\n" for n in range(300))
    made = zipfile.ZipFile(io.BytesIO(send(room, f"kode,nama\n{rows}".encode(), yakin="ya")))
    texts = [made.read(name).decode() for name in made.namelist() if name.endswith("kiosk.toml")]
    assert len(texts) == 300
    codes = {code.code for code in room.office.post.store.register.codes(room.now)}
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


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"", "Tabel ini kosong atau terlalu besar"),
        (b"x" * 600_000, "Tabel ini kosong atau terlalu besar"),
        (b"PK\x03\x04 a workbook", "Ini berkas Excel. Simpan dulu sebagai CSV"),
        (b"\xd0\xcf\x11\xe0 an old one", "Ini berkas Excel. Simpan dulu sebagai CSV"),
    ],
)
def test_what_is_no_table_is_not_told_by_a_row(room: Newsroom, table: bytes, told: str) -> None:
    page = send(room, table).decode()
    assert told in page
    assert "Baris 0" not in page


AS_SPREADSHEETS_HAVE_IT = [
    b"Kode Desa;Nama Desa\n72.01.05.2004;Bung\xe9\n", "kode_wilayah,nama\n7201052004,Bung\u00e9\n".encode(),
    "72.01.05.2004\tBung\u00e9\n".encode(), "Kode Desa\tNama\r\n7201052004\tBung\u00e9\r\n".encode("utf-16"),
]  # fmt: skip


@pytest.mark.parametrize("table", AS_SPREADSHEETS_HAVE_IT)
def test_a_table_is_taken_as_spreadsheets_write_it(table: bytes) -> None:
    assert stations_of(table) == [Station("72.01.05.2004", "Bung\u00e9")]


def test_a_village_twice_and_one_that_is_in_no_list_want_a_second_look(room: Newsroom) -> None:
    twice = b"72.01.05.2003;Kilongan\n72.01.05.2004;Bunga\n\n7201052003;Kilongan\n"
    for table, told in (
        (twice, "Baris 4 pada tabel ada dua kali"),
        (b"72.99.99.9999;Antah\n", "Baris 1: kode ini tidak ada"),
    ):
        page = send(room, table).decode()
        assert told in page
        assert 'name="yakin"' in page
        assert send(room, table, yakin="ya")[:2] == b"PK"
    assert send(room, b"72.01.05.2003;Kilongan\n72.01.05.2003;Puskesmas Kilongan\n")[:2] == b"PK", (
        "two kiosks of a village"
    )


def test_codes_that_nobody_used_are_counted_found_and_dropped(room: Newsroom) -> None:
    store, fatma = room.office.post.store, room.browser("Fatma Adam")
    store.register.make_codes(
        [*((f"Desa {n}", "72.01.05.2004") for n in range(400)), ("Balai Bunga", "72.01.05.2003")], room.now
    )
    fatma.get("/pendaftaran")
    assert "401 kode belum dipakai" in fatma.words
    assert "dan 101 lagi" in fatma.words
    fatma.get("/pendaftaran?cari=desa")
    page: Any = lxml.html.fromstring(fatma.text)
    (form,) = [each for each in page.forms if each.fields.get("semua")]
    fatma.post("/pendaftaran/hapus", dict(form.form_values()))
    assert [code.place for code in store.register.codes(room.now)] == ["Balai Bunga"]


def test_what_cannot_be_used_makes_no_code(room: Newsroom) -> None:
    for table, base in ((b"x,y\n", BASE), (b"72.01.05.2003,A\n", "[["), (b"72.01.05.2003,A\n", "[place]\nname = 'x'\n"),
                        (b"72.01.05.2003,A\n", "[post]\n"), (b"72.01.05.2003,A\n", "[speech]\nrat = 5\n")):  # fmt: skip
        assert b"PK\3\4" not in send(room, table, base)
    assert room.office.post.store.register.codes(room.now) == []


def test_cards_are_made_for_the_office_s_own_site_or_not_at_all(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
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
    made = zipfile.ZipFile(io.BytesIO(send(room, b"72.01.05.2003;Bunga <script>alert(1)</script>\n")))
    assert b"<script>" not in made.read("label.html")
    (room.folder / "kiosk.toml").write_bytes(made.read("001-72.01.05.2003/kiosk.toml"))
    assert load(room.folder / "kiosk.toml").place.name.startswith("Bunga <script>")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b'72.01.05.2003;"=HYPERLINK(""http://x"")"\n', "Baris 1 pada tabel berisi rumus di sel B1"),
        (b"kode,nama,pin\n72.01.05.2003,A,=1+1\n", "Baris 2 pada tabel berisi rumus di sel C2"),
        (b"kode,nama,wifi,sandi\n72.01.05.2003,A,=x,rahasia99\n", "Baris 2 pada tabel berisi rumus di sel C2"),
        (b"kode,pin\n72.01.05.2003,246810\n", "Baris 1 pada tabel tidak dapat dipakai"),
        (b"kode,nama,pin\n72.01.05.2003,A,24681\n", "Baris 2 pada tabel: PIN terdiri atas 6 sampai 12 angka"),
        (b"kode,nama,token\n72.01.05.2003,A,rahasia\n", "Baris 2 pada tabel: token berisi 16 sampai 80 huruf"),
        (b"kode,nama,wifi,sandi\n72.01.05.2003,A,Balai,pendek\n", "Baris 2 pada tabel, Wi-Fi"),
        (b"kode,nama,wifi,sandi\n72.01.05.2003,A,,rahasia99\n", "Baris 2 pada tabel, Wi-Fi"),
        (b"kode,nama,pin\n72.01.05.2003,A,246810\n72.01.05.2004,B,246810\n",
         "Baris 3 pada tabel memakai PIN atau token baris 2"),
    ],
)  # fmt: skip
def test_a_column_that_no_kiosk_could_use_is_told_by_its_row(room: Newsroom, table: bytes, told: str) -> None:
    assert told in send(room, table).decode()
    assert room.office.post.store.register.codes(room.now) == []


def test_each_card_has_a_pin_a_wifi_and_a_token_of_its_own(room: Newsroom) -> None:
    rows = "".join(
        f"7201052{n:03},Desa {n},{'246810' if n == 3 else ''},Balai {n},rahasia{n:03},\n" for n in range(300)
    )
    base = BASE + '\n[technician]\npin = "111111"\n\n[reports]\nurl = "https://pantau.contoh.go.id"\n'
    table = f"Kode,Nama Desa,PIN,WiFi,Sandi WiFi,Token\n{rows}".encode()
    made = zipfile.ZipFile(io.BytesIO(send(room, table, base, yakin="ya")))
    found = []
    for name in (each for each in made.namelist() if each.endswith("kiosk.toml")):
        text = made.read(name).decode()
        (room.folder / "kiosk.toml").write_text(text)
        settings = load(room.folder / "kiosk.toml")
        assert settings.faults == ()
        assert {each.path for each in find_secrets(text)} == {"wifi.password", "technician.pin", "reports.token"}, (
            "the kiosk can take them off the card"
        )
        found.append(settings)
    assert len({each.technician.pin for each in found} - {"111111"}) == 300
    assert found[3].technician.pin == "246810"
    assert len({each.reports.token for each in found}) == len({each.wifi.password for each in found}) == 300
    assert {each.reports.url for each in found} == {"https://pantau.contoh.go.id"}
    room.office.monitor_files.write()
    users = json.loads((room.folder / ".kantor/pantau/vmauth.yml").read_text("utf-8"))["users"]
    assert {each["bearer_token"] for each in users} >= {each.reports.token for each in found}
    rows_of_table = list(csv.DictReader(io.StringIO(made.read("kartu.csv").decode("utf-8-sig"))))
    assert [each["pin"] for each in rows_of_table] == [each.technician.pin for each in found]


def test_codes_hold_as_long_as_the_batch_says_and_the_label_says_until_when(room: Newsroom) -> None:
    made = zipfile.ZipFile(io.BytesIO(send(room, b"72.01.05.2003,Kilongan\n", berlaku="180")))
    (code,) = room.office.post.store.register.codes(room.now)
    assert code.until == room.now + timedelta(days=180)
    assert str(code.until.year) in lxml.html.fromstring(made.read("label.html").decode()).text_content()
    assert code.until.date().isoformat() in made.read("kartu.csv").decode()
    send(room, b"72.01.05.2004,Bunga\n", berlaku="99999")
    assert {each.until - room.now for each in room.office.post.store.register.codes(room.now)} == {
        timedelta(days=180),
        timedelta(days=30),
    }
    assert "Kode berlaku" in room.browser("Fatma Adam").get("/pendaftaran").text


def test_the_label_leads_to_the_kiosk_once_it_is_known_and_long_after(room: Newsroom) -> None:
    send(room, b"72.01.05.2003,Kilongan\n")
    register = room.office.post.store.register
    (code,) = register.codes(room.now)
    fatma = room.browser("Fatma Adam")
    assert fatma.get(f"/kartu/{code.code}").location == f"/pendaftaran?cari={code.code}"
    assert register.enrol("k1", b"k" * 32, code.code, room.now) is EnrolOutcome.KNOWN
    register.make_codes([("Desa", "")], room.now + timedelta(days=400))
    assert fatma.get(f"/kartu/{code.code}").location == "/kios/k1"
    assert fatma.get("/kartu/AAAAAAAA").status_code == 404
    assert label_link("https://kabar.contoh.go.id/", code.code) == f"https://kabar.contoh.go.id/kartu/{code.code}"
    assert label_link("", code.code) == code.code
