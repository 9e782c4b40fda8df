from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from content_cache.model.items import Alert, Announcement, NewsItem
from kiosk.hardware.lamp import PULSE_S, Lamp

WATER = Announcement(id="air", source="PDAM", title="Air mati", priority=2)
WORK = Announcement(id="kerja", source="Desa", title="Kerja bakti", priority=1)
QUAKE = Alert(id="gempa", source="BMKG", title="Gempa")
NEWS = NewsItem(id="b", source="Kominfo", title="Berita")


@pytest.mark.clause("8.1.3")
def test_it_pulses_for_what_is_urgent_until_somebody_came() -> None:
    lamp = Lamp()
    lamp.news([WORK, NEWS])
    assert not lamp.has_urgent
    lamp.news([WORK, NEWS, WATER])
    assert [lamp.lit(tick * PULSE_S) for tick in range(4)] == [True, False, True, False]
    lamp.visited()
    assert not lamp.lit(0.0)
    lamp.news([WORK, NEWS, WATER, QUAKE])
    assert lamp.has_urgent


def test_what_was_changed_is_new_again_and_what_is_over_is_forgotten() -> None:
    lamp = Lamp()
    lamp.news([WATER])
    lamp.visited()
    lamp.news([WATER])
    known = lamp.has_urgent
    lamp.news([replace(WATER, updated=datetime(2026, 11, 24, tzinfo=UTC))])
    assert (known, lamp.has_urgent) == (False, True)
    lamp.visited()
    lamp.news([])
    lamp.news([WATER])
    assert lamp.has_urgent
