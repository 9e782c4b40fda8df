"""The form of the hall's desk: when an event may be."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from content_cache.model.items import Event
from content_cache.model.problems import problem
from kiosk.hall.desk.write_pages import filled
from kiosk.hall.notices.as_item import Village, as_item
from kiosk.hall.notices.event_times import with_day
from kiosk.hall.notices.faults import NoticeCode
from kiosk.hall.notices.feed import as_feed
from kiosk.hall.notices.notice import from_form
from kiosk.hall.notices.office_files import as_draft
from kiosk.i18n.dates import written_date

MORNING = datetime(2026, 11, 28, 7, tzinfo=ZoneInfo("Asia/Makassar"))


@pytest.mark.parametrize(
    ("day", "clock", "wrong"),
    [
        ("2026-11-28", "06.00", {}),
        ("28/11/26", "19", {}),
        ("28 November", "19:30", {}),
        ("2026-11-27", "20.00", {"tanggal": NoticeCode.DAY_PAST}),
        ("2025-11-29", "08.00", {"tanggal": NoticeCode.DAY_PAST}),
        ("2028-11-29", "08.00", {"tanggal": NoticeCode.DAY_TOO_FAR}),
        ("28-30 November 2026", "08.00", {}),
        ("26-30 November 2026", "08.00", {}),  # it goes on
        ("28 November - 27 Desember 2026", "08.00", {}),  # 30 days
        ("28 November - 28 Desember 2026", "08.00", {"tanggal": NoticeCode.SPAN_TOO_LONG}),
        ("1 Desember 2026 s.d. 1 Desember 2030", "08.00", {"tanggal": NoticeCode.SPAN_TOO_LONG}),
        ("24-27 November 2026", "08.00", {"tanggal": NoticeCode.DAY_PAST}),
        ("30-28 November 2026", "08.00", {"tanggal": NoticeCode.NO_DAY}),
        ("pasal 28-30 November 2026", "08.00", {"tanggal": NoticeCode.NO_DAY}),
        ("2026-11-29", "24.00", {"jam": NoticeCode.NO_TIME}),
        ("31 November", "8 malam", {"tanggal": NoticeCode.NO_DAY}),
    ],
)
def test_an_event_has_a_day_that_comes(day: str, clock: str, wrong: dict[str, NoticeCode]) -> None:
    """Show that an event whose end is past is refused: before, it was accepted and withdrawn at once."""
    values = {"jenis": "kegiatan", "judul": "Rapat", "tanggal": day, "jam": clock}
    notice, form = from_form(values, "kim-1", "Rahma", MORNING)
    assert {name: fault.code for name, fault in form.faults.items()} == wrong
    assert notice is None if wrong else notice is not None and not notice.over(MORNING)


def test_what_is_pasted_from_a_chat_has_no_signs_of_it() -> None:
    """The kiosk's screen showed them: "*PENTING* _Kerja bakti_"."""
    values = {"jenis": "kegiatan", "judul": "*PENTING* _Kerja bakti_", "isi": "*Bawa* sapu.\n_Ttd Kades_", "tanggal": "29 November",
              "jam": "15.00", "tempat": "*Balai Desa*"}  # fmt: skip
    notice, _ = from_form(values, "kim-1", "Rahma", MORNING)
    assert notice is not None
    assert (notice.title, notice.text) == ("PENTING Kerja bakti", "Bawa sapu.\nTtd Kades")
    assert notice.place == "Balai Desa"


def test_a_span_without_a_year_begins_and_ends_in_the_same() -> None:
    now = datetime(2027, 2, 20, 9, tzinfo=MORNING.tzinfo)
    values = {"jenis": "kegiatan", "judul": "Bazar", "tanggal": "28-30 Desember", "jam": "08.00"}
    notice, form = from_form(values, "kim-1", "Rahma", now)
    assert notice is not None, form.faults
    assert (notice.starts and notice.starts.date(), notice.ends.date()) == (date(2027, 12, 28), date(2027, 12, 30))


