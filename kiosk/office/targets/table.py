"""Kinds of targets. The library of each is imported when one is opened, and not before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import cast

from kiosk.office.targets.address import FOLDER, Address
from kiosk.office.targets.faults import TargetCode, TargetError
from kiosk.office.targets.place import OpenTarget
from kiosk.office.targets.secrets import Secrets

EXTRA = "office"
# module, class and required library of each scheme
_KINDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        FOLDER: ("folder", "FolderPlace", ""),
        "sftp": ("sftp", "SftpPlace", "paramiko"),
        "webdav": ("webdav", "WebdavPlace", "webdav4"),
        "webdav+http": ("webdav", "WebdavPlace", "webdav4"),
        "s3": ("s3", "S3Place", "minio"),
        "s3+http": ("s3", "S3Place", "minio"),
        "rsync": ("rsync", "RsyncPlace", ""),
        "rsync+ssh": ("rsync", "RsyncPlace", ""),
    }
)


def check_installed(address: Address) -> None:
    """Raise TargetError if the library for this kind of target is not installed."""
    library = _KINDS[address.scheme][2]
    if library and find_spec(library) is None:
        raise TargetError(TargetCode.LIBRARY, what=library, extra=EXTRA)


def open_target(address: Address, secrets: Secrets, known: Path) -> OpenTarget:
    """Connect to the target at *address*. *known* is the file of known hosts. Raise TargetError, CutError."""
    check_installed(address)
    module, name, _ = _KINDS[address.scheme]
    made = getattr(import_module(f"kiosk.office.targets.{module}"), name)
    return cast(Callable[[Address, Secrets, Path], OpenTarget], made)(address, secrets, known)
