import json
from datetime import timedelta

import pytest

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import BlockKind
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Announcement, Clarification, Event, Item, NewsItem, Service
from content_cache.model.problems import problem
from content_cache.model.vocabulary import Category, Provenance, Verdict
from tests.content_cache.formats.reading import Read, Sample
from tests.support.present import present

Central = dict[str, Item]


def feed_of(*items: object, **top: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Desa", **top, "items": items})


@pytest.fixture
def central(read: Read, sample: Sample) -> Central:
    feed = read(sample("central.json"), url="https://info.example/pusat/feed.json")
    return {item.id: item for item in feed.items}


def test_announcement_with_all_its_fields(central: Central) -> None:
    water = central["a1"]
    assert isinstance(water, Announcement)
    assert water.text == "Perbaikan pipa.\n\nTampung air malam ini.", "the plain text is what is spoken"
    assert [block.kind for block in water.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH], (
        "the markup is what is shown"
    )
    assert water.priority == 2, "3 takes the alert key"
    assert water.pinned
    assert water.areas == ("72.01.05",)
    assert water.speech_text == "Air mati besok pagi."
    assert water.provenance is Provenance.VERIFIED
    assert (present(water.publish_from).day, present(water.expires).day) == (3, 10)
    assert water.language == "id"
    assert water.attachments == (
        Attachment("https://info.example/pusat/media/pipa.jpg", "image/jpeg", "Pipa bocor"),
        Attachment("https://info.example/pusat/media/a1.mp3", "audio/mpeg"),
    )


def test_clarification_and_service(central: Central) -> None:
    wages, card = central["k1"], central["l1"]
    assert isinstance(wages, Clarification)
    assert (wages.claim, wages.verdict) == ("Gaji dipotong separuh", Verdict.FALSE)
    assert isinstance(card, Service)
    assert card.requirements == ("Kartu keluarga", "Surat pengantar")
    assert (card.hours, card.place, card.language) == ("Senin 08.00–12.00", "Kantor desa", "bgz")


def test_events(central: Central) -> None:
    work, fair = central["e1"], central["e2"]
    assert isinstance(work, Event)
    assert isinstance(fair, Event), "a start makes an event"
    assert (present(work.starts).isoformat(), present(work.ends).hour, work.all_day) == (
        "2026-09-05T07:00:00+08:00",
        10,
        False,
    )
    assert work.place == "Lapangan"
    assert (present(fair.starts).isoformat(), present(fair.ends).isoformat()) == (
        "2026-09-07T00:00:00+08:00",
        "2026-09-10T00:00:00+08:00",
    )
    assert fair.all_day
    assert [(time.starts, time.ends) for time in fair.occurrences] == [(fair.starts, fair.ends)]


@pytest.mark.parametrize(
    ("starts", "ends", "last"),
    [
        ("2026-09-07", "2026-09-09T12:00:00+08:00", "09-09"),
        ("2026-09-07", "2026-09-07T12:00:00+08:00", "09-07"),
        ("2026-09-07T00:00:00+07:00", "2026-09-09T00:00:00+07:00", "09-08"),
        ("2026-09-07T00:00:00+09:00", "2026-09-09T00:00:00+09:00", "09-08"),
        ("2026-09-07T00:00:00Z", "2026-09-08T00:00:00Z", "09-07"),
        ("2026-09-06T16:00:00Z", "2026-09-08T16:00:00Z", "09-08"),
        ("2026-09-06T16:00:00Z", "", "09-07"),
        ("2026-09-07", "", "09-07"),
    ],
)
def test_whole_days_are_those_that_were_written(read: Read, starts: str, ends: str, last: str) -> None:
    """One that ends at noon of its third day lost that day."""
    kiosk = {"category": "kegiatan", "all_day": True, "starts": starts, "ends": ends}
    (event,) = read(feed_of({"id": "a", "title": "Pekan", "_kiosk": kiosk})).items
    assert isinstance(event, Event)
    begin, end = present(event.starts), present(event.ends) - timedelta(seconds=1)
    assert (f"{begin:%m-%d %H:%M}", f"{end:%m-%d}") == ("09-07 00:00", last)


def test_what_ends_on_a_day_ends_with_it(read: Read) -> None:
    kiosk = {"expires": "2026-09-05", "loop": {"until": "2026-09-06"}, "publish_from": "2026-09-04"}
    (item,) = read(feed_of({"id": "a", "title": "Rapat", "_kiosk": kiosk})).items
    times = item.publish_from, item.expires, present(item.loop).until
    assert [f"{present(when):%m-%d %H:%M}" for when in times] == ["09-04 00:00", "09-06 00:00", "09-07 00:00"]


def _repeating(*times: object, **fields: object) -> dict[str, object]:
    kiosk = {"category": "kegiatan", "starts": "2026-09-09T08:00:00+08:00", "ends": "2026-09-09T10:00:00+08:00"}
    return {"id": "p", "title": "Posyandu", "_kiosk": kiosk | {"times": list(times), "series": "f00"} | fields}


def test_an_event_that_repeats_has_all_its_times_in_order(read: Read) -> None:
    spans = [f"2026-{month:02}-09T08:00:00+08:00/2026-{month:02}-09T10:00:00+08:00" for month in (11, 9, 10)]
    (event,) = read(feed_of(_repeating(*spans, "2026-10-09", 7, "besok/lusa", "/", "9999-12-31T00:00:00Z/"))).items
    assert isinstance(event, Event)
    assert [f"{time.starts:%m-%d %H}-{time.ends:%H}" for time in event.occurrences] == [
        "09-09 08-10",
        "10-09 00-00",
        "10-09 08-10",
        "11-09 08-10",
    ]
    assert event.series == "f00"
    assert event.starts == event.occurrences[0].starts


def test_no_more_times_than_a_thousand_are_taken(read: Read) -> None:
    days = [f"20{n // 336 + 10}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}/" for n in range(9_000)]
    (event,) = read(feed_of(_repeating(*days))).items
    assert isinstance(event, Event)
    assert len(event.occurrences) == 1_001
    assert not read(feed_of(_repeating(*days * 2))).items


@pytest.mark.parametrize(("starts", "kind"), [("2026-09-05", Event), ("besok", NewsItem), ("", NewsItem)])
def test_an_event_without_a_time_is_news(read: Read, starts: str, kind: type[Item]) -> None:
    (item,) = read(feed_of({"id": "a", "title": "Rapat", "_kiosk": {"category": "kegiatan", "starts": starts}})).items
    assert type(item) is kind


def test_an_alert_without_a_key_is_news(central: Central, read: Read, sample: Sample) -> None:
    assert central["d1"].category is Category.NEWS
    assert problem(Code.ALERT_WITHOUT_KEY, count=1) in read(sample("central.json")).notes


GOOD = {"id": "baik", "title": "Baik"}


def deep(levels: int) -> object:
    value: object = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "bad",
    [
        '{"id": "b", "title": "\\ud800"}',
        '{"id": "b", "title": "B", "n": NaN}',
        '{"id": "b", "title": "B", "_kiosk": {"priority": -Infinity}}',
        '{"id": "b", "title": "B", "n": ' + "9" * 5_000 + "}",
        '{"id": "b", "title": "B", "deep": ' + json.dumps(deep(60)) + "}",
        '{"id": "b", "title": "B", "many": [' + "0," * 20_000 + "0]}",
        '{"id": "b"}',
        '"teks"',
        "null",
    ],
)
def test_a_bad_item_goes_alone(read: Read, bad: str) -> None:
    body = feed_of(GOOD, "BAD", {"id": "juga", "title": "Juga"}).replace('"BAD"', bad)
    feed = read(body)
    assert [item.id for item in feed.items] == ["baik", "juga"]
    assert len(feed.notes) == 1
    assert feed.complete, "asking again would bring the same item"


