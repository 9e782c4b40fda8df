"""A made-up month's system, and one whose line breaks off, by Debian's RAUC and the package's own fetcher in a Debian whose kernel
runs as a program of this machine (user-mode-linux): what comes down in all. Small systems of noise, written and not started.
Needs root, user-mode-linux, rauc, squashfs-tools, dosfstools and /dev/net/tun."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

from deploy.image.assemble import DISK_ID
from tests.campaigns.appliance.bundles import Authority, bundle
from tests.campaigns.appliance.lab import Failed
from tests.campaigns.appliance.nights import DAILY_MB, SETTINGS, Nights, with_news
from tests.campaigns.appliance.shell import Shell, ShellError
from tests.campaigns.appliance.web import Host
from tests.campaigns.package.life import ASKED, field
from tests.campaigns.package.root import Broken, Root

TWO = Path(__file__).parents[3] / "deploy/image/root-two"
MODULES = Path("/usr/lib/uml/modules")
UNITS = ("kiosk-system-fetch.service", "kiosk-system-line.service", "kiosk-system-line.socket")
WITH = ("rauc", "rauc-service", "udev", "iproute2", "kmod", "squashfs-tools")
DEVICE, OURS, ITS = "kiosk0", "10.0.77.2", "10.0.77.15"
BLOCK, MB = 4096, 1 << 20
FAT_MB, ROOT_MB, SYSTEM_MB = 16, 96, 64
RUNS, LONG = 104, 8  # what a month of security updates changed in a built root: so many runs of blocks
INDEX = 2 * 32 / BLOCK  # of a byte: its hash in the index, and in the bundle
MOST = 1.6  # times what differs, and what says so: TLS and the tables of the bundle come on top
PATIENCE_S = 3000.0


def nights(package: Path, cache: Path) -> str:
    """Raises Broken."""
    work = cache / "nights.d"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    office, authority = Authority(work / "pki", "office"), trustme.CA()
    signer = office.signer("signer")
    running = _system(work / "running")
    differs = _month(shutil.copytree(running, work / "month"))
    news = Path(shutil.copytree(running, work / "news"))
    with_news(news / "root.img")
    for number, made in ((3, work / "month"), (4, news)):
        bundle(made, number, signer, work / "web")
    told: list[str] = []
    with Host(work / "web", authority, listen="0.0.0.0", address=OURS).open() as host:
        root = _root(package, cache, office.cert, SETTINGS.format(url=host.url, daily=10 * DAILY_MB))
        _disks(root, running, work)
        with _machine(work) as shell:
            nights = Nights(
                shell,
                host,
                PATIENCE_S,
                note=lambda name, figure: told.append(f"{name}: {figure}"),
                tell=lambda line: print(line, flush=True),
            )
            nights.believe(authority)
            try:
                spent = nights.whole(3, f"a month with {differs} bytes that differ")
                least = differs + SYSTEM_MB * MB * INDEX
                if spent > MOST * least:
                    raise Broken(f"{spent} bytes came down where {least:.0f} were to; {told}\n{_said(shell)}")
                nights.allow(DAILY_MB)
                nights.interrupted(4)
            except (Failed, ShellError) as error:
                raise Broken(f"{error}; {told}\n{_said(shell)}") from error
    shutil.rmtree(work)
    return "; ".join(told)


def _said(shell: Shell) -> str:
    return shell.run(
        "journalctl -b -u rauc -u kiosk-system-fetch -u kiosk-system-line -o cat | grep -v '%' | tail -n 40"
    )


def _system(parts: Path) -> Path:
    parts.mkdir()
    (parts / "root.img").write_bytes(random.Random(1).randbytes(SYSTEM_MB * MB))
    line = parts / "cmdline.txt"
    line.write_text(f"rauc.slot=A kiosk.verity={DISK_ID}-05,1,2,3\n")
    settings = parts / "config.txt"
    settings.write_text("arm_64bit=1\n")
    _fat(parts / "boot.vfat", FAT_MB // 2, line, settings)
    return parts


def _month(parts: Path) -> int:
    """Bytes of the root that are others now."""
    chance, changed = random.Random(7), set[int]()
    with (parts / "root.img").open("r+b") as file:
        for _ in range(RUNS):
            at = chance.randrange(SYSTEM_MB * MB // BLOCK - LONG)
            file.seek(at * BLOCK)
            file.write(chance.randbytes(LONG * BLOCK))
            changed |= {*range(at, at + LONG)}
    return len(changed) * BLOCK


def _fat(path: Path, megabytes: int, *files: Path) -> None:
    with path.open("wb") as file:
        file.truncate(megabytes * MB)
    subprocess.run(["mkfs.vfat", path], check=True, capture_output=True)
    subprocess.run(["mcopy", "-i", path, *files, "::"], check=True)


def _disks(root: Path, parts: Path, work: Path) -> None:
    """Make the machine's disks: the running root, and a card with two systems whose second was never written."""
    image = work / "root.ext4"
    subprocess.run(["truncate", "-s", "4G", image], check=True)
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-d", root, image], check=True)
    shutil.rmtree(root)
    first, autoboot, disk = work / "first.vfat", work / "autoboot.txt", work / "card.img"
    autoboot.write_text("[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n")
    _fat(first, FAT_MB, autoboot)
    starts = [4, 4 + FAT_MB, 4 + 2 * FAT_MB]
    extended = 4 + 3 * FAT_MB
    roots = [extended + 1, extended + 2 + ROOT_MB]
    table = f"label: dos\nlabel-id: 0x{DISK_ID}\n"
    table += "".join(f"start={start}MiB, size={FAT_MB}MiB, type=c\n" for start in starts)
    table += f"start={extended}MiB, size={2 * ROOT_MB + 2}MiB, type=f\n"
    table += "".join(f"start={start}MiB, size={ROOT_MB}MiB, type=83\n" for start in roots)
    with disk.open("wb") as file:
        file.truncate((roots[1] + ROOT_MB + 1) * MB)
    subprocess.run(["sfdisk", "-q", disk], input=table, text=True, check=True)
    for path, start in ((first, starts[0]), (parts / "boot.vfat", starts[1]), (parts / "root.img", roots[0])):
        with disk.open("r+b") as file:
            file.seek(start * MB)
            file.write(path.read_bytes())


