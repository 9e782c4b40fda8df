"""The keys of a source: those that its settings pin, and the newest keys.json that its spare signed, kept in the data folder.

It is verified each time it is read: whoever can write the folder cannot add a key.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from content_cache.files import make_folder, read_plain, write_whole
from content_cache.model.errors import Code, SignatureError
from content_cache.model.sources import Source
from content_cache.model.trust import publisher_of
from content_cache.signing.keyring import Keyring
from content_cache.signing.signatures import Signature

log = logging.getLogger(__name__)

FOLDER = "keys"
_MOST = 1_000_000  # bytes


def load_keys(source: Source, data_dir: Path) -> Keyring:
    """Return the source's keys: those of the settings, updated by the stored keys.json.

    A damaged or unsigned keys.json is ignored, which is logged. Raise SignatureError if the settings' own keys cannot be
    read.
    """
    pinned = Keyring.pinned(source.keys, source.alert_keys).without(source.floor.revoked)
    path = _keys_path(source, data_dir)
    try:
        kept = json.loads(read_plain(path, _MOST))
        return pinned.replaced(kept["document"].encode(), Signature.parse(kept["signature"].encode()))
    except FileNotFoundError:
        return pinned
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, SignatureError) as error:
        log.warning("%s: %s is of no use (%s): the keys of the settings hold", source.name, path, error)
        return pinned


def save_keys(source: Source, data_dir: Path, document: bytes, signature: bytes) -> None:
    """Save a verified keys.json whole or not at all. Raise SignatureError if it cannot be written."""
    path = _keys_path(source, data_dir)
    text = json.dumps({"document": document.decode(), "signature": signature.decode()})
    try:
        make_folder(path.parent)
        write_whole(path, text.encode(), mode=None)
    except OSError as error:
        raise SignatureError(
            Code.KEYS_UNWRITABLE, folder=str(path.parent), reason=error.strerror or str(error)
        ) from error


def _keys_path(source: Source, data_dir: Path) -> Path:
    return data_dir / FOLDER / f"{publisher_of(source):014x}.json"
