"""Incoming post: envelopes of kiosks, checked and stored as they are, opened in memory while the post's key is open.

The rest of the desk uses these: `receive` and `receive_files` take envelopes, `latest` and `reports` return what kiosks
reported, `acknowledged` is what the next edition tells them. Only `sort` and `content` need the key."""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import shutil
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, BinaryIO

from msgspec import Struct
from msgspec.structs import replace
from nacl.public import PrivateKey
from nacl.signing import SigningKey, VerifyKey

from content_cache.model.concerns import read_kind
from content_cache.signing.keys import PublicKey, SecretKey
from content_cache.text.plain import clean_line
from kiosk.hall.backup.faults import BackupError
from kiosk.i18n.local_languages import LOCAL_LANGUAGES
from kiosk.narration.recordable import recordable
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.post.kiosk_backups import HandedOn, KioskBackups
from kiosk.office.post.newcomers import Newcomer
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
from kiosk.office.post.recordings import PromptRecordings, RecordingsFullError
from kiosk.office.post.records import (
    Enrolled,
    EnrolOutcome,
    EnvelopeOutcome,
    EnvelopeWay,
    NewQuestion,
    OpenedEnvelope,
    QuestionRecord,
    Sealed,
)
from kiosk.office.post.store import BY_ITEM, PostStore
from kiosk.office.setup.setup import MOST_KEPT_DAYS
from kiosk.post import envelope
from kiosk.post.account import read_waiting
from kiosk.post.adoption import Acceptance, compared_words, office_of, seal_acceptance
from kiosk.post.enrolment import MOST_MACHINE, Enrolment, read_enrolment
from kiosk.post.envelope import EnvelopeKind, Header
from kiosk.post.faults import EnvelopeError
from kiosk.post.prompts import PromptHead, read_prompt
from kiosk.post.question_photo import read_photo

log = logging.getLogger(__name__)

RESERVE = 200_000_000
"""Bytes of the disk that stay free: notices and editions lie there too."""

MOST_SEALED: Mapping[EnvelopeKind, tuple[int, int]] = MappingProxyType(
    {EnvelopeKind.BACKUP: (45_000_000, 2_000_000_000), EnvelopeKind.PROMPT: (12_000_000, 500_000_000)}
)
"""Bytes of parts of backups, and of recordings of prompts, of one kiosk and of all, that wait for the post to be opened."""

_AT_ONCE = 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_TYPES = ("audio/ogg", "text/plain")


class Heard(Struct, frozen=True):
    """Question after decryption: its sound or its text, and its photo."""

    type: str
    body: bytes
    photo: bytes = b""


