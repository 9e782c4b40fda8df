"""Widgets for setting a kiosk up: answers in rows, a field for typed text, a clock to set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.controls import PushButton


class AnswerRow(Card):
    """Row of one answer: icon, words, a line below; outlined when chosen."""

    icon = StringProperty("")
    words = StringProperty("")
    told = StringProperty("")
    value = StringProperty("")
    chosen = BooleanProperty(False)


class NameField(Surface):
    """Field with the name as it has been typed."""

    words = StringProperty("")


class ClockPart(Box):
    """Figure of the time with a button above to raise it and one below to lower it."""

    figure = StringProperty("")
    name = StringProperty("")
    share = NumericProperty(1)


class TurnKey(PushButton):
    deliberate = False


class ClockParts(Box):
    """Day, month, year, hour and minute, each to be set; *figures* by their names."""

    def __init__(self, _: Callable[[str], str], turn: Callable[[str, int], None], **properties: Any) -> None:
        super().__init__(**properties)
        self.figures: dict[str, ClockPart] = {}
        names = {"day": _("Day"), "month": _("Month"), "year": _("Year"), "hour": _("Hour"), "minute": _("Minute")}
        for part, name in names.items():
            figure = self.figures[part] = ClockPart(name=name, share=1.5 if part == "year" else 1)
            for key, step in ((figure.ids.more, 1), (figure.ids.less, -1)):
                key.bind(on_release=lambda _, part=part, step=step: turn(part, step))
            self.add_widget(figure)

    def write(self, when: datetime) -> None:
        for part, figure in self.figures.items():
            number = getattr(when, part)
            figure.figure = str(number) if part == "year" else f"{number:02}"
