"""Several receivers for one desk: each puts what kiosks send into one S3 bucket, and the desk fetches it from there.

    post/<kiosk>/<SHA-256>.amplop   envelopes of one request, one behind the other, each signed by that kiosk
    asks/<SHA-256>.amplop           one that asks to be known: only the desk can read its code
    kunci.json                      {kiosk: key, base64}: whose envelopes are taken; the desk writes it

The same bytes have the same name, so what a kiosk sends twice, to whichever receiver, is one object; what lies in two objects is
one envelope at the desk, which keeps each number once. An object goes after the desk has it on its disk. What a receiver answers
makes no kiosk forget anything: that does the signed edition alone. A bucket that is lost costs another sending, and nothing else.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO, Protocol

from content_cache.publishing.targets.faults import TargetError
from kiosk.office.post_reading import (
    Asks,
    Bounds,
    Receipt,
    Refused,
    Room,
    envelopes_in,
    is_by,
    read,
)
from kiosk.office.post_records import Enrolled
from kiosk.post import envelope
from kiosk.post.envelope import Header, Kind

log = logging.getLogger(__name__)

POST, ASKS, KEYS = "post/", "asks/", "kunci.json"
MOST_KEYS = 20_000_000  # bytes
LOOK_S = 30.0
"""So often the desk fetches, and a receiver looks which kiosks there are."""

_MOST_OBJECT = 1_000_000


class Bucket(Protocol):
    """content_cache.publishing.targets.s3.Bucket. Raises TargetError."""

    def entries(self, start: str, *, below: bool = False) -> Iterator[tuple[str, object]]: ...
    def put(self, name: str, content: bytes, /) -> None: ...
    def read(self, name: str, most: int, /) -> bytes | None: ...
    def remove(self, name: str, /) -> None: ...


class Receiver(Protocol):
    """kiosk.office.post_inbox.PostInbox, or a Relay: takes envelopes, and tells which are safe. Raises OSError."""

    def receive(self, body: bytes, now: datetime, room: Room, asks: Asks, /) -> Receipt: ...
    def receive_files(
        self, files: Iterable[tuple[str, BinaryIO]], now: datetime, bounds: Bounds | None, /
    ) -> Receipt: ...


class Relay:
    """A receiver without a desk. `seconds` rises. Threads may call."""

    def __init__(self, bucket: Bucket, seconds: Callable[[], float]) -> None:
        self._bucket = bucket
        self._seconds = seconds
        self._one_at_a_time = threading.Lock()
        self._keys: dict[str, bytes] = {}
        self._looked = float("-inf")

    def receive(
        self, body: bytes, _now: datetime, room: Room = lambda _kiosk, _size: True, asks: Asks = lambda _n: True
    ) -> Receipt:
        """As of PostInbox; what is told as taken is in the bucket."""
        return self._receive(envelope.split(body), Bounds(room, asks))

    def receive_files(
        self, files: Iterable[tuple[str, BinaryIO]], _now: datetime, bounds: Bounds | None = None
    ) -> Receipt:
        return self._receive(envelopes_in(files), bounds or Bounds())

    def _receive(self, envelopes: Iterable[bytes], bounds: Bounds) -> Receipt:
        refused: list[Refused] = []
        found = list(read(envelopes, refused))
        by_kiosk: dict[str, list[tuple[Header, bytes]]] = {}
        with _as_disk():
            keys = self._known({head.kiosk for head, _ in found})
            for head, content in found:
                if why := self._why_not(head, content, keys, bounds):
                    refused.append(Refused(head.kiosk, head.n, why))
                else:
                    by_kiosk.setdefault(head.kiosk, []).append((head, content))
            for kiosk, some in by_kiosk.items():
                for portion in _portions(content for _, content in some):
                    self._bucket.put(f"{POST}{kiosk}/{_name(portion)}", portion)
        taken = tuple((kiosk, head.n) for kiosk, some in by_kiosk.items() for head, _ in some)
        return Receipt(taken, len(taken), tuple(refused))

    def _why_not(self, head: Header, content: bytes, keys: dict[str, bytes], bounds: Bounds) -> str:
        """The code of why it is not taken now; what asks to be known waits for the desk."""
        key = keys.get(head.kiosk)
        if key is not None and is_by(content, key):
            return "" if bounds.room(head.kiosk, len(content)) else "too_much"
        if head.kind is not Kind.ENROL:
            return "signature" if key is not None else "unknown_kiosk"
        if not bounds.enrols() or not bounds.asks(1):
            return "too_much"
        self._bucket.put(f"{ASKS}{_name(content)}", content)
        return "waits"

    def _known(self, wanted: set[str]) -> dict[str, bytes]:
        """The kiosks, as the desk wrote them last."""
        with self._one_at_a_time:
            due = self._seconds() - self._looked > LOOK_S
            if due:
                self._keys = _keys(self._bucket.read(KEYS, MOST_KEYS))
                self._looked = self._seconds()
            return {kiosk: self._keys[kiosk] for kiosk in wanted if kiosk in self._keys}


class Collector:
    """The desk's: fetches what receivers put into the bucket. One desk fetches from one bucket."""

    def __init__(self, bucket: Bucket, receiver: Receiver, kiosks: Callable[[], list[Enrolled]]) -> None:
        self._bucket = bucket
        self._receiver = receiver
        self._kiosks = kiosks
        self._told: bytes | None = None

    def collect(self, now: datetime, most: int = 1_000) -> int:
        """How many objects were fetched; each goes once all of it is on the disk. Raises OSError, also where the bucket does not
        answer: then what is there stays there."""
        count = 0
        with _as_disk():
            self._tell()
            for start in (ASKS, POST):
                for name, _ in self._bucket.entries(start, below=True):
                    if count >= most:
                        return count
                    self._fetch(name, now)
                    count += 1
            self._tell()
        return count

    def _fetch(self, name: str, now: datetime) -> None:
        content = self._bucket.read(name, _MOST_OBJECT)
        if content is None:  # another look has fetched it
            return
        receipt = self._receiver.receive(content, now, lambda _kiosk, _size: True, lambda _n: True)
        if receipt.refused:
            log.info("post: of %s: %s", name, ", ".join(sorted({each.code for each in receipt.refused})))
        self._bucket.remove(name)

    def _tell(self) -> None:
        """Receivers whose envelopes to take, when these are others than before."""
        known = {each.id: base64.b64encode(each.key).decode() for each in self._kiosks()}
        told = json.dumps(known, sort_keys=True).encode()
        if told != self._told:
            self._bucket.put(KEYS, told)
            self._told = told


def keep_collecting(
    collector: Collector, now: Callable[[], datetime], over: threading.Event, every: float = LOOK_S
) -> None:
    """Until `over`."""
    while not over.is_set():
        more = 0
        try:
            more = collector.collect(now())
        except OSError as error:
            log.warning("post: the bucket: %s", error)
        except Exception:  # one look that fails ends no other
            log.exception("post: a look into the bucket failed")
        if not more:
            over.wait(every)


def _keys(content: bytes | None) -> dict[str, bytes]:
    try:
        return {str(kiosk): base64.b64decode(key) for kiosk, key in json.loads(content or b"{}").items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise OSError(errno.EIO, "the list of kiosks in the bucket is damaged") from error


def _portions(contents: Iterable[bytes]) -> Iterator[bytes]:
    portion = b""
    for content in contents:
        if portion and len(portion) + len(content) > _MOST_OBJECT:
            yield portion
            portion = b""
        portion += content
    if portion:
        yield portion


def _name(content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()}.amplop"


@contextmanager
def _as_disk() -> Iterator[None]:
    """What the bucket refuses is told as a disk's."""
    try:
        yield
    except TargetError as error:
        raise OSError(errno.EIO, f"{os.strerror(errno.EIO)}: {error}") from error
