"""The rows before the services that no source sends: the times of Ramadan are a table, shown and spoken as any other."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from content_cache.model.items import Service
from content_cache.model.sheets import StaffMember
from kiosk.content.views.day import DayView, Staff
from kiosk.core.clock import Moment, Trust
from kiosk.core.prayer_times import prayer_times
from kiosk.i18n.translation import Translation
from kiosk.narration.narrator import SpokenReadings
from kiosk.shell.day_doors import doors, page_of

WITA = ZoneInfo("Asia/Makassar")
RAMADAN = tuple(prayer_times(date(2027, 2, 20) + timedelta(days=n), -0.95, 122.79, WITA) for n in range(3))
NOW = Moment(datetime(2027, 2, 20, 9, tzinfo=WITA), Trust.TRUSTED)


def test_the_times_of_ramadan_are_a_table_with_a_row_a_day() -> None:
    (row,) = doors(DayView(), "id", NOW, ramadan=RAMADAN)
    assert row.title == "Jadwal imsakiyah Ramadan 1448 H"
    assert page_of(row) == "", "it is read as an item is"
    table, told = row.blocks
    assert told.text.endswith("Awal Ramadan ditetapkan pemerintah.")
    assert table.rows[0] == ("Tanggal", "Imsak", "Subuh", "Zuhur", "Asar", "Magrib", "Isya")
    assert [cells[0] for cells in table.rows[1:]] == ["Sab, 20 Feb", "Min, 21 Feb", "Sen, 22 Feb"]
    assert table.rows[1][1:3] == ("04.33", "04.43")
    assert table.text in row.text
    assert doors(DayView(), "id", NOW) == ()
    assert doors(DayView(), "en", NOW, ramadan=RAMADAN)[0].title == "Fasting times of Ramadan 1448 H"


def test_nobody_who_has_gone_is_in() -> None:
    people = (
        StaffMember(name="Ibu Rahma", begins="08.00", ends="15.00"),
        StaffMember(name="Pak Adi", begins="08.00", ends="12.00"),
    )
    day = DayView(staff=Staff("Balai Desa", people, ("rahma.jpg", "adi.jpg")))

    def row_at(hour: int) -> Service:
        (row,) = doors(day, "id", Moment(NOW.now.replace(hour=hour), Trust.TRUSTED))
        return row

    assert row_at(9).title == "Petugas hari ini: Ibu Rahma; Pak Adi"
    afternoon = row_at(13)
    assert (afternoon.title, afternoon.hours) == ("Petugas hari ini: Ibu Rahma", "08.00–15.00")
    assert "Adi" not in afternoon.text
    assert [each.path for each in afternoon.attachments] == ["rahma.jpg"]
    evening = row_at(21)
    assert (evening.title, evening.hours, evening.attachments) == ("Petugas hari ini sudah pulang", "", ())


def test_its_times_are_spoken_as_times_of_the_day() -> None:
    (row,) = doors(DayView(), "id", NOW, ramadan=RAMADAN[:1])
    said = " ".join(
        each.spoken for each in SpokenReadings(Translation("id"), Path()).item(row, NOW).sentences
    )  # fmt: skip
    assert "Sabtu, dua puluh Februari: imsak pukul empat lewat tiga puluh tiga menit, subuh pukul empat lewat" in said
    assert "seribu empat ratus empat puluh delapan hijriah" in said
    assert "koma" not in said
