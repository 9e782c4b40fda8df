"""A refresher that never rests, and says on its output what it has been told is safely stored:

    python -m tests.faults.worker DATA URL [normal|off|forgetful|renamed]

The last are controls, which must be seen to lose something: with "normal" or "off" SQLite's `synchronous` is set to that, and
"forgetful" says that all is stored and stores nothing, and "renamed" stores media without waiting for the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from content_cache.media.drafts import FOLDER
from content_cache.model.changes import Changes
from content_cache.model.list_age import ListAge
from content_cache.model.picture_text import PictureText
from content_cache.model.records import EditionRecord, MediaRecord, SourceRecord
from content_cache.refresh.refresher import Refresher
from content_cache.store.file import StoreFile
from content_cache.store.store import Store
from content_cache.store.stored_media import StoredMedia
from content_cache.tables.connect import STORE
from tests.faults.checking import LIMITS
from tests.faults.village import picture, sources

NONE: Mapping[str, PictureText] = MappingProxyType({})


class Acknowledging(Store):
    """Tells what was stored once it was."""

    def apply(
        self,
        source: str,
        changes: Changes,
        record: SourceRecord | None,
        now: datetime,
        edition: EditionRecord | None = None,
        *,
        index: bool = True,
        list_age: ListAge | None = None,
        heard: datetime | None = None,
    ) -> int:
        revision = super().apply(source, changes, record, now, edition, index=index, list_age=list_age, heard=heard)
        _tell("items", [item.title for item in (*changes.added, *changes.altered)])
        return revision

    def __init__(self, file: StoreFile) -> None:
        super().__init__(file)
        self.media = AcknowledgingMedia(file)


class AcknowledgingMedia(StoredMedia):
    def add(self, records: Sequence[MediaRecord], texts: Mapping[str, PictureText] = NONE) -> None:
        super().add(records, texts)
        _tell("media", [record.path for record in records if record.path])


class Forgetful(Store):
    """Tells, and stores nothing."""

    def apply(
        self,
        source: str,  # noqa: ARG002
        changes: Changes,
        record: SourceRecord | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
        edition: EditionRecord | None = None,  # noqa: ARG002
        *,
        index: bool = True,  # noqa: ARG002
        list_age: ListAge | None = None,  # noqa: ARG002
        heard: datetime | None = None,  # noqa: ARG002
    ) -> int:
        _tell("items", [item.title for item in (*changes.added, *changes.altered)])
        return self.revision()


class CarelessFile(StoreFile):
    """Does not wait for the disk as the product does."""

    def __init__(self, path: Path, level: str) -> None:
        super().__init__(path, read_only=False)
        self.read(lambda connection: connection.execute(f"PRAGMA synchronous = {level}"))


def _tell(kind: str, what: list[str]) -> None:
    if what:
        os.write(1, (json.dumps({kind: what}) + "\n").encode())  # at once, whole: no buffer of Python's in between


def _store_media_carelessly(data: Path) -> NoReturn:
    """Store media like `media.write`, but without fsync, and record them safely."""
    with Acknowledging.open(data) as store:
        (data / FOLDER).mkdir()
        for number in count():
            content = picture(number)
            path = f"{FOLDER}/{hashlib.sha256(content).hexdigest()}.jpg"
            draft = data / FOLDER / ".draft"
            draft.write_bytes(content)
            draft.replace(data / path)
            store.media.add([MediaRecord(url=f"https://x/{number}", path=path, bytes=len(content))])
    raise AssertionError


def main(data: Path, url: str, level: str = "") -> None:
    store: Store
    if level == "renamed":
        _store_media_carelessly(data)
    if level == "forgetful":
        store = Forgetful.open(data)
    elif level:
        store = Acknowledging(CarelessFile(data / STORE, level.upper()))
    else:
        store = Acknowledging.open(data)
    refresher = Refresher(
        store,
        sources(url),
        data_dir=data,
        kiosk_id="faults",
        clock=lambda: datetime.now(UTC),
        limits=LIMITS,
    )
    while True:
        refresher.refresh(force=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
