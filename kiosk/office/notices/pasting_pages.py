"""Clipboards, sent by the writing page's script: answered with the Markdown that goes into the text."""

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
    """For whoever writes. Others' markup is read in a bounded child alone, and nothing of it is stored."""

    def routes(self) -> list[Route]:
        """Return the pages, each with who may ask for it."""
        return [Route("POST", "/tempel", self.paste, MAY["write"])]

    def paste(self) -> AnyResponse:
        """Answer with the Markdown of the fields `html` and `teks`; with the plain text itself where that takes too long."""
        html, text = (request.form.get(field, "")[:MOST] for field in ("html", "teks"))
        try:
            written = Bounds(MEMORY_BYTES)(_DEADLINE_S, pasted, html, text)
        except CacheError:
            written = text
        return jsonify({"isi": written})
