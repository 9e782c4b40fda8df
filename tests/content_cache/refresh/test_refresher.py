"""The refresher against a real server: what each source's misfortune does, and what it never does."""

from __future__ import annotations

import io
import os
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from content_cache.model.errors import CacheError
from content_cache.model.vocabulary import Category, Provenance, Verified
from content_cache.refresh.means import Means
from content_cache.refresh.refresher import Refresher
from tests.content_cache.house import FEED, LIMITS, House, source
from tests.content_cache.misbehaving import Drip, MisbehavingServer, Script, Silence, reply
from tests.told import told

GENEROUS = 60.0  # seconds that anything here may take on a slow machine


BAD: list[tuple[str, Script, str, int]] = [
    ("an error", reply(b"", status=500), "failed", 500),
    ("not there", reply(b"", status=404), "failed", 404),
    ("gone", reply(b"", status=410), "gone", 410),
    ("closes", (), "failed", 0),
    ("silent", (Silence(),), "failed", 0),
    ("one byte a second", (b"HTTP/1.1 200 OK\r\n\r\n", Drip(b"1|x\n", every=0.2)), "failed", 0),
    ("too much", reply(b"1|x\n" * 300_000), "failed", 0),
    ("a page", reply(b"<html>login</html>", content_type="text/html"), "login_needed", 200),
    ("a portal", reply(b"", status=511), "login_needed", 0),
    ("empty", reply(b""), "failed", 200),
    ("no items", reply(b"\n"), "failed", 200),
    ("a parser that stumbles", reply(b"boom"), "failed", 0),
    ("a parser that dies", reply(b"die"), "failed", 0),
    ("a parser that hangs", reply(b"hang"), "failed", 0),
    ("a loop", reply(b"", status=302, headers={"Location": "/feed"}), "failed", 0),
    ("a redirect into the machine", reply(b"", status=302, headers={"Location": "file:///etc/passwd"}), "failed", 0),
]


