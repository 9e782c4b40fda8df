"""Delivery of an edition to the place where kiosks take it from, read back as a kiosk would read it.

First the files that it names are sent, each under its hash, then the feed under its number. Once all of that is read
back, the signature follows: the file that kiosks ask for, which says which feed to take. At any interruption kiosks
find the former edition or this one. The host's listing is trusted for missing files; a file counts as whole only once
it was read back."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec

from content_cache.central.polling import Read, Signer, take_edition
from content_cache.http.messages import Request
from content_cache.jobs.messages import Question
from content_cache.jobs.sandbox import here
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category
from content_cache.signing.edition import LATEST, feed_name
from content_cache.signing.keyring import Keyring
from content_cache.signing.keys import PublicKey
from content_cache.signing.signatures import Signature
from kiosk.core.json_file import JsonFile
from kiosk.office.editions.previous import names_in, site_at
from kiosk.office.targets.address import Address
from kiosk.office.targets.edition import Edition, issued_there
from kiosk.office.targets.faults import CutError, TargetCode, TargetError
from kiosk.office.targets.place import MOST_BYTES, OpenTarget, Outgoing, RemoteFile, is_draft, is_edition_name
from kiosk.office.targets.secrets import Secrets
from kiosk.office.targets.table import check_installed, open_target

TRIES = 4  # each goes on where the line broke
READ_AGAIN = timedelta(days=30)  # a file that was read back whole is read again after this time
KNOWN_HOSTS = "known_hosts"
MEMORY = ".tujuan"
"""Folder in the office's folder for what is known of its targets; it has no secrets."""

_LOOKS, _LOOK_S = 15, 2.0  # a host with a cache may give the edition before for a while
_NONE = RemoteFile(-1)


class DeliveryStep(StrEnum):
    """Steps of a delivery, in this order. Each is reported with the number of files done and of all."""

    SIGNED = "signed"
    UPLOADED = "uploaded"
    READ_BACK = "read_back"


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a step: `done` of `every` file; `sent` is the number of bytes sent so far. The step has ended when
    done == every."""

    step: DeliveryStep
    done: int
    every: int
    sent: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Result of a delivery: `files` with `bytes` make up edition `seq` there. `sent` of them were sent, and `read` were
    read back whole. The others were read back earlier, and are unchanged by the host's listing. `removed` counts files
    that no kiosk needs."""

    target: str
    seq: int
    files: int
    bytes: int
    sent: int = 0
    sent_bytes: int = 0
    read: int = 0
    read_bytes: int = 0
    removed: int = 0


def deliver(
    folder: Path,
    target: str,
    secrets: Secrets,
    on_step: Callable[[Progress], None] = lambda _progress: None,
    *,
    key: PublicKey,
    memory: Path,
    tries: int = TRIES,
    pause: Callable[[float], object] = time.sleep,
) -> Delivery:
    """Deliver the edition in *folder*, signed by *key*, to *target*. *memory* is the folder for the keys of hosts and
    for what was read back. *pause* waits the given seconds between *tries*.

    Raise TargetError; CutError when the line broke *tries* times. A further call continues from there."""
    address = Address.from_target(target)
    check_installed(address)
    edition = Edition.in_folder(folder, key)
    on_step(Progress(DeliveryStep.SIGNED, 1, 1))
    done = Delivery(address.public_text, edition.latest.seq, edition.count, edition.total_bytes)
    work = _Work(
        edition, key, secrets, on_step, _Seen.of(memory, f"{address.public_text} {secrets.public}"), done, pause
    )
    for attempt in range(1, tries + 1):
        try:
            with closing(open_target(address, secrets, memory / KNOWN_HOSTS)) as place:
                work.through(place)
        except CutError:
            if attempt == tries:
                raise
            pause(2.0**attempt)
        else:
            break
    return work.done


class _Memory(msgspec.Struct):
    """Content of the file that remembers one target."""

    since: str = ""
    files: dict[str, str] = msgspec.field(default_factory=dict)


