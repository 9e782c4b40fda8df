"""Pages for the poster of a notice: how it looks, and its files for a printer and for telephones."""

from __future__ import annotations

from flask import Response, abort, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.model.errors import CacheError
from kiosk.core.glyphs import FONTS
from kiosk.office.desk import Desk
from kiosk.office.notices.advice import advice
from kiosk.office.notices.attachments import plain_stem
from kiosk.office.notices.notices import Notices
from kiosk.office.notices.poster_drawing import A4, SQUARE, PosterText, draw_poster
from kiosk.office.notices.posters import poster_fault, poster_text
from kiosk.office.people.rights import MAY
from kiosk.web.routes import Route

_FORMS = {"a4.pdf": (A4, "PDF", "application/pdf"), "a4.png": (A4, "PNG", "image/png"),
          "hp.png": (SQUARE, "PNG", "image/png")}  # fmt: skip
_DEADLINE_S = 30.0


class PosterPages:
    """Posters, for those who write. A poster is made anew from the notice at each request, in a bounded child."""

    def __init__(self, desk: Desk, notices: Notices) -> None:
        self._desk = desk
        self._notices = notices

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/poster/<path:name>", self.poster_page, MAY["write"]),
            Route(
                "GET",
                "/poster-berkas/<form>/<path:name>",
                self.send_poster,
                MAY["write"],
            ),
        ]

    def poster_page(self, name: str) -> str:
        """Show both posters of the notice *name*, or why there is none."""
        opened, text = self._notices.open(name), self._text_of(name)
        sizes = {"a4.png": A4, "hp.png": SQUARE}
        faults = {form: poster_fault(text.title, size) for form, size in sizes.items()} if text is not None else {}
        return render_template("poster.html", opened=opened, text=text, faults=faults)

    def send_poster(self, form: str, name: str) -> AnyResponse:
        """Return the poster of the notice *name* as a file. Abort with 422 where it has no room, 404 where the notice is
        not complete."""
        if form not in _FORMS:
            abort(404)
        size, kind, mime = _FORMS[form]
        text = self._text_of(name)
        if text is None:
            abort(404)
        if poster_fault(text.title, size) is not None:
            abort(422)
        try:
            content = Bounds(MEMORY_BYTES)(_DEADLINE_S, draw_poster, text, size, kind, readable=(FONTS,))
        except CacheError:
            abort(503)
        answer = Response(content, mimetype=mime)
        shown = "inline" if "lihat" in request.args else "attachment"
        answer.headers["Content-Disposition"] = f'{shown}; filename="poster-{plain_stem(text.title)}.{form[-3:]}"'
        return answer

    def _text_of(self, name: str) -> PosterText | None:
        """Return the words of the poster, None for a notice that lacks what publishing needs."""
        opened, now = self._notices.open(name), self._desk.clock()
        notice, found = advice(self._notices, name, opened.parts, now, {})
        if notice is None or any(each.serious for each in found):
            return None
        return poster_text(notice, self._desk.office(), self._desk.wording.for_a_page(), now)
