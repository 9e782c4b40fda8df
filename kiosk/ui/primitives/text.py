"""Text and icons. Texts of feeds are drawn as they are: markup is never on, but in Paragraph, which escapes them.

They follow the theme without rules of the language kv, whose seventeen bindings would be most of what a text is made of: the theme
knows its labels (`Theme.themed`). What a rule of a screen says holds over what stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.lang import global_idmap
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from kiosk.ui.primitives.label import BaseLabel
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.shortening import markup_shortened, shortened, whole_sentences

_HEAD, _FOOT = 0.22, 1.22  # top and foot of letters below their line's upper edge, in text sizes


class ThemedLabel(Ruled, BaseLabel):
    """Label in the colours of the installed theme. *tone* is the colour's name, *paint* a colour in its place."""

    tone = StringProperty("ink")
    paint = ColorProperty(None, allownone=True)

    def __init__(self, **properties: Any) -> None:
        self._theme = global_idmap["theme"]
        self._theme.themed[self] = None
        for name in ("tone", "paint"):  # bound before any rule, so that rules, bound later, win
            self.fbind(name, self.tint)
        super().__init__(**properties)

    def apply_class_lang_rules(self, *arguments: Any, **named: Any) -> None:
        """Apply the theme's sizes and colours first, so that the rules of the class override them."""
        self._begin()
        self.restyle()
        self.tint()
        super().apply_class_lang_rules(*arguments, **named)

    def _begin(self) -> None:
        """Derive values from the initial properties, before any of them changes. For subclasses."""

    def restyle(self, *_: object) -> None:
        """Apply the theme's sizes to this label; called when they change."""

    def tint(self, *_: object) -> None:
        """Apply the theme's colours to this label; called when they change."""
        self.color = self.paint or getattr(self._theme.colors, self.tone)


class Text(ThemedLabel):
    """Label in a type style (*role*). Its text is *words*, its height what they need."""

    words = StringProperty("")
    role = StringProperty("body")

    def __init__(self, **properties: Any) -> None:
        for name, follow in (
            ("words", self._spell),
            ("role", self.restyle),
            ("text", self._choose_font),
            ("texture_size", self._stand),
        ):
            self.fbind(name, follow)
        self.size_hint_y = None
        super().__init__(**properties)

    def _begin(self) -> None:
        self._stand()

    def restyle(self, *_: object) -> None:
        style = self._theme.styles[self.role]
        self.font_size, self.line_height = style.size, style.line_height
        self.padding = 0, 0, 0, style.foot
        self._choose_font()

    def _choose_font(self, *_: object) -> None:
        self.font_name = self._theme.font_for(self.text, self._theme.styles[self.role].font)

    def _spell(self, *_: object) -> None:
        self.text = self._theme.one_line(self.words)

    def _stand(self, *_: object) -> None:
        self.height = self.texture_size[1]

    def lines_of_text(self) -> list[tuple[float, float]]:
        """Return (low, high) in px of the letters of each line, the first line first.

        Letters go from the foot of descenders to the top of capitals.
        """
        style = self._theme.styles[self.role]
        wide, high = self.texture_size
        if not wide or not self.text:
            return []
        count = max(1, round((high - style.foot) / style.line))
        pitch, top = (high - style.foot) / count, self.center_y + high / 2
        tops = [top - number * pitch for number in range(count)]
        return [(each - _FOOT * self.font_size, each - _HEAD * self.font_size) for each in tops]


