"""Tests for events that repeat by a rule: words to rules, rules to times as dateutil has them, and rules that mean harm."""

from __future__ import annotations

import csv
import re
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from content_cache.formats.recurrence import RuleError
from content_cache.formats.repeats import (
    MOST_TIMES,
    Series,
    falls_on_rule,
    last_time,
    next_times,
    rule_parts,
    times_around,
)
from content_cache.model.items import Occurrence
from content_cache.text.dates import parse_date
from content_cache.text.repeat_words import Repeats, repeats_in, rule_of

ZONE = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 12, 3, 8, tzinfo=ZONE)
FIRST = Occurrence(datetime(2026, 12, 3, 9, tzinfo=ZONE), datetime(2026, 12, 3, 11, tzinfo=ZONE))
with Path(__file__).with_name("repeats.tsv").open(encoding="utf-8") as _file:
    ROWS = [(row["words"], row["rule"], row["times"]) for row in csv.DictReader(_file, delimiter="\t")]


def day_of(text: str) -> date | None:
    found = parse_date(text, ZONE, now=NOW)
    return found.date() if found else None


def at(day: str, hour: int = 9, hours: int = 2) -> Occurrence:
    starts = datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE).replace(hour=hour)
    return Occurrence(starts, starts + timedelta(hours=hours))


def days(times: tuple[Occurrence, ...]) -> list[str]:
    return [f"{each.starts:%Y-%m-%d}" for each in times]


@pytest.mark.parametrize(("words", "rule", "times"), ROWS)
def test_words_are_a_rule_and_a_rule_is_times_as_dateutil_has_them(words: str, rule: str, times: str) -> None:
    found = rule_of(words, day_of)
    assert found is not None
    assert found.rule == rule
    series = Series(FIRST, found.rule)
    assert days(next_times(series, NOW, 5)) == times.split(", ")
    to_its_end = re.sub(r"(UNTIL=\d{8})", r"\1T235959", rule)
    rules = rrulestr(to_its_end, dtstart=datetime(2026, 12, 3, 9))  # noqa: DTZ001
    expected = rules.between(datetime(2026, 11, 1), datetime(2028, 1, 1))[:MOST_TIMES]  # noqa: DTZ001
    whole = times_around(series, NOW)
    assert [each.starts.replace(tzinfo=None) for each in whole] == (expected or [rules[0]])
    assert {each.ends - each.starts for each in whole} == {timedelta(hours=2)}


@pytest.mark.parametrize(
    ("text", "rule", "rest", "begins"),
    [
        ("setiap Rabu pertama, 08.00-11.00", "FREQ=MONTHLY;BYDAY=1WE", "08.00-11.00", ""),
        ("setiap malam Jumat pukul 7", "FREQ=WEEKLY;BYDAY=TH", "pukul 7", ""),
        ("Senin dan Kamis setiap minggu jam 9", "FREQ=WEEKLY;BYDAY=MO,TH", "jam 9", ""),
        (
            "setiap Jumat mulai 11 Desember 2026 sampai Januari 2027, 09.00",
            "FREQ=WEEKLY;BYDAY=FR;UNTIL=20270131",
            "09.00",
            "11 Desember 2026",
        ),
    ],
)
def test_the_hour_and_the_first_day_are_left_to_who_reads_them(text: str, rule: str, rest: str, begins: str) -> None:
    assert repeats_in(text, day_of) == Repeats(rule, rest, (), begins)


@pytest.mark.parametrize(
    "text",
    [
        "besok", "Sabtu, 5 Desember 2026, 09.00", "setiap bulan hari Rabu", "dua kali sebulan", "setiap tanggal 40", "setiap",
        "Rabu pertama yang cerah", "setiap Rabu 0 kali", "setiap Jumat sampai 30 Februari 2027", "x" * 400, "setiap " * 40,
    ],
)  # fmt: skip
def test_what_is_no_rule_is_none(text: str) -> None:
    found = repeats_in(text, day_of)
    assert found is None or found.rest


@pytest.mark.parametrize("text", ["setiap minggu", "tiap Minggu, 09.00", "Setiap minggu sampai 30 Desember 2026"])
def test_a_bare_minggu_is_asked_for(text: str) -> None:
    found = repeats_in(text, day_of)
    assert found is not None
    assert found.doubt.lower() == "minggu"
    assert not found.rule


def test_days_are_left_out_moved_and_added() -> None:
    excepted = frozenset({date(2026, 12, 25), date(2027, 1, 1)})
    moved = at("2026-12-26", 15, 1)
    series = Series(at("2026-12-04"), "FREQ=WEEKLY;BYDAY=FR;UNTIL=20270108", excepted, (moved,))
    assert days(times_around(series, NOW)) == ["2026-12-04", "2026-12-11", "2026-12-18", "2026-12-26", "2027-01-08"]
    assert moved in times_around(series, NOW)
    assert last_time(series) == at("2027-01-08")
    assert series.mark != Series(series.first, series.rule, excepted).mark


