"""A warning on the whole screen: what to do first is the largest, then who must go, the other steps, the cause and the source.

Small letters have all of it on one page, as far as it has room. Larger ones have one thing a page, so that nothing is smaller than
with small letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.label import Label

from kiosk.alerts.pages import AlertPages, AlertPoint
from kiosk.alerts.text import HEADING_ICONS, KIND_ICONS, AlertWords
from kiosk.content.views.shown import AlertView
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.alert_band import colours
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.film_stage import FilmStage

# text sizes in sp, tried from the largest; the last is used even if it does not fit
_FIRST = (72, 66, 60, 54, 50, 46, 42, 38, 35, 32, 30, 28, 26, 24, 22, 20)
_OTHERS = (36, 33, 30, 27, 25, 23, 22, 21, 20)
_TITLE = (60, 54, 48, 44, 40, 36, 33, 30, 27, 24, 22)
_ENDED = (96, 88, 80, 72, 66, 60, 54, 48)
_WIDER = (110, 96, 84)  # text sizes on a large screen, which is seen from further away
_WIDER_OTHERS = (48, 44, 40)
_ONE_LINE = 20  # characters of a hazard's name that stay on one line
_HEAD = 0.24  # greatest share of the body's height for the title
_HEAD_ENDED = 0.19  # the same for an ended warning, where the line below needs room
_LEFT = 0.52  # share of the width for the first step, beside the others
_SIGNS = 0.36  # share of the first card's width for a sign-language film
# sp: least text size of the first step; fewer other steps are shown before it is smaller
_LEAST_FIRST = (44, 36, 26, 21)


class AlertCard(Card):
    """Card of one step or fact. *letters* is the text size in px; icon and number have a column of fixed width."""

    number = StringProperty("")
    icon = StringProperty("")
    words = StringProperty("")
    letters = NumericProperty(24.0)
    first = BooleanProperty(False)  # whether this is the page's main card, with a larger icon
    beside = NumericProperty(0.0)  # px of the width that the words cannot use
    kept = NumericProperty(0.0)  # px at the right reserved for a sign-language film

    def needs(self, letters: float, width: float) -> float:
        """Return the height in px that the whole text takes at *letters* px in a card of *width* px."""
        self.letters, told = letters, self.ids.told
        told.width = max(width - self.beside - self.kept, 1.0)
        told.texture_update()
        return float(max(told.texture_size[1], self.ids.mark.height) + self.padding[1] + self.padding[3])

    @property
    def in_whole_words(self) -> bool:
        return _in_whole_words(self.ids.told)


class LevelPill(Surface):
    """Label of the severity, with the colours of ground and text swapped."""

    screen = ObjectProperty(rebind=True)


class AlertNote(Box):
    """Line with an icon: who must go, or (*above*) who says the words that follow."""

    icon = StringProperty("users-three")
    words = StringProperty("")
    screen = ObjectProperty(rebind=True)
    most = NumericProperty(0)  # lines; 0 for all
    above = BooleanProperty(False)
    beside = NumericProperty(0.0)

    def needs(self, width: float) -> float:
        """Return the height in px of the note in *width* px."""
        told = self.ids.told
        told.width = max(width - self.beside, 1.0)
        told.texture_update()
        return float(max(told.texture_size[1], self.ids.mark.height))


class AlertChip(Surface):
    """Label with the statement on a tsunami."""

    screen = ObjectProperty(None, allownone=True, rebind=True)


class AlertFoot(Box):
    """Foot with cause and source. If the warning takes several pages, it has the page's number and the next page's subject."""

    screen = ObjectProperty(rebind=True)


class AlertScreen(Screen):
    watched = ("moment", "theme", "focus", "unheard")

    fg = ColorProperty((0, 0, 0, 1))
    bg = ColorProperty((1, 1, 1, 1))
    icon = StringProperty("warning")
    kind_icon = StringProperty("warning")
    title_words = StringProperty("")
    heading = StringProperty("")
    tsunami = StringProperty("")
    cause = StringProperty("")
    source = StringProperty("")
    seal = StringProperty("seal-check")
    drill = StringProperty("")
    unchecked = BooleanProperty(False)
    ended = BooleanProperty(False)
    over = StringProperty("")  # the line about an ended warning: which, by whom and when
    late = StringProperty("")  # how long ago it was issued, if that was long
    counter = StringProperty("")  # 1 dari 6
    coming = StringProperty("")  # Berikutnya: siapa
    paged = BooleanProperty(False)
    pages = NumericProperty(1)

    def __init__(self, **properties: Any) -> None:
        self._grow = Clock.create_trigger(lambda _: self._place_parts(), -1)
        self._signs: FilmStage | None = None
        self._sign = ""  # the path of its sign-language film
        self._main: AlertCard | None = None
        self._others: list[AlertCard] = []
        self._turned = 0  # index of the focused one among the other steps
        self._notes: list[AlertNote] = []
        super().__init__(tall=True, full=True, **properties)
        for name in ("pos", "size"):
            self.ids.room.fbind(name, self._grow)
        self.ids.title.fbind("width", self._grow)

    def fill(self) -> None:
        alert: AlertView | None = self.view
        moment = self.board.moment
        if alert is None or moment is None:
            return
        words, theme = AlertWords(alert, moment, self.tr.phrases), self.theme
        self.bg, self.fg = colours(theme, alert.tone)
        self.unchecked, self.ended, self.paged = alert.unchecked, alert.ended, theme.large
        self.icon, self.kind_icon = HEADING_ICONS[alert.tone], KIND_ICONS[alert.hazard]
        self.drill, self.tsunami = words.drill, words.tsunami
        if self.board.unheard and not (words.drill or alert.ended):
            self.drill = self.tr._("THE VOICE IS NOT HEARD · TELL OTHERS")
        self.heading = "" if alert.ended else words.heading
        self.title_words = self.tr._("ENDED") if alert.ended else words.what
        # `over` names who ended it; only one that ran out still needs its source
        self.over = (
            " · ".join((words.over, words.not_safe, words.credit) if alert.expired else (words.over,))
            if alert.ended
            else ""
        )
        told = AlertPages(words)
        fate = "" if alert.ended else words.fate
        self.late = fate
        self.cause = " · ".join(filter(None, (fate, *told.cause)))
        source = " · ".join(filter(None, (fate, words.credit))) if theme.compact else words.source
        self.source = "" if alert.ended else source
        # only a signed warning has that seal; a host that may alert is an official site, no more
        self.seal = "question" if alert.unchecked else "bank" if alert.unsigned else "seal-check"
        pages = told.pages
        place = next((n for n, page in enumerate(pages) if page.spot == self.board.focus), 0)
        self.pages = len(pages)
        self._build(pages, place, told)
        self._say_place(pages, place)
        self._show_signs("" if self.paged or theme.compact or theme.portrait else alert.sign)
        self._grow()

    def _build(self, pages: Sequence[AlertPoint], place: int, told: AlertPages) -> None:
        room = self.ids.room
        for child in room.children[:]:
            if child is not self._signs:
                room.remove_widget(child)
        steps, at = [page for page in pages if page.is_step], pages[place]
        whole = self.paged or bool(told.call)  # one step a page, or one part of the issuer's words
        first = at if whole or not at.is_step else steps[0]
        self._main = None if self.ended and not self.paged else self._card(first, first=True)
        self._others = (
            [] if whole else [self._card(page) for page in steps if self._main is None or page is not steps[0]]
        )
        self._turned = next((n for n, card in enumerate(self._others) if card.spot == at.spot), 0)
        self._notes = []
        if told.call and at.is_step:
            self._notes.append(AlertNote(icon="chat-circle-dots", words=told.call, screen=self, above=True))
        if self.paged and self.late and place == 0:
            self._notes.append(AlertNote(icon="clock", words=self.late, screen=self, above=True))
        if told.who and not (self.paged or self.ended):
            icon = "users-three" if told.goes else "map-pin"
            self._notes.append(
                AlertNote(icon=icon, words=told.who[0], screen=self, most=2 if self.theme.compact else 4)
            )
        for widget in (*([self._main] if self._main else []), *self._notes):
            room.add_widget(widget)

    def _card(self, page: AlertPoint, *, first: bool = False) -> AlertCard:
        number = "" if self.paged else page.number
        return AlertCard(icon=page.icon, words=page.words, number=number, spot=page.spot, first=first)

    def _say_place(self, pages: Sequence[AlertPoint], place: int) -> None:
        """Show which page of the warning this is, and the name of the next, if it takes several."""
        several = self.paged and len(pages) > 1
        self.counter = self.tr._("{page} of {pages}").format(page=place + 1, pages=len(pages)) if several else ""
        if several and place + 1 < len(pages):
            self.coming = self.tr._("Next: {what}").format(what=pages[place + 1].name)
        else:
            self.coming = self.tr._("Last page") if several else ""

    def dismiss(self) -> None:
        self._show_signs("")
        super().dismiss()

    # a film in sign language

    def on_parent(self, *_: object) -> None:
        if self._signs is not None:
            self._signs.playing = self.parent is not None

    def _show_signs(self, sign: str) -> None:
        """Play the sign-language film *sign* on the first card.

        Each film has its own stage, so that no picture of another warning is seen.
        """
        if self._signs is not None and sign != self._sign:
            self._signs.clear()
            self.ids.room.remove_widget(self._signs)
            self._signs = None
        self._sign = sign
        if sign:
            if self._signs is None:
                picture = self.controller.page("alert").picture
                self._signs = FilmStage(picture, grounded=False, size_hint=(None, None))
                self._signs.playing = self.parent is not None
            else:
                self.ids.room.remove_widget(self._signs)
            self.ids.room.add_widget(self._signs)  # above the card

    # sizes

    def _place_parts(self) -> None:
        """Place all parts: other steps at the right or below, who must go above them, and the first step in what is left."""
        room, theme = self.ids.room, self.theme
        self._fit_title()
        if min(room.size) <= 1:
            return
        gap = theme.space.s2 if theme.compact else theme.space.s3
        left, top, width, bottom = room.x, room.top, room.width, room.y
        if self._main is None:
            self._show_others(self._others)
            self._stack(self._others, (left, bottom, width, top - bottom), gap, _OTHERS)
            return
        beside = bool(self._others) and not (theme.compact or theme.portrait)
        if beside:
            share = width * _LEFT
            self._show_others(self._others)
            self._stack(self._others, (left + share + gap, bottom, width - share - gap, room.height), gap, _OTHERS[2:])
            width = share
        above = [note for note in self._notes if note.above]
        below = [note for note in self._notes if not note.above]
        for note in above:
            high = note.needs(width)
            note.pos, note.size = (left, top - high), (width, high)
            top -= high + gap
        noted = sum(note.needs(width) + gap for note in below)
        if self._others and not beside:
            bottom += self._put_below(self._main, (left, bottom, width, top - bottom - noted), gap)
        for note in below:
            high = note.needs(width)
            note.pos, note.size = (left, bottom), (width, high)
            bottom += high + gap
        self._place_main(left, top, width, top - bottom)

    def _place_main(self, left: float, top: float, width: float, height: float) -> None:
        main = self._main
        if main is None:
            return
        main.kept = width * _SIGNS if self._signs is not None else 0.0
        for size in (*(_WIDER if self.theme.layout == "wide" else ()), *_FIRST):
            if main.needs(size * self.theme.unit, width) <= height and main.in_whole_words:
                break
        main.pos, main.size = (left, top - height), (width, height)
        if self._signs is not None:
            pad = self.theme.space.s2
            self._signs.size = main.kept - pad, height - 2 * pad
            self._signs.pos = left + width - main.kept, top - height + pad

    def _put_below(self, main: AlertCard, place: tuple[float, float, float, float], gap: float) -> float:
        """Show as many other steps below *main* as leave the first step large.

        Return their height in px, including *gap* above them.
        """
        left, low, width, height = place
        theme = self.theme
        sizes = _OTHERS[2:] if theme.portrait else _OTHERS[-3:]
        leasts = _LEAST_FIRST if theme.portrait else _LEAST_FIRST[-2:]
        for least, shown in product(leasts, self._groups()):
            across = 1 if theme.portrait else len(shown)
            wide = (width - gap * (across - 1)) / across
            for size in sizes:
                needs = [card.needs(size * theme.unit, wide) for card in shown]
                high = sum(needs) + gap * (len(needs) - 1) if across == 1 else max(needs)
                if high + gap + main.needs(least * theme.unit, width) > height:
                    continue
                self._show_others(shown)
                if across == 1:
                    self._stack(shown, (left, low, width, high), gap, (size,))
                for n, card in enumerate(shown if across > 1 else ()):
                    card.pos, card.size = (left + n * (wide + gap), low), (wide, high)
                return float(high + gap)
        self._show_others([])
        focused = next((card for card in self._others if card.spot == self.board.focus), None)
        if focused is not None:  # no room beside the first step: it stands in its place
            main.icon, main.number, main.words, main.spot = focused.icon, focused.number, focused.words, focused.spot
        return 0.0

    def _groups(self) -> list[list[AlertCard]]:
        """Return groups of the other steps that may be shown together, the largest group first.

        Each contains the focused step.
        """
        most = len(self._others) if self.theme.portrait else 2
        return [self._others[self._turned // many * many :][:many] for many in range(most, 0, -1)]

    def _show_others(self, shown: Sequence[AlertCard]) -> None:
        """Show the cards *shown* of the other steps. A small screen names the next step that has no room."""
        room = self.ids.room
        for card in self._others:
            if card.parent is not None and card not in shown:
                room.remove_widget(card)
            elif card.parent is None and card in shown:
                room.add_widget(card, index=len(room.children))
        last = self._others.index(shown[-1]) if shown else -1
        if not self.paged and self._others:
            more = last + 1 < len(self._others)
            self.coming = self.tr._("Step {n}").format(n=self._others[last + 1].number) if more else ""

    def _stack(
        self, cards: Sequence[AlertCard], place: tuple[float, float, float, float], gap: float, sizes: Sequence[float]
    ) -> None:
        """Stack *cards* in *place* (left, bottom, width, height) at the largest of *sizes* that fits all.

        Spare height is shared.
        """
        left, low, width, height = place
        free = height - gap * (len(cards) - 1)
        needs: list[float] = []
        for size in (*(_WIDER_OTHERS if self.theme.layout == "wide" else ()), *sizes):
            needs = [card.needs(size * self.theme.unit, width) for card in cards]
            if sum(needs) <= free:
                break
        spare = (free - sum(needs)) / max(1, len(cards))
        level = max(needs, default=0) <= free / max(1, len(cards))
        top = low + height
        for card, need in zip(cards, needs, strict=True):
            high = free / len(cards) if level else need + spare
            card.pos, card.size = (left, top - high), (width, high)
            top -= high + gap

    def _fit_title(self) -> None:
        """Set the title, the hazard or that the warning has ended, as large as its room allows."""
        title, unit = self.ids.title, self.theme.unit
        most = self.ids.body.height * (_HEAD_ENDED if self.ended and self.theme.compact else _HEAD)
        sizes = _ENDED if self.ended else _TITLE[2 if self.theme.compact else 0 :]
        for size in (*(_WIDER if self.theme.layout == "wide" else ()), *sizes):
            title.font_size = size * unit
            title.texture_update()
            high = title.texture_size[1]
            broken = len(title.text) <= _ONE_LINE and high > 2 * size * unit  # "Gempa bumi M" and "5,6"
            if high <= most and not broken and _in_whole_words(title):
                break


def _in_whole_words(label: Label) -> bool:
    """Return whether no word of *label* is broken across lines."""
    ruler = CoreLabel(font_name=label.font_name, font_size=label.font_size)
    return all(ruler.get_extents(word)[0] <= label.width for word in label.text.split())
