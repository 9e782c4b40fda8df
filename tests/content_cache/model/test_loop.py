"""When an item takes its turn: what feeds and offices write of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from content_cache.model.loop import MOST_HOURS, LoopTerms, as_fields, read_terms

MONDAY = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)


def date(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({}, LoopTerms()),
        ({"weight": 3}, LoopTerms(3)),
        ({"weight": "0"}, LoopTerms(0)),
        ({"hours": ["07:00-18:00", "22.00 – 02.00"]}, LoopTerms(1, ((420, 1080), (1320, 120)))),
        ({"hours": "00:00-24:00"}, LoopTerms(1, ((0, 1440),))),
        ({"days": ["mon", "Sabtu"]}, LoopTerms(1, (), (0, 5))),
        ({"days": "senin, jumat"}, LoopTerms(1, (), (0, 4))),
        ({"days": "daily"}, LoopTerms()),
        ({"until": "2026-12-01"}, LoopTerms(until=datetime(2026, 12, 1, tzinfo=UTC))),
    ],
)
def test_what_is_written_is_meant(written: dict[str, object], meant: LoopTerms) -> None:
    assert read_terms(written, date) == (meant, [])
    assert read_terms(as_fields(meant), date) == (meant, [])


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({"weight": 11}, ["weight"]), ({"weight": -1}, ["weight"]), ({"weight": True}, ["weight"]),
        ({"weight": "9" * 99}, ["weight"]),
        ({"weight": 1.5}, ["weight"]), ({"weight": None}, ["weight"]), ({"hours": ["7-18"]}, ["hours"]),
        ({"hours": ["25:00-26:00"]}, ["hours"]), ({"hours": ["07:00-24:01"]}, ["hours"]), ({"hours": [7]}, ["hours"]),
        ({"hours": ["07:00-07:00"]}, ["hours"]), ({"hours": ["07:00-18:00"] * (MOST_HOURS + 1)}, ["hours"]),
        ({"hours": {"a": 1}}, ["hours"]), ({"days": ["someday"]}, ["days"]), ({"days": [0]}, ["days"]),
        ({"until": "kapan-kapan"}, ["until"]), ({"speed": 1}, ["speed"]),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_named_and_counts_for_nothing(written: dict[str, object], wrong: list[str]) -> None:
    terms, found = read_terms(written, date)
    assert found == wrong
    assert terms is not None
    assert len(terms.hours) <= MOST_HOURS
    assert read_terms(as_fields(terms), date) == (terms, [])


def test_no_terms_and_no_table() -> None:
    assert read_terms(None, date) == (None, [])
    assert read_terms(["07:00-18:00"], date) == (None, ["loop"])


@pytest.mark.parametrize(
    ("terms", "holds"),
    [
        (LoopTerms(), True),
        (LoopTerms(0), False),
        (LoopTerms(1, ((420, 1080),)), True),
        (LoopTerms(1, ((420, 581),)), False),  # the end is outside
        (LoopTerms(1, ((1320, 600),)), True),
        (LoopTerms(1, ((1320, 500),)), False),
        (LoopTerms(1, (), (0,)), True),
        (LoopTerms(1, (), (1, 6)), False),
        (LoopTerms(until=MONDAY), False),
    ],
)
def test_terms_hold(terms: LoopTerms, holds: bool) -> None:
    assert terms.hold(MONDAY) == holds
