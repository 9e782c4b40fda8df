"""What the office knows of its kiosks and of what they sent: as the store gives it, and as it is handed to it. Frozen and pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class EnvelopeWay(StrEnum):
    """How an envelope came."""

    POST = "post"
    STICK = "stick"


class EnvelopeOutcome(StrEnum):
    """What became of an envelope: it is new, it is here already, another one is here under its number, or there are too many gaps
    below it and it was not taken."""

    NEW = "new"
    SAME = "same"
    FORKED = "forked"
    BEYOND = "beyond"


class EnrolOutcome(StrEnum):
    """What became of a kiosk that asked to be known: it is; another key has its name; the code is used or over; there is no such
    code; there are too many kiosks."""

    KNOWN = "known"
    OTHER_KEY = "other_key"
    CODE_OVER = "code_over"
    NO_CODE = "no_code"
    FULL = "full"


class Enrolled(Struct, frozen=True):
    """One kiosk. `who` is this enrolment, of which a kiosk that was withdrawn may have a second; up to the number `taken` all has
    come that ever will, `forked` is the first number under which two different envelopes came, 0 for none; `rival` is when
    another key was last tried for its name. Times are aware."""

    who: int
    id: str
    key: bytes
    since: datetime
    place: str
    area: str
    taken: int
    seen: datetime | None
    forked: int
    rival: datetime | None
    withdrawn: datetime | None

    @property
    def acknowledged(self) -> int:
        """Up to which number it may forget: nothing from where there are two of it, for of these one was not taken."""
        return min(self.taken, self.forked - 1) if self.forked else self.taken

    @property
    def doubtful(self) -> bool:
        """There may be two of it: a copied card."""
        return bool(self.forked) or self.rival is not None


class EnrolCode(Struct, frozen=True):
    """One that was made. `kiosk` is who has used it, "" for nobody yet."""

    code: str
    place: str
    area: str
    until: datetime
    kiosk: str = ""


class Sealed(Struct, frozen=True):
    """An envelope to be kept: its number, its kind, when its kiosk says that it was made, and all of its bytes."""

    n: int
    kind: str
    made: str
    content: bytes


class NewQuestion(Struct, frozen=True):
    """What an envelope says of its question, in the clear. `asked` is aware."""

    number: int
    asked_of: str
    asked: datetime
    language: str
    type: str
    seconds: int


class QuestionRecord(Struct, frozen=True):
    """What is known of one without hearing it. `number` is its own, which its resident knows, `n` that of its envelope; `state` is
    `waiting`, `drafted` (somebody without the right to send has written an answer), `answering` (somebody is just sending one),
    `answered` or `closed` (without an answer), by `person` since `at`; `notice` is the answer's file. `here` says whether it is
    still kept."""

    who: int
    kiosk: str
    place: str
    area: str
    number: int
    n: int
    asked_of: str
    asked: datetime
    language: str
    type: str
    seconds: int
    state: str
    person: str
    at: datetime
    notice: str
    came: datetime
    way: str
    here: bool


class OpenedEnvelope(Struct, frozen=True):
    """What one opened envelope said. `made` is by its kiosk's clock, and no later than it came."""

    kiosk: str
    n: int
    made: datetime
    content: bytes
