"""Faults of a drawn screen, found by walking its widgets: text that is cut, things that lie over each other, small targets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.label import Label
from kivy.uix.scrollview import ScrollView
from kivy.uix.stacklayout import StackLayout
from kivy.uix.stencilview import StencilView

from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.widgets.bars import AppBar
from kiosk.ui.widgets.controls import PushButton

Box = tuple[float, float, float, float]  # left, low, right, high in the window's px
SLACK = 2  # px of rounding
LONGEST_WORD = 40  # letters; longer ones are made up, and broken
LEAST = 80.0  # sp (DESIGN.md, "Touch")
# Its exceptions, by the class of the widget: the least width and height in sp.
SMALLER = {
    "FilterButton": (100, 64),  # "filters and the calendar's keys 100x64"
    "TimeKey": (100, 64),
    "DayTurnKey": (96, 64),
    "TurnKey": (96, 64),
    "PushButton:arrow": (100, 64),
    "BoardKey": (57, 63),  # "keyboard keys 12-13 mm high"; ten share the width of an upright screen
    "DayCell": (63, 63),  # "calendar cells 12-13 mm high"
    "DayCell:spoken": (63, 54),  # the month gives the player bar its room
    "SuggestionKey": (80, 64),  # "3 suggestions (68 high)"
    "Field": (80, 64),
    "HeadButton": (80, 64),  # stands beside the field
    "PushButton:player": (80, 66),  # "player bar 92 (80 compact)" with its margins
    "PinKey": (80, 63),  # the pages for the technician alone: keys as those of the keyboard
    "TestButton": (80, 63),
    "DeskButton": (70, 63),
    "WayButton": (80, 63),
    "TypeField": (80, 63),
    "AskedOrigin": (100, 24),  # takes the finger 80 sp high, above and below its line
    "AlertBand": (80, 48),  # "a severity band (64 sp)", lower where it is compact; Darurat is the large way
}


def visible(widget: Any) -> bool:
    while widget is not None and not hasattr(widget, "system_size"):
        if widget.opacity == 0 or min(widget.size) < 1:
            return False
        widget = widget.parent
    return widget is not None


def labels(shell: Any) -> Iterator[Any]:
    """Every text and icon that is to be seen."""
    for label in shell.walk():
        if isinstance(label, Label) and label.text.strip() and visible(label):
            yield label


def text_box(label: Any) -> Box:
    """Return the window box of a label's texture, which is centred in the label."""
    left, low = label.to_window(*label.pos)
    wide, high = label.texture_size
    left += (label.width - wide) / 2
    low += (label.height - high) / 2
    return left, low, left + wide, low + high


def box_of(widget: Any) -> Box:
    left, low = widget.to_window(*widget.pos)
    return left, low, left + widget.width, low + widget.height


def view_of(place: Any) -> Box:
    """Return the window box that a stencil shows. A scroll view also hides a margin at its edges."""
    left, low, right, high = box_of(place)
    return left, low + getattr(place, "foot", 0), right, high - getattr(place, "brow", 0)


def clip(box: Box, widget: Any) -> Box:
    """Return the part of *box* that the scroll views and stencils around *widget* show."""
    left, low, right, high = box
    parent = widget.parent
    while parent is not None and not hasattr(parent, "system_size"):
        if isinstance(parent, StencilView):
            x, y, to_x, to_y = view_of(parent)
            left, low, right, high = max(left, x), max(low, y), min(right, to_x), min(high, to_y)
        parent = parent.parent
    return left, low, right, high


def covered(shell: Any, widget: Any) -> bool:
    """Does a layer (sheet, question, toast) lie over it? Layers are the shell's children, the first is the highest."""
    path = widget
    while path.parent is not shell:
        path = path.parent
    above = shell.children[: shell.children.index(path)]
    left, low, right, high = text_box(widget) if isinstance(widget, Label) else box_of(widget)
    return any(
        left < layer.right and right > layer.x and low < layer.top and high > layer.y
        for layer in above
        if visible(layer)
    )


def cut_off(shell: Any) -> list[str]:
    """Labels whose text does not fit them, or that stick out of what they stand in. Scrolled content may be out of view."""
    faults = []
    for label in labels(shell):
        wide, high = label.texture_size
        if wide > label.width + SLACK or high > label.height + SLACK:
            faults.append(f"{label.text[:40]!r}: texture {wide}x{high} in {label.size}")
        if high > 2048:
            faults.append(f"{label.text[:40]!r}: a texture {high} px high is black on a Raspberry Pi 3")
        faults += _sticks_out(label)
    return faults


NEGATIONS = frozenset(
    (
        "tidak", "tak", "bukan", "belum", "jangan", "tanpa", "batal", "dibatalkan", "ditunda", "hoaks", "hoax", "salah", "palsu",
        "keliru", "bohong", "menyesatkan", "gagal", "ditutup", "tutup", "libur", "dicabut", "kecuali", "dilarang",
    )
)  # fmt: skip
"""Words that turn the meaning of what stands before them."""


def unmarked(shell: Any) -> list[str]:
    """Texts that stop before their end and do not say so by "…", and those whose lost end turns their meaning."""
    faults = []
    for label in labels(shell):
        if label.max_lines and not str(label.font_name).startswith("Phosphor"):
            whole = _natural_height(label)
            if whole > label.texture_size[1] + SLACK:
                faults.append(f"{label.text!r} stops after {label.max_lines} lines without a sign")
        shown = label._label.text
        if shown != label.text and not label.markup:
            lost = _words(label.text) - _words(shown)
            if turning := NEGATIONS & set(lost):
                faults.append(f"{shown!r} loses {', '.join(sorted(turning))}")
    return faults


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _natural_height(label: Any) -> float:
    """Px that its text takes where no line is left out."""
    core = label._label
    core.options["max_lines"] = 0
    high = core.render(real=False)[1]
    core.options["max_lines"], core._cached_lines = label.max_lines, []
    return float(high)


