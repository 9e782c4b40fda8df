"""Notices as people write them: saved, shared, made ready, published, withdrawn; and files that others work on beside the desk."""

from __future__ import annotations

import io
import json
import random
import re
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
from dulwich import porcelain
from dulwich.repo import Repo
from PIL import Image, ImageDraw

from content_cache.ocr import tesseract
from kiosk.office.editions.front_matter import split
from kiosk.office.notices import parts
from tests.support.full_disk import full_disk
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom, make_shared_keys

pytestmark = pytest.mark.attack(
    "people",
    "an attachment leads out of the folder or attacks who opens it; the wrong password publishes",
    "opened and written anew in captivity; names stay in the folder; nothing is published",
)


TITLE, BODY = "Air PDAM mati", "Air mati hari Sabtu.\n\nTampunglah air."


def text_of(room: Newsroom, name: str, *, draft: bool) -> str:
    return (room.folder / f"{'_' if draft else ''}{name}.md").read_text("utf-8")


def publish(editor: Browser, **fields: str) -> None:
    editor.get("/terbitkan")
    if editor.page.status_code == 302:
        make_shared_keys(editor.room.office.cabinet)
        editor.get("/terbitkan")
    editor.submit("/terbitkan", sandi=KEY_PASSWORD, **fields)
    editor.room.office.editions.wait_until_done(30)


def test_a_writer_writes_and_an_editor_publishes_and_withdraws(room: Newsroom, anton: Browser, rahma: Browser) -> None:
    name = anton.write(TITLE, BODY, sampai="30 November 2026, 18.00")
    assert room.files() == [f"_{name}.md"]
    anton.get(f"/kabar/{name}")
    anton.post(f"/minta/{name}", {"tanda": anton.token})

    rahma.get("/")
    assert "1 minta dibaca" in rahma.words
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/siap/{name}", {"tanda": rahma.token})
    assert room.files() == [f"{name}.md"]
    assert "desk" not in split(text_of(room, name, draft=False)).values
    publish(rahma)
    feed = json.loads((room.folder / ".kantor/terbit/feed.json").read_bytes())
    assert [item["title"] for item in feed["items"]] == [TITLE]
    assert feed["items"][0]["_kiosk"]["expires"] == "2026-11-30T18:00:00+08:00"

    rahma.get(f"/kabar/{name}")
    rahma.post(f"/tarik/{name}", {"tanda": rahma.token})
    publish(rahma, yakin="ya")
    feed = json.loads((room.folder / ".kantor/terbit/feed.json").read_bytes())
    assert feed["items"] == []
    assert len(feed["_kiosk"]["tombstones"]) == 1
    assert room.files() == [f"_{name}.md"]


def test_what_is_withdrawn_is_on_show_until_that_is_published(rahma: Browser) -> None:
    """ "Withdraw from all kiosks", and a list that said "withdrawn": nobody learnt that the kiosks still had it. And the first page
    counted what had just gone out as what was to go out."""
    waits = re.compile(r"(\d+)siap terbit")

    def waiting() -> str:
        rahma.get("/")
        found = waits.search(rahma.words)
        return found[1] if found else rahma.words

    name = rahma.write(TITLE, BODY, lalu="siap")
    rahma.write("Kabar lain", BODY, lalu="siap")
    assert waiting() == "2"
    publish(rahma)
    assert waiting() == "0"
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/tarik/{name}", {"tanda": rahma.token})
    rahma.follow()
    assert "Kios masih menampilkannya sampai edisi berikutnya terbit." in rahma.words
    assert waiting() == "1"
    publish(rahma, yakin="ya")
    rahma.get("/kabar?lihat=ditarik")
    assert TITLE in rahma.words
    assert "Kios masih menampilkannya" not in rahma.words
    assert waiting() == "0"


def test_what_nobody_has_published_is_not_on_show(rahma: Browser) -> None:
    """A green "on show" stood beside what was ready and had gone nowhere, and beside what is shown from next week on."""

    def listed(which: str) -> str:
        rahma.get(f"/kabar?lihat={which}&cari=pedagang")
        return rahma.words.partition("kabar")[2]

    title = "Pedagang pindah"
    name = rahma.write(title, BODY, lalu="siap")
    assert "Siap terbit" in listed("semua")
    assert title not in listed("tampil")
    rahma.get("/")
    assert "0sedang tampil" in rahma.words
    publish(rahma)
    assert title in listed("tampil")
    assert "Siap terbit" not in listed("semua")
    rahma.get("/")
    assert "1sedang tampil" in rahma.words

    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", mulai="4 Desember 2026", sampai="11 Desember 2026", lalu="siap")
    assert "Siap terbit" in listed("tampil")
    publish(rahma)
    assert "Tampil mulai 4 Des" in listed("semua")
    rahma.get("/")
    assert "0sedang tampil" in rahma.words


