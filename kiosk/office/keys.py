"""The office's keys: made once, encrypted by a password at rest, opened for a time by whoever publishes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from content_cache.files import write_whole
from content_cache.model.errors import SignatureError
from content_cache.signing.keyring import Role
from content_cache.signing.keys import KEY_MEMORY, PublicKey, SecretKey
from kiosk.office.faults import OfficeCode, OfficeError
from kiosk.office.people import SHORTEST

OPEN_S = 1_800.0
FOLDER = "kunci"


class KeyCabinet:
    """Keys lie in `folder`. Guessing the password of one costs so many bytes of `memory`."""

    def __init__(
        self, folder: Path, monotonic: Callable[[], float] = time.monotonic, *, memory: int = KEY_MEMORY
    ) -> None:
        self.folder = folder
        self._memory = memory
        self._monotonic = monotonic
        self._open: dict[Role, tuple[SecretKey, float]] = {}
        self._one_at_a_time = threading.Lock()  # opening one takes 256 MB for a second

    def public(self, role: Role) -> PublicKey | None:
        try:
            return PublicKey.parse((self.folder / f"{role}.pub").read_text("utf-8"))
        except (OSError, ValueError, SignatureError):
            return None

    def make(self, password: str, again: str) -> None:
        """News, alert and spare key, all with this password. Raises OfficeError; never over a key that is there."""
        if password != again:
            raise OfficeError(OfficeCode.PASSWORDS_DIFFER)
        if len(password) < SHORTEST:
            raise OfficeError(OfficeCode.PASSWORD_SHORT, least=SHORTEST)
        with self._one_at_a_time:
            if any((self.folder / f"{role}{end}").exists() for role in Role for end in (".key", ".pub")):
                raise OfficeError(OfficeCode.KEY_THERE)
            try:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                for role in Role:
                    key = SecretKey.generate()
                    key = SecretKey(key.id, key.seed, f"kim-kiosk {role} key {key.public.name}")
                    write_whole(self.folder / f"{role}.key", key.file(password, memory=self._memory).encode(), 0o600)
                    write_whole(self.folder / f"{role}.pub", key.public.file().encode(), 0o644)
            except OSError as error:
                raise OfficeError(OfficeCode.NO_ROOM, reason=error.strerror or str(error)) from error

    def is_open(self, role: Role) -> bool:
        return self._held(role) is not None

    def key(self, role: Role, password: str, *, keep: bool = False) -> SecretKey:
        """The key, by its password or while it is open; with `keep` it stays so for half an hour. Raises OfficeError."""
        held = self._held(role)
        if held is not None and not password:
            return held
        path = self.folder / f"{role}.key"
        if not path.exists():
            raise OfficeError(OfficeCode.KEY_MISSING)
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

    def _held(self, role: Role) -> SecretKey | None:
        held = self._open.get(role)
        if held is None or held[1] < self._monotonic():
            self._open.pop(role, None)
            return None
        return held[0]

    def standing_in(self, role: Role) -> SecretKey | None:
        """With the name of the real key and none of its secret: to see what an edition would be, never to write one."""
        public = self.public(role)
        return SecretKey(public.id, os.urandom(32), public.comment) if public else None
