"""Route for pasting: the writing page's script sends a clipboard, and gets the Markdown for the text."""

from __future__ import annotations

from flask import jsonify, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.model.errors import CacheError
from kiosk.office.notices.pasting import MOST, pasted
from kiosk.office.people.rights import MAY
from kiosk.web.routes import Route

_DEADLINE_S = 10.0


class PastingPages:
    """Route for pasting, for those who write. Foreign markup is read in a bounded child only, and not stored."""

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [Route("POST", "/tempel", self.paste, MAY["write"])]

    def paste(self) -> AnyResponse:
        """Answer with the Markdown of the fields `html` and `teks`, or with the plain text if that takes too long."""
        html, text = (request.form.get(field, "")[:MOST] for field in ("html", "teks"))
        try:
            written = Bounds(MEMORY_BYTES)(_DEADLINE_S, pasted, html, text)
        except CacheError:
            written = text
        return jsonify({"isi": written})
