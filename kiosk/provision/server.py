"""The provisioner: looks once a second for what the kiosk asks, does what may be done, answers.

Each request at most once: one that ended the process is not tried again. The kiosk's memory is opened only when its file has
changed, and closed again: so nothing is held of a file that a damaged kiosk sets aside.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from content_cache.model.problems import problem
from kiosk.core.build import build_date
from kiosk.core.paths import Folders
from kiosk.provision.clock import SYNCHRONISED, SetClock
from kiosk.provision.machine import Machine
from kiosk.provision.programs import ProgramError
from kiosk.provision.support_report import stick
from kiosk.provision.wifi import WifiControl
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestKind, RequestResult, said
from kiosk.state.requests import StoredRequest
from kiosk.update.installer import Updating

EVERY_S = 1.0
_log = logging.getLogger(__name__)
Act = Callable[[str], RequestAnswer]
_SECRET = frozenset({RequestKind.WIFI, RequestKind.PIN})
_FIRST_ANSWERED = frozenset({RequestKind.REBOOT})
"""Answered before they are done: nothing answers afterwards."""


def acts_of(folders: Folders) -> Mapping[RequestKind, Act]:
    """What is done for each want: the fixed list."""
    config = folders.config if folders.config.exists() else None
    wifi = WifiControl(folders.network)
    machine = Machine(folders.data, config, wifi, folders.reported, lambda: stick(folders.root / "sys/class/block"))
    clock = SetClock(build_date(), vouched=folders.vouched, synchronised=folders.root / SYNCHRONISED.relative_to("/"))
    return {
        RequestKind.CLOCK: clock.set,
        RequestKind.INTERNET: wifi.switch,
        RequestKind.NETWORK: wifi.state,
        RequestKind.SCAN: wifi.scan,
        RequestKind.WIFI: wifi.join,
        RequestKind.PIN: machine.set_pin,
        RequestKind.HOSTNAME: machine.set_name,
        RequestKind.REBOOT: machine.restart,
        RequestKind.FAULTS: machine.faults,
        RequestKind.REPORT: machine.report,
        RequestKind.RESET: machine.reset,
        RequestKind.UPDATE: lambda _: Updating(folders).take(folders.arrived),
    }


def serve(folders: Folders, wait: Callable[[float], bool]) -> None:
    """Until `wait`, given the seconds between two looks, says that it is over."""
    server = RequestServer(folders.data, acts_of(folders))
    booted = not folders.begun.exists()
    if booted:
        folders.begun.parent.mkdir(parents=True, exist_ok=True)
        folders.begun.touch()
    _guarded(lambda: server.clear_up(booted=booted))
    while not wait(EVERY_S):
        _guarded(server.look)


def _guarded(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:  # noqa: BLE001 -- a full or dying card: what was asked for stays without an answer, which the screen tells
        _log.exception("the requests cannot be read or answered; tried again")


def until_terminated() -> Callable[[float], bool]:
    """A `wait` that SIGTERM ends."""
    import signal

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop.wait


class RequestServer:
    """Answers the requests in kiosk.sqlite. `data` is the folder of kiosk.sqlite, `acts` what is done for each kind."""

    def __init__(self, data: Path, acts: Mapping[RequestKind, Act]) -> None:
        self._files = [data / name for name in ("kiosk.sqlite", "kiosk.sqlite-wal")]
        self._data = data
        self._acts = acts
        self._seen: object = None

    def clear_up(self, *, booted: bool) -> None:
        """At the start. What was begun and not answered is not begun again; after a boot nothing that is older is done at all:
        a restart that was asked for yesterday must not happen today."""
        if _state(self._files[0]) is None:
            return  # no kiosk has been here yet
        with Memory(self._data) as memory:
            for request, _ in _ours(memory):
                if booted or memory.requests.progress_of(request.id) is not None:
                    _answer(memory, request, RequestAnswer(RequestResult.LATE if booted else RequestResult.FAILED))

    def look(self) -> int:
        """Answer what is new; how many it was. Costs two stat(2) where nothing has changed."""
        state = [_state(path) for path in self._files]
        if state == self._seen or state[0] is None:
            return 0
        self._seen = state
        done = 0
        with Memory(self._data) as memory:
            for request, kind in _ours(memory):
                memory.requests.note_progress(request.id, 0, 1)
                if kind in _FIRST_ANSWERED:
                    _answer(memory, request, RequestAnswer(RequestResult.DONE))
                    self._do(kind, request.argument)
                else:
                    _answer(memory, request, self._do(kind, request.argument))
                done += 1
        return done

    def _do(self, kind: RequestKind, argument: str) -> RequestAnswer:
        act = self._acts.get(kind)
        if act is None:
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NOT_HERE))
        try:
            answer = act(argument)
        except (ProgramError, OSError) as error:
            answer = RequestAnswer(RequestResult.FAILED, said(str(error)))
        if answer.result is not RequestResult.DONE:
            _log.warning("%s: %s %s", kind, answer.result, answer.problem or "")
        return answer


def _ours(memory: Memory) -> list[tuple[StoredRequest, RequestKind]]:
    """Those that wait for the provisioner."""
    kinds = [(request, request.kind) for request in memory.requests.unanswered()]
    return [(request, kind) for request, kind in kinds if kind is not None and kind.needs_root]


def _answer(memory: Memory, request: StoredRequest, answer: RequestAnswer) -> None:
    if request.kind in _SECRET:
        memory.requests.hide_argument(request)
    memory.requests.answer(request.id, answer.to_json())


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size
