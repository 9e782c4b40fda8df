"""Contrast of every text with its ground (WCAG 2.2, 1.4.6), measured in the pixels of the picture that was drawn."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

from kivy.utils import get_color_from_hex
from PIL import Image

from kiosk.ui.primitives.label import BRIGHT, HEAVIER
from kiosk.ui.theme.tokens import brightness
from tests.drawn.geometry import clip, covered, labels, text_box
from tests.support.colours import colours

TEXT, DIMMED, ICON = 7.0, 4.5, 3.0
Rgb = tuple[int, int, int]
_NEAR = 60  # of 765: how far a pixel of a stroke may be from the colour that the label was given
_COLOUR = re.compile(r"\[color=(#?[0-9a-fA-F]+)\]")
_COLOURED = re.compile(r"\[color=.*?\[/color\]", re.DOTALL)
_TAG = re.compile(r"\[/?\w[^\]]*\]")


def luminance(colour: Rgb) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Rgb, other: Rgb) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def low_contrast(shell: Any, picture: Image.Image) -> list[str]:
    """Texts that are too faint, and texts of which no stroke is to be seen at all."""
    faults = []
    for label in labels(shell):
        if covered(shell, label):
            continue
        box = _seen(label, picture.height)
        if box is None:
            continue
        counts = Counter(dict(colours(picture.crop(box))))
        opacity, dimmed = _opacity(label)
        drawn = _twice(opacity) if getattr(label, "weighed", False) and brightness(label.color) > BRIGHT else opacity
        icon = str(label.font_name).startswith("Phosphor")
        least = ICON if icon else DIMMED if dimmed else TEXT
        # a filled icon that is dimmed may cover most of its square
        grounds = 2 if "[ref=lit]" in label.text or (icon and opacity < 1) else 1
        told = [_fault(counts, given, drawn, least, grounds=grounds) for given in _inks(label)]
        if "" in told and box[3] - box[1] < round(label.texture_size[1]) - 1:
            told = [fault for fault in told if "no pixel" not in fault]  # what is written so is not in view
        faults += [f"{label.text[:30]!r}: {fault}" for fault in told if fault]
    return faults


def _fault(counts: Counter[Rgb], given: Any, opacity: float, least: float, grounds: int) -> str:
    """The ground is what most pixels have that are not of the ink; the ink what is nearest to the colour that was given.
    Of a text that stands on two `grounds`, a spoken sentence and the rest, each ink is on the one that suits it."""
    solid = _blend(given, (0, 0, 0), 1.0)
    under = (colour for colour, _ in counts.most_common() if _distance(colour, solid) > _NEAR)
    told = [_on(counts, given, opacity, least, ground) for ground in islice(under, grounds)]
    return "" if "" in told else told[0] if told else f"nothing but {solid}"


def _on(counts: Counter[Rgb], given: Any, opacity: float, least: float, ground: Rgb) -> str:
    meant = _blend(given, ground, opacity)
    ink = meant if meant in counts else min(counts, key=lambda colour: _distance(colour, meant))
    if _distance(ink, meant) > _NEAR:
        return f"no pixel of {meant} on {ground}"
    measured = ratio(ink, ground)
    return f"{ink} on {ground} is {measured:.2f}:1, not {least}:1" if measured < least else ""


def _inks(label: Any) -> list[Any]:
    """The colours that a text is written in: its own, and those of its markup."""
    if not getattr(label, "markup", False):
        return [label.color]
    marked = [get_color_from_hex(code) for code in _COLOUR.findall(label.text)]
    rest = _TAG.sub("", _COLOURED.sub("", label.text)).strip(" ·")
    return [*marked, label.color] if rest or not marked else marked


def _seen(label: Any, height: int) -> tuple[int, int, int, int] | None:
    """The part of a text that is in view, in the picture's px from its top."""
    left, low, right, high = clip(text_box(label), label)
    if high - low < label.font_size or right - left < 1:  # a scrolled text of which hardly a line is in view
        return None
    return round(left), round(height - high), round(right), round(height - low)


def _opacity(label: Any) -> tuple[float, bool]:
    """Return a label's opacity (0 to 1) with its parents', and whether it belongs to something unavailable."""
    opacity, dimmed = 1.0, False
    widget = label
    while widget is not None and not hasattr(widget, "system_size"):
        opacity *= widget.opacity
        dimmed = dimmed or getattr(widget, "available", True) is False or getattr(widget, "resting", False)
        widget = widget.parent
    return opacity, dimmed


def _twice(opacity: float) -> float:
    """Return the opacity of a light text's strokes, which are drawn twice."""
    return 1 - (1 - opacity) * (1 - HEAVIER * opacity)


def _blend(colour: Any, ground: Rgb, opacity: float) -> Rgb:
    share = colour[3] * opacity
    red, green, blue = (round(255 * c * share + g * (1 - share)) for c, g in zip(colour[:3], ground, strict=True))
    return red, green, blue


def _distance(one: Rgb, other: Rgb) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) + abs(one[2] - other[2])
