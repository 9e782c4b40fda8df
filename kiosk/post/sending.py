"""Choice of what is sent next, what has waited too long, and how much may be sent today, by a time of its own. Pure.

No clock is believed for long. This time runs on with the process, and adds at most a week at once for the time that the
kiosk was off. A clock that is wrong by years ages nothing by years.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec
from msgspec import Struct, field

from kiosk.post.envelope import VOICE_KEPT, EnvelopeKind
from kiosk.post.spool import WaitingEnvelope

NAME = "sending.json"
DAY_S = 86_400.0
KEPT_DAYS = 90
"""Days that an envelope waits until it is given up; one of a question waits `VOICE_KEPT`."""
AGAIN_DAYS = 10
"""Days after which a delivered envelope is sent again unless it was acknowledged; then after twice as many, and so on."""
MOST_BODY = 900_000  # bytes in one message; the receiver takes 1,000,000
_MOST_OFF_S = 7 * DAY_S
_ORDER = (
    EnvelopeKind.ENROL,
    EnvelopeKind.WAITING,
    EnvelopeKind.QUESTION,
    EnvelopeKind.NOTICE,
    EnvelopeKind.VOTE,
    EnvelopeKind.PICTURE,
    EnvelopeKind.LOG,
    EnvelopeKind.HEALTH,
    EnvelopeKind.COUNTS,
    EnvelopeKind.PROMPT,
    EnvelopeKind.BACKUP,
)


def urgency(each: WaitingEnvelope) -> tuple[int, int]:
    """Return the sort key: envelopes from people before those from machines, the oldest first."""
    return _ORDER.index(each.kind), each.number


class Handed(Struct):
    """Receipt of the office for an envelope: when it came last, and how often."""

    at: float
    times: int = 1


class Sending(Struct):
    """State of the sender.

    *age* is this module's time in seconds. *wall* is the timestamp at which a clock was last believed. *spent* are
    bytes on *day* (of this time). *since* holds when each number was first seen here, *handed* which the office has.
    *told_day* is the day on which health and counts were last put in, *counts_until* (ISO) the last date of those
    counts. *told_state* names the edition and the office's last request that the health told of. *enrolled* names the
    enrolment that was put in, *notices* the hall's notices that were, by id.
    """

    age: float = 0.0
    wall: float = 0.0
    day: int = 0
    spent: int = 0
    since: dict[int, float] = field(default_factory=dict)
    handed: dict[int, Handed] = field(default_factory=dict)
    told_day: int = -1
    counts_until: str = ""
    told_state: str = ""
    enrolled: str = ""
    notices: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_stored(cls, content: bytes) -> Sending:
        """Return the stored state, or a new one if it cannot be read: then envelopes wait longer, and are sent once more."""
        try:
            return msgspec.json.decode(content, type=cls)
        except msgspec.MsgspecError:
            return cls()

    def to_json(self) -> bytes:
        return msgspec.json.encode(self)

    @property
    def today(self) -> int:
        return int(self.age // DAY_S)

    def run_on(self, seconds: float) -> None:
        """Advance this module's time by *seconds*, during which the process ran."""
        self.age += max(seconds, 0.0)
        if self.today != self.day:
            self.day, self.spent = self.today, 0

    def was_off(self, now: float, running: float) -> None:
        """Credit the time spent powered off; call this once, when the clock is believed for the first time.

        *now* is a timestamp, *running* the seconds since the start.
        """
        off = min(max(now - running - self.wall, 0.0), _MOST_OFF_S) if self.wall else 0.0
        self.run_on(off)
        self.wall = now

    def see(self, waiting: Iterable[WaitingEnvelope]) -> list[int]:
        """Update the state by the envelopes in *waiting*, and forget all others. Return the numbers that have waited too long."""
        kept = {each.number: _kept_seconds(each.kind) for each in waiting}
        self.since = {number: self.since.get(number, self.age) for number in sorted(kept)}
        self.handed = {number: each for number, each in self.handed.items() if number in kept}
        return [number for number, since in self.since.items() if self.age - since > kept[number]]

    def is_due(self, number: int) -> bool:
        """Return whether the envelope *number* is to be sent, or sent once more."""
        handed = self.handed.get(number)
        return handed is None or self.age - handed.at >= AGAIN_DAYS * DAY_S * 2 ** min(handed.times - 1, 5)

    def took(self, numbers: Collection[int]) -> None:
        """Note the office's receipt for *numbers*."""
        for number in numbers:
            before = self.handed.get(number)
            self.handed[number] = Handed(self.age, before.times + 1 if before else 1)

    def chosen(
        self, waiting: Sequence[WaitingEnvelope], *, a_day: int, most: int, smallest: bool = False
    ) -> list[WaitingEnvelope]:
        """Return the envelopes of the next message of at most *most* bytes, people's before machines', or the *smallest* first.

        *a_day* is the limit of bytes a day. One envelope is always allowed on a day on which nothing was sent.
        """
        due = [each for each in waiting if self.is_due(each.number)]
        due.sort(key=(lambda each: (each.size, each.number)) if smallest else urgency)
        left = max(a_day - self.spent, 0)
        found: list[WaitingEnvelope] = []
        size = 0
        for each in due:
            size += each.size
            if size > min(most, left) and (found or (self.spent and each.size > left)):
                break
            found.append(each)
        return found


def _kept_seconds(kind: EnvelopeKind) -> float:
    return VOICE_KEPT.total_seconds() if kind is EnvelopeKind.QUESTION else KEPT_DAYS * DAY_S
