"""Pages of words whose sound was changed for all kiosks: listed, set, removed."""

from __future__ import annotations

from flask import g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.desk import Desk
from kiosk.office.editions.lexicon import NAME
from kiosk.office.people.rights import MAY
from kiosk.office.sounds.sounds import Sounds
from kiosk.web.routes import Route

PATH = "/ucapan"


class SoundPages:
    """Pages for editors, because all villages hear the change."""

    def __init__(self, desk: Desk, sounds: Sounds) -> None:
        self._desk = desk
        self._sounds = sounds
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/ucapan", self.show_sounds, MAY["edit"]),
            Route("POST", "/ucapan", self.change_sound, MAY["edit"]),
        ]

    def show_sounds(self) -> str:
        return self._sounds_page(None)

    def _sounds_page(self, fault: Problem | None) -> str:
        return render_template("sounds.html", entries=self._sounds.list_entries(), fault=fault)

    def change_sound(self) -> AnyResponse | str:
        """Set the spoken form `ucapan` of the word `tulisan`; with `buang` remove it."""
        written = request.form.get("tulisan", "")
        with faults_shown(self._sounds_page):
            if request.form.get("buang"):
                self._sounds.remove(written)
                told = self._words("lets “{word}” sound as written", word=written[:80])
            else:
                self.mend_sound(written, request.form.get("ucapan", ""))
                return redirect(PATH, 303)
        self._desk.record_deed(g.person.name, told, [NAME])
        return redirect(PATH, 303)

    def mend_sound(self, written: str, said: str) -> None:
        """Set the spoken form of *written* to *said*, and record the deed. Raise OfficeError if one of them is invalid."""
        one = self._sounds.set(written, said)
        told = self._words("lets “{word}” sound as “{said}”", word=one.written, said=one.said)
        self._desk.record_deed(g.person.name, told, [NAME])
