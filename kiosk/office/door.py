"""Door of the office's desk: login, invitations, accounts, and the check of roles. Forms in, HTML out.

A page is open to the roles that its row in the table of routes names. The server refuses it to all others, whatever the
page shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

import segno
from flask import Response, abort, g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, problem
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode
from kiosk.office.desk import Desk
from kiosk.office.people.access_tables import WrongSeconds
from kiosk.office.people.people import Person, Role, code_address, new_secret
from kiosk.office.people.rights import ANYBODY, MAY
from kiosk.office.people.sign_in import Credentials, NoDraft, SignIn, Visitor
from kiosk.office.setup.identity import MARK
from kiosk.web.cookies import GATE, Cookies, gate
from kiosk.web.devices import HOLDS
from kiosk.web.forms import is_too_long
from kiosk.web.routes import OPEN, Route, View
from kiosk.web.sessions import Session

TOKEN = "tanda"  # noqa: S105 - the name of a field
HOME = "/"
LOGIN = "/masuk"
SHARED = "/bagikan"
"""Path to which phones share. Its form has no token. It adds to the sender's own inbox, and can do nothing else."""

RECEIVER = "/post"
"""Path to which kiosks post. Kiosks sign what they send. It has no session that another page could misuse."""

COURIER = "/bawa"
"""Path at which a courier's phone fetches an edition and leaves letters of kiosks. It has no session to misuse, either."""


WAITING = "/-/menunggu"
"""Path at which an open page asks for the counts of its menu. It is asked by itself, so it keeps no session alive."""


