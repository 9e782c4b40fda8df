"""Words of the page where the kiosk is asked aloud, written and spoken."""

from __future__ import annotations

from collections.abc import Sequence

from content_cache.model.items import Item
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.narration.page_words import PageWords, Told
from kiosk.narration.row_words import RowWords
from kiosk.pages.search.aloud.view import AloudStep, AloudView, Ends
from kiosk.speech.utterance import NOWHERE


class AloudWords(PageWords[AloudView]):
    """Words of each step and its result."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._rows = RowWords(phrases)

    def speak_now(self, ends: Ends) -> str:
        """Return the line shown while the microphone is open, which tells how the recording ends (*ends*)."""
        _ = self._
        return {
            Ends.HELD: _("Speak. Let go when you are done."),
            Ends.TAPPED: _("Speak. Touch again when you are done."),
            Ends.BUTTON: _("Speak. Press Listen when you are done."),
        }[ends]

    def why_not(self, why: str) -> str:
        """Return the line for a recording that gave no answer; *why* names the reason, such as "silence"."""
        _ = self._
        return {
            "silence": _("Nothing was heard. Try again."),
            "noise": _("Only noise was heard. Speak closer."),
            "quiet": _("The voice is not clear. Speak closer."),
            "short": _("Too short. Press, then speak."),
            "unclear": _("It was not understood. Say it once more, or type it."),
            "cancelled": _("Cancelled."),
        }.get(why) or _("The microphone does not answer. Type it instead.")

    def answer_heading(self, view: AloudView) -> str:
        """Return the heading above the answer or candidates, or that there is no answer."""
        if view.step is AloudStep.CHOOSE:
            return self._("Perhaps this is what you mean")
        return self._("Nobody has checked this yet") if view.unchecked else self._("There is nothing about that yet")

    def advice(self, view: AloudView) -> str:
        """Return the advice where nothing answers, such as to send the question to the office."""
        _ = self._
        first = _("Do not spread it for now.") if view.unchecked else ""
        office = _("The office can answer. Listen to your voice first, then send it. The answer comes to this kiosk.")
        return " ".join(filter(None, (first, office if view.asks else _("Ask in other words, or type it."))))

    def understood(self, view: AloudView) -> str:
        """Return the recognised question in quotation marks, "" if there is none."""
        return self._("Heard: {words}").format(words=f"“{view.heard.rstrip('.')}”") if view.heard else ""

    def numbered(self, view: AloudView, moment: Moment) -> list[str]:
        """Return the spoken lines of the candidates shown, each with its number."""
        return [self._numbered_row(index, item, moment) for index, item in enumerate(view.shown_candidates, 1)]

    def _numbered_row(self, index: int, item: Item, moment: Moment) -> str:
        return f"{index}: {self._rows.item(item, moment)}"

    def entry(self, view: AloudView, moment: Moment) -> list[str]:
        """Return how to begin, or the numbered candidates, or that there are none. A sure answer is read by the page itself."""
        match view.step:
            case AloudStep.START:
                return [view.told] if view.told else [self._("Ask or search. Press Listen, then speak.")]
            case AloudStep.CHOOSE:
                return [f"{self.answer_heading(view)}.", *self.numbered(view, moment)]
            case AloudStep.NONE:
                return [f"{self.answer_heading(view)}.", self.advice(view)]
        return []

    def reading(self, view: AloudView, focus: str, moment: Moment) -> Sequence[Told]:
        """Return the lines of `entry`, for Listen."""
        return [(NOWHERE, line) for line in self.entry(view, moment)]

    def focused(self, view: AloudView, focus: str, moment: Moment) -> list[str]:
        """Return the line of the focused candidate or key, and how to choose it."""
        press = self._("Press listen to choose.")
        row = index_of(focus, "row")
        if row is not None and row < len(view.shown_candidates):
            return [self._numbered_row(row + 1, view.shown_candidates[row], moment), press]
        _ = self._
        several = view.step is AloudStep.CHOOSE
        named = {
            "speak": _("Speak") if view.step is AloudStep.START else _("Ask again"),
            "type": _("Type it"),
            "other": _("None of these") if several else _("Not this one"),
            "open": _("Open the item"),
            "send": _("Ask the office"),
        }
        return [f"{named[focus]}.", press] if focus in named else []

    def arrived(self, view: AloudView, focus: str, moment: Moment) -> list[str]:
        """Return nothing, because `entry` has told how to begin."""
        return []

    def hint(self, view: AloudView, focus: str) -> list[str]:
        """Return how to speak, or how the buttons choose an answer."""
        if view.step is AloudStep.START:
            return [self._("Ask or search. Press Listen, then speak.")]
        return [self._("Press next or previous to choose, listen to open.")]
