"""What is written and said while the kiosk is asked aloud."""

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
    """The words of each step, and of what comes of it."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._rows = RowWords(phrases)

    def speak_now(self, ends: Ends) -> str:
        """Return what somebody is told to whom the microphone is open."""
        _ = self._
        return {
            Ends.HELD: _("Speak. Let go when you are done."),
            Ends.TAPPED: _("Speak. Touch again when you are done."),
            Ends.BUTTON: _("Speak. Press Listen when you are done."),
        }[ends]

    def why_not(self, why: str) -> str:
        """Return what is told of a recording without a question, or of a question that was not understood."""
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
        """Return what stands above an answer, or in place of one."""
        if view.step is AloudStep.CHOOSE:
            return self._("Perhaps this is what you mean")
        return self._("Nobody has checked this yet") if view.unchecked else self._("There is nothing about that yet")

    def advice(self, view: AloudView) -> str:
        """Return what can be done where nothing answers."""
        _ = self._
        first = _("Do not spread it for now.") if view.unchecked else ""
        office = _("The office can answer. Listen to your voice first, then send it. The answer comes to this kiosk.")
        return " ".join(filter(None, (first, office if view.asks else _("Ask in other words, or type it."))))

    def understood(self, view: AloudView) -> str:
        """Return what was heard, in quotation marks."""
        return self._("Heard: {words}").format(words=f"“{view.heard.rstrip('.')}”") if view.heard else ""

    def numbered(self, view: AloudView, moment: Moment) -> list[str]:
        """Return the candidates on the screen by their numbers."""
        return [self._numbered_row(index, item, moment) for index, item in enumerate(view.shown_candidates, 1)]

    def _numbered_row(self, index: int, item: Item, moment: Moment) -> str:
        return f"{index}: {self._rows.item(item, moment)}"

    def entry(self, view: AloudView, moment: Moment) -> list[str]:
        """Return how to begin, the candidates by number, or that there are none; an answer that is sure is read by the page."""
        match view.step:
            case AloudStep.START:
                return [view.told] if view.told else [self._("Ask or search. Press Listen, then speak.")]
            case AloudStep.CHOOSE:
                return [f"{self.answer_heading(view)}.", *self.numbered(view, moment)]
            case AloudStep.NONE:
                return [f"{self.answer_heading(view)}.", self.advice(view)]
        return []

    def reading(self, view: AloudView, focus: str, moment: Moment) -> Sequence[Told]:
        """Return what is said on coming to the page."""
        return [(NOWHERE, line) for line in self.entry(view, moment)]

    def focused(self, view: AloudView, focus: str, moment: Moment) -> list[str]:
        """Return the candidate or the key in focus, and how to choose it."""
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
        """Return nothing: how to begin was said."""
        return []

    def hint(self, view: AloudView, focus: str) -> list[str]:
        """Return what can be done here."""
        if view.step is AloudStep.START:
            return [self._("Ask or search. Press Listen, then speak.")]
        return [self._("Press next or previous to choose, listen to open.")]
