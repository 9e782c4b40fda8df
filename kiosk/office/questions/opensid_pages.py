"""Download of a village's complaints and notices for its OpenSID."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Response, abort, g, redirect, request
from werkzeug.wrappers.response import Response as AnyResponse

from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.desk import Desk
from kiosk.office.people.rights import MAY
from kiosk.office.post.inbox import PostInbox
from kiosk.office.questions.opensid import OpenSIDExport
from kiosk.web.routes import Route


class OpenSIDPages:
    """Download for editors. *out* returns the folder of editions."""

    def __init__(self, desk: Desk, post: PostInbox, out: Callable[[], Path]) -> None:
        self._desk = desk
        self._post = post
        self._out = out

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [Route("POST", "/tanya/opensid", self.send_export, MAY["edit"])]

    def send_export(self) -> AnyResponse | str:
        """Send the ZIP of the village `desa`. Without the post's key lead back to its page, which asks for it."""
        words, zone = self._desk.wording.words, ZoneInfo(self._desk.office().timezone)
        export = OpenSIDExport(self._post, self._out(), words, zone)
        area = request.form.get("desa", "")
        if area not in export.villages():
            abort(404)
        with faults_shown(lambda _fault: redirect("/tanya", 303)):
            packed = export.make(area)
        self._desk.record_deed(g.person.name, words("takes the complaints of {village} for OpenSID", village=area))
        answer = Response(packed, mimetype="application/zip")
        answer.headers["Content-Disposition"] = f"attachment; filename=opensid-{area}.zip"
        return answer
