"""Rules by which an edition may follow the stored one: its number, its key and its end. Pure.

The reasons are those of The Update Framework (theupdateframework.io): rollback, fast-forward, freeze; for kiosks that may
be without a line for months.
"""

from __future__ import annotations

from datetime import datetime

from content_cache.model.errors import Code, OlderError, SignatureError
from content_cache.model.records import EditionRecord
from content_cache.model.sources import Source
from content_cache.signing.edition import Latest
from content_cache.signing.keyring import Keyring

HIGHEST_JUMP = 10_000
"""Most numbers that a kiosk can have missed: ten editions a day for years.

A stolen key that signs a number out of the office's reach is refused and so blocks nobody.
"""
HIGHEST_FIRST = 100_000


def follows(source: Source, latest: Latest, before: EditionRecord, keyring: Keyring) -> tuple[bool, bool]:
    """Return whether the edition is to be taken, and whether it replaces everything stored.

    The stored edition itself is not taken. It replaces everything if a revoked key signed the stored one. Raise OlderError
    for a lower number, SignatureError for a number that jumps too far.
    """
    revoked = {int.from_bytes(key_id, "little") for key_id in keyring.revoked}
    # one of number 0 is the first, which is to be taken once more (`tables.source_rows.ask_again`)
    replaces = before.key_id in revoked and (before.seq > 0 or before.issued is not None)
    newest = min(before.seq, keyring.seq) if replaces else before.seq
    floor = 0 if source.floor.key_id in revoked else source.floor.seq
    if latest.seq < max(newest, floor):
        raise OlderError(Code.EDITION_OLDER, edition=latest.seq, here=max(newest, floor))
    known = max(newest, floor, keyring.seq)
    if latest.seq > (known + HIGHEST_JUMP if known else HIGHEST_FIRST):
        raise SignatureError(Code.EDITION_JUMP, edition=latest.seq, here=known)
    return replaces or latest.seq > newest, replaces


def check_end(expires: datetime | None, certain: datetime | None) -> None:
    """Raise SignatureError if the edition has expired at *certain*, a trusted time or None. Stored editions stay readable."""
    if expires is not None and certain is not None and certain > expires:
        raise SignatureError(Code.EDITION_EXPIRED, until=expires.isoformat(timespec="seconds"))
