"""Restoration of an office: unpacked beside the present files, checked whole, and only then put in their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from content_cache.files import write_whole
from content_cache.signing.edition import feed_name
from kiosk.hall.backup.exchange import Exchange
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.stream import SealedReader
from kiosk.hall.backup.unpacking import keep_listed, unpack
from kiosk.office.backup.key import HEAD_BYTES, file_key, key_file
from kiosk.office.backup.snapshot import BEFORE, FORMAT, MANIFEST, SPARE_KEY, STAGE, STAYS, BackupManifest
from kiosk.office.base.faults import full_disk_told
from kiosk.office.base.folders import PRIVATE
from kiosk.office.editions.previous import in_folder
from kiosk.office.people.access_file import access_file
from kiosk.office.people.access_tables import SessionTable
from kiosk.office.setup.setup import FILE, read_setup, set_value

GAP = 100
"""Edition numbers that a restoration skips. Kiosks take no number twice, and may have taken editions published after
the backup."""

_MOST_MANIFEST = 400_000_000


class Restored(Struct, frozen=True):
    """Result of a restoration: the manifest of the backup, the next edition's `number`, and the folder with the former
    files, if any."""

    manifest: BackupManifest
    number: int
    before: Path | None


def restore(folder: Path, file: BinaryIO, password: str, *, older: bool = False) -> Restored:
    """Replace the office in *folder*, whose desk is closed, by the backup *file*. With *older* accept a backup whose
    newest edition is older than the folder's. Raise BackupError or OfficeError, and then change nothing."""
    with full_disk_told():
        exchange = _exchange(folder)
        exchange.prepare_new()
        try:
            head = file.read(HEAD_BYTES)
            source = SealedReader(file, file_key(head, password), head)
            manifest = _unpacked(source, exchange.new)
            here = in_folder(folder / read_setup(folder).out)
            _check_belongs(folder, manifest, here.signed, older=older)
            number = _adapt(exchange.new, manifest, max(manifest.edition, here.seq))
        except BaseException:
            exchange.remove_unpacked()
            raise
        return Restored(manifest, number, exchange.commit())


def complete_restoration(folder: Path) -> Path | None:
    """Complete a restoration that was cut off while it moved files into place, and remove one that was still unpacking.
    Return the folder with the former files, None where there were none. Raise OSError."""
    return _exchange(folder).complete_exchange()


def _exchange(folder: Path) -> Exchange:
    return Exchange(folder, folder / PRIVATE / STAGE, folder / PRIVATE / BEFORE, _entries)


def _entries(place: Path) -> Iterator[str]:
    """Yield the names that a restoration exchanges: the entries of *place* and of its private folder, without those
    that belong to the machine."""
    for at, prefix, left in ((place, "", (PRIVATE,)), (place / PRIVATE, f"{PRIVATE}/", STAYS)):
        if at.is_dir():
            yield from (f"{prefix}{path.name}" for path in at.iterdir() if path.name not in left)


def _unpacked(source: SealedReader, new: Path) -> BackupManifest:
    """Unpack *source* into the folder *new*, and keep only the files that the manifest lists. Raise BackupError, OSError."""
    unpacked = unpack(source, new, manifest=MANIFEST, most_manifest=_MOST_MANIFEST, is_ours=_is_of_an_office)
    manifest = _manifest(unpacked.manifest)
    keep_listed(new, unpacked, manifest.files)
    return manifest


def _is_of_an_office(name: str) -> bool:
    return name != SPARE_KEY and not any(f"{name}/".startswith(f"{PRIVATE}/{each}/") for each in STAYS)


def _manifest(content: bytes) -> BackupManifest:
    """Decode the manifest of a backup. Raise BackupError where it is damaged or of another format, such as a newer
    program's."""
    try:
        manifest = msgspec.json.decode(content, type=BackupManifest)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise BackupError(BackupCode.DAMAGED) from error
    parts = manifest.published.split("/")
    if manifest.format != FORMAT or any(part in ("", ".", "..") for part in parts):
        raise BackupError(BackupCode.NO_BACKUP)
    return manifest


def _check_belongs(folder: Path, manifest: BackupManifest, here: int, *, older: bool) -> None:
    """Raise BackupError where *folder* has another office, or, without *older*, an edition newer than the backup's.
    *here* is the number of the folder's newest edition. An empty folder takes any backup."""
    if not any(_entries(folder)):
        return
    key = key_file(folder).load_if_valid()
    if key is None or key.office != manifest.office:
        raise BackupError(BackupCode.OTHER_OFFICE, folder=str(folder))
    if manifest.edition < here and not older:
        raise BackupError(BackupCode.OLDER, edition=manifest.edition, here=here)


def _adapt(new: Path, manifest: BackupManifest, used: int) -> int:
    """Adapt the unpacked office in *new* to this machine. Editions go to the folder named in the manifest, and all
    sessions end. Return the number at which editions go on, GAP above those *used*, which no kiosk has seen. Raise
    BackupError, OSError."""
    key = key_file(new).load_if_valid()
    if key is None or key.office != manifest.office:
        raise BackupError(BackupCode.DAMAGED)
    (new / PRIVATE).chmod(0o700)
    if (new / FILE).exists():
        set_value(new / FILE, "out", manifest.published)
    file = access_file(new / PRIVATE)
    SessionTable(file).keep({}, 0.0)
    file.close()
    if not used:
        return 1
    published = new / manifest.published
    published.mkdir(parents=True, exist_ok=True)
    write_whole(published / feed_name(used + GAP), b"{}\n", mode=None)
    return used + GAP