def test_fields_of_a_wrong_type_count_as_absent(read: Read) -> None:
    odd = {
        "id": 7, "title": "Aneh", "content_html": 3, "summary": [], "authors": "x", "tags": {"a": 1}, "url": 4,
        "language": "bahasa",
        "date_published": 20260903, "attachments": [{"url": 5}, 6], "image": True,
        "_kiosk": {"category": "puisi", "priority": True, "areas": [1, None, "72"], "expires": "kapan-kapan", "pinned": "ya",
                   "verdict": 1, "provenance": "presiden", "starts": "0001-01-01", "hours": 9},
    }  # fmt: skip
    (item,) = read(feed_of(odd)).items
    assert (item.id, item.title, item.category, item.text) == ("7", "Aneh", Category.NEWS, "")
    assert (item.priority, item.pinned, item.expires, item.areas) == (0, False, None, ("72",))
    assert (item.provenance, item.language, item.attachments) == (Provenance.UNCHECKED, "id", ())


def test_provenance_of_the_source_where_the_item_names_none(read: Read) -> None:
    assert read(feed_of(GOOD), provenance=Provenance.KIM).items[0].provenance is Provenance.KIM


def test_every_cut_keeps_the_whole_items(read: Read) -> None:
    body = feed_of(*({"id": str(n), "title": f"Judul {n}", "content_text": "Isi [ } ]"} for n in range(3)))
    ends = [
        place
        for place in range(len(body))
        if body.startswith("}", place) and body[place + 1 : place + 2] in (",", "]") and body[place - 1] == '"'
    ]
    assert len(ends) == 3
    for cut in range(ends[0] + 1, len(body)):
        feed = read(body[:cut])
        assert not feed.complete
        assert [item.id for item in feed.items] == [str(n) for n in range(sum(end < cut for end in ends))], cut
    with pytest.raises(FormatError, match="json_broken"):
        read(body[: ends[0]])


