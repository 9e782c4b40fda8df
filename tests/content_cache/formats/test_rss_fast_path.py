"""The reader of plain RSS against feedparser: what it reads, feedparser reads so too; what it does not know, it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content_cache.formats import rss_fast_path, rss_feedparser
from content_cache.formats.decoding import decode
from content_cache.formats.feed import Feed, FeedText
from content_cache.formats.rss import feed_of
from content_cache.model.sources import Source

NOW = datetime(2026, 9, 3, 12, tzinfo=ZoneInfo("Asia/Makassar"))
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
)


def rss(channel: str, spaces: str = SPACES) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}><channel>{channel}</channel></rss>\n'


def both(text: str) -> tuple[Feed | None, Feed]:
    """The feed as the reader of plain RSS has it, None where it has none, and as feedparser has it."""
    body = FeedText(text, Source(name="a", url="https://desa.example/feed"), "https://desa.example/feed", NOW)
    plain = rss_fast_path.parse_feed(text)
    return feed_of(plain, body) if plain else None, feed_of(rss_feedparser.parse_mended(text), body)


@pytest.mark.parametrize("name", ["wordpress.xml", "opensid.xml"])
def test_feeds_as_villages_have_them_are_plain(sample: Callable[[str], bytes], name: str) -> None:
    plain, found = both(decode(sample(name)))
    assert plain == found
    assert found.items


USUAL = [
    "<title>Judul</title><link>https://desa.example/1</link><guid isPermaLink='false'>7</guid><description>Isi</description>",
    "<content:encoded><![CDATA[<p>Isi &amp; lain</p>]]></content:encoded><description>Ringkas</description><title>x</title>",
    "<description></description><content:encoded>&lt;p&gt;Isi&lt;/p&gt;</content:encoded>",
    "<content:encoded>Hanya isi</content:encoded>",
    "<guid>https://desa.example/2</guid><title>tanpa tautan</title>",
    "<guid>berita-desa</guid><link></link><title>tautan kosong</title>",
    "<title>CafÃ© dua kali</title><dc:creator><![CDATA[ Humas ]]></dc:creator>",
    "<title>Ditulis &#8220;begini&#8221; &amp;amp; begitu</title><author>Sekretaris</author><dc:date>2026-09-01</dc:date>",
    "<title>a</title><category domain='x'/><category>Pengumuman</category><category domain='x'>Berita</category>",
    "<title>a</title><enclosure url='https://desa.example/a.mp3' type='AUDIO/MPEG' length='7'/><link>https://desa.example/3</link>",
    "<title>a</title><media:content url='a.jpg' medium='image' fileSize='9'/><media:thumbnail url='b.png'/>",
    "<title>a</title><comments>https://desa.example/3#c</comments><slash:comments>0</slash:comments>",
    "<wfw:commentRss>https://desa.example/3/feed</wfw:commentRss><post-id xmlns='com-wordpress:feed-additions:1'>3</post-id>",
    "teks di sela <!-- catatan --><title>a<!-- b -->c</title> teks",
    "<title>  </title><description>   </description>",
    "",
]


@pytest.mark.parametrize("item", USUAL)
def test_an_item_that_is_usual_is_read_as_feedparser_reads_it(item: str) -> None:
    plain, found = both(rss(f"<title>Desa</title><item>{item}</item><item><title>akhir</title></item>"))
    assert plain == found


def test_a_channel_that_is_usual_is_read_as_feedparser_reads_it() -> None:
    plain, found = both(
        rss(
            "<atom:link href='https://desa.example/feed/' rel='self' type='application/rss+xml'/><ttl>90</ttl>"
            "<image><url>a.png</url><title>Lambang</title><link>https://lain.example</link></image><title>Desa</title>"
            "<link>https://desa.example/berita/</link><language>id</language><generator>x</generator>"
            "<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
            "<item><title>a</title><description><![CDATA[<img src='a.jpg'>]]></description></item>"
        )
    )
    assert plain == found
    assert (found.title, found.refresh_every) == ("Desa", 5400)


UNUSUAL = [
    rss("<item><title>a</title><title>b</title></item>"),
    rss("<item><title type='html'>a</title></item>"),
    rss("<item><title>a</title><itunes:summary xmlns:itunes='http://www.itunes.com/DTDs/PodCast-1.0.dtd'>b</itunes:summary></item>"),
    rss("<item><title>a</title><media:group><media:content url='a.jpg'/></media:group></item>"),
    rss("<item><description><b>a</b></description></item>"),
    rss("<item><author>humas@desa.example (Humas)</author></item>"),
    rss("<item><link>https://desa.example/?a=1&amp;amp;b=2</link></item>"),
    rss("<item><link>https:///desa.example/</link></item>"),
    rss("<item xml:base='https://lain.example/'><link>a</link></item>"),
    rss("<item><enclosure type='image/jpeg'/></item>"),
    rss("<title>a</title><title>b</title>"),
    rss("<atom:link href='https://lain.example/'/>"),
    rss("<item><title>a</title></item>").replace("</rss>", "<channel></channel></rss>"),
    rss("<item><title>a</title></item>").replace("</channel>", "</channel><item/>"),
    rss("<item><title>a</title></item>").replace('version="2.0"', 'version="0.91"'),
    rss("<item><title>a</title></item>").replace('version="2.0"', 'version="2.0" xmlns="http://backend.userland.com/rss2"'),
    rss("<item><content:title>a</content:title></item>", 'xmlns:content="http://purl.org/dc/elements/1.1/"'),
    rss("<item><title>a &nbsp; b</title></item>"),
    rss("<item><title>a</title></item>").replace("<rss", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss"),
    rss("<item><title>a\x01</title></item>"),
    rss("<item><title>a\x93b\x94</title></item>"),
    rss("<item><title>a\ud800</title></item>"),
    rss("<item><title><![CDATA[a &#xD800; b]]></title></item>"),
    rss(f"<item><description><![CDATA[<p {'x' * 40_000}>a]]></description></item>"),
    rss("<item><title>a</title></item>" * 2_001),
    rss("<item><title>a</title></item>") + "<br />",
    rss("<item><title>a</title></item>")[:-20],
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>a</title></entry></feed>",
    "",
]  # fmt: skip


@pytest.mark.parametrize("text", UNUSUAL, ids=range(len(UNUSUAL)))
def test_what_is_unusual_is_left_to_feedparser(text: str) -> None:
    assert rss_fast_path.parse_feed(text) is None


ELEMENTS = (
    "title", "link", "guid", "guid isPermaLink='false'", "description", "content:encoded", "pubDate", "dc:date", "dc:creator",
    "author", "category", "category domain='x'", "comments",
)  # fmt: skip
TEXTS = (
    "", " ", "Judul", "Isi <b>tebal</b> &amp; lain", "https://desa.example/a?b=1", "Thu, 03 Sep 2026 08:00:00 +0800", "x &lt; y",
    "Ã©", "é ☀", "<p>a</p>\n<p>b</p>", "&#8217;", "Pengumuman", "[gallery ids=1]", "a\tb", "&#x1f600;", "&#0;",
)  # fmt: skip


@given(
    items=st.lists(
        st.lists(
            st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(TEXTS) | st.text(max_size=8), st.booleans()),
            max_size=7,
            unique_by=lambda field: field[0].split()[0].replace("dc:creator", "author"),
        ),
        max_size=4,
    )
)
@example(items=[[("guid", "x", False)], [("link", "", False), ("guid", "y", False)]])
def test_whatever_is_taken_for_plain_is_read_as_feedparser_reads_it(items: list[list[tuple[str, str, bool]]]) -> None:
    def element(name: str, text: str, raw: bool) -> str:
        written = f"<![CDATA[{text.replace(']]>', '')}]]>" if raw else text.replace("&", "&amp;").replace("<", "&lt;")
        return f"<{name}>{written}</{name.split()[0]}>"

    written = "".join(f"<item>{''.join(element(*field) for field in fields)}</item>" for fields in items)
    plain, found = both(rss(written))
    assert plain in (None, found)
