"""Reading of incoming envelopes from a request, a stick or a courier: parsed, with their kiosk. Nothing is stored here."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from msgspec import Struct

from content_cache.text.plain import clean_line
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.post.newcomers import Newcomer
from kiosk.post import envelope
from kiosk.post.envelope import EnvelopeKind, Header
from kiosk.post.faults import EnvelopeError
from kiosk.web.courier.unpacking import UnfitArchiveError, open_packed

MOST_FILES = 5_000
MOST_STICK = 100_000_000
"""Most bytes accepted from a stick at one time, unpacked: two kiosks' whole spools."""

MOST_ENROL = 3
"""Most kiosks that one request or courier may enrol, for it is one kiosk's. A stick handed in at the office has no limit."""

Room = Callable[[str, int], bool]
Asks = Callable[[int], bool]


class PostBounds(NamedTuple):
    """Limits for what a stranger brings. `room` and `asks` are as in `PostInbox.receive`. `enrols` is called once if
    there is an enrolment, and returns whether this sender may try codes now. `most` is the limit of unpacked bytes."""

    room: Room = lambda _kiosk, _size: True
    asks: Asks = lambda _n: True
    enrols: Callable[[], bool] = lambda: True
    most: int = MOST_STICK


class Refused(Struct, frozen=True):
    """Envelope that was not accepted, and may be sent again. `code` is one of `unreadable`, `unknown_kiosk`,
    `signature`, `too_much` (over the daily limit, or too many gaps below it). For an enrolment it is `waits` (until
    somebody opens the post), `waiting` (until somebody accepts the kiosk) or `refused`, `other_key`, `code_over`, `no_code`,
    `full` or `too_much`."""

    kiosk: str
    n: int
    code: str


class Receipt(Struct, frozen=True):
    """Receipt: the pairs (kiosk, number) that are on the disk, how many of them are new, and what was refused. *answers* are
    the kiosks that asked to be accepted, as they were answered."""

    taken: tuple[tuple[str, int], ...] = ()
    new: int = 0
    refused: tuple[Refused, ...] = ()
    answers: tuple[Newcomer, ...] = ()


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
        except EnvelopeError:  # in a row of envelopes nobody knows where a damaged one ends
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
    """Yield the content of each file that may be an envelope, until there are too many files or bytes. A file that is
    too large is cut.

    Raise OfficeError for a file that is no ZIP, or is packed in another way than ours."""
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