class PostInbox:
    """Post of one office. *store* stores envelopes, *cabinet* has the key. It is safe for threads."""

    def __init__(
        self, store: PostStore, cabinet: KeyCabinet, backups: KioskBackups | None = None, *, reserve: int = RESERVE
    ) -> None:
        self.store = store
        self.backups = backups or KioskBackups(store.file.path.parent)
        self.recordings = PromptRecordings(store.file)
        self._cabinet = cabinet
        self._reserve = reserve
        self._sorting = threading.Lock()

    # receiving

    def receive(
        self, body: bytes, now: datetime, room: Room = lambda _kiosk, _size: True, asks: Asks = lambda _n: True
    ) -> Receipt:
        """Receive the envelopes in *body*, one after another. The receipt names what is stored on the disk, and what
        was refused. *room* returns whether a kiosk may send so many more bytes today, *asks* whether so many more
        kiosks may wait for enrolment. Raise OSError where nothing more can be written."""
        return self._receive(envelope.split(body), now, EnvelopeWay.POST, PostBounds(room, asks))

    def receive_files(
        self, files: Iterable[tuple[str, BinaryIO]], now: datetime, bounds: PostBounds | None = None
    ) -> Receipt:
        """Receive envelopes from a stick, as files or as ZIP files of them. Nothing is unpacked to the disk, so names
        inside an archive lead nowhere. Without *bounds*, for a member of the office, there are no limits. Raise
        OfficeError for a bad ZIP, OSError."""
        return self._receive(envelopes_in(files, bounds), now, EnvelopeWay.STICK, bounds)

    def _receive(
        self, envelopes: Iterable[bytes], now: datetime, way: EnvelopeWay, bounds: PostBounds | None
    ) -> Receipt:
        refused: list[Refused] = []
        found = list(read_envelopes(envelopes, refused))
        # enrolment first: a new kiosk may have sent other envelopes along
        some = last_asked(found)[: MOST_ENROL if bounds else None]
        bounds = bounds or PostBounds()
        answers: list[Newcomer] = []
        codes = self._enrol_all(some, now, bounds.asks, way, answers) if some and bounds.enrols() else {}
        for head, _ in found:
            if head.kind is EnvelopeKind.ENROL and (code := codes.get(head.kiosk, "too_much")):
                refused.append(Refused(head.kiosk, head.n, code))
        by_kiosk: dict[str, tuple[Enrolled, list[Sealed]]] = {}
        sealed_room = _SealedRoom(self.store)
        for head, content in found:
            known = by_kiosk.get(head.kiosk)
            enrolled = known[0] if known is not None else self.store.register.find_kiosk(head.kiosk)
            if enrolled is None or not is_by(content, enrolled.key):
                if head.kind is not EnvelopeKind.ENROL:
                    refused.append(Refused(head.kiosk, head.n, self._why_unknown(head.kiosk, content, enrolled)))
            elif not bounds.room(head.kiosk, len(content)) or not sealed_room.take(head, enrolled, len(content)):
                refused.append(Refused(head.kiosk, head.n, "too_much"))
            else:
                sealed = Sealed(head.n, str(head.kind), head.made, content)
                by_kiosk.setdefault(head.kiosk, (enrolled, []))[1].append(sealed)
        return replace(self._take_envelopes(by_kiosk, refused, now, way), answers=tuple(answers))

    def _why_unknown(self, kiosk: str, content: bytes, enrolled: Enrolled | None) -> str:
        if enrolled is not None:
            return "signature"
        replaced = any(is_by(content, key) for key in self.store.register.replaced_keys(kiosk))
        return "replaced" if replaced else "unknown_kiosk"

    def _enrol_all(
        self,
        asking: Iterable[tuple[Header, bytes]],
        now: datetime,
        asks: Asks,
        way: EnvelopeWay,
        answers: list[Newcomer],
    ) -> dict[str, str]:
        """Enrol the kiosks that ask for it. Return by kiosk the reason why its key is not known yet, "" if it is. While
        the post's key is shut they wait, because their codes are sealed. Those with a code of their own are added to
        *answers*."""
        codes: dict[str, str] = {}
        wait: list[tuple[str, bytes]] = []
        keys = self._cabinet.post_keys()
        for head, content in asking:
            known = self.store.register.find_kiosk(head.kiosk)
            if known is not None and is_by(content, known.key):
                codes[head.kiosk] = ""
                if (newcomer := self.store.newcomers.newcomer(known.id, known.key)) is not None:
                    answers.append(newcomer)
            elif keys:
                codes[head.kiosk] = self._enrol(content, keys, now, asks, way, answers)
            else:
                codes[head.kiosk] = "waits"
                if not self.store.register.is_asking(head.kiosk, content):
                    wait.append((head.kiosk, content))
        if wait and asks(len(wait)):
            self._check_room(sum(len(content) for _, content in wait))
            self.store.register.keep_asking(wait, now)
        elif wait:
            codes |= dict.fromkeys((kiosk for kiosk, _ in wait), "too_much")
        return codes

    def _enrol(
        self,
        content: bytes,
        keys: Iterable[SecretKey],
        now: datetime,
        asks: Asks,
        way: EnvelopeWay,
        answers: list[Newcomer],
    ) -> str:
        for key in keys:
            try:
                said = read_enrolment(content, post_secret(key))
            except EnvelopeError:
                continue
            if said.own:
                newcomer = self.introduce(said, way, now, office=post_secret(key), asks=asks)
                if newcomer is None:
                    return "too_much"
                answers.append(newcomer)
                return str(newcomer.state)
            became = self.store.register.enrol(said.kiosk, said.key, said.code, now)
            return "" if became is EnrolOutcome.KNOWN else str(became)
        return "unreadable"

    def introduce(
        self, said: Enrolment, way: EnvelopeWay, now: datetime, *, office: bytes = b"", asks: Asks = lambda _n: True
    ) -> Newcomer | None:
        """Note a kiosk that shows a code of its own, and return it as it stands; None where too many wait.

        *office* is the secret key that it has sealed to, b"" where it does not know this office yet.
        """
        known = self.store.newcomers.newcomer(said.kiosk, said.key)
        if known is not None and known.code == said.code:
            return self.store.newcomers.introduce(replace(known, seen=now))
        if not asks(1):
            return None
        words = compared_words(said.key, said.code, bytes(PrivateKey(office).public_key) if office else b"")
        machine = clean_line(said.machine, MOST_MACHINE)
        return self.store.newcomers.introduce(Newcomer(said.kiosk, said.key, said.code, words, machine, way, now, now))

    def sealed_acceptance(self, newcomer: Newcomer, accepted: Acceptance) -> bytes:
        """Return *accepted*, sealed to *newcomer* by the key that it knows, else by the newest. Raise OfficeError while the
        post's key is not open."""
        secrets = [post_secret(key) for key in self._cabinet.post_keys()]
        if not secrets:
            raise OfficeError(OfficeCode.POST_SHUT)
        known = (
            secret
            for secret in secrets
            if compared_words(newcomer.key, newcomer.code, bytes(PrivateKey(secret).public_key)) == newcomer.words
        )
        return seal_acceptance(accepted, newcomer.key, next(known, secrets[0]))

    def shown_words(self, sealed: bytes, newcomer: Newcomer) -> str:
        """Return the four words that the kiosk shows once it has the acceptance *sealed*."""
        return compared_words(newcomer.key, newcomer.code, office_of(sealed))

    def _check_room(self, size: int) -> None:
        """Raise OSError (ENOSPC) if writing *size* bytes would leave less than the reserve free."""
        if shutil.disk_usage(self.store.file.path.parent).free - size < self._reserve:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.store.file.path))

    def _take_envelopes(
        self,
        by_kiosk: Mapping[str, tuple[Enrolled, list[Sealed]]],
        refused: list[Refused],
        now: datetime,
        way: EnvelopeWay,
    ) -> Receipt:
        taken: list[tuple[str, int]] = []
        new = 0
        for kiosk, (enrolled, sealed) in by_kiosk.items():
            self._check_room(sum(len(each.content) for each in sealed))
            for each, became in zip(sealed, self.store.store_envelopes(enrolled, sealed, now, way), strict=True):
                if became is EnvelopeOutcome.BEYOND:
                    refused.append(Refused(kiosk, each.n, "too_much"))
                    continue
                taken.append((kiosk, each.n))
                new += became is EnvelopeOutcome.NEW
                if became is EnvelopeOutcome.FORKED:
                    log.warning("post: two envelopes %s of kiosk %s: its card may have been copied", each.n, kiosk)
        if new:
            with suppress(OSError):  # it is taken, and is sorted later
                self.sort(now)
        return Receipt(tuple(taken), new, tuple(refused))

    # opening

    def open(self, password: str, now: datetime) -> None:
        """Open the post's key with *password*, and sort the waiting envelopes. Raise OfficeError."""
        self._cabinet.open_post(password)
        with suppress(OSError):  # on a full disk the stored envelopes can still be read
            self._take_up(now)

    def _take_up(self, now: datetime) -> None:
        with self.store.file.together():
            self.store.try_again()
            for sealed in self.store.register.asking():
                asked = [(envelope.read_header(sealed), sealed)]
                self._enrol_all(asked, now, lambda _n: True, EnvelopeWay.POST, [])
        if self.sort(now) == _AT_ONCE:  # there are more: the rest is sorted while the page is shown
            threading.Thread(target=self._sort_all, args=(now,), daemon=True).start()

    def _sort_all(self, now: datetime) -> None:
        with suppress(OSError):  # on a full disk they are sorted later
            while self.sort(now):
                pass

    @property
    def is_open(self) -> bool:
        return bool(self._cabinet.post_keys())

    def sort(self, now: datetime, most: int = _AT_ONCE) -> int:
        """Open at most *most* unread envelopes while the key is open, and return their number. Impersonal content is
        stored as opened. A question stays sealed but for its number, addressee, language and length."""
        keys = self._cabinet.post_keys()
        if not keys or not self._sorting.acquire(blocking=False):
            return 0
        try:
            with self.store.file.together():
                unread = self.store.unread(most)
                for who, n, sealed in unread:
                    self._sort(who, n, sealed, keys, now)
            return len(unread)
        finally:
            self._sorting.release()

    def _sort(self, who: int, n: int, sealed: bytes, keys: tuple[SecretKey, ...], now: datetime) -> None:
        kind = envelope.read_header(sealed).kind
        content = _unsealed(sealed, keys)
        if content is None:
            self.store.put_aside(who, n)
        elif kind in (EnvelopeKind.ENROL, EnvelopeKind.WAITING):
            if kind is EnvelopeKind.WAITING:
                with suppress(EnvelopeError):
                    self.store.note_waiting(who, read_waiting(content, n))
            self.store.read(who, n)
        elif kind is EnvelopeKind.BACKUP:
            self._take_part(who, n, content, keys)
        elif kind is EnvelopeKind.PROMPT:
            self._take_prompt(who, n, content, now)
        elif kind is EnvelopeKind.COUNTS:
            self.store.read(who, n, told=split_counts(content))
        elif kind is not EnvelopeKind.QUESTION:
            self.store.read(who, n, told=[(str(kind), content)])
        elif (found := _question(content, now)) is not None:
            self.store.add_question(who, n, found)
        else:
            log.warning("post: envelope %s of enrolment %s holds no question that can be read", n, who)
            self.store.read(who, n, keep=True)

    def _take_part(self, who: int, n: int, content: bytes, keys: Iterable[SecretKey]) -> None:
        """Keep one part of a kiosk's backup. Where the disk is full, it waits until the post is opened again."""
        kiosk = self.store.register.owner(who)
        known = [(each.id, each.key) for each in self.store.register.kiosks(withdrawn=True)]
        try:
            if kiosk is not None:
                self.backups.take_part(kiosk, n, content, [post_secret(key) for key in keys], known)
        except BackupError as error:
            log.warning("post: envelope %s of kiosk %s: %s", n, kiosk, error)
        except OSError as error:
            log.warning("post: a backup of kiosk %s is not kept: %s", kiosk, error)
            self.store.put_aside(who, n)
            return
        self.store.read(who, n)

    def _take_prompt(self, who: int, n: int, content: bytes, now: datetime) -> None:
        """Keep a recording of a sentence that this program has. Beyond the bounds it waits until the post is opened again."""
        kiosk, told = self.store.register.owner(who), read_prompt(content)
        known = self.store.register.find_kiosk(kiosk) if kiosk is not None else None
        if known is None or told is None or not _is_recordable(told[0]):
            log.warning("post: envelope %s of enrolment %s holds no recording of a sentence of ours", n, who)
        else:
            try:
                self.recordings.take_prompt(known.id, known.place, known.area, *told, now)
            except RecordingsFullError:
                log.warning("post: recordings are full; that in envelope %s of kiosk %s waits sealed", n, kiosk)
                self.store.put_aside(who, n)
                return
        self.store.read(who, n)

    def hand_on(self, old: str, to: Enrolled) -> HandedOn | None:
        """Seal the last backup of the kiosk *old* to the kiosk *to*. Return it; None where there is none.

        Raise OfficeError while the post's key is not open, BackupError, OSError.
        """
        if not self.backups.backups_of(old):
            return None
        keys = [post_secret(key) for key in self._cabinet.post_keys()]
        if not keys:
            raise OfficeError(OfficeCode.POST_SHUT)
        known = [(each.id, each.key) for each in self.store.register.kiosks(withdrawn=True)]
        return self.backups.hand_on(old, to.id, to.key, keys, known)

    def content(self, question: QuestionRecord) -> Heard | None:
        """Return the question as asked, decrypted in memory, or `None` if it was deleted or no open key fits. Raise
        OfficeError while the key is not open."""
        keys = self._cabinet.post_keys()
        if not keys:
            raise OfficeError(OfficeCode.POST_SHUT)
        sealed = self.store.sealed(question.who, question.n)
        content = _unsealed(sealed, keys) if sealed is not None else None
        if content is None:
            return None
        line, _, body = content.partition(b"\n")
        said = _json(line) if question.photo else None
        return Heard(question.type, body, read_photo(said.get("photo")) if isinstance(said, Mapping) else b"")

    # queries by the rest of the desk

    def reports(self, kind: str, kiosk: str = "", since: datetime | None = None) -> list[OpenedEnvelope]:
        """Return the reports in envelopes of *kind* (`health`, `counts`, `counts_items`, `vote`, `notice`, `log`, `picture`), the
        newest first. They are limited to *kiosk* and to those since *since*, if given. `content` is as the kiosk wrote
        it. Envelopes that came after the key was last open are missing."""
        return self.store.reports(kind, kiosk, since)

    def latest(self, kind: str) -> dict[str, OpenedEnvelope]:
        """Return the newest report of *kind*, by kiosk."""
        return self.store.newest(kind)

    def opens_sealed(self, kiosk: str) -> bool:
        """Return whether the kiosk has reported that its program opens sealed answers."""
        newest = next(iter(self.store.reports("health", kiosk)), None)
        told = _json(newest.content) if newest is not None else None
        return isinstance(told, Mapping) and told.get("opens_sealed") is True

    def last_day(self, kiosk: str, now: datetime) -> list[Mapping[str, Any]]:
        """Return the health reports of one kiosk within the last day, the newest first, as JSON objects."""
        told = self.store.reports("health", kiosk, now - timedelta(days=1))
        return [value for each in told if isinstance(value := _json(each.content), Mapping)]

    def first_told_done(self, kiosk: str, since: datetime) -> dict[str, datetime]:
        """Return when the kiosk first reported each of the office's requests as done, by the request's id, in what came since
        *since*."""
        found: dict[str, datetime] = {}
        for each in reversed(self.store.reports("health", kiosk, since)):
            told = _json(each.content)
            done = told.get("done") if isinstance(told, Mapping) else None
            for request in done if isinstance(done, list) else ():
                found.setdefault(str(request), each.made)
        return found

    def delete_old(self, days: int, now: datetime) -> int:
        """Delete voices after `VOICE_KEPT`, questions answered *days* ago, and all that came `MOST_KEPT_DAYS` ago. Return
        the number of deleted ones. Raise OSError."""
        return self.store.delete_old(now - timedelta(days=days), now - timedelta(days=MOST_KEPT_DAYS), now)

    def acknowledged(self) -> dict[str, int]:
        """Return for each kiosk the number up to which it may forget what it sent."""
        return {each.id: each.acknowledged for each in self.store.register.kiosks() if each.acknowledged > 0}