def test_nesting_without_end_is_refused_or_cut_off(read: Read) -> None:
    for body in ('{"a": ' + "[" * 200_000, '{"items": [' + "[" * 200_000):
        with pytest.raises(FormatError, match="json_"):
            read(body)


def test_no_items_is_no_error(read: Read) -> None:
    assert read(feed_of()).items == ()


@pytest.mark.parametrize("count", [2_500, 150_000], ids=["read as a whole", "too many to be held at once"])
def test_of_too_many_items_the_first_are_taken(read: Read, count: int) -> None:
    feed = read(feed_of(*({"id": n, "title": f"Butir {n}"} for n in range(count))))
    assert [item.id for item in feed.items] == [str(n) for n in range(2_000)]
    assert feed.complete, "what was left out is no reason to ask for all again"
    assert feed.notes == (problem(Code.FEED_TOO_LONG, count=1, most=2000),)


def test_of_a_long_feed_the_newest_are_taken(read: Read) -> None:
    days = [{"id": n, "title": f"Hari {n}", "date_published": 1_500_000_000 + n * 3_600} for n in range(5_000)]
    feed = read(feed_of(*days))
    assert [item.id for item in feed.items] == [str(n) for n in range(3_000, 5_000)]
    assert present(feed.items[0].published).year == 2017


def test_many_objects_in_few_items_are_read_as_a_whole(read: Read) -> None:
    large = {"id": "b", "title": "B", "tags": [{}] * 120_000}
    feed = read(feed_of({"id": "a", "title": "A"}, large, {"id": "c", "title": "C"}))
    assert [item.id for item in feed.items] == ["a", "c"]


@pytest.mark.parametrize(
    ("kiosk", "verdict", "claim"),
    [
        ({"verdict": "benar", "claim": "Kamis libur"}, Verdict.TRUE, "Kamis libur"),
        ({"verdict": "belum"}, Verdict.UNCLEAR, ""),
        ({"verdict": ["benar"]}, Verdict.FALSE, "Kamis libur"),
        ({}, Verdict.FALSE, "Kamis libur"),
        ({"claim": "Sekolah libur hari Kamis"}, Verdict.FALSE, "Sekolah libur hari Kamis"),
    ],
)
def test_a_verdict_that_is_said_stands_over_the_title(
    read: Read, kiosk: dict[str, object], verdict: Verdict, claim: str
) -> None:
    body = {
        "items": [
            {
                "id": "1",
                "title": "[SALAH] Kamis libur",
                "tags": ["Benar"],
                "_kiosk": kiosk | {"category": "klarifikasi"},
            }
        ]
    }
    (found,) = read(json.dumps(body)).items
    assert isinstance(found, Clarification)
    assert (found.verdict, found.claim) == (verdict, claim)
