"""The desk's pages: forms in, HTML out, no script. Who is asked what, and in which order; all else is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from flask import Flask, Response, abort, g, redirect, render_template, request, send_file
from msgspec.structs import replace
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, problem
from content_cache.ocr.draft import draft_of, likely_title
from kiosk.desk import attaching, preview
from kiosk.desk.accounts import Person
from kiosk.desk.attaching import Card
from kiosk.desk.drafts import Previewed
from kiosk.desk.faults import DeskCode, PersonError
from kiosk.desk.language_pages import LanguagePages
from kiosk.desk.left_forms import NAME, LeftForm, LeftForms
from kiosk.desk.login import GATE, DeskContext, LoginPages
from kiosk.desk.question_pages import HallQuestionPages
from kiosk.desk.unfinished import DRAFT, Unfinished, UnfinishedNotices
from kiosk.i18n.dates import written_date
from kiosk.i18n.translation import FALLBACK, Translation, msgid
from kiosk.i18n.words import Words
from kiosk.notices import emergency, staff
from kiosk.notices.faults import NoticeCode, RefusedError
from kiosk.notices.hall_questions import HallQuestions
from kiosk.notices.notice import (
    KEPT,
    LOOPS,
    MOST_ATTACHED,
    PICTURE_TEXT_LIMIT,
    TITLE_LIMIT,
    UNTIL,
    Attached,
    Form,
    Kind,
    Notice,
    changed,
    from_form,
)
from kiosk.notices.pairing import PATH
from kiosk.notices.sources import MOST_BYTES
from kiosk.notices.store import MOST, NoticeChangedError, ShelfFullError, beside, new_id
from kiosk.notices.uploads import take_attached, take_map, take_photo, take_voice
from kiosk.web.sessions import Session

MEANWHILE = "sejak"
"""The form's field that names the version of the notice that it was filled with; of what is told of others, too."""

MOST_REQUEST = 2 * MOST_BYTES + 400_000  # bytes: photos, a recording, and what is written
_MESSAGES = {
    400: msgid("This request is not understood. Go back and try again."),
    403: msgid("This page has expired. Log in again."),
    404: msgid("There is no such page."),
    405: msgid("There is no such page."),
    413: msgid("The file is too large."),
    421: msgid("Open the address that is written on the kiosk."),
    429: msgid("Wrong too often. Wait a moment, then try again."),
}


def make_app(desk: DeskContext) -> Flask:
    """The WSGI app. Nothing of it lives outside the app it returns."""
    app = Flask(__name__, template_folder="pages", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_REQUEST, MAX_FORM_MEMORY_SIZE=400_000, MAX_FORM_PARTS=150)
    hall_questions = HallQuestions(desk.notice_store.folder.parent, stretch=desk.stretch)
    login = LoginPages(desk, LeftForms(desk.notice_store.folder, hall_questions))
    questions = HallQuestionPages(desk, login, hall_questions)
    pages = _NoticePages(desk, login, questions)
    app.before_request(login.let_in)
    app.after_request(_sealed)
    words = Words(Translation(desk.language))
    app.jinja_env.globals.update(_=words, plural=words.plural, language=words.translation.language, doubt=desk.doubt)
    app.register_error_handler(HTTPException, _error_page)
    routes: tuple[tuple[str, str, Callable[..., AnyResponse | str]], ...] = (
        ("GET", "/", pages.board),
        ("POST", "/masuk", login.log_in),
        ("GET", f"{PATH}<code>", login.pairing_page),
        ("POST", f"{PATH}<code>", login.pair),
        ("GET", GATE, login.gate),
        ("POST", "/keluar", login.log_out),
        ("GET", "/tulis", pages.write_page),
        ("POST", "/tulis", pages.write),
        ("GET", "/ubah/<notice_id>", pages.change_page),
        ("GET", "/lihat/<draft_id>", pages.preview),
        ("GET", "/lihat/<draft_id>/layar.png", pages.preview_screen),
        ("GET", "/lihat/<draft_id>/suara.wav", pages.preview_voice),
        ("GET", "/berkas/<name>", pages.file),
        ("POST", "/terbit", pages.publish),
        ("POST", "/buang", pages.throw_away),
        ("GET", "/tarik/<notice_id>", pages.withdraw_page),
        ("POST", "/tarik/<notice_id>", pages.withdraw),
        ("GET", "/petugas", pages.staff_page),
        ("POST", "/petugas", pages.add_staff),
        ("POST", "/petugas/hapus", pages.drop_staff),
        ("GET", "/hitungan", pages.counts_page),
        ("GET", "/nomor", pages.emergency_page),
        ("POST", "/nomor", pages.emergency),
        *LanguagePages(desk, login).routes(),
        *questions.routes(),
        ("GET", "/gaya.css", _style),
    )
    for method, path, view in routes:
        app.add_url_rule(path, endpoint=f"{method} {path}", view_func=view, methods=[method])
    return app