class _SealedRoom:
    """Bounds of what waits sealed for the key, by kind: counted once for each message."""

    def __init__(self, store: PostStore) -> None:
        self._store = store
        self._waiting: dict[EnvelopeKind, dict[int, int]] = {}

    def take(self, head: Header, kiosk: Enrolled, size: int) -> bool:
        """Return whether one more envelope may wait; those of other kinds always may."""
        if head.kind not in MOST_SEALED:
            return True
        if head.kind not in self._waiting:
            self._waiting[head.kind] = self._store.unread_bytes(str(head.kind))
        waiting, (most, most_of_all) = self._waiting[head.kind], MOST_SEALED[head.kind]
        waiting[kiosk.who] = waiting.get(kiosk.who, 0) + size
        return waiting[kiosk.who] <= most and sum(waiting.values()) <= most_of_all


def _is_recordable(head: PromptHead) -> bool:
    """Return whether the sentence is one of this program's, in a language of the regency."""
    return head.language in LOCAL_LANGUAGES and any(each.key == head.words for each in recordable(head.language))


def _unsealed(sealed: bytes, keys: Iterable[SecretKey]) -> bytes | None:
    """Return the content decrypted with the first key that fits, or `None`."""
    for key in keys:
        with suppress(EnvelopeError):
            return envelope.open_(sealed, post_secret(key))
    return None


