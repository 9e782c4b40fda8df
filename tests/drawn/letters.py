"""Letters of warnings: nothing of one is smaller at a larger text size, on none of its pages and in no band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kiosk.alerts.steps import step_spots
from kiosk.pages.alert.page import PAGED_FROM
from kiosk.ui.primitives.text import Icon
from kiosk.ui.widgets.alert_band import AlertBand
from tests.drawn.geometry import labels

Letters = dict[str, float]  # text -> the largest px in which it stands somewhere

_FRAMES = 6  # until labels have found their sizes
_ROUNDING = 0.5  # px
_SEPARATOR = " · "


def pages(board: Any, canvas: Any, *, buttons: bool = False) -> Iterator[str]:
    """Turn to each page of the warning that fills the screen, and yield its spot. Small letters have one page for fingers."""
    for spot in step_spots(board.view) if buttons or board.text_scale >= PAGED_FROM else ("",):
        board.focus = spot
        canvas.draw_frames(_FRAMES)
        yield spot
    board.focus = ""


def shown(shell: Any, board: Any, canvas: Any) -> Letters:
    """Return all texts of the warning at the present text size; {} where neither a warning nor its band is to be seen."""
    found: Letters = {}
    if board.screen == "alert":
        for _ in pages(board, canvas):
            _add(found, shell.screen, but=shell.screen.coming)
    else:
        canvas.draw_frames(_FRAMES)
        for band in (each for each in shell.walk() if isinstance(each, AlertBand)):
            _add(found, band)
    return found


def _add(found: Letters, place: Any, *, but: str = "") -> None:
    """Note the texts in *place*, without *but*, which names what is not to be seen."""
    inside = set(place.walk(restrict=True))
    for label in labels(place):
        text = " ".join(label.text.split())
        if label in inside and not isinstance(label, Icon) and text != but:
            found[text] = max(found.get(text, 0.0), label.font_size)


def smaller(shell: Any, board: Any, canvas: Any, scales: Iterable[float]) -> Iterator[str]:
    """Compare the warning at the present text size with the same at those of *scales* that are less."""
    present = board.text_scale
    large = shown(shell, board, canvas)
    for board.text_scale in (scale for scale in scales if scale < present):
        small = shown(shell, board, canvas)
        yield from (f"{fault} at text size {board.text_scale:g}" for fault in less(small, large))
    board.text_scale = present


def less(small: Letters, large: Letters) -> Iterator[str]:
    """Yield what of *small* has fewer px in *large*, or is not there. The numbers of steps are not compared: larger letters have a
    page for each step."""
    for text, px in small.items():
        for part in (each for each in text.split(_SEPARATOR) if not each.isdigit()):
            now = max((at for there, at in large.items() if part in there), default=0.0)
            if now < px - _ROUNDING:
                yield f"{part[:60]!r} {f'has {now:.1f} px, not {px:.1f} as' if now else 'is not to be seen, but is'}"
