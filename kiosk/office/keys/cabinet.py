"""Keys of the office: made once, encrypted by a password at rest, opened for a time by whoever publishes.

The post's key is one of them. Kiosks seal to it what they send. It is needed to read, not to receive: whoever copies
this machine's disk reads nobody's question. Its X25519 key is made of the same seed as the signature key of its file.
After a rotation former keys stay, for what was sealed to them."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from content_cache.files import write_whole
from content_cache.model.errors import SignatureError
from content_cache.model.problems import Problem, problem
from content_cache.signing.keyring import KeyRole
from content_cache.signing.keys import KEY_MEMORY, PublicKey, SecretKey
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.keys.passwords import PasswordRule
from kiosk.office.keys.spare import SpareKey

OPEN_S = 1_800.0
POST_OPEN_S = 8 * 3_600.0
"""Seconds that the post's keys stay open: as long as the longest session, for answering takes all day."""

FOLDER = "kunci"
POST = "post"
WITH_PASSWORD = (KeyRole.NEWS, KeyRole.ALERT, POST)
"""Keys that each have a password of their own."""
_ENDS = (".key", ".pub")


class KeyCabinet:
    """Encrypted keys in *folder*. Each guess at a password takes *memory* bytes of argon2id."""

    def __init__(
        self,
        folder: Path,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        rule: PasswordRule | None = None,
        memory: int = KEY_MEMORY,
    ) -> None:
        self.folder = folder
        self.spare = SpareKey(folder)
        self._rule = rule or PasswordRule()
        self._memory = memory
        self._monotonic = monotonic
        self._own = JsonFile(folder / "sandi.json", list[str])
        self._open: dict[str, tuple[SecretKey, float]] = {}
        self._open_post: tuple[tuple[SecretKey, ...], float] = (), 0.0
        self._one_at_a_time = threading.Lock()  # opening one takes 256 MB for a second

    def public(self, role: str) -> PublicKey | None:
        try:
            return PublicKey.parse((self.folder / f"{role}.pub").read_text("utf-8"))
        except (OSError, ValueError, SignatureError):
            return None

    def faults(self, typed: Mapping[str, tuple[str, str]]) -> dict[str, Problem]:
        """Return what is wrong with the new passwords in *typed*, by the name of the key. *typed* has the password and
        its repetition for each key."""
        found: dict[str, Problem] = {}
        taken: set[str] = set()
        for name, (password, again) in typed.items():
            try:
                self._rule.check_password(password, again)  # who copies the folder tries it as often as they like
            except OfficeError as error:
                found[name] = error.problem
                continue
            if password in taken:
                found[name] = problem(OfficeCode.PASSWORD_SHARED)
            taken.add(password)
        return found

    def make_keys(self, typed: Mapping[str, tuple[str, str]]) -> None:
        """Make the keys in *typed* (news, emergencies, perhaps the post) and the spare key. Raise OfficeError for the
        first of `faults`, and where a key exists already."""
        for fault in self.faults(typed).values():
            raise OfficeError(fault)
        with self._one_at_a_time:
            if any((self.folder / f"{name}{end}").exists() for name in {*KeyRole, *typed} for end in _ENDS):
                raise OfficeError(OfficeCode.KEY_THERE)
            passwords = {name: password for name, (password, _) in typed.items()}
            for name, password in passwords.items():
                self._check_own(name, password)
            with full_disk_told():
                all_passwords = {**passwords, KeyRole.SPARE: passwords[KeyRole.ALERT]}
                # encrypting takes seconds: all of it comes before the first file, so that a power cut hardly leaves half a set
                files = [self._key_files(name, self.generate(name), each) for name, each in all_passwords.items()]
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                for each in files:
                    self._write_files(each)
                self._own.write(sorted({*self._own.read(), *passwords}))

    def make_post(self, password: str, again: str) -> None:
        """Make a new key of the post. The former one stays, to read what was sealed to it. Raise OfficeError for a
        password that is weak or another key's."""
        self._rule.check_password(password, again)
        with self._one_at_a_time, full_disk_told():
            self._check_own(POST, password)
            self._lay_aside_post()
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write_key(POST, self.generate(POST), password)
            self._note_own(POST)
            self._open_post = (), 0.0

    def set_password(self, name: str, old: str, password: str, again: str) -> None:
        """Encrypt the key *name* with another password; for the post also each former key that has the *old* one. Close
        the key if it was open. If it was cut off, the same call continues: the current key is written last. Raise
        OfficeError for a wrong *old* password, or an unfit new one."""
        self._rule.check_password(password, again)
        with self._one_at_a_time, full_disk_told():
            opened = dict(self._matching_keys(name, old))
            if name not in opened:
                raise OfficeError(OfficeCode.KEY_PASSWORD_OLD)
            self._check_own(name, password)
            files = {
                stem: self._key_file(key, password) for stem, key in opened.items()
            }  # takes seconds, and writes nothing
            for stem in reversed(files):
                write_whole(self.folder / f"{stem}.key", files[stem], 0o600)
            self._note_own(name)
            self._shut(name)

    def check_new(self, passwords: Mapping[str, str], spare: Path | None = None) -> None:
        """Check the password of each new key in *passwords*, by the name of the key. *spare* is the spare key's file,
        where it lies elsewhere. Raise OfficeError for the first that is weak, or another key's."""
        for fault in self.faults({name: (password, password) for name, password in passwords.items()}).values():
            raise OfficeError(fault)
        with self._one_at_a_time:
            for name, password in passwords.items():
                self._check_own(name, password, spare)

    def shared(self) -> tuple[str, ...]:
        """Return the names of the keys that may still share one password, as in an older office; () if each has its own."""
        own = self._own.read()
        found = tuple(name for name in WITH_PASSWORD if (self.folder / f"{name}.key").exists() and name not in own)
        return found if len(found) > 1 else ()  # each other one was compared with the last when it got its own

    def _check_own(self, name: str, password: str, spare: Path | None = None) -> None:
        """Raise OfficeError if *password* opens a key other than *name*. The spare key, also in the file *spare*, may
        share it with the emergency key only: whoever holds either can do the same harm."""
        others = {*WITH_PASSWORD, KeyRole.SPARE} - {name}
        if name in (KeyRole.ALERT, KeyRole.SPARE):
            others -= {KeyRole.ALERT, KeyRole.SPARE}
        shared = any(dict(self._matching_keys(other, password)) for other in others)
        if shared or (spare is not None and KeyRole.SPARE in others and _key_in(spare, password) is not None):
            raise OfficeError(OfficeCode.PASSWORD_SHARED)

    def _lay_aside_post(self) -> None:
        """Rename the post's key files so that they bear the key's own name, to make room for a new key. Raise OSError."""
        key = self.folder / f"{POST}.key"
        before = self.public(POST)
        if before is not None:
            name = before.name
        elif key.exists():  # its .pub is lost, and names it no more
            name = hashlib.sha256(key.read_bytes()).hexdigest()[:16].upper()
        else:
            return
        for end in _ENDS:
            path = self.folder / f"{POST}{end}"
            if path.exists():  # one may be renamed already, after a power cut
                path.replace(path.with_name(f"{POST}-{name}{end}"))

    def _shut(self, name: str) -> None:
        self._open.pop(name, None)
        if name == POST:
            self._open_post = (), 0.0

    def _note_own(self, name: str) -> None:
        self._own.write(sorted({*self._own.read(), name}))

    def _matching_keys(self, name: str, password: str) -> Iterator[tuple[str, SecretKey]]:
        """Yield file stem and key of each key *name* that *password* opens. For the post former keys are included."""
        pattern = f"{POST}*.key" if name == POST else f"{name}.key"
        for path in sorted(self.folder.glob(pattern), key=lambda each: each.stem != name):
            if (key := _key_in(path, password)) is not None:
                yield path.stem, key

    def _key_file(self, key: SecretKey, password: str) -> bytes:
        return key.file(password, memory=self._memory).encode()

    def _write_key(self, name: str, key: SecretKey, password: str) -> None:
        self._write_files(self._key_files(name, key, password))

    def _key_files(self, name: str, key: SecretKey, password: str) -> list[tuple[Path, bytes, int]]:
        """Return path, bytes and mode of each file of the key *name*."""
        return [
            (self.folder / f"{name}.key", self._key_file(key, password), 0o600),
            (self.folder / f"{name}.pub", key.public.file().encode(), 0o644),
        ]

    @staticmethod
    def _write_files(files: list[tuple[Path, bytes, int]]) -> None:
        for path, data, mode in files:
            write_whole(path, data, mode)

    @staticmethod
    def generate(name: str) -> SecretKey:
        """Return a new key whose comment says what it is for."""
        key = SecretKey.generate()
        return SecretKey(key.id, key.seed, f"kim-kiosk {name} key {key.public.name}")

    def check_password(self, password: str, again: str) -> None:
        """Raise OfficeError for a password that is too weak for a key, or that differs from its repetition *again*."""
        self._rule.check_password(password, again)

    def put(self, role: KeyRole, key: SecretKey, password: str) -> None:
        """Store *key* for *role* in place of the present one, which is lost. Raise OfficeError if the password is
        another key's."""
        with self._one_at_a_time, full_disk_told():
            self._check_own(role, password)
            self._write_key(role, key, password)
            if role in WITH_PASSWORD:
                self._note_own(role)
            self._shut(role)

    def open_post(self, password: str) -> None:
        """Open the post's keys that *password* opens, for POST_OPEN_S seconds. Keys opened before with another password
        stay open. Raise OfficeError if it opens none."""
        if self.public(POST) is None:
            raise OfficeError(OfficeCode.KEY_MISSING)
        with self._one_at_a_time:
            opened = list(dict(self._matching_keys(POST, password)).values())
        if not opened:
            raise OfficeError(OfficeCode.POST_PASSWORD)
        before = [key for key in self.post_keys() if key not in opened]  # opened with another password
        self._open_post = (*opened, *before), self._monotonic() + POST_OPEN_S

    def post_keys(self) -> tuple[SecretKey, ...]:
        """Return the open post keys, the newest first."""
        keys, until = self._open_post
        return keys if until >= self._monotonic() else ()

    def is_open(self, role: KeyRole) -> bool:
        return self._held(role) is not None

    def unlock_key(self, role: KeyRole, password: str, *, keep: bool = False) -> SecretKey:
        """Return the key of *role*, opened by *password*, or without one while it is open. With *keep* it stays open
        for OPEN_S seconds. Raise OfficeError where the key is missing or the password wrong."""
        held = self._held(role)
        if held is not None and not password:
            return held
        path = self.folder / f"{role}.key"
        if not path.exists():
            raise (
                OfficeError(OfficeCode.KEY_LOST, file=path.name)
                if self.public(role)
                else OfficeError(OfficeCode.KEY_MISSING)
            )
        with self._one_at_a_time:
            try:
                key = SecretKey.parse(path.read_text("utf-8"), password)
            except (SignatureError, OSError, ValueError) as error:
                raise OfficeError(OfficeCode.KEY_PASSWORD) from error
        if keep:
            self._open[role] = key, self._monotonic() + OPEN_S
        return key

    def close(self) -> None:
        self._open.clear()
        self._open_post = (), 0.0

    def _held(self, role: str) -> SecretKey | None:
        held = self._open.get(role)
        if held is None or held[1] < self._monotonic():
            self._open.pop(role, None)
            return None
        return held[0]

    def standing_in(self, role: KeyRole) -> SecretKey | None:
        """Return a key with the id of the real one and a random secret. It serves to preview an edition, never to sign one."""
        public = self.public(role)
        return SecretKey(public.id, os.urandom(32), public.comment) if public else None


def _key_in(path: Path, password: str) -> SecretKey | None:
    """Return the key in the file *path*, None if *password* does not open it or it is no key file."""
    with suppress(SignatureError, OSError, ValueError):
        return SecretKey.parse(path.read_text("utf-8"), password)
    return None