def post_secret(key: SecretKey) -> bytes:
    """Return the X25519 secret key of the post's *key*, which opens what kiosks sealed to the office."""
    return bytes(SigningKey(key.seed).to_curve25519_private_key())


def post_public(key: PublicKey) -> bytes:
    """Return the X25519 public key of the post, to which kiosks seal."""
    return bytes(VerifyKey(key.point).to_curve25519_public_key())


def _question(content: bytes, now: datetime) -> NewQuestion | None:
    """Return the public data of the question in *content*, or `None` if it holds none. If the kiosk's clock is wrong,
    *now* counts as the time of asking."""
    said = _json(content.partition(b"\n")[0])
    if not isinstance(said, Mapping):
        return None
    number, seconds, language = said.get("number"), said.get("seconds", 0), str(said.get("language", ""))
    if type(number) is not int or not 0 < number < 10**9 or said.get("type") not in _TYPES:
        return None
    try:
        asked = datetime.fromisoformat(str(said.get("asked")))
    except ValueError:
        asked = now
    if asked.tzinfo is None or not timedelta(0) <= now - asked <= timedelta(days=400):
        asked = now
    return NewQuestion(
        number=number,
        asked_of=clean_line(str(said.get("for", "")), 60),
        asked=asked,
        language=language if _LANGUAGE.fullmatch(language) else "",
        type=said["type"],
        seconds=int(seconds) if isinstance(seconds, int | float) and 0 <= seconds <= 600 else 0,
        kind=read_kind(said.get("kind")),
        photo=bool(read_photo(said.get("photo"))),
    )


def split_counts(content: bytes) -> list[tuple[str, bytes]]:
    """Return counts as pairs of kind and content to keep: those by item apart, because they take most room and count a month.

    Content in another form is one pair.
    """
    said = _json(content)
    if not isinstance(said, dict) or "items" not in said:
        return [(str(EnvelopeKind.COUNTS), content)]
    by_item, rest = {"items": said["items"]}, {name: value for name, value in said.items() if name != "items"}
    pairs = ((str(EnvelopeKind.COUNTS), rest), (BY_ITEM, by_item))
    return [(kind, json.dumps(part, separators=(",", ":")).encode()) for kind, part in pairs]


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
