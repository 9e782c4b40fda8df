"""What comes in as envelopes, from a request, a stick or a courier: read, and whose it is; nothing is kept here."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from msgspec import Struct

from content_cache.text.plain import clean_line
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.post import envelope
from kiosk.post.envelope import EnvelopeKind, Header
from kiosk.post.faults import EnvelopeError
from kiosk.web.courier.unpacking import UnfitArchiveError, open_packed

MOST_FILES = 5_000
MOST_STICK = 100_000_000
"""Bytes that are taken of a stick at one time, unpacked: two kiosks' whole spools."""

MOST_ENROL = 3
"""Kiosks that one request or one courier makes known: it is one kiosk's. Of a stick from a hand as many as there are."""

Room = Callable[[str, int], bool]
Asks = Callable[[int], bool]


class PostBounds(NamedTuple):
    """Limits of what a stranger brings: `room` and `asks` as for `PostInbox.receive`; `enrols`, asked once where there is any,
    whether this one may try to make kiosks known now; `most` bytes of files, unpacked."""

    room: Room = lambda _kiosk, _size: True
    asks: Asks = lambda _n: True
    enrols: Callable[[], bool] = lambda: True
    most: int = MOST_STICK


class Refused(Struct, frozen=True):
    """An envelope that was not taken, and may come again. `code` is one of `unreadable`, `unknown_kiosk`, `signature`, `too_much`
    (more than a day's, or too many gaps below it), and of one that asks to be known `waits` (until somebody opens the post),
    `other_key`, `code_over`, `no_code`, `full`, and `too_much`, too."""

    kiosk: str
    n: int
    code: str


class Receipt(Struct, frozen=True):
    """What is on the disk, (kiosk, number), and how many of it had not been here before; and what was not taken."""

    taken: tuple[tuple[str, int], ...] = ()
    new: int = 0
    refused: tuple[Refused, ...] = ()


def is_by(content: bytes, key: bytes) -> bool:
    try:
        envelope.verify(content, key)
    except EnvelopeError:
        return False
    return True


def read_envelopes(envelopes: Iterable[bytes], refused: list[Refused]) -> Iterator[tuple[Header, bytes]]:
    envelopes = iter(envelopes)
    while True:
        try:
            content = next(envelopes, None)
        except EnvelopeError:  # where one ends that lies before others nobody can say any more
            content = b""
        if content is None:
            return
        try:
            yield envelope.read_header(content), content
        except EnvelopeError:
            refused.append(Refused("", 0, "unreadable"))


def last_asked(found: Iterable[tuple[Header, bytes]]) -> list[tuple[Header, bytes]]:
    """Return the last enrolment request of each kiosk, because its code may have changed."""
    asking: dict[str, tuple[Header, bytes]] = {}
    for head, content in found:
        if head.kind is EnvelopeKind.ENROL and (head.kiosk not in asking or head.n > asking[head.kiosk][0].n):
            asking[head.kiosk] = head, content
    return list(asking.values())


def envelopes_in(files: Iterable[tuple[str, BinaryIO]], bounds: PostBounds | None = None) -> Iterator[bytes]:
    """Yield each file that may be an envelope, until there are too many files or bytes. A file that is too large is cut.

    Raises OfficeError for a ZIP that is none, or packed in a way that ours are not.
    """
    room, left = bounds.most if bounds else MOST_STICK, MOST_FILES
    for content in _files_in(files):
        room -= len(content)
        left -= 1
        if room < 0 or left < 0:
            return
        yield content


def _files_in(files: Iterable[tuple[str, BinaryIO]]) -> Iterator[bytes]:
    for name, stream in files:
        if zipfile.is_zipfile(stream):
            try:
                yield from _unpacked(stream)
            except (UnfitArchiveError, OSError) as error:
                raise OfficeError(OfficeCode.STICK_UNFIT, name=clean_line(Path(name).name, 60)) from error
        else:
            stream.seek(0)
            yield stream.read(envelope.MOST_ENVELOPE + 1)


def _unpacked(stream: BinaryIO) -> Iterator[bytes]:
    with open_packed(stream) as packed:
        for info in packed.infolist():
            if not info.is_dir():
                with packed.open(info) as file:
                    yield file.read(envelope.MOST_ENVELOPE + 1)
