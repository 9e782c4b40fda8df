"""What will be said is made ahead: the next read-outs first, only while nobody is there, and ready at seven o'clock."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.broadcast.forthcoming import REST, Forthcoming
from kiosk.broadcast.readouts import ReadoutService
from kiosk.core.clock import Moment, Trust
from kiosk.demo.sample import sample_village
from kiosk.i18n.translation import Translation
from kiosk.installation import Installation
from kiosk.narration.narrator import SpokenReadings
from kiosk.narration.read_aloud import ReadAloud
from kiosk.settings import ReadoutSettings, Settings
from kiosk.speech.scheduling.ahead import RenderAhead
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.state.memory import Memory
from tests.support.kokoro import small_kokoro
from tests.support.listening_voice import ListeningVoice

AFTERNOON = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
"""When the village's news came: of one day here and in UTC, at whatever hour this runs."""


class Lamp:
    speaking: object = None
    slow = False
    notice = ""


class Night:
    """A village at night, with the sounds that are made for it. `pass_time` turns the wheel once a second, on its own clock."""

    def __init__(self, village: Installation, folder: Path, memory: Memory, maker: RenderAhead) -> None:
        self.repository = village.repository()
        self.now = AFTERNOON.astimezone(village.zone).replace(hour=2)
        self.sounds = folder / "ready"
        self.maker = maker
        self.voice = ListeningVoice()
        settings = replace(village.settings, readouts=(ReadoutSettings(at=clock_time(7)),))
        readings = SpokenReadings(Translation("id"), village.data)
        self.readouts = ReadoutService(
            repository=self.repository,
            memory=memory,
            reader=ReadAloud(Lamp(), self.voice, rate=110, no_sound=lambda: ""),  # type: ignore[arg-type]
            readings=lambda _: readings,
            settings=settings,
        )
        self.forthcoming = Forthcoming(
            maker, repository=self.repository, readouts=self.readouts, readings=lambda: readings
        )

    @property
    def moment(self) -> Moment:
        return Moment(self.now, Trust.TRUSTED)

    def tick(self, *, busy: bool = False, seconds: float = 1) -> None:
        self.now += timedelta(seconds=seconds)
        self.forthcoming.render_next(self.moment, busy=busy)

    @staticmethod
    def children() -> list[str]:
        """The neural voices that run below this process."""
        ours = [pid for each in Path("/proc/self/task").glob("*/children") for pid in each.read_text().split()]
        return [pid for pid in ours if b"synthesis.child" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def is_done(self) -> bool:
        return self.maker.finished

    def works(self) -> bool:
        return self.maker.busy

    def make(self, count: int) -> None:
        """Until so many utterances more have been made."""
        for _ in range(count):
            while not self.maker.busy:
                self.tick()
            self.maker.wait_until_rendered()
            self.tick()

    @property
    def made(self) -> int:
        return len(list(self.sounds.glob("*.wav")))


@pytest.fixture(scope="module")
def village() -> Iterator[Installation]:
    """Read, never written."""
    installation = Installation(Settings(), None, Path(tempfile.gettempdir()), print, print)
    with sample_village(installation, AFTERNOON) as made:
        yield made


@contextmanager
def night_in(village: Installation, folder: Path, room: int = 64_000_000) -> Iterator[Night]:
    synthesiser = Synthesiser(
        SoundCache(folder / "ready", room),
        voice=str(small_kokoro(folder)),
        rate_wpm=110,
        deadline_s=60,
        fall_back=False,
    )
    with closing(Memory(folder)) as memory, closing(RenderAhead(synthesiser, hot=lambda: False)) as maker:
        night = Night(village, folder, memory, maker)
        yield night
        night.repository.close()


@pytest.fixture
def night(village: Installation, tmp_path: Path) -> Iterator[Night]:
    with night_in(village, tmp_path) as made:
        yield made


@pytest.mark.slow(cases=0)
def test_the_bulletin_of_seven_is_ready_in_the_night(night: Night) -> None:
    night.tick()
    assert not night.works()  # somebody may have left just now
    night.now += REST
    night.tick()
    assert night.works()
    night.maker.wait_until_rendered()

    seven = night.now.replace(hour=7, minute=0, second=0)
    night.readouts.start_due_readout(Moment(seven, Trust.TRUSTED))
    assert len(night.voice.said) == 1
    assert not night.maker.lacks(night.voice.said[0])


@pytest.mark.slow(cases=0)
def test_a_visitor_ends_it_and_it_goes_on_with_the_same(night: Night) -> None:
    night.now += REST
    night.tick(seconds=0)
    night.tick(seconds=REST.total_seconds())
    assert night.works()

    night.tick(busy=True)
    night.maker.wait_until_rendered()
    assert not night.is_done()
    before = night.made
    night.tick()
    assert not night.works()

    night.tick(seconds=REST.total_seconds())
    night.maker.wait_until_rendered()
    assert night.is_done()
    assert night.made > before


def test_what_is_made_is_not_made_again(night: Night) -> None:
    night.tick()
    night.now += REST
    night.make(3)
    assert night.made > 10
    times = {file: file.stat().st_ino for file in night.sounds.glob("*.wav")}

    other = Forthcoming(
        night.maker,
        repository=night.repository,
        readouts=night.readouts,
        readings=lambda: SpokenReadings(Translation("id"), night.sounds.parent),
    )
    other.render_next(night.moment, busy=False)
    night.now += REST
    for _ in range(3):
        other.render_next(night.moment, busy=False)
        night.maker.wait_until_rendered()
    assert {file: file.stat().st_ino for file in times} == times


def test_when_all_is_made_the_memory_is_given_back(village: Installation, tmp_path: Path) -> None:
    with night_in(village, tmp_path, room=300_000) as night:
        night.tick()
        night.now += REST
        night.make(1)
        for _ in range(60):
            night.tick()
            night.maker.wait_until_rendered()
        until = time.monotonic() + 60
        while night.children() and time.monotonic() < until:
            time.sleep(0.05)
        assert night.children() == []


def test_with_a_clock_that_is_not_trusted_no_read_out_is_worded(night: Night) -> None:
    assert list(night.readouts.coming(Moment(night.now, Trust.UNKNOWN))) == []
    assert len(list(night.readouts.coming(night.moment))) == 1


def test_what_comes_first_is_kept_where_the_room_is_small(village: Installation, tmp_path: Path) -> None:
    """A round that went on would push out the read-outs, and the next hour's would make all of them anew."""
    with night_in(village, tmp_path, room=1_500_000) as night:
        first = next(night.readouts.coming(night.moment))
        night.tick()
        night.now += REST
        for _ in range(40):
            night.tick()
            night.maker.wait_until_rendered()
        made = night.made
        assert not night.maker.lacks(first)

        night.now += timedelta(hours=1)
        for _ in range(40):
            night.tick()
            night.maker.wait_until_rendered()

        assert not night.maker.lacks(first)
        assert night.made <= made + 3
