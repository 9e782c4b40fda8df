"""A Debian 13 that the package made a kiosk, started with its own kernel by emulation: the units come up, and come up again after
an upgrade, each once; also on a machine of 512 MB, where nothing is ended for want of memory."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.campaigns.appliance.machine import SCREEN
from tests.campaigns.package.life import ASKED, field, older_of
from tests.campaigns.package.root import Broken, Root

UP = (
    "kiosk.service",
    "kiosk-seat.service",
    "kiosk-refresher.service",
    "kiosk-provision.service",
    "kiosk-settings.service",
    "kiosk-faults.timer",
    "kiosk-check.timer",
)
TIMED = ("kiosk-settings.service", "kiosk-floor.service", "kiosk-slot.service", "kiosk.service")
TOLD = (
    "Id",
    "InactiveExitTimestampMonotonic",
    "ActiveEnterTimestampMonotonic",
    "CPUUsageNSec",
    "MemoryPeak",
    "MemorySwapPeak",
)
DOWN = ("seatd.service", "getty@tty1.service", "nginx.service", "kiosk-desk.service")
PATIENCE_S = 3000.0
PROBE = f"""#!/bin/sh
# what the machine says of itself, onto the serial line
tell() {{
    for unit in {" ".join((*UP, *DOWN))}; do
        echo "$1 $unit $(systemctl show --property=ActiveState --value $unit)" \\
            "$(systemctl show --property=NRestarts --value $unit) $(systemctl show --property=MainPID --value $unit)"
    done
    systemctl --failed --no-legend --plain | sed "s/^/$1 failed /"
}}
until [ "$(systemctl is-active kiosk.service)" = active ]; do sleep 5; done
tell first
free -m | sed 's/^/first memory /'
/opt/kiosk/bin/python -c 'from pathlib import Path; from kiosk.settings import load
print("first profile", load(Path("/run/kiosk-settings/kiosk.toml")).machine.memory)'
for unit in {" ".join(TIMED)}; do
    systemctl show --property={",".join(TOLD)} $unit | tr '\\n' ' ' | sed 's/^/first took /'
    echo
done
sleep 120 # somebody has looked at it for a while: pictures were shown in turn, the refresher has been round
free -m | sed 's/^/later memory /'
journalctl --boot --unit=kiosk.service --output=short-monotonic --no-hostname | tail -n 60 | sed 's/^/later journal /'
journalctl --boot --output=cat --grep='[Oo]ut of memory|oom-kill|Failed with result .oom-kill' | sed 's/^/later ended /'
ls -l /etc/kiosk /run/kiosk-settings | sed 's/^/first files /'
dpkg --install /src/new.deb 2>&1 | sed 's/^/upgrade /'
until [ "$(systemctl is-active kiosk.service)" = active ]; do sleep 5; done
tell second
journalctl --boot --unit=kiosk.service --unit=kiosk-refresher.service --output=cat --grep='^Started' | sed 's/^/journal /'
systemctl poweroff
"""
SERVICE = """[Unit]
After=kiosk.service
[Service]
ExecStart=/src/probe
StandardOutput=tty
TTYPath=/dev/ttyS0
[Install]
WantedBy=multi-user.target
"""


PATIENT = """[Service]
TimeoutStartSec=1h
WatchdogSec=0
"""
"""Emulation is slow on a busy machine; what the units allow themselves is tried by the appliance's own scenarios."""


def boot_small(package: Path, cache: Path) -> str:
    """Boot the package with 512 MB of memory, as a Raspberry Pi Zero 2 W has. Raises Broken."""
    return boot(package, cache, memory_mb=512)


