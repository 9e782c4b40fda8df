"""Faults of a drawn screen that a resident stumbles over: keys without words, words at a key's edge, texts that are cut, room that
is empty while a list goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from kiosk.ui.primitives.shortening import ELLIPSIS
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.primitives.text import Icon
from kiosk.ui.widgets.alert_band import AlertBand
from kiosk.ui.widgets.bars import Key
from kiosk.ui.widgets.controls import PushButton, Rail
from tests.drawn.geometry import box_of, clip, covered, text_box, visible

EDGE = 6  # px from a key's words to its edge
_CUT = re.compile(r"\w…$")  # "One moment …", which waits, has a space
WORDLESS = frozenset({"BoardKey", "PinKey", "FilmTouch", "StillDoor", "PosterDoor", "DayCell", "TurnKey"})
"""Keys of a keyboard and a pad, days, the picture of a film, a poster that has a key with words beside it, and plus and minus of a
clock's columns, which have their word above."""


def wordless(shell: Any) -> Iterator[str]:
    """Yield keys that are told by an icon alone."""
    for key in _keys(shell):
        if type(key).__name__ not in WORDLESS and not any(_is_text(each) for each in key.walk(restrict=True)):
            yield f"{type(key).__name__} {getattr(key, 'icon', '')!r} has no word"


def at_the_edge(shell: Any) -> Iterator[str]:
    """Yield words that stand nearer than 6 px to the side, the top or the foot of their key."""
    for key in _keys(shell):
        if not isinstance(key, PushButton | Key):
            continue
        left, low, right, high = box_of(key)
        for label in key.walk(restrict=True):
            if not _is_text(label):
                continue
            begins, foot, ends, head = text_box(label)
            spare = 0.2 * label.font_size  # above and below the letters
            near = min(begins - left, right - ends, foot + spare - low, high - head + spare)
            if near < EDGE - 0.5:
                yield f"{label.text[:40]!r} of {type(key).__name__} stands {near:.0f} px from its edge"


def shortened(shell: Any) -> Iterator[str]:
    """Yield texts that end with "…" or have a gap: nothing is cut, a sentence is shown whole or not at all (DESIGN.md)."""
    for label in shell.walk():
        if _is_text(label):
            shown = label._label.text
            if shown.count(ELLIPSIS) > getattr(label, "words", "").count(ELLIPSIS) or _CUT.search(shown):
                yield f"{shown[:60]!r} is not the whole text"


def room_left(shell: Any) -> Iterator[str]:
    """Yield lists that go on although there is room for a row below their last."""
    if not any(
        rail.down and visible(rail) and not covered(shell, rail) for rail in shell.walk() if isinstance(rail, Rail)
    ):
        return
    for place in shell.walk():
        rows = [each for each in place.children if isinstance(each, Touchable) and each.spot and visible(each)]
        rows = [row for row in rows if row.width > 0.6 * place.width and not isinstance(row, AlertBand | PushButton)]
        if not rows or not visible(place):
            continue
        boxes = sorted((box_of(row) for row in rows), key=lambda box: -box[3])
        gap = min((above[1] - below[3] for above, below in pairwise(boxes)), default=8.0)
        high = min(box[3] - box[1] for box in boxes)
        used = [each for each in place.children if visible(each) and any(map(_is_text, each.walk(restrict=True)))]
        left = min(box_of(each)[1] for each in used) - clip(box_of(place), place)[1]
        if left >= high + gap:
            yield f"{len(rows)} rows of {high:.0f} px, and {left:.0f} px are empty below them"


def _keys(shell: Any) -> Iterator[Touchable]:
    for key in shell.walk():
        if (
            isinstance(key, Touchable)
            and visible(key)
            and key.get_property_observers("on_release")
            and not covered(shell, key)
        ):
            yield key


def _is_text(label: Any) -> bool:
    return (
        not isinstance(label, Icon)
        and bool(getattr(label, "text", "").strip())
        and visible(label)
        and hasattr(label, "texture_size")
    )
