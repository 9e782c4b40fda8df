"""Backup of a dead kiosk that the office hands on to this one by line: fetched piece by piece, checked, and restored.

The office offers it in its answer to a message of the post. It opens by the key of this kiosk alone, sealed by the office that
the settings name; so whoever stands in between can give nothing else. It is restored by itself only where nothing is here.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import check_room, make_folder, open_below, open_to_write
from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.model.errors import CacheError
from content_cache.model.urls import host_of, ports_of
from kiosk.core.build import USER_AGENT
from kiosk.core.edition_trust import PostKey
from kiosk.core.json_file import JsonFile
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.kiosk_restore import restore
from kiosk.hall.backup.parts import MOST_HANDED
from kiosk.refresher.weekly_backup import FOLDER

PIECE = 500_000
_DEADLINE_S = 60.0
_AGAIN_S = 60.0
_RESERVE = 300_000_000  # bytes of the card that stay free
_FILE, _STATE = "handed.cadangan", "handed.json"
_HASH = re.compile(r"[0-9a-f]{64}")
_log = logging.getLogger(__name__)
FetchPiece = Callable[[Request], Fetched | NotModified]


class BackupOffer(Struct, frozen=True):
    """Backup that the office has for this kiosk: its SHA-256 (hex), which is its address too, and its bytes."""

    sha256: str = ""
    size: int = 0


class HandedProgress(Struct, frozen=True):
    """State of the backup that the office offered last: whether it is *done* with, and the code of the problem that ended it."""

    offer: BackupOffer = BackupOffer()
    done: bool = False
    why: str = ""


class HandedBackup:
    """Belongs to the refresher's thread; *pool* fetches and restores.

    *url* is the office's address for the post; its certificate may be by *authorities* (PEM) besides the usual ones.
    """

    def __init__(
        self,
        data: Path,
        config: Path | None,
        own: PostKey,
        office: bytes,
        url: str,
        *,
        fetch: FetchPiece,
        pool: Executor,
        authorities: str = "",
    ) -> None:
        self._data = data
        self._config = config
        self._own = own
        self._office = office
        self._url = url
        self._fetch = fetch
        self._authorities = authorities
        self._pool = pool
        self._file = JsonFile(data / FOLDER / _STATE, HandedProgress)
        self._state = self._file.read()
        if self._state.done:  # a kill may have left the file
            self._remove()
        self._at_work: Future[HandedProgress] | None = None
        self._next = float("-inf")

    @property
    def restored(self) -> str:
        """SHA-256 of the backup that was restored here last, "" for none."""
        return self._state.offer.sha256 if self._state.done and not self._state.why else ""

    @property
    def why(self) -> str:
        """Code of the problem for which the last one was not restored, "" for none."""
        return self._state.why

    def take_offer(self, offer: BackupOffer) -> None:
        """Take what the office offers. Raise OSError."""
        sane = _HASH.fullmatch(offer.sha256) and 0 < offer.size <= MOST_HANDED
        if sane and offer != self._state.offer and self._at_work is None:
            self._remove()
            self._keep(HandedProgress(offer))

    def advance(self, now: float) -> bool:
        """Fetch the next piece; return whether a backup has just been restored. *now* is in seconds. Raise OSError."""
        if self._at_work is not None:
            if not self._at_work.done():
                return False
            state, self._at_work = self._at_work.result(), None
            if state.done:
                self._remove()
                self._keep(state)
                return not state.why
            self._next = now if state != self._state else now + _AGAIN_S
            return False
        if self._state.offer.sha256 and not self._state.done and now >= self._next:
            make_folder(self._data / FOLDER, 0o700)
            self._next = now + _AGAIN_S
            self._at_work = self._pool.submit(self._work, self._state)
        return False

    # in the pool

    def _work(self, state: HandedProgress) -> HandedProgress:
        """Fetch one piece, and restore the whole. Return the state after it."""
        offer, path = state.offer, self._data / FOLDER / _FILE
        try:
            with open_to_write(path, mode=0o600) as file:
                size = os.fstat(file.fileno()).st_size
                if size < offer.size:
                    check_room(self._data, 2 * offer.size, _RESERVE)
                    piece = self._piece(offer, size)
                    file.seek(size)
                    file.write(piece)
                    size += len(piece)
            if size < offer.size:
                return state
            return self._restored(state)
        except (CacheError, OSError) as error:
            _log.info("backup from the office: %s", error)
        return state

    def _piece(self, offer: BackupOffer, size: int) -> bytes:
        """Return the bytes from *size* on, as many as came. Raise CacheError, OSError."""
        url = f"{self._url}/post/{self._own.kiosk}/{offer.sha256}"
        got = self._fetch(
            Request(
                url=url,
                deadline=_DEADLINE_S,
                max_bytes=offer.size,
                user_agent=USER_AGENT,
                private_host=host_of(url),
                private_ports=ports_of(url),
                authorities=self._authorities,
                may_redirect=False,
                validators_url=url,
                piece_bytes=PIECE,
                resume_at=size,
                if_range=f'"{offer.sha256}"' if size else "",
            )
        )
        if isinstance(got, NotModified) or got.start != size:
            raise OSError("the office gave another piece than was asked for")
        return got.body[: offer.size - size]

    def _restored(self, state: HandedProgress) -> HandedProgress:
        """Restore the file, which is here as a whole. Raise OSError."""
        with open_below(self._data / FOLDER, _FILE) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != state.offer.sha256:  # type: ignore[arg-type]
                _log.warning("backup from the office: it is damaged, and fetched once more")
                self._remove()
                return state
            file.seek(0)
            try:
                done = restore(self._data, self._config, file, self._own, lambda: "", office=self._office)
            except BackupError as error:
                if error.problem.code == BackupCode.BUSY:
                    return state
                _log.warning("backup from the office: it is not restored: %s", error)
                return replace(state, done=True, why=error.problem.code)
        _log.info("backup from the office: restored, %s of %s", done.label.place, done.label.made)
        state = replace(state, done=True)
        self._file.write(
            state
        )  # at once: after a kill it would be refused as another kiosk's, and never told as restored
        return state

    def _remove(self) -> None:
        with suppress(OSError):
            (self._data / FOLDER / _FILE).unlink(missing_ok=True)

    def _keep(self, state: HandedProgress) -> None:
        self._state = state
        make_folder(self._data / FOLDER, 0o700)
        self._file.write(state)