def test_what_was_withdrawn_stays_a_draft_for_two_weeks(room: Newsroom, rahma: Browser) -> None:
    name = rahma.write(TITLE, BODY, lalu="siap")
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/tarik/{name}", {"tanda": rahma.token})
    for days, left in ((13, [f"_{name}.md"]), (2, [])):
        room.wait(days=days)
        room.office.notices.clear_withdrawn(room.now)
        assert room.files() == left


def test_the_wrong_password_publishes_nothing(room: Newsroom, rahma: Browser) -> None:
    name = rahma.write(TITLE, BODY, lalu="siap")
    publish(rahma)
    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", judul="Lain", lalu="siap")
    before = (room.folder / ".kantor/terbit/feed.json").read_bytes()
    rahma.get("/terbitkan")
    rahma.submit("/terbitkan", sandi="bukan sandi kunci")

    assert "Sandi kunci salah. Tidak ada yang terbit." in rahma.words
    assert (room.folder / ".kantor/terbit/feed.json").read_bytes() == before


def test_for_some_villages_and_with_words_of_all_kinds(room: Newsroom, anton: Browser) -> None:
    title = 'Harga: "naik" & <b>tebal</b> 🌊'
    name = anton.write(
        title, BODY, semua=None, daerah=["72.01.05", "72.01.05.2003", "72.01.06.2001"], penting="1", siapa="PDAM"
    )
    values = split(text_of(room, name, draft=True)).values

    assert values["title"] == title
    assert values["areas"] == ["72.01.05", "72.01.06.2001"]
    assert values["priority"] == "1"
    anton.get(f"/kabar/{name}")
    assert "<b>tebal</b>" not in anton.text
    assert anton.form(f"/kabar/{name}")["judul"] == title
    assert "3 desa" in anton.words


def test_two_people_in_one_notice_lose_nothing(room: Newsroom, anton: Browser, rahma: Browser) -> None:
    name = anton.write(TITLE, BODY)
    anton.get(f"/kabar/{name}")
    rahma.get(f"/kabar/{name}")
    assert "Anton" in rahma.words
    hers, his = rahma.form(f"/kabar/{name}"), anton.form(f"/kabar/{name}")

    rahma.post(f"/kabar/{name}", {**hers, "isi": BODY.replace("Sabtu", "Minggu")})
    anton.post(f"/kabar/{name}", {**his, "tempat": "Luwuk"})
    assert "gabung" not in anton.page.headers["Location"]
    told = parts.read_parts(text_of(room, name, draft=True))
    assert told["place"] == "Luwuk"
    assert "Minggu" in told["body"]

    anton.post(f"/kabar/{name}", {**his, "isi": BODY.replace("Sabtu", "Jumat")})
    assert anton.page.headers["Location"] == f"/gabung/{name}"
    anton.follow()
    assert "Anton Djalil menyimpan kabar ini" in anton.words, "his own tab, not hers, saved last"
    assert "Jumat" in anton.words
    assert "Minggu" in anton.words
    assert parts.read_parts(text_of(room, name, draft=True))["body"] == told["body"]
    anton.submit(f"/gabung/{name}", **{"bagian:body": "saya", "lalu": "gabung"})
    after = parts.read_parts(text_of(room, name, draft=True))
    assert "Jumat" in after["body"]
    assert after["place"] == "Luwuk"


def test_a_conflict_names_who_saved_last(anton: Browser, rahma: Browser) -> None:
    """It named the writer of the draft, who was the one that read it."""
    name = anton.write(TITLE, BODY)
    anton.get(f"/kabar/{name}")
    his = anton.form(f"/kabar/{name}")
    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", isi="Rahma.")
    anton.post(f"/kabar/{name}", {**his, "isi": "Anton."})
    anton.follow()
    assert "Rahma Lasaeo menyimpan kabar ini" in anton.words


def test_villages_stand_as_people_count(room: Newsroom, anton: Browser) -> None:
    villages = [f"72.01.05.{2000 + n},{name} {n}" for n, name in ((10, "Desa"), (2, "Desa"), (1, "desa"))]
    (room.folder / "desa.csv").write_text("\n".join(("72.01.05,Luwuk", *villages)), "utf-8")
    anton.get("/tulis")
    places = [anton.text.index(f"{name}</label>") for name in ("desa 1", "Desa 2", "Desa 10")]
    assert places == sorted(places)


