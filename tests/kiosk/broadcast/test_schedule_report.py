"""What `kiosk check` says of the schedule."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from kiosk.broadcast.schedule_report import schedule
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.words import Words
from kiosk.settings import ReadoutSettings, Settings, SpeechSettings
from tests.told import INDONESIAN

TUESDAY = Moment(datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Makassar")), Trust.TRUSTED)


def lines(settings: Settings) -> list[tuple[bool, str]]:
    return list(schedule(settings, TUESDAY, Words(INDONESIAN)))


def test_it_names_the_read_outs_what_maghrib_moves_and_the_prayers_of_the_day() -> None:
    readouts = (ReadoutSettings(at=time(7)), ReadoutSettings(at=time(18), what="pengumuman"))
    assert lines(Settings(readouts=readouts)) == [
        (True, "07.00 rangkuman; 18.00 pengumuman (hari ini pukul 18.03, sesudah waktu tenang)"),
        (
            True,
            "diam 5 menit sebelum dan 20 menit sesudah: Subuh 04.11, Zuhur 11.38, Asar 15.02, Magrib 17.43, Isya 18.57",
        ),
    ]


def test_a_read_out_that_the_night_swallows_is_a_fault() -> None:
    (is_well, text), *_ = lines(Settings(readouts=(ReadoutSettings(at=time(22)),)))
    assert not is_well
    assert text == "22.00 rangkuman jatuh pada jam tenang dan tidak pernah dibacakan; ubah at atau quiet_hours"


def test_without_read_outs_and_silence_there_is_one_line() -> None:
    assert lines(Settings(speech=SpeechSettings(quiet_at_prayer=False))) == [
        (True, "tidak ada pembacaan terjadwal yang akan terdengar")
    ]
