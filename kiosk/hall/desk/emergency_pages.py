"""Page with the form of emergency contacts and gathering places."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request
from msgspec.structs import replace
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.hall.desk import emergency_form
from kiosk.hall.desk.draft_files import DraftFiles
from kiosk.hall.desk.left_forms import NAME, LeftForm
from kiosk.hall.desk.login import PERSON, WRONG, DeskContext, LoginPages
from kiosk.hall.notices.uploads import take_map
from kiosk.state import hall_emergency
from kiosk.web.routes import Route

PATH = "/nomor"


class EmergencyPages:
    """Page for people whom *login* knows."""

    def __init__(self, desk: DeskContext, login: LoginPages, files: DraftFiles) -> None:
        self._desk = desk
        self._login = login
        self._files = files

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of these pages, each with who may request it."""
        return (
            Route("GET", PATH, self.show_contacts, PERSON),
            Route("POST", PATH, self.save_contacts, PERSON, keeps=True),
        )

    def show_contacts(self) -> str:
        """Show the form of emergency contacts and gathering places, with what an ended session or a fault left in it."""
        own = hall_emergency.read_emergency(self._desk.notice_store.folder.parent)
        left = self._login.left(newest=False)
        if left is not None and WRONG in request.args:
            return self._numbers_page(emergency_form.from_form(left.values, self._desk.clock().date())[1], left=left)
        if left is not None:
            since = own.checked if own.checked and own.checked >= left.saved.date() else None
            return self._numbers_page(emergency_form.EmergencyForm(left.values), left=left, since=since)
        return self._numbers_page(emergency_form.filled(own))

    def _numbers_page(
        self, form: emergency_form.EmergencyForm, *, left: LeftForm | None = None, since: date | None = None
    ) -> str:
        """Return the page of *form*. *left* is an earlier form that was not saved; *since* is the day on which others
        saved numbers after it."""
        rows, session = (range(emergency_form.NUMBERS), range(emergency_form.POINTS)), self._login.session()
        kept = left.id if left is not None else request.form.get(NAME, "")
        return render_template(
            "emergency.html", session=session, form=form, rows=rows, left=left, kept=kept, since=since
        )

    def save_contacts(self) -> AnyResponse | str:
        """Save the whole form, or show it again with all faults."""
        person, now = self._login.person(), self._desk.clock()
        values, faults = request.form.to_dict(), dict[str, Problem]()
        for row in range(emergency_form.POINTS):
            kept = "" if values.get(f"buang{row}") else values.get(f"peta{row}", "")
            kept = kept if self._desk.notice_store.find_file(kept) is not None else ""
            values[f"peta{row}"] = self._files.taken(f"foto{row}", take_map, faults) or kept
        own, form = emergency_form.from_form(values, now.date())
        if own is None or faults:
            again = (
                self._login.redirect_to_form(values) if not faults else None
            )  # a map that is refused is not kept, nor its fault
            return again or self._numbers_page(replace(form, faults={**form.faults, **faults}))
        self._desk.notice_store.save_emergency(own, person.name, now)
        self._login.done_with_page()
        return redirect("/", 303)