@dataclass(slots=True)
class _Seen:
    """Files that were read back whole, with the host's stamp of each. `since` is when all of them were."""

    path: Path
    since: str = ""
    files: dict[str, str] = field(default_factory=dict)
    over: bool = False

    @classmethod
    def of(cls, memory: Path, target: str) -> _Seen:
        path = memory / f"{hashlib.sha256(target.encode()).hexdigest()[:16]}.json"
        now = datetime.now(UTC)
        kept = JsonFile(path, _Memory).read()
        with suppress(ValueError, TypeError):  # a damaged memory only means more reading
            age = now - datetime.fromisoformat(kept.since)
            if age >= timedelta(0):
                return cls(path, kept.since, kept.files, age > READ_AGAIN)
        return cls(path, now.isoformat(timespec="seconds"))

    def knows(self, name: str) -> bool:
        """Return whether the file *name* was ever read back whole."""
        return name in self.files

    def has(self, name: str, entry: RemoteFile | None) -> bool:
        """Return whether the file *name* need not be read again: it was read whole within READ_AGAIN, and *entry*, its
        listing, is unchanged."""
        known = entry is not None and bool(entry.stamp) and self.files.get(name) == _stamp(entry)
        return known and not self.over

    def keep(self, names: Iterable[str], entries: Mapping[str, RemoteFile]) -> None:
        self.files = {name: _stamp(entries[name]) for name in names if name in entries}
        since = datetime.now(UTC).isoformat(timespec="seconds") if self.over else self.since
        with suppress(OSError):  # then all is read again next time
            self.path.parent.mkdir(parents=True, exist_ok=True)
            JsonFile(self.path, _Memory, mode=None).write(_Memory(since, self.files))


def _stamp(entry: RemoteFile) -> str:
    return f"{entry.size} {entry.stamp}"


