"""Villages that leave the list at the desk: merged into another with all that is theirs, taken out, put back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kiosk.office.base.former import FORMER, merged_codes, read_former, with_merged
from tests.kiosk.office.publishing.test_deliveries import publish
from tests.support.newsroom import Browser, Newsroom, make_shared_keys
from tests.support.posting import code_for, enrol

KILONGAN, BUNGA, HUNDUHON = "72.01.05.2003", "72.01.05.2004", "72.01.06.2001"


def merge(room: Newsroom, old: str, stays: str) -> Browser:
    fatma = room.browser("Fatma Adam")
    fatma.get(f"/kantor/desa?ubah={old}")
    fatma.submit("/kantor/desa/gabung", ke=stays)
    return fatma


def areas_published(room: Newsroom) -> dict[str, list[str]]:
    feed = json.loads((room.folder / ".kantor/terbit/feed.json").read_bytes())
    return {item["title"]: item["_kiosk"].get("areas", []) for item in feed["items"]}


def test_what_is_for_a_merged_village_goes_to_the_one_that_stays_and_the_old_code_answers(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
    editor = room.browser("Rahma Lasaeo")
    editor.write("Air mati di Bunga", "Besok.", lalu="siap", semua=None, daerah=[BUNGA])
    editor.write("Posyandu Hunduhon", "Besok.", semua=None, daerah=[BUNGA, HUNDUHON])
    (room.folder / "setelan").mkdir()
    (room.folder / "setelan/pagi.toml").write_text(f'areas = ["{BUNGA}"]\n[loop]\nseconds = 20\n', "utf-8")
    (room.folder / "darurat.toml").write_text(
        f'[[emergency]]\nareas = ["{BUNGA}"]\nnumbers = [{{ name = "Kades", number = "0811" }}]\n', "utf-8"
    )
    enrol(room.office, "A7f2e9c01b44")
    unused = code_for(room.office)

    fatma = merge(room, BUNGA, HUNDUHON)
    assert fatma.page.headers["Location"] == f"/kantor/desa?ubah={HUNDUHON}"
    assert BUNGA not in room.office.areas.names
    assert room.office.history.deeds(1)[0].what == "menggabungkan desa Bunga ke Hunduhon"
    drafts = [path.read_text("utf-8") for path in room.folder.glob("*.md")]
    assert len(drafts) == 2
    assert not any(BUNGA in text for text in drafts)
    assert [each.area for each in room.office.fleet.list_kiosks()] == [HUNDUHON]
    code = room.office.post.store.register.find_code(unused)
    assert code is not None
    assert code.area == HUNDUHON

    editor.write("Rapat desa", "Besok.", lalu="siap", semua=None, daerah=["72.01.06"])
    publish(room, editor)
    assert areas_published(room) == {"Air mati di Bunga": [HUNDUHON, BUNGA], "Rapat desa": ["72.01.06", BUNGA]}
    tops = json.loads((room.folder / ".kantor/terbit/feed.json").read_bytes())["_kiosk"]
    assert tops["emergency"][0]["areas"] == [HUNDUHON, BUNGA]
    assert tops["settings"][0]["for"] == {"areas": [HUNDUHON, BUNGA]}
    number = room.office.record.finished()[0].number
    editor.get("/terbitkan")
    assert publish(room, editor) == number, "the same again: nothing to publish"

    fatma.get("/kantor/desa")
    assert "digabung ke Hunduhon" in fatma.words
    fatma.submit("/kantor/desa/kembali")
    assert room.office.areas.names[BUNGA] == "Bunga"
    assert [each.area for each in room.office.fleet.list_kiosks()] == [BUNGA]
    assert merged_codes(room.folder) == {}


def test_a_village_that_was_taken_out_is_put_back_within_thirty_days(room: Newsroom) -> None:
    fatma = room.browser("Fatma Adam")
    fatma.get(f"/kantor/desa?ubah={BUNGA}")
    fatma.submit("/kantor/desa/keluar")
    assert BUNGA not in room.office.areas.names
    fatma.follow()
    assert "Tidak ada lagi di daftar" in fatma.words
    fields = fatma.form("/kantor/desa/kembali")
    fatma.submit("/kantor/desa/kembali")
    assert room.office.areas.names[BUNGA] == "Bunga"
    fatma.post("/kantor/desa/kembali", fields)
    assert "Tidak ada desa berkode" in fatma.words, "it is back already"
    fatma.get(f"/kantor/desa?ubah={BUNGA}")
    fatma.submit("/kantor/desa/keluar")
    room.wait(days=31)
    late = room.browser("Fatma Adam")
    late.get("/kantor/desa")
    assert "Tidak ada lagi di daftar" not in late.words
    late.post("/kantor/desa/kembali", {"tanda": late.token, "kode": BUNGA})
    assert BUNGA not in room.office.areas.names
    late.get("/kantor/desa")
    late.submit("/kantor/desa/tambah", kode=BUNGA, nama="Bunga Baru")
    assert read_former(room.folder) == {}, "who is added anew is no former village"


def test_two_mergers_one_after_another_lead_to_the_last(room: Newsroom) -> None:
    merge(room, BUNGA, KILONGAN)
    merge(room, KILONGAN, HUNDUHON)
    assert merged_codes(room.folder) == {BUNGA: HUNDUHON, KILONGAN: HUNDUHON}
    assert with_merged([HUNDUHON], merged_codes(room.folder)) == [HUNDUHON, KILONGAN, BUNGA]
    assert with_merged(["72.01"], merged_codes(room.folder)) == ["72.01"]
    assert with_merged([], merged_codes(room.folder)) == []


@pytest.mark.attack(
    "people",
    "a village is merged into itself, a district, an unknown code, or by a form of before; desa-lama.csv is forged or leads round",
    "each is refused and told, nothing changes; lines that cannot be read are left out, a round leads nowhere",
)
@pytest.mark.parametrize("stays", [BUNGA, "72.01.05", "72.01.05.9999", "", "=1+1", "<b>"])
def test_what_is_no_merger_is_refused(room: Newsroom, stays: str) -> None:
    before = (room.folder / "desa.csv").read_bytes()
    fatma = merge(room, BUNGA, stays)
    assert ("Pilih desa lain" if stays == BUNGA else "Tidak ada desa berkode") in fatma.words
    assert (room.folder / "desa.csv").read_bytes() == before
    assert not (room.folder / FORMER).exists()


def test_a_forged_list_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / FORMER).write_text(
        f"{BUNGA},A,{KILONGAN},2026-12-03,\n{KILONGAN},B,{BUNGA},2026-12-03,\nx,y\n"
        f"{HUNDUHON},C,../etc,2026-12-03,\n72.01.06.2002,D,,gestern,\n72.01.06.2003,=cmd,,2026-12-03,a b\n"
    )
    assert merged_codes(tmp_path) == {}
    found = read_former(tmp_path)
    assert set(found) == {BUNGA, KILONGAN, "72.01.06.2003"}
    assert found["72.01.06.2003"].kiosks == ("a", "b")
    assert found[BUNGA].day == date(2026, 12, 3)
    (tmp_path / FORMER).write_bytes(b"\xff\x00" * 3_000_000)
    assert read_former(tmp_path) == {}