def boot(package: Path, cache: Path, memory_mb: int = 2048) -> str:
    """Raises Broken."""
    root = Root(cache, "boot", "amd64")
    root.satisfy(field(package, "Depends"))
    root.install("linux-image-amd64", "initramfs-tools")
    (root.path / "src/answer").write_text(ASKED + "\n")
    root.do("debconf-set-selections", "/src/answer")
    root.install(root.bring(older_of(package, cache)))
    shutil.copy(package, root.path / "src/new.deb")
    (root.path / "src/probe").write_text(PROBE)
    (root.path / "src/probe").chmod(0o755)
    (root.path / "etc/systemd/system/probe.service").write_text(SERVICE)
    for folder in ("kiosk.service.d", "kiosk-.service.d"):
        (root.path / "etc/systemd/system" / folder).mkdir()
        (root.path / "etc/systemd/system" / folder / "patient.conf").write_text(PATIENT)
    (root.path / "etc/fstab").write_text("/dev/vda / ext4 rw 0 1\n")
    (root.path / "usr/sbin/policy-rc.d").unlink()
    root.do("systemctl", "enable", "probe.service")
    disk = cache / "boot.img"
    disk.unlink(missing_ok=True)
    subprocess.run(["truncate", "-s", "6G", str(disk)], check=True)
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-d", str(root.path), str(disk)], check=True)
    log = cache / f"boot-{memory_mb}.log"
    start_machine(root.path, disk, log, memory_mb)
    told = re.sub(r"\x1b[\[\]][^a-zA-Z\n]*[a-zA-Z]|\x1b\S|\r", "", log.read_text("utf-8", "replace"))
    _judge(told)
    shutil.rmtree(root.path)
    disk.unlink()
    used = {when: re.search(rf"{when} memory Mem: +(\d+) +(\d+)", told) for when in ("first", "later")}
    profile = re.search(r"first profile (\w+)", told)
    if profile is None or profile[1] != ("small" if memory_mb < 700 else "auto"):
        raise Broken(f"with {memory_mb} MB the settings are {profile and profile[1]}")
    if ended := re.findall(r"later ended .*", told):
        raise Broken(f"with {memory_mb} MB: {ended}")
    return ", ".join(f"{when} {found[2]} of {found[1]} MB used" for when, found in used.items() if found)


def start_machine(root: Path, disk: Path, log: Path, memory_mb: int) -> None:
    """Until the machine turns itself off; what its serial line says goes into `log`."""
    words = [
        "qemu-system-x86_64",
        "-M",
        "q35",
        "-cpu",
        "max",
        "-smp",
        "2",
        "-m",
        str(memory_mb),
        "-display",
        "none",
        "-no-reboot",
    ]
    words += [
        "-kernel",
        str(next((root / "boot").glob("vmlinuz-*"))),
        "-initrd",
        str(next((root / "boot").glob("initrd.img-*"))),
    ]
    words += ["-append", "root=/dev/vda rw console=ttyS0 quiet systemd.show_status=0 no_timer_check panic=-1 " + SCREEN]
    words += [
        "-drive",
        f"file={disk},format=raw,if=virtio,cache=unsafe",
        "-device",
        "virtio-gpu-pci",
        "-device",
        "virtio-tablet-pci",
    ]
    words += ["-monitor", "none", "-vga", "none", "-serial", f"file:{log}"]
    try:
        subprocess.run(words, capture_output=True, timeout=PATIENCE_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise Broken(f"it did not turn itself off: {log.read_text('utf-8', 'replace')[-3000:]}") from error


def _judge(told: str) -> None:
    for when in ("first", "second"):
        states = dict(re.findall(rf"(?m)^{when} (\S+\.(?:service|timer)) (\w+)", told))
        wrong = {unit: states.get(unit) for unit in UP if states.get(unit) != "active"}
        wrong |= {unit: states.get(unit) for unit in DOWN if states.get(unit) != "inactive"}
        restarts = re.findall(rf"(?m)^{when} (\S+) active ([1-9]\d*) ", told)
        failed = re.findall(rf"(?m)^{when} failed (kiosk\S+)", told)
        if wrong or failed or restarts:
            raise Broken(f"{when}: {wrong}, failed: {failed}, restarted: {restarts}\n{told[-6000:]}")
    pids = [
        dict(re.findall(rf"(?m)^{when} (\S+\.service) active \d+ ([1-9]\d*)", told)) for when in ("first", "second")
    ]
    if same := [
        unit for unit in UP if unit in pids[0] and unit != "kiosk-seat.service" and pids[0][unit] == pids[1].get(unit)
    ]:
        raise Broken(f"they run the program from before the upgrade: {same}")
