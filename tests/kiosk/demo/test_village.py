"""The sample village: complete, described, and never stale."""

from __future__ import annotations

import hashlib
import json
import tempfile
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component, vDDDTypes

from content_cache.formats import read_feed
from content_cache.model.items import Sheet
from content_cache.model.sheets import SheetKind
from content_cache.model.vocabulary import Category
from deploy.pictures.draw.budget import INCOME, SPENDING, WORKS, budget
from kiosk import settings as kiosk_settings
from kiosk.content.day import DaySheets
from kiosk.core.clock import Moment, Trust
from kiosk.demo.__main__ import main
from kiosk.demo.calendar import build_calendar
from kiosk.demo.day import day_files
from kiosk.demo.office import CONTENT, read_calendar, write_office
from kiosk.demo.village import build_village, demo_settings_toml
from kiosk.office.editions.faults import Faults
from kiosk.office.editions.folder import FolderNotice, read_notices, read_office
from tests.support.present import all_of, of

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)  # a Tuesday
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2037, 12, 31), timezones=st.just(WITA))  # noqa: DTZ001 - the zone is beside
AWKWARD = [
    NOW,
    datetime(2024, 2, 29, 0, 0, tzinfo=WITA),
    datetime(2026, 12, 31, 23, 59, tzinfo=WITA),
    datetime(2027, 1, 31, 3, 0, tzinfo=WITA),
    datetime(2026, 11, 28, 12, 0, tzinfo=WITA),  # a Saturday
]


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("village")
    build_village(folder, NOW)
    return folder


@pytest.fixture(scope="module")
def items(village: Path) -> list[dict[str, Any]]:
    feed = json.loads((village / "feed.json").read_text(encoding="utf-8"))
    return list(feed["items"])


def notices_at(now: datetime) -> list[FolderNotice]:
    """The office's folder of that day, read as `kiosk publish` reads it."""
    faults = Faults()
    with tempfile.TemporaryDirectory() as place:
        write_office(Path(place), now)
        notices = read_notices(Path(place), read_office(Path(place), faults), now, faults)
    assert [str(fault) for fault in faults.found] == []
    return notices


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def occurrences(now: datetime, first: datetime, days: int) -> list[Any]:
    calendar = Calendar.from_ical(build_calendar(read_calendar(), now))
    return list(recurring_ical_events.of(calendar).between(first, first + timedelta(days=days)))


# --- what there is ---------------------------------------------------------------------------------------------------


def test_the_village_has_a_week_of_everything(items: list[dict[str, Any]]) -> None:
    assert Counter(item["_kiosk"]["category"] for item in items) == {
        "berita": 12,
        "pengumuman": 6,
        "layanan": 6,
        "klarifikasi": 2,
    }
    assert {item["_kiosk"]["provenance"] for item in items} == {"terverifikasi", "kim"}


