"""Download of program updates: in pieces from the web folder in the settings, or from a USB stick.

The files lie in the data folder, and count for nothing until the provisioner has verified them (`installer`). The
refresher runs this; a day's pieces take at most half of the daily bytes in the settings."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

from content_cache.files import check_room, clear_way, copy_plain, make_folder, open_to_write, read_plain, write_whole
from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.jobs.limits import Limits
from content_cache.model.errors import CacheError, SignatureError
from content_cache.model.urls import host_of, ports_of
from content_cache.signing.signatures import MOST_BYTES, Signature
from kiosk.appliance.update.faults import UpdateCode
from kiosk.appliance.update.package import Package, read_package, signature_name
from kiosk.core.build import USER_AGENT
from kiosk.core.clock import Moment, Trust
from kiosk.settings import Settings
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult

EVERY = timedelta(hours=24)
LATER = timedelta(hours=1)  # pause while it is not this kiosk's turn
AGAIN = timedelta(minutes=10)
BETWEEN = timedelta(seconds=20)  # two pieces: news come first
RESTART_HOUR = 3  # in the night, by a clock that is right
PIECE = 1_000_000  # bytes
NEWEST = Path("/run/kiosk-slot/newest")
_log = logging.getLogger(__name__)
Get = Callable[[Request], Fetched | NotModified]


def get_piece(request: Request) -> Fetched | NotModified:
    """Fetch a piece by HTTP. Raise CacheError."""
    from content_cache.http.client import fetch  # where updates are fetched alone

    return fetch(request)


class Updates:
    """Downloader of updates. `check_for_update` is cheap until something is due. *look* returns the clock's time,
    *machine* is as in uname(2), *turn* returns whether it is this kiosk's turn for the update of a number."""

    def __init__(
        self,
        settings: Settings,
        data: Path,
        memory: Memory,
        look: Callable[[], Moment],
        *,
        get: Get = get_piece,
        machine: str | None = None,
        newest: Path = NEWEST,
        turn: Callable[[int], bool] = lambda _number: True,
    ) -> None:
        self._turn = turn
        self._update, self._network = settings.update, settings.network
        self._folder = data / "updates"
        self._memory = memory
        self._get = get
        self._look = look
        self._machine = machine
        self._name = signature_name(machine)
        self._newest = newest
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="updates")
        self._working: Future[timedelta] | None = None
        self._due: datetime | None = None
        self._asked: int | None = None
        self._day, self._spent = date.min, 0

    def close(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    def check_for_update(self) -> None:
        """Do the next step if it is due: settle an answer, hand over an update, or fetch a piece in the background.
        Failures are logged, not raised."""
        moment = self._look()
        for request in self._memory.requests.pending(RequestKind.LOOK):
            self._memory.requests.answer_request(request.id, RequestAnswer(RequestResult.DONE).to_json())
            self._due = None
        if not self._update.keys or moment.trust is not Trust.TRUSTED:
            return
        if self._asked is not None:
            self._settle(moment.now)
        elif self._working is not None:
            if self._working.done():
                self._due, self._working = moment.now + self._working.result(), None
                self._hand_over()
        elif self._update.url and (self._due is None or moment.now >= self._due):
            self._working = self.pool.submit(self._fetch_piece_safely, moment.now.date())

    def _settle(self, now: datetime) -> None:
        """Act on the provisioner's answer about the update, if it came: delete the files, and request a restart in the night."""
        told = self._memory.requests.answer_to(self._asked or 0)
        if told is None:
            return
        answer = RequestAnswer.from_json(told)
        shutil.rmtree(self._folder, ignore_errors=True)  # installed or not, it is no longer needed here
        if answer.result is not RequestResult.DONE:
            self._asked = None
        elif now.hour == RESTART_HOUR:
            self._asked = None
            self._memory.requests.leave_request(RequestKind.REBOOT, now)

    def _hand_over(self) -> None:
        if self._whole() is not None:
            self._asked = self._memory.requests.leave_request(RequestKind.UPDATE, self._look().now)

    # in the thread

    def _fetch_piece_safely(self, today: date) -> timedelta:
        """Fetch one piece, and return the time until the next. Log failures."""
        try:
            return self._piece(today)
        except (CacheError, OSError) as error:
            _log.info("updates: %s", error)
            return AGAIN

    def _piece(self, today: date) -> timedelta:
        if today != self._day:
            self._day, self._spent = today, 0
        make_folder(self._folder)
        package = self._announced()
        if package is None:
            return EVERY
        if not self._turn(package.number):
            return LATER
        if self._spent + PIECE > self._network.daily_megabytes * 1_000_000 // 2:
            return AGAIN
        part, tag = self._folder / f"{package.file}.part", self._folder / f"{package.file}.tag"
        clear_way(part)
        size = part.stat().st_size if part.exists() else 0
        if size >= package.size:
            part.replace(self._folder / package.file)
            return EVERY
        url = self._url(package.file)
        asked = Request(
            url=url,
            deadline=self._network.deadline,
            max_bytes=package.size,
            user_agent=USER_AGENT,
            private_host=host_of(url),
            private_ports=ports_of(url),
            authorities=self._network.authorities,
            validators_url=url,
            piece_bytes=PIECE,
            resume_at=size,
            if_range=_tag(tag) if size else "",
        )
        got = self._get(asked)
        if isinstance(got, NotModified) or not got.body:
            return AGAIN
        self._spent += got.bytes_down
        with open_to_write(part, 0 if got.start else os.O_TRUNC) as file:
            file.seek(got.start)
            file.write(got.body)
        write_whole(tag, (got.etag or got.last_modified).encode("ascii", "replace"), None)
        return timedelta(0) if got.start + len(got.body) >= package.size else BETWEEN

    def _announced(self) -> Package | None:
        """Return the update on offer if it is newer than the one here, else None. Delete files of other updates."""
        url = self._url(self._name)
        request = Request(
            url=url,
            deadline=30.0,
            max_bytes=MOST_BYTES,
            user_agent=USER_AGENT,
            private_host=host_of(url),  # the settings may name the office's own network
            private_ports=ports_of(url),
            authorities=self._network.authorities,
        )
        got = self._get(request)
        if isinstance(got, NotModified):
            return None
        package = newer(got.body, self._update.keys, self._newest, self._machine)
        keep = {self._name} | ({f"{package.file}{end}" for end in ("", ".part", ".tag")} if package else set())
        for path in self._folder.iterdir():
            if path.name not in keep:
                path.unlink(missing_ok=True)
        if package is not None:
            write_whole(self._folder / self._name, got.body, None)
        return package

    def _whole(self) -> Package | None:
        try:
            content = read_plain(self._folder / self._name, MOST_BYTES)
            package = newer(content, self._update.keys, self._newest, self._machine)
        except (OSError, SignatureError):
            return None
        here = package is not None and (self._folder / package.file).exists() and self._turn(package.number)
        return package if here else None

    def _url(self, name: str) -> str:
        return f"{self._update.url.rstrip('/')}/{name}"


def _tag(path: Path) -> str:
    try:
        return read_plain(path, 1_000).decode("ascii", "replace")
    except OSError:
        return ""


def newer(signature: bytes, keys: Iterable[str], newest: Path = NEWEST, machine: str | None = None) -> Package | None:
    """Return the update that *signature* announces, or `None` if it is not newer than the one here. Raise
    SignatureError."""
    package, _ = read_package(Signature.parse(signature), keys, machine)
    return package if package.number > newest_number(newest) else None


def newest_number(path: Path) -> int:
    """Return the number above which updates are taken, as the provisioner published it in *path*; 0 if it did not."""
    try:
        return int(json.loads(path.read_text("ascii")))  # not in the data folder
    except (OSError, ValueError, TypeError):
        return 0


def bring(
    folder: Path,
    data: Path,
    keys: Iterable[str],
    *,
    machine: str | None = None,
    newest: Path = NEWEST,
    reserve: int = Limits().free_bytes,
) -> Package | None:
    """Copy the update on a stick to where the provisioner takes it from; return None if there is no newer one.

    Raise SignatureError for an update that is not the office's or incomplete. Raise OSError, also if less than
    *reserve* bytes of the disk would stay free; then nothing is written."""
    signature = folder / signature_name(machine)
    if not signature.is_file():
        return None
    with signature.open("rb") as file:  # not in the data folder
        content = file.read(MOST_BYTES + 1)
    package = newer(content, keys, newest, machine)
    if package is None:
        return None
    source = folder / package.file
    if source.is_symlink() or source.stat().st_size != package.size:
        raise SignatureError(UpdateCode.OTHER_SIZE)
    arrived = data / "updates"
    shutil.rmtree(arrived, ignore_errors=True)
    check_room(data, package.size, reserve)
    arrived.mkdir()
    with open_to_write(arrived / package.file, os.O_TRUNC) as target:
        copy_plain(source, target, package.size)
    (arrived / signature.name).write_bytes(content)
    return package
