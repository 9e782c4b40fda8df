"""Views of the page on which residents ask, from the choice of a recipient to the question's number."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from content_cache.model.concerns import ConcernKind
from kiosk.post.envelope import VOICE_KEPT

MOST_TEXT = 300  # characters of a typed question
MOST_SECONDS = 60
CODE_DIGITS = 6
"""Digits of the code that opens a private answer."""
_BESIDE = 4  # choices that stand beside what is said of them


class AskStep(StrEnum):
    """Steps in their order; a question is spoken (RECORD) or typed (WRITE)."""

    KIND = "kind"
    WHOM = "whom"
    RECORD = "record"
    WRITE = "write"
    REVIEW = "review"
    DONE = "done"


class Recipient(Struct, frozen=True):
    """Recipient of questions and what to ask about.

    *icon* is one of the tokens. *hall*: the village hall, which answers without an office. *by_office*: an office
    answers for the hall, whose desk takes no questions yet. One with a *number* or a *link* is asked elsewhere.
    """

    name: str
    icon: str = "user"
    about: str = ""
    hall: bool = False
    number: str = ""
    link: str = ""
    by_office: bool = False

    @property
    def elsewhere(self) -> bool:
        return bool(self.number or self.link)


class AskView(Struct, frozen=True):
    """Question, complaint or request of a resident as it stands. *chosen* is the index of its recipient, None before.

    While recording: *opened* once the microphone is open, *seconds* so far, *levels* of loudness (0 to 100, five a
    second). In review: *length* and *played* in seconds, *playing*, or the typed *text*.

    *number* is the question's, *secret* the code that opens a private answer, *code* the payload of the QR code.
    *told* is the result of the last act, *wrong* whether it is bad news. *kept_days* and *answer_days* are the
    settings'.
    """

    asked: tuple[Recipient, ...] = ()
    step: AskStep = AskStep.WHOM
    chosen: int | None = None
    kind: ConcernKind = ConcernKind.QUESTION
    opened: bool = False
    ending: bool = False
    seconds: float = 0.0
    levels: tuple[int, ...] = ()
    length: float = 0.0
    playing: bool = False
    played: float = 0.0
    text: str = ""
    number: int = 0
    secret: str = ""
    code: str = ""
    waits: bool = False  # for the internet
    told: str = ""
    wrong: bool = False
    kept_days: int = 30
    answer_days: int = 3

    @property
    def about(self) -> str:
        """Return the subject of the page: its step and the chosen recipient."""
        return f"{self.step} {self.chosen}"

    @property
    def to_hall(self) -> bool:
        """Return whether the chosen recipient is the village hall."""
        return self.chosen is not None and self.asked[self.chosen].hall

    @property
    def voice_days(self) -> int:
        """Return the days after which a voice is deleted at the latest: for the hall alone those of its settings."""
        return self.kept_days if self.to_hall else VOICE_KEPT.days

    @property
    def by_office(self) -> bool:
        """Return whether an office hears the question in place of the hall, which is the chosen recipient."""
        return self.chosen is not None and self.asked[self.chosen].by_office

    @property
    def whom(self) -> str:
        return self.asked[self.chosen].name if self.chosen is not None else ""

    def beside(self, room: bool) -> bool:
        """Return whether the choices are shown beside their description: if there is *room*, and the choices are few."""
        return room and len(self.asked) <= _BESIDE

    @property
    def recording(self) -> bool:
        """Return whether a recording is under way, from the prompt to the last sample."""
        return self.step is AskStep.RECORD

    def spots(self, *, beside: bool) -> tuple[str, ...]:
        """Return the focus spots in reading order. *beside*: the choices stay in sight. The keyboard step has none."""
        whom = tuple(f"to:{index}" for index in range(len(self.asked)))
        match self.step:
            case AskStep.KIND:
                return tuple(f"kind:{index}" for index in range(len(ConcernKind)))
            case AskStep.WHOM if self.chosen is None:
                return whom
            case AskStep.WHOM:
                return (*whom, "speak") if self.beside(beside) else ("speak", *(("change",) if len(whom) > 1 else ()))
            case AskStep.REVIEW:
                return (*(() if self.text else ("hear",)), "send", *(() if self.text else ("again",)), "discard")
            case AskStep.DONE:
                return ("asked",)
        return ()