def test_every_item_is_one_of_json_feed_1_1(items: list[dict[str, Any]], village: Path) -> None:
    feed = json.loads((village / "feed.json").read_text(encoding="utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert item["content_html"]
        assert at(item["date_published"]).tzinfo is not None
        assert all(author["name"] for author in item["authors"])
        for attachment in item.get("attachments", []):
            assert attachment["url"]
            assert attachment["mime_type"]


@pytest.mark.parametrize("now", AWKWARD, ids=str)
def test_titles_fit_a_row(now: datetime) -> None:
    assert [notice.title for notice in notices_at(now) if len(notice.title) > 60] == []
    assert [entry["title"] for entry in read_calendar() if len(entry["title"]) > 60] == []


def test_news_have_three_to_eleven_pieces_and_a_described_picture(items: list[dict[str, Any]]) -> None:
    for item in (item for item in items if item["_kiosk"]["category"] == "berita"):
        pieces = [part for part in item["content_text"].split("\n\n") if " – " not in part]  # all but a table
        assert 3 <= sum(len(part.splitlines()) for part in pieces) <= 11, item["id"]
        pictures = [a for a in item["attachments"] if a["mime_type"] == "image/jpeg"]
        assert len(pictures) == 1
        assert len(pictures[0]["_kiosk"]["alt"]) > 20


def test_announcements_expire_and_one_is_important(items: list[dict[str, Any]]) -> None:
    announcements = [item for item in items if item["_kiosk"]["category"] == "pengumuman"]
    assert all("expires" in item["_kiosk"] for item in announcements)
    important = [item for item in announcements if item["_kiosk"].get("priority") == 2]
    assert [item["_kiosk"]["pinned"] for item in important] == [True]


def test_services_and_clarifications_say_what_they_must(items: list[dict[str, Any]]) -> None:
    kinds = {
        kind: [i["_kiosk"] for i in items if i["_kiosk"]["category"] == kind] for kind in ("layanan", "klarifikasi")
    }
    assert all(kiosk["hours"] and kiosk["place"] for kiosk in kinds["layanan"])
    assert all(len(kiosk["requirements"]) >= 2 for kiosk in kinds["layanan"] if "documents" not in kiosk)
    assert {kiosk["verdict"] for kiosk in kinds["klarifikasi"]} == {"salah", "menyesatkan"}
    assert all(kiosk["claim"] for kiosk in kinds["klarifikasi"])


def test_media_are_named_by_their_hash_and_small(items: list[dict[str, Any]], village: Path) -> None:
    named = [
        (item["id"], each)
        for item in items
        for each in (
            *item.get("attachments", []),
            *item["_kiosk"].get("films", []),
            *item["_kiosk"].get("documents", []),
        )
    ]
    attachments = [attachment for _, attachment in named]
    assert len(attachments) == len(list((village / "media").iterdir())) == 17
    most = {"pengumuman-blt": 500_000}  # a poster has as many pixels as its small print needs
    sizes = {attachment["url"]: most.get(item, 150_000) for item, attachment in named}
    for attachment in attachments:
        data = (village / attachment["url"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == attachment["_kiosk"]["sha256"]
        assert len(data) == attachment["size_in_bytes"] < sizes[attachment["url"]]


def test_each_picture_of_the_folder_is_shown(village: Path) -> None:
    """Show that the pictures are published unchanged: they are small enough and hold no camera's data."""
    published = {path.read_bytes() for path in (village / "media").iterdir()}
    drawn = [path for path in (CONTENT / "gambar").iterdir() if not path.stem.startswith("poster")]
    assert published >= {path.read_bytes() for path in drawn}


def test_the_budget_is_the_one_that_the_script_draws(items: list[dict[str, Any]], village: Path) -> None:
    (document,) = [document for item in items for document in item["_kiosk"].get("documents", [])]
    assert (village / document["url"]).read_bytes() == budget()
    for rows in (INCOME, SPENDING, WORKS):
        (_, _, whole), *parts = rows
        assert sum(amount for _, _, amount in parts) == whole


def test_the_recorded_announcement_sounds(items: list[dict[str, Any]], village: Path) -> None:
    (recording,) = [a for item in items for a in item.get("attachments", []) if a["mime_type"] == "audio/ogg"]
    sound, rate = soundfile.read(village / recording["url"])
    assert 10 < len(sound) / rate < 60
    assert 0.3 < abs(sound).max() <= 1
    assert (abs(sound[rate * 5 :]) > 0.05).mean() > 0.1, "after the chime somebody speaks"


# --- never stale -----------------------------------------------------------------------------------------------------


@pytest.mark.slow(cases=0)
@given(now=MOMENTS)
@settings(max_examples=40, deadline=None)
def test_at_any_time_all_is_published_and_nothing_is_over(now: datetime) -> None:
    for notice in notices_at(now):
        assert notice.published is not None
        assert notice.published <= now, notice.id
        assert notice.expires is None or notice.expires > now, notice.id
        if notice.category is Category.NEWS:
            assert now - notice.published < timedelta(days=8), notice.id
        assert "{" not in notice.title + notice.plain["summary"] + notice.body


def when(event: Component, end: str) -> date:
    """The time or day in its "DTSTART" or "DTEND"."""
    return of(date, of(vDDDTypes, event[end]).dt)


@pytest.mark.parametrize("now", AWKWARD, ids=str)
def test_the_coming_week_is_lively_at_any_time(now: datetime) -> None:
    today = now.replace(hour=0, minute=0)
    assert len(occurrences(now, today, 1)) >= 2
    week = occurrences(now, today + timedelta(days=1), 7)
    assert 5 <= len({event["UID"] for event in week}) <= 12
    assert any(not isinstance(when(event, "DTSTART"), datetime) for event in week), "an all-day one among them"
    assert all(event["LOCATION"] for event in week)


def test_the_calendar_has_single_weekly_and_several_day_events() -> None:
    events = Calendar.from_ical(build_calendar(read_calendar(), NOW)).walk("VEVENT")
    assert all("DTSTART" in event and when(event, "DTEND") > when(event, "DTSTART") for event in events)
    assert sum("RRULE" in event for event in events) >= 3
    several_days = [e for e in events if when(e, "DTEND") - when(e, "DTSTART") > timedelta(days=1)]
    assert len(several_days) >= 2
    kerja_bakti = next(event for event in events if str(event["UID"]).startswith("kerja-bakti"))
    assert when(kerja_bakti, "DTSTART").strftime("%A %H:%M") == "Saturday 15:30"


def test_the_weekly_ones_keep_their_weekday() -> None:
    thursdays = [e for e in occurrences(NOW, NOW, 21) if str(e["UID"]).startswith("sim-keliling")]
    assert [when(event, "DTSTART").strftime("%a %d %b") for event in thursdays] == [
        "Thu 26 Nov",
        "Thu 03 Dec",
        "Thu 10 Dec",
    ]


def test_the_settings_point_at_the_served_village() -> None:
    written = tomllib.loads(demo_settings_toml("http://127.0.0.1:8000"))
    assert written["place"]["name"] == "Desa Bunga"
    assert [(source["url"], source["format"], source["category"]) for source in written["source"][:2]] == [
        ("http://127.0.0.1:8000/feed.json", "json", "berita"),
        ("http://127.0.0.1:8000/events.ics", "ical", "kegiatan"),
    ]
    assert [source["format"] for source in written["source"][2:]] == ["bmkg-cuaca", "hari-ini", "hari-ini", "hari-ini"]


def test_the_settings_are_without_fault() -> None:
    text = demo_settings_toml("http://127.0.0.1:8000")
    read = kiosk_settings.settings_from_tables(tomllib.loads(text), text)
    assert [str(fault) for fault in read.faults] == []
    assert len(read.sources) == 6
    assert read.weather.adm4
    assert read.speech.prayer.show


def test_the_day_of_the_village_is_read_and_says_what_its_news_say(tmp_path: Path) -> None:
    build_village(tmp_path, NOW)
    (tmp_path / "kiosk.toml").write_text(demo_settings_toml(str(tmp_path)), "utf-8")
    sources = {source.format: source for source in kiosk_settings.load(tmp_path / "kiosk.toml").sources}
    found: dict[SheetKind, Sheet] = {}
    for name in ("cuaca.json", "laut.json", "harga.json", "petugas.json"):
        source = sources["bmkg-cuaca" if name == "cuaca.json" else "hari-ini"]
        feed = read_feed((tmp_path / name).read_bytes(), source, now=NOW)
        assert feed.notes == ()
        (sheet,) = all_of(Sheet, feed.items)
        found[sheet.sheet] = sheet
    assert len(found) == 4
    skipjack = next(price for price in found[SheetKind.PRICES].prices if price.name == "Ikan cakalang")
    assert (skipjack.price, skipjack.before) == (25_000, 32_000), "as the news of the market says"


@pytest.mark.parametrize("hour", ["00.00", "00.30", "04.59", "05.00", "06.00", "18.00", "23.59"])
def test_weather_and_sea_are_known_at_any_hour(hour: str) -> None:
    now = NOW.replace(hour=int(hour[:2]), minute=int(hour[3:]))
    text = demo_settings_toml("http://127.0.0.1:8000")
    wanted = kiosk_settings.settings_from_tables(tomllib.loads(text), text)
    sources = {Path(source.url).name: source for source in wanted.sources}
    files = day_files(now)
    sheets = [
        sheet for name, body in files.items() for sheet in all_of(Sheet, read_feed(body, sources[name], now=now).items)
    ]
    day = DaySheets(lambda _: sheets, wanted).day_view(Moment(now, Trust.TRUSTED))
    assert day.forecast is not None
    assert day.sea is not None
    assert (day.forecast.old, day.sea.old) == (False, False)
    assert day.forecast.issued <= now


def test_the_command_writes_a_village_that_is_read_from_its_folder(tmp_path: Path) -> None:
    assert main([str(tmp_path / "village")]) == 0
    read = kiosk_settings.load(tmp_path / "village/kiosk.toml")
    assert all(Path(source.url).is_file() for source in read.sources)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main([str(tmp_path / "file")]) == 1
    assert main([]) == 2


def test_a_utc_clock_gives_village_dates(tmp_path: Path) -> None:
    build_village(tmp_path, datetime(2026, 11, 24, 22, 0, tzinfo=UTC))  # already Wednesday in Sulawesi
    feed = json.loads((tmp_path / "feed.json").read_text(encoding="utf-8"))
    cut = next(item for item in feed["items"] if item["id"] == "pengumuman-air-mati")
    assert "Kamis, 26 November" in cut["title"]
    assert cut["date_published"].endswith("+08:00")


def test_as_it_was_some_days_ago_the_feed_has_not_yet_what_came_since(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
    build_village(tmp_path / "now", now)
    build_village(tmp_path / "then", now, until=now - timedelta(days=3))
    today, then = (json.loads((tmp_path / name / "feed.json").read_text("utf-8"))["items"] for name in ("now", "then"))
    assert 0 < len(then) < len(today)
    assert all(datetime.fromisoformat(item["date_published"]) <= now - timedelta(days=3) for item in then)
