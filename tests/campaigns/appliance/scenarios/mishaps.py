"""The program or the kernel breaks: nobody is there to start it anew."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.campaigns.appliance.lab import Lab, check
from tests.campaigns.appliance.machine import Machine

_WATCHDOG_S = 60  # kiosk.service's
_APP = "$(pgrep -f '^/opt/kiosk/bin/python3 /opt/kiosk/bin/kiosk .* run')"  # not the compositor that began it


def frozen(lab: Lab) -> None:
    """The app's main thread stands still; what it showed last stays on the screen, so the process must change."""
    # on a slow host it was begun without: a kiosk that works may be late by more than the watchdog waits
    _breaks(lab, "frozen", f"systemctl service-watchdogs yes; kill -STOP {_APP}")


def killed(lab: Lab) -> None:
    _breaks(lab, "killed", f"kill -KILL {_APP}")


def eats_memory(lab: Lab) -> None:
    """Something within the kiosk's unit takes ever more: the unit is ended, not the machine."""
    _breaks(
        lab,
        "memory",
        "(echo 0 >/sys/fs/cgroup/system.slice/kiosk.service/cgroup.procs; "
        "exec python3 -c 'import os; kept = [os.urandom(1 << 20) for _ in range(2000)]') &",
    )


def _breaks(lab: Lab, name: str, command: str) -> None:
    with lab.shared() as machine:
        boot = machine.shell.run("cat /proc/sys/kernel/random/boot_id")
        before = _process(machine)
        began = time.monotonic()
        machine.shell.run(command)
        _wait(
            lambda: _process(machine) not in (before, "0"),
            lab.patience + _WATCHDOG_S,
            f"{name}: the same process goes on",
        )
        _wait(lambda: _ready(machine), lab.patience, f"{name}: the kiosk is not ready again")
        lab.until(machine, "home")
        lab.note(f"{name}: home again after, s", round(time.monotonic() - began))
        check(
            boot == machine.shell.run("cat /proc/sys/kernel/random/boot_id"), f"{name}: the whole machine started anew"
        )
        check(not lab.failed_units(machine), f"{name}: failed units")


def _process(machine: Machine) -> str:
    return machine.shell.run("systemctl show --value -p MainPID kiosk.service")


def _ready(machine: Machine) -> bool:
    return machine.shell.run("systemctl is-active kiosk.service") == "active"


def _wait(holds: Callable[[], bool], patience: float, told: str) -> None:
    end = time.monotonic() + patience
    while not holds():
        check(time.monotonic() < end, told)
        time.sleep(2)


def kernel_crash(lab: Lab) -> None:
    """The kernel starts itself anew."""
    _crashes(lab, "kernel crash", "")


def kernel_hangs(lab: Lab) -> None:
    """A kernel that broke and stands still: the hardware's watchdog starts it anew."""
    _crashes(lab, "kernel hang", "echo 0 >/proc/sys/kernel/panic; ")


def _crashes(lab: Lab, name: str, before: str) -> None:
    with lab.shared() as machine:
        told = machine.shell.run("systemctl show -p RuntimeWatchdogUSec -p WatchdogDevice")
        check("WatchdogDevice=/dev/watchdog" in told, f"systemd has no watchdog: {told}")
        machine.arm_watchdog()
        began = time.monotonic()
        machine.shell.run(f"{before}(sleep 1; echo c >/proc/sysrq-trigger) &")
        _wait(lambda: machine.attend(), 180, "the machine stands still after the crash")
        lab.note(f"{name}: reset after, s", round(time.monotonic() - began))
        machine.monitor.do("set-action", watchdog="none")
        lab.until(machine, "home", lab.patience + 60)
        lab.note(f"{name}: home again after, s", round(time.monotonic() - began))
        machine.shell.wait(lab.patience)
