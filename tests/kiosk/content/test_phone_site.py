"""The way to an item's page for a phone in the hall: only where it leads somewhere, and never by what a stranger wrote."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.items import NewsItem
from kiosk.appliance.wifi_profile import fault_of
from kiosk.content.phone_site import CURRENT, FRONT, PhoneSite, page_of, wifi_code
from kiosk.core.network import OWN_WIFI
from kiosk.settings.sections import PublicSettings
from tests.kiosk.content.test_code_schemes import SCHEMES, read

pytestmark = pytest.mark.attack(
    "people",
    "a title, the address of a picture or what stands in it is `WIFI:…`, `upi:…`, `BEGIN:VEVENT` and "
    "becomes a code that acts on a phone",
)


AIR = NewsItem(id="air", source="Desa", title="Air mati")
HALL = "192.168.7.20"


@pytest.fixture
def public(tmp_path: Path) -> PublicSettings:
    pages = tmp_path / CURRENT / "k"
    pages.mkdir(parents=True)
    (pages / f"{page_of(AIR)}.html").write_text("Air mati")
    return PublicSettings(enabled=True, folder=str(tmp_path), hotspot=True, name="Info Desa", password="kabar desa")


def test_the_kiosks_own_wi_fi_is_joined_first(public: PublicSettings) -> None:
    handout = PhoneSite(public, lambda: [HALL, OWN_WIFI]).handout_for(AIR)
    assert handout
    assert read(handout) == f"http://10.42.42.1/k/{page_of(AIR)}.html"
    assert read(replace(handout, payload=handout.join)) == "WIFI:T:WPA;S:Info Desa;P:kabar desa;;"
    assert (handout.title, handout.network, handout.of) == ("Air mati", "Info Desa", "page")


def test_in_the_halls_network_there_is_nothing_to_join(public: PublicSettings) -> None:
    handout = PhoneSite(replace(public, hotspot=False), lambda: [OWN_WIFI, HALL]).handout_for(AIR)
    assert handout
    assert (handout.payload, handout.join) == (f"http://{HALL}:8088/k/{page_of(AIR)}.html", "")
    down = PhoneSite(public, lambda: [HALL]).handout_for(AIR)
    assert down == handout, "the Wi-Fi is wanted, and is not up: the only radio is in the hall's network"


def test_what_has_no_page_or_no_network_has_none(public: PublicSettings) -> None:
    assert PhoneSite(public, lambda: [OWN_WIFI]).handout_for(NewsItem(id="lain", source="Desa", title="Lain")) is None
    assert PhoneSite(public, list).handout_for(AIR) is None
    assert PhoneSite(replace(public, hotspot=False), lambda: [OWN_WIFI]).handout_for(AIR) is None
    assert PhoneSite(replace(public, enabled=False), lambda: [OWN_WIFI]).handout_for(AIR) is None


def test_the_front_of_all_pages_is_an_address_alone(public: PublicSettings) -> None:
    assert PhoneSite(public, lambda: [OWN_WIFI]).front("Semua kabar di HP") is None, "nothing is there yet"
    (Path(public.folder) / CURRENT / FRONT).write_text("Info Desa")
    handout = PhoneSite(public, lambda: [OWN_WIFI]).front("Semua kabar di HP")
    assert handout
    assert (handout.payload, handout.network) == ("http://10.42.42.1/", "Info Desa")
    hall = PhoneSite(public, lambda: [HALL]).front("Semua kabar di HP")
    assert hall
    assert (hall.payload, hall.join) == (f"http://{HALL}:8088/", "")
    assert PhoneSite(public, list).front("Semua kabar di HP") is None


def test_no_place_that_a_stranger_fills_comes_into_a_code(public: PublicSettings) -> None:
    folder = Path(public.folder) / CURRENT / "k"
    for scheme in SCHEMES:
        item = NewsItem(id=f"../{scheme}", source=scheme, title=scheme, link=scheme)
        (folder / f"{page_of(item)}.html").write_text("x")
        handout = PhoneSite(public, lambda: [OWN_WIFI]).handout_for(item)
        assert handout
        assert re.fullmatch(r"http://10\.42\.42\.1/k/[0-9a-f]{12}\.html", handout.payload)
        assert handout.join == "WIFI:T:WPA;S:Info Desa;P:kabar desa;;"


def fields(code: str) -> dict[str, str]:
    """Return the fields of a Wi-Fi code, split at semicolons without backslash as phones do."""
    parts = re.findall(r"([A-Z]):((?:\\.|[^\\;])*);", code.removeprefix("WIFI:"))
    return {name: re.sub(r"\\(.)", r"\1", value) for name, value in parts}


def test_any_name_and_password_that_the_settings_may_have_is_read_as_it_is() -> None:
    for name, password in product(
        ("Info Desa", 'a;b:c,d\\e"f', "Balai ğ", ";T:nopass;"), ("", '8 huruf;:,\\"', "a" * 63)
    ):
        assert fault_of(name, password) is None
        found = fields(wifi_code(name, password))
        assert (found["S"], found.get("P", ""), found["T"]) == (name, password, "WPA" if password else "nopass")
