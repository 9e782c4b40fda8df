"""Backups in the browser: the time of the last one, a button for a new one, and its file to download.

Their password is set at the server alone: whoever takes over an administrator's session can fetch a backup, and not read it."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, g, redirect, render_template, send_file
from werkzeug.wrappers.response import Response as AnyResponse

from kiosk.office.backup.shelf import BackupShelf
from kiosk.office.desk import Desk
from kiosk.office.people.rights import MAY
from kiosk.web.routes import Route

PATH = "/cadangan"
OLD_S = 3 * 86_400.0
"""Seconds after which the newest backup counts as old: one is made each night."""


class BackupPages:
    """Page of the backups, for administrators."""

    def __init__(self, desk: Desk, shelf: BackupShelf, seconds: Callable[[], float]) -> None:
        self._desk = desk
        self._shelf = shelf
        self._seconds = seconds

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", PATH, self.show_backups, MAY["back up"]),
            Route("POST", PATH, self.begin_backup, MAY["back up"]),
            Route("GET", f"{PATH}/<name>", self.fetch, MAY["back up"]),
        ]

    def show_backups(self) -> str:
        return self._backups_page()

    def _backups_page(self, _fault: object = None) -> str:
        shelf = self._shelf
        backups = shelf.list_backups()
        return render_template(
            "backup.html",
            backups=backups,
            has_password=shelf.has_password,
            making=shelf.making,
            fault=shelf.fault,
            old=bool(backups) and backups[0].made < self._seconds() - OLD_S,
        )

    def begin_backup(self) -> AnyResponse:
        """Start a backup in the background, unless one is being made."""
        if not self._shelf.making:
            self._shelf.make_in_background(self._desk.clock())
        return redirect(PATH, 303)

    def fetch(self, name: str) -> AnyResponse:
        path = self._shelf.path(name)
        if path is None:
            abort(404)
        self._desk.record_deed(g.person.name, self._desk.wording.words("fetches the backup {name}", name=name))
        return send_file(path, mimetype="application/octet-stream", as_attachment=True, download_name=name)
