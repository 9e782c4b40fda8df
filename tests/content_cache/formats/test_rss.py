from datetime import UTC, datetime, timedelta

import pytest

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import BlockKind
from content_cache.model.errors import Code
from content_cache.model.full_size import full_size
from content_cache.model.items import Announcement, Clarification, NewsItem, Service
from content_cache.model.vocabulary import Category, Verdict
from tests.content_cache.formats.reading import Read, Sample
from tests.support.present import present

pytestmark = pytest.mark.attack(
    "what comes in",
    "feeds that would lose what they say: one id for all, an empty rule, 10,000 items",
)


def channel(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Desa</title>{"".join(items)}</channel></rss>'


def item(number: int, more: str = "") -> str:
    return f"<item><title>Butir {number}</title><link>https://desa.example/{number}</link>{more}</item>"


def test_an_agenda_without_times_is_news(read: Read) -> None:
    """The posts of a site's category "Agenda" were events on no day: no screen had them."""
    (found,) = read(
        channel(item(1, "<pubDate>Thu, 03 Sep 2026 09:00:00 +0800</pubDate>")), category=Category.EVENT
    ).items
    assert isinstance(found, NewsItem)


def test_wordpress(read: Read, sample: Sample) -> None:
    feed = read(sample("wordpress.xml"))
    assert (feed.title, feed.complete, feed.notes, feed.refresh_every) == ("Kabar Kecamatan", True, (), 3600)
    harvest, seeds = feed.items
    assert isinstance(harvest, NewsItem)
    assert (harvest.id, harvest.source, harvest.author) == (
        "https://kecamatan.example/?p=101",
        "Kecamatan",
        "Humas Kecamatan",
    )
    assert harvest.title == "Panen raya di tiga desa – hasil naik"
    assert present(harvest.published).isoformat() == "2026-09-03T01:00:00+00:00"
    assert harvest.language == "id", "a WordPress channel says en-US whatever it is written in"
    assert harvest.summary == "Petani di tiga desa memanen padi serentak…"
    assert harvest.text == (
        "Foto: Humas\n\nPetani di tiga desa memanen padi serentak.\nHasilnya naik.\n\nJadwal berikutnya\n\nDesa Bunga\nDesa Melati"
    )
    assert [block.kind for block in harvest.blocks] == [
        BlockKind.PICTURE, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.ITEM,
    ]  # fmt: skip
    picture = Attachment("https://kecamatan.example/unggahan/panen.jpg", "image/jpeg", "Petani mengangkat padi")
    assert harvest.attachments == (picture,)
    assert harvest.blocks[0].url == picture.url
    assert isinstance(seeds, Announcement), "the category that is not news decides"
    assert present(seeds.published).isoformat() == "2026-09-03T09:00:00+08:00"
    assert [attachment.type for attachment in seeds.attachments] == ["audio/mpeg", "image/jpeg", "image/png"]


def test_opensid(read: Read, sample: Sample) -> None:
    (meeting,) = read(sample("opensid.xml")).items
    assert meeting.title == 'Musyawarah Desa & Posyandu "Melati"'
    assert present(meeting.published).isoformat() == "2026-09-03T09:00:00+08:00"
    assert meeting.summary == "Musyawarah desa…"
    assert meeting.attachments == (Attachment("https://bunga.desa.id/a.jpg", "image/jpeg"),)


def test_atom(read: Read, sample: Sample) -> None:
    (well,) = read(sample("atom.xml")).items
    assert isinstance(well, Service)
    assert (well.id, well.title) == ("tag:desa.example,2026:1", "Air bersih & sumur baru")
    assert (well.link, well.author) == ("https://desa.example/blog/sumur", "Sekretaris Desa")
    assert well.summary == "Sumur untuk 40 rumah, kedalaman < 30 m."
    assert well.text == "Sumur baru selesai."
    assert well.attachments == (Attachment("https://desa.example/blog/sumur.jpg", "image/jpeg", "Sumur"),)
    assert (present(well.published).hour, present(well.updated).hour) == (8, 10)


def test_every_cut_keeps_the_whole_items(read: Read) -> None:
    body = channel(*(item(n, "<description>Séhat &amp; kuat</description>") for n in range(3))).encode()
    whole = read(body).items
    end = body.rindex(b"</rss>")
    for cut in range(body.index(b"<channel>"), end):
        feed = read(body[:cut])
        assert not feed.complete
        assert feed.notes
        assert feed.items == whole[: body[:cut].count(b"</item>")], cut


def test_what_surrounds_the_feed_is_passed_over(read: Read) -> None:
    warning = "<br />\n<b>Warning</b>: Undefined array key in <b>/var/www/tema.php</b> on line <b>7</b><br />\n"
    feed = read(warning + channel(item(1), item(2)) + "<br />\n<b>Notice</b>: selesai", content_type="text/html")
    assert [found.title for found in feed.items] == ["Butir 1", "Butir 2"]
    assert feed.complete
    assert len(read("\n\n" + channel(item(1))).items) == 1


def test_encodings(read: Read) -> None:
    text = channel("<item><title>Café “Maju” – naïf</title></item>").removeprefix('<?xml version="1.0"?>')
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>' + text
    bodies = (text.encode("cp1252"), text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"),
              declared.encode("cp1252"),
              declared.encode())  # fmt: skip
    for body in bodies:
        assert read(body).items[0].title == "Café “Maju” – naïf"
    stray = text.encode().replace(b"Maju", b"Maj\xfa")
    assert read(stray).items[0].title == "Café “Majú” – naïf", "one bad byte spoils no other character"


def test_faulty_xml_loses_no_item(read: Read) -> None:
    feed = read(
        channel(item(1), "<item><title>Beras & gula &nbsp; <b>murah</title></item>", item(3), item(4, "\x0b\x00"))
    )
    assert [found.title for found in feed.items][::3] == ["Butir 1", "Butir 4"]
    assert feed.items[1].title.startswith("Beras & gula")


@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#0;", "&#99999999;", "&#xFFFFFFFFFF;", "&#x8", "&#" + "9" * 5_000 + ";"]
)
def test_a_reference_to_no_character_costs_itself_alone(read: Read, reference: str) -> None:
    feed = read(
        channel(item(1), f"<item><title>Beras {reference} &#233;&#x1f33e; murah & baik</title></item>", item(3))
    )
    assert [found.title for found in feed.items] == ["Butir 1", "Beras é🌾 murah & baik", "Butir 3"]


