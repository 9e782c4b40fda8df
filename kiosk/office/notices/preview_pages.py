"""A notice as a kiosk says and shows it: one sentence as sound, the screen as a picture."""

from __future__ import annotations

from flask import abort, request, send_file
from werkzeug.wrappers.response import Response as AnyResponse

from kiosk.office.desk import Desk
from kiosk.office.notices.advice import advice
from kiosk.office.notices.notices import Notices
from kiosk.office.people.rights import MAY
from kiosk.office.sounds.hearing import SpeechPreviews
from kiosk.web.routes import Route

_SIZES = {"7": "800x480", "10": "1280x720", "21": "1920x1080"}
_SCALES = {"biasa": "1.0", "besar": "1.4"}
_THEMES = {"terang": "light", "gelap": "dark"}


class PreviewPages:
    """For whoever has logged in."""

    def __init__(self, desk: Desk, notices: Notices, hearing: SpeechPreviews) -> None:
        self._desk = desk
        self._notices = notices
        self._hearing = hearing

    def routes(self) -> list[Route]:
        """Return the pages, each with who may ask for it."""
        return [
            Route("GET", "/suara", self.sound, MAY["write"]),
            Route("GET", "/layar/<path:name>", self.screen, MAY["write"]),
        ]

    def sound(self) -> AnyResponse:
        """One sentence, spoken."""
        text = request.args.get("kata", "").strip()
        path = self._hearing.sound(text) if text else None
        if path is None:
            abort(404)
        answer = send_file(path, mimetype="audio/wav", max_age=3_600, conditional=True)
        answer.headers["Cache-Control"] = "private, max-age=3600"
        return answer

    def screen(self, name: str) -> AnyResponse:
        """The kiosk's screen with it."""
        opened, now = self._notices.open(name), self._desk.clock()
        notice, _ = advice(self._notices, name, opened.parts, now, {})
        size, scale, theme = (
            table.get(request.args.get(field, ""), next(iter(table.values())))
            for field, table in (("layar", _SIZES), ("huruf", _SCALES), ("tema", _THEMES))
        )
        office = self._desk.office()
        path = (
            self._hearing.screen(notice, self._desk.folder, office, now, size=size, scale=scale, theme=theme)
            if notice is not None
            else None
        )
        if path is None:
            abort(404)
        return send_file(path, mimetype="image/png")
