"""Tests for when an event is, as clerks type it: words become dates and a rule, and what was understood is said at once."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.newsroom import Browser, Newsroom

TITLE, BODY = "Posyandu Melati", "Bawa buku KIA."
TABLE = Path(__file__).parents[3] / "content_cache/formats/repeats.tsv"
with TABLE.open(encoding="utf-8") as _file:
    ROWS = [(row["words"], row["times"]) for row in csv.DictReader(_file, delimiter="\t")]


def write(browser: Browser, **fields: str) -> str:
    return browser.write(TITLE, BODY, jenis="kegiatan", **fields)


class Form:
    """The form of a notice that a page's script saves again and again."""

    def __init__(self, browser: Browser, name: str) -> None:
        self._browser, self._name = browser, name
        browser.get(f"/kabar/{name}")
        values = browser.form(f"/kabar/{name}")
        self._values = {field: value for field, value in values.items() if field not in ("lalu", "lewati", "lampiran")}

    def save(self, **fields: str) -> dict[str, Any]:
        """Return what the script is told, with what is typed in *fields* as the page has it then."""
        self._values |= fields
        self._browser.post(f"/simpan/{self._name}", self._values)
        told: dict[str, Any] = json.loads(self._browser.text)
        self._values["dasar"] = told["own"]
        return told


def saved(browser: Browser, name: str, **fields: str) -> dict[str, Any]:
    return Form(browser, name).save(**fields)


@pytest.mark.parametrize(
    ("typed", "starts", "ends"),
    [
        ("besok, 18.00", "2026-11-28T18:00+08:00", ""),
        ("besok malam jam 7", "2026-11-28T19:00+08:00", ""),
        ("lusa pukul 9", "2026-11-29T09:00+08:00", ""),
        ("Sabtu", "2026-11-28", ""),
        ("hari Sabtu, 08.00-11.00", "2026-11-28T08:00+08:00", "2026-11-28T11:00+08:00"),
        ("Jumat depan 13.30", "2026-12-04T13:30+08:00", ""),
        ("Jumat, 08.00", "2026-12-04T08:00+08:00", ""),
        ("Jumat, 10.00", "2026-11-27T10:00+08:00", ""),
        ("Minggu 7", "2026-11-29T07:00+08:00", ""),
        ("3 Desember 2026, 08.00", "2026-12-03T08:00+08:00", ""),
        ("28-30 November 2026", "2026-11-28", "2026-11-30"),
    ],
)
def test_words_are_kept_as_dates(room: Newsroom, anton: Browser, typed: str, starts: str, ends: str) -> None:
    parts = room.office.notices.open(write(anton, acara=typed)).parts
    assert (parts["starts"], parts.get("ends", "")) == (starts, ends)
    assert "repeats" not in parts


def test_a_word_means_the_next_day_the_same_date(room: Newsroom, anton: Browser) -> None:
    name = write(anton, acara="besok, 18.00")
    room.wait(days=1)
    later = room.browser("anton")
    later.get(f"/kabar/{name}")
    later.submit(f"/kabar/{name}")
    assert room.office.notices.open(name).parts["starts"] == "2026-11-28T18:00+08:00"


def test_a_rule_where_the_event_begins_is_a_rule_and_a_first_day(room: Newsroom, anton: Browser) -> None:
    name = write(anton, acara="setiap Rabu pertama, 08.00-11.00")
    parts = room.office.notices.open(name).parts
    assert parts["repeats"] == "tiap bulan Rabu pertama"
    assert (parts["starts"], parts["ends"]) == ("2026-12-02T08:00+08:00", "2026-12-02T11:00+08:00")
    assert "expires" not in parts, "an event is shown until it is over"
    anton.get(f"/kabar/{name}")
    assert "Dipahami: Rabu, 2 Desember 2026, 08.00 sampai 11.00" in anton.words
    assert "Dipahami: tiap bulan Rabu pertama" in anton.words
    assert "Rab 6 Jan" in anton.words
    assert "Belum ada yang perlu" in anton.words or "warning-circle" not in anton.text
    anton.submit(f"/kabar/{name}")
    assert room.office.notices.open(name).parts == parts


@pytest.mark.slow(cases=1)
def test_rules_in_the_form_have_the_days_that_dateutil_has(room: Newsroom) -> None:
    room.now = room.now.replace(year=2026, month=12, day=3, hour=8)
    browser = room.browser("anton")
    name = write(browser, acara="3 Desember 2026, 09.00")
    form = Form(browser, name)
    for words, times in ROWS:
        told = form.save(ulang=words)
        assert [day for day, _ in told["understood"]["days"]] == times.split(", "), words
        assert told["understood"]["repeats"]
        assert room.office.notices.open(name).parts["repeats"] == words


def test_a_day_is_skipped_left_out_moved_and_added(room: Newsroom, anton: Browser) -> None:
    name = write(anton, acara="setiap Jumat sampai 15 Januari 2027, 13.00")
    anton.get(f"/kabar/{name}")
    anton.submit(f"/kabar/{name}", lewati="2026-12-11")
    told = saved(
        anton, name, juga="Sabtu, 12 Desember 2026, 15.00\n20 Desember 2026", kecuali="11 Desember 2026, 25 Desember"
    )
    assert [day for day, _ in told["understood"]["days"]] == [
        "2026-11-27",
        "2026-12-04",
        "2026-12-12",
        "2026-12-18",
        "2026-12-20",
    ]
    parts = room.office.notices.open(name).parts
    assert parts["except"] == "2026-12-11\n2026-12-25"
    assert parts["also"] == "2026-12-12T15:00+08:00\n2026-12-20"
    assert told["read"]["kecuali"] == "11 Desember 2026\n25 Desember 2026"
    assert not told["advice"]
    anton.get(f"/kabar/{name}")
    anton.submit(f"/kabar/{name}", lewati="2026-12-12")
    parts = room.office.notices.open(name).parts
    assert (parts["also"], parts["except"]) == ("2026-12-20", "2026-12-11\n2026-12-25"), (
        "what was added is taken out again"
    )


