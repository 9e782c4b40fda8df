from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from content_cache.model.changes import write_down
from content_cache.model.errors import Code
from content_cache.model.items import Event
from content_cache.model.problems import problem
from content_cache.model.vocabulary import Category
from tests.content_cache.formats.reading import Read, Sample
from tests.support.present import all_of, present

pytestmark = pytest.mark.attack(
    "what comes in",
    "feeds that would lose what they say: one id for all, an empty rule, 10,000 items",
)


CENTRAL = ZoneInfo("Asia/Makassar")


def calendar(*events: str, head: str = "") -> str:
    parts = "".join(f"BEGIN:VEVENT\nSUMMARY:Kegiatan\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{parts}END:VCALENDAR\n"


def starts(event: Event) -> list[str]:
    return [time.starts.astimezone(CENTRAL).strftime("%m-%d %H:%M") for time in event.occurrences]


def test_sample(read: Read, sample: Sample) -> None:
    feed = read(sample("libur_dan_posyandu.ics"), at=datetime(2026, 4, 10, tzinfo=CENTRAL))
    assert feed.title == "Libur & kegiatan desa (contoh)"
    assert feed.notes == (
        problem(Code.RULE_FREQUENCY, count=1, frequency="SECONDLY"),
        problem(Code.RULE_NO_START, count=1),
    )
    assert feed.complete
    found = {event.id: event for event in all_of(Event, feed.items)}
    eid, clinic = found["idulfitri-2026@contoh"], found["posyandu@contoh"]
    assert eid.category is Category.EVENT
    assert (eid.starts, eid.ends) == (datetime(2026, 3, 21, tzinfo=CENTRAL), datetime(2026, 3, 23, tzinfo=CENTRAL))
    assert eid.all_day
    assert starts(clinic)[:3] == ["04-06 08:00", "07-06 08:00", "08-03 08:00"], "May is excepted, June was moved"
    assert (present(clinic.starts).date().isoformat(), clinic.place) == ("2026-07-06", "Balai Desa")
    moved = found["posyandu@contoh/20260601T080000"]
    assert (moved.title, starts(moved)) == ("Posyandu Melati (dipindah: libur Pancasila)", ["06-02 09:00"])
    assert not any("Upacara" in item.title for item in feed.items), "cancelled"


def test_line_ends_and_folding(read: Read) -> None:
    body = calendar("UID:a\nDTSTART:20260904T010000Z\nDESCRIPTION:Bawa\\, parang\n  dan cangkul\\nJam tujuh")
    for ending in ("\n", "\r\n", "\r"):
        (event,) = read(body.replace("\n", ending)).items
        assert event.text == "Bawa, parang dan cangkul\nJam tujuh"


@pytest.mark.parametrize(
    ("head", "start", "expected"),
    [
        ("", "DTSTART:20260904T090000", "09-04 09:00"),
        ("X-WR-TIMEZONE:Asia/Jakarta\n", "DTSTART:20260904T090000", "09-04 10:00"),
        ("X-WR-TIMEZONE:Waktu Indonesia\n", "DTSTART:20260904T090000", "09-04 09:00"),
        ("", "DTSTART;TZID=Asia/Jayapura:20260904T090000", "09-04 08:00"),
        ("", "DTSTART;TZID=Entah/Berantah:20260904T090000", "09-04 09:00"),
        ("", "DTSTART:20260904T010000Z", "09-04 09:00"),
    ],
)
def test_zones(read: Read, head: str, start: str, expected: str) -> None:
    (event,) = all_of(Event, read(calendar(f"UID:a\n{start}", head=head)).items)
    assert starts(event) == [expected]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Waktu Indonesia Tengah"])
def test_a_whole_day_is_that_day_here_whatever_zone_its_calendar_is_of(read: Read, zone: str) -> None:
    """Google writes X-WR-TIMEZONE:UTC where nobody chose one: a holiday went on until eight the next morning."""
    once, daily = "UID:a\nDTSTART;VALUE=DATE:20260917\nDTEND;VALUE=DATE:20260918", "UID:b\nDTSTART;VALUE=DATE:20260920"
    feed = read(calendar(once, f"{daily}\nRRULE:FREQ=DAILY;COUNT=2", head=f"X-WR-TIMEZONE:{zone}\n"))
    found = [
        tuple(when.astimezone(CENTRAL).strftime("%d %H:%M") for when in (time.starts, time.ends))
        for event in all_of(Event, feed.items)
        for time in event.occurrences
    ]
    assert found == [("17 00:00", "18 00:00"), ("20 00:00", "21 00:00"), ("21 00:00", "22 00:00")]


@pytest.mark.parametrize(
    "zone", ["Waktu Indonesia Tengah", "(GMT+08:00) Singapore", "WITA", "Asia", "\\,\\;", "../etc"]
)
def test_a_zone_that_is_none_takes_no_repetition_away(read: Read, zone: str) -> None:
    """All of a weekly posyandu but its first time was lost."""
    feed = read(calendar("UID:a\nDTSTART:20260907T080000\nRRULE:FREQ=WEEKLY;COUNT=3", head=f"X-WR-TIMEZONE:{zone}\n"))
    (event,) = all_of(Event, feed.items)
    assert starts(event) == ["09-07 08:00", "09-14 08:00", "09-21 08:00"]
    assert feed.notes == ()


@pytest.mark.parametrize(
    ("start", "end", "all_day"),
    [
        ("20260917T000000", "20260918T000000", True),
        ("20260916T160000Z", "20260918T160000Z", True),
        ("20260917T000000", "20260917T235900", False),
        ("20260917T000000", "20260917T000000", False),
        ("20260917T190000", "20260918T000000", False),
    ],
)
def test_from_midnight_to_midnight_is_all_day(read: Read, start: str, end: str, all_day: bool) -> None:
    (event,) = all_of(Event, read(calendar(f"UID:a\nDTSTART:{start}\nDTEND:{end}")).items)
    assert event.all_day is all_day


def test_a_weekly_series_in_utc_keeps_its_local_weekday(read: Read) -> None:
    body = calendar(
        "UID:a\nDTSTART:20260830T230000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3", head="X-WR-TIMEZONE:Asia/Makassar\n"
    )
    (event,) = all_of(Event, read(body).items)
    assert starts(event) == ["08-31 07:00", "09-07 07:00", "09-14 07:00"]


def test_horizon_and_next_time(read: Read, now: datetime) -> None:
    (event,) = all_of(
        Event, read(calendar("UID:a\nDTSTART:20200106T070000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;BYDAY=MO")).items
    )
    assert event.occurrences[0].starts >= now - timedelta(days=32)
    assert now + timedelta(days=390) < event.occurrences[-1].starts < now + timedelta(days=400)
    assert (present(event.starts).isoformat(), present(event.ends).hour) == ("2026-09-07T07:00:00+08:00", 9)
    (past,) = all_of(Event, read(calendar("UID:a\nDTSTART:20260820T070000")).items)
    assert present(past.starts).day == 20, "all over: the last time"
    assert read(calendar("UID:a\nDTSTART:20260520T070000", "UID:b\nDTSTART:20290520T070000")).items == ()


def test_running_event_is_the_next_one(read: Read) -> None:
    (event,) = all_of(
        Event, read(calendar("UID:a\nDTSTART:20260902T070000\nDTEND:20260904T070000\nRRULE:FREQ=WEEKLY")).items
    )
    assert present(event.starts).day == 2


def test_cancelled_override_and_moved_time(read: Read) -> None:
    master = "UID:a\nDTSTART:20260907T070000\nRRULE:FREQ=WEEKLY;COUNT=4"
    cancelled = "UID:a\nRECURRENCE-ID:20260914T070000\nDTSTART:20260914T070000\nSTATUS:CANCELLED"
    moved = "UID:a\nRECURRENCE-ID:20260921T070000\nDTSTART:20260922T080000"
    (event,) = all_of(Event, read(calendar(master, cancelled, moved)).items)
    assert starts(event) == ["09-07 07:00", "09-22 08:00", "09-28 07:00"]


def test_the_newer_of_two_with_one_uid_wins(read: Read) -> None:
    old, new = "UID:a\nSEQUENCE:1\nDTSTART:20260907T070000", "UID:a\nSEQUENCE:2\nDTSTART:20260908T070000"
    for body in (calendar(old, new), calendar(new, old)):
        assert [starts(event) for event in all_of(Event, read(body).items)] == [["09-08 07:00"]]


REFUSED = ("RRULE:", "RRULE:FREQ=", "RRULE:SERING", "RRULE:FREQ=HOURLY", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")


@pytest.mark.parametrize("rule", REFUSED)
def test_what_a_refused_rule_says_of_its_first_date_holds(read: Read, rule: str) -> None:
    """A public export of holidays gives each an empty RRULE: all 34 were lost."""
    feed = read(
        calendar(
            f"UID:a\nDTSTART;VALUE=DATE:20260917\n{rule}",
            f"UID:b\nDTSTART:20260918T090000\n{rule}\nEXDATE:20260918T090000",
        )
    )
    events = all_of(Event, feed.items)
    assert [(event.id, starts(event)) for event in events] == [("a", ["09-17 00:00"]), ("b", ["09-18 09:00"])]
    assert [note.details["count"] for note in feed.notes] == [2], "and it is told"


def test_a_refused_rule_keeps_the_dates_that_are_described_apart(read: Read) -> None:
    master = "UID:a\nDTSTART:20260907T070000\nRRULE:"
    moved = "UID:a\nRECURRENCE-ID:20260914T070000\nDTSTART:20260915T080000\nLOCATION:Kantor camat"
    events = all_of(Event, read(calendar(master, moved)).items)
    assert sorted(time for event in events for time in starts(event)) == ["09-07 07:00", "09-15 08:00"]


def test_what_changes_from_a_date_on_keeps_each_of_its_dates(read: Read) -> None:
    master = "UID:a\nDTSTART:20260907T070000\nRRULE:FREQ=WEEKLY;COUNT=6"
    future = "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260921T070000\nDTSTART:20260921T090000\nLOCATION:Kantor camat"
    feed = read(calendar(master, future))
    events = sorted(all_of(Event, feed.items), key=lambda event: present(event.starts))
    assert [(event.place, starts(event)) for event in events] == [
        ("", ["09-07 07:00", "09-14 07:00"]),
        *(("Kantor camat", [f"{day} 09:00"]) for day in ("09-21", "09-28", "10-05", "10-12")),
    ]
    assert len({event.id for event in feed.items}) == 5
    assert feed.notes == ()


@pytest.mark.parametrize(
    ("says", "title"),
    [
        ("DESCRIPTION:Rapat RT 03\\nmembahas jalan", "Rapat RT 03 membahas jalan"),
        ("DESCRIPTION:<p>Rapat <b>RT</b></p>", "Rapat RT"),
        ("CATEGORIES:Libur nasional,Desa", "Libur nasional, Desa"),
        ("CATEGORIES:Libur\nDESCRIPTION:Hari Natal", "Hari Natal"),
    ],
)
def test_an_event_without_a_summary_is_named_by_what_it_says(read: Read, says: str, title: str) -> None:
    body = calendar(f"UID:a\nDTSTART:20260907T070000\n{says}").replace("SUMMARY:Kegiatan\n", "")
    assert [event.title for event in read(body).items] == [title]


@pytest.mark.parametrize(
    "bad",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=MINUTELY;INTERVAL=5",
        "RRULE:FREQ=HOURLY",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=MONTHLY;BYDAY=6MO",
        "RRULE:FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
        "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5,6",
        "RRULE:SERING",
        "DTEND:29990101T000000Z\nRRULE:FREQ=DAILY",
        "RDATE:" + ",".join(["20260905T000000Z"] * 1_500),
    ],
)
def test_a_series_that_cannot_be_followed_goes_alone(read: Read, bad: str) -> None:
    feed = read(calendar(f"UID:bom\nDTSTART:20200101T000000Z\n{bad}", "UID:baik\nDTSTART:20260904T010000Z"))
    assert [event.id for event in feed.items] == ["baik"]
    assert len(feed.notes) == 1
    assert feed.complete


@pytest.mark.parametrize(
    "bad",
    [
        "DTSTART:besok",
        "DTSTART;TZID=Asia:20260904T010000",
        "DTSTART;VALUE=DATE:20261399",
        "DTSTART:00000000T000000",
        "DESCRIPTION:tanpa",
    ],
)
def test_a_broken_event_goes_alone(read: Read, bad: str) -> None:
    feed = read(
        calendar(
            f"UID:rusak\n{bad}", "UID:baik\nDTSTART:20260904T010000Z", "bukan properti\nUID:c\nDTSTART:20260904T010000Z"
        )
    )
    assert [event.id for event in feed.items][:1] == ["baik"]
    assert feed.notes


NEEDLESS = (
    "CREATED:00001231T000000Z", "CREATED:", "CREATED:kemarin", "LAST-MODIFIED:kacau", "DTSTAMP:kacau", "EXDATE:", "EXDATE:kacau",
    "RDATE:", "RDATE:kacau", "RECURRENCE-ID:", "DURATION:lama", "DTEND:", "DTEND:nanti", "PRIORITY:tinggi", "GEO:sini", "TRANSP",
    "X-APPLE;=:a", "BEGIN:VALARM\nTRIGGER:kacau\nACTION:DISPLAY\nDESCRIPTION:Ingat\nEND:VALARM",
    "BEGIN:VALARM\nTRIGGER:\nEND:VALARM",
    "BEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:kacau\nDESCRIPTION:Ingat", "END:VALARM",
)  # fmt: skip


@pytest.mark.parametrize("line", NEEDLESS)
@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_line_that_is_not_shown_costs_no_event(read: Read, line: str, place: str) -> None:
    own = "UID:a\nDTSTART:20260904T010000Z\nDESCRIPTION:Bawa parang"
    feed = read(calendar(f"{line}\n{own}" if place == "before" else f"{own}\n{line}"))
    assert [(event.id, starts(event)) for event in all_of(Event, feed.items)] == [("a", ["09-04 09:00"])]
    assert feed.notes == ()


def test_an_alarm_says_nothing_of_its_event(read: Read) -> None:
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nSUMMARY:Ingat\nDESCRIPTION:Ingat\nTRIGGER:-PT15M\nEND:VALARM"
    (event,) = read(calendar(f"{alarm}\nUID:a\nDTSTART:20260904T010000Z\nDESCRIPTION:Bawa parang")).items
    assert (event.title, event.text) == ("Kegiatan", "Bawa parang")


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("EXDATE:,20260905T010000Z,", 2),
        ("EXDATE:2026-09-05T01:00:00Z", 2),
        ("EXDATE:kacau", 3),
        ("RDATE:20260910T0100Z", 4),
    ],
)
def test_exceptions_that_can_be_read_hold(read: Read, rule: str, kept: int) -> None:
    (event,) = all_of(Event, read(calendar(f"UID:a\nDTSTART:20260904T010000Z\nRRULE:FREQ=DAILY;COUNT=3\n{rule}")).items)
    assert len(event.occurrences) == kept


