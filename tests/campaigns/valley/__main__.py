"""A valley of five kiosks without an internet: real processes, network namespaces, avahi and nginx of Debian's.

    python -m tests.campaigns.valley [SECONDS]

As root, with avahi-daemon, avahi-utils, nginx and dbus. The kiosks stand in a row and each sees the next one alone; they look round
every SECONDS (2), which stand for the five minutes of a real one, so that a day takes ten minutes. A courier's phone uploads an
edition in the first hall; beside the third one stand six hostile machines, each of which hands out a bad one; a second edition
comes by phone into the last hall. Prints when which kiosk had what. Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from content_cache.signing.edition import LATEST, Latest
from content_cache.signing.signatures import Signature, sign
from kiosk.office.targets.stick import write_stick
from kiosk.refresher.neighbours.rounds import EVERY_S
from kiosk.refresher.neighbours.shelf import CURRENT
from tests.campaigns.valley.halls import Hall, KioskHall, chain, lacking, switch
from tests.content_cache.central.office import NEWS, OTHER, OfficePC

HOSTILE = ("signed by another", "a number that lies", "other words", "an older one", "slow", "endless")
_NEW = "---\nid: {id}\ntitle: {title}\ncategory: berita\n---\nSejak pagi.\n"
_FORGED = "Kirim uang ke nomor ini"


class Valley:
    """`kiosks` in a row, each with `look_round_s` between two looks; `beside` of them stand hostile machines, as many as wanted."""

    def __init__(self, place: Path, stack: ExitStack, kiosks: int, look_round_s: float) -> None:
        self.place, self._stack, self.look_round_s = place, stack, look_round_s
        self.office = OfficePC.at(place)
        self.kiosks = [KioskHall(f"k{n + 1}b", place / f"k{n + 1}", stack) for n in range(kiosks)]

    def begin(self, beside: int, hostile: Sequence[str]) -> None:
        chain(self.kiosks)
        strangers = [Hall(f"h{n}b", self.place / f"h{n}", self._stack) for n in range(len(hostile))]
        switch(self.kiosks[beside], strangers)
        for hall in self.kiosks:
            hall.open(self.look_round_s)
        self._strangers = list(zip(strangers, hostile, strict=True))

    def published(self, title: str) -> Path:
        """One edition more, as "Bawa ke desa" gives it."""
        self.office.put(f"{title.lower().replace(' ', '-')}.md", _NEW.format(id=title[:3], title=title))
        self.office.publish(later=timedelta(hours=1))
        path = self.place / f"{title}.zip"
        write_stick(self.office.out, path, NEWS.public)
        return path

    def let_loose(self) -> None:
        """Each hostile machine hands out what a real kiosk would, but for one thing."""
        older = self.place / "lama"
        shutil.copytree(self.office.out, older)
        self.published("Jembatan dibuka")
        for hall, how in self._strangers:
            folder = hall.place / "web" / CURRENT
            shutil.copytree(older if how == "an older one" else self.office.out, folder)
            _spoil(folder, how, hall.place)
            hall.begin()
            hall.start(sys.executable, "-m", "tests.campaigns.valley.hostile", str(folder.parent), how)
            hall.announce()

    def reached(self, seq: int, within_s: float) -> list[float]:
        """After how many seconds each kiosk had the edition, in their order; inf for never."""
        begun, found = time.monotonic(), dict.fromkeys(range(len(self.kiosks)), float("inf"))
        while time.monotonic() - begun < within_s and float("inf") in found.values():
            for number, hall in enumerate(self.kiosks):
                if found[number] == float("inf") and hall.seq >= seq:
                    found[number] = time.monotonic() - begun
            time.sleep(0.1)
        return list(found.values())

    def wait(self, there: Callable[[], bool], within_s: float) -> bool:
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            if there():
                return True
            time.sleep(0.2)
        return False


def _spoil(folder: Path, how: str, place: Path) -> None:
    latest = folder / LATEST
    said = Latest.parse(Signature.parse(latest.read_bytes()).comment)
    feed = folder / said.edition_name
    match how:
        case "signed by another":
            other = OfficePC.at(place)
            other.put("palsu.md", _NEW.format(id="palsu", title=_FORGED))
            for _ in range(said.seq + 1):
                other.publish(key=OTHER, later=timedelta(hours=1))
                other.put("lagi.md", _NEW.format(id="lagi", title=f"{_FORGED} {_}"))
            shutil.rmtree(folder)
            shutil.copytree(other.out, folder)
        case "a number that lies":
            seq = said.seq + 500
            latest.write_text(
                latest.read_text().replace(
                    f"seq={said.seq} file={said.edition_name}", f"seq={seq} file=feed-{seq}.json"
                )
            )
            feed.rename(folder / f"feed-{seq}.json")
        case "other words":
            feed.write_bytes(feed.read_bytes().replace(b"Jembatan dibuka", _FORGED.encode()))
        case _:
            sign(b"", OTHER, "nothing is changed")


def main(argv: list[str]) -> int:
    """1 for anything that does not hold."""
    if why := lacking():
        print(why)
        return 1
    look_round_s = float(argv[0]) if argv else 2.0
    scale = EVERY_S / look_round_s
    day = 86_400 / scale
    wrong: list[str] = []
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lembah-")))
        place.chmod(0o755)
        valley = Valley(place, stack, 5, look_round_s)
        valley.begin(2, HOSTILE)
        first = valley.published("Harga beras")
        print("the phone in the first hall is shown", valley.kiosks[0].upload(first))
        wrong += _told(valley.reached(1, day), scale)
        valley.let_loose()
        over = time.monotonic() + max(12 * look_round_s, 60)
        while time.monotonic() < over:
            time.sleep(1)
        if moved := [hall.name for hall in valley.kiosks if hall.seq != 1]:
            wrong.append(f"took an edition that was none: {moved}")
        refused = valley.kiosks[2].log.count("no edition from")
        print(f"the third kiosk refused {refused} times what hostile machines handed out")
        wrong += [] if refused >= 3 else ["nobody tried"]
        second = valley.place / "Jembatan dibuka.zip"
        print("the phone in the last hall is shown", valley.kiosks[4].upload(second))
        wrong += _told(valley.reached(2, day), scale)
        if not valley.wait(lambda: all(hall.handed_out == 2 for hall in valley.kiosks), 30):
            wrong.append("not all hand it on")
        if forged := [hall.name for hall in valley.kiosks if any(_FORGED in title for title in hall.titles)]:
            wrong.append(f"show what is forged: {forged}")
        for hall in valley.kiosks:
            left = [path.name for path in hall.arrivals.iterdir()] + [path.name for path in hall.site.glob(".*")]
            wrong += [f"{hall.name} keeps {left}"] if left else []
            if _FORGED.encode() in b"".join(path.read_bytes() for path in (hall.site / CURRENT).glob("*.json")):
                wrong.append(f"{hall.name} hands out what is forged")
            if "Traceback" in hall.log:
                wrong.append(hall.log[-2_000:])
    print("\n".join(wrong) or "all of it holds")
    return 1 if wrong else 0


def _told(seconds: list[float], scale: float) -> list[str]:
    told = ", ".join(f"{each:.0f} s ({each * scale / 60:.0f} min)" for each in seconds)
    print(f"the kiosks had it after {told}")
    return [f"not all had it: {seconds}"] if float("inf") in seconds else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
