"""Clock of the machine: set by a technician, and at boot never earlier than the newest time known.

Root trusts only its own knowledge of the time: the program's build date, and when the network last vouched for the
clock. A process without rights reads the content store's time (`tell_floor`). It is a hint, limited by the former."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from content_cache.files import write_whole
from content_cache.model.problems import problem
from kiosk.appliance.programs import run
from kiosk.appliance.root_files.held_folder import Folder, write_own
from kiosk.appliance.root_files.record import read_kept, write_kept
from kiosk.core.build import OLDEST, build_date
from kiosk.core.clock_floor import clock_floor
from kiosk.core.paths import Folders
from kiosk.settings import load
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestResult, program_problem

SYNCHRONISED = Path("run/systemd/timesync/synchronized")
MODULE = Path("sys/class/rtc/rtc0/since_epoch")
_SERVICE = "systemd-timesyncd.service"
_FURTHEST = timedelta(days=400)
"""Longest time that a kiosk can have been off, or without news. A later time was set wrong."""
_BACK = timedelta(days=1)
_NOTED = timedelta(hours=12)  # between two notes that the network vouched for the time
_APART_S = 2.0
_MOST = 100  # bytes of a hint
_log = logging.getLogger(__name__)


def own_floor(folders: Folders, built: datetime | None) -> datetime | None:
    """Return the newest time that root itself knows to be past; None where it knows none."""
    known = [built] if built else []
    try:
        seen = datetime.fromisoformat(read_kept(folders).synchronised)
    except ValueError:
        seen = None
    if seen is not None and seen.tzinfo is not None:
        known.append(seen)
    return max(known, default=None)


def latest(folders: Folders, built: datetime | None) -> datetime | None:
    """Return the latest time that the clock may be set to: `_FURTHEST` after the network vouched for it. If it never
    did, the limit is the time when a program becomes outdated. Return None where nothing is known."""
    floor = own_floor(folders, built)
    if floor is None:
        return None
    return floor + (_FURTHEST if read_kept(folders).synchronised else OLDEST)


def note_synchronised(folders: Folders, machine: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Store the present time, twice a day, while the network vouches for the clock. Raise OSError."""
    if not (folders.root / SYNCHRONISED).exists():
        return
    now, kept = machine(), read_kept(folders)
    before = own_floor(folders, None)
    if before is None or now >= before + _NOTED:
        write_kept(folders, replace(kept, synchronised=now.isoformat(timespec="seconds")))


class SetClock:
    """Clock setting for a technician. *built* is the date of the program: no time is earlier."""

    def __init__(self, folders: Folders, built: datetime | None = None) -> None:
        self._folders = folders
        self._built = built or build_date()

    def set(self, argument: str) -> RequestAnswer:
        """Set the clock, and the clock module, to *argument*, an ISO 8601 time with its offset. Refuse a time that
        cannot be true; leave a clock that the network sets. Raise ProgramError and OSError."""
        no_time = RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_TIME, text=argument[:40]))
        try:
            wanted = datetime.fromisoformat(argument)
        except ValueError:
            return no_time
        if wanted.tzinfo is None:
            return no_time
        oldest = datetime(2025, 1, 1, tzinfo=UTC)
        earliest = (own_floor(self._folders, self._built) or oldest) - _BACK
        furthest = latest(self._folders, self._built) or oldest + OLDEST
        if not earliest <= wanted <= furthest:
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.TIME_OUT_OF_RANGE, text=argument))
        if (self._folders.root / SYNCHRONISED).exists():
            return RequestAnswer(RequestResult.SAME, problem(AnswerCode.CLOCK_KEPT))
        run("systemctl", "stop", _SERVICE)  # timedated sets no clock that a time service controls
        run(
            "systemctl", "clean", "--what=state", _SERVICE
        )  # it would go on from the time that it last saw, if that is later
        done = run("timedatectl", "set-time", f"{wanted.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC")
        run("systemctl", "start", "--no-block", _SERVICE)
        if not done.ok:
            return RequestAnswer(RequestResult.FAILED, program_problem(done.last_line))
        vouch(self._folders.vouched, "technician")
        return RequestAnswer(RequestResult.DONE)


def vouch(path: Path, who: str) -> None:
    """Mark the clock as right until the machine is switched off; *who* vouches for it. Raise OSError."""
    write_own(path, f"{who}\n".encode("ascii"), 0o644, make=0o755)


def set_clock_at_boot(
    floor: datetime | None,
    set_to: Callable[[datetime], None],
    *,
    machine: Callable[[], datetime] = lambda: datetime.now(UTC),
    module: Path,
    vouched: Path,
) -> str:
    """Set the clock at boot with *set_to*: to the clock module's time if that can be true, else to *floor* if the clock
    is earlier. Return a line for the log.

    A module whose battery died says 2000 or cannot be read; one that was never set says 1970. Both are before any
    floor. A time between the floor and `_FURTHEST` after it was therefore set by somebody, or by the internet."""
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
    """Set this machine's clock at boot, by what this kiosk knows. Return a line for the log. Raise OSError where the
    clock may not be set."""
    return set_clock_at_boot(
        floor_at_boot(folders, build_date()), _set_clock, module=folders.root / MODULE, vouched=folders.vouched
    )


def floor_at_boot(folders: Folders, built: datetime | None) -> datetime | None:
    """Return the earliest time that can be now: root's own floor, or the content store's hint if that is later and possible."""
    floor, furthest, hint = own_floor(folders, built), latest(folders, built), _hint(folders)
    if hint is None or (floor is not None and hint <= floor):
        return floor
    if furthest is not None and hint > furthest:
        _log.warning("the content store says %s, which cannot be: it is not believed", hint.isoformat())
        return floor
    return hint


def _hint(folders: Folders) -> datetime | None:
    try:
        with Folder(folders.clock_hint.parent) as folder:
            hint = datetime.fromisoformat(folder.read(folders.clock_hint.name, _MOST).decode("ascii").strip())
    except (OSError, ValueError):
        return None
    return hint if hint.tzinfo else None


def tell_floor(folders: Folders) -> None:
    """Write the newest time that the content store knows, for root. A process that may only read runs this. Raise OSError."""
    config = folders.config if folders.config.exists() else None
    floor = clock_floor(folders.data, load(config).sources)
    if floor is not None:
        write_whole(folders.clock_hint, floor.isoformat().encode("ascii"), 0o644)


def _set_clock(moment: datetime) -> None:
    time.clock_settime(time.CLOCK_REALTIME, moment.timestamp())


def _module_time(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(path.read_text("ascii")), UTC)
    except (OSError, ValueError, OverflowError) as error:
        if not isinstance(error, FileNotFoundError):
            _log.warning("%s: the clock module cannot be read: %s", path, error)
        return None