def test_a_tag_without_end_costs_its_own_item_alone(read: Read) -> None:
    attributes = " ".join(f'a{n}="1"' for n in range(50_000))
    feed = read(channel(item(1), f"<item {attributes}><title>X</title></item>", item(3)))
    assert {"Butir 1", "Butir 3"} <= {found.title for found in feed.items}
    assert any(note.code == Code.TAGS_WITHOUT_END for note in feed.notes), "and that it did is told"


def test_a_comment_may_quote_a_page(read: Read) -> None:
    assert len(read("<!-- <html><script> -->" + channel(item(1))).items) == 1


def test_ids_of_items_without_guid(read: Read) -> None:
    shared = "<item><title>{}</title><link>https://desa.example/</link></item>"
    first = read(channel(item(1), shared.format("A"), shared.format("B"))).items
    assert len({found.id for found in first}) == 3
    renamed = read(channel(item(1).replace("Butir", "Kabar"))).items[0]
    assert renamed.id == first[0].id, "an address of its own is enough: the title may be corrected"


def test_no_items_is_no_error(read: Read) -> None:
    feed = read(channel())
    assert (feed.items, feed.complete, feed.title) == ((), True, "Desa")


def test_at_most_two_thousand_items(read: Read) -> None:
    feed = read(channel(*(item(n) for n in range(2_100))))
    assert len(feed.items) == 2_000
    assert feed.items[0].title == "Butir 0"
    assert any(note.details.get("most") == 2000 for note in feed.notes)


def test_the_newer_of_two_with_one_id_wins(read: Read) -> None:
    twin = (
        "<item><guid>x</guid><title>Pasar</title><description>{0}</description><pubDate>0{0} Sep 2026</pubDate></item>"
    )
    for first, second in ((1, 2), (2, 1)):
        feed = read(channel(twin.format(first), twin.format(second)))
        assert [found.text for found in feed.items] == ["2"]


