"""Questions that the hall itself answers: sealed for its desk by the window, opened there by a password.

Of `[[questions.for]]` with `hall` the window seals into `desk/questions/NUMBER.tanya`: a line (`number`, `asked`,
`seconds`, `typed`, `key`), then crypto_box_seal of its SHA-256 and the content with `answer_to`. `key.json` has the
other half, sealed by a password of 10 letters (argon2id, 32 MiB, 4 rounds) that a second person's PIN confirms; the
one before stays as `key.NAME.json` while it is needed. They are heard at `/tanya` for half an hour after the
password. Answers lie in `answers.json` (4,000,000 bytes), shown for 60 days; the question goes with its answer, or
after `kept_days` by `ages.json`'s own time. A private one is sealed to `answer_to`. A stage (`received`,
`working`) leaves the question there until `done`. At most 200 wait.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from content_cache.files import lock, read_plain, sync_folder, write_whole
from content_cache.model.concerns import ConcernKind, read_kind
from content_cache.signing.sealed_answers import AnswerContent, Part, seal, seal_text
from kiosk.core.json_file import JsonFile
from kiosk.core.shared_folder import shared_folder
from kiosk.hall.notices.store import PATIENCE_S
from kiosk.hall.question_ages import QuestionAges
from kiosk.post.question_photo import read_photo
from kiosk.state.hall_answers import MOST_LIST, STAYS, HallAnswer, HallAnswers
from kiosk.state.hall_sources import FOLDER, SHARED
from kiosk.web.common_passwords import is_common

MOST_WAITING = 200
SHORTEST = 10
"""Fewest letters of a password: whoever takes the card can guess as fast as a computer can."""
_MOST_ONE = 300_000  # bytes, as of a question on the way back
_MOST_TOLD = 300  # bytes of its line in the clear: the window and each page read those of all that wait
_NAME = re.compile(r"([1-9][0-9]{0,8})\.tanya")


class KeyStretch(Struct, frozen=True):
    """Key derivation from a password by argon2id. It was not measured on a Raspberry Pi."""

    rounds: int = 4
    memory: int = 32 * 1024 * 1024

    def __call__(self, password: str, salt: bytes) -> bytes:
        from nacl.pwhash import argon2id

        return bytes(argon2id.kdf(32, password.encode(), salt, opslimit=self.rounds, memlimit=self.memory))


class QuestionSummary(Struct, frozen=True):
    """Readable part of a question; `key` names the key that it is sealed to."""

    number: int
    asked: datetime
    seconds: int
    typed: bool
    key: str = ""


class AnswerTo(Struct, frozen=True):
    """Address of a private answer: the kiosk where it was asked, and the public `key` in hexadecimal that the answer is
    sealed to."""

    kiosk: str
    key: str


class OpenedQuestion(Struct, frozen=True):
    """Question after decryption: `body` is Opus in Ogg, or text in UTF-8. `answer_to` is None in questions of older
    programs, which did not seal private answers."""

    whom: str
    language: str
    typed: bool
    body: bytes
    answer_to: AnswerTo | None = None
    kind: ConcernKind = ConcernKind.QUESTION
    photo: bytes = b""


class _Key(Struct, frozen=True):
    """Key file, in hexadecimal. `by` and `second` say who chose its password, `at` when."""

    public: str
    salt: str
    sealed: str
    by: str = ""
    second: str = ""
    at: datetime | None = None


class Chosen(Struct, frozen=True):
    """Persons who chose the password, and the time."""

    by: str
    second: str
    at: datetime


class _Said(Struct, rename={"whom": "for"}):
    """First line of the sealed content, as in a question to the office."""

    whom: str = ""
    language: str = ""
    type: str = ""
    kind: Any = ""
    photo: Any = ""
    answer_to: AnswerTo | None = None


class HallQuestions:
    """Questions of one data folder. *most_list* is the limit of the answers in bytes."""

    def __init__(self, data: Path, *, stretch: KeyStretch | None = None, most_list: int = MOST_LIST) -> None:
        self._stretch = stretch or KeyStretch()
        self._given = HallAnswers(data, most_list)
        self._folder = data / FOLDER / "questions"
        self.folder = self._folder
        self._ages = QuestionAges(self._folder / "ages.json")

    @property
    def public(self) -> bytes | None:
        """Return the public key that questions are sealed to. Return None before a password was chosen. Return b"" if
        the key is unreadable, so that no question for the hall goes to anybody else."""
        try:
            return bytes.fromhex(_key_file(self._folder / "key.json").read_value().public)
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return b""

    @property
    def chosen(self) -> Chosen | None:
        """Return who chose the current password and when. `None` without a password, or if that is not recorded."""
        key = next(self._keys(), None)
        return Chosen(key.by, key.second, key.at) if key is not None and key.by and key.at is not None else None

    def change_stamp(self) -> int:
        """Return a number that changes when a key, a question or an answer is added or removed."""
        with suppress(OSError):
            return self._folder.stat().st_mtime_ns
        return 0

    # the window

    def put(self, number: int, asked: datetime, seconds: float, content: bytes) -> None:
        """Store a question, sealed and synced to the card. Raise OSError, also if too many wait or there is no key."""
        from nacl.public import PublicKey, SealedBox

        public = self.public
        if not public or len(self.list_unanswered()) >= MOST_WAITING or len(content) > _MOST_ONE:
            raise OSError(errno.ENOSPC, "the hall's desk takes no question")
        line = msgspec.json.encode(
            QuestionSummary(number, asked, round(seconds), content.find(b'"text/plain"', 0, 400) >= 0, key_name(public))
        )
        box = SealedBox(PublicKey(public)).encrypt(hashlib.sha256(line).digest() + content)
        write_whole(self._folder / f"{number}.tanya", line + b"\n" + box, SHARED)

    # the desk

    def choose_password(self, password: str, by: str, now: datetime, *, second: str = "") -> None:
        """Make a new key under *password* for later questions; waiting ones still open with the password they were
        sealed under. Raise ValueError for a password that is too short or easily guessed, OSError."""
        from nacl.public import PrivateKey
        from nacl.secret import SecretBox

        if len(password) < SHORTEST or password.isdecimal() or is_common(password):
            raise ValueError("easily guessed")
        if not self._folder.is_dir():
            shared_folder(self._folder)
        secret, salt = PrivateKey.generate(), secrets.token_bytes(16)
        sealed = SecretBox(self._stretch(password, salt)).encrypt(bytes(secret))
        key = _Key(bytes(secret.public_key).hex(), salt.hex(), bytes(sealed).hex(), by, second, now)
        with self._alone():
            self._put_key_aside()
            _key_file(self._folder / "key.json").write(key)

    def _put_key_aside(self) -> None:
        path = self._folder / "key.json"
        try:
            before = _key_file(path).read_value()
        except FileNotFoundError:
            return
        except (OSError, ValueError):
            path.replace(self._folder / f"key.{secrets.token_hex(4)}.damaged")
            return
        aside = self._folder / f"key.{key_name(bytes.fromhex(before.public))}.json"
        _key_file(aside).write(before)  # there is never none: the new one replaces it

    def open(self, password: str) -> bytes | None:
        """Return the secret key (32 bytes) that *password* opens, the newest if there are several; None for a wrong password."""
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox

        for key in self._keys():
            with suppress(CryptoError):
                return SecretBox(self._stretch(password, bytes.fromhex(key.salt))).decrypt(bytes.fromhex(key.sealed))
        return None

    def public_for(self, number: int) -> bytes:
        """Return the public key to which data about question *number* is sealed. It is the key of the question itself,
        or today's if the question no longer waits; b"" without any key."""
        name = next((told.key for told in self.list_unanswered() if told.number == number), "")
        for key in self._keys():
            with suppress(ValueError):
                public = bytes.fromhex(key.public)
                if name in ("", key_name(public)):
                    return public
        return b""

    @staticmethod
    def is_sealed_to(told: QuestionSummary, secret: bytes) -> bool:
        """Return whether *told* was sealed to the public key that belongs to *secret*."""
        from nacl.public import PrivateKey

        return told.key == key_name(bytes(PrivateKey(secret).public_key))

    def list_unanswered(self) -> list[QuestionSummary]:
        """Return the unanswered questions, the oldest first."""
        done, found = {each.number for each in self.answers() if not each.goes_on}, []
        for number, path in sorted(self._sealed().items()):
            with suppress(OSError, msgspec.MsgspecError):
                told = msgspec.json.decode(read_plain(path, _MOST_TOLD).partition(b"\n")[0], type=QuestionSummary)
                if told.number == number and number not in done and told.asked.tzinfo is not None:
                    found.append(told)
        return found

    def read(self, number: int, secret: bytes) -> OpenedQuestion | None:
        """Return the decrypted question *number*, or `None` if it is gone, damaged, swapped, or sealed to another key."""
        from nacl.exceptions import CryptoError
        from nacl.public import PrivateKey, SealedBox
        from nacl.signing import VerifyKey

        try:
            line, _, box = read_plain(self._folder / f"{number}.tanya", 2 * _MOST_ONE).partition(b"\n")
            opened = SealedBox(PrivateKey(secret)).decrypt(box)
            if opened[:32] != hashlib.sha256(line).digest():
                return None
            head, _, body = opened[32:].partition(b"\n")
            said = msgspec.json.decode(head, type=_Said)
            if said.answer_to is not None:
                VerifyKey(
                    bytes.fromhex(said.answer_to.key)
                ).to_curve25519_public_key()  # a key that nothing can be sealed to
        except (OSError, CryptoError, ValueError):
            return None
        typed, kind, photo = said.type == "text/plain", read_kind(said.kind), read_photo(said.photo)
        return OpenedQuestion(said.whom, said.language, typed, body, said.answer_to, kind, photo)

    def store_answer(
        self, answer: HallAnswer, recording: Path | None = None, answer_to: AnswerTo | None = None
    ) -> bool:
        """Store *answer*, then delete its question unless more follows. Return false if it was answered before, or further.
        *recording* is moved here as the answer's `audio`. A private answer is sealed to *answer_to*, if given, and its
        plain recording deleted. Raise OSError."""
        sound = b""
        if answer.private and answer_to is not None:
            answer, sound = _sealed(answer, recording, answer_to)
        with self._alone():
            kept = self._given.read()
            if kept is None:  # kept for people to examine; later answers begin a new file
                self._given.path.replace(self._folder / f"answers.{secrets.token_hex(4)}.damaged")
            before = next((each for each in kept or () if each.number == answer.number), None)
            if before is not None and not _may_replace(before, answer):
                return False
            if sound:
                write_whole(self._folder / answer.audio, sound, SHARED)
            elif recording is not None:
                recording.replace(self._folder / answer.audio)
            self._given.write([answer, *(each for each in kept or () if each is not before)])
            if not answer.goes_on:
                (self._folder / f"{answer.number}.tanya").unlink(missing_ok=True)
            sync_folder(self._folder)
        return True

    def answers(self) -> list[HallAnswer]:
        """Return the answers, the newest first."""
        return self._given.readable()

    def delete_old(self, now: datetime, monotonic: float, kept_days: int, *, keys: Collection[str] = ()) -> None:
        """Delete questions older than *kept_days*, expired answers with their recordings, and keys that open nothing.
        *keys* names keys that are still needed elsewhere. Ages come from `QuestionAges`, not from the clock alone.
        Raise OSError."""
        if not self._folder.is_dir():
            return
        with self._alone():
            kept, sealed = self._given.read(), self._sealed()
            answered, waiting = {each.number: f"a{each.number}" for each in kept or ()}, {n: f"q{n}" for n in sealed}
            over = {each.number for each in kept or () if not each.goes_on}
            age = self._ages.ages([*answered.values(), *waiting.values()], now, monotonic)
            still = [each for each in kept or () if age[answered[each.number]] < STAYS]
            if kept is not None and still != kept:
                self._given.write(still)
            for number, path in sealed.items():
                if number in over or age[waiting[number]] > timedelta(days=kept_days):
                    path.unlink(missing_ok=True)
            if kept is not None and not any(self._folder.glob("answers.*.damaged")):
                sounds = {each.audio for each in still}
                for path in (*self._folder.glob("*.wav"), *self._folder.glob("*.sealed")):
                    if path.name not in sounds:
                        path.unlink(missing_ok=True)
            left = self.list_unanswered()
            needed = {f"key.{name}.json" for name in (*keys, *(each.key for each in left))}
            for path in self._folder.glob("key.*.json"):
                if path.name not in needed and len(left) == len(self._sealed()):  # all of them could be read
                    path.unlink(missing_ok=True)

    def _keys(self) -> Iterator[_Key]:
        """Yield the present key, then those of earlier passwords."""
        for path in (self._folder / "key.json", *sorted(self._folder.glob("key.*.json"))):
            with suppress(OSError, ValueError):
                yield _key_file(path).read_value()

    def _sealed(self) -> dict[int, Path]:
        try:
            paths = [*self._folder.iterdir()]
        except OSError:
            return {}
        return {int(found[1]): path for path in paths if (found := _NAME.fullmatch(path.name))}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            lock(handle, PATIENCE_S)
            yield
        finally:
            os.close(handle)