class _Work:
    """Work of one delivery, over as many connections as it takes."""

    def __init__(
        self,
        edition: Edition,
        key: PublicKey,
        secrets: Secrets,
        on_step: Callable[[Progress], None],
        seen: _Seen,
        done: Delivery,
        pause: Callable[[float], object],
    ) -> None:
        self._edition, self._key, self._secrets = edition, key, secrets
        self._on_step, self._seen = on_step, seen
        self._pause = pause
        self._whole: set[str] = set()  # read back in this delivery
        self._sending = self._now_sent = 0
        self.done = done

    def through(self, place: OpenTarget) -> None:
        """Bring the edition to *place*, from wherever an earlier connection stopped. Raise CacheError; CutError if
        another connection may help."""
        edition = self._edition
        there = place.entries()
        before = self._before(place, there)
        missing = [one for one in edition.media if there.get(one.name, _NONE).size != one.size]
        missing += self._other(place, there, edition.beside)
        pointers = self._other(place, there, (edition.alias, edition.pointer))
        self._sending = len(missing) + len(pointers)
        self._send(place, missing)
        sent = {one.name for one in missing}
        self._see_whole(
            place, [*missing, *(m for m in edition.media if m.name not in sent and not self._seen.knows(m.name))]
        )
        for one in pointers:  # one after another, the signature last
            self._send(place, [one])
        self._on_step(Progress(DeliveryStep.UPLOADED, self._sending, self._sending, self.done.sent_bytes))
        self._read_back(place, there)
        there = place.entries()
        self._seen.keep((one.name for one in edition.media), there)
        self._remove_old_files(place, there, before)

    def _before(self, place: OpenTarget, there: Mapping[str, RemoteFile]) -> frozenset[str]:
        """Return the names that the edition now at *place* needs, for kiosks may still be taking it. Raise TargetError
        if this edition may not replace it, because it is newer or another of the same number."""
        signature = dict(place.read([LATEST])).get(LATEST, b"") if LATEST in there else b""
        seq, ours = issued_there(signature), self._edition.latest.seq
        if seq > ours:
            raise TargetError(TargetCode.NEWER, edition=seq, here=ours)
        if seq == ours and not self._edition.pointer.is_same(signature):
            raise TargetError(TargetCode.FOREIGN, edition=seq, here=ours)
        feed = feed_name(seq) if seq else ""
        body = dict(place.read([feed])).get(feed, b"") if feed in there else b""
        return frozenset({feed, *names_in(body)})

    def _other(self, place: OpenTarget, there: Mapping[str, RemoteFile], files: Sequence[Outgoing]) -> list[Outgoing]:
        """Return the files whose copies at *place* differ or are missing. Use it for files whose names are not hashes."""
        same = [one.name for one in files if one.name in there and there[one.name].size == one.size]
        content = dict(place.read(same)) if same else {}
        return [one for one in files if not one.is_same(content.get(one.name, b""))]

    def _send(self, place: OpenTarget, files: Sequence[Outgoing]) -> None:
        def told(one: Outgoing) -> None:
            self._whole.discard(one.name)
            self.done = replace(self.done, sent=self.done.sent + 1, sent_bytes=self.done.sent_bytes + one.size)
            self._now_sent = min(self._now_sent + 1, self._sending)
            self._on_step(
                Progress(DeliveryStep.UPLOADED, self._now_sent, self._sending, self.done.sent_bytes, one.name)
            )

        if files:
            place.put(files, told)

    def _see_whole(self, place: OpenTarget, files: Sequence[Outgoing]) -> None:
        """Read *files* back over the same connection, and send those again that differ. Raise TargetError if one still differs."""
        self._send(place, self._unfit(place, files))
        if unfit := self._unfit(place, files):
            raise TargetError(TargetCode.KEPT_OTHER, file=unfit[0].name)

    def _unfit(self, place: OpenTarget, files: Sequence[Outgoing]) -> list[Outgoing]:
        """Return the files that differ or are missing when read back from *place*."""
        unread = {one.name: one for one in files if one.name not in self._whole}
        for name, content in place.read(list(unread)) if unread else ():
            if name in unread and unread[name].is_same(content):
                self._whole.add(name)
                self._count_read(content)
        return [one for one in files if one.name not in self._whole]

    def _count_read(self, content: bytes) -> None:
        self.done = replace(self.done, read=self.done.read + 1, read_bytes=self.done.read_bytes + len(content))

    def _read_back(self, place: OpenTarget, there: Mapping[str, RemoteFile]) -> None:
        """Read the edition back as a kiosk would: the signature, the feed that it signs, and all files of the feed.
        Raise CacheError."""
        read = self._reader(place)
        unread = [one for one in self._edition.media if not self._seen.has(one.name, there.get(one.name))]
        if not self._secrets.public:
            unread = [one for one in unread if one.name not in self._whole]
        every = len(unread) + 1
        self._take_signed(self._await_pointer(read), read)
        self._on_step(Progress(DeliveryStep.READ_BACK, 1, every, self.done.sent_bytes, LATEST))
        if self._secrets.public:
            for done, one in enumerate(unread, 2):
                content = read(one.name, MOST_BYTES)
                if not one.is_same(content):
                    raise TargetError(TargetCode.KEPT_OTHER, file=one.name)
                self._count_read(content)
                self._on_step(Progress(DeliveryStep.READ_BACK, done, every, self.done.sent_bytes, one.name))
        elif unread:
            self._see_whole(place, unread)
            self._on_step(Progress(DeliveryStep.READ_BACK, every, every, self.done.sent_bytes))

    def _reader(self, place: OpenTarget) -> Read:
        if self._secrets.public:
            _, from_site = site_at(self._secrets.public)
            return lambda name, _most: from_site(name)

        def read(name: str, _most: int) -> bytes:
            for _, content in place.read([name]):
                return content
            raise TargetError(TargetCode.KEPT_OTHER, file=name)

        return read

    def _await_pointer(self, read: Read) -> bytes:
        """Return this edition's signature once *read* finds it. A host with a cache may return the former one for a
        while. Raise CacheError if it still does after half a minute."""
        for _ in range(_LOOKS):
            if self._edition.pointer.is_same(found := read(LATEST, MOST_BYTES)):
                return found
            self._pause(_LOOK_S)
        url = self._secrets.public or self.done.target
        raise TargetError(TargetCode.PUBLIC_OLD, url=url, edition=issued_there(found))

    def _take_signed(self, signed: bytes, read: Read) -> None:
        """Take the edition that *signed* names, as a kiosk would, through *read*. Raise SignatureError, FormatError,
        TargetError, and what *read* raises."""
        signature = Signature.parse(signed)
        keyring = Keyring.pinned((), (str(self._key),))
        signer = Signer(keyring, keyring.signer(signature, self._edition.latest))
        source = Source(name="", url="https://read.invalid/", format="central", category=Category.NEWS)
        request = Request(url=source.url, deadline=0, max_bytes=MOST_BYTES, user_agent="")
        question = Question(source=source, request=request, body_hash="", now=datetime.now(UTC))
        if take_edition(question, signature, signer, read, here, 0.0) is None:
            raise TargetError(TargetCode.PUBLIC_OLD, url=self.done.target, edition=self._edition.latest.seq)

    def _remove_old_files(self, place: OpenTarget, there: Mapping[str, RemoteFile], before: frozenset[str]) -> None:
        edition = self._edition
        wanted = {one.name for one in (*edition.media, *edition.beside, edition.alias, edition.pointer)}
        wanted |= edition.kept | before
        gone = [name for name in there if (is_edition_name(name) and name not in wanted) or is_draft(name)]
        place.remove(gone)
        self.done = replace(self.done, removed=self.done.removed + len(gone))
