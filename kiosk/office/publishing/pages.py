"""Pages of publishing: what changes, with which key, to which places, and the progress."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, g, redirect, render_template, request, send_file
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.errors import CacheError
from content_cache.model.problems import Problem
from content_cache.signing.keyring import KeyRole
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode
from kiosk.office.desk import Desk
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.notices.advice import questions
from kiosk.office.notices.notices import Notices
from kiosk.office.people.rights import MAY
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.office.publishing.edition_zip import EditionZip
from kiosk.office.publishing.records import EditionProgress
from kiosk.office.publishing.run import Editions
from kiosk.office.publishing.schedule import Appointment, Schedule, read_hour
from kiosk.web.routes import Route


class EditionPages:
    """Pages of publishing, for those who may publish."""

    def __init__(
        self,
        desk: Desk,
        notices: Notices,
        editions: Editions,
        record: EditionLog,
        packed: EditionZip,
        cabinet: KeyCabinet,
        schedule: Schedule,
        note_published: Callable[[EditionProgress], None],
    ) -> None:
        self._desk = desk
        self._notices = notices
        self._editions = editions
        self._record = record
        self._zip = packed
        self._cabinet = cabinet
        self._schedule = schedule
        self._note_published = note_published
        self._wording = desk.wording

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/terbitkan", self.show_editions, MAY["publish"]),
            Route("POST", "/terbitkan", self.publish_edition, MAY["publish"]),
            Route("POST", "/terbitkan/batal", self.cancel_schedule, MAY["publish"]),
            Route("GET", "/terbitkan/<int:number>", self.progress, MAY["publish"]),
            Route("POST", "/terbitkan/<int:number>/segera", self.hurry, MAY["publish"]),
            Route("POST", "/terbitkan/<int:number>/lagi", self.send_again, MAY["publish"]),
            Route("GET", "/terbitkan/<int:number>/flash-disk.zip", self.stick, MAY["publish"]),
        ]

    def show_editions(self) -> AnyResponse | str:
        return self._editions_page(None)

    def _editions_page(self, fault: Problem | None) -> AnyResponse | str:
        role = self._editions.role(self._desk.clock())
        with faults_shown(lambda _no_key: redirect("/kunci")):
            preview = self._editions.preview(self._desk.clock())
        now = self._desk.clock()
        asked = questions(self._notices, self._record.written_at(), now, self._desk.areas.names)
        many = fault is not None and fault.code == OfficeCode.MANY_WITHDRAWN.value
        return render_template(
            "publish.html",
            preview=preview,
            questions=list(asked),
            fault=fault,
            sure=many,
            targets=self._desk.setup().targets,
            warns=role is KeyRole.ALERT,
            is_open=self._cabinet.is_open(role),
            before=self._record.finished()[:5],
            appointment=self._schedule.last_appointment(),
            lacks_key=self._schedule.lacks_key,
            missed=self._schedule.missed(self._desk.clock()),
            hour=self._hour(),
            voice=self._editions.voice,
            aloud=request.method == "GET" or bool(request.form.get("suara")),
        )

    def _hour(self) -> str:
        """Return the content of the time field: as typed, or the scheduled time for which the password is needed again."""
        told, schedule = self._schedule.last_appointment(), self._schedule
        if told is not None and schedule.lacks_key and not schedule.missed(self._desk.clock()):
            local = told.at.astimezone(self._wording.zone)
            return request.form.get("pukul", f"{self._wording.written_day(local.date())}, {local:%H.%M}")
        return request.form.get("pukul", "")

    def publish_edition(self) -> AnyResponse | str:
        form, now, who = request.form, self._desk.clock(), g.person.name
        with faults_shown(self._editions_page):
            role = self._editions.role(now)
            at = read_hour(form["pukul"], now) if form.get("pukul", "").strip() else None
            key = self._cabinet.unlock_key(role, form.get("sandi", ""), keep=bool(form.get("biarkan")))
            if at is not None:
                wanted = Appointment(at, who, tuple(form.getlist("ke")), voice=bool(form.get("suara")))
                self._schedule.set(wanted, key, role, self._note_published)
                return redirect("/terbitkan", 303)
            edition = self._editions.begin_edition(
                who,
                key,
                form.getlist("ke"),
                now,
                sure=bool(form.get("yakin")),
                done=self._note_published,
                voice=bool(form.get("suara")),
            )
        if self._schedule.lacks_key:  # nothing waits for that hour any more
            self._schedule.cancel_edition()
        return redirect(f"/terbitkan/{edition.number}", 303)

    def cancel_schedule(self) -> AnyResponse:
        """Cancel the scheduled edition."""
        self._schedule.cancel_edition()
        return redirect("/terbitkan", 303)

    def progress(self, number: int) -> str:
        return self._progress(number, None)

    def _progress(self, number: int, fault: Problem | None) -> str:
        edition = self._record.find_edition(number)
        if edition is None:
            abort(404)
        sends = any(step.state == "goes" for step in edition.steps)
        return render_template(
            "edition.html",
            edition=edition,
            going=sends or edition.state in ("speaks", "makes", "sends"),
            fault=fault,
            newest=self._record.is_newest(number),
            back="/terbitkan",
        )

    def send_again(self, number: int) -> AnyResponse | str:
        """Send the edition *number* again to the places that do not have it; with `ke` only to the places named there."""
        only = request.form.getlist("ke") or None
        with faults_shown(lambda fault: self._progress(number, fault)):
            self._editions.send_again(number, self._note_published, only)
        return redirect(f"/terbitkan/{number}", 303)

    def hurry(self, number: int) -> AnyResponse:
        """Publish the edition *number* with the sentences spoken so far."""
        self._record.hurry(number)
        return redirect(f"/terbitkan/{number}", 303)

    def stick(self, number: int) -> AnyResponse:
        """Send edition *number* as a ZIP file, for a village without a connection."""
        try:
            path = self._zip.pack(number)
        except CacheError:
            abort(404)
        return send_file(path, mimetype="application/zip", as_attachment=True, download_name=f"edisi-{number}.zip")