def test_a_copy_of_ones_own_is_no_notice_of_the_list(anton: Browser, rahma: Browser) -> None:
    """It stood in everybody's list as "on show", and led to a page that is not there."""
    name = anton.write(TITLE, BODY)
    anton.get(f"/kabar/{name}")
    rahma.get(f"/kabar/{name}")
    anton.submit(f"/kabar/{name}", isi="Satu.")
    rahma.submit(f"/kabar/{name}", isi="Dua.")
    rahma.get(f"/gabung/{name}")
    assert "Satu." in rahma.words
    assert "Dua." in rahma.words
    rahma.get("/kabar")
    assert "1 kabar" in rahma.words


def test_ones_own_text_becomes_a_draft_of_its_own(room: Newsroom, anton: Browser, rahma: Browser) -> None:
    name = anton.write(TITLE, BODY)
    anton.get(f"/kabar/{name}")
    his = anton.form(f"/kabar/{name}")
    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", judul="Judul Rahma")
    anton.post(f"/kabar/{name}", {**his, "judul": "Judul Anton"})
    anton.follow()
    anton.submit(f"/gabung/{name}", lalu="lain")

    titles = [parts.read_parts((room.folder / each).read_text())["title"] for each in room.files()]
    assert sorted(titles) == ["Judul Anton", "Judul Rahma"]


def test_a_file_that_somebody_changes_beside_the_desk_is_not_written_over(room: Newsroom, rahma: Browser) -> None:
    path = room.folder / "berita" / "pasar.md"
    path.parent.mkdir()
    path.write_text("---\n# oleh Dinas\ntitle: Pasar\nwarna: biru\n---\nSatu\n\nDua\n")
    rahma.get("/kabar/berita/pasar")
    rahma.submit("/kabar/berita/pasar", isi="Satu!\n\nDua")
    path.write_text("---\n# oleh Dinas\ntitle: Pasar pagi\nwarna: biru\n---\nSatu\n\nDua\n")
    rahma.get("/kabar/berita/pasar")
    rahma.post("/siap/berita/pasar", {"tanda": rahma.token})

    text = path.read_text()
    assert "# oleh Dinas" in text
    assert "warna: biru" in text
    assert parts.read_parts(text) | {"title": "", "body": ""} == parts.read_parts(text) | {"title": "", "body": ""}
    assert parts.read_parts(text)["title"] == "Pasar pagi"
    assert parts.read_parts(text)["body"] == "Satu!\n\nDua"


def test_what_was_typed_over_the_end_of_a_session_is_a_draft(room: Newsroom, anton: Browser) -> None:
    anton.get("/tulis")
    name = re.search(r'action="/kabar/([^"]+)"', anton.text)
    assert name is not None
    typed = anton.form(f"/kabar/{name[1]}") | {"judul": TITLE, "isi": BODY}
    room.wait(minutes=40)
    anton.post(f"/kabar/{name[1]}", typed)

    assert anton.page.headers["Location"].startswith("/masuk?aman=")
    anton.follow()
    assert "Tulisan Anda aman" in anton.words
    assert "anton" in text_of(room, name[1], draft=True)
    assert anton.post(f"/minta/{name[1]}", typed).headers["Location"].startswith("/masuk")


def test_autosaving_tells_what_is_heard_and_what_is_wrong(anton: Browser) -> None:
    name = anton.write(TITLE, BODY)
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}") | {"isi": "Air mati hari Jumat, 28 November 2026."}
    told = anton.post(f"/simpan/{name}", form).get_json()

    assert any("dua puluh delapan November" in line for line in told["heard"])
    assert told["advice"][0]["replace"] == ["Jumat, 28 November 2026", "Sabtu, 28 November 2026"]
    assert "28 November 2026 jatuh pada hari Sabtu, bukan Jumat." in told["advice"][0]["text"]
    stale = anton.post(f"/simpan/{name}", form | {"isi": "Lain sama sekali", "dasar": "0" * 32})
    assert stale.status_code == 409


