"""A folder of this machine, or a share of the network that is mounted here."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from content_cache.files import write_whole
from kiosk.office.targets.address import Address
from kiosk.office.targets.faults import CutError, TargetCode, TargetError
from kiosk.office.targets.place import FOLDERS, MOST_BYTES, Outgoing, RemoteFile
from kiosk.office.targets.secrets import Secrets

_FULL = (errno.ENOSPC, errno.EDQUOT)
_CUT = (errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT)  # a share of the network is gone


class FolderPlace:
    def __init__(self, address: Address, _secrets: Secrets, _known: Path) -> None:
        self._folder = Path(address.path)

    def entries(self) -> dict[str, RemoteFile]:
        found: dict[str, RemoteFile] = {}
        for folder in FOLDERS:
            with _folder_errors(folder), os.scandir(self._folder / folder) as entries:
                for one in entries:
                    if one.is_file(follow_symlinks=False):
                        state = one.stat(follow_symlinks=False)
                        name = f"{folder}/{one.name}" if folder else one.name
                        found[name] = RemoteFile(state.st_size, str(state.st_mtime_ns))
        return found

    def put(self, files: Sequence[Outgoing], sent: Callable[[Outgoing], None]) -> None:
        for one in files:
            path = self._folder / one.name
            with _folder_errors(one.name):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, one.content(), mode=None)
            sent(one)

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for name in names:
            with _folder_errors(name), (self._folder / name).open("rb") as file:
                yield name, file.read(MOST_BYTES)

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            with _folder_errors(name):
                (self._folder / name).unlink()

    def close(self) -> None:
        """Do nothing: no connection is open."""


@contextmanager
def _folder_errors(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in _FULL:
            raise TargetError(TargetCode.FULL, host="") from error
        if error.errno in _CUT:
            raise CutError(TargetCode.CUT, host="", reason=reason) from error
        raise TargetError(TargetCode.REFUSED, host="", file=name, reason=reason) from error
