"""Whom an alert concerns, as a table: where it says it holds x how it says so -> for Kilongan in Luwuk, Banggai, or not."""

import pytest
from msgspec.structs import replace

from content_cache.alerts import Place, concerns, severity_here
from content_cache.alerts.place import kemendagri
from content_cache.alerts.regencies import REGENCIES
from content_cache.alerts.shaking import intensity
from content_cache.model.items import Alert
from content_cache.model.vocabulary import Hazard, Severity

KILONGAN = Place(-0.93, 122.79, area="72.01.05", names=("Kilongan", "Luwuk", "Banggai"))
AROUND = "-1,122 -1,123 0,123 0,122 -1,122"
ELSEWHERE = "-3,119 -3,120 -2,120 -2,119 -3,119"
NEXT = "-1,122.8 -1,123.2 0,123.2 0,122.8 -1,122.8"  # begins 1.1 km east of Kilongan


def alert(**fields: object) -> Alert:
    return replace(Alert(id="1", source="BMKG", title="Hujan lebat", severity=Severity.SIAGA), **fields)


@pytest.mark.parametrize(
    ("said", "concerned"),
    [
        ({"polygons": (AROUND,)}, True),
        ({"polygons": (ELSEWHERE,)}, False),
        ({"polygons": (ELSEWHERE, AROUND)}, True),
        ({"polygons": (NEXT,)}, False),
        ({"circles": ("-0.9,122.7 20",)}, True),
        ({"circles": ("-0.9,122.7 5",)}, False),
        # the shape decides, whatever names are near it
        ({"polygons": (ELSEWHERE,), "places": ("Sulawesi Tengah",), "text": "di Luwuk"}, False),
        # but an alert for several areas is for each of them (CAP 1.2, 3.2.4), however it is drawn
        ({"polygons": (ELSEWHERE,), "geocodes": ("72.01.05",), "places": ("Toili", "Kilongan")}, True),
        ({"polygons": (ELSEWHERE,), "places": ("Toili", "Kab. Banggai"), "undrawn": ("Kab. Banggai",)}, True),
        ({"polygons": (ELSEWHERE,), "places": ("Toili", "Poso"), "undrawn": ("Poso",), "text": "di Luwuk"}, False),
        ({"polygons": (AROUND,), "geocodes": ("73.01",), "places": ("Luwuk", "Selayar")}, True),
        # codes, by prefix in both directions
        ({"geocodes": ("72",)}, True),
        ({"geocodes": ("7201",), "places": ("Banggai",)}, True),
        ({"geocodes": ("72.01.05.2003",)}, True),
        ({"geocodes": ("72.02",), "places": ("Poso",)}, False),
        ({"geocodes": ("75", "72.01")}, True),
        # with the zeros that some write for all below
        ({"geocodes": ("72.01.00.0000",), "places": ("Banggai",)}, True),
        ({"geocodes": ("720100",)}, True),
        ({"geocodes": ("7200",)}, True),
        ({"geocodes": ("7210",), "places": ("Sigi",)}, False),
        # a code that is none of ours says nothing: the names decide
        ({"geocodes": ("94711",), "places": ("Luwuk",)}, True),  # its postcode, and no district of Papua Tengah
        ({"geocodes": ("7202000",), "places": ("Kab. Banggai",)}, True),  # BPS counts otherwise: 7202 is Banggai there
        ({"geocodes": ("006109",), "places": ("Sulawesi Tengah",)}, True),
        ({"geocodes": ("006109",), "places": ("Gorontalo",)}, False),
        # names
        ({"places": ("Sulawesi Tengah",)}, True),
        ({"places": ("Gorontalo",)}, False),
        ({"places": ("Kab. Banggai",)}, True),
        ({"places": ("KAB. BANGGAI LAUT",)}, True),  # a warning too many is the smaller harm
        ({"places": ("Wilayah III",), "text": "khususnya di LUWUK UTARA, BUNTA."}, True),
        ({"places": ("Sulawesi Utara",), "text": "khususnya di BUNAKEN."}, False),
        # an alert that does not say for whom it is
        ({"places": ("-",)}, True),
        ({}, True),
    ],
)
def test_concerns(said: dict[str, object], concerned: bool) -> None:
    assert concerns(alert(**said), KILONGAN) is concerned


def test_settings_can_widen() -> None:
    assert concerns(alert(polygons=(NEXT,)), replace(KILONGAN, widen_km=2))


def test_a_kiosk_that_knows_no_name_of_its_own_takes_all_that_has_no_shape() -> None:
    assert concerns(alert(places=("Gorontalo",)), Place(-0.93, 122.79))


