"""Newest edition as a ZIP for sticks and couriers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from content_cache.signing.keyring import KeyRole
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.editions.previous import in_folder
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.targets.stick import write_stick


class EditionZip:
    """Cache of the newest edition's ZIP in the folder *private*. *out* returns the folder of editions."""

    def __init__(self, private: Path, out: Callable[[], Path], cabinet: KeyCabinet) -> None:
        self._private = private
        self._out = out
        self._cabinet = cabinet
        self._packing = threading.Lock()

    def pack(self, number: int) -> Path:
        """Return the ZIP file of edition *number*, whose content belongs on a stick. Raise OfficeError unless it is the
        newest edition; CacheError."""
        key, newest = self._cabinet.public(KeyRole.NEWS), in_folder(self._out())
        if key is None or newest.seq != number:
            raise OfficeError(OfficeCode.NO_SUCH_NOTICE)
        alert = self._cabinet.public(KeyRole.ALERT)
        path = self._private / f"edisi-{number}.zip"
        with self._packing:  # once, however many phones ask for it
            if path.exists():
                return path
            try:
                for older in path.parent.glob("edisi-*.zip"):
                    older.unlink()
                write_stick(self._out(), path, alert if alert is not None and alert.id == newest.key_id else key)
            except OSError as error:
                raise OfficeError(no_room(error)) from error
        return path
