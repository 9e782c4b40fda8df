"""Tests for events that repeat: from the folder's front matter through a signed edition to a kiosk's store and calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content_cache.model.items import Event
from content_cache.store.store import Store
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment, Trust
from kiosk.office.editions.faults import FaultCode, Faults
from kiosk.office.editions.folder import FolderNotice, Office, read_notice, read_office
from tests.content_cache.central.office import NOW, OfficePC
from tests.content_cache.central.village import Village

ON_SATURDAY = {"starts": "2026-09-05 08.00", "ends": "2026-09-05 11.00"}
ZONE = ZoneInfo("Asia/Makassar")
TODAY = NOW.astimezone(ZONE)  # Thursday, 3 September 2026, 09.00


def event(**fields: str) -> str:
    lines = {"starts": "2026-09-02 08.00", "ends": "2026-09-02 11.00", "repeats": "setiap Rabu pertama"} | fields
    head = "\n".join(f"{name}: {value}" for name, value in lines.items() if value)
    return f"---\nid: posyandu\ntitle: Posyandu Melati\ncategory: kegiatan\n{head}\n---\nTimbang dan imunisasi.\n"


def noticed(fields: dict[str, str]) -> tuple[FolderNotice | None, list[str]]:
    faults = Faults()
    notice = read_notice("posyandu.md", event(**fields), Office(), TODAY, faults)
    return notice, [fault.problem.code for fault in faults.found]


def days(fields: dict[str, str]) -> str:
    """Return the next three times."""
    notice, faults = noticed(fields)
    assert not faults
    assert notice is not None
    assert notice.repeated is not None
    times = [f"{time.starts:%d.%m %H}-{time.ends:%H}" for time in notice.repeated.times if time.starts >= TODAY]
    return ", ".join(times[:3])


@pytest.fixture
def calendar(village: Village) -> Iterator[ContentRepository]:
    """The kiosk's reading of the store that its refresher fills."""
    repository = ContentRepository(lambda: Store.open(village.house.data_dir, read_only=True))
    yield repository
    repository.close()


def marked(calendar: ContentRepository, month: int, now: datetime) -> list[int]:
    moment = Moment(now, Trust.TRUSTED)
    view = calendar.event_calendar.calendar(date(2026, month, 1), date(2026, month, 1), moment)
    return sorted(day.day for day in view.marks)


def test_the_kiosk_has_each_time_on_its_day_and_the_next_in_the_item(
    village: Village, calendar: ContentRepository
) -> None:
    village.office.put("posyandu.md", event())
    village.publish()
    village.refresh()
    later = TODAY + timedelta(days=1)
    assert [marked(calendar, month, later) for month in (9, 10, 11)] == [[2], [7], [4]]
    for now, expected in (
        (later, date(2026, 10, 7)),
        (later.replace(month=10, day=7, hour=10), date(2026, 10, 7)),
        (later.replace(month=10, day=7, hour=12), date(2026, 11, 4)),
    ):
        (upcoming,) = calendar.event_calendar.upcoming(Moment(now, Trust.TRUSTED), 1)
        assert upcoming.starts is not None
        assert upcoming.starts.astimezone(ZONE).date() == expected
    (item,) = (each for each in village.house.store.reader.items() if isinstance(each, Event))
    assert item.starts is not None
    assert item.starts.astimezone(ZONE).date() == date(2026, 10, 7)


def test_a_day_that_is_withdrawn_or_moved_is_so_on_the_kiosk(village: Village, calendar: ContentRepository) -> None:
    weekly = {"repeats": "setiap Rabu", "starts": "2026-09-09 08.00", "ends": "2026-09-09 11.00"}
    village.office.put("posyandu.md", event(**weekly))
    village.publish()
    village.refresh()
    now = TODAY + timedelta(days=3)
    assert marked(calendar, 9, now) == [9, 16, 23, 30]
    village.office.put(
        "posyandu.md", event(**weekly, **{"except": "[2026-09-16, 2026-09-23]", "also": "24 September 2026, 15.00"})
    )
    village.publish()
    village.refresh()
    assert marked(calendar, 9, now) == [9, 24, 30]
    moved = datetime(2026, 9, 24, tzinfo=ZONE)
    (found,) = calendar.events(moved, moved + timedelta(days=1), Moment(now, Trust.TRUSTED))
    assert found.starts is not None
    assert found.ends is not None
    assert (found.starts.astimezone(ZONE).hour, found.ends - found.starts) == (15, timedelta(hours=3))
    (village.office.folder / "posyandu.md").unlink()
    village.publish()
    village.refresh()
    assert marked(calendar, 9, now) == []


