"""The desk's pages: forms in, HTML out, no script. Who is asked what, and in which order; all else is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import Flask, Response, abort, g, redirect, render_template, request, send_file
from msgspec import Struct
from msgspec.structs import replace
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers.response import Response as AnyResponse

from kiosk.desk import showing
from kiosk.desk.access import is_near, is_own_host
from kiosk.desk.guard import Guard
from kiosk.desk.intake import MOST_BYTES, RefusedError, take_photo, take_voice
from kiosk.desk.notice import UNTIL, Form, Kind, Notice, changed, from_form
from kiosk.desk.people import People, Person
from kiosk.desk.sessions import Session, Sessions, same
from kiosk.desk.shelf import MOST, Shelf, ShelfFullError, new_id

MOST_REQUEST = 2 * MOST_BYTES + 100_000  # bytes: a photo, a recording, and what is written
COOKIE = "meja"
BEFORE_LOGIN = "pintu"
_MESSAGES = {
    400: "Permintaan ini tidak dimengerti. Kembali dan coba lagi.",
    403: "Halaman ini sudah kedaluwarsa. Masuk lagi.",
    404: "Halaman ini tidak ada.",
    405: "Halaman ini tidak ada.",
    413: "Berkasnya terlalu besar.",
    421: "Buka alamat yang tertulis pada kios.",
    429: "Terlalu sering salah. Tunggu sebentar, lalu coba lagi.",
}


class Desk(Struct, frozen=True):
    """What the pages work with. `clock` gives the village's time, `monotonic` seconds; `taken` tells the refresher to look;
    `counts` are the last days' numbers; `technician` says whether a PIN is the technician's."""

    shelf: Shelf
    people: People
    village: showing.Village
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    taken: Callable[[], None]
    counts: Callable[[], list[tuple[str, dict[str, int]]]]
    technician: Callable[[str], bool]
    host_names: tuple[str, ...] = ()


def make_app(desk: Desk) -> Flask:
    """The WSGI app. Nothing of it lives outside the app it returns."""
    app = Flask(__name__, template_folder="pages", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_REQUEST, MAX_FORM_MEMORY_SIZE=200_000, MAX_FORM_PARTS=30)
    pages = _Pages(desk, Sessions(desk.monotonic), Guard())
    app.before_request(pages.door)
    app.after_request(_sealed)
    app.register_error_handler(HTTPException, _told)
    routes: tuple[tuple[str, str, Callable[..., AnyResponse | str]], ...] = (
        ("GET", "/", pages.board),
        ("GET", "/masuk/<person_id>", pages.pin_page),
        ("POST", "/masuk/<person_id>", pages.log_in),
        ("POST", "/keluar", pages.log_out),
        ("GET", "/tulis", pages.write_page),
        ("POST", "/tulis", pages.write),
        ("GET", "/ubah/<notice_id>", pages.change_page),
        ("GET", "/lihat", pages.preview),
        ("GET", "/lihat/foto", pages.preview_photo),
        ("GET", "/lihat/layar.png", pages.preview_screen),
        ("GET", "/lihat/suara.wav", pages.preview_voice),
        ("POST", "/terbit", pages.publish),
        ("POST", "/tarik/<notice_id>", pages.withdraw),
        ("GET", "/orang", pages.people_page),
        ("POST", "/orang", pages.add_person),
        ("GET", "/hitungan", pages.counts_page),
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


def _told(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    return render_template("told.html", words=_MESSAGES.get(code, _MESSAGES[400]), session=None), code


class _Pages:
    def __init__(self, desk: Desk, sessions: Sessions, guard: Guard) -> None:
        self._desk = desk
        self._sessions = sessions
        self._guard = guard

    # the door

    def door(self) -> None:
        """Before every page: from near, by our own name, and each form with the token of its session."""
        if not is_near(request.remote_addr or ""):
            abort(403)
        if not is_own_host(request.host, self._desk.host_names):
            abort(421)
        g.session = self._sessions.find(request.cookies.get(COOKIE, ""))
        if request.method == "POST":
            expected = g.session.csrf if g.session else request.cookies.get(BEFORE_LOGIN, "")
            if not expected or not same(request.form.get("tanda", ""), expected):
                abort(403)

    def _session(self) -> Session:
        if g.session is None:
            abort(redirect("/"))
        session: Session = g.session
        return session

    def _person(self) -> Person:
        person = self._desk.people.find(self._session().person)
        if person is None:  # taken out while logged in
            abort(403)
        return person

    def board(self) -> AnyResponse | str:
        """Who are you? Or, once that is known, what is up, and a new notice to write."""
        if g.session is None:
            return self._with_mark(partial(render_template, "names.html", people=self._desk.people.all(), session=None))
        now = self._desk.clock()
        return render_template(
            "board.html", session=g.session, person=self._person(), notices=self._desk.shelf.up(now), most=MOST, now=now
        )

    def _with_mark(self, page: Callable[..., str], status: int = 200) -> AnyResponse:
        """A page with a form for somebody who is not logged in: its token is in a cookie and in the form."""
        from secrets import token_urlsafe

        mark = request.cookies.get(BEFORE_LOGIN) or token_urlsafe(24)
        answer = Response(page(mark=mark), status)
        answer.set_cookie(BEFORE_LOGIN, mark, httponly=True, samesite="Strict")
        return answer

    def pin_page(self, person_id: str) -> AnyResponse:
        person = self._desk.people.find(person_id) or abort(404)
        return self._with_mark(partial(render_template, "pin.html", person=person, session=None, fault=""))

    def log_in(self, person_id: str) -> AnyResponse:
        person = self._desk.people.find(person_id) or abort(404)
        if not self._pin_right(person, request.form.get("pin", "")):
            page = partial(render_template, "pin.html", person=person, session=None, fault="PIN salah. Coba lagi.")
            return self._with_mark(page, 401)
        answer = redirect("/", 303)
        answer.set_cookie(COOKIE, self._sessions.begin(person.id), httponly=True, samesite="Strict")
        answer.delete_cookie(BEFORE_LOGIN)
        return answer

    def _pin_right(self, person: Person, pin: str) -> bool:
        return self._guarded(person.id, lambda: self._desk.people.matches(person, pin))

    def _guarded(self, key: str, check: Callable[[], bool]) -> bool:
        peer, now = request.remote_addr or "", self._desk.monotonic()
        if self._guard.wait_s(key, peer, now) > 0:
            abort(429)
        if check():
            self._guard.right(key, peer)
            return True
        self._guard.wrong(key, peer, now)
        return False

    def log_out(self) -> AnyResponse:
        self._sessions.end(request.cookies.get(COOKIE, ""))
        answer = redirect("/", 303)
        answer.delete_cookie(COOKIE)
        return answer

    # writing

    def write_page(self) -> str:
        session, kind = self._session(), request.args.get("jenis", Kind.ANNOUNCEMENT)
        session.draft = None
        return self._write_page(Form({"jenis": str(kind), "sampai": "besok"}))

    def change_page(self, notice_id: str) -> str:
        notice = self._desk.shelf.find(notice_id)
        if notice is None or notice.over(self._desk.clock()):
            abort(404)
        self._session().draft = notice
        return self._write_page(_filled(notice))

    def _write_page(self, form: Form) -> str:
        others = [person for person in self._desk.people.all() if person.id != self._person().id]
        return render_template("write.html", session=self._session(), form=form, until=UNTIL, others=others)

    def write(self) -> AnyResponse | str:
        """The form as it was filled in: to the preview, or back with all that is wrong."""
        session, person, now = self._session(), self._person(), self._desk.clock()
        before = session.draft
        notice, form = from_form(request.form, before.id if before else new_id(), person.name, now)
        faults = dict(form.faults)
        photo = self._file("foto", take_photo, faults)
        voice = self._file("suara", take_voice, faults)
        second = self._second(faults) if request.form.get("jenis") == Kind.EMERGENCY else ""
        if notice is None or faults:
            return self._write_page(replace(form, faults=faults))
        notice = replace(notice, photo=photo, voice=voice, second=second)
        session.draft = changed(before, notice, now) if before else notice
        return redirect("/lihat", 303)

    def _file(self, name: str, take: Callable[..., str], faults: dict[str, str]) -> str:
        sent = request.files.get(name)
        if sent is None or not sent.filename:
            return ""
        try:
            self._desk.shelf.make_room()
            return take(sent.stream, self._desk.shelf.drafts)
        except RefusedError as error:
            faults[name] = str(error)
            return ""

    def _second(self, faults: dict[str, str]) -> str:
        """The name of the second person whose PIN was given too."""
        other = self._desk.people.find(request.form.get("saksi", ""))
        if other is None or other.id == self._session().person:
            faults["saksi"] = "Darurat perlu PIN orang kedua."
            return ""
        if not self._pin_right(other, request.form.get("pin_saksi", "")):
            faults["saksi"] = "PIN orang kedua salah."
            return ""
        return other.name

    def _draft(self) -> Notice:
        draft = self._session().draft
        if draft is None:
            abort(redirect("/"))
        return draft

    def preview(self) -> str:
        draft, now = self._draft(), self._desk.clock()
        spoken = showing.words(draft, self._desk.village, self._desk.shelf.folder.parent, now)
        return render_template("preview.html", session=self._session(), notice=draft, spoken=spoken)

    def preview_photo(self) -> AnyResponse:
        photo = self._desk.shelf.file(self._draft().photo)
        return send_file(photo) if photo is not None else abort(404)

    def preview_screen(self) -> AnyResponse:
        draft = self._draft()
        out = self._desk.shelf.drafts / f"layar.{draft.id}.png"  # two people may look at theirs at one time
        photo = self._desk.shelf.file(draft.photo) if draft.photo else None
        if not showing.screen(draft, self._desk.village, photo, out, self._desk.clock()):
            abort(404)
        return send_file(out, mimetype="image/png")

    def preview_voice(self) -> AnyResponse:
        draft = self._draft()
        recorded = self._desk.shelf.file(draft.voice) if draft.voice else None
        out = recorded or self._desk.shelf.drafts / f"suara.{draft.id}.wav"
        if recorded is None and not showing.voice(draft, out):
            abort(404)
        return send_file(out, mimetype="audio/wav")

    def publish(self) -> AnyResponse | str:
        draft, session = self._draft(), self._session()
        try:
            self._desk.shelf.publish(draft, self._desk.clock())
        except ShelfFullError:
            words = f"Sudah ada {MOST} pengumuman. Tarik satu dahulu."
            return render_template("told.html", words=words, session=session)
        session.draft = None
        self._desk.taken()
        return redirect("/", 303)

    def withdraw(self, notice_id: str) -> AnyResponse:
        if not self._desk.shelf.withdraw(notice_id, self._person().name, self._desk.clock()):
            abort(404)
        self._desk.taken()
        return redirect("/", 303)

    # who may write, and what was read

    def people_page(self) -> AnyResponse:
        return self._people_page("")

    def _people_page(self, fault: str) -> AnyResponse:
        page = partial(render_template, "people.html", session=g.session, people=self._desk.people.all(), fault=fault)
        if g.session is not None:
            return Response(page(mark=g.session.csrf))
        return self._with_mark(page)

    def add_person(self) -> AnyResponse:
        if not self._guarded("petugas", lambda: self._desk.technician(request.form.get("pin_petugas", ""))):
            return self._people_page("PIN petugas salah.")
        try:
            self._desk.people.add(request.form.get("nama", ""), request.form.get("pin", ""))
        except ValueError as error:
            return self._people_page(str(error))
        return redirect("/", 303)

    def counts_page(self) -> str:
        return render_template("counts.html", session=self._session(), days=self._desk.counts())


def _filled(notice: Notice) -> Form:
    """The form of a notice that is up."""
    values = {
        "jenis": str(notice.kind), "judul": notice.title, "isi": notice.text, "tempat": notice.place,
        "penting": "ya" if notice.urgent else "", "gambar_kata": notice.photo_alt, "sampai": "besok",
    }  # fmt: skip
    if notice.starts is not None:
        values |= {"tanggal": notice.starts.date().isoformat(), "jam": f"{notice.starts:%H.%M}"}
    return Form(values)
