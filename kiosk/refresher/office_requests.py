"""Requests of the office to this kiosk: a picture of its screen, its log, a test of the sound, a restart in the night. Each is done
once, never after its end, and never twice, whatever edition comes again. What people hear or see is noted before it is done; a
picture and a log once they are kept, so that none is lost on a full card.

What is harmless late (a picture, a log) is also done by a clock that only has a floor, while even that is before the end. What
people hear or see (a sound, a restart) needs a clock that is trusted.
"""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from content_cache.files import read_plain
from kiosk.core.build import build_version
from kiosk.core.clock import Moment, Trust, uptime
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

MOST = 200
LOG_BYTES = 100_000  # packed
RESTART_HOUR = 3
_LATE = timedelta(minutes=10)  # by which a sound test may be late
_UP_S = 6 * 3600.0  # a machine that restarts again and again is not told to by us
_READ = 2_000_000
PutBack = Callable[[str, bytes], object]
"""Function that stores content of a kind for the office. Raises OSError."""
_log = logging.getLogger(__name__)


class OfficeRequest(Struct, frozen=True):
    """Request in an edition. *since* is the number of the first edition that had it, *at* the time of day of a sound test."""

    id: str
    kiosk: str
    kind: str
    until: datetime
    since: int = 0
    at: str = ""


class OfficeRequests:
    """Requests to one kiosk. Without *put* nothing can be sent, and answers wait."""

    def __init__(self, memory: Memory, kiosk: str, data: Path, put: PutBack | None) -> None:
        self._memory = memory
        self._kiosk = kiosk
        self._data = data
        self._put = put
        self._kept: set[str] = set()  # also where that could not be noted: not again each minute

    def remember_loss(self, edition: int, at: datetime) -> None:
        """Count all requests up to *edition* as done: the data folder is new, and this kiosk had that edition before *at*."""
        if edition and not self._memory.orders.forgotten:
            self._memory.orders.lost_before(edition, at)

    def queue_requests(self, listed: object, moment: Moment) -> None:
        """Do those of *listed* that are for this kiosk, are due and were not done yet; at most MOST are read.

        A request that fails is logged and does not stop the others.
        """
        forgotten = self._memory.orders.forgotten
        rows = listed if isinstance(listed, list) else []
        ours = [each for each in rows if isinstance(each, dict) and each.get("kiosk") == self._kiosk]
        for request in filter(None, map(_request, ours[:MOST])):
            if request.since <= forgotten or request.id in self._kept or self._memory.orders.begun(request.id):
                continue
            try:
                if is_due(request, moment):
                    self._do(request, moment.now)
            except Exception as error:  # noqa: BLE001 -- whatever the card, the database or the post raise
                _log.warning(
                    "the office asks for %s (%s), which cannot be done now: %s", request.kind, request.id, error
                )

    def _do(self, request: OfficeRequest, now: datetime) -> None:
        orders, requests = self._memory.orders, self._memory.requests
        match request.kind:
            case "log" | "picture" if self._put is None:
                return
            case "log" if self._put is not None:
                self._put("log", packed_log(self._data))
                self._kept.add(request.id)
                orders.note_begun(request.id, now)
            case "picture":
                requests.leave_request(RequestKind.PICTURE, now, request.until.isoformat())
                self._kept.add(request.id)
                orders.note_begun(request.id, now)
            case "test_sound" if orders.note_begun(request.id, now):
                requests.leave_request(RequestKind.TEST_SOUND, now)
            case "restart" if orders.note_begun(request.id, now):
                requests.leave_request(RequestKind.REBOOT, now)
            case _:
                return
        _log.info("the office asked for %s (%s)", request.kind, request.id)


def _request(each: object) -> OfficeRequest | None:
    try:
        request = msgspec.convert(each, OfficeRequest)
    except (msgspec.ValidationError, RecursionError):
        return None
    fit = request.until.tzinfo is not None and 0 < len(request.id) <= 60 and not request.id.startswith("before:")
    return request if fit and request.since >= 0 else None


def is_due(request: OfficeRequest, moment: Moment, up: Callable[[], float] = uptime) -> bool:
    """Return whether *request* is to be done at *moment*; *up* returns the seconds since the boot."""
    match request.kind:
        case "picture" | "log":
            known = moment.expired_at
            return known is not None and known < request.until
        case "test_sound" if moment.trust is Trust.TRUSTED and moment.now < request.until:
            wanted = _time_of(request.at)
            begins = datetime.combine(moment.now.date(), wanted, moment.now.tzinfo) if wanted else None
            return begins is not None and timedelta(0) <= moment.now - begins < _LATE
        case "restart" if moment.trust is Trust.TRUSTED and moment.now < request.until:
            return moment.now.hour == RESTART_HOUR and up() > _UP_S
        case _:
            return False


def _time_of(text: str) -> time | None:
    found = re.fullmatch(r"([01]\d|2[0-3])[:.]([0-5]\d)", text, re.ASCII)
    return time(int(found[1]), int(found[2])) if found else None


_PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "<surel>"),
    (re.compile(r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b", re.IGNORECASE), "<alat>"),
    (
        re.compile(
            r"\b\d{1,3}(?:\.\d{1,3}){3}\b|[0-9a-f]{1,4}::[0-9a-f:]*|\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b",
            re.IGNORECASE,
        ),
        "<alamat>",
    ),
    (re.compile(r"\+?\d(?:[ -]?\d){8,}"), "<nomor>"),
    (re.compile(r"(?i)\b(ssid|psk|pin|password|token|bearer|wifi)\b\W{0,3}\S+"), r"\1 <rahasia>"),
    (re.compile(r"([\"'“‘«])[^\"'”’»]{2,}?([\"'”’»])"), r"\1…\2"),
    (re.compile(r"/(?:home|media|run/media)/\S+"), "<folder>"),
)


def without_persons(line: str) -> str:
    """Return a log line without personal data: addresses, numbers, names of networks, and typed text (between quotes)."""
    for pattern, instead in _PERSONAL:
        line = pattern.sub(instead, line)
    return line


def packed_log(data: Path, most: int = LOG_BYTES) -> bytes:
    """Return the newest lines of this kiosk's faults, without personal data, as gzip of at most *most* bytes."""
    try:
        text = read_plain(data / "faults.log", _READ).decode("utf-8", "replace")
    except OSError:
        text = ""
    lines = [f"kim-kiosk {build_version()}", *(without_persons(line[:1_000]) for line in text.splitlines())]
    while True:
        packed = gzip.compress("\n".join(lines).encode(), mtime=0)
        if len(packed) <= most:
            return packed
        lines = [lines[0], *lines[len(lines) // 4 + 1 :]]
