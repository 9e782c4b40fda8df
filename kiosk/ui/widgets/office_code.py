"""The code of a kiosk that no office has accepted, large, with the words that people compare below it."""

from __future__ import annotations

from kivy.properties import StringProperty

from kiosk.content.views.office_card import OfficeCard, spaced
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.qr_code import QrCode


class CompareWord(Surface):
    """One of the words."""

    words = StringProperty("")


class CompareWords(Box):
    """Row of words, or two rows where that is narrow."""


class OfficeCodeCard(Card):
    """Code and words of *card*; *state* is a line below, *heading* and *ask* stand above each."""

    heading = StringProperty("")
    code = StringProperty("")
    ask = StringProperty("")
    state = StringProperty("")

    def write(self, card: OfficeCard, *, heading: str, ask: str, state: str, wide: bool) -> None:
        """Show *card*, its words in one row where it is *wide*, else in two."""
        self.heading, self.code, self.ask, self.state = heading, spaced(card.code), ask, state
        first, second = self.ids.first, self.ids.second
        for row in (first, second):
            row.clear_widgets()
        for place, word in enumerate(card.words):
            (first if wide or place < len(card.words) / 2 else second).add_widget(CompareWord(words=word))


class OfficeQrCard(Card):
    """QR code of the card's introduction, with a line below."""

    payload = StringProperty("")
    words = StringProperty("")


__all__ = ["CompareWord", "CompareWords", "OfficeCodeCard", "OfficeQrCard", "QrCode"]
