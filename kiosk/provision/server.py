"""The provisioner: looks once a second for what the kiosk asks, and does it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from kiosk.core.build import build_date
from kiosk.core.paths import Folders
from kiosk.provision.clerk import Act, Clerk
from kiosk.provision.clock import SYNCHRONISED, SetClock
from kiosk.provision.machine import Machine
from kiosk.provision.support_report import stick
from kiosk.provision.wifi import Wifi
from kiosk.state.request_kinds import Want
from kiosk.update.installer import Updating

EVERY_S = 1.0
_log = logging.getLogger(__name__)


def acts_of(folders: Folders) -> Mapping[Want, Act]:
    """What is done for each want: the fixed list."""
    config = folders.config if folders.config.exists() else None
    wifi = Wifi(folders.network)
    machine = Machine(folders.data, config, wifi, folders.reported, lambda: stick(folders.root / "sys/class/block"))
    clock = SetClock(build_date(), vouched=folders.vouched, synchronised=folders.root / SYNCHRONISED.relative_to("/"))
    return {
        Want.CLOCK: clock.set,
        Want.INTERNET: wifi.switch,
        Want.NETWORK: wifi.state,
        Want.SCAN: wifi.scan,
        Want.WIFI: wifi.join,
        Want.PIN: machine.set_pin,
        Want.HOSTNAME: machine.set_name,
        Want.REBOOT: machine.restart,
        Want.FAULTS: machine.faults,
        Want.REPORT: machine.report,
        Want.RESET: machine.reset,
        Want.UPDATE: lambda _: Updating(folders).take(folders.arrived),
    }


def serve(folders: Folders, wait: Callable[[float], bool]) -> None:
    """Until `wait`, given the seconds between two looks, says that it is over."""
    clerk = Clerk(folders.data, acts_of(folders))
    booted = not folders.begun.exists()
    if booted:
        folders.begun.parent.mkdir(parents=True, exist_ok=True)
        folders.begun.touch()
    _guarded(lambda: clerk.clear_up(booted=booted))
    while not wait(EVERY_S):
        _guarded(clerk.look)


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
