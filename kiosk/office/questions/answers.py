"""Answers to residents' questions: each is a notice whose `answers` names the question, made once.

A private answer is shown by the resident's own kiosk only, and names nothing but the number. A public one, in *Warga
bertanya*, has the question in a clerk's words. Neither has the resident's voice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from content_cache.model.concerns import ConcernKind, ConcernStage, read_stage
from content_cache.model.problems import msgid
from content_cache.model.vocabulary import Category
from content_cache.text.plain import clean_line
from kiosk.i18n.concern_words import ANSWER_TITLES, STAGE_ANSWERS
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
    """Content of the answer form: the question in a clerk's words, the answer, and the file of its recording.

    A *private* answer is for its resident alone. *stage* is that of a complaint or a request, "" for a question.
    """

    question: str
    answer: str
    audio: str
    private: bool
    stage: str = ""

    def check_complete(self) -> None:
        """Raise OfficeError if the answer is missing, or the question's wording for a public answer."""
        if not self.answer.strip() and not self.audio and read_stage(self.stage) is None:
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
        stage = _stage_of(question, typed)
        if stage is not None:
            answers["stage"] = str(stage)
        recorded = msgid("The answer was recorded. Press Listen.")
        said = recorded if typed.audio or stage is None else STAGE_ANSWERS[stage]
        parts = {
            "title": self._words(ANSWER_TITLES[question.kind], number=question.number),
            "category": str(Category.ANNOUNCEMENT),
            "expires": stamp(now + STAYS),
            "answers": json.dumps(answers),
            "audio": typed.audio,
            BODY: typed.answer.strip() or self._words(said),
        }
        if typed.private:
            parts["areas"] = question.area
        else:
            parts["title"] = clean_line(typed.question, 200)
        return {name: part for name, part in parts.items() if part}

    def send_answer(self, question: QuestionRecord, typed: Typed, person: Person, now: datetime) -> str:
        """Make the answer ready as a notice of the next edition, and return the notice's name. Raise OfficeError:
        ANSWERED where somebody else was first, STAGE_BACK for a stage before one that was told, others for a missing part
        or a full disk."""
        typed.check_complete()
        name, stage = name_of(question), _stage_of(question, typed)
        self._check_stage(question, stage)
        if not self._move(question, ("waiting", "drafted", "closed", "working"), "answering", person, now, name):
            self._refuse(question)
        try:
            self._check_stage(question, stage)  # as it is now that nobody else can send
            self._store_answer(question, typed, person, now, name)
            self._notices.make_ready(name)
        except OfficeError:
            before = "waiting" if question.stage is None else "working"
            self._move(question, ("answering",), before, person, now, name if before == "working" else "")
            raise
        self._move(question, ("answering",), _state_after(stage), person, now, name, stage)
        self._notices.commit_notice(
            name, person.name, self._words("answers question {number}", number=question.number), now
        )
        return name

    def draft(self, question: QuestionRecord, typed: Typed, person: Person, now: datetime) -> str:
        """Save the answer as a draft for an editor, because *person* may not publish. Return its notice's name. Raise
        OfficeError as `send_answer` does."""
        typed.check_complete()
        name = name_of(question)
        self._check_stage(question, _stage_of(question, typed))
        own = ("drafted",) if question.person == person.id else ()
        if not self._move(question, ("waiting", "closed", "working", *own), "drafted", person, now, name):
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
        stage = _stage_in(parts)
        return Typed(title, parts.get(BODY, ""), parts.get("audio", ""), private, str(stage or ""))

    def close(self, question: QuestionRecord, person: Person, now: datetime) -> bool:
        """Close the question without an answer. Return false where somebody has answered it meanwhile. Its recording is
        later deleted as if it were answered."""
        return self._move(question, ("waiting", "drafted"), "closed", person, now)

    def reconcile_notices(self, now: datetime) -> None:
        """Correct the states of questions by their notices. Interrupted answers are finished or wait again. A draft
        that was made ready counts as answered. A draft that was deleted does not, nor an answer withdrawn while its
        resident could still hear it."""
        for question in self._store.questions("answered", "working", most=_LOOKED_AT):
            if now - question.at < STAYS and not (there := self._notices.has(question.notice))[0]:
                state = "drafted" if there[1] else "waiting"
                self._store.move(question.who, question.n, question.state, state, question.person, now, question.notice)
        for question in self._store.questions("answering", "drafted"):
            live, draft = self._notices.has(question.notice)
            if question.state == "answering" and now - question.at <= STUCK:
                continue
            if live and not (draft and question.stage is not None):
                stage = self._told_stage(question)
                self._store.move(
                    question.who, question.n, question.state, _state_after(stage), question.person, now, question.notice,
                    stage,
                )  # fmt: skip
            elif live and question.state == "answering":  # a further stage, broken off: the one before still stands
                self._store.move(
                    question.who, question.n, "answering", "working", question.person, now, question.notice
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

    def _check_stage(self, question: QuestionRecord, stage: ConcernStage | None) -> None:
        now = self._store.question(question.who, question.n)
        if now is not None and stage is not None and not stage.may_follow(now.stage):
            raise OfficeError(OfficeCode.STAGE_BACK)

    def _told_stage(self, question: QuestionRecord) -> ConcernStage | None:
        """Return the stage that the notice tells; the last one where it is a complaint's and tells none."""
        try:
            found = _stage_in(self._notices.open(question.notice).parts)
        except OfficeError:
            found = None
        return found or (None if question.kind is ConcernKind.QUESTION else ConcernStage.DONE)

    def _move(
        self,
        question: QuestionRecord,
        before: Sequence[str],
        state: str,
        person: Person,
        now: datetime,
        notice: str = "",
        stage: ConcernStage | None = None,
    ) -> bool:
        return any(
            self._store.move(question.who, question.n, each, state, person.id, now, notice, stage) for each in before
        )

    def _refuse(self, question: QuestionRecord) -> None:
        now = self._store.question(question.who, question.n)
        person = now.person if now is not None else ""
        raise OfficeError(OfficeCode.ANSWERED, name=person, number=question.number)


def _stage_of(question: QuestionRecord, typed: Typed) -> ConcernStage | None:
    """Return the stage that the answer tells: of a complaint or a request the last one, if *typed* names none."""
    if question.kind is ConcernKind.QUESTION:
        return None
    return read_stage(typed.stage) or ConcernStage.DONE


def _stage_in(parts: Mapping[str, str]) -> ConcernStage | None:
    try:
        return read_stage(json.loads(parts.get("answers", "{}")).get("stage"))
    except (ValueError, AttributeError):
        return None


def _state_after(stage: ConcernStage | None) -> str:
    return "answered" if stage in (None, ConcernStage.DONE) else "working"


def name_of(question: QuestionRecord) -> str:
    """Return the name of the notice that answers *question*. One name per question prevents a second answer."""
    return f"jawaban-{question.kiosk}-{question.who}-{question.n}"
