"""Buttons, filters, chips, the scroll rail."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.primitives.text import Icon, OneLine


class PushButton(Touchable):
    """Button with icon and word.

    *kind* is primary, plain, voice, dark (on the player bar) or contrast (the sample of that theme).
    """

    icon = StringProperty("")
    bold_icon = BooleanProperty(False)
    words = StringProperty("")
    role = StringProperty("label_button")
    kind = StringProperty("plain")
    tone = StringProperty("ink")
    upright = BooleanProperty(False)
    chosen = BooleanProperty(False)
    natural = NumericProperty(0)  # px that the content needs
    content_high = NumericProperty(0)  # px of icon and word
    letter = NumericProperty(0)  # a sample "A" this many times as large as the word

    def __init__(self, **properties: Any) -> None:
        self._compose = Clock.create_trigger(self._fill, -1)
        super().__init__(**properties)
        for name in ("icon", "bold_icon", "chosen", "letter", "upright"):
            self.fbind(name, self._compose)

    def on_kv_post(self, _base: Any) -> None:
        self._fill()

    def _fill(self, *_: object) -> None:
        """Add tick, icon, sample letter and word, leaving out what is not set so that no gap remains."""
        content = self.ids.content
        content.clear_widgets()
        if self.chosen and self.kind != "voice":
            content.add_widget(ButtonIcon(button=self, icon="check", bold_icon=True))
        if self.icon:
            content.add_widget(ButtonIcon(button=self, icon=self.icon, bold_icon=self.bold_icon))
        if self.letter:
            content.add_widget(ButtonLetter(button=self))
        content.add_widget(ButtonWord(button=self))


class ButtonIcon(Icon):
    button = ObjectProperty(rebind=True)


class ButtonWord(OneLine):
    button = ObjectProperty(rebind=True)


class ButtonLetter(OneLine):
    button = ObjectProperty(rebind=True)


class FilterButton(PushButton):
    """Button in a row of choices: filled and ticked when *chosen*."""


class Chip(Surface):
    """Icon and word on their own ground, for use over pictures."""

    icon = StringProperty("newspaper")
    words = StringProperty("")
    category = StringProperty("")


class Count(Surface):
    """Chip with a count, such as "3 baru"."""

    words = StringProperty("")
    role = StringProperty("count")
    corner = NumericProperty(0)  # px; 0 = a pill


class VerdictChip(Surface):
    """Chip with a verdict: SALAH, MENYESATKAN, BENAR, BELUM JELAS."""

    icon = StringProperty("x-circle")
    words = StringProperty("")
    ground = ColorProperty((0, 0, 0, 1))
    small = BooleanProperty(False)  # for use where a bar shows the verdict already


class Rail(Surface):
    """Rail with the keys Naik and Turun at the right. *turn* is called with -1 or +1."""

    caption = StringProperty("")
    counter = StringProperty("")
    up = BooleanProperty(True)
    down = BooleanProperty(True)
    wide = NumericProperty(110)
    solid = BooleanProperty(True)  # the way on is filled: the list's rail; an article's is plain
    turn = ObjectProperty(None)
    lying = BooleanProperty(False)  # below a list instead of beside it
