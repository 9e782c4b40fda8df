"""What was read in a picture, kept with the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from content_cache.model.attachments import Attachment
from content_cache.model.changes import Changes
from content_cache.model.items import NewsItem
from content_cache.model.picture_text import PictureText, Region, TextBlock, TextLine, Word
from content_cache.model.records import MediaRecord, SourceRecord
from content_cache.store.store import Store
from content_cache.tables.connect import STORE

PATH = f"media/{'ab' * 32}.jpg"
READ = PictureText((TextBlock(Region(0, 0, 1, 0.5), (TextLine((Word("Posyandu", Region(0, 0, 1, 0.5), 0.9),)),)),))


def test_it_is_given_for_the_path_and_moves_the_revision(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        assert store.media.read_picture_text(PATH) is None
        before = store.revision()
        store.media.add_text(PATH, READ)
        assert (store.media.read_picture_text(PATH), store.revision()) == (READ, before + 1)


def test_a_text_that_flipped_on_the_card_is_as_none(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.media.add_text(PATH, READ)
        with closing(sqlite3.connect(tmp_path / STORE)) as connection, connection:
            connection.execute("UPDATE picture_texts SET body = replace(body, 'Posyandu', 'Posyando')")
        assert store.media.read_picture_text(PATH) is None


POSTER = "https://x/poster.jpg"
SHOWN = NewsItem(id="1", source="a", title="Undangan", attachments=(Attachment(POSTER, "image/jpeg"),))


def stored(store: Store, *items: NewsItem) -> None:
    now = datetime(2026, 9, 3, 9, tzinfo=UTC)
    store.apply("a", Changes(added=items), SourceRecord(name="a"), now)


def test_an_item_that_shows_a_picture_which_was_read_before_is_found_by_it(tmp_path: Path) -> None:
    """Two addresses, one content: it is read once."""
    with Store.open(tmp_path) as store:
        store.media.add_text(PATH, READ)
        stored(store, SHOWN)
        assert store.reader.items(search="posyandu") == []
        store.media.add([MediaRecord(url=POSTER, path=PATH, width=900, height=1200)])
        assert [item.id for item in store.reader.items(search="posyandu")] == ["1"]
        assert store.media.unread(["a"]) == ()


def test_what_is_to_be_read(tmp_path: Path) -> None:
    """Large enough, of these sources, not written down by its author."""
    written = Attachment("https://x/b.jpg", "image/jpeg", text="Posyandu")
    small = Attachment("https://x/c.jpg", "image/jpeg")
    other = PATH.replace("ab", "cd")
    with Store.open(tmp_path) as store:
        stored(store, SHOWN, NewsItem(id="2", source="a", title="Dua", attachments=(written, small)))
        store.media.add([MediaRecord(url=POSTER, path=PATH, width=900, height=1200)])
        store.media.add([MediaRecord(url=written.url, path=other, width=900, height=1200)])
        store.media.add([MediaRecord(url=small.url, path=PATH.replace("ab", "ef"), width=120, height=900)])
        assert store.media.unread(["a"]) == (PATH,)
        assert store.media.unread(["b"]) == ()
        assert store.media.unread([]) == ()


def test_it_is_forgotten_with_its_file(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        stored(store, SHOWN)
        store.media.add([MediaRecord(url=POSTER, path=PATH, width=900, height=1200)])
        store.media.add_text(PATH, READ)
        store.apply("a", Changes(withdrawn=("1",)), SourceRecord(name="a"), datetime(2026, 9, 3, 9, tzinfo=UTC))
        assert store.media.forget_unnamed() == 1
        assert store.media.read_picture_text(PATH) is None
