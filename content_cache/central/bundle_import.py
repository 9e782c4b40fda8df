"""A bundle taken into the store: all of it verified before anything is written, and visible in one transaction.

Killed at any moment, or the stick pulled, the store holds the old edition or the new one. Files that were already copied then
lie unnamed in the media folder, and are found there again or swept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path

from msgspec.structs import replace

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_job import copy, is_alone, is_picture, verify
from content_cache.central.import_result import LONGEST_S, Imported, ImportResult
from content_cache.central.polling import Signer, TakenEdition, base_of, edition_of, order_of, signer_of
from content_cache.central.taken_back import with_ends
from content_cache.central.time_limits import SlowError, copying, run_in, verifying
from content_cache.files import in_memory, room_above
from content_cache.http.messages import Request
from content_cache.jobs.admission import admit
from content_cache.jobs.limits import Limits
from content_cache.jobs.messages import Question
from content_cache.jobs.sandbox import Bounds
from content_cache.jobs.wire import MOST_LINES
from content_cache.media.convert import MOST_BYTES
from content_cache.media.documents import Document, read_document
from content_cache.media.drafts import FILMS, FOLDER, FileDraft, KeptFile, keep_sealed
from content_cache.media.films import FILM_TIMES, Film, read_film
from content_cache.media.media_job import film_records, record_of, records_of, texts_of
from content_cache.media.sound import HIGHEST_RATE, MOST_SECONDS, SPOKEN_RATE, reserving
from content_cache.media.subtitles import read_subtitles
from content_cache.model.changes import compare, read_back
from content_cache.model.errors import CacheError, Code, FormatError, OlderError, SignatureError
from content_cache.model.items import Alert, Item
from content_cache.model.picture_text import PictureText
from content_cache.model.problems import Problem, problem
from content_cache.model.records import EditionRecord, MediaRecord, SourceRecord
from content_cache.model.sources import Source
from content_cache.model.trust import believed, is_signed
from content_cache.model.voices import VOICED
from content_cache.signing.edition import MOST_FILM_BYTES, VOICED_MS, Latest, Listed
from content_cache.signing.signatures import Signature
from content_cache.store.store import Store


@dataclass(frozen=True, slots=True)
class Copied:
    """Result of copying files, by name.

    *stored* are files kept in the media folder, *documents* and *films* likewise. *unfit* says why a file was not taken.
    *useless* are unfit documents, films and subtitles that were read in full.
    """

    stored: dict[str, KeptFile] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    films: dict[str, Film] = field(default_factory=dict)
    unfit: dict[str, Problem] = field(default_factory=dict)
    useless: dict[str, Problem] = field(default_factory=dict)


_TOLD = 3  # of the files that were of no use
_LEAST, _BATCH = 3, 25  # files that one child takes: few, where there are few, so that one sees how far it is
Progress = Callable[[int, int], None]

__all__ = ["ImportResult", "Imported", "Progress", "import_bundle", "question_of"]


def import_bundle(
    store: Store,
    bundle: Bundle,
    sources: Sequence[Source],
    *,
    clock: Callable[[], datetime],
    limits: Limits,
    progress: Progress = lambda _done, _all: None,
    trusted: bool = False,
    completing: bool = False,
) -> Imported:
    """Import a bundle under the folder's lock and return the result, which has any fault of the bundle. Raises StoreError.

    If the clock is not *trusted*, the time is at least that of the bundle's signature. With *completing*, missing files of
    the stored edition are imported too; the result is SAME if there were none. *progress* is called with (new files stored,
    new files in all), and not at all if there are none.
    """
    name, lacking = "", frozenset[str]()
    try:
        total_bytes = bundle.check_entries()
        signature = bundle.signature()
        source, signer = _source_of(bundle, sources, store.path.parent, signature)
        name = source.name
        question, folder = question_of(source, store, clock(), limits, trusted=trusted), str(bundle.folder)
        if completing and _is_here(question, signature):
            lacking = _lacking(store, source, question.certain)
        if lacking:  # its files alone are taken
            question = _once_more(question)
        taken = run_in(
            verifying(total_bytes),
            limits.memory_bytes,
            verify,
            question,
            signature,
            signer,
            folder,
            readable=(bundle.folder,),
        )
        if taken is None:
            return Imported(result=ImportResult.SAME, source=name, seq=store.edition(name).seq)
        _check_signed(taken, question, signature, signer)
        wanted = _wanted(taken, source, store)
        if lacking:
            wanted = [listed for listed in wanted if base_of(source.url) + listed.name in lacking]
        copied = _all_copied(bundle, wanted, store.path.parent, limits, progress)
    except OlderError as error:
        return Imported(result=ImportResult.OLDER, source=name, error=error.problem)
    except SlowError as error:
        return Imported(result=ImportResult.SLOW, source=name, error=error.problem)
    except CacheError as error:
        forged = isinstance(error, SignatureError)
        return Imported(result=ImportResult.REFUSED, source=name, error=error.problem, forged=forged)
    now = clock()
    now = now if trusted else taken.edition.not_before(now)
    if lacking:
        return _stored_files(store, source, taken.edition.seq, copied)
    try:
        return _stored(store, source, taken, copied, now, may_warn=signer.may_warn)
    except FormatError as error:
        return Imported(result=ImportResult.REFUSED, source=name, error=error.problem)


def _check_signed(taken: TakenEdition, question: Question, signature: Signature, signer: Signer) -> None:
    """Check that the child's edition and order match the signature; raise CacheError if they do not.

    The child may not decide them. A number out of reach would block the office, and an edition that replaces all would
    remove every item.
    """
    own = edition_of(question.source, signature, taken.edition.expires, taken.edition.directions)
    if (taken.edition, (True, taken.replaces)) != (own, order_of(question, signature, signer)):
        raise CacheError(Code.CHILD_ANSWER, name="verify")


def _source_of(
    bundle: Bundle, sources: Sequence[Source], data_dir: Path, signature: Signature
) -> tuple[Source, Signer]:
    """Return the source whose keys signed the bundle, and the signer; a stick has no address to tell it.

    Raises SignatureError, FormatError.
    """
    latest = Latest.parse(signature.comment)
    refused: SignatureError | None = None
    for source in sources:
        if not is_signed(source):
            continue
        try:
            return source, signer_of(source, data_dir, signature, latest, bundle.read)
        except SignatureError as error:
            refused = refused or error
    raise refused or SignatureError(Code.NO_KEYS)


def question_of(source: Source, store: Store, now: datetime, limits: Limits, *, trusted: bool) -> Question:
    """Return the facts of the store that verifying an edition needs, because the verifying child has no store. Raises
    StoreError."""
    request = Request(url=source.url, deadline=LONGEST_S, max_bytes=limits.feed_bytes, user_agent="")
    edition = store.edition(source.name)
    return Question(
        source=source,
        request=request,
        body_hash="",
        now=now,
        edition=edition,
        data_dir=str(store.path.parent),
        certain=now if trusted else None,
    )


def _is_here(question: Question, signature: Signature) -> bool:
    """Return whether the stored edition is this very one, by number and time of signing.

    Another computer of the office may have given the same number to a different edition.
    """
    here = question.edition
    return here is not None and here == edition_of(question.source, signature, here.expires, here.directions)


def _lacking(store: Store, source: Source, certain: datetime | None) -> frozenset[str]:
    """Return the addresses of the source's files that are missing for want of room or of a line, or were lost by the card.

    Files that gave way to others are left out, since they would come and go for ever; so are useless ones.
    """
    files = store.media.wanted_files(source.name, certain)
    return frozenset(file.url for file in files if file.record is None or _may_come(file.record))


def _may_come(record: MediaRecord) -> bool:
    """Return whether a missing file may still be fetched: it was neither evicted nor useless (`pages` of -1)."""
    gave_way = record.error is not None and record.error.code == Code.GAVE_WAY
    return not record.path and record.pages >= 0 and not gave_way


def _once_more(question: Question) -> Question:
    """Return the question with the stored edition's number lowered by one.

    Then the stored edition is taken again, and a lower one is still refused (`edition_order.follows`).
    """
    edition = question.edition or EditionRecord()
    return replace(question, edition=replace(edition, seq=max(edition.seq - 1, 0)))


def _wanted(taken: TakenEdition, source: Source, store: Store) -> list[Listed]:
    """Return the edition's files that are not stored yet. Names are hashes, so an equal name is the same file."""
    base, known, data_dir = base_of(source.url), store.media.records(), store.path.parent
    here = {url for url, record in known.items() if record.path and (data_dir / record.path).is_file()}
    return [listed for listed in taken.media if base + listed.name not in here]


