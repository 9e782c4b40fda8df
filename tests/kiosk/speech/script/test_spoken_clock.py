"""One clock in what is heard: twelve hours, the part of the day, and a zone once."""

from __future__ import annotations

from datetime import UTC

import pytest

from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.script.spoken_clock import early_hours, one_clock


def heard(text: str) -> str:
    return " ".join(each.spoken for each in one_clock(notice("", [text], ItemScript(zone=UTC))).sentences)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Buka pukul 15.30.", "Buka pukul tiga lewat tiga puluh menit sore."),
        ("Buka 08.00-15.00.", "Buka pukul delapan pagi sampai tiga sore."),
        ("Buka 14.00-16.30.", "Buka pukul dua siang sampai empat lewat tiga puluh menit sore."),
        ("Jaga 22.00-04.00.", "Jaga pukul sepuluh malam sampai empat pagi."),
        ("Rapat 19.30-21.00 WITA.", "Rapat pukul tujuh lewat tiga puluh menit sampai sembilan malam waktu indonesia tengah."),
        ("Mulai pukul 00.10.", "Mulai pukul dua belas lewat sepuluh menit malam."),
        ("Rapat jam 8 malam.", "Rapat jam delapan malam."),
        ("Rapat jam 8.", "Rapat jam delapan."),
        ("Buka 24 jam.", "Buka dua puluh empat jam."),
        ("Ada 15 orang.", "Ada lima belas orang."),
        ("Mulai 08.00 WITA, selesai 10.00 WITA.", "Mulai pukul delapan waktu indonesia tengah, selesai pukul sepuluh."),
        ("Jakarta 08.00 WIB, Luwuk 09.00 WITA.",
         "Jakarta pukul delapan waktu indonesia barat, Luwuk pukul sembilan waktu indonesia tengah."),
    ],
)  # fmt: skip
def test_hours_are_told_by_twelve(written: str, said: str) -> None:
    assert heard(written) == said


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Ambil pukul 03.30 WITA.", "Ambil pukul 03.30 dini hari WITA."),
        ("Ambil pukul 07.00 pagi.", "Ambil pukul 07.00 pagi."),
        ("Buka 08.00–15.00.", "Buka 08.00–15.00."),
        ("Buka 08.00 WITA sampai selesai.", "Buka 08.00 WITA sampai selesai."),
        ("Nomor 05.02.2003", "Nomor 05.02.2003"),
    ],
)
def test_an_early_hour_is_told_with_its_part_of_the_day(written: str, told: str) -> None:
    assert early_hours(written) == told
