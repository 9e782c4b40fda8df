"""One moment in the spellings that each format's standard allows, and in those of programs that do not keep to it."""

import json
from datetime import UTC, datetime

import pytest

from content_cache.model.items import Event
from tests.content_cache.formats.reading import Read, alerts
from tests.content_cache.formats.test_cap import info, message
from tests.content_cache.formats.test_ical import calendar
from tests.support.present import all_of

MOMENT = datetime(2026, 9, 3, 20, 30, tzinfo=UTC)  # 04.30 of the 4th in the source's zone

# RFC 3339, which CAP 1.2, Atom and JSON Feed name; seconds are left out and nothing is padded against it
INTERNET = (
    "2026-09-03T20:30:00Z", "2026-09-03T20:30:00z", "2026-09-03t20:30:00z", "2026-09-03 20:30:00Z", "2026-09-03T20:30:00.0Z",
    "2026-09-03T20:30:00.000Z", "2026-09-03T20:30:00.123456Z", "2026-09-03T20:29:60Z", "2026-09-03T20:30:00+00:00",
    "2026-09-03T20:30:00-00:00", "2026-09-03T20:30:00.5+00:00", "2026-09-04T04:30:00+08:00", "2026-09-04T04:30:00.25+08:00",
    "2026-09-03T15:00:00-05:30", "2026-09-04T05:30:00+09:00", "2026-09-03T20:30Z", "2026-09-03T20:30z", "2026-09-03 20:30Z",
    "2026-09-03 20:30 Z", "2026-09-03T20:30+00:00", "2026-09-04T04:30+08:00", "2026-09-04T04:30+0800", "2026-09-04T04:30+08",
    "2026-09-03T15:30-05:00", "2026-09-04T4:30+08:00", "2026-09-04T04:30", "2026-09-04T04:30:00",
    "2026-09-04T4:30:0+08:00", "2026-09-3T20:30:0Z", "2026-09-04T04:30WITA", "2026-09-03T20:30UTC", "20260903T203000Z",
    "20260903T2030Z",
)  # fmt: skip

# RFC 822 with RFC 2822's years and zones, which RSS 2.0 names
MAIL = (
    "Thu, 03 Sep 2026 20:30:00 GMT", "Thu, 03 Sep 2026 20:30 GMT", "Thu, 03 Sep 2026 20:30:00 UT", "Thu, 03 Sep 2026 20:30 UT",
    "Thu, 03 Sep 2026 20:30:00 Z", "Thu, 03 Sep 2026 20:30 Z", "Thu, 03 Sep 2026 20:30:00Z", "Thu, 03 Sep 2026 20:30Z",
    "Thu, 03 Sep 2026 20:30:00 UTC", "Thu, 03 Sep 2026 20:30:00 +0000", "Thu, 03 Sep 2026 20:30:00 -0000",
    "Thu, 03 Sep 2026 20:30 +0000", "Fri, 04 Sep 2026 04:30:00 +0800", "Fri, 04 Sep 2026 04:30 +0800",
    "Fri, 04 Sep 2026 04:30 +08:00", "Thu, 03 Sep 2026 16:30:00 EDT", "Thu, 03 Sep 2026 15:30 EST", "Thu, 03 Sep 2026 13:30:00 PDT",
    "Thu, 03 Sep 2026 20:30:00 A", "Thu, 03 Sep 2026 20:29:60 GMT", "03 Sep 2026 20:30:00 GMT", "3 Sep 2026 20:30 GMT",
    "Thu, 3 Sep 2026 20:30:00 GMT", "Thu, 03 Sep 26 20:30:00 GMT", "3 Sep 26 20:30 GMT", "Thu,03 Sep 2026 20:30:00 GMT",
    "Thu, 03 Sep 2026 20:30:00 GMT (UTC)", "Thu, 03 Sep 2026\r\n 20:30:00 GMT", "Fri, 04 Sep 2026 4:30:0 +0800",
    "Fri, 04 Sep 2026 04:30 WITA", "Fri, 04 Sep 2026 04:30", "Thu Sep 3 20:30:00 UTC 2026", "Thu Sep  3 20:30:00 2026 GMT",
)  # fmt: skip

