"""Account of a kiosk's envelope numbers at the office: which it has or will never see, and so may acknowledge. Pure.

An acknowledgement names one number, and the kiosk forgets all up to it. So no number may be missing below it that is
still to come: one that lies on a stick under way, or that waits for a line. A kiosk may have to give numbers up: its
spool was full, it waited too long, or its data partition was made anew. Then it sends an envelope of the kind `waiting`.
That one lists which of the numbers up to a certain one are still to come; no other of them ever will. The list stays
true for ever, and does no harm when it comes again.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec
from msgspec import Struct

from kiosk.post.faults import EnvelopeError, PostCode

Ranges = tuple[tuple[int, int], ...]
"""Numbers as (first, last) of each run, rising, with gaps between."""
MOST_RANGES = 90
"""Number of ranges that fit into the 4 KB of an envelope, however long their numbers are."""


class WaitingNumbers(Struct, frozen=True):
    """Content of the envelope: of the numbers up to *upto*, only those of *waiting* are still to come."""

    upto: int
    waiting: Ranges


class Account(Struct, frozen=True):
    """Numbers of one kiosk, as the office knows them.

    Every number up to *acknowledged* is taken or will never come. So is every number in *beyond*, but between them
    something is still to come.
    """

    acknowledged: int = 0
    beyond: Ranges = ()

    def took(self, *numbers: int) -> Account:
        """Return the account after *numbers* are taken: stored, or refused for good."""
        return self._with_ranges((number, number) for number in numbers)

    def joins(self, number: int) -> bool:
        """Return whether *number* is known or next to a known one, so that it needs no further range."""
        return any(first - 1 <= number <= last + 1 for first, last in ((0, self.acknowledged), *self.beyond))

    def with_waiting(self, told: WaitingNumbers) -> Account:
        """Return the account with all numbers up to `told.upto` counted as taken or lost, except those of `told.waiting`."""
        ends = [(0, 0), *told.waiting, (told.upto + 1, told.upto + 1)]
        return self._with_ranges((last + 1, first - 1) for (_, last), (first, _) in pairwise(ends))

    def _with_ranges(self, more: Iterable[tuple[int, int]]) -> Account:
        joined: list[tuple[int, int]] = []
        for first, last in sorted([(0, self.acknowledged), *self.beyond, *more]):
            if first > last:
                continue
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return Account(joined[0][1], tuple(joined[1:]))


def still_waiting(numbers: Iterable[int], upto: int) -> WaitingNumbers:
    """Return those of *numbers*, rising, that fit into an envelope; if not all do, the list covers lower numbers alone."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], number)
        elif len(ranges) == MOST_RANGES:
            return WaitingNumbers(number - 1, tuple(ranges))
        else:
            ranges.append((number, number))
    return WaitingNumbers(upto, tuple(ranges))


def waiting_content(told: WaitingNumbers) -> bytes:
    return msgspec.json.encode(told)


def read_waiting(content: bytes, number: int) -> WaitingNumbers:
    """Return the list in *content*. *number* is the envelope's, which is above all that the list covers.

    Raise EnvelopeError if *content* is no such list.
    """
    try:
        told = msgspec.json.decode(content, type=WaitingNumbers)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise EnvelopeError(PostCode.NO_LIST) from error
    flat = [each for run in told.waiting for each in run]
    apart = all(last + 1 < first for (_, last), (first, _) in pairwise(told.waiting))
    within = 0 <= told.upto < number and (not flat or 1 <= flat[0] <= flat[-1] <= told.upto)
    if len(told.waiting) > MOST_RANGES or flat != sorted(flat) or not apart or not within:
        raise EnvelopeError(PostCode.NO_LIST)
    return told
