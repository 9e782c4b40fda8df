"""Pictures are read after the refresh, found by their words, and not where their author or the settings say otherwise."""

from __future__ import annotations

from msgspec.structs import replace

from content_cache.formats import read_feed
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.ocr.background import PictureReading
from tests.content_cache.house import House, source
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.posters.layouts import cards
from tests.posters.reading import tesseract_here
from tests.posters.texts import NOTICES
from tests.posters.wear import whatsapp

POSTER = whatsapp(cards(NOTICES[8], 0), 1).body


def feed(title: str, *pictures: str) -> bytes:
    html = "".join(f"<img src='{picture}'>" for picture in pictures)
    item = f"<item><guid>{title}</guid><title>{title}</title><description><![CDATA[{html}]]></description></item>"
    return f"<rss version='2.0'><channel><title>Desa</title>{item}</channel></rss>".encode()


def reading(house: House, **fields: object) -> PictureReading:
    given = replace(source("https://desa.test/"), **fields)
    return PictureReading(house.store, [given], house.data_dir, tesseract_here(), Bounds(MEMORY_BYTES))


def all_of(pictures: PictureReading) -> None:
    while pictures.step():
        pictures.wait()


def test_a_post_that_is_a_picture_alone_is_found_by_a_word_in_it(house: House, server: MisbehavingServer) -> None:
    server.on("/poster.jpg", reply(POSTER))
    house.one(source(server.on("/feed", reply(feed("Pajak", "/poster.jpg"))), format="rss"), reader=read_feed)
    assert house.store.items(search="berstempel") == []
    revision = house.store.revision()
    all_of(reading(house))
    (item,) = house.store.items(search="berstempel")
    assert item.picture is not None
    text = house.store.picture_text(item.picture.path)
    assert text is not None
    assert "30 September 2026" in text.text.replace("\n", " ")
    assert house.store.revision() == revision + 1, "the screen shows it"
    assert house.store.unread_pictures([item.source]) == (), "it is read once"


def test_a_source_may_be_left_unread_and_small_pictures_are(house: House, server: MisbehavingServer) -> None:
    server.on("/poster.jpg", reply(POSTER))
    house.one(source(server.on("/feed", reply(feed("Pajak", "/poster.jpg"))), format="rss"), reader=read_feed)
    assert not reading(house, texts_from_pictures=False).step()


def test_a_picture_that_is_gone_is_not_tried_for_ever(house: House, server: MisbehavingServer) -> None:
    server.on("/poster.jpg", reply(POSTER))
    house.one(source(server.on("/feed", reply(feed("Pajak", "/poster.jpg"))), format="rss"), reader=read_feed)
    for path in (house.data_dir / "media").iterdir():
        path.unlink()
    pictures = reading(house)
    all_of(pictures)
    assert not pictures.step()
    assert house.store.picture_text("") is None


def test_what_the_author_wrote_is_found_and_not_read_again(house: House, server: MisbehavingServer) -> None:
    written = "Pajak lunas sebelum 30 September"
    server.on("/poster.jpg", reply(POSTER))
    body = (
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Desa", "items": [{{"id": "1", "title": "Poster", '
        f'"attachments": [{{"url": "{server.url}/poster.jpg", "mime_type": "image/jpeg", '
        f'"_kiosk": {{"role": "document", "text": "{written}"}}}}]}}]}}'
    )
    house.one(source(server.on("/feed.json", reply(body.encode())), format="json"), reader=read_feed)
    (item,) = house.store.items(search="lunas")
    assert (item.attachments[0].role, item.attachments[0].text) == ("document", written)
    assert not reading(house).step()
