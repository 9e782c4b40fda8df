"""Preview of a notice as a kiosk says and shows it: a sentence as sound, why it is read so, the screen as a picture."""

from __future__ import annotations

from flask import abort, g, render_template, request, send_file
from werkzeug.wrappers.response import Response as AnyResponse

from kiosk.office.desk import Desk
from kiosk.office.notices.advice import advice
from kiosk.office.notices.notices import Notices
from kiosk.office.people.people import Role
from kiosk.office.people.rights import MAY
from kiosk.office.sounds.hearing import SpeechPreviews, heard_sentences
from kiosk.office.sounds.reasons import reasons_of
from kiosk.office.sounds.sounds import Sounds
from kiosk.web.routes import Route

_SIZES = {"7": "800x480", "10": "1280x720", "21": "1920x1080"}
_SCALES = {"biasa": "1.0", "besar": "1.4"}
_THEMES = {"terang": "light", "gelap": "dark"}


class PreviewPages:
    """Previews, for those who write."""

    def __init__(self, desk: Desk, notices: Notices, hearing: SpeechPreviews, sounds: Sounds) -> None:
        self._desk = desk
        self._notices = notices
        self._hearing = hearing
        self._sounds = sounds

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/suara", self.speak_sentence, MAY["write"]),
            Route("GET", "/mengapa/<path:name>", self.reasons, MAY["write"]),
            Route("GET", "/layar/<path:name>", self.screen, MAY["write"]),
        ]

    def speak_sentence(self) -> AnyResponse:
        """Return the sentence `kata` as spoken sound (WAV). Abort with 404 where there is no text or no voice."""
        text = request.args.get("kata", "").strip()
        path = self._hearing.speak_sentence(text) if text else None
        if path is None:
            abort(404)
        answer = send_file(path, mimetype="audio/wav", max_age=3_600, conditional=True)
        answer.headers["Cache-Control"] = "private, max-age=3600"
        return answer

    def reasons(self, name: str) -> str:
        """Show for the words of the notice *name* why they are read as they are."""
        opened, now = self._notices.open(name), self._desk.clock()
        notice, _ = advice(self._notices, name, opened.parts, now, {})
        lexicon = self._sounds.everywhere()
        heard = heard_sentences(notice, self._desk.office(), now, lexicon) if notice is not None else []
        return render_template(
            "reasons.html",
            opened=opened,
            heard=[each.spoken for each in heard],
            reasons=reasons_of([each.written for each in heard], lexicon),
            may_publish=g.person.may({Role.EDITOR}),
        )

    def screen(self, name: str) -> AnyResponse:
        """Return a picture of the kiosk's screen with the notice *name*. The query's `layar`, `huruf` and `tema` choose
        size, text size and theme. Abort with 404 where it cannot be drawn."""
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
