"""Opening of the store for the one process that writes it."""

from __future__ import annotations

import logging
import os
import threading
from contextlib import ExitStack
from pathlib import Path

from content_cache.model.errors import CacheError, StoreFullError
from content_cache.store.lock import FolderBusyError, take_away, writer_lock
from content_cache.store.store import Store
from kiosk.installation import Installation, Refusal

_log = logging.getLogger(__name__)
_AGAIN_S = 5.0  # until a full disk, or a lock, is tried again
_LOCK_WAITS = 2


def open_for_writing(installation: Installation, stack: ExitStack) -> Store:
    """Open the store under the folder's lock; both are released when *stack* closes. Raises Refusal."""
    try:
        stack.enter_context(writer_lock(installation.data))
        return stack.enter_context(Store.open(installation.data))
    except CacheError as error:
        raise Refusal("{error}", error=error.problem) from error


def open_when_possible(installation: Installation, stack: ExitStack, stop: threading.Event) -> Store | None:
    """Open the store as `open_for_writing` does, but retry on a full disk; return None if *stop* was set meanwhile.

    A refresher that ended would not help, since the stored content is still shown. A systemd unit waits for a lock, too.
    """
    waited = 0
    while True:
        try:
            with ExitStack() as trial:
                trial.enter_context(writer_lock(installation.data))
                store = trial.enter_context(Store.open(installation.data))
                stack.enter_context(trial.pop_all())
                return store
        except StoreFullError as error:
            _log.error("%s", error)
        except FolderBusyError as error:
            if not _is_unit() or not _take_lock_away(installation.data, waited):
                raise Refusal("{error}", error=error.problem) from error
            waited += 1
        except CacheError as error:
            raise Refusal("{error}", error=error.problem) from error
        if stop.wait(_AGAIN_S):
            return None


def _is_unit() -> bool:
    """Return whether the service manager started this process (systemd.exec, SYSTEMD_EXEC_PID)."""
    return os.environ.get("SYSTEMD_EXEC_PID") == str(os.getpid())


def _take_lock_away(data: Path, waited: int) -> bool:
    """Take the folder's lock from its holder after *waited* failed tries, at least _LOCK_WAITS; return False if that is
    impossible.

    The service manager starts no second refresher. So the holder is a technician's program or another user of the folder,
    and a village must not wait for it.
    """
    if waited < _LOCK_WAITS:
        return True
    try:
        take_away(data)
    except OSError:
        return False
    return True
