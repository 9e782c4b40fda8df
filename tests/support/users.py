"""The appliance's folders with its users on them, and processes of these users: for tests that attack root for real, and for those
of what one user leaves to another.

The provisioner runs as its unit has it: user 0 without one capability. `unit` runs what a unit runs as the unit's own file has it:
its user and groups, its UMask, the system calls that it may not make, and the folders that it may write or not even see.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kiosk.core.paths import Folders
from tests.support.doors import make_doors

GROUP = 800
REPOSITORY = Path(__file__).parents[2]
UNITS = REPOSITORY / "systemd"
_SYSUSERS = (UNITS / "sysusers.conf").read_text()
NUMBERS = {name: int(number) for name, number in re.findall(r"^[ug] (kiosk\S*) (\d+) ", _SYSUSERS, re.MULTILINE)} | {
    "root": 0
}
_MADE_AT_BOOT = re.findall(
    r"^d /(\S*(?:kiosk|info-desa)\S*) (\d+) (\S+) (\S+)", (UNITS / "tmpfiles.conf").read_text(), re.MULTILINE
)
_MEMBERS = re.findall(r"^m (\S+) (kiosk\S*)$", _SYSUSERS, re.MULTILINE)
# systemd.exec: RestrictSUIDSGID, and of SystemCallFilter=~@privileged what could change an owner
LIMITS = """
import os, sys, pyseccomp
from pathlib import Path
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for call, place in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2), ("mknod", 1), ("mknodat", 2)):
    for bit in (0o2000, 0o4000):
        rules.add_rule(pyseccomp.ERRNO(1), call, pyseccomp.Arg(place, pyseccomp.MASKED_EQ, bit, bit))
for call in ("chown", "fchown", "lchown", "fchownat"):
    rules.add_rule(pyseccomp.ERRNO(1), call)
