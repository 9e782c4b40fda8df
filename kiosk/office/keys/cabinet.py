"""The office's keys: made once, encrypted by a password at rest, opened for a time by whoever publishes.

The key of the post is one of them. What kiosks send back is sealed to it; it is needed to read, and not to receive: whoever gets at
this machine or at a copy of its disk reads nobody's question. Its X25519 key is made of the same seed as the signature key of its
file. After a rotation the keys before it stay, for what was sealed to them.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from content_cache.files import write_whole
from content_cache.model.errors import SignatureError
from content_cache.signing.keyring import KeyRole
from content_cache.signing.keys import KEY_MEMORY, PublicKey, SecretKey
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.keys.passwords import PasswordRule

OPEN_S = 1_800.0
POST_OPEN_S = 8 * 3_600.0
"""As long as a session at most: who answers reads all day."""

FOLDER = "kunci"
POST = "post"


class KeyCabinet:
    """Keys lie in `folder`. Guessing the password of one costs so many bytes of `memory`."""

    def __init__(
        self,
        folder: Path,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        rule: PasswordRule | None = None,
        memory: int = KEY_MEMORY,
    ) -> None:
        self.folder = folder
        self._rule = rule or PasswordRule()
        self._memory = memory
        self._monotonic = monotonic
        self._open: dict[str, tuple[SecretKey, float]] = {}
        self._open_post: tuple[tuple[SecretKey, ...], float] = (), 0.0
        self._one_at_a_time = threading.Lock()  # opening one takes 256 MB for a second

    def public(self, role: str) -> PublicKey | None:
        try:
            return PublicKey.parse((self.folder / f"{role}.pub").read_text("utf-8"))
        except (OSError, ValueError, SignatureError):
            return None

    def make(self, password: str, again: str) -> None:
        """News, alert and spare key, and that of the post where there is none, all with this password. Raises OfficeError; never
        over a key that is there."""
        self._rule.check(password, again)  # who copies the folder tries it as often as they like
        with self._one_at_a_time:
            if any((self.folder / f"{role}{end}").exists() for role in KeyRole for end in (".key", ".pub")):
                raise OfficeError(OfficeCode.KEY_THERE)
            self._make([*KeyRole, *(() if self.public(POST) else (POST,))], password)

    def make_post(self, password: str, again: str) -> None:
        """A new key of the post; the one before stays, to read what was sealed to it. Raises OfficeError."""
        self._rule.check(password, again)  # who copies the folder tries it as often as they like
        with self._one_at_a_time:
            before = self.public(POST)
            if before is not None:
                for end in (".key", ".pub"):
                    path = self.folder / f"{POST}{end}"
                    path.replace(path.with_name(f"{POST}-{before.name}{end}"))
            self._make([POST], password)
            self._open_post = (), 0.0

    def _make(self, names: Sequence[str], password: str) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in names:
                self._write(name, self.generate(name), password)
        except OSError as error:
            raise OfficeError(OfficeCode.NO_ROOM, reason=error.strerror or str(error)) from error

    def _write(self, name: str, key: SecretKey, password: str) -> None:
        write_whole(self.folder / f"{name}.key", key.file(password, memory=self._memory).encode(), 0o600)
        write_whole(self.folder / f"{name}.pub", key.public.file().encode(), 0o644)

    @staticmethod
    def generate(name: str) -> SecretKey:
        """Return a new key that says what it is for."""
        key = SecretKey.generate()
        return SecretKey(key.id, key.seed, f"kim-kiosk {name} key {key.public.name}")

    def check(self, password: str, again: str) -> None:
        """Raises OfficeError for a password that no key should have."""
        self._rule.check(password, again)

    def put(self, role: KeyRole, key: SecretKey, password: str) -> None:
        """Put *key* in place of that of its *role*, which is gone then. Raises OfficeError."""
        with self._one_at_a_time, full_disk_told():
            self._write(role, key, password)
            self._open.pop(role, None)

    def open_post(self, password: str) -> None:
        """Open the post's keys that have this password, for POST_OPEN_S seconds. Keys opened before with another password stay
        open. Raises OfficeError if none has it."""
        if self.public(POST) is None:
            raise OfficeError(OfficeCode.KEY_MISSING)
        opened = []
        with self._one_at_a_time:
            for path in sorted(self.folder.glob(f"{POST}*.key"), key=lambda each: each.stem != POST):
                with suppress(SignatureError, OSError, ValueError):
                    opened.append(SecretKey.parse(path.read_text("utf-8"), password))
        if not opened:
            raise OfficeError(OfficeCode.POST_PASSWORD)
        before = [key for key in self.post_keys() if key not in opened]  # by another password
        self._open_post = (*opened, *before), self._monotonic() + POST_OPEN_S

    def post_keys(self) -> tuple[SecretKey, ...]:
        """Return the open post keys, the newest first."""
        keys, until = self._open_post
        return keys if until >= self._monotonic() else ()

    def is_open(self, role: KeyRole) -> bool:
        return self._held(role) is not None

    def key(self, role: KeyRole, password: str, *, keep: bool = False) -> SecretKey:
        """The key, by its password or while it is open; with `keep` it stays so for half an hour. Raises OfficeError."""
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
        """Return a key with the id of the real one and a random secret. It serves to preview an edition, never to write one."""
        public = self.public(role)
        return SecretKey(public.id, os.urandom(32), public.comment) if public else None
