"""Replacement of an office's keys: a `keys.json` that the spare key signs, which kiosks take with the next edition."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from content_cache.files import write_whole
from content_cache.signing.edition import KEYS, KEYS_SIGNATURE
from content_cache.signing.keyring import Held, Keyring, KeyRole, keys_document, read_keys
from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import sign
from kiosk.office.editions.previous import in_folder
from kiosk.office.keys.cabinet import KeyCabinet


def write_keyring(
    out: Path, spare: SecretKey, held: Sequence[Held], revoked: Collection[bytes], now: datetime
) -> Keyring:
    """Write the next keys.json into the folder of editions *out*, signed by *spare*. The keys *held* replace those of
    their roles. The ids *revoked* are added to those before. Keys that the last list named for other roles stay: a
    kiosk may have missed that list.

    Raise OSError, and SignatureError if the last list is damaged."""
    earlier = read_keys((out / KEYS).read_bytes()) if (out / KEYS).exists() else Keyring(())
    before = in_folder(out)
    gone = earlier.revoked | frozenset(revoked)
    roles = {each.role for each in held}
    kept = [each for each in earlier.held if each.role not in roles and each.key.id not in gone]
    keyring = Keyring((*kept, *held), before.keys + 1, gone, before.seq)
    document = keys_document(keyring, now)
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / KEYS, document, mode=None)
    write_whole(out / KEYS_SIGNATURE, sign(document, spare, f"keys={keyring.number}"), mode=None)
    return keyring


def replace_keys(
    cabinet: KeyCabinet,
    out: Path,
    spare: SecretKey,
    passwords: Mapping[KeyRole, str],
    now: datetime,
    *,
    spare_file: Path | None = None,
) -> Keyring:
    """Make a new key for each role in *passwords*, each with its own password, and revoke the present ones for ever.
    *spare_file* is where *spare* lies, unless it lies beside the others.

    Passwords are checked first, and keys.json is written before the keys: after a cut another call makes others. Raise
    OfficeError, OSError, SignatureError."""
    cabinet.check_new({str(role): password for role, password in passwords.items()}, spare_file)
    new = {role: cabinet.generate(role) for role in passwords}
    revoked = [public.id for role in passwords if (public := cabinet.public(role)) is not None]
    keyring = write_keyring(out, spare, [Held(key.public, role, now) for role, key in new.items()], revoked, now)
    for role, key in new.items():
        cabinet.put(role, key, passwords[role])
    return keyring