def test_words_are_told_as_understood_and_the_page_gets_their_date(anton: Browser) -> None:
    name = write(anton, acara="3 Desember 2026, 08.00")
    told = saved(anton, name, acara="Sabtu jam 9", sampai="")
    assert told["understood"]["begins"] == "Sabtu, 28 November 2026, 09.00"
    assert told["read"]["acara"] == "28 November 2026, 09.00"
    hour = saved(anton, name, acara="09.00", ulang="setiap hari kerja")
    assert hour["understood"]["begins"] == "Senin, 30 November 2026, 09.00"


def test_an_end_by_its_hour_goes_with_the_day(room: Newsroom, anton: Browser) -> None:
    name = write(anton, acara="5 Desember 2026, 20.00", acara_sampai="02.00")
    parts = room.office.notices.open(name).parts
    assert parts["ends"] == "2026-12-06T02:00+08:00"
    form = Form(anton, name)
    assert form.save()["read"]["acara_sampai"] == "02.00"
    form.save(acara="entah")
    assert not [each for each in form.save()["advice"] if each["part"] == "ends"]
    form.save(acara="12 Desember 2026, 20.00")
    assert room.office.notices.open(name).parts["ends"] == "2026-12-13T02:00+08:00"
    form.save(acara_sampai="14 Desember 2026, 10.00")
    assert form.save()["read"]["acara_sampai"] == "14 Desember 2026, 10.00"


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"acara": "setiap minggu, 09.00"}, "starts"),
        ({"acara": "minggu depan"}, "starts"),
        ({"acara": "9 Desember 2026, 18.005 Desember 2026"}, "starts"),
        ({"acara": "Rabu, 3 Desember 2026, 18.00"}, "starts"),
        ({"acara": "31 November 2026"}, "starts"),
        ({"acara": "setiap tanggal 40, 09.00"}, "starts"),
        ({"acara": ""}, "starts"),
        ({"acara": "5 Desember 2026, 09.00", "acara_sampai": "08.00"}, "ends"),
        ({"acara": "9 Desember 2026, 09.00", "ulang": "setiap Minggu"}, "repeats"),
        ({"acara": "9 Desember 2026, 09.00", "ulang": "kadang-kadang"}, "repeats"),
        ({"acara": "9 Desember 2026, 09.00", "ulang": "FREQ=SECONDLY"}, "repeats"),
        ({"acara": "9 Desember 2026, 09.00", "ulang": "setiap hari", "kecuali": "entah"}, "except"),
        ({"acara": "9 Desember 2026, 09.00", "ulang": "setiap hari", "juga": "30 Februari 2027"}, "also"),
        ({"acara": "9 Desember 2026, 09.00", "ulang": "setiap Kamis"}, "starts"),
    ],
)
def test_one_slip_is_one_fault_below_its_field(anton: Browser, fields: dict[str, str], part: str) -> None:
    name = write(anton, **fields)
    told = saved(anton, name)
    assert [each["part"] for each in told["advice"]] == [part], told["advice"]
    anton.get(f"/kabar/{name}")
    below = anton.text.partition(f'data-bagian="{part}">')[2].partition("</div>")[0]
    assert "pesan-salah" in below


def test_minggu_is_asked_for(anton: Browser) -> None:
    (week,) = saved(anton, write(anton, acara="setiap minggu, 09.00"))["advice"]
    assert "setiap pekan" in week["text"]
    assert "setiap hari Minggu" in week["text"]
    (sunday,) = saved(anton, write(anton, acara="Minggu depan, 08.00"))["advice"]
    assert "sepekan penuh" in sunday["text"]


@pytest.mark.slow(cases=1)
def test_what_is_typed_to_harm_is_kept_as_letters(anton: Browser) -> None:
    form = Form(anton, name := write(anton, acara="3-12-2026 09.00", ulang="setiap hari"))
    days = "\n".join(f"{n % 28 + 1}-12-{2026 + n % 70}" for n in range(10_000))
    for field in ("acara", "ulang", "kecuali", "juga", "lewati"):
        for typed in ("setiap " * 400, "FREQ=DAILY;COUNT=999999999", "31 Desember 9999", days, "<b>x</b>"):
            form.save(**{field: typed})
    anton.get(f"/kabar/{name}")
    assert anton.page.status_code == 200
    assert "<b>x</b>" not in anton.text


def test_holidays_are_left_out_by_their_word_and_the_next_days_show_it(anton: Browser) -> None:
    name = write(anton, acara="Jumat, 18 Desember 2026, 08.00", ulang="setiap Jumat", kecuali="hari libur nasional")
    told = saved(anton, name)
    assert [day for day, _ in told["understood"]["days"]][:2] == ["2026-12-18", "2027-01-08"]
    assert told["read"]["kecuali"] == "hari libur nasional"
    whole = saved(anton, name, acara="setiap Jumat kecuali hari libur, 08.00", ulang="", kecuali="")
    assert whole["read"]["kecuali"] == "hari libur"
    assert "2026-12-25" not in [day for day, _ in whole["understood"]["days"]]
