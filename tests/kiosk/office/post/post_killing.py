"""kill -9 of the receiver while it stores and acknowledges: nothing that was told as taken is lost, nothing is there twice.

    python -m tests.kiosk.office.post.post_killing [TIMES]

A process takes envelopes of three kiosks as the desk's receiver does, and tells after each request what is taken; it is killed at
a moment of chance and started anew, the post open or shut in turn. What was told is looked for on the disk each time; at the end
all is sent once more. Prints how many kills fell into a request, and exits 1 for anything that is lost, other, there twice or
acknowledged too far.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import tempfile
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path

from kiosk.core.children import OWN_MODULES
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.post.file import FILE
from kiosk.office.post.inbox import PostInbox, post_public
from kiosk.office.post.store import TOLD_KEPT, PostStore
from tests.support.posting import PostingKiosk

PASSWORD = "kunci laut biru tua"
NOW = datetime(2026, 11, 27, 9, 41, tzinfo=UTC)


def receiver(folder: Path, is_open: bool) -> None:
    """A line of base64 in, a line of what is taken out."""
    inbox = PostInbox(PostStore(folder), KeyCabinet(folder / "kunci", memory=2**20), reserve=0)
    if is_open:
        inbox.open(PASSWORD, NOW)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        receipt = inbox.receive(b64decode(line), NOW)
        sys.stdout.write(json.dumps([list(each) for each in receipt.taken]) + "\n")
        sys.stdout.flush()


class Office:
    """Its folder, three kiosks, and what was told of each of their envelopes."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.sent: dict[str, dict[int, bytes]] = {}
        self.told: set[tuple[str, int]] = set()
        self.during = 0
        cabinet = KeyCabinet(folder / "kunci", memory=2**20)
        cabinet.make_post(PASSWORD, PASSWORD)
        public = cabinet.public("post")
        assert public is not None
        store = PostStore(folder)
        self.kiosks = [PostingKiosk(post_public(public), NOW) for _ in range(3)]
        for kiosk, code in zip(self.kiosks, store.register.make_codes([("Desa", "")] * 3, NOW), strict=True):
            store.register.enrol(kiosk.id, bytes(kiosk.key.verify_key), code.code, NOW)
            self.sent[kiosk.id] = {}
        store.file.close()

    def some(self) -> bytes:
        """New envelopes of one kiosk, behind one or two that were sent before."""
        kiosk = self.chance.choice(self.kiosks)
        sent = self.sent[kiosk.id]
        body = [sent[n] for n in self.chance.sample(sorted(sent), min(2, len(sent)))]
        for _ in range(self.chance.randint(1, 4)):
            asks = self.chance.random() < 0.5
            made = (
                kiosk.question(kiosk.number + 1, b"OggS" + self.chance.randbytes(3_000)) if asks else kiosk.health(n=1)
            )
            sent[kiosk.number] = made
            body.append(made)
        return b"".join(body)

    def killed_once(self, *, is_open: bool) -> None:
        """Started, given requests, killed after a while: between two of them or in the midst of one."""
        with self.running(is_open) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            for _ in range(self.chance.randint(0, 5)):
                self._ask(child)
            child.stdin.write(b64encode(self.some()) + b"\n")
            child.stdin.flush()
            try:
                child.wait(self.chance.random() * 0.012)
            except subprocess.TimeoutExpired:
                child.kill()
            rest = child.stdout.read()
            self.during += not rest
            self._note(rest)

    def running(self, is_open: bool) -> subprocess.Popen[bytes]:
        words = [
            sys.executable,
            *OWN_MODULES,
            "-m",
            "tests.kiosk.office.post.post_killing",
            str(self.folder),
            str(int(is_open)),
        ]
        root = Path(__file__).parents[4]
        return subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root, env={"PYTHONPATH": str(root)}
        )

    def _ask(self, child: subprocess.Popen[bytes], body: bytes = b"") -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(b64encode(body or self.some()) + b"\n")
        child.stdin.flush()
        self._note(child.stdout.readline())

    def _note(self, lines: bytes) -> None:
        for line in lines.splitlines():
            self.told |= {(kiosk, n) for kiosk, n in json.loads(line)}

    def faults(self) -> list[str]:
        """Return the faults: envelopes reported as stored that are missing or altered, and stored ones that were never sent."""
        db = sqlite3.connect(self.folder / FILE)
        query = "SELECT k.id, e.n, e.kind, e.sealed, e.unread FROM envelope e JOIN kiosk k USING (who)"
        held = {(name, n): (kind, sealed, unread) for name, n, kind, sealed, unread in db.execute(query)}
        heard = {(name, n) for name, n in db.execute("SELECT k.id, n FROM told JOIN kiosk k USING (who)")}
        asked = {(name, n) for name, n in db.execute("SELECT k.id, n FROM question JOIN kiosk k USING (who)")}
        found = [f"lost {each}" for each in self.told if each not in held]
        for (name, n), (kind, sealed, unread) in held.items():
            if sealed is not None and sealed != self.sent[name].get(n):
                found.append(f"other {name} {n}")
            newer = sum(each == name and number > n for each, number in heard)
            if sealed is None and (name, n) not in heard and newer < TOLD_KEPT["health"]:
                found.append(f"gone {name} {n}")
            if not unread and kind == "question" and (name, n) not in asked:
                found.append(f"not asked {name} {n}")
        for kiosk in PostStore(self.folder).register.kiosks():
            missing = [n for n in range(1, kiosk.taken + 1) if (kiosk.id, n) not in held]
            found += [f"acknowledged {kiosk.id} {n}" for n in missing]
            found += [f"a copy of {kiosk.id}"] if kiosk.doubtful else []
        return found

    def finish(self) -> list[str]:
        """All is sent once more, and all of it is there."""
        with self.running(True) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdout.readline()
            for sent in self.sent.values():
                for envelope in sent.values():
                    self._ask(child, envelope)
            child.stdin.close()
        whole = [
            f"not whole {kiosk.id}"
            for kiosk in PostStore(self.folder).register.kiosks()
            if kiosk.taken != len(self.sent[kiosk.id])
        ]
        return [*self.faults(), *whole]


def main(times: int) -> int:
    with tempfile.TemporaryDirectory(prefix="post-killing-") as place:
        office = Office(Path(place))
        for n in range(times):
            office.killed_once(is_open=n % 2 == 1)
            if found := office.faults():
                print(f"kill {n}: {found}")
                return 1
        found = office.finish()
        sent = sum(len(each) for each in office.sent.values())
        told = f"{sent} envelopes, {len(office.told)} told as taken; faults {found}"
        print(f"{times} kills, {office.during} of them within a request; {told}")
        return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) > 2:
        receiver(Path(sys.argv[1]), sys.argv[2] == "1")
        sys.exit(0)
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