def _width(label: Any, words: str) -> float:
    """Pixels that the words take in the label's letters."""
    letters = {name: getattr(label, name) for name in ("font_name", "font_size", "bold", "italic", "font_family")}
    return float(CoreLabel(**letters).get_extents(words)[0])


def broken_words(shell: Any) -> list[str]:
    """Words that are longer than their line and go on in the next one, titles of the bar that are longer than it, and what a
    button holds that is wider than it."""
    faults = []
    for label in labels(shell):
        room = label.text_size[0]
        if room is not None and not label.markup:
            whole = [label.text] if _in_the_bar(label) else label.text.split()
            wide = [words for words in whole if len(words) < LONGEST_WORD or _in_the_bar(label)]
            faults += [
                f"{words[:40]!r} is longer than a line of {room:.0f} px"
                for words in wide
                if _width(label, words) > room + SLACK
            ]
    for button in shell.walk():
        if isinstance(button, PushButton) and visible(button) and button.ids.content.width > button.width:
            words = f"{button.words!r} and its icons"
            faults.append(f"{words} take {button.ids.content.width:.0f} px of {button.width:.0f}")
    return faults


def _in_the_bar(label: Any) -> bool:
    """On one line: an upright screen's bar has two."""
    return label.max_lines == 1 and isinstance(label.parent.parent, AppBar)


def _sticks_out(label: Any) -> list[str]:
    left, low, right, high = text_box(label)
    parent = label.parent
    while parent is not None and not hasattr(parent, "system_size"):
        x, y, to_x, to_y = box_of(parent)
        if isinstance(parent, StencilView) and not isinstance(parent, ScrollView):
            return []  # a field: of a long line its end is in sight
        if left < x - SLACK or right > to_x + SLACK:
            return [f"{label.text[:40]!r} from {left:.0f} to {right:.0f} is wider than {parent} {x:.0f}-{to_x:.0f}"]
        if isinstance(parent, ScrollView):
            return []
        if low < y - SLACK or high > to_y + SLACK:
            return [f"{label.text[:40]!r} from {low:.0f} to {high:.0f} is higher than {parent} {y:.0f}-{to_y:.0f}"]
        parent = parent.parent
    return []


def _cross(one: Box, other: Box, slack: float) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > slack and high > slack


def overlaps(shell: Any) -> list[str]:
    """Siblings of a box, grid or stack that lie over each other; texts that do, wherever they stand; targets that do."""
    faults = []
    for parent in shell.walk():
        if isinstance(parent, BoxLayout | GridLayout | StackLayout) and visible(parent):
            gap = parent.spacing if isinstance(parent.spacing, int | float) else min(parent.spacing)
            slack = SLACK + max(0.0, -gap)
            shown = [child for child in parent.children if visible(child)]
            faults += [
                f"{one} and {other} of {parent} lie over each other"
                for one, other in combinations(shown, 2)
                if _cross(box_of(one), box_of(other), slack)
            ]
    texts = [(label, _inked(label)) for label in labels(shell) if not covered(shell, label)]
    faults += [
        f"{one.text[:30]!r} is written over {other.text[:30]!r}"
        for (one, box), (other, second) in combinations(texts, 2)
        if _cross(box, second, SLACK)
    ]
    targets = [(target, clip(box_of(target), target)) for target in _targets(shell)]
    faults += [
        f"{one} and {other} take the same touch"
        for (one, box), (other, second) in combinations(targets, 2)
        if _cross(box, second, SLACK)
    ]
    return faults


def under(shell: Any) -> list[str]:
    """Texts that the ground of something else is drawn over."""
    faults = []
    walked = [widget for widget in shell.walk() if visible(widget)]
    places = {widget: place for place, widget in enumerate(walked)}
    grounds = [each for each in walked if isinstance(each, Surface) and each.fill[3] > 0]
    for label in labels(shell):
        if covered(shell, label):
            continue
        box = _inked(label)
        faults += [
            f"{type(ground).__name__} lies over {label.text[:30]!r}"
            for ground in grounds
            if places[ground] > places[label] and _cross(box, clip(box_of(ground), ground), SLACK)
        ]
    return faults


def _inked(label: Any) -> Box:
    """The part of a text's texture that has letters: its line is higher than they are."""
    left, low, right, high = clip(text_box(label), label)
    spare = 0.2 * label.font_size
    return left, low + spare, right, high - spare


def _targets(shell: Any) -> Iterator[Any]:
    for target in shell.walk():
        if (
            isinstance(target, Touchable)
            and visible(target)
            and target.available
            and target.get_property_observers("on_release")
            and not covered(shell, target)
        ):
            yield target


def small_targets(shell: Any) -> list[str]:
    """Targets under 80 sp that are no exception (DESIGN.md, "Touch")."""
    faults = []
    spoken = any(type(widget).__name__ == "PlayerBar" for widget in shell.walk())
    for target in _targets(shell):
        wide, high = target.width / shell.theme.unit, target.height / shell.theme.unit
        name = type(target).__name__
        if name == "PushButton" and not target.words:
            name = "PushButton:arrow"
        elif type(target.parent).__name__ == "PlayerBar":
            name = "PushButton:player"
        elif name == "DayCell" and spoken:
            name = "DayCell:spoken"
        least_wide, least_high = SMALLER.get(name, (LEAST, LEAST))
        if wide < least_wide - 0.5 or high < least_high - 0.5:
            told = getattr(target, "words", "") or getattr(target, "name", "") or getattr(target, "title", "")
            faults.append(f"{name} {told!r} is {wide:.0f}x{high:.0f} sp")
    return faults