@pytest.mark.parametrize(
    ("links", "titles"),
    [
        (("/a", "/b", "/c", "/d"), ("Pasar", "Pasar", "Pasar", "Pasar")),
        (("/a", "/a", "/a", "/a"), ("Pasar", "Beras", "Gula", "Ikan")),
        (("", "", "", ""), ("Pasar", "Beras", "Gula", "Ikan")),
        (("/a", "/a", "/b", "/b"), ("Pasar", "Beras", "Pasar", "Beras")),
    ],
)
def test_one_id_for_several_items_loses_none(read: Read, links: tuple[str, ...], titles: tuple[str, ...]) -> None:
    """A ministry's feed gives all of a day one guid: three of four were lost."""
    each = "<item><guid isPermaLink='false'>2026-09-03</guid><link>{}</link><title>{}</title></item>"
    body = channel(
        *(each.format(f"https://desa.example{link}", title) for link, title in zip(links, titles, strict=True))
    )
    feed = read(body)
    assert [found.title for found in feed.items] == list(titles)
    assert len({found.id for found in feed.items}) == 4
    assert feed.notes == ()
    assert read(body).items == feed.items, "each time the same"
    alone = read(channel(each.format("https://desa.example/a", "Pasar")))
    assert alone.items[0].id == "2026-09-03"


@pytest.mark.slow(cases=0)
def test_of_a_long_feed_the_newest_are_kept(read: Read) -> None:
    """The oldest stand first, as a few feeds have them, and the newest somewhere in the middle."""
    days = [(n * 7_919) % 10_000 for n in range(10_000)]
    dated = "<item><title>Hari {0}</title><guid>{0}</guid><pubDate>{1:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
    begin = datetime(2010, 1, 1, tzinfo=UTC)
    feed = read(channel(*(dated.format(day, begin + timedelta(hours=day)) for day in days)))
    assert [found.title for found in feed.items] == [f"Hari {day}" for day in days if day >= 8_000]
    assert feed.complete
    assert feed.notes


def test_rss_1_1_and_a_bare_entry(read: Read) -> None:
    rss = (
        '<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'rdf:about="https://desa.example/"><title>Desa</title><link>https://desa.example/</link><items rdf:parseType="Collection">'
        '<item rdf:about="https://desa.example/1"><title>Butir</title><link>https://desa.example/1</link></item></items></Channel>'
    )
    entry = (
        '<entry xmlns="http://www.w3.org/2005/Atom"><title>Butir</title><id>tag:1</id>'
        '<updated>2026-09-03T09:00:00Z</updated><link href="https://desa.example/1"/><content type="html">Isi</content></entry>'
    )
    for body in (rss, entry):
        for text in (body, f'<?xml version="1.0"?>\n<!-- kabar -->{body}'):
            feed = read(text)
            assert [(found.title, found.link) for found in feed.items] == [("Butir", "https://desa.example/1")]
            assert feed.complete


def test_a_declared_koi8_is_believed(read: Read) -> None:
    text = '<?xml version="1.0" encoding="koi8-r"?>' + channel("<item><title>Привет</title></item>").partition("?>")[2]
    assert read(text.encode("koi8-r")).items[0].title == "Привет"
    bare = text.partition("?>")[2].encode("koi8-r")
    assert read(bare, content_type="application/rss+xml; charset=KOI8-R").items[0].title == "Привет"


def test_absurd_dates(read: Read) -> None:
    dated = "<pubDate>{}</pubDate>"
    future, ancient, broken = read(
        channel(
            item(1, dated.format("2099-01-01T00:00:00Z")),
            item(2, dated.format("1 Jan 1801")),
            item(3, dated.format("besok")),
        )
    ).items
    assert present(future.published).year == 2099, "who stores it knows when it was seen first, and clamps it to that"
    assert ancient.published is broken.published is None


def test_an_alert_in_a_news_feed_is_news(read: Read) -> None:
    feed = read(channel(item(1, "<category>Darurat</category>")))
    assert feed.items[0].category is Category.NEWS
    assert any(note.code == Code.ALERT_WITHOUT_KEY for note in feed.notes)
    assert read(channel(item(1)), category=Category.ALERT).items[0].category is Category.NEWS


def test_category_of_the_source_and_filed_activities(read: Read) -> None:
    assert read(channel(item(1)), category=Category.ANNOUNCEMENT).items[0].category is Category.ANNOUNCEMENT
    filed = read(channel(item(1, "<category>Kegiatan Desa</category>"))).items[0]
    assert filed.category is Category.NEWS, "without a time it would be lost in the calendar"


def test_media_of_a_local_feed_stay_in_its_folder(read: Read) -> None:
    picture = '<enclosure url="{}" type="image/jpeg"/>'
    body = channel(
        "<link>https://desa.example/</link>",
        item(1, picture.format("m/a.jpg")),
        item(2, picture.format("../../etc/a.jpg")),
    )
    inside, outside = read(body, url="/srv/desa/feed.xml").items
    assert inside.attachments[0].url == "/srv/desa/m/a.jpg"
    assert outside.attachments == ()


