"""The first screen that a visitor sees after a start is as any later one: each screen, and each sheet over it, in a process of its
own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ui.screen_table import SCREENS
from tests.support.present import present

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


@pytest.fixture(scope="module")
def parent() -> Iterator[subprocess.Popen[str]]:
    """What each of the processes is forked from, once it has imported what all of them do."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.kiosk.ui.fresh"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as begun:
        yield begun
        present(begun.stdin).close()


@pytest.mark.parametrize("what", [*SCREENS, *SHEETS, *PAGES])
def test_a_screen_is_whole_when_it_is_the_first(what: str, tmp_path: Path, parent: subprocess.Popen[str]) -> None:
    asking, answers = present(parent.stdin), present(parent.stdout)
    asking.write(f"{what} {tmp_path}\n")
    asking.flush()
    code, out, err = json.loads(answers.readline())
    assert (code, out) == (0, ""), out + err
