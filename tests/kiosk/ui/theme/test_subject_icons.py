"""A glance at the icon says what a notice is about."""

from __future__ import annotations

import pytest

from kiosk.ui.theme.subject_icons import _ROWS, subject
from kiosk.ui.theme.tokens import read_tokens


@pytest.mark.parametrize(
    ("title", "icon"),
    [
        ("Posyandu Melati", "baby"),
        ("SIM keliling", "van"),
        ("Vaksinasi anak dan lansia", "syringe"),
        ("Start Tour de Central Celebes", "bicycle"),
        ("Kerja bakti saluran air, bawa cangkul", "broom"),
        ("Air PDAM mati Rabu 25 November", "drop"),
        ("BERAS BANSOS diambil di balai desa", "hand-heart"),
        ("Musyawarah desa: rencana kerja 2027", "users-three"),
        ("Kelas ibu hamil", "heartbeat"),
        ("Semua kabar di HP", "device-mobile"),
        ("Weather and sea", "cloud-sun"),
        ("Staple food prices", "basket"),
        ("Fasting times of Ramadan 1448 H", "mosque"),
        ("All news on your phone", "device-mobile"),
        ("Tanpa kata yang dikenal", "megaphone"),
        ("Airport", "megaphone"),  # whole words only
        ("", "megaphone"),
    ],
)
def test_a_title_says_what_it_is_about(title: str, icon: str) -> None:
    assert subject(title, "megaphone") == icon


def test_every_icon_of_the_table_can_be_drawn() -> None:
    assert {icon for icon, _ in _ROWS} <= set(read_tokens().icons)
