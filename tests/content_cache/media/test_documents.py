"""PDF files of an item: fetched, drawn in captivity, searched, and whatever a hostile or a careless hand may send."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from content_cache.files import in_memory
from content_cache.formats import read_feed
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.media.documents import MOST_PAGES, Document, believed, read_document
from content_cache.model.attachments import DOCUMENT
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Item
from content_cache.model.picture_text import PictureText, Region, TextBlock, TextLine, Word
from content_cache.model.sources import Source
from content_cache.store.media_check import MediaCheck
from tests.content_cache.house import LIMITS, House, source
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.support import pdfs

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a PDF of 20,000 levels, of 1 GB of white space, of forms that draw each other, of a picture of 900 "
        "megapixels, 5 km wide, of 5,000 pages, locked, cut off, with scripts; one that takes PDFium over",
        "drawn six pages a child, each killed at its limits; a page that kills its child is left out, the "
        "second ends the document; no scripts, no forms, no fonts but its own; at most 60 pages; text is "
        "cleaned and bounded by the parent",
    ),
    pytest.mark.attack(
        "what comes in",
        "an item names a page of somebody else's document as its own picture",
        "pages are stored under addresses that no item can have",
    ),
]


SECONDS = 10.0  # for what is refused; what is drawn may take as long as a busy machine needs


def drawn(body: bytes, folder: Path, *, seconds: float = 120.0) -> Document:
    with in_memory(body) as file:
        return read_document(file, folder, bounded=Bounds(MEMORY_BYTES), seconds=seconds)


def refused(body: bytes, folder: Path) -> str:
    with pytest.raises(FormatError) as raised:
        drawn(body, folder, seconds=SECONDS)
    assert list(folder.iterdir()) == []
    return raised.value.problem.code


def feed_of(*enclosures: str, html: str = "", link: str = "") -> bytes:
    named = "".join(f'<enclosure url="{url}" type="application/pdf" length="1"/>' for url in enclosures)
    item = f"<title>APBDes 2026</title><guid>a</guid><description><![CDATA[{html}]]></description><link>{link}</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><item>{item}{named}</item></channel></rss>'.encode()


@pytest.fixture
def feed(server: MisbehavingServer) -> Source:
    server.on("/feed", reply(feed_of("/apbdes.pdf")))
    return source(server.url + "/feed")


def only(house: House, feed: Source) -> Item:
    house.refresher(feed, reader=read_feed).refresh(force=True)
    (item,) = house.store.reader.items()
    return item


def test_a_budget_is_drawn_large_with_the_text_that_its_file_has(tmp_path: Path) -> None:
    document = drawn(pdfs.apbdes(4), tmp_path)
    assert (document.count, [page.number for page in document.pages]) == (4, [1, 2, 3, 4])
    for page in document.pages:
        with Image.open(tmp_path / page.kept.name) as picture, Image.open(tmp_path / page.kept.small) as small:
            assert (max(picture.size), max(small.size)) == (2560, 640)
            assert picture.convert("L").histogram()[0] > 1000, "letters"
    third = document.pages[2].text
    assert third is not None
    assert third.source == "author"
    first_row = third.blocks[1].lines[0] if len(third.blocks) > 1 else third.blocks[0].lines[2]
    assert first_row.text == "3.0 Pendapatan asli desa Rp5.000.000"
    assert 0.05 < first_row.box.top < 0.15
    assert 0.08 < first_row.box.left < 0.09  # 50 points of 595
    assert 0.005 < first_row.box.bottom - first_row.box.top < 0.03


def test_cells_of_a_row_are_one_line(tmp_path: Path) -> None:
    """A word processor writes a table column by column, or cell by cell."""
    cells = b"BT /F1 11 Tf 400 700 Td (Rp15.000.000) Tj ET BT /F1 11 Tf 50 700 Td (Dana desa masuk) Tj ET"
    (page,) = drawn(pdfs.document([cells]), tmp_path).pages
    assert page.text is not None
    assert page.text.text == "Dana desa masuk Rp15.000.000"


def test_a_table_that_is_written_column_by_column_is_read_by_rows(tmp_path: Path) -> None:
    budget = pdfs.table(pdfs.BUDGET, (40, 80, 280, 420), title="APBDes 2026", by_columns=True)
    (page,) = drawn(pdfs.document([budget]), tmp_path).pages
    assert page.text is not None
    assert page.text.text.split("\n") == ["APBDes 2026", "", *(" ".join(row) for row in pdfs.BUDGET)]


def test_a_page_that_lies_on_its_side_has_its_words_where_they_are_seen(tmp_path: Path) -> None:
    body = pdfs.document([pdfs.lines("Musyawarah desa tahun 2026")]).replace(b"/Type/Page/", b"/Type/Page/Rotate 90/")
    (page,) = drawn(body, tmp_path).pages
    assert page.text is not None
    assert page.kept.width > page.kept.height
    box = page.text.all_words[0].box
    assert box.left > 0.9
    assert box.bottom - box.top > box.right - box.left


def test_what_was_scanned_has_no_text_and_is_left_for_the_machine(tmp_path: Path) -> None:
    assert [page.text for page in drawn(pdfs.scanned(), tmp_path).pages] == [None, None]


def test_a_text_layer_is_not_taken_at_its_word() -> None:
    """A child that was taken over may answer anything; so may a file."""
    mad = Region(float("nan"), 7.0, -3.0, float("inf"))
    words = (Word("Dana\x00desa\u202e", mad), Word("x" * 5_000, mad), Word("\x07"))
    found = believed(PictureText((TextBlock(mad, (TextLine(words),)),)))
    assert found is not None
    assert all(
        0 <= side <= 1
        for word in found.all_words
        for side in (word.box.left, word.box.top, word.box.right, word.box.bottom)
    )
    assert max(len(word.text) for word in found.all_words) <= 101
    assert "\x00" not in found.text
    assert "\u202e" not in found.text
    garbled = PictureText((TextBlock(Region(), (TextLine((Word("\ufffd" * 20 + "a" * 30),)),)),))
    assert believed(garbled) is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (pdfs.encrypted(), Code.DOCUMENT_LOCKED),
        (pdfs.apbdes()[:6000], Code.NO_DOCUMENT),
        (b"<html>404</html>", Code.NO_DOCUMENT),
        (pdfs.nested(), Code.NO_DOCUMENT),
        (pdfs.document([]), Code.NO_DOCUMENT),
    ],
    ids=["locked", "cut off", "no PDF", "20,000 levels", "no pages"],
)
def test_what_cannot_be_opened_is_told_and_leaves_nothing(tmp_path: Path, body: bytes, code: Code) -> None:
    assert refused(body, tmp_path) == code.value


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize("made", [pdfs.bomb, pdfs.recursive_form], ids=["1 GB of white space", "2^30 forms"])
def test_a_bomb_is_over_within_its_limits(tmp_path: Path, made: Callable[[], bytes]) -> None:
    body = made()
    before = time.monotonic()
    assert refused(body, tmp_path) == Code.NO_DOCUMENT.value
    assert time.monotonic() - before < 3 * SECONDS + 5


@pytest.mark.slow(cases=0)
def test_a_bomb_among_pages_takes_itself_alone(tmp_path: Path) -> None:
    bomb = pdfs.white_space(300)
    body = pdfs.document([pdfs.lines("Halaman pertama ada"), bomb, pdfs.lines("Halaman ketiga ada")])
    document = drawn(body, tmp_path)
    assert (document.count, [page.number for page in document.pages]) == (3, [1, 3])


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    "body",
    [
        pdfs.scripted(),
        pdfs.document([pdfs.lines("Huruf yang tidak ada")], font=b"/TidakAda"),
        pdfs.document([pdfs.lines("Sangat besar")], size=(14_400_000, 14_400_000)),
        pdfs.document([pdfs.lines("Pita panjang sekali")], size=(3, 14_400)),
        pdfs.picture_bomb(),
    ],
    ids=["a script", "a font that is missing", "5 km wide", "a ribbon", "a picture of 900 megapixels"],
)
def test_odd_pages_are_drawn_within_the_same_bounds(tmp_path: Path, body: bytes) -> None:
    (page,) = drawn(body, tmp_path).pages
    assert max(page.kept.width, page.kept.height) <= 2560


@pytest.mark.slow(cases=0)
def test_of_5000_pages_the_first_60_are_here(tmp_path: Path) -> None:
    blank = pdfs.document([pdfs.lines("Lembar")] * 5_000, size=(3, 84))
    document = drawn(blank, tmp_path)
    assert (document.count, len(document.pages)) == (5_000, MOST_PAGES)


@pytest.mark.slow(cases=0)
def test_its_words_find_an_item_and_its_pages_are_pictures_of_it(
    house: House, server: MisbehavingServer, feed: Source
) -> None:
    server.on("/apbdes.pdf", reply(pdfs.apbdes(), headers={"ETag": '"1"'}))
    item = only(house, feed)
    assert item.document is not None
    assert (item.document.pages, item.document.role, item.document.path) == (12, "document", "")
    assert [(page.page, page.pages, page.role) for page in item.pictures] == [(n, 12, "document") for n in range(1, 13)]
    assert {page.url for page in item.pictures} == {item.document.url}
    assert [found.id for found in house.store.reader.items(search="tigapuluhan")] == ["a"], "a word of page 3 alone"
    text = house.store.media.read_picture_text(item.pictures[2].path)
    assert text is not None
    assert "Lembar tigapuluhan" in text.text
    revision = house.store.revision()
    only(house, feed)
    assert house.store.revision() == revision
    assert len(server.asked("/apbdes.pdf")) == 1, "it is here"


@pytest.mark.slow(cases=0)
def test_a_page_that_is_lost_brings_the_document_again(house: House, server: MisbehavingServer, feed: Source) -> None:
    server.on("/apbdes.pdf", reply(pdfs.apbdes(3), headers={"ETag": '"1"'}))
    lost = house.data_dir / only(house, feed).pictures[1].path
    content = lost.read_bytes()
    lost.unlink()
    house.store.media.add(MediaCheck(house.data_dir).broken(house.store.media.records()))
    item = house.store.reader.item("a")
    assert item is not None
    assert item.pictures == ()
    assert [page.page for page in only(house, feed).pictures] == [1, 2, 3]
    assert lost.read_bytes() == content
    assert "If-None-Match" not in server.asked("/apbdes.pdf")[-1].headers


@pytest.mark.parametrize("answer", ["unchanged", "fails"])
def test_corrected_item_keeps_the_pages_of_its_unchanged_document(
    house: House, server: MisbehavingServer, feed: Source, answer: str
) -> None:
    """The document is asked for again, for the item changed: a host that says 304, or that is broken, took its pages away."""
    server.on("/apbdes.pdf", reply(pdfs.apbdes(3), headers={"ETag": '"1"'}))
    only(house, feed)
    if answer == "unchanged":
        server.validators["/apbdes.pdf"] = '"1"'
    else:
        server.on("/apbdes.pdf", reply(status=500))
    server.on("/feed", reply(feed_of("/apbdes.pdf", html="<p>Satu kata dibetulkan.</p>")))
    item = only(house, feed)
    assert "dibetulkan" in item.text
    assert len(server.asked("/apbdes.pdf")) == 2
    assert [page.page for page in item.pictures] == [1, 2, 3]


def test_document_that_came_anew_has_its_own_pages_alone(house: House, server: MisbehavingServer, feed: Source) -> None:
    server.on("/apbdes.pdf", reply(pdfs.apbdes(5), headers={"ETag": '"1"'}))
    only(house, feed)
    server.on("/apbdes.pdf", reply(pdfs.apbdes(2), headers={"ETag": '"2"'}))
    server.on("/feed", reply(feed_of("/apbdes.pdf", html="<p>Lampiran baru.</p>")))
    assert [page.page for page in only(house, feed).pictures] == [1, 2]


def test_what_is_no_longer_named_goes_with_all_its_pages(house: House, server: MisbehavingServer, feed: Source) -> None:
    server.on("/apbdes.pdf", reply(pdfs.apbdes(3)))
    only(house, feed)
    server.on("/feed", reply(feed_of()))
    assert only(house, feed).attachments == ()
    house.refresher(feed, reader=read_feed).refresh(force=True)
    assert list((house.data_dir / "media").iterdir()) == []


def test_what_cannot_be_opened_leaves_its_item(house: House, server: MisbehavingServer, feed: Source) -> None:
    server.on("/apbdes.pdf", reply(pdfs.encrypted()))
    item = only(house, feed)
    assert item.document is not None
    assert item.document.pages == -1
    assert item.pictures == ()


def test_what_is_too_large_is_not_fetched(house: House, server: MisbehavingServer, feed: Source) -> None:
    server.on("/apbdes.pdf", reply(b"%PDF-1.7\n", length=200_000_000))
    assert LIMITS.media_bytes < 200_000_000
    item = only(house, feed)
    assert item.document is not None
    assert (item.document.pages, item.pictures) == (0, ())


def test_an_article_leads_to_documents_of_its_own_host_alone() -> None:
    own = Source(name="a", url="https://desa.test/feed")
    html = (
        '<p>Isi. <a class="x" href="/unduh/APBDes 2026.PDF?v=2#page=3">Unduh dokumen</a> <a href="https://lain.test/b.pdf">'
        "lain</a> <a href='https://www.desa.test/c.pdf'>c</a> <a href=\"javascript:x.pdf\">d</a></p>"
    )
    body = feed_of(html=html, link="https://desa.test/surat.pdf")
    (item,) = read_feed(body, own, url=own.url, now=datetime(2026, 1, 1, tzinfo=UTC)).items
    assert [(one.url, one.type, one.role) for one in item.attachments] == [
        ("https://desa.test/surat.pdf", DOCUMENT, "document"),
        ("https://desa.test/unduh/APBDes%202026.PDF?v=2", DOCUMENT, "document"),
        ("https://www.desa.test/c.pdf", DOCUMENT, "document"),
    ]


def test_a_link_that_says_nothing_but_to_download_is_not_read_out() -> None:
    own = Source(name="a", url="https://desa.test/feed")
    html = '<p>Anggaran disahkan. Unduh lampiran untuk rinciannya.</p><p>» <a href="/a.pdf">Unduh dokumen</a></p>'
    for address, kept in (("/a.pdf", False), ("https://lain.test/a.pdf", True)):
        body = feed_of(html=html.replace("/a.pdf", address))
        (item,) = read_feed(body, own, url=own.url, now=datetime(2026, 1, 1, tzinfo=UTC)).items
        assert "Unduh lampiran untuk rinciannya" in item.text
        assert ("Unduh dokumen" in item.text) is kept


def test_nobody_names_a_page_of_anothers_document(house: House, server: MisbehavingServer) -> None:
    """A page is stored under an address that no item may have."""
    server.on("/apbdes.pdf", reply(pdfs.apbdes(2)))
    hostile = feed_of("/apbdes.pdf").replace(
        b"</item>", b'<enclosure url="/apbdes.pdf&#x1f;0001" type="image/png" length="1"/></item>'
    )
    server.on("/feed", reply(hostile))
    item = only(house, source(server.url + "/feed"))
    assert not any("\x1f" in one.url for one in item.attachments)


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "red").save(out, "PNG")
    return out.getvalue()


def test_what_an_article_shows_of_its_own_comes_before_the_document(house: House, server: MisbehavingServer) -> None:
    server.on("/apbdes.pdf", reply(pdfs.apbdes(1)))
    server.on("/a.png", reply(_picture()))
    server.on("/feed", reply(feed_of("/apbdes.pdf", html='<p>Isi</p><img src="/a.png" alt="Balai">')))
    item = only(house, source(server.url + "/feed"))
    assert item.picture is not None
    assert (item.picture.alt, [one.page for one in item.pictures]) == ("Balai", [0, 1])
