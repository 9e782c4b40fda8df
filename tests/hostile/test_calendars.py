"""The calendars of the icalendar package's own tests, which are all that ever broke it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from content_cache.formats import read_feed
from content_cache.model.errors import FormatError
from content_cache.model.sources import Source
from tests.hostile.verdict import NOW, judge

FOLDERS = ("calendars", "events", "alarms", "timezones")


def bodies() -> dict[str, bytes]:
    root = files("icalendar") / "tests"
    found = {
        f"{folder}/{file.name}": file.read_bytes()
        for folder in FOLDERS
        if (root / folder).is_dir()
        for file in (root / folder).iterdir()
        if file.name.endswith(".ics")
    }
    return dict(sorted(found.items()))


@pytest.fixture(scope="module")
def calendars() -> dict[str, bytes]:
    found = bodies()
    assert len(found) > 100, "icalendar no longer brings its calendars along: take them from its source package"
    return found


def test_each_is_read_or_refused_in_good_time(calendars: dict[str, bytes]) -> None:
    verdicts = {name: judge(body) for name, body in calendars.items()}
    assert {name: verdict.fault for name, verdict in verdicts.items() if verdict.fault} == {}
    whole = [name for name, body in calendars.items() if b"BEGIN:VCALENDAR" in body.upper()]
    assert sum(verdicts[name].feed is not None for name in whole) > 0.9 * len(whole)


def test_each_is_read_or_refused_wherever_it_is_cut_off(calendars: dict[str, bytes]) -> None:
    source = Source(name="a", url="https://desa.example/a.ics")
    for name, body in calendars.items():
        for cut in range(1, 8):
            try:
                feed = read_feed(body[: len(body) * cut // 8], source, now=NOW)
            except FormatError:
                continue
            assert not feed.complete or b"END:VCALENDAR" in body[: len(body) * cut // 8].upper(), (name, cut)
