"""Words of the steps of the first run, written and spoken."""

from __future__ import annotations

from kiosk.content.views.office_card import spelled
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import sentence
from kiosk.narration.page_words import PageWords
from kiosk.pages.first_run.view import STEPS, FirstRunView, SetUp


class FirstRunWords(PageWords[FirstRunView]):
    """Words of the steps."""

    def entry(self, view: FirstRunView, moment: Moment) -> list[str]:
        """Return the number of the step and what it asks."""
        number = self._("Step {n} of {all}").format(n=view.step_number, all=len(STEPS))
        return [f"{number}.", *map(sentence, self.step_texts(view.step)), *self._code(view)]

    def _code(self, view: FirstRunView) -> list[str]:
        """Return the code and the words to compare, at the step of the office."""
        if view.step is not SetUp.OFFICE or not view.card.code:
            return []
        code = self._("The kiosk's code: {code}.").format(code=spelled(view.card.code))
        return [code, self._("Words: {words}.").format(words=", ".join(view.card.words))]

    def step_texts(self, step: SetUp) -> tuple[str, str, str]:
        """Return the name, the question and the sentence of *step*."""
        _ = self._
        return {
            SetUp.LANGUAGE: (_("Language"), _("Which language?"), _("Visitors can change it at any time.")),
            SetUp.PLACE: (
                _("Village"),
                _("What is this village called?"),
                _("The name stands at the top of the screen. You may skip this."),
            ),
            SetUp.INTERNET: (
                _("Internet"),
                _("Connect to the internet?"),
                _("You may skip this. The kiosk works without internet too."),
            ),
            SetUp.CLOCK: (_("Clock"), _("Is the clock right?"), _("With internet it is set by itself.")),
            SetUp.SOUND: (_("Sound"), _("Can you hear it?"), _("Press the button, and listen.")),
            SetUp.OFFICE: (
                _("Office"),
                _("Which office?"),
                _("Tell it the code, by telephone or message. You may skip this."),
            ),
        }[step]
