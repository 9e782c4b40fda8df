"""Root's side of a bundle of the system: RAUC is told to take one that is newer.

A card of `deploy/build-image.sh --systems two`, MBR: p1 FAT `KIOSK` (`kiosk.toml`, `autoboot.txt`,
`kiosk-trust.dat`), p2 and p3 FAT of system A and B, p5 and p6 their roots (EROFS with hashes of its blocks), p7 data.
`autoboot.txt` names the good system in `[all]`, the other in `[tryboot]`.

A bundle is RAUC's, format `verity`, `compatible=info-desa-rpi-arm64`, its version the number; images `rootfs` (raw,
`block-hash-index`) and `boot` (FAT). Its certificate for code signing leads to `/etc/rauc/keyring.pem`. Bundles and
programs share one row of numbers and rings. deploy/make-bundle.sh makes one.

- **From the web**: `[update] url`, `https` alone, has `kiosk-system.json` (`{"number": 8}`, at most 200 bytes) and
  `kiosk-system-<number>.raucb`. A kiosk looks once a day and fetches from 22 to 5 o'clock in its turn, by
  `kiosk-system-line` alone (`127.0.0.1:3129`, one host), within half of `daily_megabytes`; it goes on after a cut.
- **From a stick**: the newest `pembaruan/kiosk-system-<number>.raucb`, after all else.
- The manifest's number is that of the name and above all that ran or was ready here. The restart is at 3.20 of the
  place, or by *Pasang sekarang*.

`/var/lib/kiosk-system/system.json` (copy: `/run/kiosk-slot/system`): `number` and `web` of the last bundle, `result`
(`ready`, `refused`, `cut`, `failed`), `at`, `tried`, `here` (the number that runs), `problem`. `boot-slot` there:
`pending=`, `tries=` (three at first), `failed=`, `sound=`. A trial is kept once the home screen stood for a minute,
the store was read, the memory written, the refresher round and as many sound cards found; else after ten minutes, or
an ended start, the other system runs. A root that does not fit its hash is not mounted: a picture for two minutes,
then a new start. The flag of a trial (`0 tryboot` in `/run/systemd/reboot-param`) is told to the firmware by a module
of the image (`deploy/image/tryboot`).

Who asks names a number and nothing else. What is taken RAUC decides, by the certificates of the image; here stands only what it
does not know: that what was given up is not tried again, and that a name says what its manifest says.
"""

from __future__ import annotations

import dataclasses
import fcntl
import json
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from content_cache.model.errors import CacheError
from content_cache.model.problems import Problem, problem
from kiosk.appliance.programs import ProgramError, Ran, run
from kiosk.appliance.root_files.held_folder import read_own, write_own
from kiosk.appliance.update.faults import UpdateCode
from kiosk.appliance.update.package import FOLDER
from kiosk.appliance.update.system.line import goal_of
from kiosk.appliance.update.system.look import NIGHT
from kiosk.appliance.update.system.state import (
    Result,
    SystemState,
    has_two_systems,
    read_state,
    tell_state,
    write_state,
)
from kiosk.core.paths import Folders
from kiosk.settings import load
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestResult

INFO_S = 300.0
MORNING, BY_DAY = (
    5,
    timedelta(hours=3),
)  # until when what began in the night may go on, and how long what a technician wanted
TRIAL = 3  # the hour in which a machine starts anew for a bundle that is ready
UNIT = "kiosk-system-fetch.service"
WANTED, LOCK = "system-wanted", "system.lock"  # in root's own folder; the units check the lock, too
_NUMBER = re.compile(r"[1-9]\d{0,8}")
_FILE = re.compile(r"kiosk-system-(?P<number>[1-9]\d{0,8})\.raucb")
_MOST_NAMES = 1_000
# the daemon looks at it, as it fetches and installs: no process of ours needs a right for that
_ASK = (
    *("busctl", "--json=short", f"--timeout={INFO_S:.0f}", "call", "de.pengutronix.rauc", "/"),
    "de.pengutronix.rauc.Installer",
)
_INSPECT = (*_ASK, "InspectBundle", "sa{sv}")
_SAYS: tuple[tuple[str, UpdateCode], ...] = (
    # what RAUC 1.13 says, looked for in its last words, the more special first
    ("certificate has expired", UpdateCode.SYSTEM_EXPIRED),
    ("certificate is not yet valid", UpdateCode.SYSTEM_EXPIRED),
    ("signature verification failed", UpdateCode.SYSTEM_NOT_OURS),
    ("Compatible mismatch", UpdateCode.SYSTEM_OTHER_BOARD),
    ("Version mismatch", UpdateCode.NOT_NEWER),
    ("is too small for image", UpdateCode.TOO_LARGE),
    ("No space left on device", UpdateCode.NO_ROOM),
    ("Failed to stream bundle", UpdateCode.SYSTEM_CUT),
    ("failed to configure streaming", UpdateCode.SYSTEM_CUT),
    ("Invalid bundle format", UpdateCode.OTHER_SIZE),
)
_log = logging.getLogger(__name__)
Run = Callable[..., Ran]


