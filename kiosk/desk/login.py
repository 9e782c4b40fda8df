"""The desk's door: who comes in from where, who they are, and who may write. Forms in, HTML out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Response, abort, g, redirect, render_template, request
from msgspec import Struct
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, problem
from kiosk.core.network import is_near
from kiosk.desk.accounts import People, Person
from kiosk.desk.faults import DeskCode, PersonError
from kiosk.desk.network_access import is_own_host
from kiosk.desk.rate_limit import RateLimiter
from kiosk.desk.sessions import Session, Sessions, same
from kiosk.i18n.translation import FALLBACK
from kiosk.notices.as_item import Village
from kiosk.notices.store import NoticeStore

COOKIE = "meja"
BEFORE_LOGIN = "pintu"


class DeskContext(Struct, frozen=True):
    """What the pages work with. `clock` gives the village's time, `monotonic` seconds; `taken` tells the refresher to look;
    `counts` are the last days' numbers; `technician` says whether a PIN is the technician's;
    `language` is that of the pages."""

    notice_store: NoticeStore
    people: People
    village: Village
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    taken: Callable[[], None]
    counts: Callable[[], list[tuple[str, dict[str, int]]]]
    technician: Callable[[str], bool]
    host_names: tuple[str, ...] = ()
    language: str = FALLBACK


class LoginPages:
    """Pages for those who are not known yet, and for those who let others in."""

    def __init__(self, desk: DeskContext, sessions: Sessions, guard: RateLimiter) -> None:
        self._desk = desk
        self._sessions = sessions
        self._guard = guard

    def let_in(self) -> None:
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

    def session(self) -> Session:
        """Of whoever asks for this page; whoever is not logged in is sent to the first one."""
        if g.session is None:
            abort(redirect("/"))
        session: Session = g.session
        return session

    def person(self) -> Person:
        """Whoever asks for this page."""
        person = self._desk.people.find(self.session().person)
        if person is None:  # taken out while logged in
            abort(403)
        return person

    def with_mark(self, page: Callable[..., str], status: int = 200) -> AnyResponse:
        """A page with a form for somebody who is not logged in: its token is in a cookie and in the form."""
        from secrets import token_urlsafe

        mark = request.cookies.get(BEFORE_LOGIN) or token_urlsafe(24)
        answer = Response(page(mark=mark), status)
        answer.set_cookie(BEFORE_LOGIN, mark, httponly=True, samesite="Strict")
        return answer

    def pin_page(self, person_id: str) -> AnyResponse:
        person = self._desk.people.find(person_id) or abort(404)
        return self.with_mark(partial(render_template, "pin.html", person=person, session=None, fault=None))

    def log_in(self, person_id: str) -> AnyResponse:
        person = self._desk.people.find(person_id) or abort(404)
        if not self.pin_right(person, request.form.get("pin", "")):
            fault = problem(DeskCode.WRONG_PIN)
            page = partial(render_template, "pin.html", person=person, session=None, fault=fault)
            return self.with_mark(page, 401)
        answer = redirect("/", 303)
        answer.set_cookie(COOKIE, self._sessions.begin(person.id), httponly=True, samesite="Strict")
        answer.delete_cookie(BEFORE_LOGIN)
        return answer

    def pin_right(self, person: Person, pin: str) -> bool:
        """Is it this person's? Too many wrong ones and nobody is let try any more for a while."""
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

    # who may write

    def people_page(self) -> AnyResponse:
        return self._people_page(None)

    def _people_page(self, fault: Problem | None) -> AnyResponse:
        page = partial(render_template, "people.html", session=g.session, people=self._desk.people.all(), fault=fault)
        if g.session is not None:
            return Response(page(mark=g.session.csrf))
        return self.with_mark(page)

    def add_person(self) -> AnyResponse:
        if not self._guarded("petugas", lambda: self._desk.technician(request.form.get("pin_petugas", ""))):
            return self._people_page(problem(DeskCode.WRONG_STAFF_PIN))
        try:
            self._desk.people.add(request.form.get("nama", ""), request.form.get("pin", ""))
        except PersonError as error:
            return self._people_page(error.problem)
        return redirect("/", 303)
