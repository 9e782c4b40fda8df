from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_cache.text.dates import names_hour, names_two_days, parse_date, parse_end, parse_hour
from tests.support.present import present


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-03T01:00:00Z", "2026-09-03T01:00:00+00:00"),
        ("2026-09-03T01:00Z", "2026-09-03T01:00:00+00:00"),
        ("2026-09-03T01:00:45Z", "2026-09-03T01:00:45+00:00"),
        ("2026-09-03T1:5Z", "2026-09-03T01:05:00+00:00"),
        ("3 September 2026 09.00WITA", "2026-09-03T09:00:00+08:00"),
        ("3 September 2026, skor 2:1", "2026-09-03T00:00:00+08:00"),
        ("3 September 2026, lari 5.30km", "2026-09-03T00:00:00+08:00"),
        ("2026-09-03T09:00:00.123+08:00", "2026-09-03T09:00:00+08:00"),
        ("2026-09-03T09:00:00-05:30", "2026-09-03T09:00:00-05:30"),
        ("2026-09-03 09.00", "2026-09-03T09:00:00+08:00"),
        ("2026-09-03", "2026-09-03T00:00:00+08:00"),
        ("20260903T010000Z", "2026-09-03T01:00:00+00:00"),
        ("Thu, 03 Sep 2026 09:00:00 +0900", "2026-09-03T09:00:00+09:00"),
        ("Thu, 03 Sep 2026 09:00:00 -0500", "2026-09-03T09:00:00-05:00"),
        ("Thu, 03 Sep 2026 09:00:00 GMT", "2026-09-03T09:00:00+00:00"),
        ("Thu, 03 Sep 2026 09:00:00 EST", "2026-09-03T09:00:00-05:00"),
        ("Thu, 03 Sep 2026 09:00:00 WIB", "2026-09-03T09:00:00+07:00"),
        ("Thu, 03 Sep 2026 09:00:00 WITA", "2026-09-03T09:00:00+08:00"),
        ("Thu, 03 Sep 2026 09:00:00 WIT", "2026-09-03T09:00:00+09:00"),
        ("03 Sep 26 09:00 WIB", "2026-09-03T09:00:00+07:00"),
        ("Kamis, 03 September 2026 pukul 09.00 WITA", "2026-09-03T09:00:00+08:00"),
        ("Luwuk, 3 September 2026 jam 07.30 malam", "2026-09-03T19:30:00+08:00"),
        ("Jum'at, 4 September 2026", "2026-09-04T00:00:00+08:00"),
        ("Jumat 4 September 2026, 9.00-11.00 WIB", "2026-09-04T09:00:00+07:00"),
        ("3 Agu 2026", "2026-08-03T00:00:00+08:00"),
        ("3 Agt 2026 13:05", "2026-08-03T13:05:00+08:00"),
        ("10 Nop. 2026", "2026-11-10T00:00:00+08:00"),
        ("1 Pebruari 2026", "2026-02-01T00:00:00+08:00"),
        ("17 Mei 2026", "2026-05-17T00:00:00+08:00"),
        ("25 Des 2026", "2026-12-25T00:00:00+08:00"),
        ("03/09/2026", "2026-09-03T00:00:00+08:00"),
        ("03.09.2026 09.00", "2026-09-03T09:00:00+08:00"),
        ("3-9-26 7.30 WIT", "2026-09-03T07:30:00+09:00"),
        ("September 3, 2026 3:00 PM", "2026-09-03T15:00:00+08:00"),
        ("Thu Sep 03 2026 09:00:00 GMT+0800", "2026-09-03T09:00:00+08:00"),
        ("2026/11/19 09:00", "2026-11-19T09:00:00+08:00"),
        ("2026.11.19", "2026-11-19T00:00:00+08:00"),
        ("Thu Nov 19 09:00:00 WITA 2026", "2026-11-19T09:00:00+08:00"),
        ("Thu Nov 19 09:00:00 2026", "2026-11-19T09:00:00+08:00"),
        ("Thu Nov 19 09:00:00 +0700 2026", "2026-11-19T09:00:00+07:00"),
        ("Kam Nov 19 09:00:00 WIB 2026", "2026-11-19T09:00:00+07:00"),
        ("20261119090000", "2026-11-19T09:00:00+08:00"),
        ("202611190900", "2026-11-19T09:00:00+08:00"),
        ("20261119", "2026-11-19T00:00:00+08:00"),
        ("1795050000", "2026-11-19T01:00:00+00:00"),
        ("1795050000123", "2026-11-19T01:00:00+00:00"),
        ("  Kamis,\n 3   September\t2026 ", "2026-09-03T00:00:00+08:00"),
        ("30 September 2026, 24.00", "2026-10-01T00:00:00+08:00"),
        ("2026-12-31T24:00:00+08:00", "2027-01-01T00:00:00+08:00"),
        ("3 September 2026 12.00 malam", "2026-09-04T00:00:00+08:00"),
        ("3 September 2026 jam 12 siang", "2026-09-03T12:00:00+08:00"),
        ("3 September 2026 jam 9", "2026-09-03T09:00:00+08:00"),
        ("Kamis, 3 September 2026 pkl. 7 malam WITA", "2026-09-03T19:00:00+08:00"),
        ("3 Sep 2026 pukul 9 pagi WIB", "2026-09-03T09:00:00+07:00"),
        ("3 Sep 2026, 4 sore", "2026-09-03T16:00:00+08:00"),
        ("3 Sep 26", "2026-09-03T00:00:00+08:00"),
        ("09.00 - 3 September 2026", "2026-09-03T09:00:00+08:00"),
        ("Jam 9, 28 November 2026", "2026-11-28T09:00:00+08:00"),
        ("pukul 19.30 WIB, Sabtu 28 November 2026", "2026-11-28T19:30:00+07:00"),
        ("Sabtu jam 7 malam, 28 November 2026", "2026-11-28T19:00:00+08:00"),
        ("jam 9 - 11, 28 November 2026", "2026-11-28T09:00:00+08:00"),
        ("09.00-11.00 WITA, 28/11/2026", "2026-11-28T09:00:00+08:00"),
        ("jam 9 - 3 September 2026", "2026-09-03T09:00:00+08:00"),
        ("2026-09-03 09:00-11:00", "2026-09-03T09:00:00-11:00"),
        ("Suhu 28-30 derajat, 28 November 2026", "2026-11-28T00:00:00+08:00"),
    ],
)
def test_dates_as_they_are_written(text: str, expected: str) -> None:
    read = parse_date(text, "Asia/Makassar")
    assert read is not None
    assert read.isoformat() == expected


