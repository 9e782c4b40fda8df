"""A USB stick in an image file, and kiosk-stick@.service done line by line in a mount namespace of its own. Needs root."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

UNIT = Path(__file__).parents[3] / "systemd/kiosk-stick@.service"
FUSE = Path("/usr/sbin/mount.exfat-fuse")
NSENTER = "/usr/bin/nsenter --mount=/proc/1/ns/mnt "  # here a namespace of our own stands for the machine's
_NAMESPACE = ["unshare", "--mount", "--propagation", "private"]
PEOPLE = 64321  # the number of the user and of the group that the unit names


@cache
def why_not() -> str:
    """Why no stick can be mounted here, "" when it can."""
    if os.geteuid() != 0:
        return "mounting needs root"
    if missing := [
        name for name in ("losetup", "unshare", "mount", "mkfs.exfat", "mkfs.ext4") if not shutil.which(name)
    ]:
        return f"not installed: {', '.join(missing)}"
    if not _in_kernel("exfat") and not (FUSE.exists() and Path("/dev/fuse").exists()):
        return "neither the kernel nor FUSE reads exFAT here"
    for tried, what in (
        (["losetup", "--find"], "no loop device"),
        ([*_NAMESPACE, "true"], "no mount namespace"),  # a chroot's root is no mount point of its own
    ):
        done = subprocess.run(tried, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return f"{what}: {done.stderr.strip()}"
    return ""


def _in_kernel(name: str) -> bool:
    return name in Path("/proc/filesystems").read_text().split()


@contextmanager
def plugged_in(image: Path, file_system: str) -> Iterator[str]:
    """The kernel's name of a stick of 32 MB with this file system, as `sda1` is one."""
    with image.open("wb") as file:
        file.truncate(32 << 20)
    _run(f"mkfs.{file_system}", *(["-q"] if file_system == "ext4" else []), str(image))
    device = _run("losetup", "--find", "--show", str(image))
    try:
        yield Path(device).name
    finally:
        _run("losetup", "--detach", device)


def lines(key: str) -> list[str]:
    """Return the values of *key* in the stick's unit file."""
    return [line.partition("=")[2] for line in UNIT.read_text().splitlines() if line.startswith(f"{key}=")]


def command(line: str, name: str, data: Path) -> str:
    """A command of the unit as the shell runs it; the line's `-` says that it may fail. `+` changes nothing: all is root's here."""
    prefix = line[: len(line) - len(line.lstrip("-+"))]
    words = line.lstrip("-+").replace("%i", name).replace("%I", name).replace(NSENTER, "")
    words = words.replace("/opt/kiosk/bin/kiosk", f"{shlex.quote(sys.executable)} -m kiosk")
    words = words.replace("/var/lib/kiosk", shlex.quote(str(data)))
    return f"{words} || true" if "-" in prefix else words


def script(steps: list[str], place: Path) -> str:
    """The steps after what makes this machine look like the kiosk: its users, and a driver of exFAT."""
    for kind, line in (
        ("passwd", f"kiosk-refresher:x:{PEOPLE}:{PEOPLE}::/:/bin/false"),
        ("group", f"kiosk-data:x:{PEOPLE}:"),
    ):
        (place / kind).write_text(f"{Path('/etc', kind).read_text().rstrip()}\n{line}\n")
    made = [
        "set -eu",
        # a driver by FUSE lives in the namespace: it would keep that, and the device, for ever
        "trap 'umount --lazy --quiet /mnt /run/kiosk-stick/* || true' EXIT",
        "mount -t tmpfs none /run",
        *(f"mount --bind {place}/{kind} /etc/{kind}" for kind in ("passwd", "group")),
    ]
    if not _in_kernel("exfat"):
        helpers = place / "helpers"
        helpers.mkdir(exist_ok=True)
        if not (helpers / "mount.exfat").is_symlink():
            (helpers / "mount.exfat").symlink_to(FUSE)
        made.append(f"mount -t overlay -o lowerdir={helpers}:/usr/sbin none /usr/sbin")
    return "\n".join([*made, *steps, ""])


def run_in_namespace(text: str, config: Path) -> subprocess.CompletedProcess[str]:
    """No mount of it is seen outside."""
    return subprocess.run(
        [*_NAMESPACE, "sh", "-c", text],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | {"KIOSK_CONFIG": str(config), "PYTHONPATH": str(UNIT.parents[1])},
    )


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
