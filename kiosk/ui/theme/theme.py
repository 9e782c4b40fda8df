"""The one theme: its tokens (DESIGN.md, "Tokens") as Kivy properties, so that every kv rule follows theme, text size and layout.

All sizes it gives are pixels. 1 sp is `unit` pixels (DESIGN.md, "Unit": dpi/133 x distance/500 mm).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary, WeakSet, WeakValueDictionary

from kivy.event import EventDispatcher
from kivy.lang import global_idmap
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty
from kivy.utils import escape_markup, get_hex_from_color

from kiosk.content.views.shown import Fits
from kiosk.core.glyphs import font_for
from kiosk.ui.runtime.textures import TextureCache, soft_edge
from kiosk.ui.theme import fonts
from kiosk.ui.theme.subject_icons import subject
from kiosk.ui.theme.tokens import Colour, colour, faded, mixed, read_tokens
from kiosk.ui.theme.translator import Translator

LAYOUTS = ("compact", "regular", "wide", "portrait")


class Style(SimpleNamespace):
    """Type style at the present text size: `size` px, `line_height` as Kivy counts it, and `font`.

    `foot` is the px that a descender of the last line reaches below a tight line.
    """

    size: float
    line_height: float
    font: str
    foot: float
    line: float


_OUTLINE = 3.5  # sp (DESIGN.md, "Colour")
# Heights of the fonts' own lines as multiples of their size (hhea ascender - descender), which Kivy's line_height multiplies.
_NATURAL = {"KioskDisplay": 1.26, "KioskText": 1.30, "KioskMono": 1.30}


class Theme(EventDispatcher):
    name = OptionProperty("light", options=("light", "dark", "contrast"))
    text_scale = NumericProperty(1.0)
    layout = OptionProperty("regular", options=LAYOUTS)
    unit = NumericProperty(1.0)
    focus = StringProperty("")  # the spot that a button would open; "" while fingers are used
    capacity = ObjectProperty(Fits())  # capacity of the present layout
    media = StringProperty("")  # the folder that attachments' paths are in
    still = BooleanProperty(False)  # no transitions: contrast theme, or the visitor uses the buttons

    # `rebind`: a rule that names `theme.size.x` follows when `size` as a whole is replaced.
    colors = ObjectProperty(SimpleNamespace(), rebind=True)
    styles = ObjectProperty({}, rebind=True)
    size = ObjectProperty(SimpleNamespace(), rebind=True)
    space = ObjectProperty(SimpleNamespace(), rebind=True)
    radius = ObjectProperty(SimpleNamespace(), rebind=True)
    stroke = ObjectProperty(SimpleNamespace(), rebind=True)
    outlined = BooleanProperty(False)
    compact = BooleanProperty(False)
    portrait = BooleanProperty(False)
    scrim = ObjectProperty((0.024, 0.067, 0.082, 0.72))  # #061115 at 72 % (DESIGN.md, "Sheet")
    mark = StringProperty("kegiatan")  # the diamonds of the calendar: seen on the page's ground in every theme
    large = BooleanProperty(False)  # text size from 1.4 on: fewer things, bigger
    huge = BooleanProperty(False)
    banded = BooleanProperty(False)  # a warning is in force: its band takes room on every screen

    # Functions that know the present colours. They are replaced with them, so that a rule that asks one follows the theme.
    category: Callable[[str], Colour] = ObjectProperty(None)  # for "berita" and so on; else the page's bar
    severity: Callable[[str, str], Colour] = ObjectProperty(None)  # for "siaga" and so on, "bg" or "fg"
    origin: Callable[[str, str, str], str] = ObjectProperty(None)  # markup for source, date and the seal's tone

    def __init__(self, **properties: Any) -> None:
        self.tokens = read_tokens()
        # labels that follow it without rules (ui.primitives.text, ui.widgets.day_cell), in the order they were made: in another,
        # layouts that lie within each other settle later
        self.themed: WeakKeyDictionary[Any, None] = WeakKeyDictionary()
        self.spots: WeakKeyDictionary[Any, None] = WeakKeyDictionary()  # kiosk.ui.primitives.surface.Surface
        self.pictures: TextureCache = WeakValueDictionary()  # textures shown at present, by file and step
        self.decoding: WeakSet[Any] = WeakSet()  # kiosk.ui.runtime.tiles.PictureDecoder: what is under way
        super().__init__(**properties)
        for name in ("name", "text_scale", "layout", "unit"):
            self.fbind(name, self.refresh)
        self.fbind("styles", self._restyle)  # bound before any rule
        self.fbind("colors", self._tint)
        for name in ("focus", "colors", "stroke"):
            self.fbind(name, self._refocus)
        self.refresh()

    def refresh(self, *_: object) -> None:
        tokens, unit = self.tokens, self.unit
        self.compact = self.layout == "compact"
        self.portrait = self.layout == "portrait"
        self.large = self.text_scale >= 1.4
        self.huge = self.text_scale >= 1.8
        self.outlined = self.name == "contrast"
        self.mark = {"light": "kegiatan", "dark": "ok", "contrast": "line"}[self.name]
        colors = tokens.themes[self.name]
        self.category = partial(_category, colors)
        self.severity = partial(_severity, None if self.outlined else tokens.severities, colors)
        self.origin = partial(_origin, colors)
        self.colors = colors
        self.styles = {name: self._style(name) for name in tokens.types}
        size = {name: value * unit for name, value in tokens.sizes.items()}
        if self.compact:
            size |= {
                name.removesuffix("_compact"): value for name, value in list(size.items()) if name.endswith("_compact")
            }
        if self.portrait:
            size["bottom_bar"] = size["bottom_bar_portrait"]
        self.size = SimpleNamespace(**size)
        self.space = SimpleNamespace(**{f"s{name}": value * unit for name, value in tokens.spaces.items()})
        self.radius = SimpleNamespace(**{name: value * unit for name, value in tokens.radii.items()})
        strokes = dict(tokens.strokes)
        if self.outlined:
            strokes["control"] = _OUTLINE  # fills become outlines
        self.stroke = SimpleNamespace(**{name: max(1.0, value * unit) for name, value in strokes.items()})

    def _restyle(self, *_: object) -> None:
        for label in tuple(self.themed):
            label.restyle()

    def _tint(self, *_: object) -> None:
        for label in tuple(self.themed):
            label.tint()

    def _refocus(self, *_: object) -> None:
        for ground in tuple(self.spots):
            ground.refocus()

    def _style(self, name: str) -> Style:
        kind = self.tokens.types[name]
        size = kind.sp * self.unit * min(self.text_scale, kind.max_text_scale)
        natural = _NATURAL[kind.font.partition("-")[0]]
        factor = kind.line_height / natural if kind.line_height > 1 else 1.0  # 1.0 is said of labels of one line
        foot = max(0.0, (1 - factor) * natural * size)
        return Style(size=size, font=kind.font, line_height=factor, foot=foot, line=kind.line_height * size)

    @cached_property
    def soft_edge(self) -> Any:
        """Return the texture of all anti-aliased edges (`textures.soft_edge`). Needs an open window."""
        return soft_edge()

    def fit(self, width: float, height: float) -> None:
        """Choose the layout class for a window of *width* x *height* px (tokens, "breakpoints_sp")."""
        wide, high = width / self.unit, height / self.unit
        if high > wide:
            self.layout = "portrait"
        elif wide < 960 or high < 560:
            self.layout = "compact"
        else:
            self.layout = "wide" if wide >= 1500 else "regular"

    # words of the tokens that kv rules ask for

    def icon(self, name: str) -> str:
        return self.tokens.icons.get(name, self.tokens.icons["question"])

    def category_icon(self, category: str) -> str:
        return self.tokens.categories[category]["icon"] if category in self.tokens.categories else "newspaper"

    def faded(self, face: Colour, alpha: float) -> Colour:
        return faded(face, alpha)

    def mixed(self, face: Colour, ground: Colour, share: float) -> Colour:
        return mixed(face, ground, share)

    def subject(self, title: str, category: str) -> str:
        return subject(title, self.category_icon(category))

    def one_line(self, text: str) -> str:
        return fonts.one_line(text)

    def font_for(self, text: str, font: str) -> str:
        return font_for(text, font)

    def stored_path(self, path: str) -> str:
        """Return the full path of the attachment file *path* in the store; "" for ""."""
        return str(Path(self.media) / path) if path else ""

    def seconds(self, what: str) -> float:
        return 0.0 if self.still or self.outlined else self.tokens.seconds[what]


def _category(colors: SimpleNamespace, category: str) -> Colour:
    ground: Colour = getattr(colors, category, colors.bar)
    return ground


def _severity(severities: Mapping[str, Any] | None, colors: SimpleNamespace, tone: str, part: str) -> Colour:
    """Return the colour of *part* ("bg" or "fg") for the severity *tone*.

    In the contrast theme, without *severities*, all are black and white.
    """
    if severities is None:
        plain: Colour = colors.bg if part == "bg" else colors.ink
        return plain
    return colour(severities[tone][part])


def _origin(colors: SimpleNamespace, source: str, when: str, tone: str) -> str:
    """Return the markup of a line with the source in bold and in the seal's colour *tone*, then the date *when*.

    Both texts are escaped, because they come from feeds.
    """
    source, when = (escape_markup(fonts.legible(text)) for text in (source[:80], when))
    shade = get_hex_from_color(getattr(colors, tone))
    named = f"[font=KioskText-Bold][color={shade}]{source}[/color][/font]" if source else ""
    return " · ".join(filter(None, (named, when)))


def install(theme: Theme, translator: Translator) -> None:
    """Give kv rules the names `theme` and `tr`. Call it before any widget of this package is built."""
    fonts.register()
    global_idmap["theme"] = theme
    global_idmap["tr"] = translator
