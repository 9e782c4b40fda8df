"""Mailbox that the office reads, in the browser. It is tried before it is saved; its password is never shown."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.desk import Desk
from kiosk.office.people.rights import MAY
from kiosk.office.setup.mailbox import KEPT_IN, check_mail, drop_mail, kept_password, password_since, save_mail
from kiosk.office.setup.setup import FILE
from kiosk.office.setup.sources import Mail
from kiosk.web.routes import Route

PATH = "/kantor/surat"


class MailboxPages:
    """Page of the mailbox, for administrators. *try_mailbox* opens a mailbox with a password and returns how many
    letters it has."""

    def __init__(self, desk: Desk, try_mailbox: Callable[[Mail, str], int]) -> None:
        self._desk = desk
        self._try_mailbox = try_mailbox
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", PATH, self.show_mailbox, MAY["office"]),
            Route("POST", PATH, self.save, MAY["office"]),
            Route("POST", f"{PATH}/keluar", self.drop, MAY["office"]),
        ]

    def show_mailbox(self) -> str:
        mail = self._desk.setup().mail
        return self._page(mail or Mail("", "", KEPT_IN), str(mail.port if mail else 993))

    def _page(self, mail: Mail, port: str, fault: Problem | None = None, letters: int | None = None) -> str:
        return render_template(
            "mailbox.html",
            mail=mail,
            port=port,
            fault=fault,
            letters=letters,
            kept=self._desk.setup().mail is not None,
            since=password_since(self._desk.folder),
        )

    def save(self) -> AnyResponse | str:
        """Try the typed mailbox, and save it if it can be read. With `lalu` = `uji` only try it."""
        form = request.form
        port = form.get("pintu", "").strip()
        mail = Mail(
            form.get("server", "").strip(),
            form.get("pengguna", "").strip(),
            KEPT_IN,
            int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0,
            form.get("folder", "").strip() or "INBOX",
        )
        with faults_shown(lambda fault: self._page(mail, port, fault)):
            check_mail(mail)
            password = form.get("sandi", "") or kept_password(self._desk.folder, mail)
            letters = self._try_mailbox(mail, password)
            if form.get("lalu") == "uji":
                return self._page(mail, port, letters=letters)
            save_mail(self._desk.folder, mail, password)
        self._desk.record_deed(g.person.name, self._words("changes the mailbox to {user}", user=mail.user), [FILE])
        return redirect(PATH, 303)

    def drop(self) -> AnyResponse | str:
        """Stop reading the mailbox, and forget its password. Letters that came stay."""
        mail = self._desk.setup().mail or Mail("", "", KEPT_IN)
        with faults_shown(lambda fault: self._page(mail, str(mail.port), fault)):
            drop_mail(self._desk.folder)
        self._desk.record_deed(g.person.name, self._words("lets no mailbox be read"), [FILE])
        return redirect(PATH, 303)
