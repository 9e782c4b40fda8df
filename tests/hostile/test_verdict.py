"""The judge of the other tests can say no: each of these is what it must not let pass."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.items import Alert, NewsItem
from tests.hostile.feedparsers_suite import difference, refused_rightly
from tests.hostile.verdict import fault_of, in_good_time, judge

GOOD = NewsItem(id="1", source="a", title="Judul")


@pytest.mark.parametrize(
    "bad",
    [
        replace(GOOD, title=""),
        replace(GOOD, title="a" * 301),
        replace(GOOD, text="satu\u202edua"),
        replace(GOOD, text="a\x07b"),
        replace(GOOD, blocks=(Block(BlockKind.PARAGRAPH, "\ue000\u2066"),)),
        replace(GOOD, areas=("72\x00",)),
        replace(GOOD, priority=3),
        Alert(id="1", source="a", title="Judul"),
    ],
)
def test_what_may_not_be_shown_is_found(bad: NewsItem) -> None:
    assert fault_of(GOOD) == ""
    assert fault_of(bad)


def test_what_takes_too_long_is_found() -> None:
    with in_good_time():
        judge(b"<rss version='2.0'/>")
    with pytest.raises(AssertionError, match="took"), in_good_time(0.0):
        judge(b"<rss version='2.0'/>")


def test_a_lost_entry_is_found() -> None:
    body = b"<rss version='2.0'><channel><item><title>A</title></item><item><title>B</title></item></channel></rss>"
    feed = judge(body).feed
    assert feed is not None
    titles = [item.title for item in feed.items]
    assert difference(body, titles, Counter()) == ""
    assert difference(body, titles[:1], Counter())
    assert difference(body, ["A", "C"], Counter())
    assert refused_rightly(body)
    assert refused_rightly(b"<channel/>") == ""