def _root(package: Path, cache: Path, keyring: Path, settings: str) -> Path:
    """Return a root folder with the package installed and the files that a card with two systems adds."""
    root = Root(cache, "nights", "amd64")
    root.satisfy(field(package, "Depends"))
    root.install(*WITH)
    (root.path / "src/answer").write_text(ASKED + "\n")
    root.do("debconf-set-selections", "/src/answer")
    root.install(root.bring(package))
    for name in ("etc/rauc", "usr/lib/kiosk", "usr/lib/systemd/system/rauc.service.d", "etc/udev/rules.d"):
        shutil.copytree(TWO / name, root.path / name, dirs_exist_ok=True)
    for name in UNITS:
        shutil.copy(TWO / "usr/lib/systemd/system" / name, root.path / "usr/lib/systemd/system")
    bus = "etc/dbus-1/system.d/kiosk-rauc.conf"
    shutil.copy(TWO.parent / "root" / bus, root.path / bus)
    config = root.path / "etc/rauc/system.conf"
    config.write_text(config.read_text().replace("@NUMBER@", "2"))
    shutil.copy(keyring, root.path / "etc/rauc/keyring.pem")
    (root.path / "usr/share/kiosk").mkdir(exist_ok=True)
    (root.path / "usr/share/kiosk/number").write_text("2\n")
    with (root.path / "etc/kiosk/kiosk.toml").open("a") as file:
        file.write(settings)
    (root.path / "etc/fstab").write_text("/dev/ubda / ext4 rw 0 1\n")
    shutil.copytree(MODULES, root.path / "usr/lib/modules", dirs_exist_ok=True)
    return root.path


@contextmanager
def _machine(work: Path) -> Iterator[Shell]:
    """Start the machine and yield its root shell. It has network and the kiosk's settings, and runs no other unit."""
    _ip("tuntap", "add", DEVICE, "mode", "tap")
    try:
        _ip("addr", "add", f"{OURS}/24", "dev", DEVICE)
        _ip("link", "set", DEVICE, "up")
        ours, its = socket.socketpair()
        words = [
            "linux.uml", "mem=768M", f"ubda={work / 'root.ext4'}", f"ubdb={work / 'card.img'}",
            "root=/dev/ubda", "rw", "rauc.slot=A", "panic=1", "audit=0",
            "quiet", "loglevel=1", f"vec0:transport=tap,ifname={DEVICE},depth=128,gro=1", "systemd.unit=basic.target",
            "systemd.debug_shell=tty1", "systemd.mask=systemd-timesyncd.service", "con0=null,fd:1", "con=null",
            f"con1=fd:{its.fileno()},fd:{its.fileno()}",
        ]  # fmt: skip
        with (work / "console.log").open("wb") as log, tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[its.fileno()], start_new_session=True,
                env=os.environ | {"TMPDIR": memory},
            )  # fmt: skip
            shell = Shell(ours)
            try:
                shell.wait(600)
                _prepare(shell)
                yield shell
            finally:
                shell.close()
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
    finally:
        _ip("link", "del", DEVICE)


def _prepare(shell: Shell) -> None:
    for command in (
        "systemctl is-system-running --wait",
        f"ip link set lo up; ip addr add {ITS}/24 dev vec0; ip link set vec0 up",
        "modprobe -a nbd dm_verity squashfs loop vfat nls_cp437 nls_ascii nls_iso8859-1",
        "udevadm trigger --settle; lsblk -o NAME,PARTUUID",
        f"mkdir -p /boot/firmware; mount -o ro /dev/disk/by-partuuid/{DISK_ID}-01 /boot/firmware",
        "systemctl start dbus.socket kiosk-settings.service kiosk-system-line.socket",
    ):
        print(f"    {shell.run(command, patience=600)}", flush=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