def test_an_older_kiosk_has_the_next_time_and_publishing_again_changes_no_date(office: OfficePC) -> None:
    office.put("posyandu.md", event())
    first = next(item for item in office.publish().feed["items"] if item["id"] == "posyandu")
    assert first["_kiosk"]["starts"] == "2026-10-07T08:00:00+08:00"
    assert first["_kiosk"]["ends"] == "2026-10-07T11:00:00+08:00"
    assert first["_kiosk"]["times"][:2] == [
        "2026-09-02T08:00:00+08:00/2026-09-02T11:00:00+08:00",
        "2026-10-07T08:00:00+08:00/2026-10-07T11:00:00+08:00",
    ]
    assert not office.publish(later=timedelta(days=1)).is_new
    second = office.publish(later=timedelta(days=40)).feed["items"]
    moved = next(item for item in second if item["id"] == "posyandu")
    assert moved["_kiosk"]["starts"] == "2026-11-04T08:00:00+08:00"
    assert "date_modified" not in moved, "nobody has changed a word"
    office.put("posyandu.md", event(ends="2026-09-02 12.00"))
    changed = next(item for item in office.publish().feed["items"] if item["id"] == "posyandu")
    assert "date_modified" in changed


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"repeats": "dua minggu sekali hari Sabtu"} | ON_SATURDAY, "05.09 08-11, 19.09 08-11, 03.10 08-11"),
        ({"repeats": "setiap Sabtu sampai 12 September 2026"} | ON_SATURDAY, "05.09 08-11, 12.09 08-11"),
        ({"repeats": "setiap Sabtu kecuali 5 September 2026, 3 kali"} | ON_SATURDAY, "12.09 08-11, 19.09 08-11"),
        ({"repeats": "setiap Jumat mulai 18 September 2026, 2 kali"}, "18.09 08-11, 25.09 08-11"),
        ({"repeats": "", "also": "[10 September 2026, '11 September 2026, 14.00-15.00']"}, "10.09 08-11, 11.09 14-15"),
        ({"repeats": "setiap hari kerja", "except": "4-8 September 2026; 10 September"}, "09.09 08-11, 11.09 08-11, 14.09 08-11"),
        ({"starts": "2026-09-02", "ends": "", "repeats": "FREQ=WEEKLY;COUNT=2"}, "09.09 00-00"),
    ],
)  # fmt: skip
def test_rules_days_left_out_and_further_days_are_read(fields: dict[str, str], expected: str) -> None:
    assert days(fields) == expected


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"repeats": "kadang-kadang"}, FaultCode.REPEATS),
        ({"repeats": "FREQ=SECONDLY"}, FaultCode.REPEATS),
        ({"repeats": "[a, b]"}, FaultCode.NO_TEXT),
        ({"repeats": "setiap minggu"}, FaultCode.REPEATS_DOUBT),
        ({"repeats": "setiap Rabu, 1 kali", "except": "2 September 2026"}, FaultCode.REPEATS_NEVER),
        ({"except": "entah"}, FaultCode.NO_DATE),
        ({"also": "besok lusa"}, FaultCode.NO_DATE),
        ({"except": "8 Oktober 2026"}, FaultCode.EXCEPT_IDLE),
        ({"starts": "2026-09-03 08.00", "ends": ""}, FaultCode.REPEATS_FIRST),
        ({"except": f"[{', '.join(['2026-10-07'] * 10_000)}]"}, None),
        ({"also": f"[{', '.join(f'2026-10-0{n % 9 + 1} 0{n % 10}.{n % 60:02}' for n in range(10_000))}]"}, FaultCode.REPEATS),
        ({"ends": "2026-09-01"}, FaultCode.ENDS_TOO_EARLY),
    ],
)  # fmt: skip
def test_one_slip_is_told_once(fields: dict[str, str], code: FaultCode | None) -> None:
    _, faults = noticed(fields)
    assert faults == ([code.value] if code else [])


