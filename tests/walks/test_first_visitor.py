"""After a start the sheet for text and colours is the first thing that is opened: it can be closed, and the way home is open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", ["1280x720", "800x480"])
def test_the_first_visitor_gets_out_of_the_sheet(size: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.walks.first_visitor", size, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    taps = [line for line in done.stdout.splitlines() if line.endswith(": done")]
    assert taps == [
        f"{name}: done" for name in ("Sentuh layar", "Tampilan", "Selesai", "Berita", "Tampilan", "Beranda")
    ]
