"""Words of the page of the office, spoken."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.content.views.office_card import spelled
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.narration.page_words import PageWords, Told
from kiosk.pages.office.view import OfficeStep, OfficeView
from kiosk.speech.utterance import NOWHERE


class OfficeWords(PageWords[OfficeView]):
    """Words of the page of the office."""

    def entry(self, view: OfficeView, moment: Moment) -> list[str]:
        """Return the code and the words to compare, or what the office has decided."""
        if view.step is not OfficeStep.CARD:
            return [self._("Office"), view.heading]
        if not view.card.code:
            return [self._("Office")]
        code = self._("The kiosk's code: {code}.").format(code=spelled(view.card.code))
        words = self._("Words: {words}.").format(words=", ".join(view.card.words))
        return [code, words]

    def focused(self, view: OfficeView, focus: str, moment: Moment) -> list[str]:
        """Return the line of the focused row."""
        row = index_of(focus, "row")
        if row is None or row >= len(view.rows):
            return []
        return [each for each in (view.rows[row].words, view.rows[row].told) if each]

    def reading(self, view: OfficeView, focus: str, moment: Moment) -> Sequence[Told]:
        """Return all that the page shows."""
        card = self.entry(view, moment) if view.step is OfficeStep.CARD else [view.heading]
        return [(NOWHERE, each) for each in (*card, *view.lines, view.told) if each]
