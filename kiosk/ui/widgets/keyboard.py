"""The keyboard on the screen: small letters as phones have them, a key for the glottal stop, a second page of figures.

Three rows above a row with the space key; where height is short there is no fourth row, and the space key stands in the third.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.primitives.text import Icon

GLOTTAL = "’"  # as the prepared fonts write it; the index folds all apostrophes away

_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SECRET_FIGURES = ("1234567890", '-/:;()$&@"', ".,?!'")
_SECRET_SIGNS = ("[]{}#%^*+=", "_\\|~<>", "`")
"""Further signs for passwords. With letters and space they are all printable ASCII characters, which a Wi-Fi password may
have."""
_FIGURES = ("1234567890", "-/.,:()&@", "+%#!?\"'")


class BoardKey(Touchable):
    """Key of the screen's keyboard.

    It acts at once and again: the frame's debounce is for acts that change the screen, not for letters.
    """

    deliberate = False

    face = StringProperty("")
    icon = StringProperty("")
    kind = StringProperty("letter")  # letter, other or go
    role = StringProperty("board_key")
    lip = NumericProperty(0)  # px of the edge below

    def on_kv_post(self, _base: object) -> None:
        if self.icon:  # letters are thirty of a keyboard's keys and have none
            content = self.ids.content
            content.add_widget(KeyIcon(key=self, icon=self.icon), index=len(content.children))


class KeyIcon(Icon):
    key = ObjectProperty(rebind=True)


class KeyRow(Box):
    """Row of keys; their `size_hint_x` are shares of the row."""


class Keyboard(Box):
    """Keyboard that calls `type_letters(letters)`, `erase()` and `go()`.

    *tight*: three rows and no key to go on with. *secret*: for passwords, with capitals and all signs, and always a
    key to go on with.
    """

    tight = BooleanProperty(False)
    upright = BooleanProperty(False)
    secret = BooleanProperty(False)
    capitals = BooleanProperty(False)
    signs = BooleanProperty(False)
    figures = BooleanProperty(False)
    gap = NumericProperty(8)
    go_words = StringProperty("Search")  # a message of the catalogue
    tr = ObjectProperty(rebind=True)
    type_letters: Callable[[str], None] = ObjectProperty()
    erase: Callable[[], None] = ObjectProperty()
    go: Callable[[], None] = ObjectProperty()

    def __init__(self, **properties: Any) -> None:
        self._again = Clock.create_trigger(lambda _: self.lay_out(), -1)
        super().__init__(**properties)
        for name in ("tight", "upright", "figures", "capitals", "signs", "tr"):
            self.fbind(name, self._again)
        self.lay_out()

    def lay_out(self) -> None:
        """Build the rows of keys anew, because the page, the layout or the language has changed."""
        if self.secret:
            self._lay_out_secret()
            return
        _ = self.tr._
        self.clear_widgets()
        first, second, third = _FIGURES if self.figures else _LETTERS
        letters = self._letter_keys
        turn = self._key(_("abc") if self.figures else "123", self._switch_figures, kind="other", role="board_word")
        space = self._key(_("Space"), lambda: self.type_letters(" "), role="board_word")
        stop = self._key(GLOTTAL, lambda: self.type_letters(GLOTTAL), kind="other")
        erase = self._key("" if self.tight or self.upright else _("Erase"), self.erase, kind="other", icon="backspace")
        erase.role = "board_word"
        if self.tight:
            self._add_key_row(letters(first))
            self._add_key_row([*letters(second), stop])
            self._add_key_row([turn, *letters(third), space, erase])
            return
        for key in (stop, erase):
            key.size_hint_x = 1.5
        turn.size_hint_x, space.size_hint_x = 1.5, 5.5
        sign = "magnifying-glass" if self.go_words == "Search" else "caret-right"
        go = self._key(_(self.go_words), self.go, kind="go", icon=sign, role="board_word")
        go.size_hint_x = 3.0
        self._add_key_row(letters(first))
        self._add_key_row([Widget(size_hint_x=0.5), *letters(second), Widget(size_hint_x=0.5)])
        self._add_key_row([stop, *letters(third), erase])
        self._add_key_row([turn, space, go])

    def _lay_out_secret(self) -> None:
        _ = self.tr._
        self.clear_widgets()
        pages = _SECRET_SIGNS if self.signs else _SECRET_FIGURES if self.figures else _LETTERS
        first, second, third = (row.upper() if self.capitals and not self.figures else row for row in pages)
        letters = self._letter_keys
        if self.figures:
            shift = self._key("123" if self.signs else "#+=", self._turn_signs, kind="other", role="board_word")
        else:
            shift = self._key("abc" if self.capitals else "ABC", self._turn_capitals, kind="other", role="board_word")
        turn = self._key(_("abc") if self.figures else "123", self._switch_figures, kind="other", role="board_word")
        space = self._key(_("Space"), lambda: self.type_letters(" "), role="board_word")
        erase = self._key("", self.erase, kind="other", icon="backspace")
        go = self._key("" if self.tight else _(self.go_words), self.go, kind="go", icon="check", role="board_word")
        for key in (shift, erase):
            key.size_hint_x = 1.5
        self._add_key_row(letters(first))
        if self.tight:
            self._add_key_row([*letters(second), erase])
            self._add_key_row([shift, turn, *letters(third), space, go])
            return
        turn.size_hint_x, space.size_hint_x, go.size_hint_x = 1.5, 5.5, 3.0
        gap = (len(first) - len(second)) / 2
        self._add_key_row(
            [*([Widget(size_hint_x=gap)] if gap else []), *letters(second), *([Widget(size_hint_x=gap)] if gap else [])]
        )
        self._add_key_row([shift, *letters(third), erase])
        self._add_key_row([turn, space, go])

    def _turn_capitals(self) -> None:
        self.capitals = not self.capitals

    def _turn_signs(self) -> None:
        self.signs = not self.signs

    def _switch_figures(self) -> None:
        self.signs = False
        self.figures = not self.figures

    def _letter_keys(self, letters: str) -> list[Widget]:
        return [self._key(letter, partial(self.type_letters, letter)) for letter in letters]

    def _key(self, face: str, act: Callable[[], None], **properties: Any) -> BoardKey:
        key = BoardKey(face=face, **properties)
        key.bind(on_release=lambda _: act())
        return key

    def _add_key_row(self, keys: list[Widget]) -> None:
        row = KeyRow()
        for key in keys:
            row.add_widget(key)
        self.add_widget(row)
