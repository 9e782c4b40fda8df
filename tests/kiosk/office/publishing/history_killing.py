"""kill -9 of the office's desk while it publishes: the history has each deed that was answered, and each edition, once.

    python -m tests.kiosk.office.publishing.history_killing [TIMES]

A process changes a notice, records that, publishes, and begins again; it is killed at a moment of chance. The next one takes up
what was left, as a desk does at its start. Prints how many kills fell into what, and exits 1 for a deed that is missing or there
twice, and for a draft of a file that stays.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from content_cache.files import write_whole
from content_cache.signing.keyring import KeyRole
from kiosk.office.context import OfficeContext
from kiosk.office.editions.previous import in_folder
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.opening import open_office, take_up
from kiosk.office.people.access_file import access_file
from kiosk.office.people.people import People
from kiosk.office.publishing.records import EditionProgress
from kiosk.office.setup.setup import write_setup
from tests.support.newsroom import make_shared_keys

PASSWORD = "kunci laut biru tua"
LONGEST_S = 0.5
"""A round takes 0.1 s on an idle machine, so that kills fall into all of it."""


class Desk:
    """The desk over `folder`, in a process of its own that is killed. `told` has the deeds that it answered."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.told: set[str] = set()
        write_setup(folder, title="Diskominfo Banggai", area="72.01", out="")
        make_shared_keys(self._cabinet(), PASSWORD)

    def open(self) -> OfficeContext:
        people = People(access_file(self.folder / ".kantor"), memory_kib=8, rounds=1)
        return open_office(self.folder, people=people, cabinet=self._cabinet())

    def _cabinet(self) -> KeyCabinet:
        return KeyCabinet(self.folder / ".kantor/kunci", memory=2**20)

    def killed_once(self) -> None:
        """Let a process work, and kill it at a moment of chance after its start."""
        ours, theirs = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(ours)
            try:
                self._work(lambda deed: os.write(theirs, f"{deed}\n".encode()))
            finally:
                os._exit(1)
        os.close(theirs)
        time.sleep(self.chance.random() * LONGEST_S)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        with os.fdopen(ours) as file:
            self.told |= set(file.read().splitlines())
        if (signed := in_folder(self.folder / "terbit").signed) > 0:
            self.told.add(f"menerbitkan edisi {signed}")

    def _work(self, answered: Callable[[str], object]) -> None:
        office = self.open()
        take_up(office)
        key = office.cabinet.unlock_key(KeyRole.NEWS, PASSWORD)
        while True:
            change = f"mengubah {time.time_ns()}"
            text = f"---\nid: air\ntitle: Air mati\ncategory: pengumuman\n---\n{change}\n"
            write_whole(self.folder / "air.md", text.encode(), mode=None)
            office.history.commit_deed("Rahma", change, ["air.md"], now=datetime.now(UTC))
            answered(change)

            def note(edition: EditionProgress) -> None:
                deed = f"menerbitkan edisi {edition.number}"
                if edition.state == "done":
                    office.history.commit_deed("Rahma", deed, None, now=datetime.now(UTC))
                    answered(deed)

            office.editions.begin_edition("Rahma", key, [], datetime.now(UTC), sure=True, done=note)
            office.editions.wait_until_done(60)

    def faults(self) -> list[str]:
        """Return what is wrong after one more start."""
        office = self.open()
        take_up(office)
        found = Counter(deed.what for deed in office.history.deeds(100_000))
        drafts = [path for path in self.folder.rglob(".*") if re.fullmatch(r"\..*\.[0-9a-f]{8}", path.name)]
        return [
            *(f"missing: {deed}" for deed in sorted(self.told) if not found[deed]),
            *(f"{times} times: {deed}" for deed, times in found.items() if times > 1),
            *(f"left: {path}" for path in drafts),
            *([f"fault: {office.history.fault}"] if office.history.fault else []),
        ]


def main(times: int) -> int:
    with tempfile.TemporaryDirectory(prefix="history-killing-") as place:
        desk = Desk(Path(place) / "kantor", seed=5)
        for _ in range(times):
            desk.killed_once()
        found = desk.faults()
        print(f"{times} kills, {len(desk.told)} deeds, {len(found)} faults")
        print("\n".join(found[:20]))
        return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
