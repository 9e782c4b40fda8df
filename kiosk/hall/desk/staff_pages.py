"""Page of the staff on duty today."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, redirect, render_template, request
from msgspec.structs import replace
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.hall.desk.draft_files import DraftFiles
from kiosk.hall.desk.left_forms import NAME, LeftForm
from kiosk.hall.desk.login import PERSON, WRONG, DeskContext, LoginPages
from kiosk.hall.notices import staff
from kiosk.hall.notices.uploads import take_photo
from kiosk.web.routes import Route

PATH = "/petugas"


class StaffPages:
    """Page for people whom *login* knows."""

    def __init__(self, desk: DeskContext, login: LoginPages, files: DraftFiles) -> None:
        self._desk = desk
        self._login = login
        self._files = files

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of these pages, each with who may request it."""
        return (
            Route("GET", PATH, self.show_staff, PERSON),
            Route("POST", PATH, self.add, PERSON, keeps=True),
            Route("POST", f"{PATH}/hapus", self.remove_clerk, PERSON),
        )

    def show_staff(self) -> str:
        left = self._login.left()
        values = left.values if left is not None else {}
        wrong = WRONG in request.args and (
            left is not None or "lanjut" not in request.args
        )  # else it has been put right
        return self._staff_page(values, staff.from_form(values)[1] if wrong else {}, left=left)

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

    def add(self) -> AnyResponse | str:
        name = self._login.person().name
        person, faults = staff.from_form(request.form)
        photo = self._files.taken("foto", take_photo, faults) if person is not None else ""
        if person is None or faults:
            again = (
                self._login.redirect_to_form(request.form) if person is None else None
            )  # a photo is not kept, nor its fault
            return again or self._staff_page(request.form, faults)
        if self._desk.notice_store.put_on_duty(replace(person, photo=photo), name, self._desk.clock()):
            self._login.done()
            self._desk.taken()
        return redirect(PATH, 303)

    def remove_clerk(self) -> AnyResponse:
        place, name = request.form.get("nomor", ""), request.form.get("nama", "")
        who = self._login.person().name
        known = place.isascii() and place.isdigit() and len(place) < 3
        if not known or not self._desk.notice_store.take_off_duty(int(place), name, who, self._desk.clock()):
            abort(404)
        self._desk.taken()
        return redirect(PATH, 303)