@pytest.mark.slow(cases=4)
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"sampai": "28 November 2025"}, "Batas tampilnya, 28 November 2025, sudah lewat"),
        ({"sampai": "27 November 2026"}, ""),
        ({"jenis": "kegiatan", "acara": "28 November 2025, 08.00"}, "Kegiatan ini sudah lewat, yaitu 28 November 2025"),
        ({"jenis": "kegiatan", "acara": "27 November 2026, 08.00"}, ""),
        (
            {"jenis": "kegiatan", "acara": "5 Desember 2026, 08.00", "sampai": "4 Desember 2026"},
            "tampil hanya sampai 4 Desember 2026, padahal kegiatannya 5 Desember 2026",
        ),
        ({"jenis": "kegiatan", "acara": "5 Desember 2026, 08.00", "sampai": "5 Desember 2026"}, ""),
        (
            {
                "jenis": "kegiatan",
                "acara": "3 Desember 2026",
                "acara_sampai": "10 Desember 2026",
                "sampai": "4 Desember 2026, 17.00",
            },
            "tampil hanya sampai 4 Desember 2026, padahal kegiatannya masih berlangsung",
        ),
        (
            {
                "jenis": "kegiatan",
                "acara": "3 Desember 2026",
                "acara_sampai": "4 Desember 2026",
                "sampai": "4 Desember 2026",
            },
            "",
        ),
        (
            {"jenis": "kegiatan", "acara": "5 Desember 2026", "mulai": "6 Desember 2026"},
            "baru tampil sejak 6 Desember 2026",
        ),
        ({"jenis": "kegiatan", "acara": "26-11-28"}, "Kegiatan ini 26 November 2028, lebih dari setahun lagi"),
        (
            {"jenis": "kegiatan", "acara": "5 Desember 2026, 08.00", "acara_sampai": "5 Desember 2027, 10.00"},
            "Kegiatan ini berlangsung 365 hari",
        ),
        ({"mulai": "28 November 2027"}, "Belum ada kios yang menampilkannya sebelum 28 November 2027"),
        ({"mulai": "28 Januari 2027", "sampai": "30 Januari 2027"}, ""),
        ({"sampai": "26-12-28"}, "Tampil sampai 26 Desember 2028, lebih dari setahun"),
    ],
)
def test_what_would_be_shown_to_nobody_is_told(anton: Browser, fields: dict[str, str], told: str) -> None:
    anton.get(f"/kabar/{anton.write(TITLE, BODY, **fields)}")
    lines = (
        "Batas tampilnya",
        "Kegiatan ini sudah lewat",
        "tampil hanya sampai",
        "baru tampil sejak",
        "Kegiatan ini",
        "Benarkah",
    )
    assert told in anton.words if told else not any(line in anton.words for line in lines)


def test_a_date_with_the_wrong_weekday_is_told_and_stays_as_it_was_typed(anton: Browser) -> None:
    """Jumat, 5 Desember 2026 became the Saturday, and nobody saw that Friday was meant."""
    name = anton.write(
        TITLE, BODY, jenis="kegiatan", acara="Jumat, 5 Desember 2026, 08.00", acara_sampai="Sabtu 5/12/2026, 10.00"
    )
    anton.get(f"/kabar/{name}")
    assert "5 Desember 2026 jatuh pada hari Sabtu, bukan Jumat." in anton.words
    assert 'value="Jumat, 5 Desember 2026, 08.00"' in anton.text
    assert 'value="10.00"' in anton.text
    anton.submit(f"/kabar/{name}", acara="Jum'at, 4 Desember 2026, 08.00")
    anton.get(f"/kabar/{name}")
    assert "bukan Jumat" not in anton.words
    assert 'value="4 Desember 2026, 08.00"' in anton.text


@pytest.mark.parametrize(
    ("now", "text", "told"),
    [
        ("2027-01-03T09:00+08:00", "Senin, 28 Desember, dua rumah rusak.", ""),
        ("2027-01-03T09:00+08:00", "Selasa, 28 Desember, dua rumah rusak.", "28 Desember 2026 jatuh pada hari Senin"),
        ("2026-12-28T09:00+08:00", "Rapat hari Sabtu, 2 Januari.", ""),
        ("2026-12-28T09:00+08:00", "Rapat hari Jumat, 2 Januari.", "2 Januari 2027 jatuh pada hari Sabtu"),
        ("2026-12-28T09:00+08:00", "Minggu, 29 Februari.", ""),
    ],
)
def test_a_date_without_a_year_is_the_nearest_over_the_years_end(
    room: Newsroom, now: str, text: str, told: str
) -> None:
    """On 3 January what was written of last Monday was "mended" to the weekday that 28 December has in the year that began."""
    room.now = datetime.fromisoformat(now)
    anton = room.browser("Anton Djalil")
    anton.get(f"/kabar/{anton.write(TITLE, text)}")
    assert told in anton.words if told else "jatuh pada hari" not in anton.words


