"""The calendar: a month of events, moved by a form; rules in words; calendars of others taken in, and hostile ones not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.office.editions.attachments import calendar
from kiosk.office.editions.faults import Faults
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.support.newsroom import Browser, Newsroom

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "an administrator, or whoever has the password, makes the desk ask this machine's network",
    ),
    pytest.mark.attack(
        "root and keys",
        "a calendar of others is no calendar, has markup, a rule that never ends, or changes after it was taken",
        "refused; letters; said to be a rule of its own; fetched anew by an editor's hand alone",
    ),
]


SATURDAY = datetime(2026, 12, 5, 8, tzinfo=ZoneInfo("Asia/Makassar"))


@pytest.fixture
def site() -> Iterator[MisbehavingServer]:
    served = MisbehavingServer()
    yield served
    served.close()


def ics(*events: str, name: str = "SMP Negeri 1 Luwuk") -> bytes:
    whole = "".join(f"BEGIN:VEVENT\r\n{each}\r\nEND:VEVENT\r\n" for each in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:{name}\r\n{whole}END:VCALENDAR\r\n".encode()


EXAM = "UID:1\r\nSUMMARY:Ujian semester\r\nDTSTART;VALUE=DATE:20261207\r\nDTEND;VALUE=DATE:20261209\r\nLOCATION:Aula"
DRILL = "UID:2\r\nSUMMARY:Senam\r\nDTSTART:20261205T000000Z\r\nDTEND:20261205T010000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=SA"


def event(browser: Browser, title: str = "Posyandu Melati", **fields: str | list[str] | None) -> str:
    when = {
        "acara": "3 Desember 2026, 08.00",
        "acara_sampai": "3 Desember 2026, 11.00",
        "sampai": "3 Desember 2026, 12.00",
    }
    return browser.write(title, "Bawa buku KIA.", jenis="kegiatan", tempat="Balai Desa Bunga", **(when | fields))


def test_a_month_shows_events_and_links_to_the_next(anton: Browser) -> None:
    event(anton)
    anton.get("/kalender?bulan=2026-12")
    assert "Posyandu Melati" in anton.words
    assert "08.00 sampai 11.00 · Balai Desa Bunga" in anton.words
    assert "Kamis, 3 Desember" in anton.words
    assert 'href="/kalender?bulan=2026-11"' in anton.text
    assert 'href="/kalender?bulan=2027-01"' in anton.text
    anton.get("/kalender?bulan=2027-01")
    assert "Posyandu Melati" not in anton.words
    for path in (
        "?bulan=2026-13",
        "?bulan=99999-01",
        "?hari=2026-02-31",
        "?hari=0001-01-01",
        "?bulan=2100-12",
        "?hari=x",
    ):
        assert anton.get(f"/kalender{path}").status_code == 200
        assert " style=" not in anton.text


def test_an_event_moves_by_a_form_and_what_ends_with_it_moves_along(room: Newsroom, anton: Browser) -> None:
    name = event(anton)
    anton.get("/kalender?hari=2026-12-03")
    anton.submit(f"/kalender/pindah/{name}", hari="2026-12-05")
    anton.follow()
    text = (room.folder / f"_{name}.md").read_text()

    assert "kini pada Sabtu, 5 Desember, sebagai rancangan" in anton.words
    assert "starts: 2026-12-05T08:00+08:00" in text
    assert "ends: 2026-12-05T11:00+08:00" in text
    assert "expires: 2026-12-05T12:00+08:00" in text
    for day in ("", "besok", "2026-13-01", "9999-12-31", "１２３４-01-01"):
        assert anton.post(f"/kalender/pindah/{name}", {"tanda": anton.token, "hari": day}).status_code == 200
        assert "Tulis harinya seperti 2026-12-05." in anton.words
    assert (room.folder / f"_{name}.md").read_text() == text


def test_each_time_of_an_event_that_repeats_is_there_and_one_alone_is_moved(room: Newsroom, anton: Browser) -> None:
    name = event(anton, acara="2 Desember 2026, 08.00", acara_sampai="2 Desember 2026, 11.00", sampai="")
    notices = room.office.notices
    opened = notices.open(name)
    notices.save_draft(
        name, opened.version, opened.parts | {"repeats": "setiap Rabu pertama"}, opened.noted["by"], room.now
    )
    for month, day in (
        ("2026-12", "Rabu, 2 Desember"),
        ("2027-01", "Rabu, 6 Januari"),
        ("2027-02", "Rabu, 3 Februari"),
    ):
        anton.get(f"/kalender?bulan={month}")
        assert day in anton.words
        assert "tiap bulan Rabu pertama" in anton.words
    anton.get("/kalender?hari=2027-01-06")
    anton.submit(f"/kalender/pindah/{name}", hari="2027-01-13")
    parts = notices.open(name).parts
    assert (parts["except"], parts["also"]) == ("2027-01-06", "2027-01-13")
    assert parts["starts"].startswith("2026-12-02T08:00")
    anton.get("/kalender?hari=2027-01-13")
    assert "08.00 sampai 11.00" in anton.words
    anton.submit(f"/kalender/pindah/{name}", hari="2027-01-06")
    assert not {"except", "also"} & notices.open(name).parts.keys()
    anton.get("/kalender?hari=2027-01-06")
    anton.submit(f"/kalender/pindah/{name}", hari="2027-01-13", dari="")
    assert not {"except", "also"} & notices.open(name).parts.keys(), "which of its days is to move nobody has said"


def test_an_event_that_would_leave_the_calendar_does_not_move(room: Newsroom, rahma: Browser) -> None:
    (room.folder / "musdes.md").write_text(
        "---\ntitle: Musdes\ncategory: kegiatan\nstarts: 2026-12-14\nexpires: 9999-12-30\n---\nDatanglah.\n"
    )
    rahma.get("/kalender?hari=2026-12-14")
    assert rahma.post("/kalender/pindah/musdes", {"tanda": rahma.token, "hari": "2026-12-20"}).status_code == 200
    assert "Tulis harinya seperti 2026-12-05." in rahma.words


def test_what_is_on_show_moves_as_a_draft_and_by_an_editor_alone(
    room: Newsroom, rahma: Browser, anton: Browser
) -> None:
    path = room.folder / "musdes.md"
    path.write_text("---\ntitle: Musdes\ncategory: kegiatan\nstarts: 2026-12-14\n---\nDatanglah.\n")
    before = path.read_bytes()
    anton.get("/kalender?hari=2026-12-14")
    assert 'data-nama="musdes"' not in anton.text
    assert anton.post("/kalender/pindah/musdes", {"tanda": anton.token, "hari": "2026-12-16"}).status_code == 403
    rahma.get("/kalender?hari=2026-12-14")
    assert 'data-nama="musdes"' in rahma.text
    assert "sehari penuh" in rahma.words
    rahma.submit("/kalender/pindah/musdes", hari="2026-12-16")

    assert path.read_bytes() == before
    assert "starts: '2026-12-16'\n" in (room.folder / "_musdes.md").read_text()
    assert rahma.post("/kalender/pindah/tidak-ada", {"tanda": _token(rahma), "hari": "2026-12-16"}).status_code == 404


def _token(browser: Browser) -> str:
    browser.get("/kalender")
    return browser.token


def test_a_calendar_is_uploaded_shown_published_and_taken_out(room: Newsroom, rahma: Browser, anton: Browser) -> None:
    upload = {"nama": "Sekolah ../../etc", "berkas": (io.BytesIO(ics(EXAM, DRILL)), "basic.ics")}
    assert anton.post("/kalender/masuk", upload | {"tanda": _token(anton)}).status_code == 403
    upload["berkas"] = (io.BytesIO(ics(EXAM, DRILL)), "basic.ics")
    rahma.post("/kalender/masuk", upload | {"tanda": _token(rahma)})
    (file,) = (room.folder / "kalender").iterdir()
    rahma.get("/kalender?hari=2026-12-05")
    assert "Senam" in rahma.words
    assert "setiap Sabtu" in rahma.words
    assert "Ujian semester" in rahma.words
    assert rahma.text.count("Senam") >= 4  # each Saturday of the month
    faults = Faults()
    assert calendar(file, file.name, "Asia/Makassar", room.now, faults) is not None
    assert not faults.found
    rahma.submit("/kalender/buang")
    assert not file.exists()
    for other in ("../office.toml", "office.toml", "kalender/../desa.csv"):
        assert rahma.post("/kalender/buang", {"tanda": _token(rahma), "berkas": other}).status_code == 404


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    "content", [b"", b"MZ\0", b"<html></html>", b"BEGIN:VCALENDAR\r\n" + b"X" * 2_100_000, b"PK\x03\x04" * 100]
)
def test_what_is_no_calendar_stays_out(room: Newsroom, rahma: Browser, content: bytes) -> None:
    rahma.post("/kalender/masuk", {"tanda": _token(rahma), "berkas": (io.BytesIO(content), "jahat.ics")})

    assert "jahat bukan kalender yang dapat ditampilkan kios." in rahma.words
    assert not (room.folder / "kalender").exists()


def test_a_public_calendar_is_fetched_anew_when_somebody_wants_it(
    room: Newsroom, rahma: Browser, site: MisbehavingServer
) -> None:
    url = site.on("/sekolah.ics", reply(ics(EXAM), content_type="text/calendar"))
    for typed in (url, "http://localhost/x.ics", "file:///etc/passwd", "https://"):
        rahma.post("/kalender/masuk", {"tanda": _token(rahma), "nama": "Sekolah", "alamat": typed})
        assert "bukan alamat di internet" in rahma.words
    with (room.folder / "office.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[[calendar]]\nname = "SMP Negeri 1"\nurl = "{url}"\n')
    rahma.get("/kalender")
    rahma.submit("/kalender/lagi")
    file = room.folder / "kalender/smp-negeri-1.ics"
    assert file.read_bytes() == ics(EXAM)
    assert [each.path for each in site.requests] == ["/sekolah.ics"]

    site.on("/sekolah.ics", reply(b"<html>masuk dulu</html>", content_type="text/html"))
    rahma.get("/kalender")
    rahma.submit("/kalender/lagi")
    assert rahma.page.status_code == 200
    assert file.read_bytes() == ics(EXAM)
    site.on("/sekolah.ics", reply(status=503))
    rahma.get("/kalender")
    rahma.submit("/kalender/lagi")
    assert "SMP Negeri 1 tidak dapat diambil" in rahma.words


def test_markup_in_a_calendar_stays_letters(room: Newsroom, rahma: Browser) -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    bad = f"UID:9\r\nSUMMARY:Acara {attack}\r\nLOCATION:{attack}\r\nDTSTART:20261203T010000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=<b>"
    (room.folder / "jahat.ics").write_bytes(ics(bad, name=attack))
    (room.folder / "rusak.ics").write_bytes(b"\0" * 100)
    rahma.get("/kalender?hari=2026-12-03")

    assert "Acara" in rahma.words
    assert "rusak.ics bukan kalender" in rahma.words
    assert "<script>alert" not in rahma.text
    assert "<img src=x" not in rahma.text
