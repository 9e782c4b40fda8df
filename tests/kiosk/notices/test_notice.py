"""The form of the hall's desk: when an event may be."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.notices.faults import NoticeCode
from kiosk.notices.notice import from_form

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
        ("28-30 November 2026", "08.00", {"tanggal": NoticeCode.NO_DAY}),
        ("2026-11-29", "24.00", {"jam": NoticeCode.NO_TIME}),
        ("31 November", "8 malam", {"tanggal": NoticeCode.NO_DAY}),
    ],
)
def test_an_event_has_a_day_that_comes(day: str, clock: str, wrong: dict[str, NoticeCode]) -> None:
    """Of yesterday evening it was taken, and taken down at once: it ended before it was written."""
    values = {"jenis": "kegiatan", "judul": "Rapat", "tanggal": day, "jam": clock}
    notice, form = from_form(values, "kim-1", "Rahma", MORNING)
    assert {name: fault.code for name, fault in form.faults.items()} == wrong
    assert notice is None if wrong else notice is not None and not notice.over(MORNING)
