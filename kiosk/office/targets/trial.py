"""Trial of a target before it is trusted: a file of 1 KB is written there, read back as kiosks would, and removed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from content_cache.files import write_whole
from content_cache.model.errors import CacheError
from content_cache.model.problems import Problem
from kiosk.office.editions.previous import site_at
from kiosk.office.targets.address import Address
from kiosk.office.targets.faults import TargetCode, TargetError
from kiosk.office.targets.place import OpenTarget, Outgoing
from kiosk.office.targets.secrets import Secrets
from kiosk.office.targets.table import open_target

_BYTES = 1_000


class TrialStep(StrEnum):
    """Steps of a trial, one after another; the public address is read only where there is one."""

    CONNECT = "connect"
    WRITE = "write"
    READ = "read"
    PUBLIC = "public"
    REMOVE = "remove"


class TrialTime(Struct, frozen=True):
    """Step that succeeded, and the seconds that it took."""

    step: TrialStep
    seconds: float


class Trial(Struct, frozen=True):
    """Result of a trial: the steps that succeeded, then the one that failed and why."""

    done: tuple[TrialTime, ...] = ()
    failed: TrialStep | None = None
    problem: Problem | None = None

    @property
    def is_good(self) -> bool:
        """Return whether every step succeeded."""
        return self.failed is None and bool(self.done)


class _StepError(Exception):
    """Failure of a step; its problem is that of the cause."""


class _Steps:
    """Recorder of one trial's steps."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._done: list[TrialTime] = []
        self.result = Trial()

    @contextmanager
    def step(self, step: TrialStep) -> Iterator[None]:
        """Time the block, and record it as *step*. If it raises CacheError or OSError, record that step as failed,
        unless an earlier one did, and raise _StepError."""
        begun = self._seconds()
        try:
            yield
        except (CacheError, OSError) as error:
            told = error if isinstance(error, CacheError) else _refused(error)
            if self.result.failed is None:
                self.result = Trial(tuple(self._done), step, told.problem)
            raise _StepError from error
        self._done.append(TrialTime(step, round(self._seconds() - begun, 2)))
        if self.result.failed is None:
            self.result = Trial(tuple(self._done))


def try_target(target: str, given: Secrets, known: Path, seconds: Callable[[], float] = time.monotonic) -> Trial:
    """Try the address *target* with the secrets *given*, and return the result, also of a failure. *known* is the file
    of known hosts."""
    steps = _Steps(seconds)
    name = f"uji-{secrets.token_hex(8)}.txt"
    with suppress(_StepError), TemporaryDirectory(prefix="kiosk-uji-") as folder:
        path = Path(folder) / name
        content = secrets.token_hex(_BYTES // 2).encode()
        path.write_bytes(content)
        file = Outgoing(name, path, len(content), hashlib.sha256(content).hexdigest())
        with ExitStack() as opening:
            with steps.step(TrialStep.CONNECT):
                place = open_target(Address.from_target(target), given, known)
                opening.callback(place.close)
                place.entries()  # most kinds check the login only now
            _go_through(steps, place, file, given.public)
    return steps.result


def _go_through(steps: _Steps, place: OpenTarget, file: Outgoing, public: str) -> None:
    try:
        with steps.step(TrialStep.WRITE):
            place.put([file], lambda _file: None)
        with steps.step(TrialStep.READ):
            if not any(file.is_same(content) for _, content in place.read([file.name])):
                raise TargetError(TargetCode.KEPT_OTHER, file=file.name)
        if public:
            with steps.step(TrialStep.PUBLIC):
                base, read = site_at(public)
                if not file.is_same(read(file.name)):
                    raise TargetError(TargetCode.KEPT_OTHER, file=f"{base}{file.name}")
    finally:
        with steps.step(TrialStep.REMOVE):
            place.remove([file.name])


def _refused(error: OSError) -> TargetError:
    return TargetError(TargetCode.REFUSED, host="", file="", reason=error.strerror or str(error))


def _host_name(address: Address) -> str:
    """Return the name that OpenSSH's list of known hosts has for the host of *address*."""
    return f"[{address.host}]:{address.port}" if address.port and address.port != 22 else address.host


def new_host_key(known: Path, address: Address) -> str:
    """Return the fingerprint of the key that an SSH host shows of which *known* has none yet; "" for a known host and
    for other kinds. Nobody logs in. Raise TargetError."""
    if address.scheme not in ("sftp", "rsync+ssh") or find_spec("paramiko") is None:
        return ""
    lines = known.read_text("utf-8", "replace").splitlines() if known.exists() else []
    if any(_host_name(address) in line.split(" ")[0].split(",") for line in lines):
        return ""
    from kiosk.office.targets.sftp import shown_key

    return shown_key(address)


def forget_host(known: Path, address: Address, shown: str) -> Callable[[], bool]:
    """Remove the key of *address*'s host from *known*. Return a function to call after the next connection. It returns
    whether the key pinned then is *shown* (`SHA256:…`); otherwise it restores the former file. Raise OSError."""
    host = _host_name(address)
    before = known.read_text("utf-8") if known.exists() else ""
    lines = [line for line in before.splitlines() if line.split(" ")[0] != host]
    write_whole(known, "".join(f"{line}\n" for line in lines).encode(), mode=None)

    def is_shown() -> bool:
        now = known.read_text("utf-8").splitlines() if known.exists() else []
        if any(_fingerprint(line) == shown for line in now if line.split(" ")[0] == host):
            return True
        write_whole(known, before.encode(), mode=None)
        return False

    return is_shown


def _fingerprint(line: str) -> str:
    try:
        key = base64.b64decode(line.split(" ")[2], validate=True)
    except (IndexError, binascii.Error):
        return ""
    return f"SHA256:{base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip('=')}"