@pytest.mark.slow(cases=6)
@pytest.mark.parametrize(("script", "status", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_whatever_comes_the_cache_stays_and_one_line_says_why(
    house: House, server: MisbehavingServer, script: Script, status: str, code: int
) -> None:
    slow = status == "failed" and code == 0 and script and not isinstance(script[-1], bytes)
    hangs = script == reply(b"hang")
    house.limits = replace(LIMITS, deadline=1.0 if slow or hangs else 10.0, reading=0.5 if hangs else LIMITS.reading)
    a = source(server.on("/feed", reply(FEED, headers={"ETag": '"1"'}), script))
    house.limits, quick = LIMITS, house.limits
    house.refresh(a)
    house.limits = quick
    outcome = house.refresher(a).refresh(force=True)[0]
    assert (outcome.status, outcome.http_status) == (status, code)
    line = told(outcome.error)
    assert line.isprintable()
    assert len(line) < 300
    assert house.titles() == ["Dua", "Satu"]
    record = house.store.sources()[0]
    assert (record.etag, record.failures, record.last_error) == ('"1"', 1, outcome.error)
    if status == "gone":
        assert outcome.next_check is None
        assert house.refresh(a, force=False) == [("not_due", 0)]
    else:
        assert outcome.next_check is not None
        assert house.clock.now < outcome.next_check <= house.clock.now + timedelta(hours=24)
    house.limits = LIMITS  # half a second is short for what is to be read
    server.on("/feed", reply(b"3|Tiga\n"))
    assert house.refresh(a) == [("updated", 200)]
    assert house.titles() == ["Dua", "Satu", "Tiga"]
    assert house.store.sources()[0].failures == 0


def test_one_bad_source_does_not_keep_the_others_back(house: House, server: MisbehavingServer, tmp_path: Path) -> None:
    (tmp_path / "feed.txt").write_bytes(b"9|Dari berkas\n")
    sources = [
        source(server.on("/bad", reply(b"die"))),
        source(server.on("/good", reply(FEED)), name="b"),
        source(str(tmp_path / "feed.txt"), name="c"),
        source("http://no-such-host.invalid/", name="d"),
    ]
    assert house.refresh(*sources) == [("failed", 0), ("updated", 200), ("updated", 0), ("failed", 0)]
    assert house.titles() == ["Dari berkas", "Dua", "Satu"]
    assert house.refresh(*sources[1:3]) == [("unchanged", 200), ("unchanged", 0)]


def test_only_a_way_that_nobody_could_bend_keeps_the_provenance(house: House, server: MisbehavingServer) -> None:
    house.refresh(source(server.on("/feed", reply(FEED))))
    item = house.store.reader.items()[0]
    assert (item.provenance, item.verified) == (Provenance.VERIFIED, Verified.NONE)  # loopback that the settings name


def test_the_real_formats_come_through_the_bounded_child(house: House, server: MisbehavingServer) -> None:
    feeds = Path(__file__).parents[2] / "feeds"
    names = ("wordpress.xml", "atom.xml", "central.json", "libur_dan_posyandu.ics")
    for name in names:
        server.validators[f"/{name}"] = f'"{name}"'
    sources = [
        source(server.on(f"/{name}", reply((feeds / name).read_bytes(), headers={"ETag": f'"{name}"'})), name=name)
        for name in names
    ]
    refresher = Refresher(house.store, sources, data_dir=house.data_dir, kiosk_id="k", clock=house.clock, limits=LIMITS)
    outcomes = refresher.refresh()
    assert [(outcome.status, outcome.error) for outcome in outcomes] == [("updated", None)] * 4
    assert all(outcome.added for outcome in outcomes)
    assert [outcome.http_status for outcome in refresher.refresh(force=True)] == [304] * 4
    assert house.store.reader.count() == sum(outcome.added for outcome in outcomes)
    assert house.store.reader.occurrences(house.clock.now - timedelta(days=365), house.clock.now + timedelta(days=365))


def calendar(*events: str) -> bytes:
    parts = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{parts}END:VCALENDAR\n".encode()


def event(uid: str, day: timedelta, house: House, *more: str) -> str:
    starts = f"{house.clock.now + day:%Y%m%dT080000Z}"
    return "\n".join((f"UID:{uid}", f"SUMMARY:{uid}", f"DTSTART:{starts}", *more))


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ("taken out", ["lama", "rapat"]),
        ("cancelled", ["lama", "rapat"]),
        ("cut off", ["lama", "posyandu", "rapat"]),
        ("one that cannot be read", ["lama", "posyandu", "rapat"]),
        ("cancelled beside one that cannot be read", ["lama", "rapat"]),
        ("not one event", ["lama", "posyandu", "rapat"]),
    ],
)
def test_an_event_that_its_calendar_cancels_or_lacks_is_not_shown_any_more(
    house: House, server: MisbehavingServer, after: str, left: list[str]
) -> None:
    """It was, until its day: people went to a posyandu that its midwife had deleted a week before."""
    day = timedelta(days=1)
    meeting, clinic = event("rapat", 2 * day, house), event("posyandu", 3 * day, house)
    torn = event("lain", day, house).replace("DTSTART:", "DTSTART:besok")
    cancelled = f"{clinic}\nSEQUENCE:1\nSTATUS:CANCELLED"
    bodies = {
        "taken out": calendar(meeting),
        "cancelled": calendar(meeting, cancelled),
        "cut off": calendar(meeting)[:-20],
        "one that cannot be read": calendar(meeting, torn),
        "cancelled beside one that cannot be read": calendar(meeting, torn, cancelled),
        "not one event": calendar(),
    }
    url = server.on("/kalender.ics", reply(calendar(event("lama", -20 * day, house), meeting, clinic)))
    villages = Refresher(
        house.store,
        [source(url, category=Category.EVENT)],
        data_dir=house.data_dir,
        kiosk_id="k",
        clock=house.clock,
        limits=LIMITS,
    )
    assert villages.refresh()[0].added == 3
    server.on("/kalender.ics", reply(bodies[after]))
    villages.refresh(force=True)
    assert house.titles() == left


def test_an_event_that_has_begun_is_not_missed_in_a_calendar_of_what_is_to_come(
    house: House, server: MisbehavingServer
) -> None:
    """A festival was gone on its second day, and what is all of today when the day began."""
    begun, next_week = house.clock.now - timedelta(days=1), house.clock.now + timedelta(days=7)
    fair = f"UID:pekan\nSUMMARY:pekan\nDTSTART:{begun:%Y%m%dT080000Z}\nDTEND:{next_week:%Y%m%dT080000Z}"
    today = f"UID:libur\nSUMMARY:libur\nDTSTART;VALUE=DATE:{house.clock.now:%Y%m%d}"
    meeting, clinic = event("rapat", timedelta(days=2), house), event("posyandu", timedelta(days=3), house)
    a = source(server.on("/k.ics", reply(calendar(fair, today, meeting, clinic))), category=Category.EVENT)
    asks = Refresher(house.store, [a], data_dir=house.data_dir, kiosk_id="k", clock=house.clock, limits=LIMITS)
    assert asks.refresh()[0].added == 4
    server.on("/k.ics", reply(calendar(meeting)))
    asks.refresh(force=True)
    assert house.titles() == ["libur", "pekan", "rapat"]