def _all_copied(bundle: Bundle, wanted: Sequence[Listed], data_dir: Path, limits: Limits, progress: Progress) -> Copied:
    """Copy the *wanted* files: pictures and recordings, then documents and films one by one, then spoken sentences.

    Raises CacheError, SlowError.
    """
    shown = [one for one in wanted if not is_alone(one) and one.type != VOICED]
    alone = [one for one in wanted if is_alone(one)]
    spoken = [one for one in wanted if one.type == VOICED]
    before, every = len(shown) + len(alone), len(wanted)
    if wanted:
        progress(0, every)
    copied = _copied(bundle, shown, data_dir, limits, lambda done, _all: progress(done, every))
    for done, listed in enumerate(alone, len(shown) + 1):
        _read_alone(bundle, listed, data_dir, limits, copied)
        progress(done, every)
    # last: where room is short pictures come first
    said = _copied(bundle, spoken, data_dir, limits, lambda done, _all: progress(before + done, every))
    copied.stored.update(said.stored)
    copied.unfit.update(said.unfit)
    return copied


def _copied(bundle: Bundle, files: Sequence[Listed], data_dir: Path, limits: Limits, progress: Progress) -> Copied:
    """Copy *files* in batches, each in a bounded child.

    Without room for all of them none is copied. A batch that might outgrow the free space when decoded is tried file by
    file.
    """
    if sum(listed.size for listed in files) > min(room_above(data_dir, limits.free_bytes), limits.media_store_bytes):
        return Copied(unfit={listed.name: problem(Code.NO_ROOM) for listed in files})
    most = min(max(len(files) // 10, _LEAST), _BATCH)
    batches = [tuple(files[start : start + most]) for start in range(0, len(files), most)]
    whole, done = Copied(), 0
    changed, promised = threading.Condition(), 0  # bytes that those at work may still write

    def one(batch: tuple[Listed, ...]) -> Copied:
        nonlocal promised
        needed = sum(map(_most_made, batch))
        with changed:
            while promised and needed > room_above(data_dir, limits.free_bytes) - promised:
                changed.wait()
            fits = needed <= room_above(data_dir, limits.free_bytes)
            promised += needed if fits else 0
        if not fits and len(batch) == 1:
            return Copied(unfit={batch[0].name: problem(Code.NO_ROOM)})
        if not fits:
            return _together(one((listed,)) for listed in batch)
        try:
            return _copied_batch(bundle, batch, data_dir, limits)
        finally:
            with changed:
                promised -= needed
                changed.notify_all()

    with ThreadPoolExecutor(limits.places) as pool:
        for batch, copied in zip(batches, pool.map(one, batches), strict=True):
            whole = _together((whole, copied))
            done += len(batch)
            progress(done, len(files))
    return whole


def _copied_batch(bundle: Bundle, batch: tuple[Listed, ...], data_dir: Path, limits: Limits) -> Copied:
    """Copy one batch of files in one child. Raise CacheError if the child fails or the disk cannot be written."""
    copied = Copied()
    with ExitStack() as stack:
        try:
            drafts = [FileDraft(data_dir / FOLDER) for _ in batch]
            for draft in drafts:
                stack.callback(draft.close)
            scratch = stack.enter_context(in_memory())
            goings = tuple((draft.file.fileno(), draft.small.fileno()) for draft in drafts)
            made = run_in(
                copying(batch),
                limits.memory_bytes,
                copy,
                str(bundle.folder),
                batch,
                goings,
                scratch.fileno(),
                readable=(bundle.folder,),
                handed=(*chain.from_iterable(goings), scratch.fileno()),
                reserving=() if all(map(is_picture, batch)) else reserving("mp3"),
            )
            if len(made) != len(batch):
                raise CacheError(Code.CHILD_ANSWER, name=str(len(made)))
            for listed, draft, one in zip(batch, drafts, made, strict=True):
                try:
                    copied.stored[listed.name] = draft.keep_file(one)
                except FormatError as error:
                    copied.unfit[listed.name] = error.problem
        except OSError as error:
            raise CacheError(Code.UNWRITABLE, reason=error.strerror or str(error)) from error
    return copied


def _read_alone(bundle: Bundle, listed: Listed, data_dir: Path, limits: Limits, copied: Copied) -> None:
    """Read a document, a film, subtitles or a sealed recording as if it came over the line, and note the result in
    *copied*.

    Raise CacheError if the file has changed or the disk cannot be written.
    """
    folder, bounded, seconds = data_dir / FOLDER, Bounds(limits.memory_bytes), limits.reading

    def room() -> bool:
        return room_above(data_dir, limits.free_bytes) > MOST_BYTES

    if room_above(data_dir, limits.free_bytes) < MOST_FILM_BYTES:  # a film and its sound
        copied.unfit[listed.name] = problem(Code.NO_ROOM)
        return
    try:
        with in_memory(bundle.content_of(listed)) as body:
            if listed.name.endswith(".pdf"):
                read = read_document(body, folder, bounded=bounded, seconds=seconds, room=room)
                copied.documents[listed.name] = read
            elif f".{listed.name.rpartition('.')[2]}" in FILMS:
                copied.films[listed.name] = read_film(body, folder, bounded=bounded, seconds=FILM_TIMES * seconds)
            elif listed.name.endswith(".sealed"):
                copied.stored[listed.name] = keep_sealed(body, folder)
            else:
                copied.stored[listed.name] = read_subtitles(body, folder, bounded=bounded, seconds=seconds)
    except FormatError as error:
        copied.unfit[listed.name] = error.problem
        if error.problem.code != Code.NO_ROOM:
            copied.useless[listed.name] = error.problem
    except OSError as error:
        raise CacheError(Code.UNWRITABLE, reason=error.strerror or str(error)) from error


def _together(parts: Iterable[Copied]) -> Copied:
    whole = Copied()
    for part in parts:
        whole.stored.update(part.stored)
        whole.unfit.update(part.unfit)
    return whole


def _most_made(listed: Listed) -> int:
    """Return the most bytes that decoding *listed* can write: the limits of pictures and recordings are known."""
    if listed.type == VOICED:
        return VOICED_MS * SPOKEN_RATE * 2 // 1_000
    return MOST_BYTES if is_picture(listed) else MOST_SECONDS * HIGHEST_RATE * 2


def _stored(
    store: Store, source: Source, taken: TakenEdition, copied: Copied, now: datetime, *, may_warn: bool
) -> Imported:
    """Write the edition's items and files into the store. Raise FormatError for a malformed answer of the child."""
    believe = partial(_believed, source=source, store=store, now=now, may_warn=may_warn)
    items, written = read_back(taken.lines[:MOST_LINES], believe)
    base = base_of(source.url)
    revision = store.revision() + 2  # of the items, which are written next
    _add_files(store, copied, base, revision)
    stored = store.fingerprints(source.name)
    changes = compare(stored, items, stored if taken.replaces else taken.withdrawn, written)
    if not taken.replaces:  # items of a revoked key are deleted without an end
        changes = with_ends(store, source.name, changes, stored, now)
    store.apply(source.name, changes, _record(store, source, taken, now), now, taken.edition)
    return Imported(
        result=ImportResult.TAKEN,
        source=source.name,
        seq=taken.edition.seq,
        added=len(changes.added),
        changed=len(changes.altered),
        withdrawn=len(changes.withdrawn),
        error=_why_not_all(copied),
    )


def _stored_files(store: Store, source: Source, seq: int, copied: Copied) -> Imported:
    """Store the files of an edition whose items are already stored. Raises StoreError."""
    some = copied.stored or copied.documents or copied.films
    _add_files(store, copied, base_of(source.url), store.revision())
    result = ImportResult.TAKEN if some else ImportResult.SAME
    return Imported(result=result, source=source.name, seq=seq, error=_why_not_all(copied))


def _add_files(store: Store, copied: Copied, base: str, revision: int) -> None:
    """Store the records of the copied files. Raises StoreError.

    *base* is the address of the edition's folder; *revision* is the store's revision that the items will have.
    """
    records = [replace(record_of(base + name, kept), revision=revision) for name, kept in copied.stored.items()]
    texts: dict[str, PictureText] = {}
    for name, document in copied.documents.items():
        records += [replace(one, revision=revision) for one in records_of(base + name, document)]
        texts |= texts_of(document.pages)
    for name, film in copied.films.items():
        records += [replace(one, revision=revision) for one in film_records(base + name, film)]
    for name, why in copied.useless.items():
        records.append(MediaRecord(url=base + name, error=why, failures=1, pages=-1, revision=revision))
    store.media.add(records, texts)


def _why_not_all(copied: Copied) -> Problem | None:
    """Return a problem that names the first `_TOLD` files that were not taken and why, or None."""
    unfit = [
        problem(Code.FILE_UNUSABLE, why, file=f"{name[:20]}…") for name, why in islice(copied.unfit.items(), _TOLD)
    ]
    return problem(Code.FILES_UNUSABLE, *unfit) if unfit else None


def _record(store: Store, source: Source, taken: TakenEdition, now: datetime) -> SourceRecord:
    """Return the source's record, with its last success at the edition's date of issue. The next web request stays when it
    was planned."""
    known = next((record for record in store.sources() if record.name == source.name), None)
    record = known or SourceRecord(name=source.name, url=source.url)
    issued = min(taken.edition.issued or now, now)
    return replace(record, last_success=max(record.last_success or issued, issued))


def _believed(item: Item, source: Source, store: Store, now: datetime, *, may_warn: bool) -> Item:
    admit(item, source, may_warn=may_warn)
    item = believed(item, source, now, store.reader.item)
    return replace(item, by_stick=True) if isinstance(item, Alert) else item
