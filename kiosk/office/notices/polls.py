"""Results of polls: votes as kiosks reported them, each batch once, by village."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from msgspec import Struct

from content_cache.model.polls import SHOWN, poll_id
from kiosk.i18n.words import Words
from kiosk.office.editions.faults import Faults
from kiosk.office.editions.folder import FolderNotice, read_notices
from kiosk.office.notices.notices import Notices
from kiosk.office.post.records import OpenedEnvelope
from kiosk.office.post.store import PostStore

KIND = "vote"
MOST_OF_ONE = 10_000
"""Most votes for one choice in a batch. A kiosk takes 200 a day and reports once a day, so more is no real count."""


class Sums(Struct, frozen=True):
    """Votes by the index of their choice: of all villages together, and of each village by its name."""

    all: tuple[int, ...]
    villages: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def total(self) -> int:
        return sum(self.all)


class VoteCount(Struct, frozen=True):
    """Votes of one kiosk for one choice of a poll."""

    kiosk: str
    poll: str
    choice: int
    number: int


class Polls:
    """Polls of one office. Envelopes that nobody has opened yet are not counted."""

    def __init__(self, store: PostStore, notices: Notices, words: Words, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._notices = notices
        self._words = words
        self._clock = clock

    def sums(self, notice: FolderNotice, villages: Mapping[str, str]) -> Sums | None:
        """Return the votes for a notice, or `None` if it has no poll. *villages* gives names by area. Raise OSError."""
        choices = tuple(notice.plain.get("poll", {}).get("choices", ()))
        return self._sums(poll_id(notice.id, choices), len(choices), self._votes(), villages) if choices else None

    def all_sums(self, villages: Mapping[str, str]) -> list[tuple[FolderNotice, Sums]]:
        """Return each notice of the folder that has a poll, with its votes. *villages* gives names by area. Raises OSError."""
        votes = self._votes()
        return [
            (notice, self._sums(poll_id(notice.id, choices), len(choices), votes, villages))
            for notice in read_notices(self._notices.folder, self._notices.office(), self._clock(), Faults())
            if (choices := tuple(notice.plain.get("poll", {}).get("choices", ())))
        ]

    def unopened(self) -> int:
        """Return the number of unopened envelopes with votes."""
        return self._store.count_unread(KIND)

    def result_lines(self) -> dict[str, list[str]]:
        """Return the result of each poll that is published, as lines of text by notice id. Raise OSError."""
        votes = self._votes()
        if not votes:
            return {}
        found = {}
        for notice in read_notices(self._notices.folder, self._notices.office(), self._clock(), Faults()):
            poll = notice.plain.get("poll", {})
            if poll.get("results") != SHOWN:
                continue
            choices = tuple(poll["choices"])
            sums = self._sums(poll_id(notice.id, choices), len(choices), votes, {})
            if sums.total:
                found[notice.id] = list(self._sum_lines(choices, sums))
        return found

    def _sum_lines(self, choices: Sequence[str], sums: Sums) -> Iterator[str]:
        yield self._words.plural("Results so far: {n} vote.", "Results so far: {n} votes.", sums.total)
        for choice, number in zip(choices, sums.all, strict=True):
            yield self._words.plural("{choice}: {n} vote.", "{choice}: {n} votes.", number, choice=choice)

    def _sums(self, poll: str, choices: int, votes: Sequence[VoteCount], names: Mapping[str, str]) -> Sums:
        where = {each.id: names.get(each.area) or each.place for each in self._store.register.kiosks(withdrawn=True)}
        counted: dict[str, Counter[int]] = {}
        for vote in votes:
            if vote.poll == poll and vote.choice < choices:
                counted.setdefault(where.get(vote.kiosk, vote.kiosk), Counter())[vote.choice] += vote.number
        villages = tuple(
            (village, tuple(numbers[choice] for choice in range(choices)))
            for village, numbers in sorted(counted.items())
        )
        return Sums(tuple(sum(numbers[choice] for _, numbers in villages) for choice in range(choices)), villages)

    def _votes(self) -> list[VoteCount]:
        """Return the votes in all reports. A batch that came twice, under two numbers or from a copied card, counts once."""
        seen: set[tuple[str, str]] = set()
        found: list[VoteCount] = []
        for told in self._store.reports(KIND):
            batch, votes = read_votes(told)
            if batch and (told.kiosk, batch) not in seen:
                seen.add((told.kiosk, batch))
                found += votes
        return found


def read_votes(told: OpenedEnvelope) -> tuple[str, list[VoteCount]]:
    """Return name and votes of the batch in *told*, ("", []) if it is no batch. Malformed lines are skipped."""
    lines = [_json(line) for line in told.content.split(b"\n")]
    name = lines[0].get("batch")
    if not isinstance(name, str) or not 0 < len(name) <= 64:
        return "", []
    votes: dict[tuple[str, int], VoteCount] = {}
    for line in lines[1:]:
        poll, choice, number = line.get("poll"), line.get("choice"), line.get("votes")
        if (
            isinstance(poll, str)
            and type(choice) is int
            and choice >= 0
            and type(number) is int
            and 0 < number <= MOST_OF_ONE
        ):
            votes.setdefault((poll, choice), VoteCount(told.kiosk, poll, choice, number))
    return name, list(votes.values())


def _json(line: bytes) -> Mapping[str, Any]:
    with suppress(ValueError, RecursionError):
        if isinstance(found := json.loads(line), dict):
            return found
    return {}
