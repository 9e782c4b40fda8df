"""Rights of keys: those that the settings pin, as changed by `keys.json`, which the spare key signs. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from content_cache.model.errors import Code, SignatureError
from content_cache.signing.edition import HIGHEST_SEQ, SCHEMA, Latest
from content_cache.signing.keys import PublicKey, key_name
from content_cache.signing.signatures import Signature


class KeyRole(StrEnum):
    """Right of a key: NEWS signs editions without emergencies, ALERT any edition, SPARE only keys.json."""

    NEWS = "news"
    ALERT = "alert"
    SPARE = "spare"


@dataclass(frozen=True, slots=True)
class Held:
    """Key with its role. *valid_from* is compared with the edition's date of issue; None means always."""

    key: PublicKey
    role: KeyRole
    valid_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keys of one publisher.

    *number* is that of the keys.json in force, 0 for none. *revoked* has ids of keys. *seq* is the last valid edition
    number if a revoked key may have gone on counting.
    """

    held: tuple[Held, ...]
    number: int = 0
    revoked: frozenset[bytes] = field(default=frozenset())
    seq: int = 0

    @classmethod
    def pinned(cls, keys: Iterable[str], alert_keys: Iterable[str] = ()) -> Self:
        """Return the keyring of a source's settings. Raise SignatureError if a key cannot be read, or there is none."""
        held = [Held(key, KeyRole.SPARE if key.is_spare else KeyRole.NEWS) for key in map(PublicKey.parse, keys)]
        held += [Held(key, KeyRole.ALERT) for key in map(PublicKey.parse, alert_keys)]
        if not held:
            raise SignatureError(Code.NO_KEYS)
        return cls(tuple(held))

    def without(self, revoked: Iterable[int]) -> Keyring:
        """Return the keyring with more keys revoked; *revoked* are key ids as numbers."""
        more = frozenset(number.to_bytes(8, "little") for number in revoked)
        return replace(self, revoked=self.revoked | more)

    def signer(self, signature: Signature, latest: Latest) -> Held:
        """Return the key that signed *signature*, after verifying its comment.

        Raise SignatureError if the key is unknown, revoked, not yet valid, or a spare.
        """
        if signature.key_id in self.revoked:
            raise SignatureError(Code.KEY_REVOKED, key=signature.key_name)
        known = [held for held in self.held if held.key.id == signature.key_id]
        if not known:
            raise SignatureError(Code.KEY_UNKNOWN, key=signature.key_name)
        # one key may be pinned for both: then it may do both
        best = max(known, key=lambda held: (KeyRole.SPARE, KeyRole.NEWS, KeyRole.ALERT).index(held.role))
        if best.role is KeyRole.SPARE:
            raise SignatureError(Code.KEY_SPARE, key=signature.key_name)
        if best.valid_from is not None and latest.issued < best.valid_from:
            raise SignatureError(Code.KEY_NOT_YET_VALID, key=signature.key_name)
        signature.verify_comment(best.key)
        return best

    def replaced(self, document: bytes, signature: Signature) -> Keyring:
        """Return the keyring after a keys.json (*document*): for each role that it lists, only its keys remain.

        Raise SignatureError unless a pinned spare signed it, and if it is older than the one in force.
        """
        spare = next((h.key for h in self.held if h.role is KeyRole.SPARE and h.key.id == signature.key_id), None)
        if spare is None:
            raise SignatureError(Code.KEYS_NOT_BY_SPARE, key=signature.key_name)
        signature.verify(spare, document)
        new = read_keys(document)
        if new.number < self.number:
            raise SignatureError(Code.KEYS_OLDER, number=new.number, here=self.number)
        roles = {held.role for held in new.held}
        kept = tuple(held for held in self.held if held.role not in roles)
        # what was revoked stays so: a later list that does not name it brings no key back
        return Keyring((*kept, *new.held), new.number, new.revoked | self.revoked, new.seq)


def keys_document(keyring: Keyring, issued: datetime) -> bytes:
    """Return the content of a keys.json with all keys of *keyring* but its spare."""
    keys = [
        {"key": str(held.key), "role": str(held.role), "comment": held.key.comment}
        | ({"valid_from": held.valid_from.isoformat(timespec="seconds")} if held.valid_from else {})
        for held in keyring.held
        if held.role is not KeyRole.SPARE
    ]
    document = {
        "schema": SCHEMA,
        "number": keyring.number,
        "issued": issued.isoformat(timespec="seconds"),
        "seq": keyring.seq,
        "keys": keys,
        "revoked": sorted(key_name(key_id) for key_id in keyring.revoked),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def read_keys(document: bytes) -> Keyring:
    """Parse the content of a keys.json without verifying its signature. Raises SignatureError."""
    try:
        return _read_keyring(json.loads(document))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise SignatureError(Code.KEYS_UNREADABLE, reason=str(error)) from error


def _read_keyring(document: Mapping[str, Any]) -> Keyring:
    number, seq = document["number"], document.get("seq", 0)
    if type(number) is not int or type(seq) is not int or not (0 < number < 10**6 and 0 <= seq < HIGHEST_SEQ):
        raise ValueError("its number or seq is none")
    held = tuple(_held(entry) for entry in document.get("keys", []))
    revoked = frozenset(int(name, 16).to_bytes(8, "little") for name in document.get("revoked", []))
    return Keyring(held, number, revoked, seq)


def _held(entry: Mapping[str, Any]) -> Held:
    role = KeyRole(entry["role"])
    if role is KeyRole.SPARE:
        raise ValueError("a spare key cannot be replaced from afar")
    key = PublicKey.parse(f"{entry['key']} {entry.get('comment', '')}")
    valid_from = datetime.fromisoformat(entry["valid_from"]) if "valid_from" in entry else None
    if valid_from is not None and valid_from.tzinfo is None:
        raise ValueError("valid_from has no offset")
    return Held(key, role, valid_from)
