from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_cache.formats import FORMATS, read_feed
from content_cache.model.errors import FormatError, HtmlPageError
from content_cache.model.sources import Source
from tests.content_cache.formats.reading import Read, Sample

PAGE = "<!DOCTYPE html><html><head><title>Masuk ke jaringan</title></head><body><rss>Login</rss></body></html>"


@pytest.mark.parametrize("form", ["auto", *FORMATS])
@pytest.mark.parametrize(
    "body", [PAGE, "\n\n<HTML><body>Login</body></HTML>", '<meta http-equiv="refresh" content="0;url=/login">']
)
def test_a_web_page_is_told_as_one(read: Read, form: str, body: str) -> None:
    with pytest.raises(HtmlPageError, match=r"^Kecamatan: web_page"):
        read(body, format=form)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "feed_empty"),
        (b" \r\n\t", "feed_empty"),
        (b"\xef\xbb\xbf", "feed_empty"),
        (b"\n" * 4_000_000 + b"<rss></rss>", "feed_empty"),
        (b"Internal Server Error", "no_feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no_feed"),
        (b'<?xml version="1.0"?><notes xmlns="urn:oasis">', r"xml_root \(name=notes\)"),
        (b'{"error": "not found"}', "json_no_items"),
        (b'{"error": ', "json_broken"),
        (b"[1, 2]", "no_feed"),
    ],
)
def test_what_is_no_feed_gives_one_clear_line(read: Read, body: bytes, told: str) -> None:
    with pytest.raises(FormatError, match=told) as caught:
        read(body)
    assert str(caught.value).startswith("Kecamatan: ")
    assert "\n" not in str(caught.value)
    assert not isinstance(caught.value, HtmlPageError)


def test_the_content_type_only_decides_where_the_content_does_not(read: Read, sample: Sample) -> None:
    assert read(sample("opensid.xml"), content_type="text/html; charset=UTF-8").items
    with pytest.raises(HtmlPageError):
        read("Silakan masuk", content_type="text/html")


def test_the_settings_format_is_held_to(read: Read, sample: Sample) -> None:
    assert read(sample("central.json"), format="json").items
    with pytest.raises(FormatError, match="found=json"):
        read(sample("central.json"), format="rss")
    with pytest.raises(FormatError, match=r"format_unknown \(format=gopher\)"):
        read(sample("central.json"), format="gopher")


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    "body",
    [b"<rss>" + b"<![CDATA[" * 400_000, b"<rss><channel>" + b"<item>" * 400_000, b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 400_000,
     b"<rss>" + b"\xe9" * 4_000_000, b'{"items": [' + b"{}," * 400_000],
)  # fmt: skip
def test_bodies_without_end(read: Read, body: bytes) -> None:
    # each took the square of its length once: the suite's own timeout would end them
    assert read(body).items == ()


FRAGMENTS = st.sampled_from(
    [b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"&amp;", b"<![CDATA[", b"]]>", b"</rss>", b"<feed>", b"<entry>",
     b'{"items": [', b'{"title": "x"}', b'"_kiosk": {"starts": "9999-12-31T23:00:00Z"}', b"NaN", b'"\\ud800"', b"]}", b"{", b",",
     b"BEGIN:VCALENDAR\n", b"BEGIN:VEVENT\n", b"DTSTART:20260903T010000Z\n", b"DTSTART:99991231\n", b"RRULE:FREQ=DAILY\n",
     b"RRULE:FREQ=MONTHLY;BYDAY=99XX\n", b"RDATE:x\n", b"UID:1\n", b"END:VEVENT\n", b"END:VCALENDAR\n", b"\xff", b"\x00"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    body=st.one_of(st.binary(max_size=60), st.lists(FRAGMENTS, max_size=14).map(b"".join)),
    form=st.sampled_from(["auto", *FORMATS]),
)
def test_no_bytes_raise_anything_but_a_format_error(body: bytes, form: str) -> None:
    source = Source(name="x", url="https://x.example/", format=form)
    try:
        feed = read_feed(body, source, now=datetime(2026, 9, 3, tzinfo=UTC))
    except FormatError:
        return
    assert all(item.title and item.id for item in feed.items)