class AccountPages:
    """Pages of login and invitation, of one's own account, and of the people of the desk. *entry* returns the address
    that a person is led to instead of the home page, "" for none."""

    def __init__(self, desk: Desk, seconds: Callable[[], float], entry: Callable[[Person], str]) -> None:
        self._desk = desk
        self._entry = entry
        self._words = desk.wording.words
        self.sign_in = SignIn(desk.people, desk.clock, seconds)
        self._sessions = self.sign_in.sessions
        self._cookies = Cookies("Lax")

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", GATE, self.gate, OPEN),
            Route("GET", LOGIN, self.login_page, OPEN),
            Route("POST", LOGIN, self.log_in, OPEN),
            Route("GET", "/undangan/<token>", self.invited_page, OPEN),
            Route("POST", "/undangan/<token>", self.accept, OPEN),
            Route("POST", "/keluar", self.log_out, ANYBODY),
            Route("GET", "/akun", self.account_page, ANYBODY),
            Route("POST", "/akun", self.account, ANYBODY),
            Route("POST", "/akun/salah", self.have_read, ANYBODY),
            Route("GET", "/akun/kode", self.code_page, ANYBODY),
            Route("POST", "/akun/kode", self.code, ANYBODY),
            Route("GET", "/orang", self.people_page, MAY["people"]),
            Route("POST", "/orang", self.invite, MAY["people"]),
            Route("GET", "/orang/<person_id>", self.person_page, MAY["people"]),
            Route("POST", "/orang/<person_id>", self.change_person, MAY["people"]),
        ]

    # before each page

    def let_in(self) -> AnyResponse | None:
        """Check host name and form token before each request, and set the session and person in `g`. Abort with 403,
        413 or 421."""
        setup = self._desk.setup()
        if request.path != MARK and _host(request.host) not in {_host(each) for each in setup.hosts}:
            abort(421)
        if is_too_long(request):
            abort(413)
        g.secure = setup.secure
        find = self._sessions.look if request.path == WAITING else self._sessions.find
        g.session = find(self._cookies.read("kantor"))
        g.faded = None if g.session else self._sessions.faded(self._cookies.read("kantor"))
        g.person = self._person_of(g.session or g.faded)
        if request.method == "POST":
            given = request.headers.get("X-Tanda") or request.form.get(TOKEN, "")
            if not (self._from_phone() or request.path in (RECEIVER, COURIER)) and not self._cookies.is_form_token(
                given
            ):
                abort(403)
        return None

    @staticmethod
    def _from_phone() -> bool:
        """Return whether the request is a share from a phone. The browser vouches that no other page sent the form (W3C
        Fetch Metadata). Without that header the request is not taken for one."""
        return request.path == SHARED and request.headers.get("Sec-Fetch-Site", "") in ("none", "same-origin")

    def guarded(self, route: Route) -> View:
        """Return the view of *route*, open only to its roles. A route that keeps typed text is also called after the
        end of a session: it then looks at `g.faded`, and does nothing else."""

        def seen(**values: str) -> AnyResponse | str:
            if route.who != OPEN:
                if g.session is None and not (g.faded is not None and route.keeps):
                    return self._to_login()
                if g.person is None:
                    return self._to_login()
                if isinstance(route.who, frozenset) and not g.person.may(route.who):
                    abort(403, "role")
                if (
                    g.session is not None
                    and g.person.needs_code
                    and not g.person.totp
                    and request.path not in _WITHOUT_CODE
                ):
                    return redirect("/akun/kode")
            return route.view(**values)

        return seen

    def gate(self) -> AnyResponse:
        """Answer the server in front whether to accept an upload: yes if somebody is logged in."""
        return gate(known=g.person is not None)

    def _to_login(self) -> AnyResponse:
        if request.method != "GET":
            return redirect(LOGIN, 303)
        target = request.full_path.rstrip("?")
        return redirect(LOGIN if target == HOME else f"{LOGIN}?ke={target}")

    def _person_of(self, session: Session[NoDraft] | None) -> Person | None:
        return self._desk.people.marked(session.person) if session else None

    # login and logout

    def login_page(self) -> AnyResponse | str:
        return redirect(HOME) if g.session is not None and g.person is not None else self._login(None)

    def _login(self, fault: Problem | None) -> AnyResponse:
        page = partial(
            render_template,
            "login.html",
            fault=fault,
            name=request.form.get("nama", ""),
            target=_own(request.values.get("ke", "")),
            faded=g.faded is not None,
            saved=request.args.get("aman", ""),
            code=fault is not None and fault.code in (OfficeCode.CODE_NEEDED.value, OfficeCode.CODE_OLD.value),
        )
        return self._cookies.with_token(page, 200 if fault is None else 401)

    def log_in(self) -> AnyResponse:
        """Check password and code of the form, and sign the person in. Each wrong try counts. Redirect to the page in
        `ke`, or home."""
        with faults_shown(self._login):
            person = self.sign_in.known(claimed(), self.visitor())
        return self._sign_in(person, _own(request.form.get("ke", "")) or self._entry(person) or HOME)

    def visitor(self) -> Visitor:
        """Return address and device cookie of the browser that sent the request."""
        return Visitor(request.remote_addr or "", self._cookies.read("kenal"))

    def _sign_in(self, person: Person, target: str) -> AnyResponse:
        # pages that this person left open in other tabs can be handed in again
        csrf = g.faded.csrf if g.faded is not None and g.faded.person == person.mark else ""
        self._sessions.sign_out(self._cookies.read("kantor"))
        session, device = self.sign_in.come_in(person, self.visitor(), csrf)
        answer = redirect(target, 303)
        self._cookies.logged_in(answer, "kantor", session)
        if device:
            self._cookies.write(answer, "kenal", device, max_age=int(HOLDS.total_seconds()))
        return answer

    def log_out(self) -> AnyResponse:
        self._sessions.sign_out(self._cookies.read("kantor"))
        answer = redirect(LOGIN, 303)
        self._cookies.delete_cookie(answer, "kantor")
        return answer

    # invitations

    def invited_page(self, token: str) -> AnyResponse:
        return self._invited(token, None)

    def _invited(self, token: str, fault: Problem | None) -> AnyResponse:
        invitation = self._desk.people.invited(token, self._desk.clock())
        page = partial(render_template, "invitation.html", invitation=invitation, fault=fault, link=token)
        return self._cookies.with_token(
            page, 200 if invitation and fault is None else 410 if invitation is None else 400
        )

    def accept(self, token: str) -> AnyResponse:
        with faults_shown(lambda fault: self._invited(token, fault)):
            person = self._desk.people.accept(
                token, request.form.get("sandi", ""), request.form.get("lagi", ""), self._desk.clock()
            )
        self.sign_in.forgive(person)
        self._log_change(person.name, self._words("comes in by an invitation"))
        return self._sign_in(person, "/akun/kode" if person.needs_code else self._entry(person) or HOME)

    # one's own account

    def account_page(self) -> str:
        return self._account(None)

    def _account(self, fault: Problem | None, done: bool = False) -> str:
        return render_template("account.html", fault=fault, done=done)

    def account(self) -> AnyResponse | str:
        """Change one's own password to `sandi`, after a check of the old one in `lama`. End all sessions of the person,
        and begin a new one for this browser."""
        people = self._desk.people
        with faults_shown(self._account):
            self.check_password(request.form.get("lama", ""))
            changed = people.set_password(g.person.id, request.form.get("sandi", ""), request.form.get("lagi", ""))
        self._sessions.end_all_of(g.person.mark)
        token = self._sessions.sign_in(changed.mark)
        g.session, g.person = self._sessions.find(token), changed
        self._log_change(g.person.name, self._words("takes another password"))
        answer = Response(self._account(None, done=True))
        self._cookies.write(answer, "kantor", token)
        return answer

    def have_read(self) -> AnyResponse:
        """Clear the warning of wrong tries at the person's second factor, once the person has read it."""
        WrongSeconds(self._desk.people.file).clear(g.person.id)
        return redirect(HOME, 303)

    def check_password(self, password: str) -> None:
        """Check the password of the person who is logged in. Raise OfficeError for a wrong one."""
        self.sign_in.confirm(g.person, password, self.visitor())

    def code_page(self) -> str:
        return self._code(None, new_secret())

    def _code(self, fault: Problem | None, secret: str) -> str:
        office = self._desk.office()
        address = code_address(g.person, secret, office.publisher or office.title)
        return render_template("code.html", fault=fault, secret=secret, qr=qr(address))

    def code(self) -> AnyResponse | str:
        secret = request.form.get("rahasia", "")
        if not _SECRET.fullmatch(secret):
            return self._code(problem(OfficeCode.CODE_OLD), new_secret())
        first = not g.person.totp
        with faults_shown(lambda fault: self._code(fault, secret)):
            if g.person.totp:
                self.check_password(request.form.get("sandi", ""))
            self._desk.people.set_code(g.person.id, secret, request.form.get("kode", ""))
        self._log_change(g.person.name, self._words("sets up the code of six digits"))
        return redirect((first and self._entry(g.person)) or "/akun", 303)

    # the people, for those who look after them

    def people_page(self) -> str:
        return self._people(None)

    def _people(self, fault: Problem | None, link: str = "", invited: str = "") -> str:
        now, people = self._desk.clock(), self._desk.people.list_people()
        deeds = self._desk.history.deeds(40, now.replace(hour=0, minute=0, second=0, microsecond=0))
        return render_template(
            "people.html", people=people, roles=list(Role), fault=fault, deeds=deeds, link=link,
            qr=qr(link) if link else "", invited=invited, releasers=sum(each.may({Role.EMERGENCY}) for each in people),
        )  # fmt: skip

    def invite(self) -> str:
        name, roles = request.form.get("nama", ""), _roles(request.form.getlist("peran"))
        return self._invite(name, roles)

    def _invite(self, name: str, roles: frozenset[Role], person: str = "") -> str:
        with faults_shown(self._people):
            token = self._desk.people.invite(name, roles, g.person.id, self._desk.clock(), person)
        self._log_change(
            g.person.name, self._words("invites {name} ({roles})", name=name.strip(), roles=", ".join(roles))
        )
        base = self._desk.setup().address or request.host_url
        return self._people(None, f"{base.rstrip('/')}/undangan/{token}", name)

    def change_person(self, person_id: str) -> AnyResponse | str:
        """Change a person as the form's `apa` says. `undang` invites them anew, for a lost password or phone.
        `keluarkan` removes them; anything else sets the roles in `peran`. Abort with 404 for an unknown person."""
        people = self._desk.people
        person = people.find_person(person_id)
        if person is None:
            abort(404)
        what = request.form.get("apa", "")
        with faults_shown(self._people):
            if what == "undang":
                return self._invite(person.name, frozenset(person.roles), person.id)
            if what == "keluarkan":
                people.remove(person.id)
                self._sessions.end_all_of(person.mark)
                self._log_change(g.person.name, self._words("takes {name} out", name=person.name))
            else:
                roles = _roles(request.form.getlist("peran"))
                people.set_roles(person.id, roles, g.person.id)
                self._log_change(
                    g.person.name,
                    self._words("gives {name} the roles {roles}", name=person.name, roles=", ".join(roles)),
                )
        return redirect("/orang", 303)

    def person_page(self, person_id: str) -> str:
        person = self._desk.people.find_person(person_id)
        if person is None:
            abort(404)
        return render_template("person.html", one=person, roles=list(Role))

    def _log_change(self, who: str, what: str) -> None:
        self._desk.record_deed(who, what)


