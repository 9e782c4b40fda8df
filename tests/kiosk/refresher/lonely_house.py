"""A house whose resolver and whose report's receiver never answer, in network and mounts of its own (`unshare -rmn`).

    python -m tests.kiosk.refresher.lonely_house FOLDER

Its refresher is told to end while it waits for both.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from content_cache.jobs.schedule import share
from kiosk.core.clock import VOUCHED
from tests.kiosk.refresher.test_ending import GENEROUS_S, assert_it_ends, refresher


def main(folder: Path) -> None:
    """Raises AssertionError where it does not end."""
    resolver = Path("/etc/resolv.conf").resolve()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
    for path in (VOUCHED, resolver):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    soon = next(
        name for n in range(10_000) if share(name := f"{n:012x}") < 0.001
    )  # of ten minutes: others report later
    (folder / "kiosk-id").write_text(f"{soon}\n")
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\n")
    subprocess.run(["mount", "--bind", str(folder / "resolv.conf"), str(resolver)], check=True)
    with socket.socket(type=socket.SOCK_DGRAM) as names, socket.create_server(("127.0.0.1", 0)) as receiver:
        names.bind(("127.0.0.1", 53))
        names.settimeout(GENEROUS_S)
        receiver.settimeout(GENEROUS_S)
        reports = f"http://127.0.0.1:{receiver.getsockname()[1]}/reports"
        with (
            refresher(folder, "https://kabar.example/feed", reports=reports) as process,
            receiver.accept()[0] as report,
        ):
            names.recv(1_000)
            report.recv(1_000)
            assert_it_ends(process)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