def test_the_given_zone_is_that_of_texts_that_name_none() -> None:
    assert (
        present(parse_date("3 Sep 2026 09:00", "Asia/Jayapura")).utcoffset()
        == present(parse_date("3 Sep 2026 WIT", UTC)).utcoffset()
    )
    assert present(parse_date("3 Sep 2026 09:00", ZoneInfo("Asia/Jakarta"))).isoformat().endswith("+07:00")


@pytest.mark.parametrize(("text", "year"), [("28 Desember pukul 9.00", 2025), ("3 Maret", 2026), ("31 Januari", 2026)])
def test_a_date_without_year_is_the_nearest(text: str, year: int) -> None:
    now = datetime(2026, 1, 5, tzinfo=UTC)
    assert present(parse_date(text, "Asia/Makassar", now=now)).year == year
    assert parse_date(text, "Asia/Makassar") is None


@pytest.mark.parametrize("text", ["5 Desember 10 pagi", "5 Desember, 10 pagi", "Sabtu 5 Des 10 am"])
def test_an_hour_after_a_month_is_no_year(text: str) -> None:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    assert present(parse_date(text, "Asia/Makassar", now=now)).isoformat() == "2026-12-05T10:00:00+08:00"


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("19.30", "19:30"), ("19:30", "19:30"), ("19,30", "19:30"), ("19", "19:00"), (" 7 ", "07:00"), ("jam 7 malam", "19:00"),
        ("7.30 malam", "19:30"), ("pukul 19.30 WITA", "19:30"), ("19.30-21.00", "19:30"), ("0.00", "00:00"),
        ("24.00", None), ("25", None), ("19.60", None), ("", None), ("malam", None), ("-1", None), ("9" * 5_000, None),
    ],
)  # fmt: skip
def test_an_hour_alone(text: str, hour: str | None) -> None:
    read = parse_hour(text)
    assert (f"{read:%H:%M}" if read else None) == hour