def begin_fetch(folders: Folders, asked: str, run: Run = run) -> RequestAnswer:
    """Start the unit that fetches bundle *asked*, on the refresher's request, for that takes hours. While it runs it is
    not started again, whatever is asked for. Raise OSError, ProgramError."""
    if not _NUMBER.fullmatch(asked) or not asked.isascii():
        return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_REQUEST))
    if not has_two_systems(folders):
        return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NOT_HERE))
    here = read_state(folders).floor
    if int(asked) <= here:
        return RequestAnswer(RequestResult.SAME, problem(UpdateCode.NOT_NEWER, number=int(asked), here=here))
    write_own(folders.system / WANTED, asked.encode(), make=0o700)
    started = run("systemctl", "start", "--no-block", UNIT)
    return RequestAnswer(RequestResult.DONE if started.ok else RequestResult.FAILED)


def wanted_number(folders: Folders) -> str:
    """Return the number that was asked for last. Raise OSError."""
    return read_own(folders.system / WANTED, 20).decode("ascii", "replace")


def with_system(folders: Folders, told: RequestAnswer) -> RequestAnswer:
    """Return the answer on programs for a technician, with the last bundle under "system" on a card with two systems."""
    if not has_two_systems(folders):
        return told
    return dataclasses.replace(told, data={**told.data, "system": msgspec.to_builtins(read_state(folders))})


def tell(folders: Folders) -> None:
    """Publish the state of the system's bundles at the start. Raise OSError."""
    if has_two_systems(folders):
        tell_state(folders)


def place_time(folders: Folders, now: datetime) -> datetime:
    """Return *now* in the zone of [place], by which the refresher counts the night; the machine's own zone is UTC."""
    return now.astimezone(ZoneInfo(load(folders.config).place.timezone))


def is_trial_hour(folders: Folders, now: datetime) -> bool:
    return place_time(folders, now).hour == TRIAL


