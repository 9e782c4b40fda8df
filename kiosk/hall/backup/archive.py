"""Archive within a backup: a POSIX tar (pax) of plain files, which any tar reads once it is decrypted.

It is read by code of its own that knows only plain files. It can contain no link, device or folder, and no header takes
more memory than MOST_HEADER."""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, Protocol

from msgspec import Struct

from kiosk.hall.backup.faults import BackupCode, BackupError

MOST_HEADER = 64 * 1024
_BLOCK = tarfile.BLOCKSIZE
_CHUNK = 1 << 18
_LONGEST_NAME = 4_096
_TOO_LARGE = 2**53


class ByteSink(Protocol):
    """Output that an archive is written to."""

    def write(self, content: bytes) -> None: ...


class BackupSource(Protocol):
    """Input that an archive is read from; `read` returns so many bytes or raises BackupError."""

    def read(self, size: int) -> bytes: ...


class Member(Struct, frozen=True):
    """Plain file of an archive. `name` is relative, with slashes; `mode` has the permission bits. `changed` is the time
    of the last change in seconds, `size` in bytes. `owner` is the name of the file's user, "" where it does not
    matter."""

    name: str
    mode: int
    changed: float
    size: int
    owner: str = ""


class Written(Struct, frozen=True):
    """Result of writing a member: its SHA-256 (hex), and whether the file gave as many bytes as were announced."""

    sha256: str
    whole: bool


def write_member(sink: ByteSink, member: Member, file: BinaryIO) -> Written:
    """Write *member* with the content of *file*. If *file* is shorter than announced, zeros fill it up. Raise OSError."""
    sink.write(_header(member))
    digest, left, whole = hashlib.sha256(), member.size, True
    while left:
        chunk = file.read(min(_CHUNK, left))
        if not chunk:
            chunk, whole = bytes(min(_CHUNK, left)), False
        digest.update(chunk)
        sink.write(chunk)
        left -= len(chunk)
    sink.write(bytes(-member.size % _BLOCK))
    return Written(digest.hexdigest(), whole)


def write_end(sink: ByteSink) -> None:
    """Write the blocks that end an archive. Raise OSError."""
    sink.write(bytes(2 * _BLOCK))


def _header(member: Member) -> bytes:
    info = tarfile.TarInfo(member.name)
    info.mode, info.mtime, info.size, info.uname = member.mode, member.changed, member.size, member.owner
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def members(source: BackupSource) -> Iterator[tuple[Member, Iterator[bytes]]]:
    """Yield each member with its content in pieces, which must be read before the next member. Raise BackupError."""
    more: dict[str, str] = {}
    while True:
        info = _info(source.read(_BLOCK))
        if info is None:
            source.read(_BLOCK)
            return
        if info.type == tarfile.XHDTYPE:
            if info.size > MOST_HEADER:
                raise BackupError(BackupCode.STRANGE, name="a header without end")
            more = _records(source.read(info.size))
            source.read(-info.size % _BLOCK)
            continue
        if info.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise BackupError(BackupCode.STRANGE, name=_printable(more.get("path", info.name)))
        member = _member(info, more)
        more = {}
        yield member, _content(source, member.size)


def _member(info: tarfile.TarInfo, more: dict[str, str]) -> Member:
    """Return the member that a header describes. Raise BackupError for a name that leads out of the folder, and for an
    impossible size."""
    name, size, changed = more.get("path", info.name), info.size, float(info.mtime)
    with suppress(ValueError):
        size = int(more.get("size", size))
        changed = float(more.get("mtime", changed))
    parts = name.split("/")
    if (
        not all(part and part not in (".", "..") for part in parts)
        or "\0" in name
        or "\\" in name
        or len(name.encode("utf-8", "surrogateescape")) > _LONGEST_NAME
        or not 0 <= size < _TOO_LARGE
        or not 0 <= changed < _TOO_LARGE
    ):
        raise BackupError(BackupCode.STRANGE, name=_printable(name))
    return Member(name, info.mode & 0o777, changed, size, info.uname)


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)[:100]


def _info(block: bytes) -> tarfile.TarInfo | None:
    """Parse a header block. Return None for the block of zeros that ends an archive. Raise BackupError."""
    if not any(block):
        return None
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError) as error:
        raise BackupError(BackupCode.DAMAGED) from error


def _records(content: bytes) -> dict[str, str]:
    """Parse the records of a pax header (POSIX.1-2001): lines of their length, a space, name=value. Raise
    BackupError."""
    found: dict[str, str] = {}
    while content:
        number, _, _ = content.partition(b" ")
        if not number.isdigit() or len(number) > 5 or not len(number) + 1 < int(number) <= len(content):
            raise BackupError(BackupCode.DAMAGED)
        line, content = content[len(number) + 1 : int(number)], content[int(number) :]
        name, _, value = line.decode("utf-8", "surrogateescape").removesuffix("\n").partition("=")
        found[name] = value
    return found


def _content(source: BackupSource, size: int) -> Iterator[bytes]:
    left = size
    while left:
        chunk = source.read(min(_CHUNK, left))
        left -= len(chunk)
        yield chunk
    source.read(-size % _BLOCK)