rules.load()
"""
# systemd.exec: ProtectSystem=strict with ReadWritePaths, and InaccessiblePaths, in a mount namespace of its own: $1 the root, $2
# what may be written, $3 what is not to be seen; and UMask, $4. PrivateTmp is left out: the root itself lies there
_MOUNTS = Path("/proc/self/mountinfo")
_WALLS = """
root=$1 written=$2 hidden=$3
umask "$4"
shift 4
mount --bind "$root" "$root"
for path in $written; do [ ! -e "$root$path" ] || mount --bind "$root$path" "$root$path"; done
mount -o remount,bind,ro "$root"
for path in $hidden; do [ ! -e "$root$path" ] || mount -t tmpfs -o mode=0,size=1k none "$root$path"; done
cd "$root/var/lib/kiosk" 2>/dev/null || cd "$root"
exec "$@"
"""


def _root_is_mounted() -> bool:
    """Not so where this runs in a folder that was made a root (chroot)."""
    return any(line.split()[4] == "/" for line in _MOUNTS.read_text().splitlines())


def _unshare() -> list[str]:
    """A mount namespace of which nobody else sees anything. What is no mount cannot be made private: nothing is shared there."""
    return ["unshare", "--mount", *([] if _root_is_mounted() else ["--propagation", "unchanged"])]


def may_be_others() -> str:
    """Why this process cannot run others as other users; "" if it can."""
    if os.geteuid() != 0:
        return "only root can run processes of several users"
    if shutil.which("setpriv") is None:
        return "setpriv (util-linux) is not installed"
    tried = subprocess.run(
        ["setpriv", "--reuid=801", "--regid=801", "--clear-groups", sys.executable, "-c", "import kiosk"],
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip
    if tried.returncode:
        return f"another user cannot run this Python: {tried.stderr[-200:]}"
    if find_spec("pyseccomp") is None:
        return "libseccomp is missing"
    if not _root_is_mounted() and " shared:" in _MOUNTS.read_text():
        return "what is mounted in a namespace would be seen outside it"
    walled = subprocess.run([*_unshare(), "true"], capture_output=True, text=True, check=False)
    return f"no mount namespace can be made: {walled.stderr[-200:]}" if walled.returncode else ""


@dataclass(frozen=True)
class Unit:
    """Unit file: the user it runs as, and what it may write (words, as in the file)."""

    user: str
    group: str
    groups: str
    umask: str
    written: str
    hidden: str

    @classmethod
    def read(cls, name: str) -> Unit:
        lines = (UNITS / name).read_text().splitlines()

        def words(key: str) -> list[str]:
            return [word for line in lines if line.startswith(f"{key}=") for word in line.partition("=")[2].split()]

        def paths(key: str) -> str:
            return " ".join(word.removeprefix("-").replace("%i", "sda1") for word in words(key))

        user = next(iter(words("User")), "root")
        group = next(iter(words("Group")), user)
        more = [word for word in words("SupplementaryGroups") if word in NUMBERS]
        groups = {group, *more, *(joined for member, joined in _MEMBERS if member == user)}
        return cls(
            user=user, group=group, groups=",".join(str(NUMBERS[each]) for each in sorted(groups)),
            umask=next(iter(words("UMask"))), written=paths("ReadWritePaths"), hidden=paths("InaccessiblePaths"),
        )  # fmt: skip


class Appliance:
    """`folders` as the units and tmpfiles.conf make them."""

    def __init__(self, root: Path) -> None:
        self.folders = folders = Folders(root)
        for folder in (folders.data, folders.system, folders.config.parent, folders.vouched.parent, folders.card):
            folder.mkdir(parents=True)
        folders.system.chmod(0o700)
        os.chown(folders.data, NUMBERS["kiosk"], GROUP)
        folders.data.chmod(0o2770)
        os.chown(folders.config.parent, 0, GROUP)
        make_doors(folders)
        self.public, self.courier = folders.root / "srv/info-desa", folders.root / "var/lib/kiosk-courier"
        (folders.config.parent).chmod(0o2755)  # RuntimeDirectoryMode of kiosk-settings.service
        for place, mode, user, group in _MADE_AT_BOOT:
            folder = folders.root / place
            folder.mkdir(parents=True, exist_ok=True)
            os.chown(folder, NUMBERS[user], NUMBERS[group])
            folder.chmod(int(mode, 8))

    def run(self, user: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A process of that user, in the data folder."""
        number = NUMBERS[user]
        become = ["setpriv", f"--reuid={number}", f"--regid={number}", f"--groups={GROUP}"]
        return subprocess.run(
            [*become, *words], capture_output=True, text=True, check=check, cwd=self.folders.data, timeout=60
        )

    def unit(self, name: str, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run *command* as the unit *name* would, within the limits of its file."""
        unit = Unit.read(name)
        bare = ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
        become = [f"--reuid={NUMBERS[unit.user]}", f"--regid={NUMBERS[unit.group]}", f"--groups={unit.groups}", *bare]
        walls = [*_unshare(), "sh", "-euc", _WALLS, "sh", str(self.folders.root), unit.written, unit.hidden]
        done = subprocess.run(
            [*walls, unit.umask, "setpriv", *become, *command], capture_output=True, text=True, check=False, timeout=120
        )
        assert not check or done.returncode == 0, done.stderr[-3000:]
        return done

    def says(self, unit: str, script: str, *words: str) -> list[str]:
        """The words that a Python `script` prints in the place of what the unit runs, in the data folder."""
        return self.unit(unit, sys.executable, "-c", LIMITS + script, *words).stdout.split()

    def technician(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """`sudo kiosk WORDS` on a machine that has the units' users."""
        users = self.folders.root / "passwd"
        users.write_text("".join(f"{name}:x:{number}:{number}::/:/bin/sh\n" for name, number in NUMBERS.items()))
        command = [sys.executable, "-m", "kiosk", "--data", str(self.folders.data), *words]
        named = 'mount --bind "$1" /etc/passwd && shift && umask 022 && exec "$@"'
        return subprocess.run(
            [*_unshare(), "sh", "-c", named, "sh", str(users), *command], input=typed,
            capture_output=True, text=True, check=False, timeout=120, cwd=REPOSITORY,
        )  # fmt: skip

    def python(self, user: str, script: str, *words: str, check: bool = True) -> str:
        return self.run(user, sys.executable, "-c", script, *words, check=check).stdout

    def ask(self, user: str, kind: str, argument: str = "") -> int:
        script = (
            "import sys; from pathlib import Path; from kiosk.state.root_requests import RootDoor, RequestKind\n"
            "print(RootDoor(Path(sys.argv[1])).leave_request(RequestKind(sys.argv[2]), sys.argv[3]))"
        )
        return int(self.python(user, script, str(self.folders.requests / user), kind, argument))

    def answer(self, user: str, number: int) -> str:
        script = (
            "import sys; from pathlib import Path; from kiosk.state.root_requests import RootDoor\n"
            "print(RootDoor(Path(sys.argv[1])).answer_to(int(sys.argv[2])) or '')"
        )
        return self.python(user, script, str(self.folders.requests / user), str(number)).strip()

    def serve(self, looks: int = 1) -> str:
        """The provisioner looks so many times; what it logged."""
        script = (
            "import logging, sys; from pathlib import Path; from kiosk.core.paths import Folders\n"
            "from kiosk.appliance.server import serve\n"
            "logging.basicConfig(level=logging.INFO, stream=sys.stderr)\n"
            "left = iter([False] * int(sys.argv[2]))\n"
            "serve(Folders(Path(sys.argv[1])), lambda _: next(left, True))"
        )
        bare = ["setpriv", f"--groups={GROUP}", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
        ended = subprocess.run(
            [*bare, sys.executable, "-c", script, str(self.folders.root), str(looks)],
            capture_output=True, text=True, check=False, cwd="/", timeout=60,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        return ended.stderr


@contextmanager
def appliance() -> Iterator[Appliance]:
    """Yield an appliance in a folder where every user can go: pytest's own folders are root's alone."""
    root = Path(tempfile.mkdtemp(prefix="kiosk-users-"))
    try:
        root.chmod(0o755)
        yield Appliance(root / "root")
    finally:
        shutil.rmtree(root)
