"""Backup of a kiosk: one encrypted file, made by `kiosk backup` while the kiosk runs. Here is its head.

A file `kios-KIOSK-YYYYMMDD-HHMMSS.cadangan` (UTC) begins with two lines of JSON of at most 2,000 bytes. The first is for
anybody: `kios-cadangan` (1, the format), `kiosk`, `place`, `made`. The second has the file's own key (32 bytes), once for each
who can open it, in base64: `own`, encrypted by a key made of the kiosk's seed (BLAKE2b, person `kiosk-backup`); `office`,
sealed to the office's key of `[post]` (crypto_box_seal); `given`, sealed by the office to the kiosk that takes this one's place
(crypto_box, its Ed25519 key as X25519); `words`, encrypted by six words: `salt`, `operations` and `memory` in bytes of
argon2id, of which more than 10 and 2^28 are refused, and `locked` (XSalsa20-Poly1305). A kiosk without an office has words,
which are shown once. Then come 24 bytes and pieces of 64 KiB of libsodium's secretstream, as in an office's backup. The first
line is bound to the first piece.

Within is a tar of plain files by their names in the data folder: notices, pictures and recordings of the hall, its people,
numbers and log, recorded prompts, questions to the hall, choices made on the screen, `kiosk.sqlite`. Last comes
`manifest.json`: `label`, the first line once more; `files`, size and SHA-256 of each; `signed`, the kiosk's Ed25519 signature
over `kiosk-backup`, a line end and the manifest with an empty `signed`. By it the office knows whose it is, and hands it on to
another of its kiosks (`kiosk office hand-on`). Not in a backup are news, keys, sessions, and what waits for the office.

A restoration checks all of it before it changes anything. A kiosk that has something of its own takes no other kiosk's backup
and none that is older, unless it is told so. Choices then hold on top of the kiosk.toml that is there. What was announced,
sounded and done since counts as done. What was there lies in `sebelum-pemulihan` until the next restoration.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import BinaryIO

import msgspec
from msgspec import Struct

from kiosk.core.edition_trust import PostKey
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.stretching import OPERATIONS, SALT_BYTES, stretched
from kiosk.post.word_code import parse_words

FORMAT = 1
MARK = b'{"kios-cadangan":'
WORDS = 6
WORDS_MEMORY = 2**26  # bytes of argon2id: a kiosk may have 512 MB
_MOST_MEMORY = 2**28
_MOST_LINE = 2_000  # bytes
_KEY_BYTES = 32


class BackupLabel(Struct, frozen=True, rename={"format": "kios-cadangan"}):
    """First line of a backup: the kiosk's name, its village, and the time by its clock. It is readable by anybody, and
    bound to the rest."""

    format: int
    kiosk: str
    place: str
    made: datetime


class WordsLock(Struct, frozen=True):
    """The file's key, encrypted by six words: argon2id, then XSalsa20-Poly1305. `memory` is in bytes."""

    salt: bytes
    operations: int
    memory: int
    locked: bytes


class BackupLocks(Struct, frozen=True, omit_defaults=True):
    """Second line of a backup: the file's key, encrypted once for each who can open it; empty for all others.

    `own` opens with the key of the kiosk itself, `office` with that of its office (crypto_box_seal), `words` with six
    words. `given` opens with the key of another kiosk, to which the office handed the backup on (crypto_box)."""

    own: bytes = b""
    office: bytes = b""
    words: WordsLock | None = None
    given: bytes = b""


class Opener(StrEnum):
    """Means by which a kiosk opens a backup: its own key, six words, or only the office."""

    KEY = "key"
    WORDS = "words"
    OFFICE = "office"


class BackupHead(Struct, frozen=True):
    """Both lines of a backup. `bound` is the first line as bytes, with its line end: the stream is bound to it."""

    label: BackupLabel
    locks: BackupLocks
    bound: bytes


def make_head(
    label: BackupLabel, file_key: bytes, own: PostKey, *, office: bytes | None, words: str, memory: int = WORDS_MEMORY
) -> tuple[bytes, bytes]:
    """Return both lines as bytes. *office* is the office's public key, None without one. With *words* "" no words open
    the backup."""
    from nacl.public import PublicKey, SealedBox
    from nacl.secret import SecretBox

    by_words = None
    if words:
        salt = secrets.token_bytes(SALT_BYTES)
        key = stretched(words, salt, OPERATIONS, memory, most_memory=_MOST_MEMORY)
        by_words = WordsLock(salt, OPERATIONS, memory, bytes(SecretBox(key).encrypt(file_key)))
    locks = BackupLocks(
        bytes(SecretBox(_own_secret(own)).encrypt(file_key)),
        SealedBox(PublicKey(office)).encrypt(file_key) if office is not None else b"",
        by_words,
    )
    return msgspec.json.encode(label) + b"\n", msgspec.json.encode(locks) + b"\n"


