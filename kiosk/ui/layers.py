"""What lies over a screen: the settings sheet, the question "Masih di sini?", and a short notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, SmoothLine, SmoothRoundedRectangle
from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.choices import MOST_LANGUAGES, OWN_NAMES
from kiosk.translation import languages
from kiosk.ui.widgets import controls, qr, reading, words  # noqa: F401 - named in the rules
from kiosk.ui.widgets.box import Box
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.ground import Ground
from kiosk.ui.widgets.motif import Drawn
from kiosk.ui.widgets.rules import Ruled
from kiosk.views import Handout
from kiosk.visit import COUNTDOWN_S
from kiosk.walker import VOLUME_STEP

_RULES = Path(__file__).with_suffix(".kv")
_TOAST = 6.0  # s
_TOAST_ICON = "warning-circle"
_STEPS = 8  # bars of the volume


class Ring(Drawn):
    """A countdown as a ring that empties."""

    share = NumericProperty(1.0)
    thickness = NumericProperty(18)

    def on_share(self, *_: object) -> None:
        self.redraw()

    def paint(self) -> None:
        radius = (min(self.size) - self.thickness) / 2
        for share, colour in ((1.0, self.palette.surface2), (self.share, self.palette.voice)):
            if share > 0:
                Color(*(self.palette.line if self.look.outlined and share == 1.0 else colour))
                SmoothLine(
                    circle=(*self.center, radius, 0, 360 * share),
                    width=self.thickness / 2,
                    cap="round",
                    overdraw_width=1.2,
                )


class Scrim(Ruled, Box):
    """Darkens what is below and keeps fingers from it."""

    RULES = _RULES


class StillHere(Ruled, FloatLayout):
    """ "Masih di sini?" with a countdown."""

    RULES = _RULES
    board = ObjectProperty(rebind=True)
    attendant = ObjectProperty(rebind=True)
    countdown = NumericProperty(COUNTDOWN_S)


class Toast(Ground):
    RULES = _RULES
    icon = StringProperty(_TOAST_ICON)
    words = StringProperty("")


class SettingRow(Box):
    icon = StringProperty("gear")
    name = StringProperty("")


class VolumeBars(Drawn):
    """How loud it is, in eight steps."""

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
    """Where its words are too long for its width its sign goes first, and then its tick stands above them."""

    RULES = _RULES
    value = ObjectProperty(None)

    def __init__(self, *, theme: Any, icon: str, letter: float, **properties: Any) -> None:
        self._theme, self._sign, self._sample = theme, icon, letter
        super().__init__(**properties)
        for name in ("width", "role", "padding"):
            self.fbind(name, self._suit)
        self._suit()

    def _suit(self, *_: object) -> None:
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


class Sheet(Ground):
    """Language, text size, theme and volume, from below. The keys stay lit; Kembali becomes Selesai."""

    RULES = _RULES
    board = ObjectProperty(rebind=True)
    attendant = ObjectProperty(rebind=True)

    def __init__(self, *, tr: Any, theme: Any, **properties: Any) -> None:
        self.tr, self.theme = tr, theme
        super().__init__(**properties)
        self._refill = Clock.create_trigger(lambda _: self.offer(), -1)
        for name in ("language", "text_scale", "theme"):
            self.board.fbind(name, self._refill)
        theme.fbind("layout", self._refill)
        self.board.fbind("volume", self._sound)
        self.offer()

    def dismiss(self) -> None:
        """Let go of board and theme."""
        for name in ("language", "text_scale", "theme"):
            self.board.funbind(name, self._refill)
        self.board.funbind("volume", self._sound)
        self.theme.funbind("layout", self._refill)
        self._refill.cancel()

    def offer(self) -> None:
        """Write the rows of options anew."""
        _, board, verbs = self.tr._, self.board, self.attendant
        rows = self.ids.rows
        rows.clear_widgets()
        scales = self.theme.tokens.text_scales
        spoken = [(code, OWN_NAMES.get(code, code), "", 0) for code in languages()[:MOST_LANGUAGES]]
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
        for icon, name, options, chosen, choose in (
            ("translate", _("Language"), spoken, board.language, verbs.set_language),
            ("text-aa", _("Text size"), sizes, board.text_scale, verbs.set_text_scale),
            ("circle-half", _("Colours"), looks, board.theme, verbs.set_theme),
        ):
            row = SettingRow(icon=icon, name=name)
            for value, text, sign, sample in options:
                letter = 0 if self.theme.compact or self.theme.portrait else sample  # no room for samples
                row.ids.options.add_widget(self._option(value, text, sign, letter, value == chosen, choose))
            rows.add_widget(row)
        rows.add_widget(self._volume())

    def _volume(self) -> SettingRow:
        _, turn = self.tr._, self.attendant.turn_volume
        row = SettingRow(icon="speaker-high", name=_("Sound"))
        softer = self._option("softer", _("Turn down"), "minus", 0, False, lambda _: turn(-VOLUME_STEP))
        louder = self._option("louder", _("Turn up"), "plus", 0, False, lambda _: turn(+VOLUME_STEP))
        self._bars = VolumeBars()
        for part in (softer, self._bars, louder):
            row.ids.options.add_widget(part)
        self._sound()
        return row

    def _sound(self, *_: object) -> None:
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


class HandoutSheet(Ground):
    """A QR code, large, with what it is and how to read it."""

    RULES = _RULES
    board = ObjectProperty(rebind=True)
    handout = ObjectProperty(rebind=True)


class Layers:
    """Adds to and takes from the shell what the board asks for; the highest layer gets the touches."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._sheet: Sheet | None = None
        self._handout: HandoutSheet | None = None
        self._handout_place: SheetPlace | None = None
        self._scrim: Scrim | None = None
        self._question: StillHere | None = None
        self._toast: Toast | None = None
        self._over: Any = None

    def show(self) -> None:
        board = self._shell.board
        self._show_sheet(open_=board.sheet)
        self._show_handout(board.handout)
        self._show_question(asked=board.seconds_left > 0)
        self._show_toast(board.notice)

    def takes(self, touch: Any) -> bool:
        """A touch while something lies over the screen: True if it was dealt with here."""
        if self._question is not None:
            if not self._question.on_touch_down(touch):
                self._shell.attendant.stay()  # beside the keys: any touch stays
            return True
        if self._sheet is not None and touch.y > self._shell.keys_top:
            self._sheet.on_touch_down(touch)
            return True
        return self._handout is not None and bool(touch.y > self._shell.keys_top)

    def _show_handout(self, handout: Handout | None) -> None:
        shell = self._shell
        if self._handout is not None and self._handout.handout is not handout:
            shell.remove_widget(self._handout_place)
            self._handout = None
        if handout is not None and self._handout is None:
            self._handout = HandoutSheet(board=shell.board, handout=handout)
            self._handout_place = place = SheetPlace(shell=shell)
            place.add_widget(Scrim())
            place.add_widget(self._handout)
            shell.add_widget(place)

    def _show_sheet(self, *, open_: bool) -> None:
        shell = self._shell
        if open_ and self._sheet is None:
            self._scrim = Scrim()
            self._sheet = Sheet(board=shell.board, attendant=shell.attendant, tr=shell.tr, theme=shell.theme)
            self._hold = SheetPlace(shell=shell)
            self._hold.add_widget(self._scrim)
            self._hold.add_widget(self._sheet)
            shell.add_widget(self._hold)
        elif not open_ and self._sheet is not None:
            shell.remove_widget(self._hold)
            self._sheet.dismiss()
            self._sheet = self._scrim = None

    def _show_question(self, *, asked: bool) -> None:
        shell = self._shell
        if asked and self._question is None:
            self._question = StillHere(board=shell.board, attendant=shell.attendant)
            shell.add_widget(self._question)
        elif not asked and self._question is not None:
            shell.remove_widget(self._question)
            self._question = None

    def _show_toast(self, notice: str) -> None:
        if self._toast is not None and self._toast.words != notice:
            self._shell.remove_widget(self._toast)
            self._toast = None
        if notice and self._toast is None:
            board = self._shell.board
            self._toast = Toast(words=notice, icon=board.notice_icon)
            board.notice_icon = _TOAST_ICON
            self._shell.add_widget(self._toast)
            if self._over is not None:
                self._over.cancel()
            self._over = Clock.schedule_once(lambda _: self._toast_over(), _TOAST)

    def _toast_over(self) -> None:
        self._shell.board.notice = ""


class SheetPlace(FloatLayout):
    """Between the window's top and the keys."""

    shell = ObjectProperty(rebind=True)
