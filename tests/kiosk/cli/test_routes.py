"""The pages of both desks with who may ask for each: what `python -m kiosk.cli.routes` prints is what was looked at and agreed to.

After a change that is meant, look at the difference and write the file anew:
`python -m kiosk.cli.routes > tests/kiosk/cli/routes.txt`.
"""

from __future__ import annotations

import difflib
import subprocess
import sys
from pathlib import Path

AGREED = Path(__file__).with_name("routes.txt")


def test_the_pages_and_who_may_ask_for_them_are_those_agreed_to() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "kiosk.cli.routes"], capture_output=True, text=True, check=True, timeout=120
    ).stdout

    changed = difflib.unified_diff(AGREED.read_text("utf-8").splitlines(), printed.splitlines(), lineterm="", n=0)
    assert list(changed) == []