def test_the_night_before_a_day_has_that_days_name(anton: Browser) -> None:
    """Malam Minggu is the night of Saturday: whoever wrote it was told to write "malam Sabtu"."""
    name = anton.write(
        TITLE, "Nobar malam Minggu, 5 Desember 2026.", jenis="kegiatan", acara="malam Minggu, 5 Desember 2026, 20.00"
    )
    anton.get(f"/kabar/{name}")
    assert "jatuh pada hari" not in anton.words
    assert 'value="5 Desember 2026, 20.00"' in anton.text
    anton.submit(f"/kabar/{name}", isi="Nobar malam Jumat, 5 Desember 2026.")
    anton.get(f"/kabar/{name}")
    assert "5 Desember 2026 jatuh pada hari Sabtu, bukan Jumat." in anton.words


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize(
    "day", ["31 Desember 9999, 23.00 UTC", "1 Januari 0001, 00.00 -12:00", "5 Desember 0000", "9" * 9_000]
)
@pytest.mark.parametrize("field", ["mulai", "sampai", "acara", "acara_sampai", "jajak_sampai"])
def test_days_at_the_edges_of_the_calendar_are_told(anton: Browser, field: str, day: str) -> None:
    name = anton.write(TITLE, BODY, pilihan="Ya\nTidak", **{field: day})
    assert anton.get(f"/kabar/{name}").status_code == 200
    form = anton.form(f"/kabar/{name}")
    assert form[field] == day
    assert any(each["serious"] for each in anton.post(f"/simpan/{name}", form).get_json()["advice"])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"sampai": "entah sore"}, "expires"),
        ({"acara": "entah"}, "starts"),
        ({"acara": "5 Desember 2026, jam 9", "acara_sampai": "5 Desember 2026, 08.00"}, "ends"),
        ({"mulai": "6 Desember 2026", "sampai": "5 Desember 2026"}, "expires"),
    ],
)
def test_a_fault_of_a_date_stands_below_its_field(anton: Browser, fields: dict[str, str], field: str) -> None:
    """It stood at the end of the form, and named the field by its name in the file."""
    anton.get(f"/kabar/{anton.write(TITLE, BODY, jenis='kegiatan', **fields)}")
    below = anton.text.partition(f'data-bagian="{field}">')[2].partition("</div>")[0]
    assert "warning-circle" in below


def test_what_is_asked_is_asked_again_before_it_goes_out(rahma: Browser) -> None:
    """Show that questions about a text are repeated before publishing.

    People who went straight on to Publish, or write on a phone, never saw them, and the page said "no fault was found".
    """
    rahma.write("Kabar pertama", BODY, lalu="siap")
    publish(rahma)
    name = rahma.write(TITLE, BODY, lalu="siap", jenis="kegiatan", acara="28 November 2025, 08.00")
    assert rahma.page.headers["Location"] == "/terbitkan"
    rahma.follow()
    assert "Kegiatan ini sudah lewat, yaitu 28 November 2025." in rahma.words
    assert f'href="/kabar/{name}"' in rahma.text
    assert "Tidak ada yang salah" not in rahma.words
    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", acara="28 Desember 2027, 08.00", sampai="", lalu="siap")
    rahma.follow()
    assert "sudah lewat" not in rahma.words
    assert "Kegiatan ini 28 Desember 2027, lebih dari setahun lagi." in rahma.words
    publish(rahma)
    rahma.get("/terbitkan")
    assert "Kegiatan ini" not in rahma.words, "it is out: whoever published it has read that"
    assert "Tidak ada yang salah." in rahma.words


