"""Spool of envelopes in the data folder until the office has them, through power cuts, full disks, wrong clocks.

Window and refresher both put envelopes in, each as its own user of one group. A process that changes anything locks the
folder itself (flock). An envelope is a file `<number>-<kind>.amplop`, written whole and synced before its number is
given away. For a question its own number stands in the name too (`<number>-question-<its own>`). `made.0` and `made.1`
say which number was given last, written in turn, so that no power cut takes both. A number is also known by the newest
file, which goes only once they are written.

Bounded: where there is no room the oldest of the least important kind is given up, and that is told; a question never
is.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import lock, read_plain, sync_folder, write_whole
from content_cache.signing.sealed_answers import AnswerContent, open_sound, open_text
from kiosk.core.edition_trust import PostKey
from kiosk.core.shared_folder import shared_folder
from kiosk.post.account import still_waiting, waiting_content
from kiosk.post.envelope import MOST_ENVELOPE, EnvelopeKind, seal
from kiosk.post.faults import PostCode, PostError, SpoolError
from kiosk.post.identity import public_of

FOLDER = "post"
MOST_BYTES = 40_000_000
A_PARTITION = 1_000_000_000
"""Amount by which numbers begin higher after each new data partition: the old one has given away fewer."""
QUESTIONS_A_PARTITION = 10_000
_DAMAGE_GAP = 1_000
PATIENCE_S = 2.0
"""Seconds that a screen may stand still while another process holds the folder."""
_MOST_KEPT = 2_000_000  # bytes of a file beside the envelopes
_BLOCK = 4_096  # bytes: what a file takes at least
_NAME = re.compile(r"([0-9]{16})-([a-z]+)(?:-([0-9]{1,9}))?\.amplop")
_GIVEN_UP_FIRST = (
    EnvelopeKind.BACKUP,
    EnvelopeKind.PROMPT,
    EnvelopeKind.COUNTS,
    EnvelopeKind.HEALTH,
    EnvelopeKind.LOG,
    EnvelopeKind.PICTURE,
    EnvelopeKind.VOTE,
    EnvelopeKind.NOTICE,
)
_NEVER_GIVEN_UP = len(_GIVEN_UP_FIRST)  # rank of questions, enrolments and lists of what waits


class WaitingEnvelope(Struct, frozen=True):
    """Envelope that waits. *question* is its own number, 0 for other kinds; *size* in bytes of the file."""

    number: int
    kind: EnvelopeKind
    question: int
    size: int
    path: Path

    @property
    def taken(self) -> int:
        """Return the bytes that the envelope takes on the disk, in whole blocks."""
        return -(-self.size // _BLOCK) * _BLOCK

    @property
    def rank(self) -> int:
        """Rank by which envelopes are given up, the lowest first."""
        return _GIVEN_UP_FIRST.index(self.kind) if self.kind in _GIVEN_UP_FIRST else _NEVER_GIVEN_UP


class SpoolRecord(Struct, frozen=True):
    """Record of envelopes that are gone.

    *number* and *question* were given last. *acknowledged* is how far the office has them. *lost* counts by kind what
    was given up. *untold* says that the office was not told of it yet. *beyond* is an acknowledgement above all numbers
    ever made, 0 for none: somebody has a copy of this card.
    """

    number: int = 0
    question: int = 0
    acknowledged: int = 0
    lost: dict[str, int] = {}
    untold: bool = False
    beyond: int = 0


class _StoredRecord(Struct, frozen=True):
    count: int
    made: SpoolRecord = SpoolRecord()


class Spool:
    """Spool of one data folder.

    *office* is the office's key; without it nothing can be put in. *now* returns the time for each envelope. If another
    process holds the folder for *patience* seconds, a call raises SpoolError, BUSY.
    """

    def __init__(
        self,
        data: Path,
        key: PostKey,
        office: bytes | None,
        *,
        now: Callable[[], datetime],
        most: int = MOST_BYTES,
        patience: float = PATIENCE_S,
    ) -> None:
        self._folder = data / FOLDER
        self._key = key
        self._office = office
        self._now = now
        self._most = most
        self._patience = patience

    def put(self, kind: EnvelopeKind, content: bytes) -> int:
        """Seal *content*, store it on the card, and return its number.

        Raise SpoolError where there is no room or the card fails, EnvelopeError for content that is too large,
        PostError where no office is set.
        """
        with self._locked():
            return self._put(kind, content)

    def put_question(self, content_of: Callable[[int], bytes], above: int = 0) -> int:
        """Store a question as `put` does and return its number once it is safe.

        *content_of* is given the number by which the resident knows it. The number is higher than *above*, the highest
        remembered elsewhere.
        """
        with self._locked():
            question = max(self.made().question, self._first_question - 1, above) + 1
            self._put(EnvelopeKind.QUESTION, content_of(question), question)
            return question

    def give_number(self, keep: Callable[[int], None], above: int = 0) -> int:
        """Return the number of a question that is not for the office.

        *keep* stores it on the card, and raises OSError where it cannot.
        """
        with self._locked():
            question = max(self.made().question, self._first_question - 1, above) + 1
            keep(question)
            self._write_record(replace(self._latest_record(), question=question))
            return question

    def given(self) -> int:
        """Return the highest number of a question so far; 0 where the card cannot be read."""
        try:
            return self.made().question
        except SpoolError:
            return 0

    @property
    def seals(self) -> bool:
        """Return whether an office is set that envelopes go to."""
        return self._office is not None

    def code(self, number: int, digits: int) -> str:
        """Return the code that opens the private answer to question *number*: only this kiosk's key and the resident know it."""
        told = hmac.digest(bytes.fromhex(self._key.seed), b"kiosk-answer %d" % number, "sha256")
        return f"{int.from_bytes(told) % 10**digits:0{digits}}"

    @property
    def answered_to(self) -> tuple[str, bytes]:
        """Return the kiosk's name, and its public key, to which private answers are sealed."""
        return self._key.kiosk, public_of(self._key)

    def open_answer(self, number: int, box: bytes) -> AnswerContent:
        """Open a private answer that was sealed to this kiosk's key. Raise AnswerError."""
        return open_text(box, kiosk=self._key.kiosk, number=number, key=bytes.fromhex(self._key.seed))

    def open_recording(self, number: int, box: bytes, said: AnswerContent) -> bytes:
        """Open the recording of the private answer *said*. Raise AnswerError."""
        return open_sound(box, said, kiosk=self._key.kiosk, number=number, key=bytes.fromhex(self._key.seed))

    def waiting_envelopes(self) -> list[WaitingEnvelope]:
        """Return the waiting envelopes by number, all safely on the card. Raise SpoolError.

        The folder is synced first. Otherwise a power cut could take away what another process has just put in, and its
        number would be given to another envelope."""
        if not self._folder.exists():
            return []
        with self._locked():
            try:
                sync_folder(self._folder)  # the process that put one in may have been killed before it synced
            except OSError as error:
                raise _spool_error(error) from error
            return self._files()

    def _files(self) -> list[WaitingEnvelope]:
        found = []
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    matched = _NAME.fullmatch(entry.name)
                    if matched and matched[2] in _KINDS:
                        with suppress(FileNotFoundError):  # another process has just removed it
                            size = entry.stat(follow_symlinks=False).st_size
                            own = int(matched[3] or 0)
                            found.append(
                                WaitingEnvelope(int(matched[1]), EnvelopeKind(matched[2]), own, size, Path(entry.path))
                            )
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise _spool_error(error) from error
        return sorted(found, key=lambda each: each.number)

    def read(self, waiting: WaitingEnvelope) -> bytes:
        """Return the envelope's bytes; b"" where it is gone or cannot be read."""
        try:
            return read_plain(waiting.path, MOST_ENVELOPE)
        except OSError:
            return b""

    def made(self) -> SpoolRecord:
        """Return which numbers were given so far, by the record and by the waiting envelopes. Raise SpoolError."""
        made, files = self._latest_record(), self._files()
        number = max(made.number, *(each.number for each in files), 0)
        return replace(made, number=number, question=max(made.question, *(each.question for each in files), 0))

    def acknowledge(self, upto: int) -> int:
        """Forget the envelopes up to *upto*, which the office has by its signed edition; return how many.

        An acknowledgement of a number never made here is refused and remembered. Raise SpoolError.
        """
        with self._locked():
            made = self.made()
            if upto > made.number:
                if made.beyond != upto:
                    self._write_record(replace(made, beyond=upto))
                raise SpoolError(PostCode.BEYOND, number=upto, made=made.number)
            upto = max(upto, made.acknowledged)
            done = [each for each in self._files() if each.number <= upto]
            if done or upto > made.acknowledged:
                self._forget(done, replace(made, acknowledged=upto, beyond=0))
            return len(done)

    def give_up(self, numbers: Iterable[int]) -> int:
        """Remove the envelopes *numbers*, which waited too long; return how many. Raise SpoolError."""
        chosen = set(numbers)
        with self._locked():
            return self._give_up([each for each in self._files() if each.number in chosen])

    def release(self, number: int) -> None:
        """Remove the envelope *number*, whose receipt is enough: of its kind another one comes. Raise SpoolError.

        A receipt may be forged. So the office is told that this number comes no more, and waits for none in vain.
        """
        with self._locked():
            if files := [each for each in self._files() if each.number == number]:
                self._write_record(replace(self.made(), untold=True))
                self._remove(files)

    def tell(self) -> bool:
        """Put in an envelope that says which numbers still come, if any were given up. Return whether there was need.
        Raise as `put` does."""
        with self._locked():
            made = self.made()
            if not made.untold:
                return False
            files = self._files()
            self._remove(each for each in files if each.kind is EnvelopeKind.WAITING)  # the new one replaces them
            numbers = (each.number for each in files if each.kind is not EnvelopeKind.WAITING)
            self._put(EnvelopeKind.WAITING, waiting_content(still_waiting(numbers, made.number)))
            self._write_record(replace(self._latest_record(), untold=False))
            return True

    def write_file(self, name: str, content: bytes) -> None:
        """Write a file of the sender beside the envelopes. Raise SpoolError."""
        with self._locked():
            self._write_file(name, content)

    def kept(self, name: str) -> bytes:
        """Return what `write_file` wrote; b"" for nothing."""
        try:
            return read_plain(self._folder / name, _MOST_KEPT)
        except OSError:
            return b""

    # within the lock

    @property
    def _first_question(self) -> int:
        return self._key.partitions * QUESTIONS_A_PARTITION + 1

    def _put(self, kind: EnvelopeKind, content: bytes, question: int = 0) -> int:
        if self._office is None:
            raise PostError(PostCode.NO_OFFICE)
        files, made = self._files(), self._latest_record()
        last = max(made.number, *(each.number for each in files), 0)
        number = max(last, self._key.partitions * A_PARTITION) + 1
        sealed = seal(
            kind,
            content,
            kiosk=self._key.kiosk,
            number=number,
            made=self._now(),
            key=bytes.fromhex(self._key.seed),
            office=self._office,
        )
        own = f"-{question}" if question else ""
        name = f"{number:016d}-{kind}{own}.amplop"
        if kind is not EnvelopeKind.WAITING:  # there is only ever one of these
            self._make_room(WaitingEnvelope(number, kind, question, len(sealed), self._folder / name), files)
        self._write_file(name, sealed)
        made = self._latest_record()
        question, untold = max(question, made.question), made.untold or number > last + 1
        with suppress(SpoolError):  # on a full disk the envelope's name still tells its number
            self._write_record(replace(made, number=number, question=question, untold=untold))
        return number

    def _make_room(self, new: WaitingEnvelope, files: list[WaitingEnvelope]) -> None:
        need = sum(each.taken for each in files) + new.taken - self._most
        chosen: list[WaitingEnvelope] = []
        for each in sorted(files, key=lambda each: (each.rank, each.number)):
            if need <= 0 or each.rank == _NEVER_GIVEN_UP or each.rank > new.rank:
                break
            chosen.append(each)
            need -= each.taken
        if need > 0:
            raise SpoolError(PostCode.SPOOL_FULL, megabytes=self._most // 1_000_000)
        self._give_up(chosen)

    def _give_up(self, files: list[WaitingEnvelope]) -> int:
        if not files:
            return 0
        made = self.made()
        lost = dict(made.lost)
        for each in files:
            lost[str(each.kind)] = lost.get(str(each.kind), 0) + 1
        self._write_record(replace(made, lost=lost, untold=True))
        return self._remove(files)

    def _remove(self, files: Iterable[WaitingEnvelope]) -> int:
        count = 0
        try:
            for each in files:
                each.path.unlink(missing_ok=True)
                count += 1
            sync_folder(self._folder)
        except OSError as error:
            raise _spool_error(error) from error
        return count

    def _forget(self, files: list[WaitingEnvelope], made: SpoolRecord) -> None:
        """Record *made* and remove *files*.

        A disk may be too full to record anything before something is removed. Then the newest envelope and the newest
        question, which hold the last numbers, are removed after the record is written.
        """
        try:
            self._write_record(made)
        except SpoolError:
            newest = (
                sorted(files, key=lambda each: each.number)[-1:] + sorted(files, key=lambda each: each.question)[-1:]
            )
            self._remove(each for each in files if each not in newest)
            self._write_record(made)
        self._remove(files)

    def _latest_record(self) -> SpoolRecord:
        """Return the newer of the two records.

        Where one of them is damaged, unrecorded numbers may have been given: numbering goes on above them.
        """
        read = self._stored_records()
        known = [each for each in read if each is not None and each.count]
        newest = max(known, key=lambda each: each.count, default=_StoredRecord(0)).made
        damaged = sum(each is not None for each in read) - len(known)
        if not damaged:
            return newest
        begun = self._key.partitions * A_PARTITION
        number = newest.number + _DAMAGE_GAP if known else begun + A_PARTITION // 2
        return replace(newest, number=number, question=newest.question + _DAMAGE_GAP, untold=True)

    def _write_record(self, made: SpoolRecord) -> None:
        """Write *made* in place of the older record, and of any that is damaged."""
        counts = [each.count if each is not None else -1 for each in self._stored_records()]
        written = msgspec.json.encode(_StoredRecord(max(*counts, 0) + 1, made))
        damaged = [half for half, count in enumerate(counts) if count == 0]
        for half in damaged or [counts.index(min(counts))]:
            self._write_file(f"made.{half}", _checksum(written) + written)

    def _stored_records(self) -> list[_StoredRecord | None]:
        return [_read_record(self._folder / f"made.{half}") for half in (0, 1)]

    def _write_file(self, name: str, content: bytes) -> None:
        try:
            write_whole(self._folder / name, content, 0o640)
        except OSError as error:
            raise _spool_error(error) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Lock the folder and remove leftovers of power cuts. Raise SpoolError."""

        try:
            handle = self._open_folder()
        except OSError as error:
            raise _spool_error(error) from error
        try:
            try:
                lock(handle, self._patience)
            except BlockingIOError as error:
                raise SpoolError(PostCode.BUSY) from error
            with os.scandir(handle) as entries:
                for entry in entries:
                    if entry.name.startswith("."):  # a draft that a power cut left
                        with suppress(OSError):
                            os.unlink(entry.name, dir_fd=handle)
            yield
        finally:
            os.close(handle)

    def _open_folder(self) -> int:
        how = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            return os.open(self._folder, how)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
                raise
            shared_folder(self._folder)  # files in it belong to the group of both processes
            sync_folder(self._folder.parent)
            return os.open(self._folder, how)


_KINDS = frozenset(map(str, EnvelopeKind))


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + b" "


def _read_record(path: Path) -> _StoredRecord | None:
    """Return the record in *path*; None where there is no such file; one with count 0 if it is damaged."""
    try:
        mark, _, line = read_plain(path, _MOST_KEPT).partition(b" ")
        if mark + b" " == _checksum(line):
            return msgspec.json.decode(line, type=_StoredRecord)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError):
        pass
    return _StoredRecord(0)


def _spool_error(error: OSError) -> SpoolError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SpoolError(PostCode.DISK_FULL)
    return SpoolError(PostCode.SPOOL_FAILED, reason=error.strerror or str(error))
