"""Monitoring in the browser: when a kiosk counts as silent, and who is told by mail or web hook. Passwords are never shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from flask import g, redirect, render_template, request
from msgspec import Struct
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, msgid
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.desk import Desk
from kiosk.office.people.rights import MAY
from kiosk.office.setup.monitor_programs import MonitorProgram
from kiosk.office.setup.telling import (
    MOST_RECIPIENTS,
    MOST_SILENT_DAYS,
    LetterRecipient,
    MailServer,
    TellFile,
    TellKind,
    TellSettings,
    TrialLetter,
    WebHook,
)
from kiosk.web.routes import Route

PATH = "/kantor/pantau"
KIND_NAMES = {
    TellKind.SILENT: msgid("silent kiosks"),
    TellKind.CARD: msgid("failing cards"),
    TellKind.SOUND: msgid("kiosks without a voice"),
    TellKind.RELEASE: msgid("a warning that waits for a second person"),
    TellKind.QUESTIONS: msgid("questions that wait"),
}
_NO_MAIL = MailServer("", "")


class KioskReports(Struct, frozen=True):
    """Numbers of kiosks: all, silent ones, and those that the monitor knows, `None` without a monitor. *fails* says
    that the monitor does not answer."""

    every: int
    silent: int
    monitored: int | None = None
    fails: bool = False


class MonitoringPages:
    """Page of monitoring, for administrators. *renew_monitor* writes the files of the monitor's programs anew.
    *send_trials* sends a letter to everybody in the settings; *programs* returns the programs of the monitor."""

    def __init__(
        self,
        desk: Desk,
        file: TellFile,
        renew_monitor: Callable[[], None],
        reports: Callable[[], KioskReports],
        send_trials: Callable[[TellSettings], Sequence[TrialLetter]],
        programs: Callable[[], Sequence[MonitorProgram]],
    ) -> None:
        self._desk = desk
        self._file = file
        self._renew_monitor = renew_monitor
        self._reports = reports
        self._send_trials = send_trials
        self._programs = programs
        self._words = desk.wording.words
        self._trying = threading.Lock()

    def routes(self) -> list[Route]:
        """Return the pages, each with who may ask for it."""
        return [
            Route("GET", PATH, self.show_monitoring, MAY["office"]),
            Route("POST", PATH, self.save_recipients, MAY["office"]),
        ]

    def show_monitoring(self) -> str:
        return self._monitoring_page(self._file.settings(), self._file.fault())

    def _monitoring_page(
        self,
        typed: TellSettings,
        fault: Problem | None = None,
        trial: Sequence[TrialLetter] = (),
        *,
        refused: bool = False,
    ) -> str:
        """Return the page with the form as *typed*, without its secrets."""
        kept = self._file.settings()
        rows = [(each.address, each.kinds) for each in typed.recipients]
        rows += [("", tuple(KIND_NAMES))] * (len(rows) < MOST_RECIPIENTS)
        return render_template(
            "monitoring.html",
            days=typed.silent_days,
            most_days=MOST_SILENT_DAYS,
            mail=typed.mail or _NO_MAIL,
            rows=rows,
            hook=typed.hook.url if typed.hook else "",
            kinds={kind: self._words(name) for kind, name in KIND_NAMES.items()},
            has_password=kept.mail is not None and bool(kept.mail.password),
            has_token=kept.hook is not None and bool(kept.hook.token),
            fault=fault,
            refused=refused,
            trial=trial,
            programs=self._programs(),
            reports=self._reports(),
        )

    def save_recipients(self) -> AnyResponse | str:
        """Save the form. With `lalu` = `uji` only send a trial to everybody in it."""
        typed = _typed()
        with faults_shown(lambda fault: self._monitoring_page(typed, fault, refused=True)):
            self._file.check_typed(typed)
            if request.form.get("lalu") == "uji":
                with self._one_trial():
                    return self._monitoring_page(typed, trial=self._send_trials(self._file.completed(typed)))
            self._file.write_settings(typed)
            self._renew_monitor()
        self._desk.record_deed(g.person.name, self._words("changes who is told, and when"))
        return redirect(PATH, 303)

    @contextmanager
    def _one_trial(self) -> Iterator[None]:
        """Hold the only trial, for slow servers must not take all threads of the desk. Raise OfficeError if one is
        under way."""
        if not self._trying.acquire(blocking=False):
            raise OfficeError(OfficeCode.TELL_BUSY)
        try:
            yield
        finally:
            self._trying.release()


def _typed() -> TellSettings:
    """Return the settings in this request's form. Rows without an address are left out; text that is no number counts as 0."""
    form = request.form
    host, url = form.get("server", "").strip(), form.get("kait", "").strip()
    recipients = []
    for n in range(MOST_RECIPIENTS + 1):
        if address := form.get(f"alamat-{n}", "").strip():
            kinds = tuple(kind for kind in KIND_NAMES if kind in form.getlist(f"jenis-{n}"))
            recipients.append(LetterRecipient(address, kinds))
    mail = MailServer(
        host,
        form.get("pengirim", "").strip(),
        _number(form.get("pintu", "")),
        form.get("cara") == "starttls",
        form.get("pengguna", "").strip(),
        form.get("sandi", ""),
    )
    return TellSettings(
        _number(form.get("hari", "")),
        mail if host else None,
        tuple(recipients),
        WebHook(url, form.get("token", "").strip()) if url else None,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