@pytest.mark.parametrize(
    ("area", "said", "concerned"),
    [
        ("72.01.05", "Kab. Banggai", True),
        ("72.01.05.2003", "KABUPATEN BANGGAI", True),
        ("72.01", "Banggai, Poso, dan Tojo Una-Una", True),
        ("72.01.05", "Kab. Poso", False),
        ("72.01.05", "Kab. Bangkalan", False),
        ("72.09.01", "Tojo Una-Una", True),
        ("72.04.01", "Tolitoli", True),
        ("72.04.01", "Kab. Toli-Toli", True),
        ("72.07.01", "Kab. Banggai Kep.", True),
        ("72.07.01", "Kab. Banggai Laut", False),
        ("72.01.05", "Kab. Banggai Laut", False),
        ("72.01.05", "Kab. Banggai Laut dan Kab. Banggai", True),
        ("72.01.05", "Banggai Kep., Banggai", True),
        ("73.08.01", "Bone Bolango", False),
        ("73.08.01", "Kab. Bone", True),
        ("71.03.01", "Kep. Sangihe", True),
        ("71.03.01", "Kepulauan Sangihe", True),
        ("72.71", "Kota Palu", True),
        ("72.71", "Kab. Kepulauan Selayar", False),
        ("93.01.01", "Merauke", True),
        ("72.01.05", "Sulawesi Tengah", True),
    ],
)
def test_a_kiosk_whose_settings_name_no_place_knows_its_regency_by_its_code(
    area: str, said: str, concerned: bool
) -> None:
    place = Place(-0.93, 122.79, area=area, names=("Balai Desa Kilongan", " - - "))
    assert concerns(alert(places=(said,)), place) is concerned


@pytest.mark.parametrize(
    ("area", "text"),
    [
        ("35.79.01", "Batu besar dapat jatuh di lereng."),
        ("94.05.01", "Puncak hujan pukul 15.00 WIB."),
        ("33.25.01", "Waspadai batang kayu yang hanyut."),
        ("72.01.05", "BPBD Banggai mengirim bantuan."),
    ],
)
def test_a_word_of_the_text_is_no_regency(area: str, text: str) -> None:
    place = Place(-0.93, 122.79, area=area, names=("Desa Maju Jaya",))
    assert not concerns(alert(places=("Kab. Pati",), title="Tanah longsor", text=text), place)


def test_each_regency_is_one_of_a_known_province_and_is_heard_by_its_name() -> None:
    assert len(REGENCIES) == 514
    for code, name in REGENCIES.items():
        assert kemendagri(code) == code, code
        assert not name.startswith(("Kabupaten ", "Kota ")), name
        assert concerns(alert(places=(f"Kab. {name.upper()}, dan sekitarnya",)), Place(0.0, 0.0, area=code)), name


def quake(magnitude: float, depth: float, where: str, potential: str = "", **fields: object) -> Alert:
    return alert(
        magnitude=magnitude, depth_km=depth, epicentre=where, potential=potential,
        hazard=Hazard.TSUNAMI if potential.startswith("Berpotensi") else Hazard.QUAKE, severity=Severity.INFO, **fields,
    )  # fmt: skip


TSUNAMI = "Berpotensi tsunami untuk diteruskan pada masyarakat"


@pytest.mark.parametrize(
    ("earthquake", "expected"),
    [
        (quake(7.4, 10, "-1.0,122.9"), Severity.SIAGA),
        (quake(6.8, 12, "-1.05,123.2"), Severity.SIAGA),
        (quake(6.0, 10, "-1.05,123.5"), Severity.WASPADA),
        (quake(5.2, 10, "-0.70,122.45"), Severity.WASPADA),
        (quake(5.2, 120, "-0.70,122.45"), Severity.INFO),
        (quake(4.8, 10, "-1.5,122.9"), Severity.INFO),
        (quake(4.0, 10, "-1.5,122.9"), None),
        (quake(3.0, 10, "-2.5,121.0"), None),
        (quake(1.8, 12, "-8.51,123.27"), None),
        (quake(5.4, 10, "-6.89,109.67"), None),
        (quake(6.5, 10, "-6.89,109.67"), None),
        # Palu, 28 September 2018: M 7.4 at 10 km, 0.18 S 119.85 E, felt in Luwuk
        (quake(7.4, 10, "-0.18,119.85"), Severity.WASPADA),
        # a tsunami: near, far, and over the sea of Java
        (quake(7.5, 20, "0.5,124.5", TSUNAMI), Severity.AWAS),
        (quake(7.5, 20, "-0.18,119.85", TSUNAMI), Severity.AWAS),
        (quake(7.9, 20, "-8.0,118.0", TSUNAMI), Severity.WASPADA),
        (quake(8.1, 20, "-5.0,103.0", TSUNAMI), Severity.INFO),
        (quake(6.8, 12, "-1.05,123.2", "Tidak berpotensi tsunami"), Severity.SIAGA),
        # where it was cannot be read: it is told as it was sent
        (quake(6.8, 12, "di laut"), Severity.INFO),
    ],
)
def test_earthquakes(earthquake: Alert, expected: Severity | None) -> None:
    assert severity_here(earthquake, KILONGAN) == expected


@pytest.mark.parametrize(
    ("magnitude", "depth", "distance", "mmi"),
    [(5.0, 10.0, 0.0, 5.97), (6.0, 10.0, 50.0, 5.13), (7.0, 20.0, 100.0, 5.63), (8.0, 30.0, 300.0, 5.62)],
)
def test_intensity(magnitude: float, depth: float, distance: float, mmi: float) -> None:
    """Worked out by hand from the published formula and coefficients."""
    assert intensity(magnitude, depth, distance) == pytest.approx(mmi, abs=0.02)


def test_intensity_falls_with_distance_and_depth_and_rises_with_magnitude() -> None:
    assert intensity(6, 10, 10) > intensity(6, 10, 60) > intensity(6, 10, 300)
    assert intensity(6, 10, 50) > intensity(6, 100, 50)
    assert intensity(7, 10, 50) > intensity(6, 10, 50)
    assert intensity(2, 10, 300) == 1.0
