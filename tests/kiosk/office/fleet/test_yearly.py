"""Inventory of machines and cards, and the tables for the report of a year."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest

from kiosk.office.post.records import NewQuestion
from tests.kiosk.office.notices.test_polls import POLL, batch, vote
from tests.support.newsroom import Newsroom
from tests.support.posting import enrol, report, report_health

KIOSK = "0123456789ab"
PI = {
    "version": "0.2.0", "board": "Raspberry Pi 4 Model B Rev 1.4", "serial": "10000000a1b2c3d4", "card": "SC16G",
    "card_made": "2023-05", "card_worn": 90, "written_bytes": 41_000_000_000, "disk_bytes": 15_900_000_000,
    "disk_free_bytes": 9_100_000_000,
}  # fmt: skip


def table(room: Newsroom, path: str, name: str = "Fatma Adam") -> list[dict[str, str]]:
    answer = room.browser(name).get(path)
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))


def test_the_inventory_tells_board_card_and_storage_and_a_dash_for_what_is_not_known(room: Newsroom) -> None:
    enrol(room.office, KIOSK)
    enrol(room.office, "other", "Balai Kilongan", "72.01.05.2003")
    report_health(room.office, KIOSK, 1, **PI)
    report_health(room.office, "other", 1, version="0.1.0", disk_bytes=0, card_worn=None)
    rows = {row["Kios"]: row for row in table(room, "/desa.csv")}
    known, unknown = rows[KIOSK], rows["other"]
    assert (known["Papan"], known["Nomor seri"], known["Program"]) == (PI["board"], PI["serial"], "0.2.0")
    assert (known["Kartu"], known["Kartu dibuat"], known["Umur kartu terpakai, persen"]) == ("SC16G", "2023-05", "90")
    assert (known["Ditulis, GB"], known["Ruang, GB"], known["Kosong, GB"]) == ("41.0", "15.9", "9.1")
    assert (unknown["Program"], unknown["Papan"], unknown["Ruang, GB"], unknown["Umur kartu terpakai, persen"]) == (
        "0.1.0", "–", "–", "–",
    )  # fmt: skip
    fatma = room.browser("Fatma Adam")
    fatma.get("/desa")
    assert "Mesin dan kartu" in fatma.words
    assert "9 dari 16 GB kosong" in fatma.words
    fatma.get(f"/kios/{KIOSK}")
    assert "10000000a1b2c3d4" in fatma.words
    assert "90 % umurnya" in fatma.words


@pytest.mark.attack(
    "people", "a kiosk reports a machine that is no text, no number, a formula or markup", "text, or not reported"
)
def test_a_machine_of_a_stranger_is_text_or_not_known(room: Newsroom) -> None:
    enrol(room.office, KIOSK)
    said = {
        "board": '=HYPERLINK("http://x")', "serial": "<script>alert(1)</script>", "card": ["x"], "card_made": {"a": 1},
        "card_worn": True, "written_bytes": -5, "disk_bytes": 1e400, "disk_free_bytes": "9", "version": "@SUM(A1)",
    }  # fmt: skip
    report(room.office, KIOSK, 1, health=json.dumps(said).encode())
    (row,) = [each for each in table(room, "/desa.csv") if each["Kios"] == KIOSK]
    assert (row["Papan"], row["Program"]) == ('\'=HYPERLINK("http://x")', "'@SUM(A1)")
    assert {row[name] for name in ("Kartu", "Kartu dibuat", "Ditulis, GB", "Ruang, GB", "Kosong, GB")} == {"–"}
    fatma = room.browser("Fatma Adam")
    for path in ("/desa", f"/kios/{KIOSK}"):
        assert "<script>alert" not in fatma.get(path).text


def test_questions_of_a_year_without_a_word_of_them(room: Newsroom) -> None:
    enrol(room.office, KIOSK)
    store = room.office.post.store
    known = store.register.find_kiosk(KIOSK)
    assert known is not None
    for number, asked in enumerate((room.now, room.now - timedelta(days=400)), 1):
        report(room.office, KIOSK, number, question=b"{}")
        question = NewQuestion(number, "=Puskesmas", asked, "id", "audio/ogg", 12)
        store.add_question(known.who, number, question)
    assert store.move(known.who, 1, "waiting", "answered", "p1", room.now + timedelta(days=2))
    (row,) = table(room, f"/laporan/pertanyaan.csv?tahun={room.now.year}")
    assert (row["Nomor"], row["Desa"], row["Ditanyakan kepada"]) == ("1", "Bunga", "'=Puskesmas")
    assert (row["Keadaan"], row["Hari sampai selesai"]) == ("answered", "2.0")
    assert "p1" not in row.values()
    assert table(room, "/laporan/pertanyaan.csv?tahun=1999&x=../../etc") == [row], "no such year: this one"


def test_use_by_month_counts_each_day_of_a_kiosk_once(room: Newsroom) -> None:
    enrol(room.office, KIOSK)
    year = room.now.year
    days = {f"{year}-03-30": {"read": 5, "read_berita": 5}, f"{year}-03-31": {"read": 2, "heard": 1},
            f"{year}-04-01": {"read": 7}, f"{year - 1}-04-01": {"read": 100}, "gestern": {"read": 1}}  # fmt: skip
    report(room.office, KIOSK, 1, counts=json.dumps({"days": days}).encode())
    report(room.office, KIOSK, 2, counts=json.dumps({"days": {f"{year}-03-31": {"read": 3}}}).encode())
    march, april = table(room, f"/laporan/pemakaian.csv?tahun={year}")
    assert (march["Bulan"], march["Desa"], march["Hari yang dihitung"]) == (f"{year}-03", "Bunga", "2")
    assert (march["Dibaca"], march["Didengar"], march["read_berita"]) == ("8", "0", "5"), "the newest word of a day"
    assert april["Dibaca"] == "7"


def test_polls_by_village_and_choice(room: Newsroom) -> None:
    (room.folder / "jajak.md").write_text(POLL.format("hidden"))
    enrol(room.office, KIOSK)
    report(room.office, KIOSK, 1, vote=batch("a", vote(0, 3), vote(1, 1)))
    rows = table(room, f"/laporan/jajak.csv?tahun={room.now.year}")
    assert [(row["Judul"], row["Desa"], row["Pilihan"], row["Suara"]) for row in rows] == [
        ("Apa dulu?", "Bunga", "Pasar malam", "3"), ("Apa dulu?", "Bunga", "Jalan tani", "1"),
    ]  # fmt: skip


def test_only_editors_and_administrators_take_the_tables_of_a_year(room: Newsroom) -> None:
    for name, status in (("Fatma Adam", 200), ("Rahma Lasaeo", 200), ("Anton Djalil", 403)):
        browser = room.browser(name)
        assert browser.get("/laporan/jajak.csv").status_code == status, name
        browser.get("/desa")
        assert ("/laporan/" in browser.text) is (status == 200), name
    assert room.browser("Fatma Adam").get("/laporan/etc.csv").status_code == 404
