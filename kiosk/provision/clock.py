"""The machine's clock: set by a technician, and no earlier at boot than the newest time that is known."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from content_cache.model.problems import problem
from kiosk.core.build import OLDEST
from kiosk.core.clock import VOUCHED
from kiosk.core.clock_floor import clock_floor
from kiosk.core.paths import Folders
from kiosk.provision.programs import run
from kiosk.settings import load
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestResult, said

SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
MODULE = Path("/sys/class/rtc/rtc0/since_epoch")
_SERVICE = "systemd-timesyncd.service"
_FURTHEST = timedelta(days=400)
"""That a kiosk can have been off, or without any news: a clock module that says more has been set wrong."""
_APART_S = 2.0
_log = logging.getLogger(__name__)


class SetClock:
    """What a technician's time does. `built` is the date of the program: no time is earlier."""

    def __init__(self, built: datetime | None, *, vouched: Path = VOUCHED, synchronised: Path = SYNCHRONISED) -> None:
        self._built = built
        self._vouched = vouched
        self._synchronised = synchronised

    def set(self, argument: str) -> RequestAnswer:
        """To an ISO 8601 time with its offset. The clock module is set with it. Raises ProgramError and OSError."""
        no_time = RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_TIME, text=argument[:40]))
        try:
            wanted = datetime.fromisoformat(argument)
        except ValueError:
            return no_time
        if wanted.tzinfo is None:
            return no_time
        earliest = (self._built or datetime(2025, 1, 1, tzinfo=UTC)) - timedelta(days=1)
        if not earliest <= wanted <= earliest + OLDEST:
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.TIME_OUT_OF_RANGE, text=argument))
        if self._synchronised.exists():
            return RequestAnswer(RequestResult.SAME, problem(AnswerCode.CLOCK_KEPT))
        run("systemctl", "stop", _SERVICE)  # timedated sets no clock that a service keeps
        run(
            "systemctl", "clean", "--what=state", _SERVICE
        )  # it would go on from the time that it last saw, if that is later
        done = run("timedatectl", "set-time", f"{wanted.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC")
        run("systemctl", "start", "--no-block", _SERVICE)
        if not done.ok:
            return RequestAnswer(RequestResult.FAILED, said(done.said))
        vouch(self._vouched, "technician")
        return RequestAnswer(RequestResult.DONE)


def vouch(path: Path, who: str) -> None:
    """From here on until the machine is switched off its clock counts as right. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(who + "\n", "ascii")


def begin(
    floor: datetime | None,
    set_to: Callable[[datetime], None],
    *,
    machine: Callable[[], datetime] = lambda: datetime.now(UTC),
    module: Path = MODULE,
    vouched: Path = VOUCHED,
) -> str:
    """At boot: the clock module's time if it can be true, else no earlier than `floor`. Returns what was done, for the log.

    A module whose battery died says 2000 or refuses to be read; one that was never set says 1970. Both are before any floor, so
    what passes between the floor and `_FURTHEST` after it was kept since somebody, or the internet, set it.
    """
    told = _module_time(module)
    now = machine()
    if told is not None and floor is not None and floor <= told <= floor + _FURTHEST:
        if abs((told - now).total_seconds()) > _APART_S:
            set_to(told)
        vouch(vouched, "module")
        return f"the clock module's time holds: {told.isoformat()}"
    if floor is not None and now < floor:
        set_to(floor)
        return f"set to the newest time that is known: {floor.isoformat()}"
    return "left as it is"


def begin_at_boot(folders: Folders) -> str:
    """`begin` for the machine itself, from what this kiosk has seen. Raises OSError where the clock may not be set."""
    config = folders.config if folders.config.exists() else None
    floor = clock_floor(folders.data, load(config, folders.data).sources)
    return begin(floor, _set, module=folders.root / MODULE.relative_to("/"), vouched=folders.vouched)


def _set(moment: datetime) -> None:
    time.clock_settime(time.CLOCK_REALTIME, moment.timestamp())


def _module_time(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(path.read_text("ascii")), UTC)
    except (OSError, ValueError, OverflowError) as error:
        if not isinstance(error, FileNotFoundError):
            _log.warning("%s: the clock module cannot be read: %s", path, error)
        return None