# RFC 5545 section 3.3.5, and what Outlook, phones and web sites write in its place
CALENDAR = (
    "DTSTART:20260903T203000Z", "DTSTART:20260904T043000", "dtstart:20260903T203000Z", "DTSTART;VALUE=DATE-TIME:20260903T203000Z",
    "DTSTART;TZID=Asia/Makassar:20260904T043000", "DTSTART;VALUE=DATE-TIME;TZID=Asia/Makassar:20260904T043000",
    'DTSTART;TZID="Asia/Makassar":20260904T043000', "DTSTART;tzid=Asia/Makassar:20260904T043000",
    "DTSTART;TZID=Asia/Jakarta:20260904T033000", "DTSTART;TZID=America/New_York:20260903T163000",
    "DTSTART;TZID=UTC:20260903T203000",
    "DTSTART;TZID=Singapore Standard Time:20260904T043000", "DTSTART;X-A=b:20260903T203000Z", "DTSTART:20260903T\n 203000Z",
    "DTSTART;TZID=Asia/\n Makassar:20260904T043000", "DTSTART:20260903T202960Z", "DTSTART:20260903t203000z",
    "DTSTART:20260903T2030Z", "DTSTART:20260904T0430", "DTSTART;TZID=Asia/Jakarta:20260904T0330", "DTSTART:20260904T043000+0800",
    "DTSTART:20260904T0430+08:00", "DTSTART:2026-09-04T04:30:00", "DTSTART:2026-09-04T04:30", "DTSTART:2026-09-04 04:30",
    "DTSTART:2026-09-03T20:30:00Z", "DTSTART:2026-09-03T20:30Z", "DTSTART:2026-09-04T04:30:00+08:00",
    "DTSTART:2026-09-04T04:30+08:00", "DTSTART;TZID=Asia/Jakarta:2026-09-04T03:30:00", "DTSTART;TZID=Asia/Jakarta:2026-09-04T03:30",
    "DTSTART;TZID=Asia/Jakarta:2026-09-03T20:30Z", "DTSTART;VALUE=DATE:20260904T043000", "DTSTART;VALUE=DATE:2026-09-04T04:30",
    "DTSTART:2026-09-04T4:30+08:00", "DTSTART:2026-09-04T4:30:0",
)  # fmt: skip


@pytest.mark.parametrize("line", CALENDAR)
def test_icalendar(read: Read, line: str) -> None:
    end = line.replace("DTSTART", "DTEND").replace("dtstart", "DTEND")
    (event,) = all_of(Event, read(calendar(f"UID:a\n{line}\n{end}")).items)
    assert (event.starts, event.ends, event.all_day) == (MOMENT, MOMENT, False)


@pytest.mark.parametrize(
    "line",
    ["DTSTART:20260904", "DTSTART;VALUE=DATE:20260904", "DTSTART:2026-09-04", "DTSTART;TZID=Asia/Jakarta:2026-09-04"],
)
def test_icalendar_days(read: Read, line: str) -> None:
    (event,) = all_of(Event, read(calendar(f"UID:a\n{line}")).items)
    assert event.all_day
    assert event.starts == datetime(2026, 9, 3, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", INTERNET)
def test_cap(read: Read, text: str) -> None:
    said = message(info(effective=text, expires=text), sent="2026-09-03T11:50:00+08:00")
    (alert,) = alerts(read(said, format="cap", alerts=True, language="id"))
    assert alert.effective is not None
    assert alert.expires is not None
    assert {moment.replace(microsecond=0) for moment in (alert.effective, alert.expires)} == {MOMENT}


@pytest.mark.parametrize("text", INTERNET)
def test_json_feed(read: Read, text: str) -> None:
    said = {"id": "1", "title": "Pasar", "date_published": text, "_kiosk": {"publish_from": text, "expires": text}}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Desa", "items": [said]})
    (item,) = read(body).items
    assert (item.published, item.publish_from, item.expires) == (MOMENT, MOMENT, MOMENT)


@pytest.mark.parametrize("text", INTERNET)
def test_atom(read: Read, text: str) -> None:
    entry = f"<entry><id>1</id><title>Pasar</title><published>{text}</published><updated>{text}</updated></entry>"
    (item,) = read(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Desa</title>{entry}</feed>').items
    assert (item.published, item.updated) == (MOMENT, MOMENT)


@pytest.mark.parametrize("text", MAIL)
def test_rss(read: Read, text: str) -> None:
    item = f"<item><guid>1</guid><title>Pasar</title><pubDate>{text}</pubDate></item>"
    (found,) = read(f'<rss version="2.0"><channel><title>Desa</title>{item}</channel></rss>').items
    assert found.published == MOMENT
