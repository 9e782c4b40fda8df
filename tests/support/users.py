"""The appliance's folders with its users on them, and processes of these users: for tests that attack root for real.

The provisioner runs as its unit has it: user 0 without one capability.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.core.paths import Folders
from tests.support.doors import make_doors

GROUP = 800
NUMBERS = {"kiosk": 801, "kiosk-refresher": 802, "kiosk-desk": 803}  # of systemd/sysusers.conf
REPOSITORY = Path(__file__).parents[2]


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
    return f"another user cannot run this Python: {tried.stderr[-200:]}" if tried.returncode else ""


class Appliance:
    """`folders` as the units make them."""

    def __init__(self, root: Path) -> None:
        self.folders = folders = Folders(root)
        for folder in (folders.data, folders.system, folders.config.parent, folders.vouched.parent, folders.card):
            folder.mkdir(parents=True)
        folders.system.chmod(0o700)
        os.chown(folders.data, NUMBERS["kiosk"], GROUP)
        folders.data.chmod(0o2770)
        os.chown(folders.config.parent, 0, GROUP)
        make_doors(folders)
        for user in ("kiosk", "kiosk-refresher"):
            os.chown(folders.requests / user, NUMBERS[user], 0)
            (folders.requests / user).chmod(0o2770)
        os.chown(folders.requests / "answers", 0, GROUP)
        (folders.requests / "answers").chmod(0o2750)

    def run(self, user: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A process of that user, in the data folder."""
        number = NUMBERS[user]
        become = ["setpriv", f"--reuid={number}", f"--regid={number}", f"--groups={GROUP}"]
        return subprocess.run(
            [*become, *words], capture_output=True, text=True, check=check, cwd=self.folders.data, timeout=60
        )

    def python(self, user: str, script: str, *words: str, check: bool = True) -> str:
        return self.run(user, sys.executable, "-c", script, *words, check=check).stdout

    def ask(self, user: str, kind: str, argument: str = "") -> int:
        script = (
            "import sys; from pathlib import Path; from kiosk.state.root_requests import RootDoor, RequestKind\n"
            "print(RootDoor(Path(sys.argv[1])).ask(RequestKind(sys.argv[2]), sys.argv[3]))"
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
            "from kiosk.provision.server import serve\n"
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
    """Where every user can go: pytest's own folders are root's alone."""
    root = Path(tempfile.mkdtemp(prefix="kiosk-users-"))
    try:
        root.chmod(0o755)
        yield Appliance(root / "root")
    finally:
        shutil.rmtree(root)
