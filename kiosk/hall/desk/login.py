"""Door of the desk: it checks where a request comes from, the phone, and the person. Forms in, HTML out.

Without TLS, and on an unpaired phone, one can only read. A PIN is asked of paired phones only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import NoReturn

from flask import Response, abort, current_app, g, redirect, render_template, request
from msgspec import Struct
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, msgid, problem
from kiosk.core.network import is_near
from kiosk.hall.desk.accounts import Clerk, ClerkAccounts
from kiosk.hall.desk.drafts import Previewed
from kiosk.hall.desk.faults import DeskCode, PersonError
from kiosk.hall.desk.left_forms import FORM, NAME, LeftForm, LeftForms, is_empty
from kiosk.hall.desk.network_access import is_own_host
from kiosk.hall.notices import pairing
from kiosk.hall.notices.as_item import Village
from kiosk.hall.notices.film_drafts import FilmDrafts
from kiosk.hall.notices.found_texts import FoundTexts
from kiosk.hall.notices.store import NoticeStore
from kiosk.hall.questions import KeyStretch
from kiosk.i18n.translation import FALLBACK
from kiosk.settings.sections import QuestionSettings
from kiosk.web.cookies import GATE, Cookies, gate
from kiosk.web.devices import HOLDS, DevicesFile, KnownDevices
from kiosk.web.forms import is_too_long
from kiosk.web.rate_limit import RateLimiter, TriesFile
from kiosk.web.routes import OPEN, Route, View
from kiosk.web.sessions import EndedSessions, Session, Sessions

_SESSION, _PHONE = "meja", "hp"  # cookies
PHONES, SESSIONS = "phones.json", "sessions.json"
WRONG = "fault"
"""Query field in the address of a form that is shown again with its faults."""

SECURE = "anybody, over TLS"
PAIRED = "a paired phone"
PERSON = "whoever has logged in"
"""Values of `Route.who`. Pages that are open to anybody can be read without TLS, too."""

_NOT_KEPT = msgid("There is no room left on the kiosk: what you typed is not kept. Go back, it still stands there.")


class DeskContext(Struct, frozen=True):
    """Parts that the pages work with. `clock` gives the village's time, `monotonic` seconds; `taken` asks the refresher
    to look. `counts` returns the numbers of the last days; `texts` is OCR, `films` makes films. `questions` says who
    answers residents, `stretch` makes their password slow to guess. `language` is that of the pages. `doubt` returns
    the kiosk's time while nothing vouches for it."""

    notice_store: NoticeStore
    people: ClerkAccounts
    village: Village
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    taken: Callable[[], None]
    counts: Callable[[], list[tuple[str, dict[str, int]]]]
    texts: FoundTexts
    films: FilmDrafts
    questions: QuestionSettings = QuestionSettings()
    stretch: KeyStretch = KeyStretch()
    host_names: tuple[str, ...] = ()
    language: str = FALLBACK
    doubt: Callable[[], datetime | None] = lambda: None


