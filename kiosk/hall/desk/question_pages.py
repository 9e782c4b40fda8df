"""Questions for the hall's own staff: played to people who know their password, answered in writing or by voice."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlencode

from flask import Response, abort, g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.concerns import ConcernKind, ConcernStage, read_stage
from content_cache.model.problems import Problem, problem
from content_cache.text.plain import clean_line, clean_text
from kiosk.hall.desk.faults import DeskCode, PersonError
from kiosk.hall.desk.left_forms import NAME, LeftForm
from kiosk.hall.desk.login import PERSON, WRONG, DeskContext, LoginPages
from kiosk.hall.desk.unfinished import UnfinishedNotices
from kiosk.hall.notices.faults import RefusedError
from kiosk.hall.notices.uploads import take_spoken, take_voice
from kiosk.hall.questions import SHORTEST, HallQuestions, OpenedQuestion, QuestionSummary
from kiosk.i18n.concern_words import ANSWER_TITLES, HEADINGS, STAGE_ANSWERS, STAGES
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.post.question_photo import photo_type
from kiosk.state.hall_answers import HallAnswer
from kiosk.web.routes import Route

PATH = "/tanya"
_OPEN_S = 1_800.0
_LONGEST, _TITLE = 4_000, 200  # letters of an answer, and of a question in a clerk's words
_SHOWN = 30  # answers
_SOUND = b"OggS"
_OF_PASSWORDS = (
    DeskCode.NOT_THE_PASSWORD,
    DeskCode.PASSWORDS_DIFFER,
    DeskCode.PASSWORD_SECOND,
    DeskCode.WRONG_SECOND_PIN,
    DeskCode.PASSWORD_UNFIT,
)


class HallQuestionPages:
    """Pages for people whom *login* knows. The secret key is held in memory, for the session that gave the password."""

    def __init__(self, desk: DeskContext, login: LoginPages, questions: HallQuestions) -> None:
        self._desk = desk
        self._login = login
        self._words = Words(Translation(desk.language))
        self.questions = questions
        self._one_at_a_time = threading.Lock()
        self._sent: deque[str] = deque(maxlen=_SHOWN)
        self._open: dict[tuple[str, float], tuple[float, bytes]] = {}

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of these pages, each with who may request it."""
        number = "<int(min=1, max=999999999):number>"
        return (
            Route("GET", PATH, self.show_questions, PERSON),
            Route("POST", PATH, self.open, PERSON),
            Route("POST", f"{PATH}/sandi", self.choose_password, PERSON),
            Route("GET", f"{PATH}/{number}", self.one, PERSON),
            Route("POST", f"{PATH}/{number}", self.answer_question, PERSON, keeps=True),
            Route("GET", f"{PATH}/{number}/suara", self.send_recording, PERSON),
            Route("GET", f"{PATH}/{number}/foto", self.send_photo, PERSON),
        )

    def count(self) -> int:
        """Delete questions that are too old, and return the number of waiting ones."""
        self._forget()
        return len(self.questions.list_unanswered())

    def _forget(self) -> None:
        with suppress(OSError):  # on a full disk the questions are still shown
            now, monotonic, keys = self._desk.clock(), self._desk.monotonic(), self._login.left_forms.keys()
            self.questions.delete_old(now, monotonic, self._desk.questions.kept_days, keys=keys)

    # the list, and its password

    def show_questions(self) -> str:
        """Show the list of questions, with the fault of the password form that redirected here, if any."""
        code = next((each for each in _OF_PASSWORDS if each.value == request.args.get(WRONG)), None)
        if code is None:
            return self._questions_page(None)
        return self._questions_page(problem(code, **({"shortest": SHORTEST} if "shortest" in code.details else {})))

    def _again(self, code: str) -> AnyResponse:
        """Redirect to the list with the fault *code*. Answering the form directly would send it again at each reload."""
        left, second = self._waiting_for(), request.form.get("saksi", "")
        kept = {"lanjut": left.id if left is not None else "", "saksi": second}
        return redirect(f"{PATH}?{urlencode({WRONG: code} | {name: one for name, one in kept.items() if one})}", 303)

    def _questions_page(self, fault: Problem | None) -> str:
        session, now, settings = self._login.session(), self._desk.clock(), self._desk.questions
        self._forget()
        secret, me = self._secret(), self._login.person().id
        waiting, answers = self.questions.list_unanswered(), self.questions.answers()
        late = now - timedelta(days=settings.answer_days) if settings.answer_days else None
        return render_template(
            "questions.html", session=session, waiting=waiting, answers=[each for each in answers if not each.goes_on][:_SHOWN],
            answered=sum(not each.goes_on for each in answers), late=late,
            overdue=sum(late is not None and each.asked < late for each in waiting), fault=fault, kept_days=settings.kept_days,
            has_key=self.questions.public is not None, is_open=secret is not None, shortest=SHORTEST, now=now,
            done=request.args.get("terjawab", 0, int), left=self._waiting_for(), chosen=self.questions.chosen,
            others=[each for each in self._desk.people.list_clerks() if each.id != me],
            stages=STAGES, on_the_way={each.number: each.stage for each in answers if each.goes_on},
            fitting={each.number for each in waiting if secret is not None and self.questions.is_sealed_to(each, secret)},
        )  # fmt: skip

    def open(self) -> AnyResponse | str:
        """Open the questions with the password, then redirect to the form that the person came from, or to the list."""
        if self._given() is None:
            return self._again(DeskCode.NOT_THE_PASSWORD.value)
        left = self._waiting_for()
        return redirect(left.form_address if left is not None else PATH, 303)

    def _waiting_for(self) -> LeftForm | None:
        """Return the stored form that the person continues once the questions are open, or `None`."""
        asked = request.args.get("lanjut", "") or request.form.get(NAME, "")
        return self._login.left_forms.find_form(self._login.person().id, asked, self._desk.clock())

    def _given(self) -> bytes | None:
        """Open the questions with the form's password for this session, and return the secret key, or `None`. Failed
        tries are counted by person, not by phone."""
        person, found = self._login.person(), list[bytes]()

        def right() -> bool:
            with self._one_at_a_time:  # each takes 32 MB
                secret = self.questions.open(request.form.get("sandi", ""))
            found.extend([secret] if secret is not None else [])
            return secret is not None

        if not self._login.tried([f"questions {person.id}"], right):
            return None
        self._hold_key(found[0])
        return found[0]

    def choose_password(self) -> AnyResponse | str:
        """Set the password: the first one, or a new one for a forgotten one. The PIN of a second person is needed,
        except for the first password of a desk with one person. The new password opens later questions; waiting ones
        stay sealed as they are."""
        person, form, now = self._login.person(), request.form, self._desk.clock()
        password, second = form.get("sandi", ""), ""
        if password != form.get("sekali_lagi", ""):
            return self._again(DeskCode.PASSWORDS_DIFFER.value)
        try:
            others = any(each.id != person.id for each in self._desk.people.list_clerks())
            if others or self.questions.public is not None:
                second = self._login.second(DeskCode.PASSWORD_SECOND)
            with self._one_at_a_time:
                self.questions.choose_password(password, person.name, now, second=second)
                secret = self.questions.open(password)
        except PersonError as error:
            return self._again(error.problem.code)
        except ValueError:
            return self._again(DeskCode.PASSWORD_UNFIT.value)
        self._desk.notice_store.log_deed(now, person.name, "sandi", second=second)
        self._open.clear()
        if secret is not None:
            self._hold_key(secret)
        return redirect(PATH, 303)

    def _session(self) -> tuple[str, float]:
        """Return token and begin of the requesting session. The token alone may be that of an earlier session, whose
        forms are still open."""
        session = self._login.session()
        return session.csrf, session.begun

    def _hold_key(self, secret: bytes) -> None:
        now = self._desk.monotonic()
        self._open = {one: kept for one, kept in self._open.items() if now - kept[0] < _OPEN_S}
        self._open[self._session()] = (now, secret)

    def _secret(self) -> bytes | None:
        """Return the secret key of this session until half an hour after its last use, else `None`."""
        since, secret = self._open.get(self._session(), (float("-inf"), b""))
        if self._desk.monotonic() - since >= _OPEN_S:
            return None
        self._hold_key(secret)
        return secret

    # one of them

    def _asked(self, number: int) -> tuple[QuestionSummary, OpenedQuestion]:
        """Return question *number*: its list entry, and its decrypted content. Without the password, redirect to the
        password form, or show it together with the answer as typed."""
        told = next((each for each in self.questions.list_unanswered() if each.number == number), None)
        if told is None:
            abort(Response(self._over(number)) if request.method == "POST" else 404)
        secret = self._secret()
        if "sandi" in request.form and (secret is None or not self.questions.is_sealed_to(told, secret)):
            secret = self._given()
        asked = self.questions.read(number, secret) if secret is not None else None
        if asked is None and secret is not None and self.questions.is_sealed_to(told, secret):  # its file is damaged
            abort(Response(self._over(number)) if request.method == "POST" or self._login.left() else 404)
        if asked is None and request.method == "POST":
            fault = DeskCode.NOT_THE_PASSWORD if "sandi" in request.form else DeskCode.PASSWORD_AGAIN
            abort(Response(self._one(told, OpenedQuestion("", "", typed=True, body=b""), problem(fault), locked=True)))
        if asked is None:  # no password yet, or a newer one's key is open
            left = self._login.left()
            if secret is not None and left is None:
                abort(404)
            abort(redirect(PATH if left is None else f"{PATH}?lanjut={left.id}"))
        return told, asked

    def one(self, number: int) -> str:
        left = self._login.left()
        if left is not None and all(each.number != number for each in self.questions.list_unanswered()):
            return self._over(number, left)
        told, asked = self._asked(number)
        return self._one(told, asked, None, left=left)

    def _one(
        self,
        told: QuestionSummary,
        asked: OpenedQuestion,
        fault: Problem | None,
        *,
        locked: bool = False,
        left: LeftForm | None = None,
    ) -> str:
        """Return the page of one question. *left* is a stored answer that is not sent yet. With *locked* the page asks
        for the password."""
        text = clean_text(asked.body.decode("utf-8", "replace"), _LONGEST) if asked.typed else ""
        form = request.form if left is None else left.unseal_values(self._secret()) or request.form
        return render_template(
            "question.html", session=self._login.session(), told=told, asked=asked, text=text, fault=fault,
            headings=HEADINGS, stages=STAGES,
            last=self._told_stage(told.number), form=form, longest=_LONGEST, title=_TITLE,
            locked=locked, left=left, kept=self._left_form_id(left),
        )  # fmt: skip

    def _left_form_id(self, left: LeftForm | None) -> str:
        """Return the id of the stored copy of this form, for the hidden field by which the next submission replaces it."""
        return left.id if left is not None else str(g.get("kept", "") or request.form.get(NAME, ""))

    def _over(self, number: int, left: LeftForm | None = None) -> str:
        """Return the page for a question that no longer waits, with the person's unsent text, which is stored nowhere
        else. A sealed text opens with the password, as the question did."""
        by = next((each.by for each in self.questions.answers() if each.number == number), None)
        own = by == self._login.person().name
        answered = DeskCode.ANSWERED_YOURSELF if own else DeskCode.ANSWERED_BEFORE
        why = DeskCode.QUESTION_GONE if by is None else answered
        left, fault = left or self._login.left(), None
        typed: Mapping[str, str] | None = request.form if request.form.get("jawaban") else None
        if typed is None and left is not None:
            typed = left.unseal_values(self._secret())
            if typed is None and "sandi" in request.form:
                secret = self._given()
                typed, fault = left.unseal_values(secret), DeskCode.NOT_THE_PASSWORD if secret is None else None
        return render_template(
            "question_over.html", session=self._login.session(), number=number, why=problem(why), typed=typed or {},
            locked=typed is None and left is not None, left=left, kept=self._left_form_id(left),
            fault=problem(fault) if fault else None,
        )  # fmt: skip

    def send_recording(self, number: int) -> AnyResponse:
        """Send the recording of a question, decrypted for this response. Phones do not cache it, and treat it as
        nothing but sound. Abort with 404 where there is none."""
        _told, asked = self._asked(number)
        if asked.typed or not asked.body.startswith(_SOUND):
            abort(404)
        answer = Response(asked.body, mimetype="audio/ogg")
        answer.headers["Content-Disposition"] = "inline"
        return answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(asked.body))

    def send_photo(self, number: int) -> AnyResponse:
        """Send the photo of a question, decrypted for this response. Abort with 404 where there is none."""
        _told, asked = self._asked(number)
        if not asked.photo:
            abort(404)
        answer = Response(asked.photo, mimetype=photo_type(asked.photo))
        answer.headers["Content-Disposition"] = "inline"
        return answer

    def answer_question(self, number: int) -> AnyResponse | str:
        """Answer question *number*. The typed text is stored first, so that it survives a wrong password, an earlier
        answer by someone else, or a power cut."""
        left = self._login.store_form() if request.form.get("jawaban") or request.form.get("pertanyaan") else None
        g.kept = left.id if left is not None else ""
        if any(each.number == number and not each.goes_on for each in self.questions.answers()):
            if left is not None and left.id in self._sent:  # tapped twice
                self._login.done(left)
                return redirect(f"{PATH}?terjawab={number}", 303)
            return self._over(number, left)
        told, asked = self._asked(number)
        person, now, form = self._login.person(), self._desk.clock(), request.form
        title, text = clean_line(form.get("pertanyaan", ""), _TITLE), clean_text(form.get("jawaban", ""), _LONGEST)
        private = form.get("siapa") != "semua"
        stage = _stage_in(request.form, asked)
        if fault := self._fault_before(number, stage, titled=private or bool(title)):
            return self._one(told, asked, problem(fault))
        try:
            recording = self._recorded(sealed=private and asked.answer_to is not None)
        except RefusedError as error:
            return self._one(told, asked, error.problem)
        if not text and recording is None and (stage is None or "sampai" not in form):
            return self._one(told, asked, problem(DeskCode.ANSWER_EMPTY))
        if private:
            title = self._words(ANSWER_TITLES[asked.kind], number=number)
        recorded = self._words("The answer was recorded. Press Listen.")
        text = text or (recorded if recording is not None or stage is None else self._words(STAGE_ANSWERS[stage]))
        audio = recording.name if recording is not None else ""
        given = HallAnswer(
            number, told.asked, now, person.name, asked.whom, asked.language, title, text, audio, private, stage=stage
        )
        if not self.questions.store_answer(given, recording, asked.answer_to):
            return self._over(number, left)
        if left is not None:
            self._sent.append(left.id)
        self._login.done(left)
        self._desk.taken()
        return redirect(f"{PATH}?terjawab={number}", 303)

    def _fault_before(self, number: int, stage: ConcernStage | None, *, titled: bool) -> DeskCode | None:
        """Return why the answer is not taken, before its recording is read; None if it may be."""
        if not titled:
            return DeskCode.ANSWER_TITLE
        return DeskCode.STAGE_BACK if stage is not None and not stage.may_follow(self._told_stage(number)) else None

    def _told_stage(self, number: int) -> ConcernStage | None:
        return next((each.stage for each in self.questions.answers() if each.number == number), None)

    def _recorded(self, *, sealed: bool) -> Path | None:
        """Store the uploaded recording among the drafts and return its path, None without one. A recording that will be
        *sealed* is compressed. Raise RefusedError."""
        sent = request.files.get("suara")
        if sent is None or not sent.filename:
            return None
        store = self._desk.notice_store
        store.make_room(UnfinishedNotices(store.folder).files())
        take = take_spoken if sealed else take_voice
        made = store.drafts / take(cast(BinaryIO, sent.stream), store.drafts)
        made.chmod(0o640)  # the window is another user of the same group
        return made


def _stage_in(form: Mapping[str, str], asked: OpenedQuestion) -> ConcernStage | None:
    """Return the stage that the form tells: of a complaint or a request the last one, if it names none."""
    return None if asked.kind is ConcernKind.QUESTION else read_stage(form.get("sampai")) or ConcernStage.DONE