def _style() -> AnyResponse:
    answer = send_file(Path(__file__).parent / "pages" / "style.css", mimetype="text/css", max_age=3_600)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _sealed(answer: Response) -> Response:
    """No script, no frame, nothing from elsewhere, and nothing kept by the phone."""
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _error_page(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    return _told(code), code


def _told(code: int) -> str:
    return render_template("told.html", message=_MESSAGES.get(code, _MESSAGES[400]), session=None)


def told(app: Flask, code: int) -> str:
    """The page of an error that the server in front finds."""
    with app.test_request_context():
        return _told(code)


class _NoticePages:
    """Those that make notices, for whoever `login` knows."""

    def __init__(self, desk: DeskContext, login: LoginPages, questions: HallQuestionPages) -> None:
        self._desk = desk
        self._login = login
        self._questions = questions
        self._unfinished = UnfinishedNotices(desk.notice_store.folder)

    def board(self) -> AnyResponse | str:
        """What is up, and a new notice to write; what was being written, if the session ended over it."""
        if g.session is None:
            return self._login.first_page()
        now, person = self._desk.clock(), self._login.person()
        return render_template(
            "board.html",
            session=g.session,
            person=person,
            notices=self._desk.notice_store.up(now),
            unfinished=self._still_unfinished(person, now),
            left_forms=self._login.left_forms.all_of(person.id, now),
            most=MOST,
            now=now,
            asked=self._questions.count() if any(each.hall for each in self._desk.questions.asked) else None,
            chosen=self._questions.questions.chosen,
            has_password=self._questions.questions.public is not None,
        )

    def _still_unfinished(self, person: Person, now: datetime) -> list[Unfinished]:
        """But for what was published, where the power failed before its copy went."""
        up = {(each.id, each.author, each.changed or each.written) for each in self._desk.notice_store.notices()}
        found = self._unfinished.all_of(person.id, now)
        return [each for each in found if (each.id, person.name, each.saved) not in up]

    # writing

    def write_page(self) -> str:
        """An empty form; or what was being written, once a machine has read its pictures or nobody wants to wait for it."""
        self._login.session()
        kind, draft = request.args.get("jenis", Kind.ANNOUNCEMENT), request.args.get("lanjut", "")
        kept = self._unfinished.find(self._login.person().id, draft, self._desk.clock())
        if kept is None:
            return self._write_page(new_id(), Form({"jenis": str(kind), "sampai": "besok"}))
        waits = [each.file for each in kept.attached if self._reading(each)]
        if waits and not request.args.get("langsung"):
            return render_template(
                "wait.html",
                session=g.session,
                draft=draft,
                left=len(waits),
                all=sum(not each.pages for each in kept.attached),
                films=any(each.is_film for each in kept.attached if each.file in waits),
            )
        failed = {each.file: fault for each in kept.attached if (fault := self._desk.films.fault(each.file))}
        faults = {"foto": next(iter(failed.values()))} if failed else {}
        attached = [each for each in kept.attached if each.file not in failed]
        return self._write_page(draft, Form(kept.values, faults), attached, kept.voice)

    def change_page(self, notice_id: str) -> str:
        self._login.session()
        notice = self._desk.notice_store.find(notice_id)
        if notice is None or notice.over(self._desk.clock()):
            abort(404)
        return self._write_page(notice.id, _filled(notice), notice.attached, notice.voice)

    def _write_page(
        self,
        draft: str,
        form: Form,
        attached: Sequence[Attached] = (),
        voice: str = "",
        meanwhile: Notice | None = None,
    ) -> str:
        """`meanwhile` is what somebody else has made of the notice, to be read beside the form."""
        others = [person for person in self._desk.people.all() if person.id != self._login.person().id]
        before = self._desk.notice_store.find(draft)
        cards = [self._card(each) for each in attached]
        if cards and not form.values.get("judul"):
            titles = (
                likely_title(found, TITLE_LIMIT) for each in attached if (found := self._desk.texts.of(each.file))
            )
            form = replace(form, values={**form.values, "judul": next(filter(None, titles), "")})
        return render_template(
            "write.html", session=self._login.session(), form=form, until=UNTIL, loops=LOOPS, others=others, draft=draft,
            kept=before.ends if before is not None and not before.over(self._desk.clock()) else None,
            cards=cards, voice=voice, most=MOST_ATTACHED, able=self._desk.texts.able, meanwhile=meanwhile,
        )  # fmt: skip

    def _reading(self, each: Attached) -> bool:
        if each.is_film:
            return self._desk.films.making(each.file)
        return each.text is None and not each.pages and self._desk.texts.reading(each.file)

    def _unfinished_yet(self, each: Attached) -> bool:
        """A film that is being made; or a picture in which a machine has read something that nobody has looked at?"""
        if each.is_film:
            return self._reading(each)
        found = self._desk.texts.of(each.file) if each.text is None else None
        return found is not None and bool(found.blocks)

    def _card(self, each: Attached) -> Card:
        if each.is_film:
            return Card(each, state="making" if self._reading(each) else "film")
        found = self._desk.texts.of(each.file)
        text = each.text if each.text is not None else draft_of(found)[:PICTURE_TEXT_LIMIT] if found else ""
        state = "reading" if self._reading(each) else "" if found is None else "found" if found.blocks else "none"
        size = attaching.size_of(self._desk.notice_store.file(each.file))
        return Card(each, text, state, tuple(attaching.doubts_of(text, found)), *size)

    def write(self) -> AnyResponse | str:
        """The form as it was filled in: to the preview, back with all that is wrong, or on to what a machine reads in its pictures.
        What was typed is kept first; of a session that has ended it is kept and no more."""
        session: Session[Previewed] = g.session or g.faded or self._login.session()
        person, now = self._login.person(session), self._desk.clock()
        draft = request.form.get("naskah", "")
        if not DRAFT.fullmatch(draft):
            draft = new_id()
        begun_as = draft
        found, faults = self._desk.notice_store.find(draft), dict[str, Problem]()
        before = found if found is not None and not found.over(now) else None
        if before is None and found is not None:
            draft = new_id()
        attached, new = self._attached(faults)
        kept_voice = request.form.get("rekaman", "")
        voice = self._file("suara", take_voice, faults) or (kept_voice if attaching.SOUND.fullmatch(kept_voice) else "")
        kept = self._unfinished.keep(person.id, draft, request.form, now, attached, voice)
        if kept and draft != begun_as:
            self._unfinished.drop(person.id, begun_as)
        if g.session is None:
            return redirect("/?aman=1", 303) if kept else self._login.not_kept()
        looked = attaching.looked_at(request.form)
        again = new or request.form.get("lagi") or any(map(self._unfinished_yet, attached))
        if again and not faults:
            return redirect(f"/tulis?lanjut={draft}", 303)
        notice, form = from_form(request.form, draft, person.name, now, before=before)
        faults = {**form.faults, **faults}
        since, began = (before.version if before else ""), request.form.get("sejak", "")
        if found is not None and began and began != found.version:
            return self._overtaken(draft, form, faults, found, attached, voice)
        settled = attaching.settled(attached, looked, faults)
        second = self._second(faults) if request.form.get("jenis") == Kind.EMERGENCY else ""
        if notice is None or faults:
            return self._write_page(draft, replace(form, faults=faults), attached, voice)
        notice = replace(notice, attached=settled, voice=voice, second=second)
        session.preview(Previewed(changed(before, notice, now) if before else notice, since))
        return redirect(f"/lihat/{draft}", 303)

    def _overtaken(
        self,
        draft: str,
        form: Form,
        faults: Mapping[str, Problem],
        meanwhile: Notice,
        attached: Sequence[Attached],
        voice: str,
    ) -> str:
        """It was changed meanwhile, in another tab too, or taken down: both are read before either is lost. The form is of that one
        now."""
        now = self._desk.clock()
        over = meanwhile.over(now)
        time = f"{(meanwhile.changed or meanwhile.written).astimezone(now.tzinfo):%H.%M}"
        if over:
            told = problem(DeskCode.GONE_MEANWHILE)
        elif meanwhile.author == self._login.person().name:
            told = problem(DeskCode.CHANGED_YOURSELF, time=time)
        else:
            told = problem(DeskCode.CHANGED_MEANWHILE, name=meanwhile.author, time=time)
        values = {**form.values, "sejak": "" if over else meanwhile.version}
        form = Form(values, {**faults, MEANWHILE: told})
        return self._write_page(draft, form, attached, voice, meanwhile)

    def throw_away(self) -> AnyResponse:
        """What was being written is not wanted any more."""
        self._login.done()
        draft = request.form.get("naskah", "")
        self._login.session().drafts.pop(draft, None)
        self._unfinished.drop(self._login.person().id, draft)
        return redirect("/", 303)

    def _attached(self, faults: dict[str, Problem]) -> tuple[tuple[Attached, ...], bool]:
        """Those of the form, and what is sent with it; is there anything new?"""
        store = self._desk.notice_store
        named = attaching.of_form(request.form)
        films = self._desk.films
        kept = [each for each in named if store.file(each.file) is not None or films.waits(each.file)]
        for lost in (each for each in named if each not in kept):
            faults["foto"] = films.fault(lost.file) or problem(NoticeCode.PHOTO_GONE)
        sent = [file for file in request.files.getlist("foto") if file.filename]
        if len(kept) + len(sent) > MOST_ATTACHED:
            faults["foto"] = problem(NoticeCode.TOO_MANY_PHOTOS, most=MOST_ATTACHED)
        streams = [cast(BinaryIO, file.stream) for file in sent[: MOST_ATTACHED - len(kept)]]
        if streams:
            try:
                store.make_room(self._needed(named))
            except RefusedError as error:
                faults["foto"], streams = error.problem, []
        taken: list[Attached] = []
        for one in take_attached(streams, store.drafts, films=True) if streams else ():
            if isinstance(one, RefusedError):
                faults["foto"] = one.problem
            else:
                taken.append(one)
                self._reading(one)
        both = {each.file: each for each in (*taken, *kept)}  # the same picture sent again is that picture
        ordered = dict.fromkeys(each.file for each in (*kept, *taken))
        return tuple(both[name] for name in ordered), bool(taken)

    def _file(self, name: str, take: Callable[..., str], faults: dict[str, Problem]) -> str:
        sent = request.files.get(name)
        if sent is None or not sent.filename:
            return ""
        try:
            self._desk.notice_store.make_room(self._needed(attaching.of_form(request.form)))
            return take(sent.stream, self._desk.notice_store.drafts)
        except RefusedError as error:
            faults[name] = error.problem
            return ""

    def _needed(self, named: Sequence[Attached]) -> set[str]:
        """Files that a form names: this one, those that are unfinished, those that are looked at before they are published."""
        looked_at = {name for draft in (g.session or g.faded).drafts.values() for name in draft.notice.files}
        return self._unfinished.files() | looked_at | {each.file for each in named} | {request.form.get("rekaman", "")}

    def _second(self, faults: dict[str, Problem]) -> str:
        """The name of the second person whose PIN was given too."""
        try:
            return self._login.second(DeskCode.SECOND_NEEDED)
        except PersonError as error:
            faults["saksi"] = error.problem
            return ""

    def _draft(self, draft_id: str) -> Previewed:
        draft = self._login.session().drafts.get(draft_id)
        if draft is None:
            abort(redirect("/"))
        return draft

    def preview(self, draft_id: str) -> str:
        draft, now = self._draft(draft_id).notice, self._desk.clock()
        spoken = preview.words(draft, self._desk.village, self._desk.notice_store.folder.parent, now)
        return render_template("preview.html", session=self._login.session(), notice=draft, spoken=spoken)

    def file(self, name: str) -> AnyResponse:
        """A picture of a draft or a notice, or of a document its first page; with `kecil` small, where there is a small one. A film
        that is there, and with `kecil` its still."""
        self._login.session()
        store = self._desk.notice_store
        if not attaching.FILE.fullmatch(name):
            abort(404)
        small = beside(store.drafts / name)[0]
        wants_small = name.endswith(".pdf") or request.args.get("kecil")
        found = small if wants_small and small.is_file() else store.file(name)
        if found is None or found.suffix == ".pdf":
            abort(404)
        return send_file(found)

    def preview_screen(self, draft_id: str) -> AnyResponse:
        draft, store = self._draft(draft_id).notice, self._desk.notice_store
        out = store.drafts / f"layar.{draft.id}.png"  # two people may look at theirs at one time
        files = [path for each in draft.attached if (path := store.file(each.file)) is not None]
        if not preview.screen(draft, self._desk.village, files, out, self._desk.clock()):
            abort(404)
        return send_file(out, mimetype="image/png")

    def preview_voice(self, draft_id: str) -> AnyResponse:
        draft = self._draft(draft_id).notice
        recorded = self._desk.notice_store.file(draft.voice) if draft.voice else None
        out = recorded or self._desk.notice_store.drafts / f"suara.{draft.id}.wav"
        if recorded is None and not preview.voice(draft, self._desk.village, out, self._desk.clock()):
            abort(404)
        return send_file(out, mimetype="audio/wav")

    def publish(self) -> AnyResponse | str:
        draft, session = self._draft(request.form.get("naskah", "")), self._login.session()
        notice, now = draft.notice, self._desk.clock()
        kept = self._unfinished.find(self._login.person().id, draft.id, now)
        form = Form(kept.values) if kept is not None else _filled(notice)
        if notice.over(now):  # it was looked at over its end, or the clock has been set
            which = ("tanggal", NoticeCode.DAY_PAST) if notice.starts else ("sampai", NoticeCode.NO_UNTIL)
            form = replace(form, faults={which[0]: problem(which[1])})
            return self._write_page(draft.id, form, notice.attached, notice.voice)
        try:
            meanwhile = self._put_up(draft, now)
        except ShelfFullError:
            return render_template("full.html", most=MOST, session=session)
        if meanwhile is not None:
            to = draft.id
            if meanwhile.over(now):
                to = new_id()
                self._unfinished.rename(self._login.person().id, draft.id, to, now)
            return self._overtaken(to, form, {}, meanwhile, notice.attached, notice.voice)
        session.drafts.pop(draft.id, None)
        self._unfinished.drop(self._login.person().id, draft.id)
        self._desk.taken()
        return redirect("/", 303)

    def _put_up(self, draft: Previewed, now: datetime) -> Notice | None:
        """What it has become meanwhile, which is then still up. Raises ShelfFullError."""
        try:
            self._desk.notice_store.publish(draft.notice, now, since=draft.since)
        except NoticeChangedError as error:
            if error.meanwhile is not None:
                return error.meanwhile if error.meanwhile != draft.notice else None  # else it was tapped twice
            # taken down so long ago that nothing is known of it
            self._desk.notice_store.publish(replace(draft.notice, id=new_id()), now)
        return None

    def withdraw_page(self, notice_id: str) -> str:
        """It is asked once: what is taken down was read by people."""
        session, notice = self._login.session(), self._desk.notice_store.find(notice_id)
        if notice is None or notice.over(self._desk.clock()):
            abort(404)
        return render_template("withdraw.html", session=session, notice=notice)

    def withdraw(self, notice_id: str) -> AnyResponse:
        """Tapped twice, or taken down by another meanwhile, it is down as well."""
        store, who = self._desk.notice_store, self._login.person().name
        if store.withdraw(notice_id, who, self._desk.clock()):
            self._desk.taken()
        elif store.find(notice_id) is None:
            abort(404)
        return redirect("/", 303)

    # who is in today

    def staff_page(self) -> str:
        left = self._login.left()
        return self._staff_page(left.values if left is not None else {}, {}, left=left)

    def _staff_page(
        self, values: Mapping[str, str], faults: Mapping[str, Problem], *, left: LeftForm | None = None
    ) -> str:
        session, people = self._login.session(), self._desk.notice_store.staff(self._desk.clock())
        return render_template(
            "staff.html",
            session=session,
            people=people,
            values=values,
            faults=faults,
            most=staff.MOST_PEOPLE,
            left=left,
            kept=left.id if left is not None else request.form.get(NAME, ""),
        )

    def add_staff(self) -> AnyResponse | str:
        name = self._login.person().name
        person, faults = staff.from_form(request.form)
        photo = self._file("foto", take_photo, faults) if person is not None else ""
        if person is None or faults:
            return self._staff_page(request.form, faults)
        if self._desk.notice_store.put_on_duty(replace(person, photo=photo), name, self._desk.clock()):
            self._login.done()
            self._desk.taken()
        return redirect("/petugas", 303)

    def drop_staff(self) -> AnyResponse:
        place, name = request.form.get("nomor", ""), request.form.get("nama", "")
        who = self._login.person().name
        known = place.isascii() and place.isdigit() and len(place) < 3
        if not known or not self._desk.notice_store.take_off_duty(int(place), name, who, self._desk.clock()):
            abort(404)
        self._desk.taken()
        return redirect("/petugas", 303)

    def emergency_page(self) -> str:
        """Whom to call, where to gather."""
        if left := self._login.left():
            return self._emergency_page(emergency.EmergencyForm(left.values), left=left)
        return self._emergency_page(emergency.filled(emergency.read(self._desk.notice_store.folder.parent)))

    def _emergency_page(self, form: emergency.EmergencyForm, *, left: LeftForm | None = None) -> str:
        rows, session = (range(emergency.NUMBERS), range(emergency.POINTS)), self._login.session()
        kept = left.id if left is not None else request.form.get(NAME, "")
        return render_template("emergency.html", session=session, form=form, rows=rows, left=left, kept=kept)

    def emergency(self) -> AnyResponse | str:
        """Saved whole, or back with all that is wrong."""
        self._login.session()
        person, now = self._login.person(), self._desk.clock()
        values, faults = request.form.to_dict(), dict[str, Problem]()
        for row in range(emergency.POINTS):
            kept = "" if values.get(f"buang{row}") else values.get(f"peta{row}", "")
            kept = kept if self._desk.notice_store.file(kept) is not None else ""
            values[f"peta{row}"] = self._file(f"foto{row}", take_map, faults) or kept
        own, form = emergency.from_form(values, now.date())
        if own is None or faults:
            return self._emergency_page(replace(form, faults={**form.faults, **faults}))
        self._desk.notice_store.save_emergency(own, person.name, now)
        self._login.done()
        return redirect("/", 303)

    def counts_page(self) -> str:
        return render_template("counts.html", session=self._login.session(), days=self._desk.counts())


def _filled(notice: Notice) -> Form:
    """The form of a notice that is up."""
    values = {
        "jenis": str(notice.kind), "judul": notice.title, "isi": notice.text, "tempat": notice.place,
        "penting": "ya" if notice.urgent else "", "sampai": KEPT, "sejak": notice.version,
        "putar": next((name for name, (_, terms) in LOOPS.items() if terms == notice.loop), ""),
    }  # fmt: skip
    if notice.starts is not None:
        day = written_date(notice.starts.date(), "d MMMM y", FALLBACK)
        if notice.last_evening is not None:
            day += f" s.d. {written_date(notice.last_evening.date(), 'd MMMM y', FALLBACK)}"
        values |= {"tanggal": day, "jam": f"{notice.starts:%H.%M}"}
    return Form(values)
