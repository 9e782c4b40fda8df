from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from content_cache.model.changes import Changes
from content_cache.model.records import EditionRecord, SourceRecord
from content_cache.model.sources import Source
from content_cache.store.store import Store
from kiosk.core.build import OLDEST, build_date
from kiosk.core.clock import Clock, Trust, never_before
from kiosk.core.clock_floor import newest_of
from kiosk.installation import Installation
from kiosk.settings import Settings

WITA = ZoneInfo("Asia/Makassar")


def test_a_synchronised_clock_is_trusted_and_local() -> None:
    moment = Clock(WITA, believed=lambda: True).read()
    assert moment.trust is Trust.TRUSTED
    assert moment.now.utcoffset() == timedelta(hours=8)
    assert moment.expired_at == moment.now


def test_a_clock_that_nobody_keeps_has_the_newest_time_ever_seen_as_its_floor() -> None:
    seen = datetime.now(UTC) + timedelta(days=400)  # the machine woke up in the past
    moment = Clock(WITA, floor=lambda: seen, believed=lambda: False).read()
    assert moment.trust is Trust.FLOOR
    assert seen <= moment.now < seen + timedelta(minutes=5)  # it runs on from there
    assert moment.now.utcoffset() == timedelta(hours=8)
    assert moment.expired_at == seen
    assert not moment.relative


def test_above_its_floor_the_clock_runs_but_only_the_floor_hides_what_expired() -> None:
    seen = datetime.now(UTC) - timedelta(days=1)
    moment = Clock(WITA, floor=lambda: seen, believed=lambda: False).read()
    assert moment.now > seen
    assert moment.expired_at == seen


def test_without_any_time_ever_seen_nothing_expires() -> None:
    moment = Clock(WITA, believed=lambda: False).read()
    assert moment.trust is Trust.UNKNOWN
    assert moment.expired_at is None


def test_a_given_time_is_trusted_and_stands_still() -> None:
    given = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)
    clock = Clock(WITA, fixed=given, believed=lambda: False)
    assert clock.read() == clock.read()
    assert clock.read().now == given
    assert clock.read().trust is Trust.TRUSTED


def test_what_is_written_down_is_never_before_the_floor_and_runs_on_from_it() -> None:
    floor, seconds, synchronised = datetime(2026, 9, 3, tzinfo=UTC), [100.0], [False]
    machine = datetime(1970, 1, 1, tzinfo=UTC)
    clock = never_before(
        lambda: floor, believed=lambda: synchronised[0], machine=lambda: machine, monotonic=lambda: seconds[0]
    )
    assert clock() == floor
    seconds[0] += 90.0
    assert clock() == floor + timedelta(seconds=90)
    machine = floor + timedelta(days=1)
    assert clock() == machine
    machine, synchronised[0] = floor - timedelta(days=30), True
    assert clock() == machine, "a clock that is kept right is right, even if it says that the floor was wrong"


def test_the_floor_rises_with_what_a_stick_brings_while_the_kiosk_runs() -> None:
    old, issued = datetime(2026, 9, 3, tzinfo=UTC), datetime(2026, 9, 24, tzinfo=UTC)
    known, seconds, machine = [old], [100.0], datetime(1970, 1, 1, tzinfo=UTC)
    clock = Clock(
        WITA, floor=lambda: known[0], believed=lambda: False, machine=lambda: machine, monotonic=lambda: seconds[0]
    )
    assert clock.read().now == old
    known[0] = issued
    seconds[0] += 61.0
    assert (clock.read().now, clock.read().expired_at) == (issued, issued)
    seconds[0] += 600.0
    # what this kiosk itself wrote down meanwhile by that clock is no news to it
    known[0] = issued + timedelta(seconds=590)
    assert (clock.read().now, clock.read().expired_at) == (issued + timedelta(seconds=600), issued)
    known[0] = old
    seconds[0] += 61.0
    assert clock.read().now == issued + timedelta(seconds=661), "and it never falls"