def test_ttl(read: Read) -> None:
    assert read(channel("<ttl>90</ttl>")).refresh_every == 5400
    assert read(channel("<ttl>0</ttl>")).refresh_every is read(channel("<ttl>٣</ttl>")).refresh_every is None


# --- pictures, as others' pages have them


def pictures(read: Read, html: str, more: str = "") -> list[str]:
    (found,) = read(channel(item(1, f"<description><![CDATA[{html}]]></description>{more}"))).items
    return [attachment.url.removeprefix("https://kecamatan.example/") for attachment in found.attachments]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<p>a</p><img src='https://kecamatan.example/WhatsApp Image 2026-11-18 at 09.15.jpeg'>",
            ["WhatsApp%20Image%202026-11-18%20at%2009.15.jpeg"],
        ),
        ("<img src='/IMG 9.15\u202fAM.jpeg'>", ["IMG%209.15%E2%80%AFAM.jpeg"]),
        ("<img src='/a\n.jpg'>", ["a.jpg"]),
        ("<img srcset='/s.jpg 300w, /m.jpg 1200w, /x.jpg 4000w'>", ["m.jpg"]),
        ("<img srcset='/x.jpg 4000w,/y.jpg 9000w'>", ["x.jpg"]),
        ("<img src='/s.jpg' srcset='/m.jpg 1200w'>", ["m.jpg"]),
        ("<img src='data:image/gif;base64,R0lGOD' data-srcset='/a.jpg 1x, /b.jpg 2x, /c.jpg 9x'>", ["b.jpg"]),
        ("<img src='/kosong.gif' data-srcset='/a,b.jpg 600w'>", ["a,b.jpg"]),
        ("<img src='data:image/svg+xml,x' data-orig-src='/a.jpg'>", ["a.jpg"]),
        ("<img srcset='javascript:x 300w'>", []),
        ("<img src='/kosong.gif' data-orig-file='/utuh.jpg' data-large-file='/besar.jpg'>", ["utuh.jpg"]),
        ("<p>a</p><video controls poster='/film.jpg'><source src='/film.mp4'>Peramban lama</video>", ["film.jpg"]),
        ('<video width="3" poster="/film.jpg?a=1&amp;b=\'2\'"></video>', ["film.jpg?a=1&b='2'"]),
        ("<p>a</p><audio controls src='/siaran.mp3'></audio>", ["siaran.mp3"]),
        ("<p>a</p><audio controls><source src='/siaran pagi.m4a' type='audio/mp4'></audio>", ["siaran%20pagi.m4a"]),
    ],
)  # fmt: skip
def test_pictures_are_found_where_pages_put_them(read: Read, html: str, expected: list[str]) -> None:
    assert pictures(read, html, "<author>a</author>") == expected
    (found,) = read(channel(item(1, f"<description><![CDATA[{html}]]></description>"))).items
    assert "Peramban" not in found.text


def test_a_gallery_is_kept_whole_and_in_order_each_picture_once(read: Read) -> None:
    named = [f"https://desa.example/wp-content/uploads/foto-{n}" for n in range(12)]
    html = "".join(f"<figure><img src='{name}-150x150.jpg' alt='Foto {n}'/></figure>" for n, name in enumerate(named))
    enclosure = f"<enclosure url='{named[0]}.jpg' type='image/jpeg' length='9'/>"
    (found,) = read(channel(item(1, f"{enclosure}<description><![CDATA[{html}]]></description>"))).items
    assert [(one.alt, full_size(one.url)) for one in found.attachments] == [
        (f"Foto {n}", f"{name}.jpg") for n, name in enumerate(named)
    ]


def test_a_post_that_is_a_picture_alone_is_an_item(read: Read) -> None:
    html = "<p><a href='/poster.jpg'><img src='/poster.jpg' alt=''/></a></p>"
    entry = (
        "<item><title></title><guid>7</guid><category>Pengumuman</category><pubDate>Mon, 07 Sep 2026 09:00:00 +0800</pubDate>"
        f"<description><![CDATA[{html}]]></description></item>"
    )
    (found,) = read(channel(entry)).items
    assert isinstance(found, Announcement)
    assert (found.title, [one.url.rpartition("/")[2] for one in found.attachments]) == ("7/9/2026", ["poster.jpg"])


