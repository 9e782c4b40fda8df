"""No stranger's text becomes a code that acts: drawn as the screen draws it, read back by a real decoder (zxing-cpp)."""

from __future__ import annotations

import re
from itertools import product

import numpy
import pytest
import segno
import zxingcpp

from content_cache.model.attachments import Attachment
from content_cache.model.items import Item, NewsItem
from content_cache.model.picture_text import written_by_author
from kiosk.content.take_home import MARK, MOST_BYTES, of_article, of_contact, of_item
from kiosk.content.views.shown import ArticleView, Handout

pytestmark = pytest.mark.attack(
    "people",
    "a title, the address of a picture or what stands in it is `WIFI:…`, `upi:…`, `BEGIN:VEVENT` and "
    "becomes a code that acts on a phone",
    "a code begins with our name, or is an https link; that of a page for phones has digits of our own "
    "alone, that of the Wi-Fi the settings' words alone; read back by a real decoder",
)


# as ZXing's result parsers, Android's and Apple's cameras know them: by the beginning of the text, without regard to case
SCHEMES = (
    "WIFI:T:WPA;S:Balai;P:rahasia;;", "tel:+62812", "sms:+62812?body=DAFTAR", "smsto:+62812:DAFTAR", "mms:1", "mmsto:1:x",
    "geo:-1.2,122.8", "mailto:a@example.org", "MATMSG:TO:a@example.org;;", "smtp:a@example.org:x:y", "BEGIN:VCARD\nN:A\nEND:VCARD",
    "MECARD:N:A;TEL:1;;", "BIZCARD:N:A;;", "BEGIN:VEVENT\nDTSTART:20261127\nEND:VEVENT", "BEGIN:VCALENDAR\nEND:VCALENDAR",
    "upi://pay?pa=a@b", "upi:pay?pa=a", "market://details?id=a", "market:details?id=a", "javascript:alert(1)", "data:text/html,x",
    "intent://x#Intent;end", "file:///etc/passwd", "bitcoin:1A", "otpauth://totp/a?secret=b", "URLTO:a:example.org", "LPA:1$a$b",
    "facetime:1", "whatsapp://send?text=a", "HTTP://example.org", "DPP:C:81/1;M:x;;", "000201010211ID.CO.QRIS",
)  # fmt: skip
_ANYWHERE = re.compile(r"begin:v(event|card|calendar)", re.IGNORECASE)


def items() -> list[Item]:
    """Each scheme in each place that a stranger fills, alone and with what a careless reader trims."""
    made: list[Item] = []
    for scheme, lead in product(SCHEMES, ("", " ", "\n", "\ufeff")):
        text = lead + scheme
        made += [
            NewsItem(id="a", source="Desa", title=text),
            NewsItem(id="a", source="Desa", title="", text=text),
            NewsItem(id="a", source="Desa", title="Air", text=f"Mati.\n{text}"),
            NewsItem(id="a", source="Desa", title="Air", link=text),
            NewsItem(id="a", source=text, title="", author=text),
        ]
    return made


def read(handout: Handout) -> str:
    """Return the text that a camera reads from the handout's QR code."""
    code = segno.make_qr(handout.payload, error="m", boost_error=False)
    rows = [[0 if dark else 255 for dark in row] for row in code.matrix_iter(scale=4, border=4)]
    (found,) = zxingcpp.read_barcodes(numpy.array(rows, dtype=numpy.uint8))
    return str(found.text)


def harmless(text: str) -> bool:
    return text.startswith(MARK) and not _ANYWHERE.search(text) and len(text.encode()) <= MOST_BYTES


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_title_that_is_a_scheme_is_a_text_in_the_drawn_code(scheme: str) -> None:
    seen = read(of_item(NewsItem(id="a", source="Desa", title=scheme)))
    assert harmless(seen), seen
    if not re.search(r"\d{6}", scheme):  # a number in the settings is there to be called
        assert harmless(read(of_contact(scheme)))


def test_no_place_that_a_stranger_fills_begins_a_code() -> None:
    wrong = [item for item in items() if not harmless(of_item(item).payload)]
    assert wrong == []


def test_no_picture_begins_one_by_its_address_or_by_what_stands_in_it() -> None:
    for scheme, lead in product(SCHEMES, ("", " ", "\n", "\ufeff")):
        for picture in (
            Attachment(lead + scheme, "image/jpeg", path="a.jpg"),
            Attachment(lead + scheme, "application/pdf", role="document"),
        ):
            item = NewsItem(id="a", source="Desa", title="", attachments=(picture,))
            article = ArticleView(item, pictures=(picture,), texts=(written_by_author(scheme),), poster=True)
            assert harmless(of_article(article).payload), scheme


def test_a_link_of_https_is_a_link_and_no_other_is() -> None:
    for link, alone in (
        ("https://example.org/air", True), ("http://example.org/air", False), ("https://a\nWIFI:S:x;;", False),
        ("https://", False), ("ftp://example.org", False),
    ):  # fmt: skip
        handout = of_item(NewsItem(id="a", source="Desa", title="Air", link=link))
        assert (handout.link, handout.payload == link) == (alone, alone), link
        assert alone or harmless(handout.payload)
    assert (
        "http://example.org/air"
        in of_item(NewsItem(id="a", source="Desa", title="Air", link="http://example.org/air")).payload
    )


def test_the_check_would_see_a_code_that_acts() -> None:
    assert not harmless("WIFI:S:Balai;;")
    assert not harmless(f"{MARK}Air\nBEGIN:VEVENT")
    assert read(Handout("", "WIFI:S:Balai;;")) == "WIFI:S:Balai;;", "the decoder reads what is drawn"
