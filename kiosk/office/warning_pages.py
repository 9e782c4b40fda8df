"""Warnings at the desk: what stands, one that is written, the second person who releases it, a drill, and the end of one."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial

from flask import abort, g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.items import Severity
from content_cache.model.problems import Problem
from content_cache.signing.keyring import Role as KeyRole
from content_cache.signing.keys import SecretKey
from kiosk.office.context import ANYBODY, MAY, OfficeContext
from kiosk.office.door import Door, claimed
from kiosk.office.edition_records import Edition
from kiosk.office.faults import OfficeCode, OfficeError
from kiosk.office.people import Person, Role
from kiosk.office.warnings import OfficeWarning, Sent, ending, new_warning
from kiosk.office.wording import Wording
from kiosk.web.routes import Route

_SHOWN = 10


class WarningPages:
    """All may look; people of the role Emergency write and release, two of them for each."""

    def __init__(self, office: OfficeContext, wording: Wording, door: Door) -> None:
        self._office = office
        self._wording = wording
        self._words = wording.words
        self._door = door

    def routes(self) -> list[Route]:
        """Return the pages, each with who may ask for it."""
        return [
            Route("GET", "/darurat", self.page, ANYBODY),
            Route("POST", "/darurat", self.write, MAY["warn"]),
            Route("POST", "/darurat/orang", self.confirm_person, MAY["warn"]),
            Route("POST", "/darurat/lepas", self.release, MAY["warn"]),
            Route("POST", "/darurat/batal", self.cancel, MAY["warn"]),
            Route("POST", "/darurat/akhiri", self.end, MAY["warn"]),
            Route("GET", "/darurat/<int:number>", self.progress, MAY["warn"]),
        ]

    def page(self) -> str:
        return self._page(None)

    def _page(self, fault: Problem | None) -> str:
        now = self._office.clock()
        waiting = self._office.warnings.waiting(now)
        first = self._office.people.find(waiting.first) if waiting else None
        return render_template(
            "darurat.html",
            waiting=waiting,
            first=first,
            standing=self._office.warnings.standing(now),
            sent=self._office.warnings.sent()[:_SHOWN],
            with_sms=self._office.warnings.with_sms(now),
            fault=fault,
            values=request.form,
            chosen=request.form.getlist("daerah"),
            tree=self._office.areas.tree(self._office.notices.office().area),
            severities=[Severity.AWAS, Severity.SIAGA, Severity.WASPADA],
            drill=bool(request.values.get("latihan")),
            may=g.person.may([Role.EMERGENCY]),
            asked_for=[person for person in self._office.people.all() if person.waits],
            keys=self._office.cabinet.public(KeyRole.ALERT) is not None,
            now=now,
        )

    def write(self) -> AnyResponse | str:
        """Written and released by the first person: it waits for the second."""
        form, now = request.form, self._office.clock()
        office = self._office.notices.office()
        areas = tuple(dict.fromkeys(form.getlist("daerah"))) or ((office.area,) if office.area else ())
        try:
            _check_read()
            self._office.areas.check(areas, office.area)
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
                names=tuple(self._office.areas.names.get(code, "") for code in areas),
            )
        except OfficeError as error:
            return self._page(error.problem)
        self._office.warnings.begin(warning)
        self._note(g.person, self._words("writes the warning “{title}”", title=warning.event))
        return redirect("/darurat", 303)

    def release(self) -> AnyResponse | str:
        """The second person, here or on their own device, with password, code and the emergency key's password."""
        form, now = request.form, self._office.clock()
        try:
            second = self._second()
            warning = self._office.warnings.check(form.get("peringatan", ""), second, now)
            _check_read()
            key = self._office.cabinet.key(KeyRole.ALERT, form.get("kunci", ""))
            edition = self._released(warning, second, key, now)
        except OfficeError as error:
            return self._page(error.problem)
        return redirect(f"/darurat/{edition.number}", 303)

    def _second(self) -> Person:
        """Return the second person by what the form says. Wrong tries stand in the history, too. Raises OfficeError."""
        claim = claimed()
        try:
            return self._door.sign_in.second(g.person, claim)
        except OfficeError as error:
            named = self._office.people.named(claim.name)
            if named is not None and error.problem.code in (OfficeCode.WRONG_LOGIN.value, OfficeCode.CODE_OLD.value):
                self._note(
                    g.person,
                    self._words("types a wrong password or code of {name}, to release a warning", name=named.name),
                )
            raise

    def confirm_person(self) -> AnyResponse | str:
        """Confirm, or refuse, that somebody has the role Emergency from now on: with the password of whoever does."""
        form, people = request.form, self._office.people
        person = people.find(form.get("orang", ""))
        if person is None or not person.waits:
            return redirect("/darurat", 303)
        try:
            if form.get("apa") == "tolak":
                people.refuse_emergency(person.id)
                told = self._words("does not confirm the role Emergency for {name}", name=person.name)
            else:
                self._door.check_password(form.get("sandi", ""))
                people.confirm_emergency(person.id, g.person)
                told = self._words("confirms the role Emergency for {name}", name=person.name)
        except OfficeError as error:
            return self._page(error.problem)
        self._note(g.person, told)
        return redirect("/darurat", 303)

    def _released(self, warning: OfficeWarning, second: Person, key: SecretKey, now: datetime) -> Edition:
        """The edition with it. One that cannot be written waits as before. Raises OfficeError."""
        first = self._office.people.find(warning.first)
        who = f"{first.name if first else warning.first}, {second.name}"
        try:
            path = self._office.warnings.release(warning, second.id, now, self._sender(), key)
            return self._office.editions.warn(who, key, path, now, done=partial(self._sent, warning))
        except OSError as error:
            self._put_back(warning)
            raise OfficeError(OfficeCode.NO_ROOM, reason=error.strerror or str(error)) from error
        except OfficeError as error:
            if error.problem.code != OfficeCode.LAPSED.value:  # somebody else has released it
                self._put_back(warning)
            raise

    def _put_back(self, warning: OfficeWarning) -> None:
        with suppress(OSError):
            self._office.warnings.put_back(warning)

    def _sent(self, warning: OfficeWarning, edition: Edition) -> None:
        if not edition.written:
            self._put_back(warning)
            return
        files = None if edition.state == "done" else ()
        self._office.history.record(
            edition.who, self._words("releases a warning with edition {number}", number=edition.number), files,
            now=self._office.clock(),
        )  # fmt: skip

    def progress(self, number: int) -> str:
        edition = self._office.editions.find(number)
        if edition is None:
            abort(404)
        return render_template(
            "edisi.html", edition=edition, going=edition.state in ("makes", "sends"), newest=False, back="/darurat"
        )

    def cancel(self) -> AnyResponse:
        """Discard the warning that waits for its release."""
        self._office.warnings.drop()
        self._note(g.person, self._words("drops the warning"))
        return redirect("/darurat", 303)

    def end(self) -> AnyResponse:
        """A warning is to be ended: that waits for a second person too."""
        now = self._office.clock()
        sent: Sent | None = next(
            (each for each in self._office.warnings.standing(now) if each.warning.id == request.form.get("peringatan")),
            None,
        )
        if sent is None:
            abort(404)
        self._office.warnings.begin(ending(sent, g.person.id, now))
        self._note(g.person, self._words("wants to end the warning “{title}”", title=sent.warning.event))
        return redirect("/darurat", 303)

    def _sender(self) -> str:
        """One for all of this office's messages: kiosks end a warning by its sender."""
        office = self._office.notices.office()
        name = "".join(c for c in (office.publisher or office.title).casefold() if c.isascii() and c.isalnum())
        return f"{name or 'kantor'}@{office.area or 'daerah'}.kim-kiosk"

    def _note(self, who: Person, what: str) -> None:
        self._office.history.record(who.name, what, now=self._office.clock())


def _check_read() -> None:
    if not request.form.get("dibaca"):
        raise OfficeError(OfficeCode.NOT_READ)
