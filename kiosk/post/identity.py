"""Signing key of this kiosk's envelopes: on the appliance the one that root hands out, which outlives the data partition.

Elsewhere it is made in the data folder at the first start.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from content_cache.files import clear_way, sync_folder
from kiosk.core.edition_trust import PostKey
from kiosk.core.identity import HANDED, handed_key, kiosk_id
from kiosk.core.json_file import JsonFile
from kiosk.post.faults import PostCode, PostError

NAME = "post-key.json"
_MOST = 1_000  # bytes


def own_key(data: Path, handed: Path = HANDED) -> PostKey:
    """Return the signing key; make it if there is none and root hands none out.

    An existing key is never replaced: the office knows it. Raise PostError where it cannot be read or made.
    """
    if handed.parent.is_dir():
        key = handed_key(handed)
        if key is None:
            raise PostError(PostCode.NO_OWN_KEY, path=str(handed))
        return key
    path = data / NAME
    try:
        clear_way(path)
        if not path.exists():
            _write_key(path, PostKey(kiosk_id(data, handed), secrets.token_hex(32)))
        return JsonFile(path, PostKey, most=_MOST).read_value()
    except (OSError, ValueError) as error:
        raise PostError(PostCode.NO_OWN_KEY, path=str(path)) from error


def public_of(key: PostKey) -> bytes:
    """Return the public key (32 bytes) by which the office knows this kiosk."""
    from nacl.signing import SigningKey

    return bytes(SigningKey(bytes.fromhex(key.seed)).verify_key)


def _write_key(path: Path, key: PostKey) -> None:
    """Write *key* to *path*, unless another process was first: window and refresher may start together. Raise OSError."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        JsonFile(draft, PostKey).write(key)
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
