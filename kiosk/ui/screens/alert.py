"""A warning on the whole screen: what and where at the left, three things to do at the right, its issuer below them.

Where text is large or the screen upright, the steps stand below a short head: what to do is never cut for what happened.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.label import Label

from kiosk.alerts.steps import goes_to_point
from kiosk.alerts.text import HEADING_ICONS, KIND_ICONS, AlertWords
from kiosk.control.focus import index_of
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.alert_band import colours
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.film_stage import FilmStage
from kiosk.viewmodel.views import AlertView

_GROWN = (2.0, 1.75, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0, 0.91, 0.86)
"""The text of steps grows with the visitor's as far as all stay whole, what one card says as far as it has room. The last are for a
fourth step."""
_LEAST = 20  # sp
_MOST_GROWN_STEP = 1.5
_KIND_SIZES = (150, 132, 113, 100, 88, 76, 68, 60, 54, 48, 44, 40, 36, 33, 30, 27, 24)
"""sp of the hazard's word: the largest that its room holds, and no other text of the screen is larger."""
_SEPARATOR = " · "
_PICTURES = (2.4, 1.8, 1.3, 1.1)  # of its pictogram, as multiples of the icons of steps
_HEAD = {"portrait": 0.16, "compact": 0.14}  # of the body's height is the word's, above the steps
_HEAD_USUAL = 0.15
_FACTS_COMPACT = 2  # lines


class StepCard(Card):
    """One step, with its number; `place` from 0."""

    place = NumericProperty(0)
    icon = StringProperty("warning")
    words = StringProperty("")
    grown = NumericProperty(1.0)  # how far its text has grown with the visitor's text size
    most = NumericProperty(1000.0)  # px of its number: the hazard's word is larger
    bare = BooleanProperty(False)  # without its icon: rather that than a sentence that is cut

    def told_size(self, grown: float) -> float:
        """px of its text, that much larger."""
        return float(self.ids.told.font_size / self.grown * grown)

    def needs(self, grown: float) -> float:
        """px of height for the whole sentence, that much larger."""
        self.grown = grown
        told = self.ids.told
        told.texture_update()
        return float(told.texture_size[1])


class SaidCard(Card):
    """What the issuer itself says: one part of it, with its number where there are more."""

    place = NumericProperty(0)
    number = StringProperty("")
    words = StringProperty("")
    grown = NumericProperty(1.0)
    most = NumericProperty(1000.0)

    def told_size(self, grown: float) -> float:
        """As StepCard's."""
        return float(self.ids.told.font_size / self.grown * grown)

    def needs(self, grown: float) -> float:
        """As StepCard's."""
        self.grown = grown
        told = self.ids.told
        told.texture_update()
        return float(told.texture_size[1])


