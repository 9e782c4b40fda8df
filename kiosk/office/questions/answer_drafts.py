"""Drafts of answers that somebody has begun. They survive a fault, a closed lid or the end of a session until the
question is answered."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import msgspec

from kiosk.office.post.records import QuestionRecord
from kiosk.office.post.store import PostStore
from kiosk.office.questions.answers import Typed
from kiosk.web.drafts import DraftFolder

_FILE = re.compile(r"(\d{1,18})-(\d{1,18})-.*\.json")
ALL = "*"
_OPEN = ("waiting", "drafted", "working")


class AnswerDrafts:
    """Drafts in the *private* part of the office's *folder*: a file for each question and person."""

    def __init__(self, folder: Path, private: Path, store: PostStore) -> None:
        self._office = folder
        self._drafts = DraftFolder(private / "jawaban", Typed)
        self._store = store

    def of(self, question: QuestionRecord, person: str) -> Typed | None:
        return self._drafts.find(_draft_name(question, person))

    def keep(self, question: QuestionRecord, person: str, typed: Typed) -> None:
        """Store *typed* as the person's draft while the question is open; a late draft for an answered question is
        dropped. On a full disk nothing is stored. The clerk's wording of the question is stored only for a public
        answer."""
        if typed.private:
            typed = msgspec.structs.replace(typed, question="")
        with suppress(OSError):
            now = self._store.question(question.who, question.n)
            if now is None or now.state not in _OPEN:
                if now is not None and now.state == "answered":
                    self._drop_sound(typed.audio)
                return
            self._drafts.store_draft(_draft_name(question, person), typed)

    def delete_drafts(self, question: QuestionRecord, person: str = ALL) -> None:
        """Delete the draft answer of *person* to *question*, by default all drafts, because it was answered or closed."""
        for name in self._drafts.names(_draft_name(question, person)):
            self._remove(name)

    def clear(self) -> None:
        """Delete drafts for questions that are closed, or no longer stored."""
        for name in self._drafts.names():
            found = _FILE.fullmatch(name)
            known = self._store.question(int(found[1]), int(found[2])) if found else None
            # an answer that is being sent waits again if that breaks off
            if known is None or not known.here or known.state not in (*_OPEN, "answering"):
                self._remove(name)

    def _remove(self, name: str) -> None:
        begun = self._drafts.find(name)
        self._drafts.delete_draft(name)
        if begun is not None:
            self._drop_sound(begun.audio)

    def _drop_sound(self, file: str) -> None:
        """Delete the recording *file* unless a notice or another draft names it."""
        if file.startswith("lampiran/") and ".." not in file and not self._is_named(file):
            (self._office / file).unlink(missing_ok=True)

    def _is_named(self, file: str) -> bool:
        papers = (*self._office.rglob("*.md"), *self._drafts.folder.glob("*.json"))
        return any(file.encode() in paper.read_bytes() for paper in papers)


def _draft_name(question: QuestionRecord, person: str) -> str:
    return f"{question.who}-{question.n}-{person}.json"