def test_the_end_of_a_span_outlives_the_next_saves(room: Newsroom, anton: Browser) -> None:
    """The page saves what is typed by itself, and its field of the end is empty meanwhile."""
    typed = {"jenis": "kegiatan", "acara": "28-30 November 2026", "acara_sampai": ""}
    name = anton.write(TITLE, BODY, **typed)
    for _ in range(2):
        anton.get(f"/kabar/{name}")
        anton.submit(f"/kabar/{name}", judul=TITLE, isi=BODY, **typed)
        assert "2026-11-30" in text_of(room, name, draft=True)


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"sampai": "28 s.d. 30 November 2026"}, {"expires": "2026-11-30"}),
        ({"sampai": "28 November s/d 2 Desember 2026"}, {"expires": "2026-12-02"}),
        ({"mulai": "28-30 November 2026"}, {"publish_from": "2026-11-28"}),
        ({"acara": "28-30 November 2026"}, {"starts": "2026-11-28", "ends": "2026-11-30"}),
        (
            {"acara": "5 Desember 2026, 08.00-11.00"},
            {"starts": "2026-12-05T08:00+08:00", "ends": "2026-12-05T11:00+08:00"},
        ),
        ({"acara": "Jam 9, 28 November 2026"}, {"starts": "2026-11-28T09:00+08:00"}),
        ({"acara": "Sabtu-Senin, 5-7 Desember 2026"}, {"starts": "2026-12-05", "ends": "2026-12-07"}),
        (
            {"acara": "5 Desember 2026", "acara_sampai": "5-7 Desember 2026"},
            {"starts": "2026-12-05", "ends": "2026-12-07"},
        ),
        ({"acara": "28 November 2026, 8"}, {"starts": "2026-11-28T08:00+08:00"}),
        ({"acara": "28 November 2026, 19,30"}, {"starts": "2026-11-28T19:30+08:00"}),
        ({"acara": "28 November, 8"}, {"starts": "2026-11-28T08:00+08:00"}),
        (
            {"acara": "28 November 2026, 8-12"},
            {"starts": "2026-11-28T08:00+08:00", "ends": "2026-11-28T12:00+08:00"},
        ),
        (
            {"acara": "28 November 2026, 08.00", "acara_sampai": "12"},
            {"starts": "2026-11-28T08:00+08:00", "ends": "2026-11-28T12:00+08:00"},
        ),
        (
            {"acara": "28 November 2026, 20.00", "acara_sampai": "02.00"},
            {"starts": "2026-11-28T20:00+08:00", "ends": "2026-11-29T02:00+08:00"},
        ),
        ({"acara": "28 November 2026, 8 orang"}, {"starts": "2026-11-28"}),
        ({"acara": "30-28 November 2026"}, {"starts": "30-28 November 2026"}),
        ({"sampai": "pasal 28-30 November 2026"}, {"expires": "pasal 28-30 November 2026"}),
    ],
)
def test_a_span_tells_its_beginning_where_something_begins_and_its_end_where_it_ends(
    room: Newsroom, anton: Browser, fields: dict[str, str], kept: dict[str, str]
) -> None:
    name = anton.write(TITLE, BODY, **({"jenis": "kegiatan"} if "acara" in fields else {}), **fields)
    text = text_of(room, name, draft=True).replace('"', "").replace("'", "")
    told = dict(re.findall(r"(?m)^(expires|publish_from|starts|ends): (.+)$", text))
    if "sampai" not in fields:
        told.pop("expires", None)  # the form's own
    assert told == kept


def test_an_end_at_midnight_is_that_days_in_the_form_and_in_the_list(room: Newsroom, anton: Browser) -> None:
    name = anton.write(TITLE, BODY, sampai="30 November 2026 pukul 24.00")
    assert "expires: 2026-12-01T00:00+08:00" in text_of(room, name, draft=True).replace('"', "").replace("'", "")
    anton.get(f"/kabar/{name}")
    assert 'value="30 November 2026, 24.00"' in anton.text
    before = text_of(room, name, draft=True)
    anton.submit(f"/kabar/{name}")
    assert text_of(room, name, draft=True) == before
    anton.get("/kabar?lihat=rancangan")
    assert "sampai 30 Nov" in anton.words


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize(
    ("part", "written", "shown"),
    [
        ("expires", "28-30 November 2026, 17.00 WITA", "30 November 2026"),
        ("expires", "28 s.d. 30 November 2026 pukul 17.00 WITA", "30 November 2026"),
        ("expires", "28-30 NOPEMBER 2026 S.D. TUNTAS", "30 November 2026"),
        ("ends", "28 November s.d. 2 Desember 2026 WITA", "2 Desember 2026"),
        ("ends", "28 November 2026, 20.00-02.00 WITA", "29 November 2026, 02.00"),
        ("starts", "28-30 November 2026, 17.00 WITA", "28 November 2026, 17.00"),
        ("starts", "28 OKTOBER 2026", "28 Oktober 2026"),
    ],
)
def test_a_span_that_was_written_by_hand_shows_its_end_where_something_ends(
    room: Newsroom, anton: Browser, part: str, written: str, shown: str
) -> None:
    """In a file of the folder, by an editor: the form has the beginning where something begins alone."""
    name = anton.write(TITLE, BODY, jenis="kegiatan", acara="1 November 2026, 08.00", acara_sampai="1 Desember 2026")
    path = room.folder / f"_{name}.md"
    text = re.sub(rf"(?m)^{part}: .*\n", "", path.read_text())
    path.write_text(text.replace("---\n", f'---\n{part}: "{written}"\n', 1))
    anton.get(f"/kabar/{name}")
    field = {"expires": "sampai", "ends": "acara_sampai", "starts": "acara"}[part]
    assert anton.form(f"/kabar/{name}")[field] == shown
    anton.submit(f"/kabar/{name}", isi="Lain.")
    assert f'{part}: "{written}"' in path.read_text().replace("'", '"'), "who changes another field leaves it as it is"


