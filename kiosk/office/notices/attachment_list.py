"""List of a notice's attachments for the form: each with its name, its size, and what it adds to the edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from content_cache.model.problems import msgid
from kiosk.office.notices import parts as of_parts

_KINDS = MappingProxyType(
    {
        "film": (msgid("Film"), msgid("Shown at the top; it plays when it is touched.")),
        "audio": (msgid("Recording"), msgid("Heard in place of the kiosk's own voice.")),
        "gambar": (msgid("Picture"), msgid("Shown with the text; its description is read aloud.")),
        "dokumen": (msgid("PDF"), msgid("Opened page by page. Its words can be searched; they are not read aloud.")),
    }
)
_TABLES = MappingProxyType({"gambar": "pictures", "dokumen": "documents"})


class ListedFile(Struct, frozen=True):
    """Attachment of a notice. `field` is the form's name for its kind; `kind` and `adds` are message ids. `size` is in
    bytes, -1 for a file that the folder lacks. `before` and `after` are the files of its kind beside it, "" for none."""

    field: str
    kind: str
    adds: str
    file: str
    size: int
    alt: str = ""
    text: str = ""
    before: str = ""
    after: str = ""

    @property
    def name(self) -> str:
        return self.file.rsplit("/", 1)[-1]


def list_attachments(parts: Mapping[str, str], folder: Path) -> list[ListedFile]:
    """Return the attachments of the notice *parts* in the order in which a kiosk has them. *folder* is the office's."""
    return [*_single_files(parts, folder), *_listed_tables(parts, folder)]


def move_before(entries: list[dict[str, str]], file: str) -> None:
    """Move the entry of *file* one place towards the beginning; do nothing for the first one and a file not among them."""
    at = next((number for number, entry in enumerate(entries) if entry["file"] == file), 0)
    if at:
        entries[at - 1], entries[at] = entries[at], entries[at - 1]


def _single_files(parts: Mapping[str, str], folder: Path) -> Iterator[ListedFile]:
    for field in ("film", "audio"):
        if file := parts.get(field, ""):
            yield ListedFile(field, *_KINDS[field], file, _size(folder, file))


def _listed_tables(parts: Mapping[str, str], folder: Path) -> Iterator[ListedFile]:
    for field, part in _TABLES.items():
        entries = of_parts.pictures(parts, part)
        files = ["", *(entry["file"] for entry in entries), ""]
        for at, entry in enumerate(entries):
            file, alt, text = entry["file"], entry.get("alt", ""), entry.get("text", "")
            yield ListedFile(field, *_KINDS[field], file, _size(folder, file), alt, text, files[at], files[at + 2])


def _size(folder: Path, file: str) -> int:
    with suppress(OSError, ValueError):  # a name that no disk takes
        path = (folder / file).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path.stat().st_size
    return -1
