"""Questions for the hall's own staff: heard by whoever knows their password, answered in writing or by voice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, cast

from flask import Response, abort, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, problem
from content_cache.text.plain import clean_line, clean_text
from kiosk.desk.faults import DeskCode, PersonError
from kiosk.desk.login import DeskContext, LoginPages
from kiosk.desk.unfinished import UnfinishedNotices
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.notices.faults import RefusedError
from kiosk.notices.hall_questions import SHORTEST, Asked, HallAnswer, HallQuestions, Told
from kiosk.notices.uploads import take_spoken, take_voice

PATH = "/tanya"
_OPEN_S = 1_800.0
_LONGEST, _TITLE = 4_000, 200  # letters of an answer, and of a question in a clerk's words
_SHOWN = 30  # answers
_SOUND = b"OggS"


class HallQuestionPages:
    """For whoever `login` knows. What opens the questions is kept in memory, for the session that gave the password."""

    def __init__(self, desk: DeskContext, login: LoginPages) -> None:
        self._desk = desk
        self._login = login
        self._words = Words(Translation(desk.language))
        self.questions = HallQuestions(desk.notice_store.folder.parent, stretch=desk.stretch)
        self._one_at_a_time = threading.Lock()
        self._open: dict[str, tuple[float, bytes]] = {}

    def routes(self) -> tuple[tuple[str, str, Callable[..., AnyResponse | str]], ...]:
        number = "<int(min=1, max=999999999):number>"
        return (
            ("GET", PATH, self.page),
            ("POST", PATH, self.open),
            ("POST", f"{PATH}/sandi", self.choose_password),
            ("GET", f"{PATH}/{number}", self.one),
            ("POST", f"{PATH}/{number}", self.answer),
            ("GET", f"{PATH}/{number}/suara", self.sound),
        )

    def count(self) -> int:
        """How many wait; what is too old is forgotten first."""
        self._forget()
        return len(self.questions.waiting())

    def _forget(self) -> None:
        with suppress(OSError):  # on a full disk what is here is shown
            self.questions.forget(self._desk.clock(), self._desk.monotonic(), self._desk.questions.kept_days)

    # the list, and its password

    def page(self) -> str:
        return self._page(None)

    def _page(self, fault: Problem | None) -> str:
        session, now, settings = self._login.session(), self._desk.clock(), self._desk.questions
        self._forget()
        secret, me = self._secret(), self._login.person().id
        waiting, answers = self.questions.waiting(), self.questions.answers()
        late = now - timedelta(days=settings.answer_days) if settings.answer_days else None
        return render_template(
            "questions.html", session=session, waiting=waiting, answers=answers[:_SHOWN], answered=len(answers), late=late,
            overdue=sum(late is not None and each.asked < late for each in waiting), fault=fault, kept_days=settings.kept_days,
            has_key=self.questions.public is not None, is_open=secret is not None, shortest=SHORTEST, now=now,
            done=request.args.get("terjawab", 0, int), chosen=self.questions.chosen,
            others=[each for each in self._desk.people.all() if each.id != me],
            fitting={each.number for each in waiting if secret is not None and self.questions.fits(each, secret)},
        )  # fmt: skip

    def open(self) -> AnyResponse | str:
        return self._page(problem(DeskCode.NOT_THE_PASSWORD)) if self._given() is None else redirect(PATH, 303)

    def _given(self) -> bytes | None:
        """What the form's password opens, for this session from now on. Tries count for the person, whichever the phone."""
        session, person = self._login.session(), self._login.person()
        found: list[bytes] = []

        def right() -> bool:
            with self._one_at_a_time:  # each takes 32 MB
                secret = self.questions.open(request.form.get("sandi", ""))
            found.extend([secret] if secret is not None else [])
            return secret is not None

        if not self._login.guarded([f"questions {person.id}"], right):
            return None
        self._keep(session.csrf, found[0])
        return found[0]

    def choose_password(self) -> AnyResponse | str:
        """The first; or another one where it is forgotten. With a second person (the first, where the desk has one): who has it
        hears what is asked from then on. What waits stays as it was sealed."""
        session, person, form, now = self._login.session(), self._login.person(), request.form, self._desk.clock()
        password, second = form.get("sandi", ""), ""
        if password != form.get("sekali_lagi", ""):
            return self._page(problem(DeskCode.PASSWORDS_DIFFER))
        try:
            others = any(each.id != person.id for each in self._desk.people.all())
            if others or self.questions.public is not None:
                second = self._login.second(DeskCode.PASSWORD_SECOND)
            with self._one_at_a_time:
                self.questions.choose_password(password, person.name, now, second=second)
                secret = self.questions.open(password)
        except PersonError as error:
            return self._page(error.problem)
        except ValueError:
            return self._page(problem(DeskCode.PASSWORD_UNFIT, shortest=SHORTEST))
        self._desk.notice_store.note(now, person.name, "sandi", second=second)
        self._open.clear()
        if secret is not None:
            self._keep(session.csrf, secret)
        return redirect(PATH, 303)

    def _keep(self, session: str, secret: bytes) -> None:
        now = self._desk.monotonic()
        self._open = {one: kept for one, kept in self._open.items() if now - kept[0] < _OPEN_S}
        self._open[session] = (now, secret)

    def _secret(self) -> bytes | None:
        """Of the session that asks, for half an hour after its last use."""
        session = self._login.session().csrf
        since, secret = self._open.get(session, (float("-inf"), b""))
        if self._desk.monotonic() - since >= _OPEN_S:
            return None
        self._keep(session, secret)
        return secret

    # one of them

    def _asked(self, number: int) -> tuple[Told, Asked]:
        """Whoever has not given the password is sent to where it is asked for; of an answer, with the form as it was typed."""
        told = next((each for each in self.questions.waiting() if each.number == number), None) or abort(404)
        secret = self._secret()
        if secret is None and "sandi" in request.form:
            secret = self._given()
        if secret is None and request.method == "POST":
            fault = DeskCode.NOT_THE_PASSWORD if "sandi" in request.form else DeskCode.PASSWORD_AGAIN
            abort(Response(self._one(told, Asked("", "", typed=True, body=b""), problem(fault), locked=True)))
        if secret is None:
            abort(redirect(PATH))
        asked = self.questions.read(number, secret)
        return told, asked or abort(404)

    def one(self, number: int) -> str:
        return self._one(*self._asked(number), None, left=self._login.left())

    def _one(
        self,
        told: Told,
        asked: Asked,
        fault: Problem | None,
        *,
        locked: bool = False,
        left: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        text = clean_text(asked.body.decode("utf-8", "replace"), _LONGEST) if asked.typed else ""
        return render_template(
            "question.html", session=self._login.session(), told=told, asked=asked, text=text, fault=fault,
            form=left or request.form, longest=_LONGEST, title=_TITLE, locked=locked, left=bool(left),
        )  # fmt: skip

    def sound(self, number: int) -> AnyResponse:
        """Opened for this answer; no phone keeps it, and none takes it for anything but sound."""
        _told, asked = self._asked(number)
        if asked.typed or not asked.body.startswith(_SOUND):
            abort(404)
        answer = Response(asked.body, mimetype="audio/ogg")
        answer.headers["Content-Disposition"] = "inline"
        return answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(asked.body))

    def _answered_before(self, number: int) -> str:
        """By another: what was written meanwhile is nowhere but in this form."""
        told = Told(number, self._desk.clock(), 0, typed=True)
        return self._one(told, Asked("", "", typed=True, body=b""), problem(DeskCode.ANSWERED_BEFORE))

    def answer(self, number: int) -> AnyResponse | str:
        if any(each.number == number for each in self.questions.answers()):
            return self._answered_before(number)
        told, asked = self._asked(number)
        person, now, form = self._login.person(), self._desk.clock(), request.form
        title, text = clean_line(form.get("pertanyaan", ""), _TITLE), clean_text(form.get("jawaban", ""), _LONGEST)
        private = form.get("siapa") != "semua"
        if not private and not title:
            return self._one(told, asked, problem(DeskCode.ANSWER_TITLE))
        try:
            recording = self._recorded(sealed=private and asked.answer_to is not None)
        except RefusedError as error:
            return self._one(told, asked, error.problem)
        if not text and recording is None:
            return self._one(told, asked, problem(DeskCode.ANSWER_EMPTY))
        if private:
            title = self._words("Answer to question {number}", number=number)
        text = text or self._words("The answer was recorded. Press Listen.")
        audio = recording.name if recording is not None else ""
        given = HallAnswer(
            number, told.asked, now, person.name, asked.whom, asked.language, title, text, audio, private
        )
        if not self.questions.answer(given, recording, asked.answer_to):
            return self._answered_before(number)
        self._desk.taken()
        return redirect(f"{PATH}?terjawab={number}", 303)

    def _recorded(self, *, sealed: bool) -> Path | None:
        """A recording that came along, among the drafts: of one to be sealed as few bytes as it needs. Raises RefusedError."""
        sent = request.files.get("suara")
        if sent is None or not sent.filename:
            return None
        store = self._desk.notice_store
        store.make_room(UnfinishedNotices(store.folder).files())
        take = take_spoken if sealed else take_voice
        made = store.drafts / take(cast(BinaryIO, sent.stream), store.drafts)
        made.chmod(0o640)  # the window is another user of the same group
        return made
