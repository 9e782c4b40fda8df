"""Name, area and public address of the office in the browser. An address that does not lead here is saved only on
request: people at the former address would be shut out."""

from __future__ import annotations

import secrets

from flask import Response, g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from content_cache.text.plain import clean_line
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.desk import Desk
from kiosk.office.editions.folder import SETTINGS
from kiosk.office.people.rights import MAY
from kiosk.office.setup.identity import LONGEST_NAME, MARK, OfficeIdentity, identity_faults, save_identity, try_address
from kiosk.office.setup.setup import FILE
from kiosk.web.routes import OPEN, Route

PATH = "/kantor"
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


class IdentityPages:
    """Pages of the office's identity, for administrators. The route of the mark is open to all, and reveals nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._words = desk.wording.words
        self._mark = secrets.token_hex(16)

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", MARK, self.mark, OPEN),
            Route("GET", PATH, self.show_identity, MAY["office"]),
            Route("POST", PATH, self.save, MAY["office"]),
        ]

    def mark(self) -> Response:
        """Answer with this process's random mark, which proves that an address leads here."""
        return Response(self._mark, mimetype="text/plain")

    def _now(self) -> OfficeIdentity:
        office, setup = self._desk.office(), self._desk.setup()
        return OfficeIdentity(office.title, office.publisher, office.area, office.timezone, setup.address)

    def show_identity(self) -> str:
        return self._identity_page(self._now())

    def _identity_page(
        self, typed: OfficeIdentity, fault: Problem | None = None, lost: Problem | None = None, *, reached: bool = False
    ) -> str:
        """Show the form. *lost* is the reason why the address does not lead here; *reached* says that it does."""
        zones = {**ZONES, typed.timezone: ZONES.get(typed.timezone, typed.timezone)}
        return render_template(
            "office-name.html", typed=typed, zones=zones, fault=fault, lost=lost, reached=reached, most=LONGEST_NAME
        )

    def save(self) -> AnyResponse | str:
        """Try the address, then save the form. With `lalu` = `uji` only try it."""
        form = request.form
        typed = OfficeIdentity(
            clean_line(form.get("judul", ""), 200),
            clean_line(form.get("nama", ""), 200),
            form.get("wilayah", "").strip(),
            form.get("zona", ""),
            form.get("alamat", "").strip().rstrip("/"),
        )
        if (wrong := identity_faults(typed)) is not None:
            return self._identity_page(typed, wrong.problem)
        before = self._now()
        alone = form.get("lalu") == "uji"
        sure = bool(form.get("yakin")) and not alone
        if typed.address and not sure and (alone or typed.address != before.address):
            with faults_shown(lambda fault: self._identity_page(typed, lost=fault)):
                try_address(typed.address, self._mark)
        elif before.address and not typed.address and not sure:
            return self._identity_page(typed, lost=OfficeError(OfficeCode.IDENTITY_NONE).problem)
        if alone:
            return self._identity_page(typed, reached=bool(typed.address))
        with faults_shown(lambda fault: self._identity_page(typed, fault)):
            save_identity(self._desk.folder, typed)
        self._desk.record_deed(g.person.name, self._words("changes the office's name or address"), [SETTINGS, FILE])
        return redirect(PATH, 303)