class SystemBundles:
    """Installer of bundles. *run* starts RAUC, *now* returns the time. Methods raise OSError where root's own folder
    cannot be written. They raise BlockingIOError while another bundle is being installed."""

    def __init__(
        self, folders: Folders, run: Run = run, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._folders, self._run, self._now = folders, run, now

    def from_web(self, number: str) -> SystemState:
        """Install bundle *number* from the folder of [update] url, and return the state."""
        if not _NUMBER.fullmatch(number) or not number.isascii():
            raise ValueError(f"{number!r} is no number")
        with self._alone():
            url = self._url(int(number))
            if not url:
                return self._record_result(int(number), "refused", problem(UpdateCode.SYSTEM_NO_URL), web=True)
            return self._install_bundle(url, int(number), web=True)

    def from_stick(self, mounted: Path) -> SystemState | None:
        """Install the newest bundle in the stick's folder `pembaruan`, and return the state. Return None if it has no newer one.

        A bundle that awaits its trial, or failed in it, keeps its state: a stick is found again after each start."""
        found = max(self._bundles(mounted / FOLDER), default=None)
        state = read_state(self._folders)
        if found is None or found[0] == state.here:
            return None
        if found[0] <= state.tried and state.here < state.number and state.result in ("ready", "failed"):
            return None
        with self._alone():
            if found[0] < state.here:
                return self._record_result(found[0], "refused", _older(found[0], state.here))
            return self._install_bundle(str(found[1]), found[0])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock for one bundle at a time. The units stop RAUC if nobody holds the lock, and leave it alone if
        another process does."""
        handle = os.open(self._folders.system / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(handle)

    def _bundles(self, folder: Path) -> Iterator[tuple[int, Path]]:
        try:
            with os.scandir(folder) as entries:
                for entry, _ in zip(entries, range(_MOST_NAMES), strict=False):
                    name = _FILE.fullmatch(entry.name)
                    if name and entry.name.isascii() and entry.is_file(follow_symlinks=False):
                        yield int(name["number"]), folder / entry.name
        except OSError as error:
            _log.info("%s: %s", folder, error)

    def _url(self, number: int) -> str:
        """Return the URL of bundle *number*, made of the folder in the card's settings; "" if they name no usable one."""
        try:
            url = load(self._folders.config).update.url
        except (CacheError, OSError) as error:
            _log.warning("the settings cannot be read: %s", error)
            return ""
        goal = goal_of(url)
        if goal is None:
            return ""
        host = f"[{goal[0]}]" if ":" in goal[0] else goal[0]
        return f"https://{host}:{goal[1]}{urlsplit(url).path.rstrip('/')}/kiosk-system-{number}.raucb"

    def _install_bundle(self, where: str, number: int, *, web: bool = False) -> SystemState:
        state = read_state(self._folders)
        if number <= state.floor:
            return self._record_result(number, "refused", _older(number, state.floor), web=web)
        try:
            info = self._run(*_INSPECT, where, "0", timeout_s=INFO_S)
            found = self._judged(info, number, state)
            if found is None:
                installed = self._run("rauc", "install", where, timeout_s=self._seconds_allowed(web=web))
                found = self._seen(number) if installed.ok else said_by_rauc(installed)
        except ProgramError as error:
            _log.warning("%s", error)
            found = problem(UpdateCode.SYSTEM_CUT)
        if found is None:
            return self._record_result(number, "ready", None, web=web)
        if not web and found.code == UpdateCode.SYSTEM_CUT:
            found = problem(UpdateCode.SYSTEM_STICK)
        # an unknown failure of the right bundle may come from the line, or from RAUC's end
        cut = web and found.code in (UpdateCode.SYSTEM_CUT, UpdateCode.SYSTEM_REFUSED)
        return self._record_result(number, "cut" if cut else "refused", found, web=web)

    def _seconds_allowed(self, *, web: bool) -> float:
        """Return the seconds that an installation may take. It ends in the morning if the refresher began it at night.
        A stick's or a technician's has BY_DAY."""
        now = place_time(self._folders, self._now())
        if not web or now.hour not in NIGHT:
            return BY_DAY.total_seconds()
        morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
        return (morning + timedelta(days=now.hour >= MORNING) - now).total_seconds()

    def _judged(self, info: Ran, number: int, state: SystemState) -> Problem | None:
        """Return what is wrong with the bundle's manifest, or `None` if its version is *number* and newer than all before.

        An old valid bundle renamed to a high number would keep all others away."""
        if not info.ok:
            return said_by_rauc(info)
        try:
            version: Any = json.loads(info.out)["data"][0]["update"]["data"]["data"]["version"]["data"]
        except (ValueError, LookupError, TypeError):
            version = ""
        if not (isinstance(version, str) and version.isascii() and _NUMBER.fullmatch(version)):
            return problem(UpdateCode.SYSTEM_NAME, number=number)
        if int(version) <= state.floor:
            return _older(int(version), state.floor)
        return None if int(version) == number else problem(UpdateCode.SYSTEM_NAME, number=number)

    def _seen(self, number: int) -> Problem | None:
        """Return what is wrong unless the other system now holds bundle *number*, which was inspected.

        RAUC fetches twice, and a host may send another, rightly signed bundle the second time. Such a bundle is not started."""
        try:
            slots = self._run(*_ASK, "GetSlotStatus", timeout_s=INFO_S)
            told: list[tuple[str, dict[str, Any]]] = json.loads(slots.out)["data"][0]
            written = {each["bundle.version"]["data"] for _, each in told if each["state"]["data"] == "inactive"}
        except (ProgramError, ValueError, LookupError, TypeError) as error:
            _log.warning("what was written cannot be told: %r", error)
            written = set()
        if written == {str(number)}:
            return None
        marked = self._run("rauc", "status", "mark-bad", "other", timeout_s=INFO_S)
        _log.warning("inspected %d, written %s: %s", number, written, marked.last_line)
        return problem(UpdateCode.SYSTEM_NAME, number=number) if written else problem(UpdateCode.SYSTEM_CUT)

    def _record_result(self, number: int, result: Result, found: Problem | None, *, web: bool = False) -> SystemState:
        before = read_state(self._folders)
        tried = max(before.tried, number) if result == "ready" else before.tried
        state = replace(
            before,
            number=number,
            web=web,
            result=result,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            tried=tried,
            problem=found,
        )
        write_state(self._folders, state)
        return state


def _older(number: int, here: int) -> Problem:
    return problem(UpdateCode.NOT_NEWER, number=number, here=here)


def said_by_rauc(ran: Ran) -> Problem:
    """Return why RAUC refused the bundle, as a code; its own words if there is no code for them."""
    words = f"{ran.out}\n{ran.err}"
    code = next((code for says, code in _SAYS if says in words), None)
    last = next(
        (line for line in words.splitlines() if line.startswith(("LastError: ", "Call failed: "))),
        f"rauc: {ran.last_line}",
    )
    _log.warning("rauc: %s", last)
    if code is None:
        return problem(UpdateCode.SYSTEM_REFUSED, reason=last.partition(": ")[2][:120])
    return problem(code, number=0, here=0) if code is UpdateCode.NOT_NEWER else problem(code)
