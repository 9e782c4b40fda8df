"""A central feed: look at `latest.minisig`, and fetch the edition when it is a newer one, verify it, have it read.

Nothing is read before its signature or hash was verified, and an edition is taken whole or not at all.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.central.edition_order import check_end, follows
from content_cache.central.edition_reader import read_edition, read_files
from content_cache.http.messages import Fetch, Fetched, NotModified, Request
from content_cache.jobs.messages import JobAnswer, Question
from content_cache.jobs.sandbox import Bounded
from content_cache.model.errors import (
    CacheError,
    Code,
    DeadlineError,
    FetchError,
    FormatError,
    HtmlPageError,
    HttpStatusError,
    LoginNeededError,
    SignatureError,
)
from content_cache.model.problems import Problem
from content_cache.model.records import EditionRecord
from content_cache.model.sources import Source
from content_cache.model.trust import publisher_of
from content_cache.model.urls import is_local, is_secure, path_of
from content_cache.signing import kept_keys
from content_cache.signing.edition import KEYS, KEYS_SIGNATURE, LATEST, Latest, Listed
from content_cache.signing.keyring import Held, Keyring, KeyRole
from content_cache.signing.signatures import MOST_BYTES, Signature

_MOST_OF_A_PAGE = 100_000  # bytes: a network's login page is told as such
_NOT_FOUND, _MOVED_S = 404, 1.0
_AT_ONCE = 4_000_000  # bytes of calendars and warnings that one reader is given, and one file at least


Read = Callable[[str, int], bytes]
"""Function that returns a file of the feed's folder, of at most so many bytes."""


class Signer(Struct, frozen=True):
    """Key that signed an edition (*held*), and the publisher's valid keys."""

    keyring: Keyring
    held: Held

    @property
    def may_warn(self) -> bool:
        return self.held.role is KeyRole.ALERT


class TakenEdition(Struct, frozen=True):
    """Verified edition, with the pictures and recordings that it names (*media*).

    *replaces*: nothing stored before may stay, because a revoked key signed it.
    """

    lines: tuple[str, ...]
    notes: tuple[Problem, ...]
    withdrawn: tuple[str, ...]
    edition: EditionRecord
    replaces: bool = False
    media: tuple[Listed, ...] = ()


def ask_central(question: Question, fetch: Fetch, bounded: Bounded, reading: float) -> JobAnswer:
    """Ask for the newest edition. Raise FetchError if there was no answer; faults of the edition are in the result.

    A bounded child may take *reading* seconds.
    """
    site = FeedFolder(question.request, fetch)
    got = _fetch_latest(site, question)
    answer = JobAnswer(url=got.url, known=True, hint=got.fresh_for, bytes_down=got.bytes_down, seconds=got.seconds)
    if isinstance(got, NotModified):
        return _unless_over(replace(answer, http_status=0 if is_local(got.url) else 304), question)
    answer = replace(
        answer,
        http_status=got.status,
        body_hash=hashlib.sha256(got.body).hexdigest(),
        etag=got.etag,
        last_modified=got.last_modified,
        permanent_redirect=got.permanent_redirect,
    )
    if answer.body_hash == question.body_hash:
        return _unless_over(answer, question)
    try:
        signature = _signature(got)
        latest = Latest.parse(signature.comment)
        signer = signer_of(question.source, Path(question.data_dir), signature, latest, site.read)
        taken = take_edition(question, signature, signer, site.read, bounded, reading)
    except CacheError as error:
        answer = replace(answer, error=error, known=False)
    else:
        if taken is not None:
            answer = replace(
                answer,
                known=False,
                lines=taken.lines,
                notes=taken.notes,
                withdrawn=taken.withdrawn,
                edition=taken.edition,
                replaces=taken.replaces,
                may_warn=signer.may_warn,
            )
    return replace(answer, bytes_down=site.bytes_down, seconds=time.monotonic() - site.start)


def _fetch_latest(site: FeedFolder, question: Question) -> Fetched | NotModified:
    """Fetch LATEST from the site, with a second attempt after a 404 if an edition is already stored. Raises FetchError."""
    try:
        return site.get(LATEST, _MOST_OF_A_PAGE, conditional=True)
    except HttpStatusError as error:
        if error.status != _NOT_FOUND or question.edition is None or not question.edition.seq:
            raise
        # it was there: some hosts take a file away before they move another one into its place
        time.sleep(_MOVED_S)
        return site.get(LATEST, _MOST_OF_A_PAGE, conditional=True)


def _unless_over(answer: JobAnswer, question: Question) -> JobAnswer:
    """Return *answer*, with an error if nothing is new and the stored edition has expired."""
    try:
        check_end(question.edition.expires if question.edition else None, question.certain)
    except SignatureError as error:
        return replace(answer, error=error)
    return answer


def take_edition(
    question: Question, signature: Signature, signer: Signer, read: Read, bounded: Bounded, reading: float
) -> TakenEdition | None:
    """Return the verified edition of *signature*, or None if it is already stored.

    *read* returns a file's content by its name and the most bytes. *bounded* runs a function in a child of at most
    *reading* seconds. Raises SignatureError, FormatError, and what *read* and *bounded* raise.
    """
    latest = Latest.parse(signature.comment)
    taken, replaces = order_of(question, signature, signer)
    if not taken:
        check_end(_before(question).expires, question.certain)
        return None
    body = read(latest.edition_name, question.request.max_bytes)
    signature.verify(signer.held.key, body)
    source, now, base = question.source, question.now, base_of(question.source.url)
    content = bounded(reading, read_edition, body, latest, source, base + latest.edition_name, now, signer.may_warn)
    check_end(content.manifest.expires, question.certain)
    lines, notes = content.lines, content.notes
    for files in _portions(content.manifest.files):
        bodies = tuple(checked(read(listed.name, listed.size), listed) for listed in files)
        more = bounded(reading, read_files, bodies, files, source, base, now, signer.may_warn)
        lines, notes = (*lines, *more.lines), (*notes, *more.notes)
    edition = edition_of(source, signature, content.manifest.expires, content.manifest.directions)
    return TakenEdition(lines, notes, content.manifest.withdrawn, edition, replaces, content.manifest.media)


