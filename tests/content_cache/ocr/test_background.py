"""Pictures are read after the refresh, found by their words, and not where their author or the settings say otherwise."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.formats import read_feed
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.ocr.background import PictureReading
from content_cache.ocr.tesseract import Tesseract
from content_cache.refresh.means import Means
from content_cache.refresh.outcomes import Outcome
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from tests.campaigns.posters.layouts import cards
from tests.campaigns.posters.reading import BOUNDS, tesseract_here
from tests.campaigns.posters.texts import NOTICES
from tests.campaigns.posters.wear import whatsapp
from tests.content_cache.house import LIMITS, House, source
from tests.content_cache.media.test_collector import png
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.content_cache.refresh.test_keep_going import GENEROUS, going
from tests.content_cache.tiny import read_tiny


@cache
def poster() -> bytes:
    return whatsapp(cards(NOTICES[8], 0), 1).body


def feed(title: str, *pictures: str) -> bytes:
    html = "".join(f"<img src='{picture}'>" for picture in pictures)
    item = f"<item><guid>{title}</guid><title>{title}</title><description><![CDATA[{html}]]></description></item>"
    return f"<rss version='2.0'><channel><title>Desa</title>{item}</channel></rss>".encode()


def reading(house: House, bounds: Bounds = BOUNDS, **fields: object) -> PictureReading:
    given = replace(source("https://desa.test/"), **fields)
    return PictureReading(house.store, [given], house.data_dir, tesseract_here(), bounds)


def all_of(pictures: PictureReading) -> None:
    while pictures.read_next():
        pictures.wait_until_read()


@pytest.mark.slow(cases=0)
def test_a_post_that_is_a_picture_alone_is_found_by_a_word_in_it(house: House, server: MisbehavingServer) -> None:
    server.on("/poster.jpg", reply(poster()))
    house.one(source(server.on("/feed", reply(feed("Pajak", "/poster.jpg"))), format="rss"), reader=read_feed)
    assert house.store.reader.items(search="berstempel") == []
    revision = house.store.revision()
    all_of(reading(house))
    (item,) = house.store.reader.items(search="berstempel")
    assert item.picture is not None
    text = house.store.media.read_picture_text(item.picture.path)
    assert text is not None
    assert "30 September 2026" in text.text.replace("\n", " ")
    assert house.store.revision() == revision + 1, "the screen shows it"
    assert house.store.media.unread([item.source]) == (), "it is read once"


class Busy(Bounds):
    """All else goes first."""

    def program(self, _seconds: float, _program: Sequence[str], coming: int, readable: Iterable[Path | str]) -> bytes:
        return super().program(0.05, ("/bin/sleep", "60"), coming, readable)


@pytest.mark.slow(cases=0)
def test_what_a_busy_machine_had_no_time_for_is_read_after_the_next_start(
    house: House, server: MisbehavingServer
) -> None:
    server.on("/poster.jpg", reply(poster()))
    house.one(source(server.on("/feed", reply(feed("Pajak", "/poster.jpg"))), format="rss"), reader=read_feed)
    pictures = reading(house, Busy(MEMORY_BYTES))
    all_of(pictures)
    assert not pictures.read_next(), "and not over and over"
    all_of(reading(house))
    assert len(house.store.reader.items(search="berstempel")) == 1


def test_a_source_may_be_left_unread_and_small_pictures_are(house: House, server: MisbehavingServer) -> None:
    server.on("/poster.jpg", reply(poster()))
    house.one(source(server.on("/feed", reply(feed("Pajak", "/poster.jpg"))), format="rss"), reader=read_feed)
    assert not reading(house, texts_from_pictures=False).read_next()


def test_a_picture_that_is_gone_is_not_tried_for_ever(house: House, server: MisbehavingServer) -> None:
    server.on("/poster.jpg", reply(poster()))
    house.one(source(server.on("/feed", reply(feed("Pajak", "/poster.jpg"))), format="rss"), reader=read_feed)
    for path in (house.data_dir / "media").iterdir():
        path.unlink()
    pictures = reading(house)
    all_of(pictures)
    assert not pictures.read_next()
    assert house.store.media.read_picture_text("") is None


def test_what_the_author_wrote_is_found_and_not_read_again(house: House, server: MisbehavingServer) -> None:
    written = "Pajak lunas sebelum 30 September"
    server.on("/poster.jpg", reply(poster()))
    body = (
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Desa", "items": [{{"id": "1", "title": "Poster", '
        f'"attachments": [{{"url": "{server.url}/poster.jpg", "mime_type": "image/jpeg", '
        f'"_kiosk": {{"role": "document", "text": "{written}"}}}}]}}]}}'
    )
    house.one(source(server.on("/feed.json", reply(body.encode())), format="json"), reader=read_feed)
    (item,) = house.store.reader.items(search="lunas")
    assert (item.attachments[0].role, item.attachments[0].text) == ("document", written)
    assert not reading(house).read_next()


class Endless(Tesseract, frozen=True):
    """One that never has read."""

    begun: threading.Event

    def asking(self, _model: str) -> Sequence[str]:
        self.begun.set()
        return ("/usr/bin/tail", "-f", "/dev/null")


@pytest.mark.slow(cases=0)
def test_a_picture_that_is_being_read_delays_no_text_and_no_end(tmp_path: Path, server: MisbehavingServer) -> None:
    server.on("/a.png", reply(png(1, 400)))
    fed = source(server.on("/feed", reply(b"1|Satu|a.png\n")), every=0.2)
    endless, asked_meanwhile = Endless("", "", threading.Event()), threading.Event()

    def tell(_outcome: Outcome) -> None:
        if endless.begun.is_set():
            asked_meanwhile.set()

    def make(store: Store) -> Refresher:
        return Refresher(
            store,
            [fed],
            data_dir=tmp_path,
            kiosk_id="k",
            clock=lambda: datetime.now(UTC),
            limits=LIMITS,
            means=Means(reader=read_tiny, tesseract=endless),
        )

    with going(tmp_path, make, tell):
        assert endless.begun.wait(GENEROUS)
        assert asked_meanwhile.wait(GENEROUS)
    with Store.open(tmp_path, read_only=True) as store:
        (item,) = store.reader.items()
        assert item.picture is not None
        assert store.media.read_picture_text(item.picture.path) is None