@pytest.mark.parametrize(
    ("start", "until", "last"),
    [
        ("DTSTART:20260904T090000", "20260906", "09-06 09:00"),
        ("DTSTART:20260903T233000Z", "20260906", "09-06 07:30"),  # the server's own days, not those of UTC
        ("DTSTART;TZID=Asia/Makassar:20260904T233000", "20260906", "09-06 23:30"),
        ("DTSTART;TZID=America/New_York:20260904T200000", "20260906", "09-07 08:00"),
        ("DTSTART;TZID=Asia/Makassar:20260904T090000", "2026-09-06", "09-06 09:00"),
        ("DTSTART:20260904", "20260906", "09-06 00:00"),
        ("DTSTART:20260904T010000Z", "20260906T005959Z", "09-05 09:00"),
    ],
)
def test_a_series_until_a_day_takes_place_on_it(read: Read, start: str, until: str, last: str) -> None:
    (event,) = all_of(Event, read(calendar(f"UID:a\n{start}\nRRULE:FREQ=DAILY;UNTIL={until}")).items)
    assert starts(event)[-1] == last


def test_times_beyond_what_one_series_may_have_are_told(read: Read) -> None:
    feed = read(
        calendar("UID:a\nDTSTART:20260904T090000\nRRULE:FREQ=DAILY;BYHOUR=8,9", "UID:b\nDTSTART:20260904T090000")
    )
    assert [len(event.occurrences) for event in all_of(Event, feed.items)] == [500, 1]
    assert feed.notes == (problem(Code.TIMES_BEYOND, count=1, most=500),)


