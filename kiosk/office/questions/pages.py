"""Pages of residents' questions: which wait, which are late; played from memory only, and answered once."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from types import MappingProxyType
from typing import BinaryIO, cast

from flask import Response, abort, g, jsonify, redirect, render_template, request
from msgspec.structs import replace
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.concerns import ConcernKind
from content_cache.model.problems import Problem, msgid, problem
from content_cache.text.plain import clean_text
from kiosk.i18n.concern_words import HEADINGS, KIND_NAMES, STAGES
from kiosk.i18n.local_languages import LOCAL_LANGUAGES
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.desk import Desk
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.notices.attachments import Attachments
from kiosk.office.notices.notices import Notices
from kiosk.office.people.people import Role
from kiosk.office.people.rights import MAY
from kiosk.office.post.inbox import PostInbox
from kiosk.office.post.reading import Receipt
from kiosk.office.post.records import QuestionRecord
from kiosk.office.questions.answer_drafts import ALL, AnswerDrafts
from kiosk.office.questions.answers import Answers, Typed
from kiosk.office.setup.setup import MOST_KEPT_DAYS
from kiosk.office.sounds.hearing import sentences
from kiosk.post.envelope import VOICE_KEPT
from kiosk.post.question_photo import photo_type
from kiosk.web.routes import Route

PAGE = "/tanya"
_SHOWN = 100
_LISTS = MappingProxyType(
    {"menunggu": ("waiting", "drafted", "answering"), "dikerjakan": ("working",), "dijawab": ("answered", "closed")}
)
_SOUND = b"OggS"
_LONGEST = 4_000  # letters
SHORTLY = MappingProxyType(
    {
        "tidak-jelas": msgid(
            "We could not make out what was asked. Please ask once more, slowly and near the microphone."
        ),
        "kantor-lain": msgid("We cannot answer this here. Please ask at the village office, which knows who can."),
        "datang": msgid("Please come to the village office with this: the staff will help you there."),
        "tidak-dijawab": msgid("The staff have read this question and cannot answer it."),
    }
)
"""Short answers to choose from where there is no more to say, so that no resident waits for nothing."""


class QuestionPages:
    """Pages of questions for writers and editors. A writer's answer is a draft for an editor."""

    def __init__(self, desk: Desk, notices: Notices, cabinet: KeyCabinet, post: PostInbox) -> None:
        self._desk = desk
        self._notices = notices
        self._cabinet = cabinet
        self._post = post
        self._wording = desk.wording
        self._words = desk.wording.words
        self._answers = Answers(notices, post.store, desk.wording.words)
        self._attachments = Attachments(desk.folder, notices.private)
        self._drafts = AnswerDrafts(desk.folder, notices.private, post.store)

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        one = "/tanya/<int(max=999999999):who>/<int(max=9007199254740991):n>"
        return [
            Route("GET", "/tanya", self.show_questions, MAY["questions"]),
            Route("POST", "/tanya/buka", self.open, MAY["questions"]),
            Route("POST", "/tanya/bawa", self.bring, MAY["bring"]),
            Route("GET", one, self.one, MAY["questions"]),
            Route("POST", one, self.answer_question, MAY["questions"], keeps=True),
            Route("POST", f"{one}/rekaman", self.receive_recording, MAY["questions"], keeps=True),
            Route("GET", f"{one}/suara", self.send_recording, MAY["questions"]),
            Route("GET", f"{one}/foto", self.send_photo, MAY["questions"]),
        ]

    def count(self) -> int:
        """Return the number for the menu: open questions and unopened envelopes."""
        try:
            store = self._post.store
            return store.count_questions(self._desk.clock())[0] + store.count_unread("question")
        except OSError:  # the menu stands without it
            return 0

    def show_questions(self) -> str:
        """Show the list of questions; `lihat` is `menunggu` (waiting), `dikerjakan` (being worked on) or `dijawab`
        (answered), `jenis` a kind."""
        return self._questions_page(None)

    def one(self, who: int, n: int) -> str:
        return self._questions_page(self._question(who, n))

    def _questions_page(
        self, opened: QuestionRecord | None, *, fault: Problem | None = None, typed: Typed | None = None,
        heard: list[str] | None = None,
        receipt: Receipt | None = None,
    ) -> str:  # fmt: skip
        post, now = self._post, self._desk.clock()
        with suppress(OSError):  # on a full disk what is here is shown
            post.sort(now)
            self._answers.reconcile_notices(now)
        late = now - timedelta(days=self._desk.setup().post.late_days)
        waiting, overdue, _answered = post.store.count_questions(late)
        opened = opened if opened is None else self._question(opened.who, opened.n)
        kind = next((each for each in ConcernKind if each == request.args.get("jenis")), None)
        by_kind = {name: post.store.count_kinds(*states) for name, states in _LISTS.items()}
        counts = {name: sum(found.values()) if kind is None else found.get(kind, 0) for name, found in by_kind.items()}
        shown = request.args.get("lihat", "")
        if opened is not None:
            shown = next(name for name, states in _LISTS.items() if opened.state in states)
        shown = shown if shown in _LISTS else "menunggu"
        pages = max((counts[shown] - 1) // _SHOWN + 1, 1)
        page = min(max(request.args.get("hal", 1, int), 1), pages)
        return render_template(
            "questions.html",
            questions=post.store.questions(*_LISTS[shown], most=_SHOWN, after=(page - 1) * _SHOWN, kind=kind),
            page=page,
            pages=pages,
            opened=opened,
            waiting=waiting,
            overdue=overdue,
            counts=counts,
            shown=shown,
            kind=kind,
            by_kind=by_kind[shown],
            kind_names={each: name for each, (name, _use) in KIND_NAMES.items()},
            late=late,
            is_open=post.is_open,
            sealed=post.store.count_unread("question", unfit=post.is_open),
            has_key=bool(self._cabinet.public("post")),
            fault=fault,
            typed=typed or self._typed(opened),
            heard=heard,
            receipt=receipt,
            text=self._typed_text(opened),
            opens=opened is None or post.opens_sealed(opened.kiosk),
            copied=opened is not None
            and (known := post.store.register.find_kiosk(opened.kiosk)) is not None
            and known.doubtful,
            deleted=opened
            and opened.deleted_at(timedelta(days=self._desk.setup().post.kept_days), timedelta(days=MOST_KEPT_DAYS)),
            voice_days=VOICE_KEPT.days,
            names={person.id: person.name for person in self._desk.people.list_people()},
            shortly=SHORTLY,
            kinds=HEADINGS,
            stages=STAGES,
            villages=self._desk.areas.names,
            languages=LOCAL_LANGUAGES,
            places={each.area: each.place for each in post.store.register.kiosks() if each.area},
            may_send=g.person.may(MAY["edit"]),
            may_bring=g.person.may(MAY["bring"]),
        )

    def _typed(self, question: QuestionRecord | None) -> Typed:
        """Return the initial content of the form: the person's own draft, else the draft handed in to an editor."""
        begun = self._drafts.of(question, g.person.id) if question is not None else None
        if begun is not None:
            return self._still_there(begun)
        if question is not None and question.state == "drafted":
            with suppress(OfficeError):
                return self._answers.drafted(question)
        return Typed("", "", "", True)

    def _typed_text(self, question: QuestionRecord | None) -> str:
        """Return the text typed at the kiosk, or "" if there is none or the key is not open."""
        if question is None or question.type != "text/plain" or not self._post.is_open:
            return ""
        heard = self._post.content(question)
        return clean_text(heard.body.decode("utf-8", "replace"), _LONGEST) if heard is not None else ""

    def _question(self, who: int, n: int) -> QuestionRecord:
        return self._post.store.question(who, n) or abort(404)

    def send_recording(self, who: int, n: int) -> AnyResponse:
        """Send the recording of a question, decrypted for this response. No cache may store it, and browsers treat it
        as nothing but sound. Abort with 404 where there is none."""
        heard = self._post.content(self._question(who, n))
        if heard is None or heard.type != "audio/ogg" or not heard.body.startswith(_SOUND):
            abort(404)
        answer = Response(heard.body, mimetype="audio/ogg")
        answer.headers["Content-Disposition"] = "inline"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        # a player requests the end of the sound to know its length, and parts of it to repeat them
        return answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(heard.body))

    def send_photo(self, who: int, n: int) -> AnyResponse:
        """Send the photo of a question, decrypted for this response, as nothing but a picture. Abort with 404 where there is
        none."""
        heard = self._post.content(self._question(who, n))
        if heard is None or not heard.photo:
            abort(404)
        answer = Response(heard.photo, mimetype=photo_type(heard.photo))
        answer.headers["Content-Disposition"] = "inline"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer

    def open(self) -> AnyResponse | str:
        """Open the post with the password of its key, for everybody who may hear questions."""
        with faults_shown(lambda fault: self._questions_page(None, fault=fault)):
            self._post.open(request.form.get("sandi", ""), self._desk.clock())
        self._desk.record_deed(g.person.name, self._words("opens the residents' post"))
        return redirect(PAGE, 303)

    def answer_question(self, who: int, n: int) -> AnyResponse | str:
        """Send an editor's answer, or save a writer's as a draft; with `dengar` only show how it will sound. What was
        typed is kept if the session ended or if there is a fault."""
        question, now, typed = self._question(who, n), self._desk.clock(), self._filled_in()
        form = request.form
        with faults_shown(lambda fault: self._once_more(question, typed, fault)), full_disk_told():
            if g.session is None:
                typed = self._recorded(typed)
                return self._to_login(question, typed)
            if form.get("lalu") == "tutup" and g.person.may(MAY["edit"]):
                return self._close(question)
            if (shortly := form.get("singkat")) is not None:
                typed = Typed("", self._words(SHORTLY.get(shortly, "")), "", True)
            if question.state == "working" and form.get("sejak", "") != question.at.isoformat():
                raise OfficeError(OfficeCode.ANSWERED, name=question.person, number=question.number)
            typed = self._recorded(typed)
            if form.get("lalu") == "dengar":
                self._drafts.keep(question, g.person.id, typed)
                return self._questions_page(question, typed=typed, heard=self._answer_sentences(question, typed))
            if g.person.may({Role.EDITOR}):
                self._answers.send_answer(question, typed, g.person, now)
                whose = ALL
            else:
                self._answers.draft(question, typed, g.person, now)
                whose = g.person.id
        self._drafts.delete_drafts(question, whose)
        return redirect(f"{PAGE}?terkirim={question.number}", 303)

    def _once_more(self, question: QuestionRecord, typed: Typed, fault: Problem) -> AnyResponse | str:
        """Show the form again with *fault* and what was typed, and store that as the person's draft."""
        if g.session is None:
            return self._to_login(question, typed)
        self._drafts.keep(question, g.person.id, typed)
        return self._questions_page(question, fault=self._with_person_name(fault), typed=typed)

    def _filled_in(self) -> Typed:
        form = request.form
        return Typed(
            form.get("isi_singkat", "")[:_LONGEST],
            form.get("jawaban", "").replace("\r\n", "\n")[:_LONGEST],
            form.get("rekaman_ada", ""),
            form.get("siapa") != "semua",
            form.get("sampai", "")[:20],
        )

    def _to_login(self, question: QuestionRecord, typed: Typed) -> AnyResponse:
        self._drafts.keep(question, g.person.id, typed)
        back = f"{PAGE}/{question.who}/{question.n}"
        return redirect(f"/masuk?aman={self._wording.clock(self._desk.clock())}&ke={back}", 303)

    def receive_recording(self, who: int, n: int) -> AnyResponse:
        """Store a recording that the page's script uploads as soon as it is made, with the rest of the form as a draft.
        Answer JSON with the file, or 422 with the fault."""
        question, typed = self._question(who, n), self._filled_in()
        if question.state == "answered":
            return self._not_kept(problem(OfficeCode.ANSWERED, name=question.person, number=question.number))
        with faults_shown(self._not_kept):
            typed = self._recorded(typed)
        self._drafts.keep(question, g.person.id, typed)
        return jsonify(file=typed.audio)

    def _not_kept(self, fault: Problem) -> AnyResponse:
        answer = jsonify(fault=self._words.problem(self._with_person_name(fault)))
        answer.status_code = 422
        return answer

    def _close(self, question: QuestionRecord) -> AnyResponse:
        now = self._desk.clock()
        if self._answers.close(question, g.person, now):
            self._drafts.delete_drafts(question)
            said = self._words("closes question {number} without an answer", number=question.number)
            self._desk.record_deed(g.person.name, said)
        return redirect(f"{PAGE}/{question.who}/{question.n}", 303)

    def _recorded(self, typed: Typed) -> Typed:
        """Return *typed* with the uploaded recording, or with the one that the form names already. Raise
        OfficeError."""
        sent = request.files.get("rekaman")
        if sent is not None and sent.filename:
            taken = self._attachments.store_upload(cast(BinaryIO, sent.stream), sent.filename)
            if taken.part != "audio":
                raise OfficeError(OfficeCode.UPLOAD_UNFIT, name=sent.filename[-60:])
            return replace(typed, audio=taken.file)
        return self._still_there(typed)

    def _still_there(self, typed: Typed) -> Typed:
        within = typed.audio.startswith("lampiran/") and ".." not in typed.audio
        known = within and (self._desk.folder / typed.audio).is_file()
        return typed if known else replace(typed, audio="")

    def _answer_sentences(self, question: QuestionRecord, typed: Typed) -> list[str]:
        """Return the sentences a kiosk would speak, for the answer's author to hear before sending.

        Return none if no notice can be made of it. Raise OfficeError if *typed* is incomplete.
        """
        typed.check_complete()
        from kiosk.office.editions.faults import Faults

        office, now = self._desk.office(), self._desk.clock()
        parts = {**self._answers.parts(question, typed, now), "audio": ""}
        notice = self._notices.as_folder_notice("jawaban", parts, office, now, Faults())
        return sentences(notice, office, now, {}) if notice is not None else []

    def _with_person_name(self, fault: Problem) -> Problem:
        """Return *fault* with the name of the person who answered first, instead of that person's id."""
        if fault.code != OfficeCode.ANSWERED.value:
            return fault
        person = self._desk.people.find_person(str(fault.details["name"]))
        return Problem(fault.code, {**fault.details, "name": person.name if person else "–"})

    def bring(self) -> str:
        """Receive uploaded envelopes from a stick: the files of `laporan-kios/post/`, or a ZIP of them."""
        sent = [
            (file.filename or "", cast(BinaryIO, file.stream))
            for file in request.files.getlist("berkas")
            if file.filename
        ]
        with faults_shown(lambda fault: self._questions_page(None, fault=fault)), full_disk_told():
            receipt = self._post.receive_files(sent, self._desk.clock())
        said = self._words("takes {n} letters of kiosks from a stick", n=receipt.new)
        self._desk.record_deed(g.person.name, said)
        return self._questions_page(None, receipt=receipt)