@pytest.mark.parametrize(
    "text",
    ["", "besok", "31/02/2026", "2026-13-01", "0000-01-01", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00",
     "28, 30 November 2026", "5 dan 12 Desember 2026", "2, 9 dan 16 Desember 2026",
     "28, 29 dan 30 November 2026", "Rp28-30 November 2026", "Rp28-30", "pasal 28-30", "pasal 28-30 November 2026", "28-30 derajat",
     "usia 28-30 tahun", "kelas 5, 28 November 2026", "30-28 November 2026", "30 s.d. 30 November 2026",
     "2 Desember s.d. 28 November 2026", "2 Desember 2026 s.d. 28 November 2026", "30/11/2026 - 28/11/2026",
     "2026-11-30 s.d. 2026-11-28", "31 November s.d. 2 Desember 2026", "28-31 November 2026", "28-30 November",
     "9999-12-31 24.00", "9999-12-31T23:00:00Z", "0001-01-01T00:00:00-12:00",
     "2026-09-03T09:00:00+99:99", "2026-09-03T25:00", "3 Desa 2026", "1" * 100_000, "\x00", "32 Mei 2026"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text, "Asia/Makassar") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [("3 Sep 2026", False), ("3 Sep 2026, 24.00", True), ("3 Sep 2026 jam 9", True), ("3 Sep 2026, 4 sore", True),
     ("20260903", False), ("202609030900", True), ("3 Sep 2026, 4 orang", False)],
)  # fmt: skip
def test_whether_a_time_of_day_is_named(text: str, names: bool) -> None:
    assert names_hour(text) is names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-03", "2026-09-04T00:00:00+08:00"),
        ("3 September 2026, 18.00", "2026-09-03T18:00:00+08:00"),
        ("3 September 2026, 24.00", "2026-09-04T00:00:00+08:00"),
        ("besok", None),
        ("9999-12-31", None),
    ],
)
def test_a_day_alone_ends_with_that_day(text: str, expected: str | None) -> None:
    read = parse_end(text, "Asia/Makassar")
    assert (read.isoformat() if read else None) == expected


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("28 s.d. 30 November 2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("28-30 November 2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("28 – 30 Nop. 2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("28 sampai dengan 30 Nov 2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        # the same day twice, and a night over midnight
        ("28 November 2026 09.00 - 28 November 2026 12.00", "2026-11-28T09:00:00+08:00", "2026-11-28T12:00:00+08:00"),
        ("28/11/2026 08.00 - 28/11/2026 12.00 WITA", "2026-11-28T08:00:00+08:00", "2026-11-28T12:00:00+08:00"),
        ("2026-11-28T08:00:00+08:00/2026-11-28T12:00:00+08:00", "2026-11-28T08:00:00+08:00", "2026-11-28T12:00:00+08:00"),
        ("2026-11-28 - 2026-11-28", "2026-11-28T00:00:00+08:00", "2026-11-29T00:00:00+08:00"),
        ("28 November 2026, 20.00-02.00", "2026-11-28T20:00:00+08:00", "2026-11-29T02:00:00+08:00"),
        ("28 November 2026 jam 8 malam - 4 pagi", "2026-11-28T20:00:00+08:00", "2026-11-29T04:00:00+08:00"),
        # no span: how far an hour is from UTC, a number of something else, minutes
        ("Sat, 28 Nov 2026 01:00:00 -05:00", "2026-11-28T01:00:00-05:00", "2026-11-28T01:00:00-05:00"),
        ("2026-11-28 01:00:00 -05:00", "2026-11-28T01:00:00-05:00", "2026-11-28T01:00:00-05:00"),
        ("2026-11-28 08:00:00-03", "2026-11-28T08:00:00-03:00", "2026-11-28T08:00:00-03:00"),
        ("Admin 2 - 28/11/2026", "2026-11-28T00:00:00+08:00", "2026-11-29T00:00:00+08:00"),
        ("Jl. Merdeka 12 - 28/11/2026", "2026-11-28T00:00:00+08:00", "2026-11-29T00:00:00+08:00"),
        ("28 Nov 2026, 10:15 - 5 menit", "2026-11-28T10:15:00+08:00", "2026-11-28T10:15:00+08:00"),
        ("12 November 2026 dan 26 November 2026", "2026-11-12T00:00:00+08:00", "2026-11-13T00:00:00+08:00"),
        ("Sabtu-Senin, 28-30 November 2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("Luwuk, 28 hingga 30 November 2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("Sabtu, 28 s.d. Senin, 30 November 2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("28 November s/d 2 Desember 2026", "2026-11-28T00:00:00+08:00", "2026-12-03T00:00:00+08:00"),
        ("28 November 2026 - 2 Desember 2026", "2026-11-28T00:00:00+08:00", "2026-12-03T00:00:00+08:00"),
        ("28 Desember s.d. 2 Januari 2027", "2026-12-28T00:00:00+08:00", "2027-01-03T00:00:00+08:00"),
        ("28 Desember 2026 - 2 Januari", "2026-12-28T00:00:00+08:00", "2027-01-03T00:00:00+08:00"),
        ("28-30/11/2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("28/11 s.d. 2/12/2026", "2026-11-28T00:00:00+08:00", "2026-12-03T00:00:00+08:00"),
        ("28/11/2026-30/11/2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("28-11-2026 s.d. 30-11-2026", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("2026-11-28 s.d. 2026-11-30", "2026-11-28T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("2026-11-28T08:00:00+08:00/2026-11-30T17:00:00+08:00", "2026-11-28T08:00:00+08:00", "2026-11-30T17:00:00+08:00"),
        ("28 Nov 2026 08:00 s.d. 7 Des 2026 23:59 WITA", "2026-11-28T08:00:00+08:00", "2026-12-07T23:59:00+08:00"),
        ("28-30 November 2026, 08.00-17.00 WIB", "2026-11-28T08:00:00+07:00", "2026-11-30T17:00:00+07:00"),
        # a lone hour is when each of the days begins, unless it stands behind a whole date
        ("28-30 November 2026, 08.00 WIT", "2026-11-28T08:00:00+09:00", "2026-12-01T00:00:00+09:00"),
        ("28 November s.d. 5 Desember 2026 pukul 16.00", "2026-11-28T00:00:00+08:00", "2026-12-05T16:00:00+08:00"),
        # hours of one day
        ("28 November 2026, 09.00-11.30", "2026-11-28T09:00:00+08:00", "2026-11-28T11:30:00+08:00"),
        ("28 November 2026, 09.00 WITA - selesai", "2026-11-28T09:00:00+08:00", "2026-11-29T00:00:00+08:00"),
        ("28 November 2026 jam 8 - 10 malam", "2026-11-28T20:00:00+08:00", "2026-11-28T22:00:00+08:00"),
        ("jam 9 - 1 siang, 28 November 2026", "2026-11-28T09:00:00+08:00", "2026-11-28T13:00:00+08:00"),
    ],
)  # fmt: skip
def test_a_span_begins_with_its_first_day_and_ends_with_its_last(text: str, begins: str, ends: str) -> None:
    assert present(parse_date(text, "Asia/Makassar")).isoformat() == begins
    assert present(parse_end(text, "Asia/Makassar")).isoformat() == ends


def test_a_span_without_a_year_is_the_nearest() -> None:
    now = datetime(2026, 12, 20, tzinfo=UTC)
    assert present(parse_date("28 Desember - 2 Januari", "Asia/Makassar", now=now)).year == 2026
    assert (
        present(parse_end("28 Desember - 2 Januari", "Asia/Makassar", now=now)).isoformat()
        == "2027-01-03T00:00:00+08:00"
    )
    assert present(parse_end("3-5 Maret", "Asia/Makassar", now=now)).isoformat() == "2027-03-06T00:00:00+08:00"


def test_an_hour_is_named_by_either_end_of_a_span() -> None:
    told = [(names_hour(text), names_hour(text, closing=True)) for text in (
        "28-30 November 2026, 08.00", "28 November s.d. 5 Desember 2026 pukul 16.00", "28-30 November 2026", "Jam 9, 3 Mei 2026",
    )]  # fmt: skip
    assert told == [(True, False), (False, True), (False, False), (True, True)]


@pytest.mark.parametrize("text", ["0 Desember 17.00", "00 Des", "0-3 Mei 17.00", "32 Desember 9.00", "0/0/0 9.00"])
@pytest.mark.parametrize("closing", [False, True])
def test_what_is_no_day_is_asked_for_its_hour_without_harm(text: str, closing: bool) -> None:
    assert names_hour(text, closing=closing) in (False, True)
    assert parse_date(text, "Asia/Makassar", now=datetime(2026, 9, 3, tzinfo=UTC)) is None


@pytest.mark.parametrize("zone", ["Entah/Berantah", "../../etc/passwd", "\x00", ""])
def test_a_zone_that_does_not_exist_only_costs_dates_without_one(zone: str) -> None:
    assert parse_date("3 September 2026", zone) is None
    assert parse_date("3 September 2026 09.00 WITA", zone) is not None


@pytest.mark.parametrize(
    ("text", "two"),
    [
        ("9 Desember 2026, 18.005 Desember 2026", True),
        ("9 Desember 2026 5 Desember 2026", True),
        ("9 Desember 2026, 18.00", False),
        ("5 Desember 2026 - 9 Desember 2026", False),
        ("30 Desember 2026, 08.00 s.d. 3 Januari 2027, 12.00", False),
        ("2026-12-09T20:26:00+08:00", False),
    ],
)
def test_two_dates_that_are_no_span_are_told(text: str, two: bool) -> None:
    assert names_two_days(text) is two


@pytest.mark.slow(cases=0)
@given(
    text=st.one_of(
        st.text(max_size=60),
        st.from_regex(r"\d{1,4}[-/. ](\d{1,2}|Mei|Des)[-/. ]\d{1,4}[T ]\d\d[.:]\d\d ?[+-]?\d{0,4}"),
    )
)
def test_never_raises_and_always_aware(text: str) -> None:
    for parse in (parse_date, parse_end):
        read = parse(text, "Asia/Makassar", now=datetime(2026, 9, 3, tzinfo=UTC))
        assert read is None or read.astimezone(UTC) == read
