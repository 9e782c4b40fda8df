"""Search for a newer bundle of the system, by the refresher once a day when it is this kiosk's turn. It then asks root to fetch it.

The folder of [update] url has `kiosk-system.json`, `{"number": 8}`. It names a number and no file, so its writer can
lie about nothing: root checks the bundle's signature, its number and its board."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.model.errors import CacheError
from kiosk.appliance.update.download import AGAIN, EVERY, get_piece
from kiosk.appliance.update.system.line import goal_of
from kiosk.appliance.update.system.state import TOLD, told_state
from kiosk.core.build import USER_AGENT
from kiosk.core.clock import Moment, Trust
from kiosk.settings import Settings
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

ANNOUNCED = "kiosk-system.json"
MOST_BYTES = 200
NIGHT = frozenset({22, 23, 0, 1, 2})  # hours in which a bundle comes down; RAUC has until five
LATER = timedelta(hours=1)
MOST_NUMBER = 999_999_999
_log = logging.getLogger(__name__)


class Announced(Struct, frozen=True, forbid_unknown_fields=True):
    number: Annotated[int, Meta(ge=1, le=MOST_NUMBER)]


class SystemUpdates:
    """Search for bundles. `check_for_bundle` is cheap until something is due. *turn* returns whether it is this kiosk's
    turn for the update of a number."""

    def __init__(
        self,
        settings: Settings,
        memory: Memory,
        look: Callable[[], Moment],
        *,
        turn: Callable[[int], bool],
        get: Callable[[Request], Fetched | NotModified] = get_piece,
        told: Path = TOLD,
        pool: Executor | None = None,
    ) -> None:
        self._url = settings.update.url.rstrip("/")
        self._goal = goal_of(settings.update.url)
        self._memory, self._look, self._turn, self._get, self._told = memory, look, turn, get, told
        self._pool = pool or ThreadPoolExecutor(1, thread_name_prefix="systems")
        self._working: Future[int | None] | None = None
        self._due: datetime | None = None
        self._wanted = False

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def want(self) -> None:
        """Search at the next check, whatever the hour and whosever turn it is, because a technician does not wait for
        the night."""
        self._wanted, self._due = True, None

    def check_for_bundle(self) -> None:
        """Do the next step if it is due: start a search in the background, or settle its result. Failures are logged,
        not raised."""
        moment = self._look()
        if self._goal is None or moment.trust is not Trust.TRUSTED:
            return
        if self._working is not None:
            if self._working.done():
                self._due = moment.now + self._settled(self._working.result(), moment.now)
                self._working = None
        elif self._due is None or moment.now >= self._due:
            self._working = self._pool.submit(self._announced)

    def _settled(self, number: int | None, now: datetime) -> timedelta:
        """Request bundle *number* of root if it is wanted now; return the time until the next look."""
        if number is None:
            return AGAIN
        state = told_state(self._told)
        if (
            state is None
            or number <= state.floor
            or (state.result == "refused" and state.web and number == state.number and not self._wanted)
        ):
            self._wanted = False
            return EVERY
        if not self._wanted and (now.hour not in NIGHT or not self._turn(number)):
            return LATER
        self._wanted = False
        self._memory.requests.leave_request(RequestKind.SYSTEM, now, str(number))
        return LATER

    # in the thread

    def _announced(self) -> int | None:
        """Return the announced number, 0 if there is none, None if that cannot be found out now."""
        host, port = self._goal or ("", 0)
        asked = Request(
            url=f"{self._url}/{ANNOUNCED}",
            deadline=30.0,
            max_bytes=MOST_BYTES,
            user_agent=USER_AGENT,
            private_host=host,  # the settings may name the office's own network
            private_ports=(port,),
        )
        try:
            got = self._get(asked)
            return 0 if isinstance(got, NotModified) else msgspec.json.decode(got.body, type=Announced).number
        except (CacheError, OSError) as error:
            _log.info("bundles of the system: %s", error)
            return None
        except (ValueError, msgspec.MsgspecError) as error:
            _log.warning("bundles of the system: %s is no announcement (%s)", ANNOUNCED, error)
            return 0