@pytest.mark.parametrize(
    ("clock", "ends"),
    [
        ("08.00", "2026-11-28T23:59"),
        ("17.59", "2026-11-28T23:59"),
        ("19.30", "2026-11-29T01:30"),
        ("22.00", "2026-11-29T04:00"),
        ("23.59", "2026-11-29T05:59"),
    ],
)
def test_an_evening_without_an_hour_of_end_may_go_on_over_midnight(clock: str, ends: str) -> None:
    """Show that an event without an end time may run past midnight, and is listed on the day of its beginning alone."""
    values = {"jenis": "kegiatan", "judul": "Wayang", "tanggal": "28 November", "jam": clock}
    notice, _ = from_form(values, "kim-1", "Rahma", MORNING)
    assert notice is not None
    assert notice.ends.isoformat()[:16] == ends
    assert notice.told_end is None
    item = as_item(notice, Village("Bunga", "Asia/Makassar", {}))
    assert isinstance(item, Event)
    assert (item.starts, item.ends) == (notice.starts, notice.starts)
    assert "ends" not in json.loads(as_feed([notice], "Bunga", MORNING))["items"][0]["_kiosk"]
    assert "\nends:" not in as_draft(notice, "Bunga", "72.01")


def test_an_evening_that_goes_on_is_mended_after_midnight() -> None:
    values = {"jenis": "kegiatan", "judul": "Wayang", "tanggal": "28 November", "jam": "22.00"}
    notice, _ = from_form(values, "kim-1", "Rahma", MORNING)
    night = MORNING.replace(day=29, hour=0, minute=30)
    mended, form = from_form(values | {"isi": "Sampai pagi."}, "kim-1", "Rahma", night, before=notice)
    assert mended is not None, form.faults
    assert notice is not None
    assert mended.ends == notice.ends
    over = MORNING.replace(day=29, hour=4, minute=0)
    assert from_form(values, "kim-1", "Rahma", over, before=notice)[1].faults["tanggal"].code == NoticeCode.DAY_PAST


def test_several_days_of_evenings_end_on_the_last() -> None:
    values = {"jenis": "kegiatan", "judul": "Pasar malam", "tanggal": "28-29 November", "jam": "23.59"}
    notice, _ = from_form(values, "kim-1", "Rahma", MORNING)
    assert notice is not None
    assert notice.told_end == notice.ends == datetime(2026, 11, 29, 23, 59, tzinfo=MORNING.tzinfo)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("28-30 November 2026", date(2026, 11, 30)),
        ("28 November s/d 2 Desember", date(2026, 12, 2)),
        ("2026-11-28 s.d. 2026-11-30", date(2026, 11, 30)),  # as the form shows it again
        ("28 November", None),
        ("2026-11-28", None),
    ],
)
def test_an_event_of_several_days_stays_until_its_last_evening(day: str, last: date | None) -> None:
    values = {"jenis": "kegiatan", "judul": "Bazar", "tanggal": day, "jam": "08.00"}
    notice, _ = from_form(values, "kim-1", "Rahma", MORNING)
    assert notice is not None
    assert notice.starts == MORNING.replace(hour=8)
    assert notice.ends.date() == (last or date(2026, 11, 28))
    assert (notice.told_end and notice.told_end.date()) == last
    item = as_item(notice, Village("Bunga", "Asia/Makassar", {}))
    assert isinstance(item, Event)
    assert item.ends == (notice.ends if last else notice.starts)
    told = json.loads(as_feed([notice], "Bunga", MORNING))["items"][0]["_kiosk"]
    assert told.get("ends") == (notice.ends.isoformat() if last else None)
    assert ("ends:" in as_draft(notice, "Bunga", "72.01")) is (last is not None)


