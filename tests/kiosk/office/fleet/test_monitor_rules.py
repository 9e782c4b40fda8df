"""Rules of the monitor, evaluated by the tools of Debian's packages: victoria-metrics and prometheus-alertmanager."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.office.fleet.monitor_rules import NEVER, monitor_rules, rules_document

needs_vmalert = pytest.mark.skipif(
    shutil.which("vmalert-tool") is None, reason="apt install victoria-metrics prometheus-alertmanager"
)
WORDS = Words(Translation("id"))
EACH_HOUR, HOURS = "1h", 24 * 20
PLACES = {"k1": "Kilongan", "k2": "Bunga", "k3": "Hunduhon"}

Series = Mapping[str, str]
"""Values by kiosk and further labels, as vmalert-tool writes them: `1x4` is five of them, `_x4` five hours without."""

CASES: Sequence[tuple[str, str, Series, Sequence[str]]] = (
    # hours 0 to 480; what is told stands at the end
    ("KioskSilent", "kiosk_up", {"k1": "1x480", "k2": "1x420 _x60", "k3": "1x440 _x40"}, ["k2"]),
    ("KioskNeverReported", "kiosk_up", {"k1": "1x480", "k2": "1x3 _x477"}, ["k3"]),
    ("StorageFault", "kiosk_disk_ok", {"k1": "1x480", "k2": "1x470 0x10"}, ["k2"]),
    ("StorageFault", "kiosk_store_ok", {"k1": "0x470 1x10", "k2": "1x440 0x0 _x40"}, ["k2"]),
    ("CardErrors", "kiosk_card_errors", {"k1": "0x480", "k2": "0x470 3x10"}, ["k2"]),
    ("VoiceFault", "kiosk_speech_ok", {"k1": "1x480", "k2": "1x470 0x10"}, ["k2"]),
    ("LoudspeakerFault", "kiosk_loudspeaker_ok", {"k1": "1x480", "k2": "1x470 0x10"}, ["k2"]),
    ("UnderVoltage", "kiosk_under_voltage", {"k1": "1x400 0x80", "k2": "0x460 1x1 0x18"}, ["k2"]),
    ("TooHot", "kiosk_temperature_celsius", {"k1": "80x480", "k2": "60x478 81x2"}, ["k2"]),
    ("SettingRefused", "kiosk_setting_refused", {'k1",setting="a': "1x470 _x10", 'k2",setting="b': "1x480"}, ["k2"]),
    (
        "SystemRefused",
        "kiosk_system",
        {'k1",state="runs",number="4': "1x480", 'k2",state="refused",number="5': "1x480"},
        ["k2"],
    ),
    (
        "ProgramDiffers",
        "kiosk_program",
        {'k1",version="0.5': "1x480", 'k2",version="0.4': "1x480", 'k3",version="0.5': "1x480"},
        ["k2"],
    ),
    (
        "ProgramDiffers",
        "kiosk_program",
        {'k1",version="0.5': "1x480", 'k2",version="0.6': "_x400 1x80", 'k3",version="0.5': "1x480"},
        [],
    ),
    ("SourceStale", "kiosk_source_age_seconds", {'k1",source="A': "172000x480", 'k2",source="A': "172801x480"}, ["k2"]),
)


def _input(name: str, series: Series) -> list[Mapping[str, str]]:
    return [
        {"series": f'{name}{{kiosk="{kiosk}",place="{PLACES[kiosk[:2]]}"}}', "values": values}
        for kiosk, values in series.items()
    ]


def _document(alert: str, days: int = 2) -> Mapping[str, object]:
    """Return the rules of one name, evaluated each hour: the tool evaluates all that there are over the whole time."""
    (group,) = rules_document(timedelta(days=days), PLACES.items(), WORDS)["groups"]
    rules = [each for each in group["rules"] if each["alert"] == alert]
    return {"groups": [{**group, "interval": EACH_HOUR, "rules": rules}]}


def _unittest(folder: Path, rules: object, tests: object) -> subprocess.CompletedProcess[str]:
    (folder / "rules.yml").write_text(json.dumps(rules), "utf-8")
    (folder / "test.yml").write_text(
        json.dumps({"rule_files": ["rules.yml"], "evaluation_interval": EACH_HOUR, "tests": tests}), "utf-8"
    )
    command = ["vmalert-tool", "unittest", "--files=test.yml", "--disableAlertgroupLabel"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@needs_vmalert
@pytest.mark.parametrize(("alert", "name", "series", "told"), CASES)
def test_rule_applies_to_the_right_kiosks(
    tmp_path: Path, alert: str, name: str, series: Series, told: Sequence[str]
) -> None:
    count = {"expr": f'count by (kiosk) (ALERTS{{alertname="{alert}"}})', "eval_time": f"{HOURS}h"}
    samples = [{"labels": f'{{kiosk="{kiosk}"}}', "value": 1} for kiosk in told]
    test = {
        "interval": EACH_HOUR,
        "input_series": _input(name, series),
        "metricsql_expr_test": [{**count, "exp_samples": samples}],
    }
    ran = _unittest(tmp_path, _document(alert), [test])
    assert ran.returncode == 0, ran.stdout + ran.stderr


@needs_vmalert
def test_alert_names_the_village_in_the_words_of_the_office(tmp_path: Path) -> None:
    told = {
        "eval_time": f"{HOURS}h",
        "alertname": "KioskSilent",
        "exp_alerts": [
            {
                "exp_labels": {"kiosk": "k2", "place": "Bunga", "told": "desk"},
                "exp_annotations": {
                    "summary": "Bunga (k2): lebih dari 5 hari tanpa kabar; listrik, internet, atau kiosnya"
                },
            }
        ],
    }
    test = {
        "interval": EACH_HOUR,
        "input_series": _input("kiosk_up", {"k1": "1x480", "k2": "1x350 _x130", "k3": "1x380 _x100"}),
        "alert_rule_test": [told],
    }
    ran = _unittest(tmp_path, _document("KioskSilent", days=5), [test])
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_each_rule_is_tried() -> None:
    assert {each.name for each in monitor_rules(timedelta(days=2))} | {NEVER} == {each[0] for each in CASES}
