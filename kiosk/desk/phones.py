"""The phones that were paired with this kiosk, in `desk/phones.json`: a hash of each one's cookie, and who logged in from it."""

from __future__ import annotations

import hashlib
import secrets
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from content_cache.files import write_whole

HOLDS = timedelta(days=90)
MOST = 60


class Phone(msgspec.Struct, frozen=True):
    """`mark` is the hash of its cookie; `people` are the ids of those who logged in from it."""

    mark: str
    paired: datetime
    people: tuple[str, ...] = ()


class Phones:
    """Read anew at each question: a technician may take the file away. Times are aware."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "phones.json"
        self._one_at_a_time = threading.Lock()

    def pair(self, now: datetime) -> str:
        """A new phone; the token for its cookie. The oldest makes way when there are too many."""
        token = secrets.token_urlsafe(32)
        with self._one_at_a_time:
            phones = sorted(self._all(), key=lambda each: each.paired)[-(MOST - 1) :]
            self._write([*phones, Phone(_mark(token), now)])
        return token

    def find(self, token: str, now: datetime) -> Phone | None:
        """None where there is none of that cookie, or it was paired too long ago."""
        found = next((phone for phone in self._all() if phone.mark == _mark(token)), None)
        return found if found is not None and now - found.paired < HOLDS else None

    def remember(self, token: str, person: str) -> None:
        """That person has logged in from this phone."""
        mark = _mark(token)
        with self._one_at_a_time:
            phones = self._all()
            if any(phone.mark == mark and person not in phone.people for phone in phones):
                self._write(
                    [
                        msgspec.structs.replace(phone, people=(*phone.people, person)) if phone.mark == mark else phone
                        for phone in phones
                    ]
                )

    def forget_all(self) -> None:
        self._path.unlink(missing_ok=True)

    def _all(self) -> list[Phone]:
        """A file that cannot be read knows none: they are paired anew."""
        with suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(self._path.read_bytes(), type=list[Phone])
        return []

    def _write(self, phones: list[Phone]) -> None:
        write_whole(self._path, msgspec.json.encode(phones), 0o600)


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
