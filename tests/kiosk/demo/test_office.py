"""The sample village is a folder that `kiosk publish`'s own code publishes without a fault."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from content_cache.signing.keys import SecretKey
from kiosk.demo.office import CONTENT, write_office
from kiosk.office.editions.previous import Previous
from kiosk.office.editions.publish import plan

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))


def test_the_village_is_published_without_a_fault(tmp_path: Path) -> None:
    write_office(tmp_path / "kantor", NOW)
    planned = plan(tmp_path / "kantor", tmp_path / "terbit", SecretKey.generate("kim-kiosk news key"), Previous(), NOW)
    assert [str(fault) for fault in planned.faults] == []
    assert (len(planned.feed["items"]), planned.ids) == (len(list(CONTENT.glob("*.md"))), {})
    assert [entry["type"] for entry in planned.feed["_kiosk"]["files"]] == ["ics"]
