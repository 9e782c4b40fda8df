"""What a refresh changes, and what an item's passage through JSON keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.changes import compare, read_back, write_down
from content_cache.model.codec import item_from_json, item_to_json, with_times
from content_cache.model.errors import FormatError
from content_cache.model.items import KINDS, Clarification, Event, Item, NewsItem, Occurrence, Service
from content_cache.model.vocabulary import Provenance, Verdict, Verified

WITA = timezone(timedelta(hours=8))
TIME = datetime(2026, 9, 3, 9, 30, tzinfo=WITA)


def news(key: str, title: str = "Judul") -> NewsItem:
    return NewsItem(id=key, source="a", title=title)


def test_added_altered_and_unchanged_are_told_apart() -> None:
    stored = {item.id: write_down(item).fingerprint for item in (news("1"), news("2"), news("3"))}
    changes = compare(stored, [news("1"), news("2", "Judul baru"), news("4")])
    assert [item.id for item in changes.added] == ["4"]
    assert [item.id for item in changes.altered] == ["2"]
    assert (changes.unchanged, changes.withdrawn) == (1, ())


def test_a_disappearance_withdraws_nothing_and_a_tombstone_only_what_is_there() -> None:
    stored = {"1": write_down(news("1")).fingerprint, "2": write_down(news("2")).fingerprint}
    assert not compare(stored, [])
    assert compare(stored, [], withdrawn=["2", "2", "9"]).withdrawn == ("2",)


def test_of_two_items_with_one_id_the_first_counts() -> None:
    changes = compare({}, [news("1", "Baru"), news("1", "Lama")])
    assert [item.title for item in changes.added] == ["Baru"]


def test_what_the_store_adds_is_no_change() -> None:
    plain = replace(news("1"), attachments=(Attachment("https://x/a.jpg", "image/jpeg"),))
    kept = replace(
        plain, seen_first=TIME, fetched=TIME, attachments=(replace(plain.attachments[0], path="media/a.jpg"),)
    )
    assert write_down(plain).fingerprint == write_down(kept).fingerprint
    assert write_down(plain).fingerprint != write_down(replace(plain, text="lain")).fingerprint


def test_a_series_changes_with_its_rule_and_not_with_the_days() -> None:
    later = TIME + timedelta(days=7)
    first = Event(id="1", source="a", title="Posyandu", starts=TIME, occurrences=(Occurrence(TIME, TIME),), series="r1")
    next_week = replace(first, starts=later, occurrences=(Occurrence(later, later),))
    stored = {"1": write_down(first).fingerprint}
    changes = compare(stored, [next_week])
    assert (changes.unchanged, changes.recurring, bool(changes)) == (1, (next_week,), False)
    assert compare(stored, [replace(next_week, series="r2")]).altered
    once = replace(first, series="")
    assert compare({"1": write_down(once).fingerprint}, [replace(once, starts=later)]).altered, (
        "what takes place once was moved"
    )


def test_an_item_that_cannot_be_written_down_is_dropped_alone() -> None:
    changes = compare({}, [news("1", "buruk \ud800"), news("2"), replace(news("3"), priority=2**70)])
    assert [item.id for item in changes.added] == ["2"]
    assert len(changes.dropped) == 2


FULL: list[Item] = [
    NewsItem(
        id="1",
        source="a",
        title="Judul “khas”",
        text="Isi",
        blocks=(Block(BlockKind.HEADING, "Bab"), Block(BlockKind.PICTURE, "peta", "https://x/peta.png")),
        published=TIME,
        updated=datetime(2026, 9, 3, 1, 0, 0, 250_000, tzinfo=UTC),
        expires=TIME,
        priority=2,
        pinned=True,
        areas=("72.01", "72.02"),
        attachments=(
            Attachment("https://x/a.mp3", "audio/mpeg"),
            Attachment("b.jpg", "image/jpeg", "foto", "media/b.jpg"),
        ),
        provenance=Provenance.KIM,
        verified=Verified.TLS,
    ),
    Event(
        id="2",
        source="a",
        title="Posyandu",
        starts=TIME,
        ends=TIME,
        place="Balai",
        occurrences=(Occurrence(TIME, TIME + timedelta(hours=2)), Occurrence(TIME, TIME, all_day=True)),
    ),
    Service(id="3", source="a", title="KTP", requirements=("KK", "Surat"), hours="08.00–12.00"),
    Clarification(id="4", source="a", title="Hoaks", claim="Katanya", verdict=Verdict.FALSE),
]


@pytest.mark.parametrize("item", [*FULL, *(kind(id="x", source="a", title="t") for kind in KINDS.values())])
def test_json_keeps_all_of_an_item(item: Item) -> None:
    back = item_from_json(item_to_json(item))
    assert back == item
    assert type(back) is type(item)


def test_a_field_of_a_later_program_is_passed_over_and_nonsense_is_a_value_error() -> None:
    assert item_from_json('{"kind": "berita", "id": "1", "source": "a", "title": "t", "mood": 3}') == NewsItem(
        id="1", source="a", title="t"
    )
    for text in ("", "[]", '{"kind": "lain"}', '{"kind": "berita"}', '{"kind": "berita", "id": "1", "published": 3}'):
        with pytest.raises(ValueError, match=r"."):
            item_from_json(text)


PARAGRAPHS = (
    Block(BlockKind.PARAGRAPH, "Satu"),
    Block(BlockKind.PICTURE, "peta", "https://x/p.png"),
    Block(BlockKind.ITEM, "Dua"),
)


@pytest.mark.parametrize("text", ["Satu\n\nDua", "Yang dibaca lain", ""])
def test_a_text_that_is_its_blocks_words_is_written_once(text: str) -> None:
    item = NewsItem(id="1", source="a", title="t", text=text, blocks=PARAGRAPHS)
    line = item_to_json(item)
    assert line.count("Satu") == 1
    assert item_from_json(line) == item


def test_an_item_as_older_programs_wrote_it_reads_the_same() -> None:
    line = '{"blocks":[{"kind":"paragraph","text":"Satu"}],"id":"1","kind":"berita","source":"a","text":"Satu","title":"t"}'
    assert item_from_json(line) == NewsItem(
        id="1", source="a", title="t", text="Satu", blocks=(Block(BlockKind.PARAGRAPH, "Satu"),)
    )


SERIES = Event(id="5", source="a", title="Senam", starts=TIME, series="FREQ=WEEKLY")


def test_what_was_written_to_compare_is_what_is_stored() -> None:
    items = (*FULL[1:], SERIES, replace(news("7"), fetched=TIME))
    changes = compare({}, items)
    assert changes.written.keys() == {item.id for item in items}
    for item in changes.added:
        line = with_times(changes.written[item.id].line, seen_first=TIME, fetched=TIME)
        assert item_from_json(line) == replace(item, seen_first=TIME, fetched=TIME)


def test_what_the_child_wrote_is_not_written_again() -> None:
    items = (*FULL[1:], SERIES)
    read, written = read_back(map(item_to_json, items), lambda item: item)
    changes = compare({}, read, written=written)
    assert changes == compare({}, items)
    assert all(changes.written[item.id] is written[item.id] for item in items)


def test_what_is_believed_otherwise_is_written_anew() -> None:
    lines = [item_to_json(news("1")), item_to_json(news("2")), item_to_json(news("1", "Lagi"))]
    items, written = read_back(lines, lambda item: replace(item, priority=2) if item.id == "1" else item)
    assert ([item.priority for item in items], list(written)) == ([2, 0], ["2"])
    assert compare({}, items, written=written).written["1"] == write_down(items[0])


@pytest.mark.parametrize(
    "line",
    ["", "[]", "{}", '{"kind":"berita"}', '{"kind":"x","id":"1"}', item_to_json(news("1")) + " ", '"\ud800"', b"{}", 5],
)
def test_what_no_child_of_ours_writes_is_refused(line: Any) -> None:
    with pytest.raises(FormatError):
        read_back([line], lambda item: item)
