"""Words of the page that shows a warning full screen."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.alerts.pages import AlertPages
from kiosk.alerts.pages import AlertPoint as Part
from kiosk.alerts.spoken import alert_lines
from kiosk.alerts.text import AlertWords
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import sentence
from kiosk.narration.page_words import PageWords, Told
from kiosk.narration.row_words import RowWords
from kiosk.speech.utterance import NOWHERE


class WarningWords(PageWords[AlertView | None]):
    """Words of a warning, the same as on the screen."""

    def entry(self, view: AlertView | None, moment: Moment) -> list[str]:
        """Return all lines of the warning, what to do first."""
        return alert_lines(AlertWords(view, moment, self.phrases)) if view is not None else []

    def focused(self, view: AlertView | None, focus: str, moment: Moment) -> list[str]:
        """Return the line of the focused step or fact, or of the key that opens numbers and assembly points."""
        if focus == "key:numbers":
            named = RowWords(self.phrases).alone(f"{self._('Numbers and way')}.")
            return [*named, self._("Press listen to open.")]
        parts = AlertPages(AlertWords(view, moment, self.phrases)).pages if view is not None else []
        return [line for part in parts if part.spot == focus for line in _part_lines(part)]

    def reading(self, view: AlertView | None, focus: str, moment: Moment) -> Sequence[Told]:
        """Return all lines of the warning, for Listen."""
        return [(NOWHERE, line) for line in self.entry(view, moment)]

    def hint(self, view: AlertView | None, focus: str) -> list[str]:
        """Return that Listen repeats the warning and home acknowledges it."""
        return self.standing()

    def standing(self) -> list[str]:
        """Return that Listen repeats the warning and home acknowledges it; a slow voice synthesises it ahead."""
        return [self._("Press listen to hear it again, home when you have understood.")]


def _part_lines(part: Part) -> list[str]:
    """Return the spoken lines of one part of a warning. The issuer's own words have no number."""
    if part.number.isdigit():
        return [f"{part.number}: {part.words}"]
    return [sentence(part.words.replace(" · ", ", "))]
