"""How words sound on all kiosks: what was mended, mended anew, taken back."""

from __future__ import annotations

from flask import g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.context import OfficeContext
from kiosk.office.editions.lexicon import NAME
from kiosk.office.people.rights import MAY
from kiosk.office.wording import Wording
from kiosk.web.routes import Route

PATH = "/ucapan"


class SoundPages:
    """For those who publish: all villages hear it."""

    def __init__(self, office: OfficeContext, wording: Wording) -> None:
        self._office = office
        self._words = wording.words

    def routes(self) -> list[Route]:
        """Return the pages, each with who may ask for it."""
        return [
            Route("GET", "/ucapan", self.page, MAY["edit"]),
            Route("POST", "/ucapan", self.change, MAY["edit"]),
        ]

    def page(self) -> str:
        return self._page(None)

    def _page(self, fault: Problem | None) -> str:
        return render_template("ucapan.html", entries=self._office.sounds.all(), fault=fault)

    def change(self) -> AnyResponse | str:
        """`buang` takes a word out, else one is set."""
        written = request.form.get("tulisan", "")
        with faults_shown(self._page):
            if request.form.get("buang"):
                self._office.sounds.remove(written)
                told = self._words("lets “{word}” sound as written", word=written[:80])
            else:
                self.mend(written, request.form.get("ucapan", ""))
                return redirect(PATH, 303)
        self._office.history.record(g.person.name, told, [NAME], now=self._office.clock())
        return redirect(PATH, 303)

    def mend(self, written: str, said: str) -> None:
        """Raises OfficeError."""
        one = self._office.sounds.set(written, said)
        told = self._words("lets “{word}” sound as “{said}”", word=one.written, said=one.said)
        self._office.history.record(g.person.name, told, [NAME], now=self._office.clock())
