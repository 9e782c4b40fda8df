"""The first picture of a kiosk, each in a fresh process: right as it stands, and with little loaded for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from content_cache.model.changes import Changes
from content_cache.model.items import Event, NewsItem
from content_cache.model.records import SourceRecord
from content_cache.store.store import Store
from tests.kiosk.app.first_picture import NOW

CHILD = Path(__file__).with_name("first_picture.py")
SETTINGS = '[place]\nname = "Desa Bunga"\n[[source]]\nname = "desa"\nurl = "https://example.org/feed.json"\n'
LATER = (
    "kiosk.shell.controller",
    "kiosk.narration",
    "kiosk.broadcast",
    "kiosk.speech.scheduling",
    "kiosk.speech.script",
    "kiosk.speech.synthesis",
    "kiosk.shell.tools.tool_desk",
    "kiosk.pages.technician",
    "kiosk.hall.notices.store",
    "kiosk.pages.home",
    "kiosk.ui.widgets.bars",
    "kiosk.ui.widgets.cards",
    "content_cache.formats.emergency",
    "content_cache.jobs.sandbox",
    "content_cache.text.html_blocks",
    "PIL",
)
"""What listens, answers, speaks, and what other screens are made of."""


def seen(folder: Path, settings: str) -> dict[str, Any]:
    config, data = folder / "kiosk.toml", folder / "data"
    config.write_text(settings, "utf-8")
    data.mkdir()
    items = [
        NewsItem(id="n", source="desa", title="Jalan Dusun II selesai", text="Sudah.", published=NOW),
        Event(id="e", source="desa", title="Posyandu", starts=NOW + timedelta(hours=3), place="Balai desa"),
    ]
    with Store.open(data) as store:
        store.apply("desa", Changes(added=tuple(items)), SourceRecord(name="desa"), NOW)
    command = [sys.executable, str(CHILD), str(config), str(data)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_the_idle_screen_is_drawn_before_the_rest_is_loaded_and_stays_as_it_is(tmp_path: Path) -> None:
    told = seen(tmp_path, SETTINGS)
    early = [name for name in told["loaded"] if any(name == each or name.startswith(f"{each}.") for each in LATER)]
    assert early == []
    assert told["drawn"]
    assert told["same"], "the kiosk that runs looks otherwise than its first picture"
    assert told["began"] == "idle"
    assert told["rows"] > 1, "the controller was not told what the layout holds"
    assert told["touched"] == "home"


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize(
    ("settings", "screen"), [('[place]\nname = "Desa Bunga"\n', "first-run"), ("[place]\nnme = 3\n", "faults")]
)
def test_what_a_controller_has_to_fill_waits_for_it(tmp_path: Path, settings: str, screen: str) -> None:
    told = seen(tmp_path, settings)
    assert not told["drawn"]
    assert told["began"] == screen
