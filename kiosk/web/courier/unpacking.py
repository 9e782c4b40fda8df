"""ZIP files of strangers, read within limits. A courier's is unpacked into a new folder, and only with names of a
signed edition.

Nothing in it is trusted here: it is verified later, like the content of a stick."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from content_cache.central.edition_reader import MOST_FILES
from content_cache.files import check_room
from content_cache.signing.edition import ALIAS, KEYS, KEYS_SIGNATURE, LATEST, file_hash, media_hash, seq_of

MOST_BYTES = 200_000_000
"""Most bytes of the ZIP, and of its unpacked content. Pictures, sound and films are compressed already, so no ZIP of
ours is larger."""

_END = 22  # bytes of a ZIP's last record (APPNOTE 4.3.16) without a comment
_END_64 = 20  # bytes of the record that may stand before it (4.3.15)
_MOST_ENTRIES = 2 * MOST_FILES
_MOST_NAMES = 200 * _MOST_ENTRIES  # bytes of the table of contents: an entry of ours has at most 150
_CHUNK = 1 << 18


class UnfitArchiveError(Exception):
    """Error: a ZIP is refused; the message says why, for the log."""


@contextmanager
def open_packed(packed: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open a stranger's ZIP for reading. Its entries must be stored or deflated, for bzip2 and LZMA unpack a block
    without a limit.

    Raise UnfitArchiveError, also for damage that is found while the caller reads entries."""
    _check_end(packed)
    try:
        with zipfile.ZipFile(packed) as archive:
            for entry in archive.infolist():
                if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & 1:
                    raise UnfitArchiveError(f"{entry.filename[:60]!r} is packed in another way, or locked")
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise UnfitArchiveError(str(error)[:100]) from error


def unpack(packed: BinaryIO, folder: Path, *, reserve: int) -> None:
    """Unpack into the new folder *folder*. Raise UnfitArchiveError, and OSError if *reserve* bytes of the disk would
    not stay free."""
    with open_packed(packed) as archive:
        files = [_checked(each) for each in archive.infolist()]
        if len({each.filename for each in files}) != len(files):
            raise UnfitArchiveError("a name stands twice")
        left = sum(each.file_size for each in files)
        if not files or left > MOST_BYTES:
            raise UnfitArchiveError(f"{len(files)} files of {left} bytes")
        check_room(folder.parent, left, reserve)
        for name in ("", "media", "alerts"):
            (folder / name).mkdir(mode=0o750)
        for each in files:
            left -= _copy(archive, each, folder / each.filename, left)


def _check_end(packed: BinaryIO) -> None:
    """Check the last record before `zipfile` reads the whole table of contents into memory. Raise UnfitArchiveError.

    No office and no kiosk writes a comment or a record of 64 bits, and two readers may find different records in such a file."""
    size = packed.seek(0, os.SEEK_END)
    if not _END <= size <= MOST_BYTES:
        raise UnfitArchiveError(f"{size} bytes")
    packed.seek(max(size - _END - _END_64, 0))
    tail = packed.read()
    end = tail[-_END:]
    if not end.startswith(b"PK\x05\x06") or not end.endswith(b"\0\0") or tail[:-_END].startswith(b"PK\x06\x07"):
        raise UnfitArchiveError("it does not end as a ZIP of ours does")
    entries, names = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if entries > _MOST_ENTRIES or names > _MOST_NAMES:
        raise UnfitArchiveError(f"{entries} entries in {names} bytes")


def _checked(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Return *entry* if its name is one of an edition's files: no path, no link, no folder. Raise UnfitArchiveError."""
    name = entry.filename
    known = name in (LATEST, ALIAS, KEYS, KEYS_SIGNATURE) or seq_of(name) or media_hash(name) or file_hash(name)
    if not known or entry.orig_filename != name:
        raise UnfitArchiveError(f"{name[:60]!r} is no file of an edition")
    return entry


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, most: int) -> int:
    """Copy one entry and return its real size in bytes, which may differ from the ZIP's statement. Raise
    UnfitArchiveError beyond *most*."""
    written = 0
    with archive.open(entry) as file, path.open("xb") as out:  # not in the data folder
        while chunk := file.read(_CHUNK):
            written += len(chunk)
            if written > most:
                raise UnfitArchiveError(f"{entry.filename[:60]!r} is larger than it says")
            out.write(chunk)
        os.fchmod(out.fileno(), 0o640)
    return written