_SECRET = re.compile(r"[A-Z2-7]{32}")
_WITHOUT_CODE = ("/akun/kode", "/keluar")


def claimed() -> Credentials:
    """Return name, password and code as the form gives them."""
    return Credentials(*(request.form.get(name, "") for name in ("nama", "sandi", "kode")))


def _roles(names: list[str]) -> frozenset[Role]:
    return frozenset(role for role in Role if role in names)


def _own(target: str) -> str:
    """Return *target* if it is a path of this desk, "" for any other address. It prevents open redirects."""
    parts = urlsplit(target)
    fine = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and target.isprintable()
    return target if fine and "\\" not in target else ""


def _host(netloc: str) -> str:
    """Return the host name of *netloc* without its port, which a server in front may change. Return a name that no host
    has if it is malformed."""
    return (urlsplit(f"//{netloc}").hostname or "").casefold() if _is_netloc(netloc) else "\0"


def _is_netloc(netloc: str) -> bool:
    try:
        return bool(urlsplit(f"//{netloc}").hostname)
    except ValueError:
        return False


def qr(text: str) -> str:
    """Return *text* as a QR code: inline SVG, black on white, with a quiet zone of four modules (ISO/IEC 18004)."""
    return segno.make(text, error="m").svg_inline(
        border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