@pytest.mark.parametrize(("count", "kept"), [("COUNT=100000000", 431), ("UNTIL=20260910T000000Z", 38)])
def test_endless_counts_are_only_followed_to_the_horizon(read: Read, count: str, kept: int) -> None:
    (event,) = all_of(Event, read(calendar(f"UID:a\nDTSTART:20000101T000000Z\nRRULE:FREQ=DAILY;{count}")).items)
    assert abs(len(event.occurrences) - kept) <= 1


def test_an_end_before_its_start_is_no_end(read: Read) -> None:
    body = calendar("UID:a\nDTSTART:20260904T010000Z\nDTEND:20260901T010000Z\nRRULE:FREQ=DAILY;COUNT=2")
    (event,) = all_of(Event, read(body).items)
    assert starts(event) == ["09-04 09:00", "09-05 09:00"]
    assert all(time.ends == time.starts for time in event.occurrences)


def test_every_cut_keeps_the_whole_events(read: Read) -> None:
    body = calendar("UID:a\nDTSTART:20260904T010000Z", "UID:b\nDTSTART:20260905T010000Z", head="X-WR-CALNAME:Desa\n")
    for cut in range(body.index("BEGIN:VEVENT"), body.index("END:VCALENDAR") + 5):
        feed = read(body[:cut])
        assert not feed.complete
        assert len(feed.items) == body[:cut].count("END:VEVENT"), cut
        assert feed.title == "Desa"


