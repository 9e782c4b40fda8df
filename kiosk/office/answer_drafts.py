"""Answers that somebody has begun: what a fault, a closed lid or the end of a session left behind, until the answer is sent."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from content_cache.files import write_whole
from kiosk.office.answers import Typed
from kiosk.office.post_records import Question


class AnswerDrafts:
    """A file each in `folder`, by question and person."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, question: Question, person: str) -> Typed | None:
        with suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(self._path(question, person).read_bytes(), type=Typed)
        return None

    def keep(self, question: Question, person: str, typed: Typed) -> None:
        """On a full disk only the page has it. What is asked in a clerk's words is kept for an answer to everybody alone."""
        if typed.private:
            typed = msgspec.structs.replace(typed, question="")
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._path(question, person), msgspec.json.encode(typed), 0o600)

    def drop(self, question: Question) -> None:
        """It is answered, or closed, whoever did it."""
        for path in self._folder.glob(f"{question.who}-{question.n}-*.json"):
            path.unlink(missing_ok=True)

    def _path(self, question: Question, person: str) -> Path:
        return self._folder / f"{question.who}-{question.n}-{person}.json"