def test_a_recording_within_the_article_is_one(read: Read) -> None:
    html = "<p>a</p><audio src='/siaran?id=3'></audio>"
    (found,) = read(channel(item(1, f"<description><![CDATA[{html}]]></description>"))).items
    assert [attachment.is_recording for attachment in found.attachments] == [True]


THUMBNAIL = '<media:thumbnail xmlns:media="http://search.yahoo.com/mrss/" url="{}" width="72" height="72"/>'
BLOGGER = "https://blogger.googleusercontent.com/img/b/R29v/AVvX"


@pytest.mark.parametrize(
    ("html", "thumbnail", "expected"),
    [
        ("<img src='/besar.jpg'>", "https://kecamatan.example/kecil.jpg", ["besar.jpg", "kecil.jpg"]),
        ("<p>a</p>", f"{BLOGGER}/s72-c/panen.jpg", [f"{BLOGGER}/s1600/panen.jpg"]),
        ("<p>a</p>", f"{BLOGGER}/s72-w640-h480-c/panen.jpg", [f"{BLOGGER}/s1600/panen.jpg"]),
        ("<p>a</p>", f"{BLOGGER}=s72-c", [f"{BLOGGER}=s1600"]),
        (f"<img src='{BLOGGER}/w640-h480/panen.jpg'>", f"{BLOGGER}/s72-c/panen.jpg", [f"{BLOGGER}/w640-h480/panen.jpg"]),
        (f"<img src='{BLOGGER}/s320/panen.jpg'>", f"{BLOGGER}/s72-w640-h480-c/panen.jpg", [f"{BLOGGER}/s320/panen.jpg"]),
    ],
)  # fmt: skip
def test_a_thumbnail_stands_behind_the_articles_own_picture_and_is_had_whole(
    read: Read, html: str, thumbnail: str, expected: list[str]
) -> None:
    assert pictures(read, html, THUMBNAIL.format(thumbnail)) == expected


@pytest.mark.parametrize(
    ("html", "more", "title"),
    [
        ("<img src='/a.jpg' alt='Panen raya'>", "", "Panen raya"),
        ("<figure><img src='/a.jpg'><figcaption>Panen di Bunga</figcaption></figure>", "", "Panen di Bunga"),
        ("<img src='/a.jpg'>", "<pubDate>Wed, 02 Sep 2026 23:00:00 GMT</pubDate>", "3/9/2026"),
        ("<img src='/a.jpg'>", "", None),
    ],
)
def test_what_is_a_picture_alone_is_kept(read: Read, html: str, more: str, title: str | None) -> None:
    feed = read(
        channel(f"<item><link>https://desa.example/1</link><description><![CDATA[{html}]]></description>{more}</item>")
    )
    assert [found.title for found in feed.items] == ([] if title is None else [title])
    assert [len(found.attachments) for found in feed.items] == [1] * len(feed.items)


def check(number: int, title: str, more: str = "") -> str:
    return f"<item><title>{title}</title><link>https://h.example/{number}</link>{more}</item>"


@pytest.mark.parametrize("fast", [True, False])
def test_the_verdict_of_a_fact_check(read: Read, *, fast: bool) -> None:
    feed = read(
        channel(
            check(1, "[SALAH] Gempa besar besok malam", "<category>Cek Fakta</category>"),
            check(2, "Vaksin menyebabkan kemandulan adalah tidak benar"),
            check(3, "Benarkah gaji naik?", "<category>Misleading Content</category>"),
            check(4, "Benarkah kopi obat stroke?", "" if fast else "<x:odd/>"),  # feedparser's
        ),
        category=Category.CLARIFICATION,
    )
    told = [(one.verdict, one.claim) for one in feed.items if isinstance(one, Clarification)]
    assert told == [
        (Verdict.FALSE, "Gempa besar besok malam"),
        (Verdict.FALSE, ""),
        (Verdict.MISLEADING, ""),
        (Verdict.UNCLEAR, ""),
    ]


def test_a_labelled_hoax_among_the_news_is_no_news(read: Read) -> None:
    hoax, story = read(
        channel(
            check(1, "[HOAKS] Bansos Rp5 juta", "<category>Berita</category>"),
            check(2, "Polisi tangkap penyebar hoaks", "<category>Hoaks</category>"),
        )
    ).items
    assert isinstance(hoax, Clarification)
    assert (hoax.title, hoax.claim, hoax.verdict) == ("[HOAKS] Bansos Rp5 juta", "Bansos Rp5 juta", Verdict.FALSE)
    assert isinstance(story, NewsItem)