def test_an_important_event_is_shown_until_its_last_time_is_over() -> None:
    notice, faults = noticed({"priority": "2", "repeats": "setiap Sabtu sampai 26 September 2026"} | ON_SATURDAY)
    assert not faults
    assert notice is not None
    assert notice.expires == datetime(2026, 9, 27, tzinfo=ZONE)
    once, faults = noticed({"priority": "2", "repeats": ""})
    assert not faults
    assert once is not None
    assert once.expires == datetime(2026, 9, 3, tzinfo=ZONE)
    assert noticed({"priority": "2"})[1] == [FaultCode.NO_EXPIRES.value]


def test_an_event_leaves_the_edition_a_week_after_its_last_time(office: OfficePC) -> None:
    office.put("posyandu.md", event(repeats="setiap Sabtu sampai 12 September 2026", **ON_SATURDAY))
    for later, there in ((0, True), (16, True), (1, False)):
        ids = [item["id"] for item in office.publish(later=timedelta(days=later)).feed["items"]]
        assert ("posyandu" in ids) is there


FRIDAYS = {"starts": "2026-12-04 08.00", "ends": "2026-12-04 11.00", "repeats": "setiap Jumat kecuali hari libur"}


@pytest.mark.parametrize(
    "fields",
    [
        FRIDAYS,
        FRIDAYS | {"repeats": "setiap Jumat, kecuali hari libur nasional"},
        FRIDAYS | {"repeats": "setiap Jumat", "except": "hari libur"},
        FRIDAYS | {"repeats": "setiap Jumat", "except": "Hari Libur Nasional"},
        FRIDAYS | {"repeats": "setiap Jumat kecuali 11 Desember 2026 dan hari libur", "also": "2026-12-11 08.00"},
    ],
)
def test_an_event_is_left_out_on_public_holidays(fields: dict[str, str]) -> None:
    notice, faults = noticed(fields)
    assert not faults
    assert notice is not None
    assert notice.repeated is not None
    listed = [time.starts.date() for time in notice.repeated.times]
    assert date(2026, 12, 18) in listed
    assert date(2026, 12, 11) in listed
    assert not {date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 26)} & set(listed)


def test_an_office_corrects_the_holidays_and_a_wrong_list_is_told(tmp_path: Path) -> None:
    faults = Faults()
    (tmp_path / "feed.toml").write_text('holidays = "2026-12-18, -2026-12-25"\n', "utf-8")
    notice = read_notice("posyandu.md", event(**FRIDAYS), read_office(tmp_path, faults), TODAY, faults)
    assert not faults.found
    assert notice is not None
    assert notice.repeated is not None
    listed = {time.starts.date() for time in notice.repeated.times}
    assert date(2026, 12, 25) in listed
    assert date(2026, 12, 18) not in listed
    for wrong in ("Natal", "2026-02-30", "25-12-2026", "--2026-12-25"):
        (tmp_path / "feed.toml").write_text(f'holidays = "{wrong}"\n', "utf-8")
        told = Faults()
        assert read_office(tmp_path, told).holidays == ""
        assert [fault.problem.code for fault in told.found] == [FaultCode.HOLIDAYS.value], wrong


def test_a_kiosk_marks_no_holiday_of_a_repeated_event(village: Village, calendar: ContentRepository) -> None:
    village.office.put("posyandu.md", event(**FRIDAYS))
    village.publish()
    village.refresh()
    assert marked(calendar, 12, TODAY) == [4, 11, 18]
