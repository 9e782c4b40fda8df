"""Votes as numbers: bounded, batched, and none lost or counted twice by a process that ends at any moment."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.office.notices.polls import read_votes
from kiosk.office.post.records import OpenedEnvelope
from kiosk.post.envelope import MOST, EnvelopeKind
from kiosk.state.memory import Memory
from kiosk.state.vote_box import MOST_A_DAY, MOST_AN_HOUR, Full
from tests.support.items import NOW

pytestmark = pytest.mark.attack(
    "people",
    "one person votes for the village, a feed asks or counts, a vote is read off the card or the line, "
    "one is counted twice",
)


def test_so_many_an_hour_and_a_day_of_one_poll(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        box = memory.votes
        assert [box.add("a", 0, NOW) for _ in range(MOST_AN_HOUR)] == [Full.NO] * MOST_AN_HOUR
        assert box.add("a", 0, NOW) is Full.HOUR
        assert box.add("b", 0, NOW) is Full.NO, "another poll"
        taken = MOST_AN_HOUR
        for hour in range(1, 12):
            taken += sum(box.add("a", 1, NOW + timedelta(hours=hour)) is Full.NO for _ in range(MOST_AN_HOUR))
        assert taken == MOST_A_DAY
        assert box.add("a", 0, NOW + timedelta(hours=12)) is Full.DAY
        assert box.add("a", 0, NOW + timedelta(days=1)) is Full.NO
        assert box.add("a", 0, NOW - timedelta(days=900)) is Full.NO, "a clock that was set back stops nobody"


def test_a_batch_stays_the_same_until_it_is_gone(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        assert memory.votes.batch() is None
        for choice in (0, 1, 0):
            memory.votes.add("jajak#1", choice, NOW)
        first = memory.votes.batch()
        memory.votes.add("jajak#1", 0, NOW)
    with Memory(tmp_path) as memory:  # after a cut between the spool and the note of it
        assert first is not None
        assert memory.votes.batch() == first
        lines = [json.loads(line) for line in first[1].splitlines()]
        assert lines == [
            {"batch": first[0]},
            {"poll": "jajak#1", "choice": 0, "votes": 2},
            {"poll": "jajak#1", "choice": 1, "votes": 1},
        ]
        memory.votes.gone(first[0])
        second = memory.votes.batch()
        assert second is not None
        assert second[0] != first[0]
        assert read_votes(OpenedEnvelope("k", 1, NOW, second[1]))[1][0].number == 1


def test_batches_fit_their_envelope_and_hold_every_vote(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        for poll in range(60):
            memory.votes.add(f"{'é' * 100}{poll}", 4, NOW)
        found = []
        while batch := memory.votes.batch():
            assert len(batch[1]) <= MOST[EnvelopeKind.VOTE]
            found += read_votes(OpenedEnvelope("k", 1, NOW, batch[1]))[1]
            memory.votes.gone(batch[0])
        assert (len({each.poll for each in found}), sum(each.number for each in found)) == (60, 60)


def test_no_time_finer_than_an_hour_and_no_choice_beside_it_is_kept(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.votes.add("jajak", 3, NOW)
    with sqlite3.connect(tmp_path / "kiosk.sqlite") as db:
        assert db.execute("SELECT * FROM votes").fetchall() == [("jajak", 3, 1)]
        assert db.execute("SELECT * FROM votes_cast").fetchall() == [("jajak", "2026-11-24T09", 1)]
