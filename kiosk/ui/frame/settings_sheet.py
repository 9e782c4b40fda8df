"""Settings sheet: language, text size, colours and volume, each with its present value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, SmoothLine, SmoothRoundedRectangle
from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.content.views.display_options import OWN_NAMES
from kiosk.shell.preferences import VOLUME_STEP
from kiosk.ui.primitives import text as words  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.motif import Drawn
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.verbs import Verbs
from kiosk.ui.widgets import article  # noqa: F401 - named in the rules
from kiosk.ui.widgets.controls import PushButton

_STEPS = 8  # bars of the volume
_SHOWN = ("language", "languages", "text_scale", "theme", "headset", "alone")


class SettingRow(Box):
    icon = StringProperty("gear")
    name = StringProperty("")


class VolumeBars(Drawn):
    """Volume as bars in eight steps."""

    share = NumericProperty(0)  # 0 to 1

    def on_share(self, *_: object) -> None:
        self.redraw()

    def paint(self) -> None:
        wide = self.width / _STEPS
        for step in range(_STEPS):
            high = self.height * (0.3 + 0.7 * step / (_STEPS - 1))
            filled = step < round(self.share * _STEPS)
            Color(*(self.palette.primary if filled else self.palette.surface2))
            box = {
                "pos": (self.x + step * wide, self.y),
                "size": (wide * 0.84, high),
                "radius": [self.look.radius.chip / 2],
            }
            SmoothRoundedRectangle(**box)
            if self.look.outlined and not filled:
                Color(*self.palette.line)
                SmoothLine(
                    rounded_rectangle=(*box["pos"], *box["size"], self.look.radius.chip / 2),
                    width=self.look.stroke.hairline,
                )


class Option(PushButton):
    """Button of a choice. If its words are too long, its sign is left out first, then its tick stands above them."""

    value = ObjectProperty(None)

    def __init__(self, *, theme: Any, icon: str, letter: float, **properties: Any) -> None:
        self._theme, self._sign, self._sample = theme, icon, letter
        super().__init__(**properties)
        for name in ("width", "role", "padding"):
            self.fbind(name, self._suit)
        self._suit()

    def _suit(self, *_: object) -> None:
        """Decide whether sign and tick have room beside the words.

        Measured by the words alone, in px: what is shown already would change with the result.
        """
        size, style = self._theme.size, self._theme.styles[self.role]
        label = CoreLabel(font_name=self._theme.font_for(self.words, style.font), font_size=style.size)
        room = self.width - 2 * self.padding[0] - label.get_extents(self.words)[0]
        sign = size.icon_key + self._theme.space.s3
        tick = sign if self.chosen else 0
        decorated = bool(self._sign or self._sample)
        shown = decorated and tick + sign * max(1, self._sample) <= room
        self.upright = not shown and (decorated if not self.chosen else tick > room)
        beside = shown or (self.upright and not self.chosen)
        self.icon, self.letter = (self._sign if beside else ""), (self._sample if shown else 0)


class SettingsSheet(Surface):
    """Sheet with language, text size, theme and volume. The keys stay usable; Kembali becomes Selesai."""

    board = ObjectProperty(rebind=True)
    controller: Verbs = ObjectProperty(rebind=True)

    def __init__(self, *, tr: Any, theme: Any, **properties: Any) -> None:
        self.tr, self.theme = tr, theme
        super().__init__(**properties)
        self._refill = Clock.create_trigger(lambda _: self.offer(), -1)
        for name in _SHOWN:
            self.board.fbind(name, self._refill)
        theme.fbind("layout", self._refill)
        self.board.fbind("volume", self._show_volume)
        self.offer()

    def dismiss(self) -> None:
        """Detach from board and theme."""
        for name in _SHOWN:
            self.board.funbind(name, self._refill)
        self.board.funbind("volume", self._show_volume)
        self.theme.funbind("layout", self._refill)
        self._refill.cancel()

    def offer(self) -> None:
        """Build the rows of options anew."""
        _, board, verbs = self.tr._, self.board, self.controller.preferences
        rows = self.ids.rows
        rows.clear_widgets()
        scales = self.theme.tokens.text_scales
        spoken = [(code, OWN_NAMES.get(code, code), "", 0) for code in board.languages]
        sizes = [
            (scales["biasa"], _("Normal size"), "", 1.0),
            (scales["besar"], _("Large"), "", 1.25),
            (scales["sangat_besar"], _("Very large"), "", 1.6),
        ]
        looks = [
            ("light", _("Light"), "sun", 0),
            ("dark", _("Dark"), "moon", 0),
            ("contrast", _("Strong contrast"), "circle-half", 0),
        ]
        rows.add_widget(self._row("translate", _("Language"), spoken, board.language, verbs.set_language))
        rows.add_widget(self._row("text-aa", _("Text size"), sizes, board.text_scale, verbs.set_text_scale))
        rows.add_widget(self._row("circle-half", _("Colours"), looks, board.theme, verbs.set_theme))
        rows.add_widget(self._volume())

    def _row(self, icon: str, name: str, options: Sequence[Any], chosen: Any, choose: Any) -> SettingRow:
        """Return a row of *options*: value, words, sign and size of a sample letter of each."""
        row = SettingRow(icon=icon, name=name)
        for value, text, sign, sample in options:
            letter = 0 if self.theme.compact or self.theme.portrait else sample  # no room for samples
            row.ids.options.add_widget(self._option(value, text, sign, letter, value == chosen, choose))
        return row

    def _volume(self) -> SettingRow:
        _, turn = self.tr._, self.controller.preferences.turn_volume
        row = SettingRow(icon="speaker-high", name=_("Sound"))
        softer = self._option("softer", _("Turn down"), "minus", 0, False, lambda _: turn(-VOLUME_STEP))
        louder = self._option("louder", _("Turn up"), "plus", 0, False, lambda _: turn(+VOLUME_STEP))
        self._bars = VolumeBars()
        for part in (softer, self._bars, louder):
            row.ids.options.add_widget(part)
        if self.board.headset:
            toggle = self.controller.preferences.toggle_headset
            option = self._option("headset", _("Only for me"), "ear", 0, self.board.alone, lambda _: toggle())
            row.ids.options.add_widget(option)
        self._show_volume()
        return row

    def _show_volume(self, *_: object) -> None:
        self._bars.share = self.board.volume / 100

    def _option(self, value: Any, text: str, icon: str, letter: float, chosen: bool, choose: Any) -> Option:
        option = Option(
            theme=self.theme,
            value=value,
            words=text,
            icon=icon,
            letter=letter,
            chosen=chosen,
            kind="contrast" if value == "contrast" else "plain",
            spot=f"option:{value}",
            bold_icon=icon in ("minus", "plus"),
        )
        option.bind(on_release=lambda option: choose(option.value))
        return option
