"""The first run, every branch of it, on a kiosk in a process of its own: nobody is left waiting, and nothing hidden is skipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow(cases=0)
def test_every_branch_of_the_first_run_leads_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.walks.first_set_up", "800x480", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.endswith(": done")] == [
        "all_answered: done",
        "all_skipped: done",
        "back_through_all: done",
        "no_home_on_the_way: done",
        "wifi_that_nobody_finds: done",
        "skipping_while_it_searches: done",
    ]
