"""The office's desk in a process of its own: what it loads while it serves each of its pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.core.children import OWN_MODULES

ROOT = Path(__file__).parents[3]
SERVES = """
import json, sys
from pathlib import Path
from tests.support.newsroom import Newsroom
room = Newsroom(Path(sys.argv[1]))
people = [room.browser(name) for name in ("Rahma Lasaeo", "Fatma Adam")]
paths = [rule.rule for rule in room.app.url_map.iter_rules() if "GET" in rule.methods and "<" not in rule.rule]
told = {path: min(one.client.get(path, base_url="http://127.0.0.1:8090").status_code for one in people) for path in paths}
print(json.dumps([told, sorted(sys.modules)]))
"""
NEVER = ("kivy", "gpiozero", "sounddevice", "pyttsx3", "kiosk.pages", "kiosk.ui", "kiosk.app", "kiosk.shell",
         "kiosk.hardware", "kiosk.speech.playback")  # fmt: skip


@pytest.mark.slow(cases=1)
def test_no_page_of_the_desk_loads_a_screen_or_a_loudspeaker(tmp_path: Path) -> None:
    command = [sys.executable, *OWN_MODULES, "-c", SERVES, str(tmp_path / "kantor")]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    told, loaded = json.loads(done.stdout.splitlines()[-1])

    assert len(told) >= 20
    assert {path: status for path, status in told.items() if status >= 500} == {}
    assert sum(status == 200 for status in told.values()) >= 20, told
    assert [name for name in loaded if name.startswith(tuple(f"{each}." for each in NEVER)) or name in NEVER] == []
