"""ZIP of an edition that unpacks to a valid stick: at its top, or in a folder there, as unpacking programs do."""

from __future__ import annotations

import os
import secrets
import zipfile
from collections.abc import Callable
from pathlib import Path

from content_cache.files import check_replaceable
from content_cache.signing.keys import PublicKey
from kiosk.office.targets.edition import Edition

_MODE = 0o100644 << 16
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP knows: the time of day would make each ZIP another one


def write_stick(
    folder: Path,
    out: Path,
    key: PublicKey,
    written: Callable[[int, int, str], None] = lambda _done, _every, _name: None,
) -> tuple[int, int]:
    """Write the edition in *folder*, signed by *key*, as the ZIP file *out*. Return the number of its files and their
    bytes. *written* is called after each file.

    The same edition gives the same bytes. One file at a time is in memory. *out* is replaced whole or not at all. Raise
    TargetError, OSError."""
    edition = Edition.in_folder(folder, key)
    files = (*edition.media, *edition.beside, edition.pointer)
    check_replaceable(out)
    draft = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            # pictures, sound and films are packed already
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
                for done, one in enumerate(files, 1):
                    info = zipfile.ZipInfo(one.name, _EPOCH)
                    info.external_attr, info.create_system = _MODE, 3
                    packed.writestr(info, one.content())
                    written(done, len(files), one.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return len(files), sum(one.size for one in files)
