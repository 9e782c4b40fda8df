"""Proof that a running system on trial works as a kiosk, by a process with the window's rights."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from content_cache.model.errors import CacheError
from content_cache.store.store import Store
from content_cache.tables.connect import STORE
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from kiosk.state.root_requests import own_door

EVERY_S = 5.0


def proven(data: Path, *, run: Path = Path("/run"), patience: float, wait: Callable[[float], None] = time.sleep) -> str:
    """Return what is wrong with this system, for the journal, or "" once it is proven. *patience* is in seconds.

    The content must be readable, the kiosk's memory writable, and a requested round of the refresher must end, whatever
    the sources answer."""
    end = time.monotonic() + patience
    fault = "nothing was looked at"
    before: object = None
    while time.monotonic() < end:
        try:
            asked = _asked(data)
            if before is None:
                before = asked
                with Memory(data, door=own_door(run)) as memory:
                    memory.requests.leave_request(RequestKind.REFRESH, datetime.now(UTC))
            elif asked != before or not asked:  # a kiosk without sources has no rounds
                return ""
            fault = "no source was asked"
        except (CacheError, OSError) as error:
            fault = str(error)
        wait(EVERY_S)
    return fault


def _asked(data: Path) -> list[object]:
    """Return when each source was last asked. The list changes with each round, whatever the clock says. Raise
    CacheError, OSError."""
    (data / STORE).stat()  # a missing store raises here, and is waited for
    with Store.open(data, read_only=True) as store:
        store.reader.count()
        return [record.last_asked for record in store.sources()]