def test_the_build_is_a_floor_where_it_is_known(tmp_path: Path) -> None:
    stamp = tmp_path / "build-date"
    assert build_date(stamp) is None
    for broken in ("", "kemarin", "2026-09-03T00:00:00", "\xff"):
        stamp.write_text(broken, "latin-1")
        assert build_date(stamp) is None
    for line in ("2026-09-03T00:00:00+00:00", "2026-09-03T00:00:00+00:00 1a2b3c4d5e6f"):
        stamp.write_text(f"{line}\n", "ascii")
        assert build_date(stamp) == datetime(2026, 9, 3, tzinfo=UTC)


def test_the_floor_of_a_call_is_the_newest_of_what_is_known(tmp_path: Path) -> None:
    names = {"a": datetime(2026, 9, 3, tzinfo=UTC), "taken out": datetime(2099, 9, 3, tzinfo=UTC)}
    with Store.open(tmp_path) as store:
        for name, asked in names.items():
            store.remember(SourceRecord(name=name, url="x", last_success=asked))
    settings = replace(Settings(), sources=(Source(name="a", url="x"),))
    installation = Installation(settings, None, tmp_path, print, print)
    assert installation.floor() == installation.last_refresh() == names["a"]
    issued = names["a"] + timedelta(days=20)
    with Store.open(tmp_path) as store:
        store.apply("a", Changes(), None, names["a"], EditionRecord(seq=1, issued=issued))
    assert installation.floor() == names["a"], "of a source without keys nothing is signed"
    signed = replace(settings, sources=(Source(name="a", url="x", keys=("RW",)),))
    assert replace(installation, settings=signed).floor() == issued
    assert replace(installation, data=tmp_path / "empty").floor() == build_date()


def test_what_a_clock_wrote_that_nobody_vouched_for_is_no_floor(tmp_path: Path) -> None:
    """Time servers are shut out, and the machine is three weeks ahead: what is in force today would have expired."""
    vouched, ahead = datetime(2026, 9, 3, 1, tzinfo=UTC), datetime(2026, 9, 24, tzinfo=UTC)
    installation = Installation(replace(Settings(), sources=(Source(name="a", url="x"),)), None, tmp_path, print, print)
    with Store.open(tmp_path) as store:
        store.remember(SourceRecord(name="a", url="x", last_success=ahead))
        assert installation.floor() == ahead, "of all that is known here the newest"
        store.vouch(vouched)
        assert installation.floor() == vouched
        store.vouch(vouched + timedelta(minutes=5))
        assert installation.floor() == vouched, "not written each minute"
        store.vouch(ahead)
        store.vouch(vouched)
        assert installation.floor() == vouched, "a technician had set it wrong"
    assert installation.last_refresh() == ahead


def test_a_clock_that_ran_ahead_is_not_the_floor_for_ever() -> None:
    built = datetime(2026, 9, 3, tzinfo=UTC)
    later, absurd = built + timedelta(days=900), built + OLDEST + timedelta(days=1)
    assert newest_of(built, (later, absurd)) == later
    assert newest_of(built, (absurd, None)) == newest_of(built, (built - timedelta(days=1),)) == built
    assert newest_of(None, (later, None)) == later
    assert newest_of(None, (None,)) is None


def test_a_host_that_says_so_too_makes_a_time_certain(tmp_path: Path) -> None:
    """Time servers are shut out since the set-up: what ended months later would be in force for ever."""
    installed, lately = datetime(2026, 9, 3, tzinfo=UTC), datetime(2027, 6, 3, tzinfo=UTC)
    installation = Installation(replace(Settings(), sources=(Source(name="a", url="x"),)), None, tmp_path, print, print)
    record = SourceRecord(name="a", url="x", last_success=lately)
    with Store.open(tmp_path) as store:
        store.vouch(installed)
        store.apply("a", Changes(), record, lately, heard=lately)
        assert installation.floor() == lately
        store.apply("a", Changes(), record, lately, heard=installed)
        assert installation.floor() == lately, "it does not go back"
        store.vouch(installed + timedelta(days=30))
        assert installation.floor() == installed + timedelta(days=30), "both ran ahead: whoever vouches is believed"