@pytest.mark.parametrize(("host", "heard"), [(-20, None), (0, 0), (7, 0)])
def test_a_time_has_come_when_both_clocks_say_so(
    house: House, server: MisbehavingServer, host: int, heard: int | None
) -> None:
    """Days by which the host's clock is ahead of ours; also where it has nothing new. One without a battery says nothing."""

    def come() -> datetime | None:
        return None if heard is None else (house.clock.now + timedelta(days=heard)).replace(microsecond=0)

    made = house.clock.now + timedelta(days=host)
    dated = {"Date": format_datetime(made, usegmt=True), "ETag": '"1"'}
    fair = f"UID:pekan\nSUMMARY:pekan\nDTSTART:{house.clock.now + timedelta(days=60):%Y%m%dT080000Z}"
    a = source(server.on("/k.ics", reply(calendar(fair), headers=dated)), category=Category.EVENT)
    asks = Refresher(house.store, [a], data_dir=house.data_dir, kiosk_id="k", clock=house.clock, limits=LIMITS)
    asks.refresh()
    assert house.store.newest_vouched_time() == come()
    house.clock.now += timedelta(days=2)
    later = {"Date": format_datetime(made + timedelta(days=2), usegmt=True), "ETag": '"1"'}
    server.on("/k.ics", reply(b"", status=304, headers=later))
    asks.refresh(force=True)
    assert house.store.newest_vouched_time() == come()


@pytest.mark.parametrize(("days", "kept"), [(9, ["libur", "pekan"]), (-9, ["pekan"]), (-40, ["libur", "pekan"])])
def test_while_nobody_vouches_for_the_clock_a_calendar_is_held_against_its_hosts(
    house: House, server: MisbehavingServer, days: int, kept: list[str]
) -> None:
    """The line is back before the clock is set. By a clock nine days behind a fair was gone on its second day; by one nine days
    ahead what had been called off for tomorrow stayed. What was not read, for it is too long ago, has not been called off."""
    now = house.clock.now + timedelta(days=max(days, 0))
    begun, ends = now - timedelta(days=1), now + timedelta(days=5)
    fair = f"UID:pekan\nSUMMARY:pekan\nDTSTART:{begun:%Y%m%dT080000Z}\nDTEND:{ends:%Y%m%dT080000Z}"
    holiday = f"UID:libur\nSUMMARY:libur\nDTSTART:{now + timedelta(days=1):%Y%m%dT080000Z}"
    other = f"UID:rapat\nSUMMARY:rapat\nDTSTART:{now + timedelta(days=60):%Y%m%dT080000Z}"
    dated = {"Date": format_datetime(now, usegmt=True)}
    a = source(server.on("/k.ics", reply(calendar(fair, holiday, other), headers=dated)), category=Category.EVENT)
    asks = Refresher(house.store, [a], data_dir=house.data_dir, kiosk_id="k", clock=house.clock, limits=LIMITS)
    asks.refresh()
    left = (holiday, other) if days != -9 else (other,)
    server.on("/k.ics", reply(calendar(*left), headers=dated))
    house.clock.now += timedelta(days=-min(days, 0))
    asks.refresh(force=True)
    assert [title for title in house.titles() if title != "rapat"] == kept


QUAKE = (
    '{"Infogempa":{"gempa":{"DateTime":"%s","Coordinates":"-1.05,123.27","Magnitude":"7.4","Kedalaman":"12 km",'
    '"Wilayah":"60 km Tenggara Luwuk","Potensi":"Berpotensi tsunami"}}}'
)


