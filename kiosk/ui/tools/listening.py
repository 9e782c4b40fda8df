"""Listening test by touch.

A listener hears a sentence by one voice, writes what it said, hears another voice and touches the better one. The test
has a window of its own without bars; no screen of the kiosk leads to it.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, Protocol

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.primitives.text import Icon, OneLine, WrappedText  # noqa: F401 - named in the rules
from kiosk.ui.theme.theme import Theme
from kiosk.ui.theme.translator import Translator
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.keyboard import Keyboard
from kiosk.ui.widgets.type_field import TypeField

LONGEST = 200  # letters that are written
_DEBOUNCE = 0.35  # s: who trembles must not touch the next page's key with the same touch (DESIGN.md, "Touch")


class Questions(Protocol):
    """Source of the pairs that plays them and stores the ratings. Pairs and sides count from 1."""

    @property
    def count(self) -> int: ...

    @property
    def listener(self) -> str: ...

    def play(self, number: int, side: int, ended: Callable[[str], None]) -> None:
        """Play *side* of pair *number*.

        *ended* is called from any thread after the sound: with "", or with the reason why it failed.
        """

    def hush(self) -> None: ...

    def record_rating(self, number: int, said: str, better: str) -> None:
        """Store for pair *number* the sentence as *said* by the listener, and the *better* voice: "1", "2", or "0"
        for neither.
        """

    def next_listener(self) -> None: ...


class ListeningTest(Box):
    """Screen of the test.

    It begins with the first listener. *done* is called when nobody is to follow; *fault* then says why a sound was not
    heard.
    """

    fault = StringProperty("")

    def __init__(
        self,
        questions: Questions,
        done: Callable[[], None],
        theme: Theme,
        tr: Translator,
        *,
        monotonic: Callable[[], float] = monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._questions = questions
        self._done = done
        self._theme, self._tr = theme, tr
        self._number = 1
        self._said = ""
        self._awaited: object = None
        self._since = float("-inf")
        self._page: Callable[[], None] = self._show_introduction
        super().__init__()
        for name in ("layout", "text_scale", "unit"):
            theme.fbind(name, lambda *_: self._page())
        self._show_introduction()

    # pages

    def _show_page(self, page: Widget, again: Callable[[], None]) -> None:
        self._page = again
        self.clear_widgets()
        self.add_widget(page)
        self._since = self._monotonic()

    def _show_introduction(self) -> None:
        _, count = self._tr._, self._questions.count
        page = PlainPage(
            heading=_("Listening test"),
            sentence=_(
                "You hear {n} sentences, each by two voices. Write what the first voice said, then touch the voice that you "
                "understood better."
            ).format(n=count),
            note=_("Listener {name}").format(name=self._questions.listener),
        )
        page.ids.ways.add_widget(self._key(ChoiceKey, _("Begin"), "play", self._first, "primary"))
        self._show_page(page, self._show_introduction)

    def _first(self) -> None:
        self._number, self._said = 1, ""
        self._hear(1)

    def _hear(self, side: int) -> None:
        """Play the voice *side*. Meanwhile only Stop can be touched."""
        self._show_hearing(side)
        self._play(side, self._ask_for_words if side == 1 else self._choose)

    def _show_hearing(self, side: int) -> None:
        self._show_page(self._voices(speaking=side), lambda: self._show_hearing(side))

    def _play(self, side: int, then: Callable[[], None]) -> None:
        awaited = self._awaited = object()  # the callback of an earlier sound comes too late and is ignored

        def ended(reason: str) -> None:
            Clock.schedule_once(lambda _: self._ended(reason, then) if self._awaited is awaited else None)

        self._questions.play(self._number, side, ended)

    def _ended(self, reason: str, then: Callable[[], None]) -> None:
        if reason:
            self.fault = reason
            self._done()
        else:
            then()

    def _ask_for_words(self) -> None:
        theme, _ = self._theme, self._tr._
        page = WritePage(head=self._pair_head(_("What did the voice say?") if theme.compact else ""))
        field = TypeField(words=_drawn(self._said), typing=True, available=False)

        def typed(letters: str) -> None:
            self._said = (self._said + letters)[:LONGEST]
            field.words = _drawn(self._said)

        def erase() -> None:
            self._said = self._said[:-1]
            field.words = _drawn(self._said)

        page.add_widget(field, index=1)
        page.add_widget(
            Keyboard(
                upright=theme.portrait, tr=self._tr, type_letters=typed, erase=erase, go=self._second, go_words="Go on"
            )
        )
        self._show_page(page, self._ask_for_words)

    def _second(self) -> None:
        self._hear(2)

    def _choose(self) -> None:
        self._show_page(self._voices(speaking=0), self._choose)

    def _again(self) -> None:
        """Play both voices once more."""
        self._show_hearing(1)
        self._play(1, lambda: self._hear(2))

    def _voices(self, *, speaking: int) -> VoicesPage:
        """Build the page with the two voices. *speaking* is the voice that speaks, from 1; 0 lets the listener choose."""
        _ = self._tr._
        page = VoicesPage(head=self._pair_head())
        page.question = _("Listen …") if speaking else _("Which voice did you understand better?")
        for side, name in ((1, _("First voice")), (2, _("Second voice"))):
            card = VoiceCard(number=str(side), words=name, speaking=speaking == side, available=not speaking)
            card.bind(on_release=lambda _, side=side: self._chosen(str(side)))
            page.ids.cards.add_widget(card)
        for words, icon, act in (
            (_("Both the same"), "check", lambda: self._chosen("0")),
            (_("Hear both again"), "arrow-clockwise", self._again),
        ):
            key = self._key(ChoiceKey, words, icon, act)
            key.available = not speaking
            page.ids.ways.add_widget(key)
        return page

    def _chosen(self, better: str) -> None:
        self._questions.record_rating(self._number, self._said.strip(), better)
        if self._number == self._questions.count:
            self._show_end()
            return
        self._number, self._said = self._number + 1, ""
        self._hear(1)

    def _stop(self) -> None:
        self._awaited = None
        self._questions.hush()
        self._show_end()

    def _show_end(self) -> None:
        _ = self._tr._
        page = PlainPage(heading=_("Thank you."), sentence=_("Your answers are kept."))
        page.ids.ways.add_widget(
            self._key(ChoiceKey, _("Next listener"), "users-three", self._next_listener, "primary")
        )
        page.ids.ways.add_widget(self._key(ChoiceKey, _("Finish"), "check", self._done))
        self._show_page(page, self._show_end)

    def _next_listener(self) -> None:
        self._questions.next_listener()
        self._show_introduction()

    # parts

    def _pair_head(self, words: str = "") -> PairHead:
        """Create the heading with *words*, or with the number of the pair, and the key to stop."""
        _ = self._tr._
        head = PairHead(words=words or _("Pair {n} of {all}").format(n=self._number, all=self._questions.count))
        head.add_widget(self._key(LineKey, _("Stop"), "x", self._stop))
        return head

    def _key(
        self, kind_of: type[PushButton], words: str, icon: str, act: Callable[[], None], kind: str = "plain"
    ) -> PushButton:
        key = kind_of(words=words, icon=icon, bold_icon=True, kind=kind)
        key.bind(on_release=lambda _: act())
        return key

    def on_touch_down(self, touch: Any) -> bool:
        return self._monotonic() - self._since < _DEBOUNCE or bool(super().on_touch_down(touch))


def _drawn(typed: str) -> str:
    """Return *typed* with no-break spaces, so that a space at its end takes room too."""
    return typed.replace(" ", "\u00a0")


class PairHead(Box):
    """Heading with the number of the pair and a key to stop."""

    words = StringProperty("")


class LineKey(PushButton):
    """Key at the end of a line, as wide as its words."""


class ChoiceKey(PushButton):
    """Key beside or below the voices."""


class VoiceCard(Touchable):
    """Card of a voice that speaks, or that may be chosen."""

    number = StringProperty("")
    words = StringProperty("")
    speaking = BooleanProperty(False)
    tone = StringProperty("ink")


class PlainPage(Box):
    """Page with a heading, a text and keys."""

    heading = StringProperty("")
    sentence = StringProperty("")
    note = StringProperty("")


class _HeadedPage(Box):
    head = ObjectProperty()

    def on_kv_post(self, _base: object) -> None:
        self.add_widget(self.head, index=len(self.children))


class WritePage(_HeadedPage):
    """Page on which the listener writes what was said."""


class VoicesPage(_HeadedPage):
    """Page with the two voices and the question about them."""

    question = StringProperty("")
