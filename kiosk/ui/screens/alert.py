"""A warning on the whole screen: what and where at the left, three things to do at the right, its issuer below them.

Where text is large or the screen upright, the steps stand below a short head: what to do is never cut for what happened.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.alerts.text import HEADING_ICONS, KIND_ICONS, AlertWords
from kiosk.control.focus import index_of
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.alert_band import colours
from kiosk.ui.widgets.cards import Card
from kiosk.viewmodel.views import AlertView

_GROWN = (
    2.0,
    1.75,
    1.5,
    1.4,
    1.3,
    1.2,
    1.1,
    1.0,
)  # the text of steps grows with the visitor's as far as all three stay whole, what one card says as far as it has room
_MOST_GROWN_STEP = 1.5
_SHORT_PLACE = 24  # characters that stand beside the time in one line
_LONG_KIND = 14  # characters that the largest type has room for in two words' lines
_LONGER_KIND, _LONGER_KIND_COMPACT, _LONGEST_KIND_COMPACT = 60, 28, 70  # and the next ones, in all their lines


class StepCard(Card):
    """One step, with its number; `place` from 0."""

    place = NumericProperty(0)
    icon = StringProperty("warning")
    words = StringProperty("")
    grown = NumericProperty(1.0)  # how far its text has grown with the visitor's text size

    def holds(self, grown: float) -> bool:
        """Would the whole sentence fit, that much larger?"""
        self.grown = grown
        told = self.ids.told
        told.texture_update()
        return bool(told.texture_size[1] <= self.height)


class SaidCard(Card):
    """What the issuer itself says: one part of it, with its number where there are more."""

    place = NumericProperty(0)
    number = StringProperty("")
    words = StringProperty("")
    grown = NumericProperty(1.0)

    def holds(self, grown: float) -> bool:
        """As StepCard's."""
        self.grown = grown
        told = self.ids.told
        told.texture_update()
        return bool(told.texture_size[1] <= self.height)


class AlertSide(Box):
    """At the left: heading, kind, number, when and where, what is said of a tsunami."""

    screen = ObjectProperty(rebind=True)


class AlertHead(Box):
    """The same in few lines, above the steps."""

    screen = ObjectProperty(rebind=True)


class UprightFacts(Box):
    """Below the heading on an upright screen: kind and number, when, where, what is said of a tsunami."""

    screen = ObjectProperty(None, allownone=True, rebind=True)


class TsunamiChip(Surface):
    """What is said of a tsunami, on its own ground."""

    screen = ObjectProperty(None, allownone=True, rebind=True)


class AlertScreen(Screen):
    watched = ("alert", "moment", "theme", "focus")

    fg = ColorProperty((0, 0, 0, 1))
    bg = ColorProperty((1, 1, 1, 1))
    icon = StringProperty("warning")
    kind_icon = StringProperty("warning")
    heading = StringProperty("")
    advice = StringProperty("")
    kind = StringProperty("")
    kind_role = StringProperty("alert_title")
    number = StringProperty("")
    when = StringProperty("")
    where = StringProperty("")
    tsunami = StringProperty("")
    source = StringProperty("")
    drill = StringProperty("")
    call = StringProperty("")
    one_line = StringProperty("")
    headline = StringProperty("")  # heading and kind in one line
    facts = StringProperty("")  # how late, when, where, tsunami, from whom
    stacked = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        self._built: bool | None = None
        self._grow = Clock.create_trigger(self._fit, -1)
        super().__init__(tall=True, full=True, **properties)

    def fill(self) -> None:
        alert: AlertView | None = self.board.alert
        moment = self.board.moment
        if alert is None or moment is None:
            return
        words, theme = AlertWords(alert, moment, self.tr.phrases), self.theme
        self.bg, self.fg = colours(theme, alert.tone)
        self.icon, self.kind_icon = HEADING_ICONS[alert.tone], KIND_ICONS[alert.hazard]
        self.heading, self.advice, self.drill, self.call = words.heading, words.advice, words.drill, words.call
        self.kind, self.number, self.tsunami = words.kind, words.number, alert.tsunami
        self.when, self.where, self.source = words.when, alert.place, words.source
        self.one_line = " ".join(filter(None, (words.kind, words.number)))
        self.headline = " · ".join(filter(None, (words.heading, self.one_line)))
        facts = [words.fate, words.when, alert.place, alert.tsunami, words.credit]
        if theme.compact:  # two lines: what is said of a tsunami goes before where it was
            short = "" if alert.tsunami or len(alert.place) > _SHORT_PLACE else alert.place
            facts = [words.fate, alert.tsunami, words.when, short, words.credit]
        self.facts = " · ".join(filter(None, facts))
        if theme.compact and (words.number or alert.tsunami):  # there is no room below for who says so
            self.advice = (
                f"{words.fate} · {alert.source}" if words.fate and alert.source else words.fate or words.credit
            )
        if theme.compact and not words.number:
            self.kind = f"{words.heading} {words.kind[:1].lower()}{words.kind[1:]}"
            self.heading = ""
        self.kind_role = self._kind_role(words.kind)
        self.stacked = theme.portrait or theme.huge or (theme.large and theme.layout != "wide")
        self._place()
        cards = self.ids.steps
        cards.clear_widgets()
        for card in self._cards(words):
            card.fbind("size", self._grow)
            card.ids.told.fbind("width", self._grow)
            cards.add_widget(card)
        self._grow()

    def _cards(self, words: AlertWords) -> list[StepCard | SaidCard]:
        said = words.said
        if said:
            place = min(index_of(self.board.focus, "step") or 0, len(said) - 1)
            number = f"{place + 1}/{len(said)}" if len(said) > 1 else ""
            return [SaidCard(place=place, number=number, words=said[place], spot=f"step:{place}")]
        return [
            StepCard(place=place, icon=step.icon, words=step.words, spot=f"step:{place}")
            for place, step in enumerate(words.steps)
        ]

    def _kind_role(self, kind: str) -> str:
        """As large as its length lets it be: what people write is longer than the names of hazards."""
        theme = self.theme
        compact = "_compact" if theme.compact or theme.portrait else ""
        if len(kind) <= _LONG_KIND:
            return f"alert_kind{compact}"
        if theme.portrait or len(kind) <= (_LONGER_KIND_COMPACT if theme.compact else _LONGER_KIND):
            return f"alert_kind_long{compact}"
        if theme.compact:
            return "row_title_fixed" if len(kind) <= _LONGEST_KIND_COMPACT else "alert_line_compact"
        return "alert_heading"

    def _fit(self, _seconds: float) -> None:
        cards = self.ids.steps.children
        alone = any(isinstance(card, SaidCard) for card in cards)
        most = _GROWN[0] if alone else max(1.0, min(self.theme.text_scale, _MOST_GROWN_STEP))
        for grown in _GROWN:
            if grown <= most and _all_hold(cards, grown):
                return

    def _place(self) -> None:
        if self._built == self.stacked:
            return
        self._built = self.stacked
        body = self.ids.body
        for part in [child for child in body.children if isinstance(child, AlertSide | AlertHead)]:
            body.remove_widget(part)
        kind = AlertHead if self.stacked else AlertSide
        body.add_widget(kind(screen=self), index=len(body.children))


def _all_hold(cards: list[StepCard | SaidCard], grown: float) -> bool:
    """All are set to that size, whatever the first of them says."""
    return not [card for card in cards if not card.holds(grown)]
