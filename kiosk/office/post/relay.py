"""Several receivers for one desk: each puts what kiosks send into one S3 bucket, and the desk fetches it from there.

`kiosk office` on further machines with `[post] bucket = "s3://KEY@host/bucket/kiriman"` and `receives_only = true`;
the desk has the same private `bucket`. A store that does not answer is a full disk (507).

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

from kiosk.office.post.reading import (
    MOST_ENROL,
    Asks,
    PostBounds,
    Receipt,
    Refused,
    Room,
    envelopes_in,
    is_by,
    last_asked,
    read_envelopes,
)
from kiosk.office.post.records import Enrolled
from kiosk.office.targets.faults import TargetError
from kiosk.post import envelope
from kiosk.post.envelope import EnvelopeKind, Header

log = logging.getLogger(__name__)

POST, ASKS, KEYS = "post/", "asks/", "kunci.json"
MOST_KEYS = 20_000_000  # bytes
LOOK_S = 30.0
"""Seconds between two fetches of the desk, and between two reads of the list of kiosks by a receiver."""

_AGAIN_S = 5.0  # after a receiver failed to read the list
_MOST_OBJECT = 1_000_000
_MOST_ASKED = 1_000  # names of enrolment requests that were put already


class RelayBucket(Protocol):
    """Bucket as `kiosk.office.targets.s3.Bucket` implements it. Methods raise TargetError."""

    def entries(self, start: str, *, below: bool = False) -> Iterator[tuple[str, object]]: ...
    def put(self, name: str, content: bytes, /) -> None: ...
    def read(self, name: str, most: int, /) -> bytes | None: ...
    def remove(self, name: str, /) -> None: ...


class Receiver(Protocol):
    """Receiver of envelopes, a `PostInbox` or a `Relay`. The receipt names those that are safe. Methods raise OSError."""

    def receive(self, body: bytes, now: datetime, room: Room, asks: Asks, /) -> Receipt: ...
    def receive_files(
        self, files: Iterable[tuple[str, BinaryIO]], now: datetime, bounds: PostBounds | None, /
    ) -> Receipt: ...


class Relay:
    """Receiver without a desk. *seconds* gives monotonic time. It is safe for threads."""

    def __init__(self, bucket: RelayBucket, seconds: Callable[[], float]) -> None:
        self._bucket = bucket
        self._seconds = seconds
        self._one_at_a_time = threading.Lock()
        self._keys: dict[str, bytes] | None = None
        self._next_look = float("-inf")
        self._asked: dict[str, None] = {}

    def receive(
        self, body: bytes, _now: datetime, room: Room = lambda _kiosk, _size: True, asks: Asks = lambda _n: True
    ) -> Receipt:
        """Store the envelopes of *body* in the bucket, with the interface of `PostInbox.receive`. All that the receipt
        acknowledges is in the bucket."""
        return self._receive(envelope.split(body), PostBounds(room, asks))

    def receive_files(
        self, files: Iterable[tuple[str, BinaryIO]], _now: datetime, bounds: PostBounds | None = None
    ) -> Receipt:
        return self._receive(envelopes_in(files, bounds), bounds or PostBounds())

    def _receive(self, envelopes: Iterable[bytes], bounds: PostBounds) -> Receipt:
        refused: list[Refused] = []
        found = list(read_envelopes(envelopes, refused))
        by_kiosk: dict[str, list[tuple[Header, bytes]]] = {}
        with _as_disk():
            keys = self._known_kiosks({head.kiosk for head, _ in found})
            codes = self._request_enrolment([(h, c) for h, c in last_asked(found) if not _is_known(h, c, keys)], bounds)
            for head, content in found:
                if not _is_known(head, content, keys):
                    why = codes.get(head.kiosk, "too_much")
                    if head.kind is not EnvelopeKind.ENROL:
                        why = "signature" if head.kiosk in keys else "unknown_kiosk"
                    refused.append(Refused(head.kiosk, head.n, why))
                elif not bounds.room(head.kiosk, len(content)):
                    refused.append(Refused(head.kiosk, head.n, "too_much"))
                else:
                    by_kiosk.setdefault(head.kiosk, []).append((head, content))
            for kiosk, some in by_kiosk.items():
                for portion in _portions(content for _, content in some):
                    self._bucket.put(f"{POST}{kiosk}/{_object_name(portion)}", portion)
        taken = tuple((kiosk, head.n) for kiosk, some in by_kiosk.items() for head, _ in some)
        return Receipt(taken, len(taken), tuple(refused))

    def _request_enrolment(self, asking: list[tuple[Header, bytes]], bounds: PostBounds) -> dict[str, str]:
        """Put enrolment requests into the bucket for the desk. Return by kiosk the code that says why it is not
        enrolled yet. A resent request that already waits is not counted again."""
        if not asking or not bounds.enrols():
            return {}
        codes: dict[str, str] = {}
        for head, content in asking[:MOST_ENROL]:
            name = _object_name(content)
            if name not in self._asked and not bounds.asks(1):
                codes[head.kiosk] = "too_much"
                continue
            self._bucket.put(f"{ASKS}{name}", content)
            codes[head.kiosk] = "waits"
            with self._one_at_a_time:
                self._asked[name] = None
                while len(self._asked) > _MOST_ASKED:
                    del self._asked[next(iter(self._asked))]
        return codes

    def _known_kiosks(self, wanted: set[str]) -> dict[str, bytes]:
        """Return the keys of the *wanted* kiosks from the desk's list. The list is read again after LOOK_S. While one
        thread reads it, or after a failure, others use the former list, so that a slow bucket blocks one thread only.
        Raise OSError if it was never read."""
        with self._one_at_a_time:
            due = self._seconds() >= self._next_look
            if due:
                self._next_look = self._seconds() + _AGAIN_S
        if due:
            self._keys = _keys(self._bucket.read(KEYS, MOST_KEYS))
            self._next_look = self._seconds() + LOOK_S
        keys = self._keys
        if keys is None:
            raise OSError(errno.EAGAIN, "the list of kiosks has not been read yet")
        return {kiosk: keys[kiosk] for kiosk in wanted if kiosk in keys}


class RelayCollector:
    """Collector of the desk: it fetches what receivers put into the bucket. Only one desk may fetch from a bucket."""

    def __init__(self, bucket: RelayBucket, receiver: Receiver, kiosks: Callable[[], list[Enrolled]]) -> None:
        self._bucket = bucket
        self._receiver = receiver
        self._kiosks = kiosks
        self._told: bytes | None = None

    def collect(self, now: datetime, most: int = 1_000) -> int:
        """Fetch at most *most* objects and return their number. Each is removed once all of it is on the disk. Raise
        OSError, also if the bucket does not answer; then nothing is lost. A failing object holds up no other, and its
        error is raised at the end."""
        count = 0
        fault: TargetError | None = None
        with _as_disk():
            if not any(name == KEYS for name, _ in self._bucket.entries(KEYS)):
                self._told = None
            self._publish_receivers()
            for start in (ASKS, POST):
                for name, _ in self._bucket.entries(start, below=True):
                    if count >= most:
                        return count
                    try:
                        self._fetch(name, now)
                        count += 1
                    except TargetError as error:
                        fault = error
            self._publish_receivers()
            if fault is not None:
                raise fault
        return count

    def _fetch(self, name: str, now: datetime) -> None:
        content = self._bucket.read(name, _MOST_OBJECT)
        if content is None:  # another call has fetched it
            return
        receipt = self._receiver.receive(content, now, lambda _kiosk, _size: True, lambda _n: True)
        if receipt.refused:
            log.info("post: of %s: %s", name, ", ".join(sorted({each.code for each in receipt.refused})))
        self._bucket.remove(name)

    def _publish_receivers(self) -> None:
        """Write the list of kiosks and their keys into the bucket if it has changed."""
        known = {each.id: base64.b64encode(each.key).decode() for each in self._kiosks()}
        told = json.dumps(known, sort_keys=True).encode()
        if told != self._told:
            self._bucket.put(KEYS, told)
            self._told = told


def keep_collecting(
    collector: RelayCollector, now: Callable[[], datetime], over: threading.Event, every: float = LOOK_S
) -> None:
    """Collect every *every* seconds until *over* is set, at once again while there is more. Log failures."""
    while not over.is_set():
        more = 0
        try:
            more = collector.collect(now())
        except OSError as error:
            log.warning("post: the bucket: %s", error)
        except Exception:  # a failure must not end the loop
            log.exception("post: a look into the bucket failed")
        if not more:
            over.wait(every)


def _is_known(head: Header, content: bytes, keys: dict[str, bytes]) -> bool:
    key = keys.get(head.kiosk)
    return key is not None and is_by(content, key)


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


def _object_name(content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()}.amplop"


@contextmanager
def _as_disk() -> Iterator[None]:
    """Raise errors of the bucket as OSError, like those of a disk."""
    try:
        yield
    except TargetError as error:
        raise OSError(errno.EIO, f"{os.strerror(errno.EIO)}: {error}") from error
