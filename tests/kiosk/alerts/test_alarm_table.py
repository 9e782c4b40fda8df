"""The table in alarm_table.txt: which alert is heard when, and how; false alarms and missed alarms are named there."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.vocabulary import Severity
from kiosk.alerts.sound_policy import ArrivalWay, Raised, Sounding
from kiosk.core.clock import Moment, Trust
from kiosk.speech.utterance import Prelude
from kiosk.state.alert_history import Sounded
from tests.kiosk.alerts.alert_kiosk import next_sounding

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)  # in Luwuk
TABLE = Path(__file__).with_name("alarm_table.txt").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.partition("-+-")[2].splitlines()[1:]]


def span(written: str) -> timedelta:
    """ "1m", "-2h", "59s", "-50y" """
    number, unit = re.fullmatch(r"(-?\d+)([smhy])", written).groups()  # type: ignore[union-attr]
    return int(number) * {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1)}.get(
        unit, timedelta(days=365)
    )


def alert_of(row: list[str]) -> Raised:
    severity, clock, came, since, left, status, source, *_ = row
    arrived = NOON if clock == "trusted" else moment_of(clock, row[4]).now
    return Raised(
        id="a",
        severity=Severity(severity),
        started=NOON - span(since),
        ends=None if left == "open" else NOON + span(left),
        arrived_at=arrived,
        arrival=ArrivalWay(came),
        drill=status == "drill",
        ended=status == "cancel",
        may_alarm=source == "alert",
    )


def moment_of(clock: str, left: str = "2h") -> Moment:
    """An unknown clock is in 1976; the floor is noon where the alert is to be over by it, else an hour before the alert."""
    match Trust(clock):
        case Trust.TRUSTED:
            return Moment(NOON, Trust.TRUSTED)
        case Trust.FLOOR:
            floor = NOON if left == "0m" else NOON - timedelta(hours=4)
            return Moment(floor + timedelta(minutes=1), Trust.FLOOR, floor)
        case Trust.UNKNOWN:
            return Moment(NOON - timedelta(days=50 * 365), Trust.UNKNOWN)


def heard_of(row: list[str], now: datetime) -> dict[str, Sounded]:
    """ "3x 15m m", "waspada 1x 1m", "9x 1m told", "3x 1m late" """
    if row[7] == "never":
        return {}
    severity, times, ago, flag = re.fullmatch(r"(\w+ )?(\d+)x (\S+)(?: (\w+))?", row[7]).groups()  # type: ignore[union-attr]
    last = now - span(ago)
    first = last if flag == "late" else min(last, NOON - span(row[3]) + timedelta(minutes=1))
    return {
        "a": Sounded(
            "a",
            (severity or row[0]).strip(),
            first,
            last,
            int(times),
            understood=last if flag == "m" else None,
            end_told=flag == "told",
        )
    }


def told(what: Sounding | None) -> str:
    if what is None:
        return "-"
    said = f"{what.manner.prelude} {what.manner.where} {what.manner.volume}"
    words = (("simulasi", what.drill), ("age", what.age is not None), ("end", what.end))
    return ", ".join([said, *(word for word, is_said in words if is_said)])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(cell for cell in row[:9] if cell))
def test_the_table(row: list[str]) -> None:
    moment = moment_of(row[1], row[4])
    heard = heard_of(row, moment.now)
    what = next_sounding([alert_of(row)], moment, heard, quiet=row[8] == "night", volume=70)
    assert told(what) == row[9], f"else it would be {row[10]}"


def test_the_table_is_as_long_as_was_asked_for_and_names_both_faults() -> None:
    assert len(ROWS) >= 60
    faults = [row[10] for row in ROWS]
    assert sum("missed" in fault for fault in faults) > 20
    assert sum("false" in fault for fault in faults) > 20


@pytest.mark.parametrize("row", [row for row in ROWS if row[9].startswith("siren")], ids=lambda row: " ".join(row[:5]))
def test_whatever_has_a_siren_loses_it_as_a_drill_and_sounds_not_at_all_from_the_news(row: list[str]) -> None:
    moment, alert = moment_of(row[1], row[4]), alert_of(row)
    heard = heard_of(row, moment.now)
    drill = next_sounding([replace(alert, drill=True)], moment, heard, quiet=False, volume=70)
    assert drill is None or drill.manner.prelude is not Prelude.SIREN
    assert next_sounding([replace(alert, may_alarm=False)], moment, heard, quiet=False, volume=70) is None
