"""Records of kiosks and of what they sent, as the store returns and takes them. Frozen and pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from content_cache.model.concerns import ConcernKind, ConcernStage
from kiosk.post.envelope import VOICE_KEPT


class EnvelopeWay(StrEnum):
    """Way on which an envelope came."""

    POST = "post"
    STICK = "stick"


class EnvelopeOutcome(StrEnum):
    """Result of storing an envelope. It is new, or stored already, or differs from a stored one of its number, or is
    refused for too many gaps below it."""

    NEW = "new"
    SAME = "same"
    FORKED = "forked"
    BEYOND = "beyond"


class EnrolOutcome(StrEnum):
    """Result of an enrolment. The kiosk is known, or another key has its name. The code is used or over, or unknown. Or
    there are too many kiosks."""

    KNOWN = "known"
    OTHER_KEY = "other_key"
    CODE_OVER = "code_over"
    NO_CODE = "no_code"
    FULL = "full"


class Enrolled(Struct, frozen=True):
    """Enrolled kiosk. `who` is the number of this enrolment; a kiosk that was withdrawn may have a second one. All
    numbers up to `taken` have come, or never will. `forked` is the first number with two different envelopes, 0 for
    none. `rival` is when another key was last tried for its name. Times are aware."""

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
        """Return the number up to which the kiosk may forget what it sent. It ends below a forked number, because one
        of its two envelopes was not stored."""
        return min(self.taken, self.forked - 1) if self.forked else self.taken

    @property
    def doubtful(self) -> bool:
        """Return whether two devices may use the same key: its card may have been copied."""
        return bool(self.forked) or self.rival is not None


class Replacement(Struct, frozen=True):
    """Replacement of the kiosk `old` by the kiosk `new`. `at` is aware."""

    old: str
    new: str
    at: datetime


class EnrolCode(Struct, frozen=True):
    """Enrolment code. `kiosk` is the kiosk that used it, "" if none did."""

    code: str
    place: str
    area: str
    until: datetime
    kiosk: str = ""


class Sealed(Struct, frozen=True):
    """Envelope to store: its number, its kind, its time by the kiosk's clock, and all of its bytes."""

    n: int
    kind: str
    made: str
    content: bytes


class NewQuestion(Struct, frozen=True):
    """Public data of a question in an envelope. `asked` is aware. `photo` says whether a photo came along."""

    number: int
    asked_of: str
    asked: datetime
    language: str
    type: str
    seconds: int
    kind: ConcernKind = ConcernKind.QUESTION
    photo: bool = False


class QuestionRecord(Struct, frozen=True):
    """Record of a question, without its content. `number` is the one that its resident knows, `n` that of its envelope.
    `state` is `waiting`, `drafted` (a writer's answer awaits an editor), `answering` (it is being sent), `working` (a
    stage was told, and more follows), `answered` or `closed` (without an answer). `person` set it at `at`. `notice` is
    the answer's file. `here` says whether the content is still stored. `stage` is what was told last to whoever brought
    a complaint or a request."""

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
    kind: ConcernKind = ConcernKind.QUESTION
    stage: ConcernStage | None = None
    photo: bool = False

    def deleted_at(self, answered: timedelta, longest: timedelta) -> datetime:
        """Return when the content is deleted: *answered* after the answer, a text *longest* after it came, a voice
        or photo `VOICE_KEPT` after it was asked."""
        asked = self.asked if timedelta(0) <= self.came - self.asked <= VOICE_KEPT else self.came
        at_last = self.came + longest if self.type == "text/plain" and not self.photo else asked + VOICE_KEPT
        return min(at_last, self.at + answered) if self.state in ("answered", "closed") else at_last


class OpenedEnvelope(Struct, frozen=True):
    """Content of an opened envelope. `made` is its time by the kiosk's clock, at the latest that of its arrival."""

    kiosk: str
    n: int
    made: datetime
    content: bytes
