"""Questions that the hall itself answers: sealed for its desk by the window, opened there by a password; no office is asked.

A question lies in `desk/questions/NUMBER.tanya`: a line of JSON in the clear, then a sealed box to the hall's key. That key's other
half is sealed by a password that is nowhere. Answers stand in `answers.json` beside them; the question goes with its answer.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from content_cache.files import read_plain, sync_folder, write_whole
from content_cache.model.items import Answer, Attachment, Provenance
from kiosk.notices.sources import FOLDER
from kiosk.notices.store import SHARED, shared_folder

MOST_WAITING = 200
SHORTEST = 10
"""Letters of a password: who takes the card out may guess as fast as a computer can."""
STAYS = timedelta(days=60)
"""An answer, as those of an office."""
_MOST_ONE = 300_000  # bytes, as of a question on the way back
_MOST_LIST = 4_000_000
_NAME = re.compile(r"([1-9][0-9]{0,8})\.tanya")
_ROUNDS, _MEMORY = 4, 32 * 1024 * 1024  # argon2id: a second on a Raspberry Pi 3


class Told(Struct, frozen=True):
    """What is readable of a question."""

    number: int
    asked: datetime
    seconds: int
    typed: bool


class Asked(Struct, frozen=True):
    """A question that was opened: `body` is Opus in Ogg, or a text in UTF-8."""

    whom: str
    language: str
    typed: bool
    body: bytes


class HallAnswer(Struct, frozen=True):
    """`by` is who of the hall gave it, `whom` was asked; `title` the question in a clerk's words, or what stands for it where
    `private`; `audio` the name of a recording beside the list, "" for none. Times are aware."""

    number: int
    asked: datetime
    at: datetime
    by: str
    whom: str
    language: str
    title: str
    text: str
    audio: str
    private: bool


class _Key(Struct, frozen=True):
    """In hexadecimal."""

    public: str
    salt: str
    sealed: str


class _Said(Struct, rename={"whom": "for"}):
    """The first line of what is sealed, as of a question to the office."""

    whom: str = ""
    language: str = ""
    type: str = ""


class HallQuestions:
    """Of one data folder."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER / "questions"
        self.folder = self._folder

    @property
    def public(self) -> bytes | None:
        """Questions are sealed to it; None before somebody at the desk has chosen a password."""
        key = self._key()
        return bytes.fromhex(key.public) if key is not None else None

    def version(self) -> int:
        """Moves when a key, a question or an answer comes or goes."""
        with suppress(OSError):
            return self._folder.stat().st_mtime_ns
        return 0

    # the window

    def put(self, number: int, asked: datetime, seconds: float, content: bytes) -> None:
        """On the card, sealed, when this returns. Raises OSError, also where there are too many or there is no key."""
        from nacl.public import PublicKey, SealedBox

        public = self.public
        if public is None or len(self.waiting()) >= MOST_WAITING or len(content) > _MOST_ONE:
            raise OSError(errno.ENOSPC, "the hall's desk takes no question")
        line = msgspec.json.encode(Told(number, asked, round(seconds), content.find(b'"text/plain"', 0, 400) >= 0))
        box = SealedBox(PublicKey(public)).encrypt(hashlib.sha256(line).digest() + content)
        write_whole(self._folder / f"{number}.tanya", line + b"\n" + box, SHARED)

    # the desk

    def choose_password(self, password: str) -> None:
        """A new key; what is sealed to the one before nobody can open any more. Raises ValueError for one too short, OSError."""
        from nacl.public import PrivateKey
        from nacl.secret import SecretBox

        if len(password) < SHORTEST or password.isdecimal():
            raise ValueError("too short")
        if not self._folder.is_dir():
            shared_folder(self._folder)
        secret, salt = PrivateKey.generate(), secrets.token_bytes(16)
        sealed = SecretBox(_stretched(password, salt)).encrypt(bytes(secret))
        key = _Key(bytes(secret.public_key).hex(), salt.hex(), bytes(sealed).hex())
        with self._alone():
            write_whole(self._folder / "key.json", msgspec.json.encode(key), SHARED)
            for path in self._sealed().values():
                path.unlink(missing_ok=True)

    def open(self, password: str) -> bytes | None:
        """The key's other half (32 bytes); None for a wrong password."""
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox

        key = self._key()
        if key is None:
            return None
        try:
            return SecretBox(_stretched(password, bytes.fromhex(key.salt))).decrypt(bytes.fromhex(key.sealed))
        except CryptoError:
            return None

    def waiting(self) -> list[Told]:
        """The oldest first."""
        done, found = {each.number for each in self.answers()}, []
        for number, path in sorted(self._sealed().items()):
            with suppress(OSError, msgspec.MsgspecError):
                told = msgspec.json.decode(read_plain(path, 2 * _MOST_ONE).partition(b"\n")[0], type=Told)
                if told.number == number and number not in done and told.asked.tzinfo is not None:
                    found.append(told)
        return found

    def read(self, number: int, secret: bytes) -> Asked | None:
        """None where it is gone, damaged, swapped, or sealed to another key."""
        from nacl.exceptions import CryptoError
        from nacl.public import PrivateKey, SealedBox

        try:
            line, _, box = read_plain(self._folder / f"{number}.tanya", 2 * _MOST_ONE).partition(b"\n")
            opened = SealedBox(PrivateKey(secret)).decrypt(box)
            if opened[:32] != hashlib.sha256(line).digest():
                return None
            head, _, body = opened[32:].partition(b"\n")
            said = msgspec.json.decode(head, type=_Said)
        except (OSError, CryptoError, ValueError):
            return None
        return Asked(said.whom, said.language, said.type == "text/plain", body)

    def answer(self, answer: HallAnswer) -> bool:
        """False where it was answered before. The question goes once its answer is on the card. Raises OSError."""
        with self._alone():
            kept = self.answers()
            if any(each.number == answer.number for each in kept):
                return False
            self._write([answer, *kept])
            (self._folder / f"{answer.number}.tanya").unlink(missing_ok=True)
            sync_folder(self._folder)
        return True

    def answers(self) -> list[HallAnswer]:
        """The newest first."""
        try:
            return msgspec.json.decode(read_plain(self._folder / "answers.json", _MOST_LIST), type=list[HallAnswer])
        except (OSError, msgspec.MsgspecError):
            return []

    def forget(self, now: datetime, kept_days: int) -> None:
        """What nobody answered in time, and answers whose time is over with their recordings. Raises OSError."""
        if not self._folder.is_dir():
            return
        with self._alone():
            kept = self.answers()
            still = [each for each in kept if now - each.at < STAYS]
            if still != kept:
                self._write(still)
            done, sounds = {each.number for each in kept}, {each.audio for each in still}
            late = {each.number for each in self.waiting() if now - each.asked > timedelta(days=kept_days)}
            for number, path in self._sealed().items():
                if number in late | done:
                    path.unlink(missing_ok=True)
            for path in self._folder.glob("*.wav"):
                if path.name not in sounds:
                    path.unlink(missing_ok=True)

    # what the kiosk shows

    def as_items(self, kiosk: str, village: str, now: datetime) -> list[Answer]:
        """For *Warga bertanya*, the newest first."""
        return [_as_item(each, kiosk, village) for each in self.answers() if now - each.at < STAYS]

    def _key(self) -> _Key | None:
        try:
            return msgspec.json.decode(read_plain(self._folder / "key.json", 1_000), type=_Key)
        except (OSError, msgspec.MsgspecError):
            return None

    def _sealed(self) -> dict[int, Path]:
        try:
            paths = [*self._folder.iterdir()]
        except OSError:
            return {}
        return {int(found[1]): path for path in paths if (found := _NAME.fullmatch(path.name))}

    def _write(self, answers: list[HallAnswer]) -> None:
        write_whole(self._folder / "answers.json", msgspec.json.encode(answers), SHARED)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _as_item(each: HallAnswer, kiosk: str, village: str) -> Answer:
    path = f"{FOLDER}/questions/{each.audio}"
    sounds = (Attachment(path, "audio/wav", path=path, role="recording"),) if each.audio else ()
    return Answer(
        id=f"tanya-desa-{each.number}", source=f"KIM {village}", title=each.title, text=each.text,
        author=each.whom or f"KIM {village}", published=each.at, seen_first=each.at, language="id",
        provenance=Provenance.KIM, attachments=sounds, kiosk=kiosk, number=each.number, private=each.private,
    )  # fmt: skip


def _stretched(password: str, salt: bytes) -> bytes:
    from nacl.pwhash import argon2id

    return bytes(argon2id.kdf(32, password.encode(), salt, opslimit=_ROUNDS, memlimit=_MEMORY))
