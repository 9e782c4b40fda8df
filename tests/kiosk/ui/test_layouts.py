"""Every screen and state, whole: nothing cut, nothing over anything, all to be hit and all to be read.

Here each state is drawn in every size, every text size and every theme, but not in every combination of them. All 4 x 3 x 3
combinations of every state, in some minutes:

    python -m tests.kiosk.ui.test_layouts
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import tests.conftest  # noqa: F401 -- Kivy's surroundings, before what follows imports Kivy
from kiosk.ui.screen_table import SCREENS
from tests.kiosk.ui.contrast import low_contrast
from tests.kiosk.ui.geometry import broken_words, cut_off, overlaps, small_targets
from tests.kiosk.ui.states import SCALES, SIZES, STATES, THEMES, open_fitted
from tests.support.stage import Stage

Look = tuple[tuple[int, int], float, str]


def some_looks() -> Iterator[tuple[str, Look]]:
    """For each state four of the 36 looks: every size, text size and theme among them, other pairs from state to state."""
    for turn, what in enumerate(STATES):
        for number, size in enumerate(SIZES):
            yield what, (size, SCALES[(turn + number) % 3], THEMES[(turn + number + number // 3) % 3])


def faults(stage: Stage, what: str, look: Look) -> list[str]:
    size, scale, theme = look
    open_fitted(stage, what, size, text_scale=scale, theme=theme)
    shell = stage.shell
    return [
        *cut_off(shell),
        *broken_words(shell),
        *overlaps(shell),
        *small_targets(shell),
        *low_contrast(shell, stage.picture()),
    ]


def name(look: object) -> str:
    return "-".join(map(str, look)).replace(", ", "x") if isinstance(look, tuple) else str(look)


@pytest.mark.parametrize(("what", "look"), [*some_looks()], ids=name)
def test_a_whole_screen_has_no_fault(stage: Stage, what: str, look: Look) -> None:
    assert faults(stage, what, look) == []


def test_every_screen_is_among_the_states(stage: Stage) -> None:
    assert set(SCREENS) == {STATES[what](stage)["screen"] for what in STATES}


def main() -> int:
    from kiosk.pictures.offscreen import Canvas
    from tests.support.shown_village import Village
    from tests.support.stage import Stage
    from tests.support.window import LARGEST

    canvas = Canvas(LARGEST)
    stage = Stage(canvas, Village(Path(tempfile.mkdtemp(prefix="village-"))))
    looks = list(product(STATES, product(SIZES, SCALES, THEMES)))
    bad = 0
    for number, (what, look) in enumerate(looks, 1):
        stage.village.fill(stage.board)
        for prop in ("band", "handout", "speaking", "alert", "technician", "tool", "faults", "first_run"):
            setattr(stage.board, prop, None)
        stage.board.sheet, stage.board.seconds_left, stage.board.notice = False, 0, ""
        found = faults(stage, what, look)
        bad += bool(found)
        for fault in found:
            print(f"{what} {name(look)}: {fault}")
        if number % 100 == 0:
            print(f"{number} of {len(looks)}", file=sys.stderr)
    print(f"{len(looks)} screens, {bad} with faults")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
