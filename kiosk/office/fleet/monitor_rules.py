"""Rules of the monitor: expressions in MetricsQL, each with what is said of a kiosk to which it applies.

Rules that the desk tells of by itself have the label `told` with the value `desk`: Alertmanager writes no letter about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from msgspec import Struct

from content_cache.model.problems import msgid
from content_cache.text.plain import clean_line
from kiosk.i18n.words import Words
from kiosk.office.fleet.fleet import LOOKBACK_DAYS, TOO_HOT_C

GROUP = "kiosks"
NEVER = "KioskNeverReported"
_EACH = "5m"
_SAME_PROGRAM_DAYS = 14
_KIOSK = "{{ $labels.place }} ({{ $labels.kiosk }})"
_LABELS = ("setting", "state", "number", "source", "version")
_SILENT = msgid("{kiosk}: no word for more than {days} days; power, line, or the kiosk itself")
_NEVER = msgid("{kiosk}: enrolled, and no report has come for {days} days or ever; write [reports] into its kiosk.toml")


class MonitorRule(Struct, frozen=True):
    """Rule *name* with its *query*, which gives a row for each kiosk that it applies to, and what is said of that one."""

    name: str
    query: str
    said: str
    by_desk: bool = False


def monitor_rules(silent: timedelta) -> Iterator[MonitorRule]:
    """Yield the rules. A kiosk counts as silent after *silent*; what it said before holds as long."""
    span = f"{round(silent.total_seconds())}s"
    told = f"[{span}]"
    yield MonitorRule(
        "KioskSilent", f"lag(kiosk_up[{LOOKBACK_DAYS}d]) > {span.removesuffix('s')}", _SILENT, by_desk=True
    )
    yield MonitorRule(
        "StorageFault",
        f"last_over_time(kiosk_disk_ok{told}) == 0 or last_over_time(kiosk_store_ok{told}) == 0",
        msgid("{kiosk}: its card is full, damaged, or cannot be written; prepare another"),
        by_desk=True,
    )
    yield MonitorRule(
        "CardErrors",
        f"last_over_time(kiosk_card_errors{told}) > 0",
        msgid("{kiosk}: its card has recorded {value} errors; send another before it dies"),
        by_desk=True,
    )
    yield MonitorRule(
        "VoiceFault",
        f"last_over_time(kiosk_speech_ok{told}) == 0",
        msgid("{kiosk}: it cannot speak; run kiosk check there"),
        by_desk=True,
    )
    yield MonitorRule(
        "LoudspeakerFault",
        f"last_over_time(kiosk_loudspeaker_ok{told}) == 0",
        msgid("{kiosk}: its loudspeaker does not sound; check cable and amplifier"),
        by_desk=True,
    )
    yield MonitorRule(
        "UnderVoltage",
        "max_over_time(kiosk_under_voltage[1d]) > 0",
        msgid("{kiosk}: its voltage dropped within a day; replace adapter or cable"),
    )
    yield MonitorRule(
        "TooHot",
        f"last_over_time(kiosk_temperature_celsius[3h]) > {TOO_HOT_C}",
        msgid("{kiosk}: {value} °C; give it shade and air"),
    )
    yield MonitorRule(
        "SettingRefused",
        "last_over_time(kiosk_setting_refused[3h]) > 0",
        msgid("{kiosk}: it refused the setting {setting}; see its page at the desk"),
    )
    yield MonitorRule(
        "SystemRefused",
        'last_over_time(kiosk_system{state=~"refused|cut|failed"}[3h]) > 0',
        msgid("{kiosk}: system {number} was not installed ({state})"),
    )
    program = "last_over_time(kiosk_program[1d])"
    yield MonitorRule(
        "ProgramDiffers",
        f"({program} and {program} offset {_SAME_PROGRAM_DAYS}d)"
        f" unless on (version) topk(1, count by (version) ({program}))",
        msgid("{kiosk}: for two weeks it has had program {version}, which most others do not have"),
    )
    yield MonitorRule(
        "SourceStale",
        f"last_over_time(kiosk_source_age_seconds{told}) > {span.removesuffix('s')}",
        msgid("{kiosk}: nothing new from {source} for more than {days} days"),
    )


def rules_document(silent: timedelta, enrolled: Iterable[tuple[str, str]], words: Words) -> Mapping[str, Any]:
    """Return the file of vmalert. *enrolled* are kiosks that should report, by id and place."""
    days = round(silent / timedelta(days=1))
    rules = [
        _alert(each.name, each.query, _said(each.said, words, days), by_desk=each.by_desk)
        for each in monitor_rules(silent)
    ]
    for kiosk, place in enrolled:
        named = {"kiosk": plain_label(kiosk), "place": plain_label(place)}
        query = f'absent_over_time(kiosk_up{{kiosk="{named["kiosk"]}"}}[{LOOKBACK_DAYS}d])'
        rule = _alert(NEVER, query, words(_NEVER, days=LOOKBACK_DAYS, kiosk=f"{named['place']} ({named['kiosk']})"))
        rules.append(rule | {"labels": {**rule["labels"], **named}})
    return {"groups": [{"name": GROUP, "interval": _EACH, "rules": rules}]}


def plain_label(text: str) -> str:
    """Return *text* as one line in which no template begins: vmalert, vmauth and Alertmanager fill in their files."""
    return clean_line("".join(c for c in text if c not in '{}%$`\\"'), 60)


def _alert(name: str, query: str, said: str, *, by_desk: bool = False) -> dict[str, Any]:
    labels = {"told": "desk" if by_desk else "monitor"}
    return {"alert": name, "expr": query, "labels": labels, "annotations": {"summary": said}}


def _said(message: str, words: Words, days: int) -> str:
    labels = {name: f"{{{{ $labels.{name} }}}}" for name in _LABELS}
    named = {"kiosk": _KIOSK, "value": "{{ $value }}", "days": str(days), **labels}
    return words(message, **{name: value for name, value in named.items() if f"{{{name}}}" in message})
