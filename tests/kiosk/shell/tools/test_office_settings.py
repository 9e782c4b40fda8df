"""What the office has set, behind the PIN: read, set aside, taken again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.model.problems import problem
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.office_layer import OfficeLayer, SettingLine, read_choices, write_choices, write_layer
from kiosk.shell.tools.office_settings import OfficeSettings

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
LAYER = OfficeLayer(
    {"speech": {"volume": 60}},
    (
        SettingLine("speech.volume", "60", "semua", "all"),
        SettingLine("update.ring", '"trial"', "uji", "kiosk", "local", NOW + timedelta(days=3)),
    ),
    (Fault(0, "semua: speech.rate", (problem(SettingCode.SILENCES),)),),
)


@pytest.fixture
def office(tmp_path: Path) -> OfficeSettings:
    write_layer(tmp_path, LAYER)
    write_choices(tmp_path, {"update.ring": NOW})
    return OfficeSettings(tmp_path, lambda: NOW)


def lines(office: OfficeSettings) -> list[tuple[str, str]]:
    return [(row.words, row.told) for row in office.setting_rows(Phrases(Translation("id")))]


def test_each_setting_says_who_set_it_and_each_refusal_why(office: OfficeSettings) -> None:
    assert lines(office) == [
        ("Kecepatan bicara · semua", "ditolak: suara peringatan tidak dapat dimatikan dari jauh"),
        ("Volume: 60", "kantor, untuk semua kios · semua"),
        ("Gelombang pembaruan: paling dulu: kios percobaan", "dikesampingkan di sini sampai 27 Nov"),
    ]


def test_a_touch_sets_aside_and_another_takes_it_again(office: OfficeSettings, tmp_path: Path) -> None:
    assert office.toggle("speech.volume")
    assert read_choices(tmp_path) == {"update.ring": NOW, "speech.volume": NOW}
    assert lines(office)[1][1] == "dikesampingkan di sini mulai sekarang"
    office.toggle("speech.volume")
    office.toggle("update.ring")
    assert lines(office)[2][1] == "berlaku lagi mulai sekarang"
    office.toggle("")
    assert read_choices(tmp_path) == {}


def test_one_that_asks_stands_above_the_others(office: OfficeSettings, tmp_path: Path) -> None:
    asks = SettingLine("update.ring", '"trial"', "uji", "kiosk", "asked")
    write_layer(tmp_path, OfficeLayer({}, (LAYER.rows[0], asks)))
    assert lines(office)[0] == (
        "Gelombang pembaruan: paling dulu: kios percobaan",
        "pernah dikesampingkan di sini; berlaku lagi: sudah benar?",
    )
