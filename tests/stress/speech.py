"""Thousands of utterances in a row, with random stops, and kills of every child of the speaker.

The long form: python -m tests.stress.speech 2000 (about ten minutes). The suite runs a short one (test_stress.py beside this).
"""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.core.messages import Ending, Message, SpeechEnded, SpeechStarted
from kiosk.settings.sections import SpeechSettings
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.utterance import Manner, Prelude, Priority, Sentence, Utterance, Where

PATIENCE_S = 60.0
WORDS = ("rapat", "warga", "air", "besok", "pagi", "desa", "balai", "padam", "pupuk", "sekolah")
CARD = "fast-wav:/dev/null"


@dataclass
class Outcome:
    """What came of it. `faults` are lines that must not be there."""

    endings: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    stops: int = 0
    faults: list[str] = field(default_factory=list)
    kilobytes: tuple[int, int] = (0, 0)
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{sum(self.endings.values())} utterances in {self.seconds:.0f} s: {dict(self.endings)}; {self.stops} stops, "
            f"kills {dict(self.kills)}; PSS {self.kilobytes[0]} kB after a tenth, {self.kilobytes[1]} kB at the end; "
            f"{len(self.faults)} faults"
        )


class Run:
    def __init__(self, folder: Path, seed: int, hangs: float, longest: int) -> None:
        self.hangs, self.longest = hangs, longest
        self.chance = random.Random(seed)
        self.outcome = Outcome()
        self.news = threading.Condition()
        self.open: dict[str, Priority] = {}  # said and not ended
        self.may_stop: set[str] = set()  # a stop was asked for, or something took their place
        self.started: set[str] = set()
        self.ended: Counter[str] = Counter()
        self.speaker = Speaker(
            SpeechSettings(voice="id", device=CARD, horn_device="fast-wav:/dev/../dev/null", horn_rate=110),
            tell=self.hear,
            cache_dir=folder,
            cache_bytes=20_000_000,
        )

    def hear(self, message: Message) -> None:
        with self.news:
            if isinstance(message, SpeechStarted):
                self.started.add(message.utterance)
            elif isinstance(message, SpeechEnded):
                self.ended[message.utterance] += 1
                self.outcome.endings[message.ending.value] += 1
                self._judge(message)
                self.open.pop(message.utterance, None)
            self.news.notify_all()

    def _judge(self, ended: SpeechEnded) -> None:
        if self.ended[ended.utterance] > 1:
            self.outcome.faults.append(f"{ended.utterance} ended twice")
        if ended.ending is Ending.FAILED:
            self.outcome.faults.append(f"{ended.utterance} failed: {ended.reason}")
        if ended.ending is Ending.STOPPED and ended.utterance not in self.may_stop:
            self.outcome.faults.append(f"{ended.utterance} was stopped, and nobody asked for it")

    def wait(self, until: str = "") -> None:
        """Until few are open, or this one has begun."""
        with self.news:
            fine = self.news.wait_for(
                lambda: len(self.open) < 4 and (until in self.started or until not in self.open), PATIENCE_S
            )
        if not fine:
            self.outcome.faults.append(f"nothing happens; open are {list(self.open)}")

    def say(self, number: int) -> None:
        chance = self.chance
        priority = chance.choices(list(Priority), (3, 5, 2))[0]
        sentences = tuple(
            Sentence(" ".join(chance.choices(WORDS, k=chance.randint(1, self.longest))))
            for _ in range(chance.randint(1, 4))
        )
        name = f"u{number}"
        with self.news:
            if priority is Priority.ASKED:
                self.may_stop |= {other for other, kind in self.open.items() if kind is Priority.ASKED}
            self.open[name] = priority
        where = chance.choice(list(Where)) if priority is not Priority.ASKED else Where.INDOOR
        prelude = chance.choices([Prelude.NONE, Prelude.CHIME, Prelude.SIREN], (8, 1, 1))[0]
        self.speaker.say(Utterance(name, sentences), Manner(priority, where, prelude))
        if chance.random() < 0.5:
            self.wait(name)

    def disturb(self) -> None:
        chance, kind = self.chance, self.chance.random()
        if kind < 0.12:
            with self.news:
                self.may_stop |= set(self.open)
            self.outcome.stops += 1
            self.speaker.stop(urgent=chance.random() < 0.3, scheduled=chance.random() < 0.5)
        elif kind < 0.20:
            children = {
                "player": self.speaker.player_pid,
                "horn": self.speaker.horn_pid,
                "synthesiser": self.speaker.synthesiser_pid,
            }
            name, pid = chance.choice(list(children.items()))
            if pid is not None:
                how = signal.SIGSTOP if chance.random() < self.hangs else signal.SIGKILL
                self.outcome.kills[f"{name} {how.name}"] += 1
                os.kill(pid, how)
        elif kind < 0.30:
            self.speaker.set_rate(chance.choice([130, 180]))
        elif kind < 0.35:
            self.speaker.warm_up()
        elif kind < 0.40:
            self.speaker.set_volume(chance.randint(0, 100))


def run(count: int, folder: Path, *, seed: int = 5, hangs: float = 0.05, longest: int = 5) -> Outcome:
    """Say `count` utterances; the folder is the speaker's. Of the children that are hit the share `hangs` is stopped instead of
    killed: each costs seconds of patience. A sentence has `longest` words at most. Everything is ended when it returns."""
    before = {thread.name for thread in threading.enumerate()}
    began = time.monotonic()
    it = Run(folder, seed, hangs, longest)
    try:
        for number in range(count):
            if number == max(1, count // 10):
                first = _kilobytes()
            it.say(number)
            it.disturb()
            it.wait()
        with it.news:
            it.news.wait_for(lambda: not it.open, PATIENCE_S)
        it.outcome.kilobytes = (first, _kilobytes())
    finally:
        it.speaker.close()
    it.outcome.seconds = time.monotonic() - began
    it.outcome.faults += [f"u{n} never ended" for n in range(count) if not it.ended[f"u{n}"]]
    it.outcome.faults += [f"left over: {file.name}" for file in folder.rglob("*") if file.suffix in {".part", ".raw"}]
    it.outcome.faults += [f"left over: process {pid}" for pid in _children()]
    it.outcome.faults += [f"left over: thread {t.name}" for t in threading.enumerate() if t.name not in before]
    return it.outcome


def _kilobytes() -> int:
    gc.collect()
    rollup = Path("/proc/self/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


def _children() -> list[int]:
    """Processes of the speaker that are ours and alive."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"kiosk.speech" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:  # it ended while we looked
            continue
    return found


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory(prefix="kiosk-stress-") as folder:
        outcome = run(count, Path(folder), seed=int(sys.argv[2]) if len(sys.argv) > 2 else 5)
    print(outcome)
    print("\n".join(outcome.faults[:40]))
    sys.exit(bool(outcome.faults))


if __name__ == "__main__":
    main()
