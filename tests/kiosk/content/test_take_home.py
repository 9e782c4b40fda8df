from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import segno
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.items import Announcement, Event, Item, NewsItem, Service
from content_cache.model.picture_text import written_by_author
from kiosk.content.take_home import MOST_BYTES, cut, of_article, of_contact, of_item
from kiosk.content.views.shown import ArticleView, Handout
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.handout_words import HandoutWords
from tests.support.present import of


def test_an_item_with_a_link_is_taken_home_as_the_link() -> None:
    handout = of_item(NewsItem(id="a", source="Desa", title="Air", link="https://example.org/air"))
    assert (handout.payload, handout.link) == ("https://example.org/air", True)


def test_a_text_is_cut_where_a_sentence_ends_and_names_its_source() -> None:
    text = "Air mati besok di Dusun 1. " * 40
    handout = of_item(NewsItem(id="a", source="Desa Bunga", title="Air mati", text=text))
    assert not handout.link
    assert len(handout.payload.encode()) <= MOST_BYTES
    assert handout.payload.startswith("Info Desa: Air mati\nAir mati besok di Dusun 1.")
    assert handout.payload.endswith("Dusun 1.\n(Desa Bunga)")
    assert of(int, segno.make_qr(handout.payload, error="m", boost_error=False).version) <= 17


def test_one_endless_sentence_is_cut_between_words_and_one_word_anywhere() -> None:
    assert cut("satu dua tiga empat", 15) == "satu dua…"
    assert len(cut("é" * 400, 500).encode()) <= 500


NOON = datetime(2026, 11, 28, 12, tzinfo=ZoneInfo("Asia/Makassar"))
TOMORROW = NOON.replace(day=29, hour=8)
SHARED: dict[str, Any] = {"id": "a", "source": "Desa", "text": "Besok, bawa buku.", "published": NOON}


@pytest.mark.parametrize(
    ("item", "payload"),
    [
        (
            Event(title="Posyandu", starts=TOMORROW, ends=TOMORROW.replace(hour=10), place="Balai", **SHARED),
            "Posyandu\n29 Nov 08.00–10.00 WITA\nBalai\nBesok, bawa buku.",
        ),
        (
            Service(title="KTP", hours="Senin 08.00–12.00", place="Kantor", requirements=("KK", "akta"), **SHARED),
            "KTP\nSenin 08.00–12.00\nKantor\nYang dibawa: KK, akta\nBesok, bawa buku.",
        ),
        (
            Announcement(title="Air mati", expires=NOON.replace(day=30, hour=0), **SHARED),
            "Air mati\nBerlaku sampai 29 Nov\nBesok, bawa buku.",
        ),
        (NewsItem(title="Panen", **SHARED), "Panen\nBesok, bawa buku."),
    ],
)
def test_what_is_read_at_home_says_when_and_where_and_from_which_day_it_is(item: Item, payload: str) -> None:
    """A posyandu was taken home without its day, its hour and its place."""
    words, moment = HandoutWords(Phrases(Translation("id"))), Moment(NOON, Trust.TRUSTED)
    taken = of_article(ArticleView(item), words.facts(item, moment), words.dated(item, moment))
    assert taken.payload == f"Info Desa: {payload}\n(Desa, 28 November 2026)"


def test_a_link_that_is_too_long_for_a_code_gives_way_to_the_text() -> None:
    item = NewsItem(id="a", source="Desa", title="Air", text="Mati.", link=f"https://example.org/{'a' * 600}")
    assert of_item(item).payload == "Info Desa: Air\nMati.\n(Desa)"


def article(*attachments: Attachment, poster: bool = True, link: str = "", text: str = "") -> ArticleView:
    item = NewsItem(id="a", source="Desa", title="BLT", link=link, text=text, attachments=attachments)
    pictures = tuple(each for each in attachments if each.is_picture)
    return ArticleView(
        item, pictures=pictures, texts=(written_by_author("Kamis di balai."),) * len(pictures), poster=poster
    )


POSTER = Attachment("https://desa.id/poster.jpg", "image/jpeg", path="media/a.jpg")
BUDGET = Attachment("https://desa.id/apbdes.pdf", "application/pdf")


def test_a_poster_is_taken_home_as_the_picture_and_a_document_as_itself() -> None:
    assert of_article(article(POSTER, link="https://desa.id/blt")) == Handout(
        "BLT", POSTER.url, link=True, of="picture"
    )
    assert of_article(article(POSTER, BUDGET)) == Handout("BLT", BUDGET.url, link=True, of="document")
    assert of_article(article(POSTER, poster=False, link="https://desa.id/blt")).payload == "https://desa.id/blt"


def test_a_poster_without_an_address_is_taken_home_as_what_stands_in_it() -> None:
    for url in ("", "media/poster.jpg", "http://desa.id/poster.jpg", f"https://desa.id/{'a' * 600}.jpg"):
        handout = of_article(article(replace(POSTER, url=url)))
        assert (handout.link, handout.of) == (False, "picture")
        assert handout.payload.startswith("Info Desa: BLT\nKamis di balai.")
        assert ("http://desa.id/poster.jpg" in handout.payload) == url.startswith("http:")
    by_page = of_article(article(replace(POSTER, url=""), link="https://desa.id/blt"))
    assert (by_page.payload, by_page.link) == ("https://desa.id/blt", True)


def test_a_telephone_number_can_be_called() -> None:
    assert of_contact("KIM Kilongan, 0812-3456-7890").payload == "tel:+6281234567890"
    assert of_contact("+62 812 3456 7890").payload == "tel:+6281234567890"
    assert of_contact("KIM Desa Bunga, di balai desa").payload == "Info Desa: KIM Desa Bunga, di balai desa"
