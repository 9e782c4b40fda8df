"""Items with pictures, as the store has them once they have come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.changes import compare
from content_cache.model.items import Item, NewsItem
from content_cache.model.picture_text import PictureText
from content_cache.model.records import MediaRecord, SourceRecord
from content_cache.store.store import Store
from tests.support.items import NOW


def pictured(name: str, *sizes: tuple[int, int], text: str = "", alt: str = "") -> NewsItem:
    """An item with a picture of each size, stored by `stored`."""
    return NewsItem(
        id=name,
        source="Diskominfo",
        title=name.capitalize(),
        blocks=(Block(BlockKind.PARAGRAPH, text),) if text else (),
        published=NOW,
        attachments=tuple(
            Attachment(f"https://desa.id/{name}-{number}.jpg", "image/jpeg", alt, width=size[0], height=size[1])
            for number, size in enumerate(sizes)
        ),
    )


def path_of(picture: Attachment) -> str:
    return f"media/{picture.url.rpartition('/')[2]}"


def stored(folder: Path, items: Sequence[Item], texts: dict[str, PictureText]) -> None:
    """Put items with all their pictures into the store of a folder; `texts` are by the names of items, of their first picture."""
    with Store.open(folder) as store:
        store.apply("Diskominfo", compare({}, items, ()), SourceRecord(name="Diskominfo", last_success=NOW), NOW)
        pictures = [(item, picture) for item in items for picture in item.attachments]
        store.media.add(
            [
                MediaRecord(url=picture.url, path=path_of(picture), width=picture.width, height=picture.height)
                for _, picture in pictures
            ]
        )
        for item in items:
            if item.id in texts:
                store.media.add_text(path_of(item.attachments[0]), texts[item.id])