def test_a_picture_is_attached_described_and_goes_out(room: Newsroom, rahma: Browser) -> None:
    out = io.BytesIO()
    Image.new("RGB", (1400, 2000), "navy").save(out, "JPEG")
    name = rahma.write(TITLE, BODY)
    rahma.get(f"/kabar/{name}")
    form = rahma.form(f"/kabar/{name}")
    rahma.post(f"/kabar/{name}", {**form, "lampiran": (io.BytesIO(out.getvalue()), "Pengumuman PDAM (1).JPG")})
    rahma.follow()
    assert "Belum ada keterangan gambar." in rahma.words
    assert (
        rahma.client.get("/gambar/lampiran/pengumuman-pdam-1.jpg", base_url="http://127.0.0.1:8090").status_code == 200
    )
    rahma.get(f"/kabar/{name}")
    assert rahma.submit(f"/kabar/{name}", lalu="siap").status_code == 200
    assert "tanpa teks alt" in rahma.words
    rahma.submit(f"/kabar/{name}", **{"gambar:lampiran/pengumuman-pdam-1.jpg:alt": "Keran menetes", "lalu": "siap"})
    assert rahma.page.headers["Location"] == "/terbitkan"
    publish(rahma)

    feed = json.loads((room.folder / ".kantor/terbit/feed.json").read_bytes())
    assert feed["items"][0]["attachments"][0]["_kiosk"]["alt"] == "Keran menetes"


@pytest.mark.slow(cases=0)
@pytest.mark.timeout(600)  # it is read last of all that a busy machine does
@pytest.mark.skipif(tesseract.find() is None, reason="Tesseract is not installed")
def test_the_words_of_a_poster_are_found_and_a_persons_once_mended(room: Newsroom, rahma: Browser) -> None:
    picture = Image.new("RGB", (1200, 700), "white")
    draw = ImageDraw.Draw(picture)
    for line, words in enumerate(("VAKSIN TERNAK GRATIS", "Sabtu di balai desa")):
        draw.text((90, 150 + 200 * line), words, fill="black", font_size=80)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    name = rahma.write(TITLE, BODY)
    rahma.get(f"/kabar/{name}")
    form = rahma.form(f"/kabar/{name}")
    rahma.post(f"/kabar/{name}", {**form, "lampiran": (io.BytesIO(out.getvalue()), "poster.jpg")})
    end = time.monotonic() + 500
    while "Ada tulisan di gambar" not in rahma.get(f"/kabar/{name}").get_data(as_text=True):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "TERNAK" in rahma.form(f"/kabar/{name}")["gambar:lampiran/poster.jpg:temuan"]
    rahma.submit(f"/kabar/{name}")
    assert "text" not in parts.pictures(parts.read_parts(text_of(room, name, draft=True)))[0]
    rahma.get(f"/kabar/{name}")
    rahma.submit(
        f"/kabar/{name}", **{"gambar:lampiran/poster.jpg:temuan": "Vaksin ternak gratis\n\nSabtu di balai desa"}
    )
    told = parts.pictures(parts.read_parts(text_of(room, name, draft=True)))[0]["text"]
    assert told == "Vaksin ternak gratis\n\nSabtu di balai desa"


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"<svg onload=alert(1)>", "x.jpg"),
        (b"GIF89a" + b"\0" * 50, "../../../etc/cron.d/x.gif"),
        (b"", "kosong.png"),
        (b"%PDF-1.4", "x.pdf"),
    ],
)
def test_a_file_that_is_none_is_refused_and_the_text_stays(
    room: Newsroom, anton: Browser, content: bytes, filename: str
) -> None:
    name = anton.write(TITLE, BODY)
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}") | {"isi": "Isi baru"}
    answer = anton.post(f"/kabar/{name}", {**form, "lampiran": (io.BytesIO(content), filename)})

    assert answer.status_code == 200
    assert "tidak dapat dipakai" in anton.words
    assert parts.read_parts(text_of(room, name, draft=True))["body"] == "Isi baru"
    assert not list(room.folder.glob("lampiran/*"))


@pytest.mark.slow(cases=4)
@pytest.mark.parametrize(
    "name",
    [
        "../luar",
        "..%2fluar",
        ".kantor/people",
        "_rahasia",
        "a/../../b",
        "kosong\\x",
        ".git/config",
        "a//b",
        "sub/.x",
        "%00",
        "x" * 300,
    ],
)
def test_no_name_leads_out_of_the_folder(room: Newsroom, rahma: Browser, name: str) -> None:
    (room.folder.parent / "luar.md").write_text("---\ntitle: Luar\n---\nx")
    rahma.get("/tulis")
    for path in (f"/kabar/{name}", f"/layar/{name}", f"/gambar/{name}"):
        assert rahma.get(path).status_code in (302, 308, 404), path
    token = room.browser("Rahma Lasaeo")
    token.get("/tulis")
    answer = token.post(f"/kabar/{name}", {"tanda": token.token, "judul": "x", "dasar": ""})
    assert answer.status_code in (200, 302, 308, 404, 405)
    assert (room.folder.parent / "luar.md").read_text().endswith("x")
    assert not [path for path in room.folder.parent.rglob("*.md") if path.name != "luar.md"]


