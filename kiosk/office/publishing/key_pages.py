"""Keys of the office in the browser: made once, each with its own password; the spare key is downloaded and erased."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from flask import Response, g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, msgid
from content_cache.signing.keyring import KeyRole
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.desk import Desk
from kiosk.office.keys.cabinet import POST, WITH_PASSWORD, KeyCabinet
from kiosk.office.keys.source_lines import source_table
from kiosk.office.people.rights import MAY
from kiosk.office.post.pages import post_key
from kiosk.office.setup.setup import EDITIONS
from kiosk.web.routes import Route

KEYS = "/kunci"
_NAMES = {
    KeyRole.NEWS: msgid("key of news"),
    KeyRole.ALERT: msgid("key of emergencies"),
    POST: msgid("key of the post"),
}


class KeyPages:
    """Pages of the keys, for editors, administrators, and the role Emergency.

    *public_address* returns the address at which kiosks read a place of editions, "" for none.
    """

    def __init__(self, desk: Desk, cabinet: KeyCabinet, public_address: Callable[[], str]) -> None:
        self._public_address = public_address
        self._desk = desk
        self._cabinet = cabinet
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", KEYS, self.show_keys, MAY["key passwords"]),
            Route("POST", KEYS, self.make_keys, MAY["keys"]),
            Route("POST", f"{KEYS}/pos", self.make_post, MAY["keys"]),
            Route("POST", f"{KEYS}/sandi", self.change_password, MAY["key passwords"]),
            Route("POST", f"{KEYS}/cadangan", self.fetch_spare, MAY["keys"]),
            Route("POST", f"{KEYS}/cadangan/hapus", self.erase_spare, MAY["keys"]),
        ]

    def show_keys(self) -> str:
        return self._page()

    def _page(self, fault: Problem | None = None, of: str = "", faults: Mapping[str, Problem] | None = None) -> str:
        """Show the page. *fault* belongs to the form *of*, *faults* to the passwords of new keys."""
        made = all(self._cabinet.public(role) for role in KeyRole)
        return render_template(
            "keys.html",
            made=made,
            lines=self.source_table() if made else "",
            fault=fault,
            of=of,
            faults=faults or {},
            post_key=post_key(self._cabinet),
            spare=self._cabinet.spare,
            note=self._cabinet.spare.current_note(),
            shared=[self._words(_NAMES[name]) for name in self._cabinet.shared()],
            names=[(name, self._words(_NAMES[name])) for name in _own_keys() if self._cabinet.public(name)],
            all_keys=g.person.may(MAY["keys"]),
        )

    def source_table(self) -> str:
        """Return the `[[source]]` table that makes a kiosk take this office's editions, "" before there are keys."""
        office, setup = self._desk.office(), self._desk.setup()
        site = office.site or self._public_address() or (urljoin(setup.address, EDITIONS) if setup.address else "")
        public = {role: self._cabinet.public(role) for role in KeyRole}
        return source_table(office.title or office.publisher, site, public)

    def make_keys(self) -> AnyResponse | str:
        """Make the keys, each with the password typed for it. The post's key may follow later."""
        form = request.form
        typed = {name: (form.get(f"sandi-{name}", ""), form.get(f"lagi-{name}", "")) for name in WITH_PASSWORD}
        if self._cabinet.public(POST) or not any(typed[POST]):
            del typed[POST]
        if faults := self._cabinet.faults(typed):
            return self._page(faults=faults)
        with faults_shown(self._page):
            self._cabinet.make_keys(typed)
        self._desk.record_deed(g.person.name, self._words("makes the keys"))
        return redirect(KEYS, 303)

    def make_post(self) -> AnyResponse | str:
        """Make the first key of the post, or a new one."""
        with faults_shown(lambda fault: self._page(fault, "pos")):
            self._cabinet.make_post(request.form.get("sandi", ""), request.form.get("lagi", ""))
        self._desk.record_deed(g.person.name, self._words("makes a key of the post"))
        return redirect(KEYS, 303)

    def change_password(self) -> AnyResponse | str:
        """Set a key's password. The key itself stays, so kiosks are not affected."""
        form = request.form
        name = next((each for each in _own_keys() if each == form.get("kunci")), _own_keys()[0])
        with faults_shown(lambda fault: self._page(fault, "sandi")):
            self._cabinet.set_password(name, form.get("lama", ""), form.get("sandi", ""), form.get("lagi", ""))
        self._desk.record_deed(
            g.person.name, self._words("gives the {key} another password", key=self._words(_NAMES[name]))
        )
        return redirect(KEYS, 303)

    def fetch_spare(self) -> AnyResponse | str:
        """Send the spare key as a file."""
        with faults_shown(lambda fault: self._page(fault, "cadangan")):
            content = self._cabinet.spare.fetch(self._desk.clock())
        self._desk.record_deed(g.person.name, self._words("downloads the spare key"))
        headers = {"Content-Disposition": 'attachment; filename="spare.key"'}
        return Response(content, mimetype="application/octet-stream", headers=headers)

    def erase_spare(self) -> AnyResponse | str:
        """Erase the spare key from the server, once somebody confirms where it is kept."""
        with faults_shown(lambda fault: self._page(fault, "cadangan")):
            place, sure = request.form.get("tempat", ""), bool(request.form.get("aman"))
            self._cabinet.spare.erase_key(place, self._desk.clock(), sure=sure)
        self._desk.record_deed(g.person.name, self._words("erases the spare key from the server"))
        return redirect(KEYS, 303)


def _own_keys() -> tuple[str, ...]:
    """Return the keys whose password the request's person may change. The role Emergency may change only its own key's."""
    return WITH_PASSWORD if g.person.may(MAY["keys"]) else (KeyRole.ALERT,)
