"""Whatever is in a file: an error of ours, or a result; nothing else comes out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content_cache.central.edition_reader import items_of, manifest_of
from content_cache.model.errors import FormatError
from content_cache.model.sources import Source
from content_cache.signing.edition import Latest, media_hash
from kiosk.office.editions.front_matter import MatterError, split, with_id
from tests.content_cache.central.office import NOW, WATER

SOURCE = Source(name="a", url="https://a.id/", format="central")
PLAIN = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["darurat", "media/x.png", "ics"])
)
JSON = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)
NAMES = st.sampled_from(
    [
        "id",
        "title",
        "tags",
        "attachments",
        "_kiosk",
        "content_html",
        "url",
        "sha256",
        "size_in_bytes",
        "category",
        "priority",
    ]
)
ITEM = st.dictionaries(
    NAMES, JSON | st.dictionaries(NAMES, JSON, max_size=4) | st.lists(st.dictionaries(NAMES, JSON)), max_size=6
)
KIOSK = st.fixed_dictionaries({"seq": st.just(7) | JSON}, optional={"files": JSON | st.lists(ITEM), "tombstones": JSON})


@pytest.mark.slow(cases=0)
@given(items=st.lists(ITEM | JSON, max_size=4) | JSON, kiosk=KIOSK | JSON)
def test_a_signed_edition_is_read_or_refused(items: Any, kiosk: Any) -> None:
    body = json.dumps({"items": items, "_kiosk": kiosk}).encode()
    try:
        manifest = manifest_of(body, Latest(7, NOW))
        found = items_of(body, SOURCE, url="https://a.id/feed-7.json", now=NOW, may_warn=True)
    except FormatError:
        return
    assert all(media_hash(listed.name) == listed.sha256 for listed in manifest.media)
    assert all(one.url.startswith("https://a.id/media/") for item in found.items for one in item.attachments)


@given(body=st.binary(max_size=60))
def test_bytes_are_no_edition(body: bytes) -> None:
    try:
        manifest_of(body, Latest(7, NOW))
    except FormatError:
        return
    raise AssertionError("bytes at random were taken for an edition")


LINE = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20)
HEAD = st.lists(
    LINE | st.sampled_from(["---", "+++", "title: a", "id = 'a'", "- b", "  c: d", "e: &x [*x]", "[f]"]), max_size=8
)


@given(lines=HEAD, fence=st.sampled_from(["---", "+++"]))
@example(lines=["\x0c", "0:"], fence="---")
@example(lines=["\u2028", "0:"], fence="---")
@example(lines=["# \x1e", "a ="], fence="+++")
def test_front_matter_is_read_or_its_line_told(lines: list[str], fence: str) -> None:
    text = "\n".join([fence, *lines, fence, "Isi."])
    try:
        matter = split(text)
    except MatterError as error:
        told, line = str(error), error.line
    else:
        told, line = "", min(matter.lines.values(), default=2)
        assert all(1 < each <= len(lines) + 1 for each in matter.lines.values())
    assert "\n" not in told
    assert 1 <= line <= len(lines) + 2


@given(item=st.from_regex(r"k[0-9a-f]{15}", fullmatch=True))
def test_an_id_that_is_written_in_is_read_again(item: str) -> None:
    without = WATER.replace("id: air\n", "")
    assert split(with_id(without, item)).values["id"] == item
    assert split(with_id("\ufeff\n" + without, item)).values["id"] == item
