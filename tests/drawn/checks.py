"""All that a drawn screen is looked at for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PIL import Image

from tests.drawn import crowding, folds, keys, letters
from tests.drawn.contrast import low_contrast
from tests.drawn.geometry import broken_words, cut_off, overlaps, small_targets, under, unmarked
from tests.drawn.scenes import SCALES, Stand


def faults(shell: Any, stood: Stand, canvas: Any, picture: Image.Image, *, idle: bool = True) -> Iterator[str]:
    for kind, check in (
        ("cut", cut_off),
        ("cut", unmarked),
        ("word", broken_words),
        ("overlap", overlaps),
        ("overlap", under),
        ("small", small_targets),
        ("wordless", crowding.wordless),
        ("edge", crowding.at_the_edge),
        ("shortened", crowding.shortened),
        ("room", crowding.room_left),
    ):
        yield from (f"{kind}: {fault}" for fault in check(shell))
    yield from folds.cut_beside(shell)
    yield from (f"faint: {fault}" for fault in low_contrast(shell, picture))
    yield from keys.needless(shell)
    found = keys.press_all(shell, stood.controller, canvas)
    yield from found.faults
    if idle and stood.act is not None:
        yield from keys.idle(found.asked, stood.act, alert=stood.board.screen == "alert")
    yield from dict.fromkeys(folds.pages(shell, keys.Hand(shell, canvas).press, canvas, found.moved))
    yield from (f"smaller: {fault}" for fault in letters.smaller(shell, stood.board, canvas, SCALES))
