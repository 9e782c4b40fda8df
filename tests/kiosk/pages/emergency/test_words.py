"""What is said on the screen Darurat, as it is heard."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from content_cache.model.sheets import Contact, Point
from content_cache.model.vocabulary import Hazard
from kiosk.content.views.emergency import EmergencyView
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.emergency.words import EmergencyWords
from kiosk.speech.script.normaliser import say_words

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
MOMENT = Moment(NOW, Trust.TRUSTED)
VIEW = EmergencyView(
    contacts=(
        Contact("Darurat umum", "112"),
        Contact("Puskesmas Bunga", "0461 000-118"),
        Contact("Kades", "+62 812 0417"),
    ),
    points=(Point("Lapangan SDN 1", "ke arah bukit, 300 meter"),),
    hazards=(Hazard.TSUNAMI,),
    checked=date(2026, 11, 20),
    connected=True,
    alerts_checked=NOW - timedelta(minutes=10),
)


def words(language: str = "id") -> EmergencyWords:
    return EmergencyWords(Phrases(Translation(language)))


def said(lines: list[str]) -> str:
    return " ".join(say_words(line) for line in lines)


@pytest.mark.parametrize(
    ("spot", "once"),
    [
        ("number:0", "satu, satu, dua"),
        ("number:1", "nol, empat, enam, satu; nol, nol, nol; satu, satu, delapan"),
        ("number:2", "tambah, enam, dua; delapan, satu, dua; nol, empat, satu, tujuh"),
    ],
)
def test_a_number_is_said_digit_by_digit_and_twice(spot: str, once: str) -> None:
    heard = said(words().focused(VIEW, spot, MOMENT))
    assert heard.count(once) == 2
    assert f"Sekali lagi: {once}." in heard
    assert not any(digit.isdigit() for digit in heard)


def test_on_entry_it_promises_nothing_where_no_warning_can_come() -> None:
    heard = said(words().entry(EmergencyView(), MOMENT))
    assert heard == (
        "Darurat. Kios ini belum tersambung ke be em ka ge. Kalau terasa gempa kuat di pantai, langsung lari ke tempat tinggi. "
        "Nomor belum diisi petugas. Telepon satu satu dua."
    )


def test_on_entry_it_says_when_warnings_were_looked_for() -> None:
    assert said(words().entry(VIEW, MOMENT)) == (
        "Darurat. Tidak ada peringatan, dicek pukul sembilan lewat tiga puluh satu menit. Darurat umum: satu, satu, dua."
    )


def test_all_of_it_is_read() -> None:
    heard = said([line for _row, line in words().reading(VIEW, "", MOMENT)])
    order = (
        "Tidak ada peringatan",
        "Puskesmas Bunga: nol",
        "Titik kumpul: Lapangan",
        "tiga ratus meter",
        "Tsunami.",
        "satu: Lari",
    )
    places = [heard.index(part) for part in order]
    assert places == sorted(places)


def test_english() -> None:
    assert words("en").focused(VIEW, "number:0", MOMENT)[1:] == ["1, 1, 2.", "Once more: 1, 1, 2."]
    assert words("en").focused(VIEW, "point:0", MOMENT)[0] == "Assembly point: Lapangan SDN 1."


@pytest.mark.parametrize("spot", ["", "number:", "number:9", "number:-1", "number:x", "point:9", "row:0", "hazard:99"])
def test_a_spot_that_is_gone_is_silent(spot: str) -> None:
    assert words().focused(VIEW, spot, MOMENT) == []
