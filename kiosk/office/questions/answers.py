"""Answers to residents' questions: each is a notice whose `answers` names the question, made once.

A private answer is shown by the resident's own kiosk only, and names nothing but the number. A public one, in *Warga
bertanya*, has the question in a clerk's words. Neither has the resident's voice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from content_cache.model.items import Category
from content_cache.text.plain import clean_line
from kiosk.i18n.words import Words
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.notices.form import stamp
from kiosk.office.notices.notices import Notices
from kiosk.office.notices.parts import BODY, Parts
from kiosk.office.people.people import Person
from kiosk.office.post.records import QuestionRecord
from kiosk.office.post.store import PostStore

STAYS = timedelta(days=60)
"""Time that an answer is shown: a resident may come back weeks later."""

STUCK = timedelta(minutes=2)
"""Time after which an answer that is being sent counts as broken off, by a power cut or a full disk."""


_LOOKED_AT = 2_000


class Typed(Struct, frozen=True):
    """Content of the answer form: the question in a clerk's words, the answer, the file of its recording, and whether
    only its resident gets it."""

    question: str
    answer: str
    audio: str
    private: bool

    def check_complete(self) -> None:
        """Raise OfficeError if the answer is missing, or the question's wording for a public answer."""
        if not self.answer.strip() and not self.audio:
            raise OfficeError(OfficeCode.ANSWER_EMPTY)
        if not self.private and not self.question.strip():
            raise OfficeError(OfficeCode.ANSWER_TITLE)


class Answers:
    """Answers, written as notices into *notices*. *store* records which questions are answered."""

    def __init__(self, notices: Notices, store: PostStore, words: Words) -> None:
        self._notices = notices
        self._store = store
        self._words = words

    def parts(self, question: QuestionRecord, typed: Typed, now: datetime) -> Parts:
        """Return the parts of the notice that *typed* becomes, shown for STAYS from *now*."""
        answers = {"kiosk": question.kiosk, "number": str(question.number)} | (
            {"private": "true"} if typed.private else {}
        )
        parts = {
            "title": self._words("Answer to question {number}", number=question.number),
            "category": str(Category.ANNOUNCEMENT),
            "expires": stamp(now + STAYS),
            "answers": json.dumps(answers),
            "audio": typed.audio,
            BODY: typed.answer.strip() or self._words("The answer was recorded. Press Listen."),
        }
        if typed.private:
            parts["areas"] = question.area
        else:
            parts["title"] = clean_line(typed.question, 200)
        return {name: part for name, part in parts.items() if part}

    def send_answer(self, question: QuestionRecord, typed: Typed, person: Person, now: datetime) -> str:
        """Make the answer ready as a notice of the next edition, and return the notice's name. Raise OfficeError:
        ANSWERED where somebody else was first, others for a missing part or a full disk."""
        typed.check_complete()
        name = name_of(question)
        if not self._move(question, ("waiting", "drafted", "closed"), "answering", person, now, name):
            self._refuse(question)
        try:
            self._store_answer(question, typed, person, now, name)
            self._notices.make_ready(name)
        except OfficeError:
            self._move(question, ("answering",), "waiting", person, now)
            raise
        self._move(question, ("answering",), "answered", person, now, name)
        self._notices.commit_notice(
            name, person.name, self._words("answers question {number}", number=question.number), now
        )
        return name

    def draft(self, question: QuestionRecord, typed: Typed, person: Person, now: datetime) -> str:
        """Save the answer as a draft for an editor, because *person* may not publish. Return its notice's name. Raise
        OfficeError as `send_answer` does."""
        typed.check_complete()
        name = name_of(question)
        own = ("drafted",) if question.person == person.id else ()
        if not self._move(question, ("waiting", "closed", *own), "drafted", person, now, name):
            self._refuse(question)
        self._store_answer(question, typed, person, now, name, noted={"asked": stamp(now)})
        self._notices.commit_notice(
            name, person.name, self._words("writes an answer to question {number}", number=question.number), now
        )
        return name

    def drafted(self, question: QuestionRecord) -> Typed:
        """Return the drafted answer to *question*, for an editor. Raise OfficeError if there is no draft."""
        parts = self._notices.open(question.notice).parts
        private = "private" in parts.get("answers", "")
        title = "" if private else parts.get("title", "")
        return Typed(title, parts.get(BODY, ""), parts.get("audio", ""), private)

    def close(self, question: QuestionRecord, person: Person, now: datetime) -> bool:
        """Close the question without an answer. Return false where somebody has answered it meanwhile. Its recording is
        later deleted as if it were answered."""
        return self._move(question, ("waiting", "drafted"), "closed", person, now)

    def reconcile_notices(self, now: datetime) -> None:
        """Correct the states of questions by their notices. Interrupted answers are finished or wait again. A draft
        that was made ready counts as answered. A draft that was deleted does not, nor an answer withdrawn while its
        resident could still hear it."""
        for question in self._store.questions("answered", most=_LOOKED_AT):
            if now - question.at < STAYS and not (there := self._notices.has(question.notice))[0]:
                state = "drafted" if there[1] else "waiting"
                self._store.move(question.who, question.n, "answered", state, question.person, now, question.notice)
        for question in self._store.questions("answering", "drafted"):
            live, draft = self._notices.has(question.notice)
            if question.state == "answering" and now - question.at <= STUCK:
                continue
            if live:
                self._store.move(
                    question.who, question.n, question.state, "answered", question.person, now, question.notice
                )
            elif question.state == "answering" or not draft:
                self._store.move(question.who, question.n, question.state, "waiting", question.person, now)

    def _store_answer(
        self,
        question: QuestionRecord,
        typed: Typed,
        person: Person,
        now: datetime,
        name: str,
        noted: dict[str, str] | None = None,
    ) -> None:
        version = ""
        if any(self._notices.has(name)):
            version = self._notices.open(name).version
        parts = self.parts(question, typed, now)
        self._notices.save_draft(name, version, parts, person.id, now, noted=noted)

    def _move(
        self,
        question: QuestionRecord,
        before: Sequence[str],
        state: str,
        person: Person,
        now: datetime,
        notice: str = "",
    ) -> bool:
        return any(self._store.move(question.who, question.n, each, state, person.id, now, notice) for each in before)

    def _refuse(self, question: QuestionRecord) -> None:
        now = self._store.question(question.who, question.n)
        person = now.person if now is not None else ""
        raise OfficeError(OfficeCode.ANSWERED, name=person, number=question.number)


def name_of(question: QuestionRecord) -> str:
    """Return the name of the notice that answers *question*. One name per question prevents a second answer."""
    return f"jawaban-{question.kiosk}-{question.who}-{question.n}"