def _sealed(answer: HallAnswer, recording: Path | None, to: AnswerTo) -> tuple[HallAnswer, bytes]:
    """Return the list entry of *answer* with its sealed text, and its sealed recording. Delete the plain *recording*.
    Raise OSError."""
    sound = b""
    if recording is not None:
        sound = read_plain(recording)
        recording.unlink()
    digest = hashlib.sha256(sound).hexdigest() if sound else ""
    said = AnswerContent(answer.title, answer.text, digest, str(answer.stage) if answer.stage else UNSET)
    key, secret = bytes.fromhex(to.key), secrets.token_bytes(32)
    box = seal_text(said, kiosk=to.kiosk, number=answer.number, key=key, secret=secret)
    if sound:
        sound = seal(sound, Part.SOUND, kiosk=to.kiosk, number=answer.number, key=key, secret=secret)
    name = f"{hashlib.sha256(sound).hexdigest()[:32]}.sealed" if sound else ""
    return replace(answer, text="", audio=name, box=base64.b64encode(box).decode()), sound


def _may_replace(before: HallAnswer, answer: HallAnswer) -> bool:
    """Return whether *answer* tells a further stage of what *before* told."""
    return before.goes_on and answer.stage is not None and answer.stage.may_follow(before.stage)


def _key_file(path: Path) -> JsonFile[_Key]:
    return JsonFile(path, _Key, mode=SHARED, most=2_000)


def key_name(public: bytes) -> str:
    """Return the short name of a public key, as in the line of a question and in a file's name."""
    return public.hex()[:16]
