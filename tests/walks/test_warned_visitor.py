"""A warning comes while somebody speaks to the kiosk, and while the village is told something: on kiosks in fresh processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.walks.warned_visitor import SCENES

SAMPLE = ("question", "crier")
LONGEST_S = 300.0  # of a scene, on a machine that has much else to do


@pytest.mark.slow(cases=0)
@pytest.mark.timeout(0)
def test_nothing_goes_on_under_a_warning_and_mengerti_leads_back(tmp_path: Path, long: bool) -> None:
    """Run the scenes in processes of their own; with --long all of them."""
    scenes = tuple(SCENES) if long else SAMPLE
    done = subprocess.run(
        [sys.executable, "-m", "tests.walks.warned_visitor", "1280x720", str(tmp_path), *scenes],
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_S * len(scenes),
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line for line in done.stdout.splitlines() if line.endswith(": done")] == [
        f"{name}: done" for name in scenes
    ]