def read_head(file: BinaryIO) -> BackupHead:
    """Read both lines from *file*. Raise BackupError for lines that are malformed, OSError."""
    first, second = file.readline(_MOST_LINE), file.readline(_MOST_LINE)
    if not first.startswith(MARK):
        raise BackupError(BackupCode.NO_KIOSK)
    try:
        label = msgspec.json.decode(first, type=BackupLabel)
        locks = msgspec.json.decode(second, type=BackupLocks)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BackupError(BackupCode.DAMAGED) from error
    if label.format > FORMAT:
        raise BackupError(BackupCode.NEWER_PROGRAM)
    if not (first.endswith(b"\n") and second.endswith(b"\n")) or label.made.tzinfo is None:
        raise BackupError(BackupCode.DAMAGED)
    made = label.made.astimezone(UTC)
    plain = BackupLabel(label.format, _printable(label.kiosk, 12), _printable(label.place, 60), made)
    return BackupHead(plain, locks, first)


def open_file_key(head: BackupHead, own: PostKey, office: bytes | None, ask_words: Callable[[], str]) -> bytes:
    """Return the file's key. It is opened by the key of this kiosk, else by the words that *ask_words* returns.
    *office* is the key of this kiosk's office, which may have handed the backup on. Raise BackupError."""
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    if (opened := _open_by_key(head, own, office)) is not None:
        return opened
    if (lock := head.locks.words) is None:
        raise BackupError(BackupCode.SEALED_TO_OFFICE)
    typed = parse_words(ask_words())
    key = stretched(typed, lock.salt, lock.operations, lock.memory, most_memory=_MOST_MEMORY)
    try:
        return _checked_key(SecretBox(key).decrypt(lock.locked))
    except (CryptoError, ValueError) as error:
        raise BackupError(BackupCode.WORDS_WRONG) from error


def find_opener(head: BackupHead, own: PostKey, office: bytes | None) -> Opener:
    """Return what opens the backup at the kiosk with the key *own*, whose office has the key *office*."""
    if _open_by_key(head, own, office) is not None:
        return Opener.KEY
    return Opener.OFFICE if head.locks.words is None else Opener.WORDS


def _open_by_key(head: BackupHead, own: PostKey, office: bytes | None) -> bytes | None:
    """Return the file's key, None if it is sealed neither to this kiosk nor by its office to it."""
    from nacl.exceptions import CryptoError
    from nacl.public import Box, PublicKey
    from nacl.secret import SecretBox
    from nacl.signing import SigningKey

    with suppress(CryptoError, ValueError):  # the lock is for another kiosk
        return _checked_key(SecretBox(_own_secret(own)).decrypt(head.locks.own))
    if office is not None:
        secret = SigningKey(bytes.fromhex(own.seed)).to_curve25519_private_key()
        with suppress(CryptoError, ValueError):
            return _checked_key(Box(secret, PublicKey(office)).decrypt(head.locks.given))
    return None


def open_as_office(head: BackupHead, secrets_of_post: Iterable[bytes]) -> tuple[bytes, bytes]:
    """Return the file's key, and the one of the office's secret post keys (32 bytes each) that opens it. Raise
    BackupError."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    for secret in secrets_of_post:
        with suppress(CryptoError, ValueError):
            return _checked_key(SealedBox(PrivateKey(secret)).decrypt(head.locks.office)), secret
    raise BackupError(BackupCode.OTHER_OFFICE_SEALED)


def given_lock(file_key: bytes, office_secret: bytes, kiosk: bytes) -> bytes:
    """Return the lock that the kiosk with the public key *kiosk* (Ed25519) opens. Raise ValueError for an invalid key."""
    from nacl.exceptions import CryptoError
    from nacl.public import Box, PrivateKey
    from nacl.signing import VerifyKey

    try:
        public = VerifyKey(kiosk).to_curve25519_public_key()
        return bytes(Box(PrivateKey(office_secret), public).encrypt(file_key))
    except CryptoError as error:
        raise ValueError("no key of a kiosk") from error


def _checked_key(file_key: bytes) -> bytes:
    if len(file_key) != _KEY_BYTES:
        raise ValueError("no key of a file")
    return file_key


def _own_secret(own: PostKey) -> bytes:
    return hashlib.blake2b(bytes.fromhex(own.seed), digest_size=_KEY_BYTES, person=b"kiosk-backup").digest()


def _printable(text: str, most: int) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)[:most]
