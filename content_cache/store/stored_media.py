"""Pictures and recordings in the data folder, as the store knows them: their origin, and their OCR texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from content_cache.model.items import Item
from content_cache.model.picture_text import PictureText
from content_cache.model.records import MediaRecord
from content_cache.store.file import StoreFile
from content_cache.tables import media_rows, picture_rows, search_index, source_rows

RISE = "UPDATE state SET value = value + 1 WHERE name = 'revision'"


class StoredMedia:
    """Pictures and recordings of a store (`Store.media`), for the thread that opened it. All methods raise StoreError alone."""

    def __init__(self, file: StoreFile) -> None:
        self._file = file

    def records(self) -> dict[str, MediaRecord]:
        """Return the records of pictures and recordings, by address."""
        return self._file.read(source_rows.read_media)

    def add(self, records: Sequence[MediaRecord], texts: Mapping[str, PictureText] = MappingProxyType({})) -> None:
        """Store the records of files that are already in the folder, or no longer, and the texts that came with them, by
        path.

        The revision rises, since items show something else now.
        """
        if not records:
            return
        with self._file.transaction() as connection:
            for path, text in texts.items():
                picture_rows.write_picture_text(connection, path, text)
            if source_rows.write_media(connection, records):
                connection.execute(RISE)
                known = {
                    record.path for record in records if record.path
                }  # what was read in them before, for another item
                search_index.leave_for_later(connection, picture_rows.named_by(connection, known))
        catch_up(self._file)

    def read_picture_text(self, path: str) -> PictureText | None:
        """Return the OCR text of the stored picture at *path*; None if it was not read yet or the text is damaged.

        The text belongs to the file, whichever item names it. An author's own text is in the attachment and goes before it.
        """
        return self._file.read(lambda c: picture_rows.read_picture_text(c, path))

    def add_text(self, path: str, text: PictureText) -> None:
        """Store the OCR text of a stored picture. The revision rises, since items show something else now."""
        with self._file.transaction() as connection:
            picture_rows.write_picture_text(connection, path, text)
            search_index.leave_for_later(connection, picture_rows.named_by(connection, (path,)))
            connection.execute(RISE)
        catch_up(self._file)

    def unread(self, sources: Collection[str]) -> tuple[str, ...]:
        """Return the paths of stored pictures of *sources* that OCR has not read yet, the newest item's first."""
        return self._file.read(lambda c: picture_rows.unread(c, sources))

    def voiced(self, item: Item) -> dict[str, tuple[str, int]]:
        """Return (path, bytes) of the item's stored spoken sentences, by the hash of their words."""
        return self._file.read(lambda c: media_rows.voiced(c, item))

    def wanted_files(self, source: str, now: datetime | None) -> list[media_rows.WantedFile]:
        """Return the pictures and recordings that a source's items lack or that may have changed, the most valuable first."""
        return self._file.read(lambda c: media_rows.wanted_files(c, source, now))

    def files(self, now: datetime | None) -> list[media_rows.StoredFile]:
        """Return the stored pictures and recordings, those of least worth first."""
        return self._file.read(lambda c: media_rows.stored(c, now))

    def addresses(self) -> list[str]:
        """Return the addresses of all files that items name."""
        return self._file.read(media_rows.addresses)

    def forget_unnamed(self) -> int:
        """Delete the records of files that no item names; return how many."""
        if not self._file.read(media_rows.has_unnamed):
            return 0
        with self._file.transaction() as connection:
            gone = media_rows.forget_unnamed(connection)
            picture_rows.forget_unnamed(connection)
            return gone


def catch_up(file: StoreFile, portions: int | None = None) -> bool:
    """Index the new items for the search, or *portions* of them; return whether there is more.

    The store can be read before that, and an interruption loses nothing.
    """
    if not file.read(search_index.is_behind):
        return False
    with file.transaction() as connection:
        search_index.catch_up(connection, portions)
    return portions is not None and file.read(search_index.is_behind)