class LoginPages:
    """Login, pairing, and the checks before every page."""

    def __init__(self, desk: DeskContext, left_forms: LeftForms) -> None:
        self._desk = desk
        self.left_forms = left_forms
        self._folder = desk.notice_store.folder
        # a monotonic clock cannot tell how long the power was out
        self._sessions: Sessions[Previewed] = Sessions(desk.monotonic, EndedSessions(self._folder / SESSIONS))
        self._cookies = Cookies("Strict")
        self._phones = KnownDevices(DevicesFile(self._folder / PHONES))
        self._guard = RateLimiter(TriesFile(self._folder / "tries.json"), lambda: desk.clock().timestamp())

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of these pages, each with who may request it."""
        return (
            Route("POST", "/masuk", self.log_in, PAIRED),
            Route("GET", f"{pairing.PATH}<code>", self.pairing_page, SECURE),
            Route("POST", f"{pairing.PATH}<code>", self.pair, SECURE),
            Route("GET", GATE, self.gate, SECURE),
            Route("POST", "/keluar", self.log_out, SECURE),
        )

    def let_in(self) -> AnyResponse | None:
        """Check every request: from a near address, to our own host name, over TLS, each form with its token. Set
        `g.session`, `g.faded` and `g.phone`. Abort with 403, 413 or 421."""
        if not is_near(request.remote_addr or ""):
            abort(403)
        if not is_own_host(request.host, self._desk.host_names):
            abort(403 if request.path == GATE else 421)
        if is_too_long(request):
            abort(413)
        g.secure = request.is_secure
        g.session = g.faded = g.phone = None
        if not request.is_secure:
            return self._without_tls()
        g.phone = self._phones.find(self._cookies.read(_PHONE), self._desk.clock())
        if g.phone is not None:
            g.session = self._sessions.find(self._cookies.read(_SESSION))
            if request.path == GATE or self._keeps():
                g.faded = self._sessions.faded(self._cookies.read(_SESSION))
        if request.method == "POST":
            if not self._cookies.is_form_token(request.form.get("tanda", "")):
                abort(403)
            if g.session is None and g.faded is not None and FORM.fullmatch(request.path):
                return self._left_over(g.faded)
        return None

    def guarded(self, route: Route) -> View:
        """Return the view of *route*, open only to the phones or people that it names."""

        def seen(**values: str) -> AnyResponse | str:
            if route.who == PAIRED and g.phone is None:
                abort(403)
            if route.who == PERSON and not (route.keeps and g.faded is not None):
                self.session()
            return route.view(**values)

        return seen

    @staticmethod
    def _keeps() -> bool:
        """Return whether the requested page keeps text that is sent after the end of a session."""
        route = _route()
        return route is not None and route.keeps

    def _left_over(self, session: Session[Previewed]) -> AnyResponse:
        """Store the form of the ended *session* for the person who typed it, without acting on it, and redirect to the
        login page."""
        left = self.store_form(session)
        if left is None:
            self.not_kept()
        session.left = left.form_address
        return redirect("/?aman=1", 303)

    def store_form(
        self, session: Session[Previewed] | None = None, values: Mapping[str, str] | None = None
    ) -> LeftForm | None:
        """Store the submitted form, or *values* instead of it, until it is dealt with. Return `None` if it cannot be stored."""
        typed = request.form if values is None else values
        return self.left_forms.store_form(self.person(session).id, request.path, typed, self._desk.clock())

    def redirect_to_form(self, values: Mapping[str, str]) -> AnyResponse | None:
        """Store the form with *values* and redirect to it, so that it is shown with its faults. It gets an address of
        its own: reloading the answer to a form would send it again. Return None if it cannot be stored."""
        if is_empty(values):
            return redirect(f"{request.path}?{WRONG}=1", 303)
        left = self.store_form(values=values)
        return redirect(f"{left.form_address}&{WRONG}=1", 303) if left is not None else None

    @staticmethod
    def not_kept() -> NoReturn:
        """Answer 507: the form was not stored, so the page must stay open."""
        abort(Response(render_template("told.html", message=_NOT_KEPT, session=None), 507))

    def left(self, *, newest: bool = True) -> LeftForm | None:
        """Return the stored form of this page, or `None`. A form whose id the request names comes first. Otherwise the
        *newest* is returned; pass *newest* as false where the page shows what others have saved since."""
        person, now = self.person().id, self._desk.clock()
        asked = request.args.get("lanjut", "") or request.form.get(NAME, "")
        others = self.left_forms.all_of(person, now) if newest else []
        found = [self.left_forms.find_form(person, asked, now)] if asked else others
        return next((each for each in found if each is not None and each.path == request.path), None)

    def done(self, left: LeftForm | None = None) -> None:
        """Delete the stored copy of *left*, by default that of the submitted form: it is dealt with."""
        self.left_forms.delete_form(self.person().id, left.id if left is not None else request.form.get(NAME, ""))

    def done_with_page(self) -> None:
        """Delete all stored copies of this page for this person, because a newer version was saved whole."""
        person = self.person().id
        for each in self.left_forms.all_of(person, self._desk.clock()):
            if each.path == request.path:
                self.left_forms.delete_form(person, each.id)

    def _without_tls(self) -> AnyResponse | None:
        if request.method not in ("GET", "HEAD"):
            abort(403)
        route = _route()
        if route is not None and route.who == OPEN:
            return None
        return redirect(f"https://{request.host}{request.full_path.rstrip('?')}")

    def gate(self) -> AnyResponse:
        """Answer the server in front whether to accept an upload: yes for a session, even one that has just ended."""
        return gate(known=g.session is not None or g.faded is not None)

    def session(self) -> Session[Previewed]:
        """Return the session of this request. Redirect to the first page if nobody is logged in."""
        if g.session is None:
            abort(redirect("/"))
        session: Session[Previewed] = g.session
        return session

    def person(self, session: Session[Previewed] | None = None) -> Clerk:
        """Return the person of *session*, by default the session of this request. Abort with 403 if that person was
        removed or has a new PIN."""
        person = self._desk.people.marked((session or self.session()).person)
        if person is None:  # removed while logged in, or given a new PIN
            self._sessions.sign_out(self._cookies.read(_SESSION))
            abort(403)
        return person

    def first_page(self) -> AnyResponse:
        """Show the page for visitors without a session: the login form on a paired phone, else the notices and how to pair."""
        if g.phone is not None:
            return self._login_page(None)
        notices = self._desk.notice_store.up(self._desk.clock())
        page = render_template("read.html", notices=notices, session=None, secure=request.is_secure, host=request.host)
        return Response(page)

    def _login_page(self, fault: Problem | None) -> AnyResponse:
        saved = g.faded is not None or request.args.get("aman") == "1"
        page = partial(render_template, "login.html", session=None, fault=fault, saved=saved)
        return self._cookies.with_token(page, 401 if fault else 200)

    def log_in(self) -> AnyResponse:
        person = self._desk.people.named(request.form.get("nama", ""))
        if not self.pin_right(person, request.form.get("pin", "")) or person is None:
            return self._login_page(problem(DeskCode.WRONG_PIN))
        return self._sign_in(person, self._cookies.read(_PHONE))

    def _sign_in(self, person: Clerk, phone: str) -> AnyResponse:
        """Begin a session and redirect to the page that was left, or home. Forms that this person left open in other
        tabs stay valid."""
        self._phones.remember(phone, person.mark)
        cookie = self._cookies.read(_SESSION)
        before = self._sessions.faded(cookie)
        mine = before if before is not None and before.person == person.mark else None
        self._sessions.sign_out(cookie)
        token = self._sessions.sign_in(person.mark, mine.csrf if mine else "")
        answer = redirect(mine.left if mine and mine.left else "/", 303)
        self._cookies.logged_in(answer, _SESSION, token)
        return answer

    def pin_right(self, person: Clerk | None, pin: str) -> bool:
        """Return whether *pin* is the person's. The try counts before it is compared. On a phone that knows the person,
        or during a session (for a second person's PIN), tries count for that phone. On any other phone they count for
        the person and the address. Abort with 429 after too many."""
        if person is not None and g.phone is not None and (g.session or person.mark in g.phone.people):
            names = [f"phone {g.phone.mark[:16]} {person.id}"]
        else:
            names = [f"person {person.id}" if person else "nobody", f"address {request.remote_addr}"]
        return self.tried(names, lambda: self._desk.people.matches(person, pin))

    def second(self, needed: DeskCode) -> str:
        """Return the name of the second person, whose PIN the form has too. Raise PersonError: *needed* if nobody is
        named, another problem for a wrong PIN."""
        other = self._desk.people.find_clerk(request.form.get("saksi", ""))
        if other is None or other.id == self.person().id:
            raise PersonError(problem(needed))
        if not self.pin_right(other, request.form.get("pin_saksi", "")):
            raise PersonError(problem(DeskCode.WRONG_SECOND_PIN))
        return other.name

    def tried(self, names: list[str], check: Callable[[], bool]) -> bool:
        """Return what *check* returns, and count a failure under *names*. Abort with 429, without calling *check*,
        after too many."""
        if self._guard.claim_try(*names) > 0:
            abort(429)
        right = check()
        if right:
            self._guard.right(*names)
        return right

    def log_out(self) -> AnyResponse:
        self._sessions.sign_out(self._cookies.read(_SESSION))
        answer = redirect("/", 303)
        self._cookies.delete_cookie(answer, _SESSION)
        return answer

    # a phone is paired, and a person let in, by the code on the kiosk's screen

    def pairing_page(self, code: str) -> AnyResponse:
        return self._pairing_page(code, None)

    def _pairing_page(self, code: str, fault: Problem | None) -> AnyResponse:
        good = pairing.is_valid_code(self._folder, code, self._desk.clock())
        page = partial(render_template, "pair.html", session=None, code=code, good=good, fault=fault, form=request.form)
        return self._cookies.with_token(page, 200 if good else 410)

    def pair(self, code: str) -> AnyResponse:
        now = self._desk.clock()
        if not pairing.is_valid_code(self._folder, code, now):
            return self._pairing_page(code, None)
        try:
            person = self._of_the_form(code)
        except PersonError as error:
            return self._pairing_page(code, error.problem)
        pairing.remove_code(self._folder)
        phone = self._cookies.read(_PHONE) if g.phone is not None else self._phones.pair(now)
        answer = self._sign_in(person, phone)
        self._cookies.write(answer, _PHONE, phone, max_age=int(HOLDS.total_seconds()))
        return answer

    def _of_the_form(self, code: str) -> Clerk:
        """Return the person of the pairing form: a new one, one with a new PIN, or one with the right PIN. Raise
        PersonError."""
        name, pin, how = (request.form.get(field, "") for field in ("nama", "pin", "siapa"))
        if how in ("baru", "ganti"):
            person = self._desk.people.add(name, pin, new_pin=how == "ganti")
            self._guard.right(f"person {person.id}")
            return person
        found = self._desk.people.named(name)
        tried = f"code {hashlib.sha256(code.encode('utf-8', 'replace')).hexdigest()[:16]}"
        if not self.tried([tried], lambda: self._desk.people.matches(found, pin)) or found is None:
            raise PersonError(problem(DeskCode.WRONG_PIN))
        return found


def _route() -> Route | None:
    """Return the route of this request, None for an unknown page."""
    found: Route | None = current_app.extensions["routes"].get(request.endpoint)
    return found
