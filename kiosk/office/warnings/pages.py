"""Pages of warnings: which stand, writing one, its release by a second person, drills, and ending one."""

from __future__ import annotations

from flask import abort, g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from content_cache.model.vocabulary import Severity
from content_cache.signing.keyring import KeyRole
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.base.former import merged_codes, with_merged
from kiosk.office.desk import Desk
from kiosk.office.door import AccountPages, claimed
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.people.people import Person, Role
from kiosk.office.people.rights import ANYBODY, MAY
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.office.publishing.run import Editions
from kiosk.office.warnings.release import WarningRelease
from kiosk.office.warnings.warnings import OfficeWarning, ReleasedWarning, Warnings, ending, new_warning
from kiosk.web.routes import Route

_SHOWN = 10


class WarningPages:
    """Pages of warnings. All may read; two people of the role Emergency together release one."""

    def __init__(
        self,
        desk: Desk,
        editions: Editions,
        record: EditionLog,
        cabinet: KeyCabinet,
        warnings: Warnings,
        door: AccountPages,
    ) -> None:
        self._desk = desk
        self._record = record
        self._cabinet = cabinet
        self._warnings = warnings
        self._wording = desk.wording
        self._words = desk.wording.words
        self._door = door
        self._release = WarningRelease(desk, editions, warnings, door.sign_in)

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/darurat", self.show_warnings, ANYBODY),
            Route("POST", "/darurat", self.write, MAY["warn"]),
            Route("POST", "/darurat/orang", self.confirm_person, MAY["warn"]),
            Route("POST", "/darurat/lepas", self.release_warning, MAY["warn"]),
            Route("POST", "/darurat/batal", self.discard_warning, MAY["warn"]),
            Route("POST", "/darurat/akhiri", self.ask_to_end, MAY["warn"]),
            Route("GET", "/darurat/<int:number>", self.progress, MAY["warn"]),
        ]

    def show_warnings(self) -> str:
        return self._warnings_page(None)

    def _warnings_page(self, fault: Problem | None) -> str:
        now = self._desk.clock()
        waiting = self._warnings.waiting_warning(now)
        first = self._desk.people.find_person(waiting.first) if waiting else None
        return render_template(
            "warnings.html",
            waiting=waiting,
            first=first,
            standing=self._warnings.list_standing(now),
            sent=self._warnings.sent()[:_SHOWN],
            with_sms=self._warnings.with_sms(now),
            fault=fault,
            values=request.form,
            chosen=request.form.getlist("daerah"),
            tree=self._desk.areas.tree(self._desk.office().area),
            severities=[Severity.AWAS, Severity.SIAGA, Severity.WASPADA],
            drill=bool(request.values.get("latihan")),
            may=g.person.may([Role.EMERGENCY]),
            asked_for=[person for person in self._desk.people.list_people() if person.waits],
            keys=self._cabinet.public(KeyRole.ALERT) is not None,
            now=now,
        )

    def awaited(self) -> OfficeWarning | None:
        """Return the warning that the person of this request may release as the second one, or `None`."""
        waiting = self._warnings.waiting_warning(self._desk.clock()) if g.person.may([Role.EMERGENCY]) else None
        return waiting if waiting is not None and waiting.first != g.person.id else None

    def write(self) -> AnyResponse | str:
        """Propose the warning of the form. It then waits for a second person."""
        form, now = request.form, self._desk.clock()
        office = self._desk.office()
        named = tuple(dict.fromkeys(form.getlist("daerah"))) or ((office.area,) if office.area else ())
        areas = tuple(with_merged(named, merged_codes(self._desk.folder)))
        with faults_shown(self._warnings_page):
            _check_read()
            self._desk.areas.check_areas(named, office.area)
            warning = new_warning(
                event=form.get("kejadian", ""),
                severity=form.get("tingkat", ""),
                text=form.get("isi", ""),
                steps=form.get("langkah", ""),
                origin=form.get("asal", ""),
                areas=areas,
                hours=form.get("jam", ""),
                first=g.person.id,
                now=now,
                drill=bool(form.get("latihan")),
                names=tuple(self._desk.areas.names.get(code, "") for code in areas),
            )
        self._warnings.propose(warning)
        self._log_warning(g.person, self._words("writes the warning “{title}”", title=warning.event))
        return redirect("/darurat", 303)

    def release_warning(self) -> AnyResponse | str:
        """Release the waiting warning. The second person gives name, password and code, here or on their own device,
        and the emergency key's password."""
        form, now = request.form, self._desk.clock()
        with faults_shown(self._warnings_page):
            second = self._release.second(g.person, claimed())
            warning = self._warnings.find_releasable(form.get("peringatan", ""), second, now)
            _check_read()
            key = self._cabinet.unlock_key(KeyRole.ALERT, form.get("kunci", ""))
            edition = self._release.release_warning(warning, second, key)
        return redirect(f"/darurat/{edition.number}", 303)

    def confirm_person(self) -> AnyResponse | str:
        """Confirm or refuse the role Emergency of the person `orang`. Confirming needs the password of whoever confirms."""
        form, people = request.form, self._desk.people
        person = people.find_person(form.get("orang", ""))
        if person is None or not person.waits:
            return redirect("/darurat", 303)
        with faults_shown(self._warnings_page):
            if form.get("apa") == "tolak":
                people.refuse_emergency(person.id)
                told = self._words("does not confirm the role Emergency for {name}", name=person.name)
            else:
                self._door.check_password(form.get("sandi", ""))
                people.confirm_emergency(person.id, g.person)
                told = self._words("confirms the role Emergency for {name}", name=person.name)
        self._log_warning(g.person, told)
        return redirect("/darurat", 303)

    def progress(self, number: int) -> str:
        edition = self._record.find_edition(number)
        if edition is None:
            abort(404)
        return render_template(
            "edition.html",
            edition=edition,
            going=edition.state in ("makes", "sends") or any(step.state == "goes" for step in edition.steps),
            newest=self._record.is_newest(number),
            back="/darurat",
        )

    def discard_warning(self) -> AnyResponse:
        """Discard the warning that waits for its release."""
        self._warnings.discard_warning()
        self._log_warning(g.person, self._words("drops the warning"))
        return redirect("/darurat", 303)

    def ask_to_end(self) -> AnyResponse:
        """Propose to end the warning `peringatan`, which also needs a second person. Abort with 404 if it does not stand."""
        now = self._desk.clock()
        sent: ReleasedWarning | None = next(
            (each for each in self._warnings.list_standing(now) if each.warning.id == request.form.get("peringatan")),
            None,
        )
        if sent is None:
            abort(404)
        self._warnings.propose(ending(sent, g.person.id, now))
        self._log_warning(g.person, self._words("wants to end the warning “{title}”", title=sent.warning.event))
        return redirect("/darurat", 303)

    def _log_warning(self, who: Person, what: str) -> None:
        self._desk.record_deed(who.name, what)


def _check_read() -> None:
    if not request.form.get("dibaca"):
        raise OfficeError(OfficeCode.NOT_READ)
