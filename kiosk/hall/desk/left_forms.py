"""Forms that were sent after the end of a session or with a fault, and unfinished answers: one file each, for the
person who typed it.

An answer to a resident is sealed to the key that its question is sealed to: whoever takes the card reads neither."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from kiosk.hall.questions import HallQuestions, key_name
from kiosk.web.drafts import DraftFolder

KEPT = timedelta(days=14)
FORM = re.compile(r"/(?:nomor|petugas|tanya/([1-9]\d{0,8}))", re.ASCII)
"""Paths of pages whose typed text is kept; the number is a question's."""

NAME = "sisa"
"""Field of a form with the id of its stored copy."""

_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)
_NEVER = frozenset({"tanda", "sandi", "pin", "pin_saksi", NAME})
_MOST_FIELDS, _LONGEST = 60, 20_000  # and characters of one
_MOST, _MOST_OF_ONE = 120, 10  # files, and those of one person


def is_empty(form: Mapping[str, str]) -> bool:
    """Return whether nothing was typed into the form."""
    return not any(text.strip() for name, text in form.items() if name not in _NEVER)


class LeftForm(msgspec.Struct, frozen=True):
    """Stored form. `values` are those of the form. Those of an answer are sealed in `box`, which the private half of
    the key named `key` opens."""

    path: str
    saved: datetime
    id: str
    values: dict[str, str] = msgspec.field(default_factory=dict)
    box: str = ""
    key: str = ""

    @property
    def question(self) -> int:
        """Return the number of the question that the form answers, 0 for another form."""
        found = FORM.fullmatch(self.path)
        return int(found[1] or 0) if found else 0

    @property
    def form_address(self) -> str:
        """Return the address that reopens this form."""
        return f"{self.path}?lanjut={self.id}"

    def unseal_values(self, secret: bytes | None) -> dict[str, str] | None:
        """Return the typed values by field. *secret* is the private key of the box, if they are sealed; `None` if it
        does not fit."""
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
    """Stored forms, in the folder `left` of the desk's. A person may have several of one page, as from two tabs. Times
    are aware."""

    def __init__(self, folder: Path, questions: HallQuestions) -> None:
        self._drafts = DraftFolder(folder / "left", LeftForm, most=_MOST, most_of_one=_MOST_OF_ONE)
        self._questions = questions
        self._salt = secrets.token_bytes(32)  # so that a file's name, a hash, does not reveal a short answer

    def store_form(self, person: str, path: str, form: Mapping[str, str], now: datetime) -> LeftForm | None:
        """Store the form, in place of the copy that it continues, and return it once it is on the card. The same
        content is stored once. Return None if the card is full, or if an answer has no key to be sealed to."""
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
        if not self._drafts.store_draft(f"{person}.{made}", left, f"{person}.*"):
            return None
        if form.get(NAME) != made:
            self.delete_form(person, form.get(NAME, ""))
        return left

    def find_form(self, person: str, left_id: str, now: datetime) -> LeftForm | None:
        found = self._drafts.find(f"{person}.{left_id}") if _ID.fullmatch(left_id) else None
        return found if found is not None and _is_kept(found, now) else None

    def all_of(self, person: str, now: datetime) -> list[LeftForm]:
        """Return the stored forms of *person*, the newest first."""
        found = (left for left in self._drafts.iter_drafts(f"{person}.*") if _is_kept(left, now))
        return sorted(found, key=lambda left: left.saved, reverse=True)

    def delete_form(self, person: str, left_id: str) -> None:
        if _ID.fullmatch(left_id):
            self._drafts.delete_draft(f"{person}.{left_id}")

    def keys(self) -> set[str]:
        """Return the names of the keys that stored answers are sealed to."""
        return {left.key for left in self._drafts.iter_drafts()} - {""}


def _is_kept(left: LeftForm, now: datetime) -> bool:
    return FORM.fullmatch(left.path) is not None and now - left.saved < KEPT