def order_of(question: Question, signature: Signature, signer: Signer) -> tuple[bool, bool]:
    """Return `edition_order.follows` against the stored edition: (is to be taken, replaces everything). Raises SignatureError."""
    return follows(question.source, Latest.parse(signature.comment), _before(question), signer.keyring)


def _before(question: Question) -> EditionRecord:
    before = question.edition or EditionRecord()
    if before.publisher != publisher_of(question.source):
        return EditionRecord()  # the settings pin other keys: another office, or one that began anew
    return before


def edition_of(source: Source, signature: Signature, expires: datetime | None, directions: str | None) -> EditionRecord:
    """Build the record of an edition from its signed comment, *expires* and *directions*."""
    latest = Latest.parse(signature.comment)
    return EditionRecord(
        seq=latest.seq,
        issued=latest.issued,
        key_id=int.from_bytes(signature.key_id, "little"),
        publisher=publisher_of(source),
        expires=expires,
        directions=directions,
    )


def _portions(files: Iterable[Listed]) -> Iterator[tuple[Listed, ...]]:
    portion: list[Listed] = []
    for listed in files:
        if portion and sum(one.size for one in portion) + listed.size > _AT_ONCE:
            yield tuple(portion)
            portion = []
        portion.append(listed)
    if portion:
        yield tuple(portion)


def checked(content: bytes, listed: Listed) -> bytes:
    """Return *content* if its size and hash are those of *listed*. Raise SignatureError otherwise."""
    if len(content) != listed.size or hashlib.sha256(content).hexdigest() != listed.sha256:
        raise SignatureError(Code.EDITION_FILE_OTHER, file=f"{listed.name[:20]}…")
    return content


def base_of(url: str) -> str:
    """Return the address of a central feed's folder, with a final slash, for any address that settings may give for the feed."""
    if is_local(url):
        path = path_of(url).resolve()
        return f"{path.parent if path.suffix in ('.json', '.minisig') else path}/"
    bare = url.partition("?")[0].partition("#")[0]
    folder, _, last = bare.rpartition("/")
    return bare if not last else f"{folder}/" if last.endswith((".json", ".minisig")) else f"{bare}/"


def signer_of(source: Source, folder: Path, signature: Signature, latest: Latest, read: Read) -> Signer:
    """Return the key that signed an edition.

    A newer keys.json is fetched if the key is unknown or the edition announces one; it is saved in the data folder
    *folder*. Raises SignatureError.
    """
    keyring = kept_keys.load_keys(source, folder)
    try:
        held = keyring.signer(signature, latest)
    except SignatureError:
        newer = _newer_keys(keyring, read)
        if newer is None:
            raise
        kept_keys.save_keys(source, folder, *newer[1:])
        return Signer(newer[0], newer[0].signer(signature, latest))
    if latest.keys > keyring.number and (newer := _newer_keys(keyring, read)) is not None:
        kept_keys.save_keys(source, folder, *newer[1:])
        keyring = newer[0]
        held = keyring.signer(signature, latest)
    return Signer(keyring, held)


def _newer_keys(keyring: Keyring, read: Read) -> tuple[Keyring, bytes, bytes] | None:
    try:
        document, signed = read(KEYS, _MOST_OF_A_PAGE), read(KEYS_SIGNATURE, MOST_BYTES)
        newer = keyring.replaced(document, Signature.parse(signed))
    except (
        FetchError,
        FormatError,
        SignatureError,
    ):  # none there, or not by our spare: then the keys that are here hold
        return None
    return (newer, document, signed) if newer.number > keyring.number else None


def _signature(got: Fetched) -> Signature:
    if got.body.lstrip()[:1] == b"<" and got.status:
        raise HtmlPageError(Code.WEB_PAGE) if is_secure(got.url) else LoginNeededError(Code.LOGIN_PAGE)
    return Signature.parse(got.body)


class FeedFolder:
    """Folder of a central feed on the web or on this machine. All reads share the time of one request."""

    def __init__(self, request: Request, fetch: Fetch) -> None:
        self._fetch = fetch
        self.start = time.monotonic()
        self.bytes_down = 0
        self._request = request
        self._base = base_of(request.url)

    def get(self, name: str, most: int, *, conditional: bool = False) -> Fetched | NotModified:
        left = self._request.deadline - (time.monotonic() - self.start)
        if left <= 0:
            raise DeadlineError(Code.TOO_SLOW, seconds=self._request.deadline)
        asked = replace(self._request, url=self._base + name, deadline=left, max_bytes=most, accept="*/*")
        got = self._fetch(asked if conditional else replace(asked, etag="", last_modified="", validators_url=""))
        self.bytes_down += got.bytes_down
        return got

    def read(self, name: str, most: int) -> bytes:
        got = self.get(name, most)
        if isinstance(got, NotModified) or not got.complete:
            raise FormatError(Code.EDITION_FILE_CUT, file=name[:20])
        return got.body