@pytest.mark.parametrize(
    ("clock", "end", "closes"),
    [
        ("08.00", "12.00", "28T12:00"),
        ("08.00-12.00", "", "28T12:00"),  # as it stands in letters
        ("08.00 s.d. 12.00 WITA", "", "28T12:00"),
        ("8 pagi - 12 siang", "", "28T12:00"),
        ("08.00", "jam 12 siang", "28T12:00"),
        ("08,00", "12,00", "28T12:00"),
        ("22.00", "02.00", "29T02:00"),
        ("22.00-02.00", "", "29T02:00"),
        ("08.00", "", None),
        ("08.00", "selesai", None),
        ("08.00 s.d. selesai", "", None),
        ("08.00-12.00", "selesai", "28T12:00"),
        ("8", "", None),  # an hour alone is no day, which ends at midnight
        ("8,30", "", None),
        ("8 - selesai", "", None),
        ("8-12", "", "28T12:00"),
        ("8", "4", "28T16:00"),
        ("1930", "2100", "28T21:00"),
        ("19,30", "9", "28T21:00"),  # nobody means nine of the next morning
        ("12", "1", "28T13:00"),
        ("22", "2", "29T02:00"),
        ("19.30", "24.00", "29T00:00"),
        ("7 malam", "12 malam", "29T00:00"),
        ("7 - 9 malam", "", "28T21:00"),
        ("08.00", "sampai selesai", None),
    ],
)
def test_an_event_has_the_end_that_was_typed(clock: str, end: str, closes: str | None) -> None:
    """Show that an end typed after the first time is kept: before, only the beginning was shown."""
    values = {"jenis": "kegiatan", "judul": "Posyandu", "tanggal": "28 November", "jam": clock, "selesai": end}
    notice, form = from_form(values, "kim-1", "Rahma", MORNING)
    assert notice is not None, form.faults
    assert (notice.closes and notice.closes.isoformat()[8:16]) == closes
    assert (notice.told_end, notice.last_day) == (notice.closes, None)
    item = as_item(notice, Village("Bunga", "Asia/Makassar", {}))
    assert isinstance(item, Event)
    assert item.ends == (notice.closes or notice.starts)
    told = json.loads(as_feed([notice], "Bunga", MORNING))["items"][0]["_kiosk"]
    assert told.get("ends") == (notice.closes.isoformat() if notice.closes else None)


def test_of_several_days_the_last_has_the_end() -> None:
    values = {"jenis": "kegiatan", "judul": "Bazar", "tanggal": "28-30 November", "jam": "20.00", "selesai": "01.00"}
    notice, _ = from_form(values, "kim-1", "Rahma", MORNING)
    assert notice is not None
    assert notice.closes == notice.ends == datetime(2026, 12, 1, 1, tzinfo=MORNING.tzinfo)
    assert notice.last_day == date(2026, 11, 30)
    again = dict(filled(notice).values)
    assert again == again | values | {"tanggal": "28 November 2026 s.d. 30 November 2026"}


@pytest.mark.parametrize(
    ("clock", "end", "code"),
    [
        ("08.00", "07.00", NoticeCode.EVENT_ENDS_EARLY),
        ("08.00", "08.00", NoticeCode.EVENT_ENDS_EARLY),
        ("08.00", "siang", NoticeCode.NO_TIME),
        ("08.00", "26.00", NoticeCode.NO_TIME),
        ("05.00", "06.30", NoticeCode.HOUR_PAST),  # it is seven
    ],
)
def test_an_end_that_cannot_be_is_told(clock: str, end: str, code: NoticeCode) -> None:
    values = {"jenis": "kegiatan", "judul": "Posyandu", "tanggal": "28 November", "jam": clock, "selesai": end}
    notice, form = from_form(values, "kim-1", "Rahma", MORNING)
    assert notice is None
    assert {field: fault.code for field, fault in form.faults.items()} == {"selesai": code}


def test_an_event_that_is_over_for_today_can_still_be_mended() -> None:
    values = {"jenis": "kegiatan", "judul": "Posyandu", "tanggal": "28 November", "jam": "08.00", "selesai": "12.00"}
    notice, _ = from_form(values, "kim-1", "Rahma", MORNING)
    mended, form = from_form(
        values | {"isi": "Terima kasih."}, "kim-1", "Rahma", MORNING.replace(hour=15), before=notice
    )
    assert mended is not None, form.faults