class WrappedText(Text):
    """Wrapped text as wide as it is told and as high as it needs; nothing is drawn before it has a width.

    *max_lines* or *room* (px) limit it, to one line at least. A longer text is written in smaller letters of the type
    scale, and then cut by `_shortened`.
    """

    room = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        self._whole = self._cut = ""  # the text, and what of it is shown where its room is bounded
        self._high = 0.0  # px of that room
        self.width = 0
        self.fbind("width", self._wrap)
        self.fbind("room", self._measure)
        self.halign, self.valign = "left", "top"
        super().__init__(**properties)

    def _begin(self) -> None:
        super()._begin()
        self._wrap()

    def _wrap(self, *_: object) -> None:
        self.text_size = self.width, None

    def _measure(self, *_: object) -> None:
        self._trigger_texture()

    def texture_update(self, *arguments: Any) -> None:
        if self.width > 0:
            if self.max_lines or self.room:
                self._fit()
            super().texture_update(*arguments)

    def _shortened(self, text: str, fits: Callable[[str], bool]) -> str:
        """Return the part of *text* that is shown if the whole does not fit in the smallest letters.

        *fits* tells whether a text does.
        """
        return markup_shortened(text, fits) if self.markup else whole_sentences(text, fits) or shortened(text, fits)

    def _fit(self) -> None:
        """Show the whole text in the room there is, in smaller letters if necessary, else cut it.

        Kivy by itself drops lines without a sign.
        """
        core: Any = self._label
        if self.text != self._cut:
            self._whole = self.text
        core.text = self._whole
        core.resolve_font_name()  # as Kivy does before it draws, and not before it measures
        core.options |= {"font_size": self.font_size, "max_lines": self.max_lines or 1}
        self._high = self.room if self.room > 0 else core.render(real=False)[1]  # the height of all allowed lines
        core.options["max_lines"] = 0

        def fits(text: str) -> bool:
            core.text = text
            return bool(core.render(real=False)[1] <= self._high)

        self._cut = self._whole
        if not fits(self._whole):
            for size in self._smaller():
                core.options["font_size"] = size
                if fits(self._whole):
                    break
            else:
                core.options["max_lines"] = 1
                self._high = max(self._high, core.render(real=False)[1])
                core.options["max_lines"] = 0
                core.text = self._cut = self._shortened(self._whole, fits)
        core._cached_lines = []
        if self.markup and self.text != self._cut:
            self.text = self._cut  # which Kivy gives its own label anew

    def _smaller(self) -> list[float]:
        """Return the smaller sizes of the type scale in px, the largest first.

        The least is that of dates and keys, which everybody reads.
        """
        styles = self._theme.styles
        least = min(styles["meta"].size, styles["label_key"].size)
        return sorted({style.size for style in styles.values() if least <= style.size < self.font_size}, reverse=True)


class WholeSentences(WrappedText):
    """Whole sentences of a text as far as there is room, or nothing: half a sentence may say the opposite."""

    def _shortened(self, text: str, fits: Callable[[str], bool]) -> str:
        return whole_sentences(text, fits)

    def _smaller(self) -> list[float]:
        return []


class OneLine(Text):
    """Text on one line, as wide as it needs."""

    def __init__(self, **properties: Any) -> None:
        self.size_hint_x = None
        super().__init__(**properties)

    def _stand(self, *_: object) -> None:
        self.width, self.height = self.texture_size


class Icon(ThemedLabel):
    """Icon by its name in the tokens, *extent* px square. *bold_icon* draws lines in place of a filled shape."""

    weighed = False

    icon = StringProperty("question")
    bold_icon = BooleanProperty(False)
    extent = NumericProperty(24)

    def __init__(self, **properties: Any) -> None:
        for name in ("icon", "bold_icon"):
            self.fbind(name, self._choose_glyph)
        self.fbind("extent", self._stretch)
        self.size_hint = None, None
        super().__init__(**properties)

    def _begin(self) -> None:
        self._choose_glyph()
        self._stretch()

    def _choose_glyph(self, *_: object) -> None:
        self.font_name = "Phosphor-Bold" if self.bold_icon else "Phosphor-Fill"
        self.text = self._theme.icon(self.icon)

    def _stretch(self, *_: object) -> None:
        self.font_size = self.extent
        self.size = self.extent, self.extent
