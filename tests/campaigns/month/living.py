"""The days of a kiosk: its office works, the line comes and goes, power fails, the clock is wrong and is set right."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from content_cache.central.import_result import ImportResult
from tests.campaigns.month.host import web
from tests.campaigns.month.kiosk import Kiosk, Machine
from tests.campaigns.month.office import CENTRAL, Newsroom
from tests.campaigns.month.oracle import Look, edges
from tests.campaigns.month.truth import WITA, Known

BEGIN = datetime(2026, 12, 4, 7, 0, tzinfo=WITA)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_FURTHEST = 20  # days ahead: by more than a calendar is read back, events of this week wait until the clock is set


class Boot(StrEnum):
    """What the machine's clock says after it was without power and without a line."""

    EPOCH = "1970"
    STOOD = "as when the power went"
    BEHIND = "days behind"
    AHEAD = "days ahead"
    RIGHT = "right, and a clock module vouches for it"


class Setting(StrEnum):
    """Who sets it right, while the line is up."""

    FIRST = "the network, before a source is asked"
    LATER = "the network, after sources were asked"
    NEVER = "nobody: time servers are shut out"


class Life:
    """`looks` at one in so many of the moments when something changes."""

    def __init__(
        self, place: Path, url: str, newsroom: Newsroom, draw: random.Random, machine: Machine, *, every: int
    ) -> None:
        self.draw, self.every = draw, every
        self.office = newsroom
        self.machine = machine
        self.known = Known()
        self.kiosk = Kiosk(place / "data", self.machine, url)
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        self._line = self._at = BEGIN

    def live(self, days: int) -> None:
        for number in range(days):
            self._day(BEGIN + number * _DAY)

    def _day(self, morning: datetime) -> None:
        draw = self.draw
        plan: list[tuple[datetime, str]] = [(morning + timedelta(minutes=draw.randint(5, 300)), "office")]
        if morning >= self._line:
            plan.append((morning + timedelta(minutes=draw.randint(301, 900)), "line"))
            self._line = morning + draw.randint(1, 9) * _DAY
        if draw.random() < 0.5:
            plan.append((morning + timedelta(minutes=draw.randint(0, 1300)), "cut"))
        if draw.random() < 0.1:
            plan.append((morning + timedelta(minutes=draw.randint(301, 1300)), "stick"))
        if draw.random() < 0.08:
            plan.append((morning + timedelta(minutes=draw.randint(0, 1300)), "technician"))
        at = max(morning, self._at)  # a cut may have gone on over it
        for when, what in [*sorted(plan), (morning + _DAY, "")]:
            self._until(at, when)
            at = self._at = self._do(what, max(at, when))

    def _until(self, first: datetime, last: datetime) -> None:
        """Looks while nothing else happens."""
        midnight = last.astimezone(WITA).replace(hour=0, minute=0, second=0, microsecond=0)
        second = timedelta(seconds=1)
        fixed = {midnight + off for off in (-second, timedelta(0), second, timedelta(hours=4), timedelta(hours=21))}
        found = sorted({*edges(self.known, first, last), *(when for when in fixed if first <= when < last)})
        for when in found[self.draw.randrange(self.every) :: self.every]:
            self.machine.now = when.astimezone(UTC)
            self.look(thorough=self.draw.random() < 0.25)

    def look(self, *, thorough: bool = True) -> None:
        look = Look(self.kiosk, self.known)
        self.counts[f"looks, clock {'right' if look.right else look.trust}"] += 1
        self.faults += look.take(thorough=thorough)
        self.counts.update({f"seen: {what}": number for what, number in look.seen.items()})

    def _do(self, what: str, when: datetime) -> datetime:
        self.machine.now = when.astimezone(UTC)
        match what:
            case "office":
                self.office.day(self.machine.now)
            case "line":
                return self._line_up()
            case "cut":
                return self._power_cut(when)
            case "stick":
                self._stick()
            case "technician":
                wrong = self.draw.random() < 0.25  # a week or two too late, until the network knows better
                off = self.draw.randint(1, 20) * _DAY if wrong else timedelta(seconds=self.draw.randint(-60, 60))
                self._vouch(off)
                self.counts[f"set by a technician, {'wrong' if wrong else 'right'}"] += 1
        return when

    def _line_up(self) -> datetime:
        """An hour of it: asked at once, and again when the clock is set."""
        setting = Setting.FIRST if self.machine.believed else self.draw.choice(list(Setting))
        self.counts[f"line: {setting}"] += 1
        if self.draw.random() < 0.4:
            self.office.now = self.machine.now
            self.office.quake()
        if setting is Setting.FIRST:
            self._set_right()
        self._refresh()
        self.look()
        for _ in range(2):
            self.machine.now += 20 * _MINUTE
            if setting is Setting.LATER:
                self._set_right()
                self.look()
                if self.draw.random() < 0.4:
                    break  # and the line is gone before anything is asked again
            self.office.now = self.machine.now
            self._refresh()
            self.look()
        return self.machine.now.astimezone(WITA)

    def _stick(self) -> None:
        """Somebody brings the office's edition: it is as fresh as its office made it."""
        result = self.kiosk.take_in(self.office.pc.out)
        self.counts[f"stick: {result}"] += 1
        if result is ImportResult.TAKEN:
            listed, gone = self.office.told(CENTRAL, self.known)
            heard = max(self.known.heard[CENTRAL], self.office.pc.now)
            self.known.take(CENTRAL, listed, gone, self.machine.now, off=self.kiosk.writes() - self.machine.now)
            self.known.heard[CENTRAL] = heard

    def _set_right(self) -> None:
        self._vouch(timedelta(0))

    def _vouch(self, off: timedelta) -> None:
        """Somebody does for the clock, and the refresher, which looks each minute, sees it."""
        self.machine.off, self.machine.believed = off, True
        self.kiosk.refresh(line=False)
        self.known.misled = off > _MINUTE * 2
        if not self.known.misled:
            self.known.put_right(self.machine.now)

    def _refresh(self) -> None:
        self.office.now = self.machine.now
        self.office.put_feeds()
        before = self.kiosk.stored()
        told = {source.name: self.office.told(source.name, self.known) for source in self.kiosk.sources}
        for name, status in self.kiosk.refresh().items():
            self.counts[f"answers: {status}"] += 1
            if status in ("updated", "unchanged", "partial"):
                listed, gone = told[name]
                before -= {(name, key) for key in gone}
                self.known.take(name, listed, gone, self.machine.now, off=self.kiosk.writes() - self.machine.now)
            else:
                self.counts[f"{name} is {status}"] += 1  # what it has said is not known, then
        if lost := before - self.kiosk.stored():
            self.faults.append(f"{self.machine.now.astimezone(WITA)}: the cache has lost {sorted(lost)}")

    def _power_cut(self, when: datetime) -> datetime:
        """Back some time later, with whatever clock."""
        self.kiosk.cut()
        before = self.machine.time()
        away = timedelta(minutes=self.draw.choice((3, 40, 300, 700)))
        self.machine.now = now = (when + away).astimezone(UTC)
        boot = self.draw.choice(list(Boot))
        self.counts[f"boot: {boot}"] += 1
        said = {
            Boot.EPOCH: datetime(1970, 1, 1, 0, 0, 20, tzinfo=UTC),
            Boot.STOOD: before,
            Boot.BEHIND: now - self.draw.randint(2, 40) * _DAY,
            Boot.AHEAD: now + self.draw.randint(2, _FURTHEST) * _DAY,
            Boot.RIGHT: now,
        }[boot]
        self.machine.off, self.machine.believed = said - now, boot is Boot.RIGHT
        self.kiosk.boot()
        if self.machine.believed:
            self._vouch(timedelta(0))
        self.look()
        return now.astimezone(WITA)


@contextmanager
def village(place: Path, seed: int, *, every: int = 1) -> Iterator[Life]:
    draw = random.Random(seed)
    newsroom = Newsroom(place, draw, BEGIN.astimezone(UTC))
    newsroom.day(BEGIN.astimezone(UTC))
    newsroom.publish()
    machine = Machine(BEGIN.astimezone(UTC))
    with web(newsroom.web, machine) as url:
        life = Life(place, url, newsroom, draw, machine, every=every)
        life._refresh()
        yield life
        life.kiosk.cut()
