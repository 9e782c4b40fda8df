"""Tests for rules in words: what is said of a rule, and that it is read as the same rule again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from content_cache.formats.repeats import Series, next_times
from content_cache.model.items import Occurrence
from content_cache.text.dates import parse_date
from content_cache.text.repeat_words import rule_of
from kiosk.i18n.rule_words import RuleWords
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words

SATURDAY = datetime(2026, 12, 5, 8, tzinfo=ZoneInfo("Asia/Makassar"))

RULES = {
    "FREQ=DAILY": "setiap hari",
    "FREQ=DAILY;INTERVAL=3": "setiap 3 hari",
    "FREQ=WEEKLY": "setiap Sabtu",
    "FREQ=WEEKLY;BYDAY=TH,MO": "setiap Senin dan Kamis",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;WKST=SU": "setiap 2 minggu, hari Sabtu",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": "setiap hari kerja, Senin sampai Jumat",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU": "setiap hari",
    "FREQ=MONTHLY": "tiap bulan tanggal 5",
    "FREQ=MONTHLY;BYMONTHDAY=1,15": "tiap bulan tanggal 1 dan 15",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "tiap bulan pada hari terakhir",
    "FREQ=MONTHLY;BYDAY=1TH": "tiap bulan Kamis pertama",
    "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1": "tiap bulan Kamis terakhir",
    "FREQ=MONTHLY;BYDAY=1SA,3SA": "tiap bulan Sabtu pertama dan Sabtu ketiga",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5": "tiap 3 bulan, tanggal 5",
    "FREQ=YEARLY": "setiap tahun, 5 Desember",
    "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=17": "setiap tahun, 17 Agustus",
    "FREQ=WEEKLY;UNTIL=20261231T160000Z": "setiap Sabtu, sampai 1 Januari 2027",
    "FREQ=WEEKLY;UNTIL=20261226": "setiap Sabtu, sampai 26 Desember 2026",
    "FREQ=WEEKLY;COUNT=10": "setiap Sabtu, 10 kali seluruhnya",
    "FREQ=MONTHLY;BYDAY=TH": "berulang, menurut aturannya sendiri",
    "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1": "berulang, menurut aturannya sendiri",
    "FREQ=WEEKLY;BYMONTH=1": "berulang, menurut aturannya sendiri",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31": "berulang, menurut aturannya sendiri",
    "FREQ=HOURLY": "berulang, menurut aturannya sendiri",
    "FREQ=WEEKLY;INTERVAL=0": "berulang, menurut aturannya sendiri",
    "FREQ=WEEKLY;UNTIL=99999999": "setiap Sabtu",
    "=;;FREQ": "berulang, menurut aturannya sendiri",
    "": "",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_in_words(rule: str) -> None:
    assert RuleWords(Words(Translation("id")))(rule, SATURDAY) == RULES[rule]


def test_every_day_of_until_is_of_the_events_zone() -> None:
    assert RuleWords(Words(Translation("id")))("FREQ=DAILY;UNTIL=20261231T160000Z", SATURDAY.astimezone(UTC)).endswith(
        "31 Desember 2026"
    )


def day_of(text: str) -> date | None:
    found = parse_date(text, "Asia/Makassar", now=SATURDAY)
    return found.date() if found else None


@pytest.mark.parametrize(
    "rule",
    [
        *list(RULES)[:19],
        "FREQ=WEEKLY;BYDAY=SU",
        "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261230",
        "FREQ=MONTHLY;BYDAY=2WE,-1FR;COUNT=4",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    ],
)
def test_what_is_said_of_a_rule_is_read_as_the_same_times(rule: str) -> None:
    found = rule_of(RuleWords(Words(Translation("id")))(rule, SATURDAY), day_of)
    assert found is not None
    first = Occurrence(SATURDAY, SATURDAY)
    assert next_times(Series(first, found.rule), SATURDAY, 9) == next_times(Series(first, rule), SATURDAY, 9)
