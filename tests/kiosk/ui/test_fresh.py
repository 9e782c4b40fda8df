"""The first screen that a visitor sees after a start is as any later one: each screen, and each sheet over it, in a process of its
own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.ui.screen_table import SCREENS

# over or inside a screen, with rules of their own
SHEETS = ("sheet", "handout", "timeout", "toast", "band", "speaking")
PAGES = (
    "clarification",
    "event",
    "stale",
    "results",
    "desk",
    "desk-write",
    "desk-voice",
    "tool-wifi",
    "tool-clock",
    "first-run-place",
    "first-run-clock",
)


@pytest.mark.parametrize("what", [*SCREENS, *SHEETS, *PAGES])
def test_a_screen_is_whole_when_it_is_the_first(what: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kiosk.ui.fresh", what, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=Path(__file__).parents[3],
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