def test_single_further_days_need_no_rule() -> None:
    series = Series(FIRST, also=(at("2026-12-20"), at("2026-12-10")))
    assert days(times_around(series, NOW)) == ["2026-12-03", "2026-12-10", "2026-12-20"]
    assert last_time(series) == at("2026-12-20")


def test_the_times_stay_the_same_within_a_month_and_go_on_with_the_next() -> None:
    series = Series(at("2024-01-01"), "FREQ=DAILY")
    first, last = (times_around(series, datetime(2026, 12, day, 12, tzinfo=ZONE)) for day in (1, 31))
    assert first == last
    assert first[0].starts.date() == date(2026, 11, 1)
    assert len(first) == MOST_TIMES
    assert times_around(series, datetime(2027, 1, 1, tzinfo=ZONE))[0].starts.date() == date(2026, 12, 1)


def test_a_series_that_is_over_keeps_its_last_time_and_a_later_one_has_its_first() -> None:
    over = Series(at("2025-01-03"), "FREQ=WEEKLY;BYDAY=FR;COUNT=2")
    assert days(times_around(over, NOW)) == ["2025-01-10"]
    assert next_times(over, NOW, 5) == ()
    later = Series(at("2029-01-05"), "FREQ=WEEKLY;BYDAY=FR")
    assert days(times_around(later, NOW)) == ["2029-01-05"]


def test_the_first_day_counts_only_where_the_rule_falls_on_it() -> None:
    assert not falls_on_rule(Series(FIRST, "FREQ=MONTHLY;BYDAY=1WE"))
    assert falls_on_rule(Series(FIRST, "FREQ=WEEKLY"))


def test_an_hour_stays_what_it_is_when_a_zone_changes_its_clocks() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    first = Occurrence(datetime(2027, 3, 21, 9, tzinfo=zone), datetime(2027, 3, 21, 10, tzinfo=zone))
    now = datetime(2027, 3, 20, tzinfo=zone)
    found = next_times(Series(first, "FREQ=WEEKLY"), now, 3)
    assert [f"{each.starts:%H %z}" for each in found] == ["09 +0100", "09 +0200", "09 +0200"]
    assert found[1].ends.hour == 10


_BY_A_RULE = pytest.mark.attack(
    "what comes in",
    "an event of a notice that repeats each second, a thousand million times, until the year 9999 or never, with 10,000 exceptions",
    "the parts of a rule that words can say, 1,000 times and days, up to 2100; 300 times in an edition",
)
HOSTILE = [
    "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=1", "FREQ=HOURLY", "FREQ=DAILY;COUNT=1000000000", "FREQ=DAILY;UNTIL=99991231",
    "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,1,2,3,4", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=13",
    "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=-1", "FREQ=WEEKLY;INTERVAL=1000000", "FREQ=WEEKLY;BYDAY=",
    "FREQ=WEEKLY;COUNT=2;UNTIL=20270101", "FREQ=WEEKLY;FREQ=DAILY", "FREQ=YEARLY;BYEASTER=0", "FREQ=YEARLY;BYWEEKNO=53",
    "FREQ=WEEKLY;UNTIL=20261399", "FREQ=WEEKLY\nEXRULE:FREQ=DAILY", "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 200), "", "=", "RRULE",
]  # fmt: skip


@_BY_A_RULE
@pytest.mark.parametrize("rule", HOSTILE)
def test_a_rule_that_means_harm_is_refused_at_once(rule: str) -> None:
    begun = time.process_time()
    with pytest.raises(RuleError):
        next_times(Series(FIRST, rule or "FREQ="), NOW, 5)
    assert time.process_time() - begun < 1


def test_a_rule_that_never_matches_ends_and_no_time_is_beyond_the_century() -> None:
    with pytest.raises(RuleError):
        times_around(Series(at("2026-02-01"), "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31"), NOW)
    yearly = next_times(Series(FIRST, "FREQ=YEARLY"), NOW, 10_000)
    assert yearly[-1].starts.year == 2100
    assert rule_parts("FREQ=DAILY;UNTIL=20991231")["UNTIL"] == "20991231"


def test_ten_thousand_exceptions_are_refused_and_a_series_without_a_day_is_none() -> None:
    many = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(10_000))
    with pytest.raises(RuleError):
        times_around(Series(FIRST, "FREQ=DAILY", many), NOW)
    with pytest.raises(RuleError):
        times_around(Series(FIRST, "FREQ=DAILY;COUNT=2", frozenset({date(2026, 12, 3), date(2026, 12, 4)})), NOW)