class AlertSide(Box):
    """At the left: heading, kind, number, when and where, what is said of a tsunami."""

    screen = ObjectProperty(rebind=True)
    line = StringProperty("alert_line")  # the style of when and where


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
    watched = ("alert", "moment", "theme", "focus", "unheard")

    fg = ColorProperty((0, 0, 0, 1))
    bg = ColorProperty((1, 1, 1, 1))
    icon = StringProperty("warning")
    kind_icon = StringProperty("warning")
    heading = StringProperty("")
    advice = StringProperty("")
    kind = StringProperty("")
    number = StringProperty("")
    when = StringProperty("")
    where = StringProperty("")
    tsunami = StringProperty("")
    source = StringProperty("")
    drill = StringProperty("")
    unchecked = BooleanProperty(False)
    call = StringProperty("")
    facts = StringProperty("")  # how late, what is said of a tsunami, how strong, when, where, from whom
    stacked = BooleanProperty(False)
    slim = BooleanProperty(False)  # the steps need the room of a line for how grave it is: it stands before the facts
    four = BooleanProperty(False)  # steps, one of them to the assembly point

    def __init__(self, **properties: Any) -> None:
        self._built: bool | None = None
        self._head: AlertSide | AlertHead
        self._fitted: tuple[object, ...] | None = None
        self._grow = Clock.create_trigger(self._fit, -1)
        self._signs: FilmStage | None = None
        self._sign = ""  # its film
        self._facts: list[str] = []  # with the whole place, without its depth, without it
        super().__init__(tall=True, full=True, **properties)

    def fill(self) -> None:
        alert: AlertView | None = self.board.alert
        moment = self.board.moment
        if alert is None or moment is None:
            return
        words, theme = AlertWords(alert, moment, self.tr.phrases), self.theme
        self.bg, self.fg = colours(theme, alert.tone)
        self.unchecked = alert.unchecked
        self.icon, self.kind_icon = HEADING_ICONS[alert.tone], KIND_ICONS[alert.hazard]
        self.heading, self.advice, self.drill, self.call = words.heading, words.advice, words.drill, words.call
        if self.board.unheard and not (words.drill or alert.ended):
            self.drill = self.tr._("THE VOICE IS NOT HEARD · TELL OTHERS")
        self.kind, self.number, self.tsunami = words.kind, words.number, words.tsunami
        self.when, self.where, self.source = words.when, words.place, words.source
        # without the depth of an earthquake; areas are told whole or not at all: who reads of one takes it for the only one
        shorter = (words.place.partition(",")[0],) if alert.magnitude and not alert.more_places else ()
        self._facts = [_joined(words, place) for place in (words.place, *shorter, "")]
        self.slim = theme.compact or (theme.huge and not theme.portrait)
        if self.slim:
            self._facts = [_SEPARATOR.join((words.heading, facts)) for facts in self._facts]
        self.facts = self._facts[0]
        if theme.compact and (words.number or words.tsunami):  # there is no room below for who says so
            self.advice = (
                f"{words.fate} · {alert.source}" if words.fate and alert.source else words.fate or words.credit
            )
        self.four = four = goes_to_point(alert) and not words.said
        self.stacked = theme.portrait or (
            theme.layout != "wide" and (theme.huge or (theme.large and (theme.compact or not four)))
        )
        self._place()
        self._show_signs("" if self.stacked or theme.compact else alert.sign)
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
        bare = self.theme.compact and self.four and bool(words.drill)
        return [
            StepCard(place=place, icon=step.icon, words=step.words, spot=f"step:{place}", bare=bare)
            for place, step in enumerate(words.steps)
        ]

    def dismiss(self) -> None:
        self._show_signs("")
        super().dismiss()

    def on_parent(self, *_: object) -> None:
        if self._signs is not None:
            self._signs.playing = self.parent is not None

    def _show_signs(self, sign: str) -> None:
        """In the room beside the pictogram, where there is any: nothing else makes way for them. Each film has a stage of its own:
        what another warning said is not seen beside this one."""
        if self._signs is not None and (
            sign != self._sign or self._signs.parent is not self._head.ids.picture.__self__
        ):
            self._signs.clear()
            if self._signs.parent is not None:
                self._signs.parent.remove_widget(self._signs)
            self._signs = None
        self._sign = sign
        if sign and self._signs is None:
            signs = self.controller.alert_signs
            self._signs = FilmStage(lambda: signs.picture(), grounded=False, size_hint=(None, None))
            picture = self._head.ids.picture
            picture.add_widget(self._signs)
            picture.fbind("pos", self._fit_signs)
            picture.fbind("size", self._fit_signs)
            self._signs.playing = self.parent is not None
        self._fit_signs()

    def _fit_signs(self, *_: object) -> None:
        if self._signs is None:
            return
        picture, head = self._head.ids.picture, self._head
        left = picture.x + picture.width + self.theme.space.s4
        self._signs.size = max(head.x + head.width - left, 0), picture.height
        self._signs.pos = left, picture.y

    def _fit(self, _seconds: float) -> None:
        kind = self._fit_kind()
        self._fit_facts()
        cards = self.ids.steps.children
        for card in cards:
            card.most = kind * 0.9
        alone = any(isinstance(card, SaidCard) for card in cards)
        scale = self.theme.text_scale
        wished = max(scale, _MOST_GROWN_STEP) if self.theme.layout == "wide" else min(scale, _MOST_GROWN_STEP)
        most = _GROWN[0] if alone else max(1.0, wished)
        sizes = [
            grown
            for grown in _GROWN
            if grown <= most
            and not (grown > 1 and any(card.told_size(grown) > kind for card in cards))
            and (grown >= 1 or (len(cards) > 3 and cards[0].told_size(grown) >= _LEAST * self.theme.unit))
        ]
        if cards and sizes:
            self._share(cards, sizes)

    def _share(self, cards: list[StepCard | SaidCard], sizes: list[float]) -> None:
        """All are set to one size, whatever the first of them says: the largest of which all stay whole. They are of one height
        where that size lets them; else one that says more (the way to the assembly point) takes room from the others."""
        room = self.ids.steps.height - self.ids.steps.spacing * (len(cards) - 1)
        margin = 2 * self.theme.space.s1
        needs: list[float] = []
        for grown in sizes:
            for level in (True, False):
                needs = [card.needs(grown) for card in cards]
                if max(needs) <= room / len(cards) if level else sum(needs) + margin * len(cards) <= room:
                    self._set_heights(cards, [room / len(cards)] * len(cards) if level else needs)
                    return
        self._set_heights(cards, needs)

    def _set_heights(self, cards: list[StepCard | SaidCard], needs: list[float]) -> None:
        spare = (self.ids.steps.height - self.ids.steps.spacing * (len(cards) - 1) - sum(needs)) / len(cards)
        for card, need in zip(cards, needs, strict=True):
            card.size_hint_y = max(need + spare, 1.0)

    def _fit_facts(self) -> None:
        """On a small screen two lines: the depth goes first, and where it was before what is said of a tsunami."""
        head = self._head
        if isinstance(head, AlertHead) and self.theme.compact:
            label = head.ids.facts
            fits = (facts for facts in self._facts if _lines(label, facts) <= _FACTS_COMPACT)
            self.facts = next(fits, self._facts[-1])

    def _fit_kind(self) -> float:
        """The hazard's word and its pictogram as large as their room lets them be; px of the word."""
        head, icon, unit = self._head, self.theme.size.alert_icon, self.theme.unit
        kind, picture = head.ids.kind, head.ids.picture
        beside = isinstance(head, AlertHead)
        room = (
            self._head_room
            if beside
            else head.height
            - sum(child.height for child in head.children if child not in (kind, picture) and child.size_hint_y is None)
        )
        wanted = (kind.text, kind.width, room, unit)
        if (*wanted, kind.font_size, picture.extent) == self._fitted:  # another size of text sets the word's own again
            return float(kind.font_size)
        pictures = _PICTURES if not beside else (*_PICTURES[1:], 0.95) if self.theme.compact else _PICTURES[1:]
        for share, size in ((share, size) for size in _KIND_SIZES for share in pictures):
            kind.font_size = size * unit
            picture.extent = icon * share
            kind.texture_update()
            high = max if beside else sum
            if high((kind.texture_size[1], picture.extent)) <= room and _in_whole_words(kind):
                break
        self._fitted = (*wanted, kind.font_size, picture.extent)
        return float(kind.font_size)

    @property
    def _head_room(self) -> float:
        """px of height for the word above the steps."""
        return float(self.ids.body.height * _HEAD.get(self.theme.layout, _HEAD_USUAL))

    def _place(self) -> None:
        if self._built == self.stacked:
            return
        self._built = self.stacked
        body = self.ids.body
        for part in [child for child in body.children if isinstance(child, AlertSide | AlertHead)]:
            body.remove_widget(part)
        kind = AlertHead if self.stacked else AlertSide
        self._head = kind(screen=self)
        body.add_widget(self._head, index=len(body.children))
        self._fitted = None
        self._head.ids.kind.fbind("width", self._grow)
        for part in (self.ids.body, *self._head.children):
            if part not in (self._head.ids.kind, self._head.ids.picture):
                part.fbind("height", self._grow)


def _joined(words: AlertWords, place: str) -> str:
    """What else is known, from the gravest on."""
    facts = (words.fate, words.tsunami, words.number, words.when, place, words.credit)
    return _SEPARATOR.join(filter(None, facts))


def _lines(label: Label, text: str) -> int:
    """Into how many lines of the label it would fall."""
    ruler = CoreLabel(font_name=label.font_name, font_size=label.font_size)
    lines, line = 1, ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and ruler.get_extents(longer)[0] > label.width:
            lines, longer = lines + 1, word
        line = longer
    return lines


def _in_whole_words(label: Label) -> bool:
    """Does each of its words stand on one line?"""
    ruler = CoreLabel(font_name=label.font_name, font_size=label.font_size)
    return all(ruler.get_extents(word)[0] <= label.width for word in label.text.split())
