"""What the two loudspeakers were given over a night and a morning: the crier decides, the real voice speaks, sound is measured."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from kiosk.broadcast.quiet_hours import quiet_of
from kiosk.core.clock import Moment, Trust
from kiosk.core.messages import Message, SentenceStarted, SpeechEnded, SpeechStarted
from kiosk.settings.sections import SpeechSettings
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.synthesis.loudness import loudness
from kiosk.speech.utterance import Manner, Priority, Where
from kiosk.speech.wav import FULL_SCALE, read_mono
from tests.kiosk.broadcast.test_readouts import VILLAGE, House, at, notice, say

RATE_HZ = 48_000
PATIENCE_S = 60.0
AUDIBLE = 0.001
SILENT = -np.inf
VOICE = -16.0  # LUFS at full volume; a volume of v percent is a factor of (v / 100) ** 2


class Hall(House):
    """A house with a voice that is heard: what each loudspeaker is given stands in a file."""

    def __init__(self, folder: Path) -> None:
        self.told: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.indoor, self.horn = folder / "indoor.wav", folder / "horn.wav"
        super().__init__(folder)

    def make_voice(self) -> Speaker:
        settings = SpeechSettings(
            voice="id", rate=250, volume=70, device=f"fast-wav:{self.indoor}", horn_device=f"fast-wav:{self.horn}",
            horn_profile="flat", horn_rate=250,
        )  # fmt: skip
        return Speaker(settings, tell=self.told.put, cache_dir=self.folder / "cache")

    def heard(self) -> tuple[float, float]:
        """When all was said, how loud each loudspeaker was since it was asked last, in LUFS: the indoor one, the horn. -inf is
        silence. The kiosk is switched off and on in between."""
        while self.reader.speaking:
            message = self.told.get(timeout=PATIENCE_S)
            if isinstance(message, SpeechStarted | SentenceStarted | SpeechEnded):
                self.reader.on_speech(message)
        self.voice.close()
        levels = level(self.indoor), level(self.horn)
        for sound in (self.indoor, self.horn):
            sound.unlink(missing_ok=True)
        self.restart()
        return levels


def level(path: Path) -> float:
    samples = np.array(read_mono(path, RATE_HZ) if path.exists() else [], dtype=np.float32) / np.float32(FULL_SCALE)
    return loudness(samples, RATE_HZ) if np.abs(samples).max(initial=0.0) > AUDIBLE else -np.inf


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.voice.close()
    made.memory.close()


def at_percent(volume: float) -> object:
    return pytest.approx(VOICE + 40 * np.log10(volume / 100), abs=1.5)


def test_a_night_is_silent_but_for_what_is_asked_for_and_what_is_urgent(hall: Hall) -> None:
    hall.notice_store.announcements = [notice(1, at(22).now)]
    for minute in range(0, 8 * 60 + 30, 10):
        hall.caller.start_due_readout(at(21, minute))
    assert hall.heard() == (SILENT, SILENT)

    hall.caller.start_due_readout(at(23))
    hall.reader.read(say("berita tentang rapat warga"))
    assert hall.heard() == (at_percent(40), SILENT)  # a visitor's ear, at most the night's volume; not the village's

    hall.caller.start_due_readout(at(24))
    hall.reader.read(say("peringatan dini tsunami"), Manner(Priority.URGENT, Where.BOTH, volume=100))
    assert hall.heard() == (at_percent(100), at_percent(100))

    hall.caller.start_due_readout(at(29, 30))
    assert hall.heard() == (SILENT, at_percent(70))  # the announcement, at last


@pytest.mark.slow(cases=0)
def test_around_maghrib_it_is_silent_and_after_it_the_horn_makes_up_for_it(hall: Hall) -> None:
    ends = quiet_of(VILLAGE.speech, VILLAGE.place).end_of_quiet(at(18).now)
    assert ends is not None
    for moment in (at(17, 50), at(18), Moment(ends - timedelta(seconds=1), Trust.TRUSTED), Moment(ends, Trust.FLOOR)):
        hall.caller.start_due_readout(moment)  # the bulletin is due at six
    assert hall.heard() == (SILENT, SILENT)
    hall.caller.start_due_readout(Moment(ends, Trust.TRUSTED))
    assert hall.heard() == (SILENT, at_percent(70))