@pytest.mark.parametrize(
    ("typed", "clock", "day"),
    [
        ("hari ini", "19.00", "Sabtu, 28 November 2026"),
        ("Nanti malam", "19.00", "Sabtu, 28 November 2026"),
        ("besok", "08.00", "Minggu, 29 November 2026"),
        ("Besok pagi.", "08.00", "Minggu, 29 November 2026"),
        ("lusa", "08.00", "Senin, 30 November 2026"),
        ("Senin", "08.00", "Senin, 30 November 2026"),
        ("hari Jum'at", "08.00", "Jumat, 4 Desember 2026"),
        ("Jumat malam", "19.00", "Jumat, 4 Desember 2026"),
        ("malam Jumat", "19.00", "Kamis, 3 Desember 2026"),
        ("Malam Minggu", "19.00", "Sabtu, 28 November 2026"),
        ("Sabtu", "08.00", "Sabtu, 28 November 2026"),  # it is seven
        ("Sabtu", "06.00", "Sabtu, 5 Desember 2026"),
        ("Sabtu", "", "Sabtu, 28 November 2026"),
        ("5/12", "08.00", "Sabtu, 5 Desember 2026"),
    ],
)
def test_a_day_may_be_named_from_today_on(typed: str, clock: str, day: str) -> None:
    values = {"jenis": "kegiatan", "judul": "Yasinan", "tanggal": typed, "jam": clock}
    assert with_day(values, MORNING) == values | {"tanggal": day}
    notice, form = from_form(values | {"jam": clock or "19.00"}, "kim-1", "Rahma", MORNING)
    assert notice is not None, form.faults
    assert notice.starts is not None
    assert written_date(notice.starts.date(), "EEEE, d MMMM y", "id") == day


@pytest.mark.parametrize(
    ("typed", "clock", "starts"),
    [
        ("besok malam", "7", "29T19:00"),
        ("nanti sore", "4", "28T16:00"),
        ("malam ini", "7.30", "28T19:30"),
        ("Sabtu malam", "6.30", "28T18:30"),  # it is seven in the morning, and this Saturday is meant
        ("malam Jumat", "8", "03T20:00"),
        ("30 November malam", "7", "30T19:00"),
        ("besok siang", "1", "29T13:00"),
        ("besok siang", "11", "29T11:00"),
        ("besok malam", "19.00", "29T19:00"),
        ("besok malam", "2 dini hari", "29T02:00"),
        ("besok malam", "7-9", "29T19:00"),
        ("besok pagi", "7", "29T07:00"),
    ],
)
def test_the_part_of_the_day_goes_to_the_hour(typed: str, clock: str, starts: str) -> None:
    """An event of the evening was told for the morning."""
    values = {"jenis": "kegiatan", "judul": "Yasinan", "tanggal": typed, "jam": clock}
    notice, form = from_form(values, "kim-1", "Rahma", MORNING)
    assert notice is not None, form.faults
    assert notice.starts is not None
    assert notice.starts.isoformat()[8:16] == starts
    kept = with_day(values, MORNING)
    assert with_day(kept, MORNING + timedelta(days=1)) == kept, "what is kept means the same tomorrow"


def test_noon_is_not_taken_for_midnight() -> None:
    values = {"jenis": "kegiatan", "judul": "Yasinan", "tanggal": "besok malam", "jam": "12"}
    assert from_form(values, "kim-1", "Rahma", MORNING)[1].faults["jam"].code == NoticeCode.NO_TIME


@pytest.mark.parametrize(
    "typed", ["Sabtu depan", "minggu depan", "besok lusa", "Sabtu, 28 November", "kapan-kapan", "29", ""]
)
def test_no_day_is_guessed(typed: str) -> None:
    """ "Minggu depan" is next week, or the Sunday after this one."""
    values = {"jenis": "kegiatan", "judul": "Yasinan", "tanggal": typed, "jam": "19.00"}
    assert with_day(values, MORNING) == values


def test_a_day_that_is_past_is_named() -> None:
    values = {"jenis": "kegiatan", "judul": "Rapat", "tanggal": "24-26 November", "jam": "08.00"}
    fault = from_form(values, "kim-1", "Rahma", MORNING)[1].faults["tanggal"]
    assert fault == problem(NoticeCode.DAY_PAST, day="26-11-2026")
