"""Whatever comes: formats, dates, cleaning and changes raise nothing but what they say, and let nothing through that acts.

The long form, more than 20,000 cases:

    python -m pytest tests/hostile/test_properties.py --hypothesis-profile=long --timeout=0
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.changes import compare, write_down
from content_cache.model.codec import item_from_json, item_to_json
from content_cache.model.items import KINDS, Event, Item, NewsItem, Occurrence
from content_cache.model.plain_text import blocks_text
from content_cache.model.trust import dated, is_ahead
from content_cache.model.vocabulary import Category
from content_cache.text.cleaning import clean_url, to_blocks
from content_cache.text.dates import parse_date
from content_cache.text.plain import TITLE_LIMIT, clean_line, clean_text, clean_title, looks_like_html
from tests.hostile.json_torture import FIELDS, KIOSK_FIELDS
from tests.hostile.verdict import DIRECTIONS, NOW, in_good_time, judge

SEEDS = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "feeds").iterdir()) if path.is_file()]

NASTY = [
    "", " ", "\x00", "\u202e", "\ufeff", "&nbsp;", "&#0;", "&#xD800;", "&#99999999;", "&amp;amp;lt;", "]]>", "<![CDATA[", "<!--",
    "-->", "<", ">", "<b", "</p>", "<script>", "<svg><style>", "{", "[", "\\", "\\n", "%00", "../", "file:///etc/passwd", "a" * 500,
    "Z\u0335\u0335\u0335\u0335\u0335", "1e999", "-1", "03 September 2026 pukul 09.00 WITA", "31 Feb 2026", "The post ", "[gallery ",
    "\ud7ff\ue000", "\U0010ffff", "\u0085\u2028", "Jum'at",
]  # fmt: skip

texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=30)), max_size=6).map("".join)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)


# --- formats


@given(
    seed=st.sampled_from(SEEDS),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 400), st.binary(max_size=30)), max_size=6),
    content_type=st.sampled_from(
        ["", "text/html", "application/json", "text/xml; charset=utf-16", "text/plain; charset=idna"]
    ),
)
def test_a_feed_with_parts_torn_out_and_rubbish_put_in(
    seed: bytes, cuts: list[tuple[float, int, bytes]], content_type: str
) -> None:
    body = seed
    for where, length, rubbish in cuts:
        at = int(len(body) * where)
        body = body[:at] + rubbish + body[at + length :]
    assert judge(body, content_type=content_type).fault == ""


TAGS = (
    "title",
    "link",
    "guid",
    "description",
    "content:encoded",
    "pubDate",
    "author",
    "category",
    "dc:date",
    "media:title",
)


@pytest.mark.slow(cases=0)
@given(
    items=st.lists(st.lists(st.tuples(st.sampled_from(TAGS), texts, st.booleans()), max_size=8), max_size=5),
    enclosures=st.lists(st.tuples(texts, st.sampled_from(["image/jpeg", "audio/mpeg", "image/*", "x"])), max_size=3),
)
def test_rss_of_whatever_texts(items: list[list[tuple[str, str, bool]]], enclosures: list[tuple[str, str]]) -> None:
    written = "".join(
        "<item>" + "".join(f"<{tag}>{text if raw else escape(text)}</{tag}>" for tag, text, raw in fields) + "</item>"
        for fields in items
    )
    attached = "".join(
        f'<enclosure url="{escape(url, {chr(34): "&quot;"})}" type="{kind}"/>' for url, kind in enclosures
    )
    body = f"<rss version='2.0'><channel>{attached}{written}<item><title>akhir</title></item></channel></rss>"
    verdict = judge(body.encode("utf-8", "surrogatepass"))
    assert verdict.fault == ""


@pytest.mark.slow(cases=0)
@given(
    items=st.lists(
        st.dictionaries(st.sampled_from(FIELDS), values, max_size=6)
        | st.fixed_dictionaries(
            {"title": texts, "_kiosk": st.dictionaries(st.sampled_from(KIOSK_FIELDS), values, max_size=6)}
        )
        | values,
        max_size=4,
    ),
    more=st.dictionaries(texts, values, max_size=3),
)
def test_json_of_whatever_values(items: list[object], more: dict[str, object]) -> None:
    good = {"id": "baik-sekali", "title": "Baik"}
    verdict = judge(json.dumps({**more, "items": [*items, good]}).encode())
    assert verdict.fault == ""
    assert verdict.feed is not None
    assert "baik-sekali" in [item.id for item in verdict.feed.items]


dates = st.sampled_from(["20260904T010000Z", "20260904", "00000101", "99991231T235960", "20260229T000000", "", "x"])
PROPERTIES = (
    "DTSTART",
    "DTEND",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "CREATED",
    "DTSTART;VALUE=DATE",
    "DTSTART;TZID=Asia/Makassar",
)
WORDY = ("SUMMARY", "DESCRIPTION", "UID", "LOCATION", "DURATION", "ATTACH", "SEQUENCE", "X")
PARTS = (
    "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=SECONDLY", "INTERVAL=0", "INTERVAL=2", "COUNT=99999999",
    "UNTIL=20261231", "BYDAY=MO,-1FR", "BYDAY=6MO", "BYMONTHDAY=31,-31", "BYMONTH=2", "BYSETPOS=-1", "BYYEARDAY=366",
    "BYHOUR=1,2,3", "BYWEEKNO=53", "WKST=SU", "BYEASTER=0", "BYDAY=",
)  # fmt: skip
rules = st.lists(st.sampled_from(PARTS), max_size=5).map(lambda parts: "RRULE:" + ";".join(parts))
lines = st.one_of(
    st.tuples(st.sampled_from(PROPERTIES), dates).map(":".join),
    rules,
    st.tuples(
        st.sampled_from(["SUMMARY", "DESCRIPTION", "UID", "LOCATION", "DURATION", "ATTACH", "SEQUENCE", "X"]), texts
    ).map(":".join),
)


@given(events=st.lists(st.lists(lines, max_size=8), max_size=5))
def test_calendars_of_whatever_lines(events: list[list[str]]) -> None:
    written = "".join("BEGIN:VEVENT\nUID:a\n" + "\n".join(event) + "\nEND:VEVENT\n" for event in events)
    good = "BEGIN:VEVENT\nUID:baik-sekali\nSUMMARY:Baik\nDTSTART:20260904T010000Z\nEND:VEVENT\n"
    verdict = judge(f"BEGIN:VCALENDAR\n{good}{written}END:VCALENDAR\n".encode("utf-8", "surrogatepass"))
    assert verdict.fault == ""


# --- dates

WORDS = (
    "Kamis,", "Jum'at", "3", "03", "31", "September", "Agt", "Nop", "Pebruari", "2026", "26", "pukul", "09.00", "24:61", "WITA",
    "WIB", "+0800", "-99:99", "GMT+8", "T", "Z", "/", "-", ".", "malam", "0001-01-01", "9999-12-31T23:59:59-23:59", "12/31/2026",
)  # fmt: skip


@given(
    text=st.one_of(texts, st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)),
    zone=st.sampled_from(["Asia/Makassar", "Asia/Jakarta", "no/such", "", "../../etc/passwd"]),
    now=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_stands_where_a_date_should(text: str, zone: str, now: datetime | None) -> None:
    with in_good_time():
        read = parse_date(text, zone, now=now)
    assert read is None or (read.tzinfo is not None and read.astimezone(UTC).year >= 1)


# --- cleaning


@given(
    text=texts,
    base=st.sampled_from(
        ["", "https://desa.example/a/", "/srv/desa/feed.xml", "http://[", "file:///srv/desa/feed.xml"]
    ),
)
def test_nothing_that_acts_comes_through_the_door(text: str, base: str) -> None:
    with in_good_time():
        cleaned = (clean_text(text), clean_line(text), clean_title(text), blocks_text(to_blocks(text, base)))
    for out in cleaned:
        assert not set(out) & DIRECTIONS
        assert not [char for char in out if char != "\n" and unicodedata.category(char) in ("Cc", "Cs")]
        assert out == clean_text(out)
    assert len(clean_title(text)) <= TITLE_LIMIT
    assert looks_like_html(clean_text("<b>")), "a text is never markup: what looks like it stays as it is written"
    url = clean_url(text, base)
    assert not url or url.startswith(("http://", "https://", "/srv/desa/"))
    assert ".." not in url.split("/") or "://" in url


# --- changes

whens = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - as it wants them


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = KINDS[draw(st.sampled_from(Category))]
    made = kind(
        id=draw(st.sampled_from("abcdef")),
        source="a",
        title=draw(texts),
        published=draw(whens),
        updated=draw(whens),
        expires=draw(whens),
        priority=draw(st.integers(-1, 4)),
        areas=tuple(draw(st.lists(texts, max_size=2))),
        attachments=tuple(Attachment(url, "image/png") for url in draw(st.lists(texts, max_size=2))),
    )
    if not isinstance(made, Event):
        return made
    starts = draw(st.lists(whens.filter(bool), max_size=3))
    return replace(
        made,
        occurrences=tuple(Occurrence(when, when + timedelta(hours=1)) for when in starts if when),
        series=draw(st.sampled_from(["", "r1", "r2"])),
    )


@pytest.mark.slow(cases=0)
@given(
    before=st.lists(items(), max_size=6), after=st.lists(items(), max_size=6), gone=st.lists(st.sampled_from("abcdefg"))
)
def test_what_a_refresh_changes(before: list[Item], after: list[Item], gone: list[str]) -> None:
    with in_good_time():
        first = compare({}, before)
        stored = {item.id: write_down(item).fingerprint for item in first.added}
        changes = compare(stored, after, gone)
    ids = Counter(item.id for item in (*changes.added, *changes.altered))
    assert set(ids.values()) <= {1}
    assert len(ids) + changes.unchanged + len(changes.dropped) == len({item.id for item in after})
    assert not {item.id for item in changes.added} & stored.keys()
    assert {item.id for item in changes.altered} <= stored.keys()
    assert set(changes.withdrawn) <= stored.keys() & set(gone)
    assert set(changes.withdrawn) <= stored.keys() - {item.id for item in after}
    for item in (*changes.added, *changes.altered):
        assert write_down(item_from_json(item_to_json(item))).fingerprint == write_down(item).fingerprint
    again = compare(
        stored | {item.id: write_down(item).fingerprint for item in (*changes.added, *changes.altered)}, after
    )
    assert not again, "what was stored is not new a second time"


@given(item=items(), later=st.floats(0, 10**8))
def test_a_date_still_to_come_makes_no_item_new_again(item: Item, later: float) -> None:
    kept = replace(dated(item, NOW, None), seen_first=NOW)
    assert not is_ahead(kept, NOW)
    then = NOW + timedelta(seconds=later)
    if is_ahead(item, then):
        again = dated(item, then, kept.seen_first)
        assert again.published in (kept.published, item.published)
        assert not is_ahead(again, then)


def test_the_seeds_are_feeds() -> None:
    assert len(SEEDS) >= 5
    assert all(judge(seed).feed for seed in SEEDS)
    assert isinstance(NewsItem(id="1", source="a", title="t"), KINDS[Category.NEWS])
