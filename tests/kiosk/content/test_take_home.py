from __future__ import annotations

import segno

from content_cache.model.items import NewsItem
from kiosk.content.take_home import MOST_BYTES, cut, of_contact, of_item
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


def test_a_link_that_is_too_long_for_a_code_gives_way_to_the_text() -> None:
    item = NewsItem(id="a", source="Desa", title="Air", text="Mati.", link=f"https://example.org/{'a' * 600}")
    assert of_item(item).payload == "Info Desa: Air\nMati.\n(Desa)"


def test_a_telephone_number_can_be_called() -> None:
    assert of_contact("KIM Kilongan, 0812-3456-7890").payload == "tel:+6281234567890"
    assert of_contact("+62 812 3456 7890").payload == "tel:+6281234567890"
    assert of_contact("KIM Desa Bunga, di balai desa").payload == "Info Desa: KIM Desa Bunga, di balai desa"