@pytest.mark.parametrize(("vouched", "hours"), [(False, 6), (True, 6 - 36)])
def test_a_clock_that_is_behind_since_the_boot_ends_no_warning(
    house: House, server: MisbehavingServer, vouched: bool, hours: int
) -> None:
    """Off for a day and a half, and the line is up before the time: a minute later, by the right time, the tsunami was over."""
    came = house.clock.now + timedelta(hours=36)
    url = server.on("/autogempa.json", reply((QUAKE % came.isoformat()).encode()))
    a = source(url, format="bmkg", category=Category.ALERT, alerts=True)
    Refresher(
        house.store,
        [a],
        data_dir=house.data_dir,
        kiosk_id="k",
        clock=house.clock,
        limits=LIMITS,
        means=Means(trusted=lambda: vouched),
    ).refresh()
    (warning,) = house.store.reader.items()
    assert warning.expires == came + timedelta(hours=hours)


def test_what_was_apart_of_a_series_goes_with_it(house: House, server: MisbehavingServer) -> None:
    """One time that was moved elsewhere and back again was there twice; a series that had ended went on."""
    start = house.clock.now - timedelta(days=70)
    moved = f"{house.clock.now + timedelta(days=7):%Y%m%dT080000Z}"

    def series(rule: str) -> str:
        return f"UID:senam\nSUMMARY:Senam\nDTSTART:{start:%Y%m%dT080000Z}\nRRULE:FREQ=WEEKLY{rule}"

    other = f"UID:senam\nSUMMARY:Senam di pantai\nRECURRENCE-ID:{moved}\nDTSTART:{moved}"
    meeting = event("rapat", timedelta(days=-1), house)
    a = source(server.on("/k.ics", reply(calendar(meeting, series(""), other))), category=Category.EVENT)

    def refreshed(*events: str) -> list[str]:
        server.on("/k.ics", reply(calendar(*events)))
        Refresher(house.store, [a], data_dir=house.data_dir, kiosk_id="k", clock=house.clock, limits=LIMITS).refresh(
            force=True
        )
        return house.titles()

    assert refreshed(meeting, series(""), other) == ["Senam", "Senam di pantai", "rapat"]
    assert refreshed(meeting, series("")) == ["Senam", "rapat"]
    ended = f";UNTIL={start + timedelta(days=20):%Y%m%dT000000Z}"
    assert refreshed(meeting, series(ended)) == ["rapat"]


def test_a_name_that_no_source_has_is_told(house: House, server: MisbehavingServer) -> None:
    refresher = house.refresher(source(server.on("/feed", reply(FEED))))
    with pytest.raises(CacheError, match=r"source_unknown \(name=lain"):
        refresher.refresh(["lain"])
    assert server.requests == []


def png(color: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def test_pictures_follow_the_text(house: House, server: MisbehavingServer) -> None:
    server.on("/red.png", reply(png("red")))
    server.on("/torn.png", reply(png("blue")[:40]))
    a = source(server.on("/feed", reply(b"1|Satu|red.png\n2|Dua|torn.png\n3|Tiga|none.png\n")))
    assert house.refresh(a) == [("updated", 200)]
    paths = {item.title: item.attachments[0].path for item in house.store.reader.items()}
    assert (paths["Dua"], paths["Tiga"]) == ("", "")
    with Image.open(house.data_dir / paths["Satu"]) as stored:
        assert (stored.size, stored.convert("RGB").getpixel((0, 0))) == ((40, 30), (255, 0, 0))
    house.refresh(a)
    assert [len(server.asked(path)) for path in ("/red.png", "/torn.png", "/none.png")] == [1, 1, 1]
    house.clock.now += timedelta(hours=1)
    server.on("/torn.png", reply(png("blue")))
    house.refresh(a)
    assert [len(server.asked(path)) for path in ("/red.png", "/torn.png", "/none.png")] == [1, 2, 2]
    assert all(item.picture for item in house.store.reader.items() if item.title != "Tiga")


def test_a_full_disk_keeps_what_is_there(house: House, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED), reply(b"3|Tiga\n")))
    house.refresh(a)
    make_room = house.fill_the_disk()
    outcome = house.refresher(a).refresh(force=True)[0]
    assert (outcome.status, house.titles()) == ("failed", ["Dua", "Satu"])
    assert "disk is full" in told(outcome.error)
    make_room()
    assert house.refresh(a) == [("updated", 200)]


def test_what_shows_content_loads_neither_requests_nor_parsers() -> None:
    import subprocess
    import sys

    program = "import sys, content_cache, content_cache.refresh.refresher; print(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert not {"requests", "urllib3", "feedparser", "icalendar", "PIL", "soundfile", "numpy"} & set(
        loaded.stdout.split()
    )
