"""Counts of what waits for a person, which an open page asks for repeatedly: a warning to release, questions, the inbox."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g, jsonify

from kiosk.office.door import WAITING
from kiosk.office.people.rights import ANYBODY, MAY
from kiosk.office.warnings.warnings import OfficeWarning
from kiosk.office.wording import PageWording
from kiosk.web.routes import Route


class WaitingPages:
    """Counts of the menu as JSON. *awaited* gives the warning that waits for the request's person; the others give counts."""

    def __init__(
        self,
        wording: PageWording,
        awaited: Callable[[], OfficeWarning | None],
        questions: Callable[[], int],
        arrived: Callable[[], int],
    ) -> None:
        self._wording = wording
        self._awaited = awaited
        self._questions = questions
        self._arrived = arrived

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [Route("GET", WAITING, self.counts, ANYBODY)]

    def counts(self) -> Response:
        """Return JSON with the counts `darurat`, `tanya` and `kotak`, the two sentences of the banner and that of questions, ""
        each where nothing waits."""
        warning, waiting = self._awaited(), self._questions() if g.person.may(MAY["questions"]) else 0
        said = self._wording.words.plural("{n} question waits", "{n} questions wait", waiting)
        answer = jsonify(
            darurat=int(warning is not None),
            tanya=waiting,
            kotak=self._arrived(),
            judul=self.title(warning) if warning is not None else "",
            gugur=self.lapses(warning) if warning is not None else "",
            pertanyaan=said if waiting else "",
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def title(self, warning: OfficeWarning) -> str:
        """Return the banner's first sentence, which names the warning."""
        return self._wording.words("A warning waits for you as the second person: {title}.", title=warning.event)

    def lapses(self, warning: OfficeWarning) -> str:
        """Return the banner's second sentence, which says when the warning lapses."""
        time = self._wording.clock(warning.lapses)
        return self._wording.words("It lapses at {time}. Nothing has gone to the kiosks yet.", time=time)
