"""Forms that were handed in over the end of a session or with a fault, and answers until they are given: a file each, for whoever
typed it.

What answers a resident is sealed to the key that its question is sealed to: whoever takes the card reads neither.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from content_cache.files import read_plain, write_whole
from kiosk.hall.questions import HallQuestions, key_name

KEPT = timedelta(days=14)
FORM = re.compile(r"/(?:nomor|petugas|tanya/([1-9]\d{0,8}))", re.ASCII)
"""Pages in which somebody may type for longer than a session lasts; the number is a question's."""

NAME = "sisa"
"""The form's field that names what of it is kept already."""

_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)
_NEVER = frozenset({"tanda", "sandi", "pin", "pin_saksi", NAME})
_MOST_FIELDS, _LONGEST = 60, 20_000  # and characters of one
_MOST, _MOST_OF_ONE = 120, 10  # files, and those of one person


def is_empty(form: Mapping[str, str]) -> bool:
    """Nothing was typed."""
    return not any(text.strip() for name, text in form.items() if name not in _NEVER)


class LeftForm(msgspec.Struct, frozen=True):
    """`values` as the form had them; of an answer they are in the `box`, which opens by the other half of the key of that name."""

    path: str
    saved: datetime
    id: str
    values: dict[str, str] = msgspec.field(default_factory=dict)
    box: str = ""
    key: str = ""

    @property
    def question(self) -> int:
        """0 where it answers none."""
        found = FORM.fullmatch(self.path)
        return int(found[1] or 0) if found else 0

    @property
    def page(self) -> str:
        """Return the address that reopens this form."""
        return f"{self.path}?lanjut={self.id}"

    def opened(self, secret: bytes | None) -> dict[str, str] | None:
        """Return the typed values by field. *secret* is the private key of the box, if they are sealed; `None` if it does not
        fit."""
        from nacl.exceptions import CryptoError
        from nacl.public import PrivateKey, SealedBox

        if not self.box:
            return self.values
        try:
            plain = SealedBox(PrivateKey(secret)).decrypt(base64.b64decode(self.box)) if secret is not None else b""
            return msgspec.json.decode(plain, type=dict[str, str])
        except (CryptoError, ValueError):
            return None


class LeftForms:
    """The folder `left` in the desk's. A person may have several of one page, as of two tabs. Times are aware."""

    def __init__(self, folder: Path, questions: HallQuestions) -> None:
        self._folder = folder / "left"
        self._questions = questions
        self._salt = secrets.token_bytes(32)  # so that no name of a file tells what a short answer says

    def keep(self, person: str, path: str, form: Mapping[str, str], now: datetime) -> LeftForm | None:
        """On the card when this returns, in place of what the form goes on with; the same twice is one. None where the card has no
        room, or there is no key for an answer."""
        from nacl.public import PublicKey, SealedBox

        typed = {name: text[:_LONGEST] for name, text in list(form.items())[:_MOST_FIELDS] if name not in _NEVER}
        plain = msgspec.json.encode(typed, order="sorted")
        made = hashlib.blake2b(path.encode() + b"\n" + plain, key=self._salt, digest_size=8).hexdigest()
        left = LeftForm(path, now, made, typed)
        if left.question:
            public = self._questions.public_for(left.question)
            if not public:
                return None
            box = base64.b64encode(SealedBox(PublicKey(public)).encrypt(plain)).decode()
            left = LeftForm(path, now, made, {}, box, key_name(public))
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            write_whole(self._path(person, made), msgspec.json.encode(left), 0o600)
        except OSError:
            return None
        if form.get(NAME) != made:
            self.drop(person, form.get(NAME, ""))
        with suppress(OSError):
            for files, most in ((self._of(person), _MOST_OF_ONE), (list(self._folder.iterdir()), _MOST)):
                for old in sorted(files, key=lambda each: each.stat().st_mtime_ns)[:-most]:
                    old.unlink(missing_ok=True)
        return left

    def find(self, person: str, left_id: str, now: datetime) -> LeftForm | None:
        return self._read(self._path(person, left_id), now) if _ID.fullmatch(left_id) else None

    def all_of(self, person: str, now: datetime) -> list[LeftForm]:
        """The newest first."""
        found = [left for path in self._of(person) if (left := self._read(path, now))]
        return sorted(found, key=lambda left: left.saved, reverse=True)

    def drop(self, person: str, left_id: str) -> None:
        if _ID.fullmatch(left_id):
            with suppress(OSError):
                self._path(person, left_id).unlink()

    def keys(self) -> set[str]:
        """Names of those that something is sealed to."""
        found: set[str] = set()
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            with suppress(OSError, msgspec.MsgspecError):
                found.add(msgspec.json.decode(read_plain(path), type=LeftForm).key)
        return found - {""}

    def _path(self, person: str, left_id: str) -> Path:
        return self._folder / f"{person}.{left_id}"

    def _of(self, person: str) -> list[Path]:
        return list(self._folder.glob(f"{person}.*"))

    @staticmethod
    def _read(path: Path, now: datetime) -> LeftForm | None:
        try:
            found = msgspec.json.decode(read_plain(path), type=LeftForm)
        except (OSError, msgspec.MsgspecError):
            return None
        return found if FORM.fullmatch(found.path) and now - found.saved < KEPT else None