def test_an_event_that_never_ends_goes_alone(read: Read) -> None:
    body = calendar("UID:a\nDTSTART:20260904T010000Z", "UID:b\nDTSTART:20260905T010000Z").replace("END:VEVENT\n", "", 1)
    feed = read(body)
    assert [event.id for event in feed.items] == ["b"]
    assert feed.notes == (problem(Code.EVENT_BROKEN, count=1),)


def test_html_descriptions_and_refresh_interval(read: Read) -> None:
    head = "REFRESH-INTERVAL;VALUE=DURATION:PT12H\n"
    feed = read(
        calendar("UID:a\nDTSTART:20260904T010000Z\nDESCRIPTION:<p>Satu</p><script>x</script><p>Dua</p>", head=head)
    )
    assert feed.items[0].text == "Satu\n\nDua"
    assert feed.refresh_every == 43_200


def test_no_events_is_no_error(read: Read) -> None:
    assert read(calendar()).items == ()


WEEKLY = "UID:a\nDTSTART;TZID=Asia/Makassar:20260105T070000\nRRULE:FREQ=WEEKLY"


def test_a_series_is_the_same_on_whatever_day_it_is_read(read: Read, now: datetime) -> None:
    (today,), (tomorrow,) = (
        all_of(Event, read(calendar(WEEKLY), at=now + timedelta(days=days)).items) for days in (0, 9)
    )
    assert today.occurrences != tomorrow.occurrences
    assert today.series
    assert write_down(today).fingerprint == write_down(tomorrow).fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        WEEKLY.replace("070000", "080000"),
        WEEKLY.replace("Makassar", "Jakarta"),
        WEEKLY + ";INTERVAL=2",
        WEEKLY + "\nEXDATE;TZID=Asia/Makassar:20260907T070000",
        WEEKLY + "\nDURATION:PT1H",
        WEEKLY + "\nLOCATION:Balai",
    ],
)
def test_a_series_that_was_changed_is_another(read: Read, changed: str) -> None:
    (before,), (after,) = read(calendar(WEEKLY)).items, read(calendar(changed)).items
    assert write_down(before).fingerprint != write_down(after).fingerprint


def test_a_series_read_twice_the_same_day_has_the_same_times(read: Read, now: datetime) -> None:
    (morning,), (evening,) = (
        all_of(Event, read(calendar(WEEKLY), at=now.replace(hour=hour)).items) for hour in (1, 22)
    )
    assert morning.occurrences == evening.occurrences


def test_the_time_of_a_download_is_no_date_of_an_event(read: Read) -> None:
    stamps = ("DTSTAMP:20260903T010000Z", "DTSTAMP:20260903T020000Z")
    first, second = (read(calendar(f"UID:a\nDTSTART:20260904T010000Z\n{stamp}")).items for stamp in stamps)
    assert first == second


@pytest.mark.parametrize(("count", "whole"), [(0, False), (1, True), (29, True), (30, False), (31, True), (100, False)])
def test_what_may_be_a_page_of_many_is_not_the_whole(read: Read, count: int, whole: bool) -> None:
    """An event that takes place would be taken for one that was taken out."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:Rapat {n}\r\nDTSTART:202609{n % 28 + 1:02}T010000Z\r\nEND:VEVENT\r\n"
        for n in range(count)
    )
    assert read(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n").whole is whole
