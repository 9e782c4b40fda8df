"""What was read in a picture, kept with the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from content_cache.model.picture_text import Box, PictureText, TextBlock, TextLine, Word
from content_cache.store.store import Store
from content_cache.tables.connect import STORE

PATH = f"media/{'ab' * 32}.jpg"
READ = PictureText((TextBlock(Box(0, 0, 1, 0.5), (TextLine((Word("Posyandu", Box(0, 0, 1, 0.5), 0.9),)),)),))


def test_it_is_given_for_the_path_and_moves_the_revision(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        assert store.picture_text(PATH) is None
        before = store.revision()
        store.add_picture_text(PATH, READ)
        assert (store.picture_text(PATH), store.revision()) == (READ, before + 1)


def test_a_text_that_flipped_on_the_card_is_as_none(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.add_picture_text(PATH, READ)
        with closing(sqlite3.connect(tmp_path / STORE)) as connection, connection:
            connection.execute("UPDATE picture_texts SET body = replace(body, 'Posyandu', 'Posyando')")
        assert store.picture_text(PATH) is None
