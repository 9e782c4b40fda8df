"""Provisioner: it looks once a second for requests of its users, does those that are allowed, and answers.

Each request is tried at most once, even if it ended the process."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping

from content_cache.model.problems import problem
from kiosk.appliance import hotspot, usb_network
from kiosk.appliance.clock import SetClock, note_synchronised
from kiosk.appliance.door import PendingRequest, RequestDoor
from kiosk.appliance.machine import Machine
from kiosk.appliance.programs import ProgramError
from kiosk.appliance.root_files.record import update_keys
from kiosk.appliance.support_report import stick
from kiosk.appliance.system_bundles import begin_fetch, tell, with_system
from kiosk.appliance.trust import LearnTrust, remember_on_card
from kiosk.appliance.update.installer import Updating
from kiosk.appliance.wifi import WifiControl
from kiosk.core.paths import Folders
from kiosk.settings import load
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestKind, RequestResult, program_problem

EVERY_S = 1.0
_log = logging.getLogger(__name__)
Act = Callable[[str], RequestAnswer]
_FIRST_ANSWERED = frozenset({RequestKind.REBOOT})
"""Kinds of requests that are answered before they are done, for nothing answers afterwards."""


def acts_of(folders: Folders) -> Mapping[RequestKind, Act]:
    """Return the action for each kind of request. No other action exists."""
    wifi = WifiControl(folders.network)
    machine = Machine(folders, wifi, lambda: stick(folders.root / "sys/class/block"))
    return {
        RequestKind.CLOCK: SetClock(folders).set,
        RequestKind.INTERNET: lambda way: _switched(folders, wifi, way),
        RequestKind.NETWORK: wifi.state,
        RequestKind.SCAN: wifi.scan,
        RequestKind.WIFI: lambda network: _used_anew(folders, wifi.join(network)),
        RequestKind.PIN: machine.set_pin,
        RequestKind.HOSTNAME: machine.set_name,
        RequestKind.REBOOT: machine.restart,
        RequestKind.FAULTS: machine.faults,
        RequestKind.REPORT: machine.report,
        RequestKind.BACKUP: machine.back_up,
        RequestKind.RESET: machine.reset,
        RequestKind.TRUST: LearnTrust(folders, time.monotonic).learn,
        RequestKind.SLOTS: lambda _: with_system(folders, Updating(folders, update_keys(folders)).answer_state()),
        RequestKind.GO_BACK: lambda _: Updating(folders, update_keys(folders)).go_back(),
        RequestKind.SYSTEM: lambda number: begin_fetch(folders, number),
        RequestKind.UPDATE: lambda _: Updating(folders, update_keys(folders)).install_update(folders.arrived),
    }


def _switched(folders: Folders, wifi: WifiControl, way: str) -> RequestAnswer:
    answer = _used_anew(folders, wifi.switch(way))
    if answer.result is not RequestResult.REFUSED:
        usb_network.apply_choice(folders, way)
    return answer


def _used_anew(folders: Folders, answer: RequestAnswer) -> RequestAnswer:
    """Return *answer*. If it is done, first rearrange the hotspot: a radio that joined or left the hall's network needs
    another firewall."""
    if answer.result is RequestResult.DONE:
        _guarded(lambda: hotspot.rearrange(folders, load(folders.config)))
    return answer


def serve(folders: Folders, wait: Callable[[float], bool]) -> None:
    """Serve requests until *wait* returns true. *wait* is called with the seconds between two looks."""
    server = RequestServer(RequestDoor(folders.requests), acts_of(folders), lambda: Updating(folders, ()).waits)
    _guarded(server.fail_interrupted)
    _guarded(lambda: remember_on_card(folders))
    _guarded(lambda: tell(folders))
    while not wait(EVERY_S):
        _guarded(server.answer_new)
        _guarded(lambda: note_synchronised(folders))


def _guarded(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:  # noqa: BLE001 -- on a full or failing card a request stays unanswered, which the screen tells
        _log.exception("the requests cannot be read or answered; tried again")


def until_terminated() -> Callable[[float], bool]:
    """Return a function to wait with. It returns true once SIGTERM or SIGINT came."""
    import signal

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop.wait


class RequestServer:
    """Server for the requests at *door*. *acts* maps kinds to actions; *waits* returns whether an update awaits a restart."""

    def __init__(self, door: RequestDoor, acts: Mapping[RequestKind, Act], waits: Callable[[], bool]) -> None:
        self._door = door
        self._acts = acts
        self._waits = waits

    def fail_interrupted(self) -> None:
        self._door.fail_interrupted()

    def answer_new(self) -> int:
        """Answer the new requests and return their number. A request that fails in any way delays no other."""
        done = 0
        for asked in self._door.iter_pending():
            try:
                self._serve(asked)
            except Exception as error:  # noqa: BLE001 -- a failing request must not affect the others
                _log.exception("%s is dropped", asked.name)
                self._door.answer_request(asked, RequestAnswer(RequestResult.FAILED, program_problem(str(error)[:200])))
            done += 1
        return done

    def _serve(self, asked: PendingRequest) -> None:
        request = asked.request
        if request is None:
            self._door.answer_request(asked, RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_REQUEST)))
        elif request.kind in _FIRST_ANSWERED and self._may_restart(asked):
            self._door.answer_request(asked, RequestAnswer(RequestResult.DONE))
            self._do(request.kind, request.argument)
        elif request.kind in _FIRST_ANSWERED:
            self._door.answer_request(asked, RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_REQUEST)))
        else:
            self._door.begun(asked)
            self._door.answer_request(asked, self._do(request.kind, request.argument))

    def _may_restart(self, asked: PendingRequest) -> bool:
        """Return whether the request may restart the machine: the window's always, the refresher's only into an update."""
        return asked.user == "kiosk" or self._waits()

    def _do(self, kind: RequestKind, argument: str) -> RequestAnswer:
        act = self._acts.get(kind)
        if act is None:
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NOT_HERE))
        try:
            answer = act(argument)
        except (ProgramError, OSError) as error:
            answer = RequestAnswer(RequestResult.FAILED, program_problem(str(error)))
        if answer.result is not RequestResult.DONE:
            _log.warning("%s: %s %s", kind, answer.result, answer.problem or "")
        return answer
