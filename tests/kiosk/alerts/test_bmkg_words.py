"""BMKG's phrases of earthquakes, as they came in its own files, set right and in English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content_cache.alerts.tsunami import said_of_tsunami
from kiosk.alerts.bmkg_words import tsunami, where
from kiosk.i18n.translation import Translation

FEEDS = Path(__file__).parents[2] / "feeds"
INDONESIAN, ENGLISH = Translation("id").gettext, Translation("en").gettext


@pytest.mark.parametrize(
    ("written", "indonesian", "english"),
    [
        ("18 km TimurLaut Pekalongan", "18 km timur laut Pekalongan", "18 km northeast of Pekalongan"),
        (
            "127 km BaratLaut TAHUNA-KEP.SANGIHE-SULUT",
            "127 km barat laut Tahuna-Kepulauan Sangihe-SULUT",
            "127 km northwest of Tahuna-Kepulauan Sangihe-SULUT",
        ),
        (
            "45 km Tenggara SALAKAN-BANGGAIKEP-SULTENG",
            "45 km tenggara Salakan-Banggai Kepulauan-SULTENG",
            "45 km southeast of Salakan-Banggai Kepulauan-SULTENG",
        ),
        (
            "Pusat gempa berada di laut 38 Km Selatan Sumur",
            "38 km selatan Sumur, di laut",
            "38 km south of Sumur, at sea",
        ),
        (
            "Pusat gempa berada di darat 24 km barat daya Lembata",
            "24 km barat daya Lembata, di darat",
            "24 km southwest of Lembata, on land",
        ),
        (
            "32 km barat daya Luwuk, dalam 10 km",
            "32 km barat daya Luwuk, dalam 10 km",
            "32 km southwest of Luwuk, 10 km deep",
        ),
    ],
)
def test_where(written: str, indonesian: str, english: str) -> None:
    assert where(written, INDONESIAN) == indonesian
    assert where(written, ENGLISH) == english


@pytest.mark.parametrize(
    "other",
    [
        "Teluk Tolo, tinggi gelombang 2,5 meter",
        "12 km laut Luwuk",
        "5 km utara [b]",
        "1" * 9_000,
        "5 km utara " + "x" * 9_000,
    ],
)
def test_what_is_no_such_phrase_stays(other: str) -> None:
    assert where(other, ENGLISH) in (other, f"5 km north of {other[11:]}")


def test_every_place_of_bmkgs_own_files_is_told_in_english() -> None:
    places = []
    for file in sorted((FEEDS / "bmkg").glob("*gempa*.json")):
        quakes = json.loads(file.read_text(encoding="utf-8"))["Infogempa"]["gempa"]
        places += [quake["Wilayah"] for quake in (quakes if isinstance(quakes, list) else [quakes])]
    assert len(places) >= 8
    for place in places:
        assert " of " in where(place, ENGLISH), place


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Tidak berpotensi tsunami", "No tsunami expected"),
        ("Gempa ini tidak berpotensi TSUNAMI.", "No tsunami expected"),
        ("Berpotensi tsunami", "A tsunami may come"),
        ("Belum dapat dipastikan tidak berpotensi tsunami", "Belum dapat dipastikan tidak berpotensi tsunami"),
        ("Waspada tsunami di Banggai", "Waspada tsunami di Banggai"),
        ("Gempa ini dirasakan", ""),
    ],
)
def test_a_tsunami_is_never_ruled_out_by_half_a_sentence(said: str, told: str) -> None:
    assert tsunami(said, ENGLISH) == told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Gempa mag 5,6. Tidak berpotensi tsunami. Hati-hati.", "Tidak berpotensi tsunami"),
        ("Gempa mag 7,6, berpotensi tsunami untuk diteruskan pada masyarakat", "Berpotensi tsunami"),
        ("Belum pasti apakah tidak berpotensi tsunami.", ""),
        ("Gempa bumi dirasakan di Luwuk.", ""),
    ],
)
def test_said_within_a_text(text: str, said: str) -> None:
    assert said_of_tsunami(text) == said
