from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_first_sentence_of_a_visit_finds_its_rules_compiled(tmp_path: Path) -> None:
    """On a kiosk without buttons as well: whoever taps "Dengarkan" first waited for hundreds of patterns."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kiosk.app.words_ahead", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["before"] == 0
    assert told["ready"] > 100
    assert told["after"] - told["ready"] < told["ready"] / 10  # those that need a letter which a text may not have
