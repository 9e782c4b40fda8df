"""Delivery of questions: sealed for an office and queued, or to the hall's desk. Nobody can read them on the way.

A `question` is a line of JSON, then Opus in Ogg (mono, 24 kHz, 24 kbit/s, 60 s, 250 kB) or UTF-8: `number` (1, 2, 3 …;
10,000 higher after a new data partition), `for` (`name` of `[[questions.for]]`), `asked`, `language` (of the screen),
`type` (`audio/ogg` or `text/plain`), `seconds` (0 of a text), `kind` (`complaint`, `letter`; without it, or with
another, it is a question), `photo` (JPEG or PNG in base64, at most 150 kB; from a phone's page). A kiosk takes 6 an
hour and 20 a day, of them 3 and 10 by phones.

An item with `_kiosk.answers` stands in *Warga bertanya* alone: title the question, `author` who answers; `stage` of a
complaint or a request (`received`, `working`, `done`), of a private one in its box alone. A private one
is kept by its kiosk alone and opens there by a code of 6 digits: HMAC-SHA-256 of `kiosk-answer NUMBER` by the seed of
the kiosk's key, modulo 1,000,000. Its boxes are crypto_box_seal to the X25519 form of that key: the SHA-256 of
`kiosk-answer KIOSK NUMBER text` (or `… sound`), then `{"title": …, "text": …, "sound": "<SHA-256>", "stage": …}` padded to 512
bytes, or the recording. One to a number that was never given here, or a second one, is not shown.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from content_cache.model.concerns import ConcernKind
from kiosk.content.views.questions import CODE_DIGITS, AskView, Recipient
from kiosk.post.faults import PostError
from kiosk.post.question_photo import photo_text
from kiosk.settings.sections import QuestionSettings
from kiosk.state.question_log import QuestionLog

_log = logging.getLogger(__name__)


class QuestionOutbox(Protocol):
    """Interface of kiosk.post.spool.Spool: it numbers a question and seals it before it returns. Raises PostError."""

    def put_question(self, content_of: Callable[[int], bytes], above: int, /) -> int: ...
    def give_number(self, keep: Callable[[int], None], above: int, /) -> int: ...
    def given(self) -> int: ...

    @property
    def seals(self) -> bool:
        """Return whether questions can be sealed for an office."""

    @property
    def answered_to(self) -> tuple[str, bytes]:
        """Return the kiosk's name and public key."""

    def code(self, number: int, digits: int, /) -> str: ...


class HallBox(Protocol):
    """Interface of kiosk.hall.questions.HallQuestions: it seals a question for the hall's desk. `put` raises OSError."""

    @property
    def public(self) -> bytes | None:
        """Return the desk's public key, b"" if it cannot be read: then no question is stored for the hall."""

    def put(self, number: int, asked: datetime, seconds: float, content: bytes, /) -> None: ...
    def change_stamp(self) -> int: ...


class MicrophoneTake(Protocol):
    """Interface of kiosk.hall.recording.question_take.QuestionTake."""

    number: int

    @property
    def path(self) -> Path: ...
    def finish(self) -> None: ...
    def discard(self) -> None: ...


class Spoken(Struct, frozen=True):
    """Recording that another page hands over to be sent: its Opus data, and its length in seconds."""

    take: MicrophoneTake
    opus: bytes
    seconds: float


class Hearing(Protocol):
    """Interface of kiosk.speech.recognition.recogniser.Recogniser."""

    def begin(self) -> None: ...
    def close(self) -> None: ...


class QuestionBox:
    """Box for questions. Without an *outbox*, or if the settings name nobody to ask, it takes none."""

    def __init__(
        self, settings: QuestionSettings, log: QuestionLog, outbox: QuestionOutbox | None, hall: HallBox | None
    ) -> None:
        self._settings = settings
        self._log = log
        self._outbox = outbox
        self._hall = hall
        self._hall_seen = hall.change_stamp() if hall is not None else 0
        self.spoken: Spoken | None = None
        """Question recorded on another page, until the page that sends questions takes it."""

    def asked(self) -> tuple[Recipient, ...]:
        """Return the recipients that a question can reach now.

        An office needs a key to seal with, the hall's desk a key to open with. Those asked elsewhere can always be
        reached.
        """
        return reachable(self._settings, self._outbox, self._hall)

    def code(self, number: int) -> str:
        """Return the code of the private answer to question *number*, or "" if there is none."""
        return self._outbox.code(number, CODE_DIGITS) if self._outbox is not None else ""

    def hall_moved(self) -> bool:
        """Return whether the hall's desk has a new key or has answered since the last call."""
        if self._hall is None or (seen := self._hall.change_stamp()) == self._hall_seen:
            return False
        self._hall_seen = seen
        return True

    def seal_question(self, view: AskView, opus: bytes, language: str, now: datetime, photo: bytes = b"") -> int:
        """Seal the question, with a *photo* that was written anew here, and return its number. Return 0 if it could not be
        stored; then no part of it is."""
        if self._outbox is None:
            return 0
        told: dict[str, object] = {
            "for": view.whom, "asked": now.isoformat(timespec="seconds"), "language": language,
            "type": "text/plain" if view.text else "audio/ogg", "seconds": round(view.length, 1),
        }  # fmt: skip
        if view.kind is not ConcernKind.QUESTION:
            told["kind"] = str(view.kind)
        hall = self._hall if view.to_hall else None
        if hall is not None:  # the office has this kiosk's key since it was enrolled
            kiosk, key = self._outbox.answered_to
            told["answer_to"] = {"kiosk": kiosk, "key": key.hex()}
        if photo:  # the last field: the hall's box looks at the beginning alone
            told["photo"] = photo_text(photo)
        body = view.text.strip().encode() if view.text else opus
        noted: list[int] = []

        def content_of(number: int) -> bytes:
            self._log.note_asked(number, now)
            noted.append(number)
            return json.dumps({"number": number, **told}, ensure_ascii=False).encode() + b"\n" + body

        try:
            if hall is not None:
                return self._outbox.give_number(
                    lambda number: hall.put(number, now, view.length, content_of(number)), self._log.highest()
                )
            return self._outbox.put_question(content_of, self._log.highest())
        except (PostError, OSError) as error:
            _log.warning("a question is not kept: %s", error)
            for number in noted:
                self._log.return_number(number)
            return 0


def reachable(settings: QuestionSettings, outbox: QuestionOutbox | None, hall: HallBox | None) -> tuple[Recipient, ...]:
    """Return the recipients of the *settings* that a question can reach now (`QuestionBox.asked`)."""
    to_hall = outbox is not None and hall is not None and hall.public is not None
    by_post = outbox is not None and outbox.seals
    found = (
        Recipient(
            each.name,
            each.icon or "user",
            each.about,
            each.hall and to_hall,
            each.number,
            each.link,
            by_office=each.hall and not to_hall,
        )
        for each in settings.asked
    )
    return tuple(each for each in found if each.elsewhere or each.hall or by_post)


def hall_of(settings: QuestionSettings, data: Path) -> HallBox | None:
    """Return the box of the hall's desk, or `None` if the settings name no recipient of the hall."""
    if not any(each.hall for each in settings.asked):
        return None
    from kiosk.hall.questions import HallQuestions  # imported only if the hall answers

    return HallQuestions(data)