def test_twenty_writers_at_once_lose_no_edit(room: Newsroom) -> None:
    """A model: each adds paragraphs of their own to one notice, saves, and puts together what both changed. In the end each
    paragraph is in the notice, or in a draft of its own."""
    notices, now = room.office.notices, room.now
    notices.save_draft("bersama", "", {"title": "Bersama", "body": "Awal\n\nTengah\n\nAkhir"}, "a", now)
    wrote: list[str] = []

    def work(person: str) -> None:
        chance = random.Random(person)
        for turn in range(5):
            opened = notices.open("bersama")
            lines = opened.parts["body"].split("\n\n")
            mine = f"{person}-{turn}"
            lines.insert(chance.randint(0, len(lines)), mine)
            saved = notices.save_draft(
                "bersama", opened.version, {**opened.parts, "body": "\n\n".join(lines)}, person, now
            )
            if saved.conflicts:
                copy = notices.own_copy("bersama", person)
                assert copy is not None
                notices.save_draft(f"lain-{person}-{turn}", "", copy.parts, person, now)
                notices.drop_copy("bersama", person)
            wrote.append(mine)

    threads = [threading.Thread(target=work, args=(f"orang{n}",)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = "\n".join(path.read_text("utf-8") for path in room.folder.glob("*.md"))

    assert len(wrote) == 100
    assert [mine for mine in wrote if mine not in kept] == []


def test_a_second_conflict_does_not_replace_the_first_copy(room: Newsroom, anton: Browser, rahma: Browser) -> None:
    name = anton.write(TITLE, BODY)
    for turn in ("pertama", "kedua"):
        anton.get(f"/kabar/{name}")
        his = anton.form(f"/kabar/{name}")
        rahma.get(f"/kabar/{name}")
        rahma.submit(f"/kabar/{name}", judul=f"Rahma {turn}")
        anton.post(f"/kabar/{name}", {**his, "judul": f"Anton {turn}"})
        assert anton.page.headers["Location"] == f"/gabung/{name}"
    anton.get(f"/kabar/{name}")
    assert "Sebagian tulisan Anda belum masuk" in anton.words
    for turn in ("pertama", "kedua"):
        anton.get(f"/gabung/{name}")
        assert f"Anton {turn}" in anton.words
        anton.submit(f"/gabung/{name}", lalu="lain")
    assert anton.get(f"/gabung/{name}").status_code == 302
    titles = [parts.read_parts((room.folder / each).read_text())["title"] for each in room.files()]
    assert sorted(titles) == ["Anton kedua", "Anton pertama", "Rahma kedua"]


def test_a_full_disk_is_told_and_what_was_there_stays(room: Newsroom, anton: Browser) -> None:
    name = anton.write(TITLE, BODY)
    anton.get(f"/kabar/{name}")
    long = "Baru. " * 16_000
    form = anton.form(f"/kabar/{name}") | {"isi": long}
    path = room.folder / f"_{name}.md"
    before = path.read_text()
    with full_disk(50_000):
        answer = anton.post(f"/kabar/{name}", form)

    assert answer.status_code == 200
    assert "Tidak dapat disimpan di server ini" in anton.words
    assert anton.form(f"/kabar/{name}")["isi"].split() == long.split()
    assert path.read_text() == before


def test_no_key_and_no_password_gets_into_a_history_of_others(tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    folder.mkdir()
    porcelain.init(str(folder))
    (folder / ".gitignore").write_text("*.log\n")
    room = Newsroom(folder)
    rahma = room.browser("Rahma Lasaeo")
    rahma.write(TITLE, BODY, lalu="siap")
    publish(rahma)
    with Repo(str(folder)) as repo:
        names = set(repo.open_index())

    assert b"desa.csv" in names
    assert not any(name.startswith(b".kantor") for name in names)


def test_a_damaged_history_hinders_nobody(room: Newsroom, anton: Browser) -> None:
    anton.write(TITLE, BODY)
    for path in (room.folder / ".git").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\0rusak")
    name = anton.write("Kedua", BODY)

    assert (room.folder / f"_{name}.md").is_file()
    anton.get("/")
    assert "Riwayat tidak dapat ditulis." in anton.words
