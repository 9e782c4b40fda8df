"""Rendering ahead of a slow voice's sentences: one utterance after the other, in a thread of its own.

The caller decides when: while nobody is there. It gives way within a moment, by ending the child that is at work.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from kiosk.speech.errors import SpeechError, one_line
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.voices import deadline_of
from kiosk.speech.utterance import Utterance

_log = logging.getLogger(__name__)
AHEAD_BYTES = 256_000_000  # of the card, for rendered sentences
GIVES_UP = 3  # failed sentences in a row after which the voice counts as broken
HOT = 75_000  # thousandths of a degree: a Pi slows down from 80 on
_SENSORS = Path("/sys/class/thermal")


def is_hot(sensors: Path = _SENSORS) -> bool:
    """Return whether the machine should rest, by the warmest of its sensors. A machine without any is never hot."""
    return any(_degrees(each) >= HOT for each in sensors.glob("thermal_zone*/temp"))


def _degrees(sensor: Path) -> int:
    try:
        return int(sensor.read_text())
    except (OSError, ValueError):  # a sensor that does not answer counts as cold
        return 0


def slow_synthesiser(cache_dir: Path, voice: str, rate_wpm: int, budget: int = AHEAD_BYTES) -> Synthesiser:
    """Return the synthesiser of a slow voice whose files are here, with its rendered sentences in the speech folder
    *cache_dir*."""
    ready = SoundCache(cache_dir / "ready", budget)
    return Synthesiser(ready, voice=voice, rate_wpm=rate_wpm, deadline_s=deadline_of(voice), fall_back=False)


class RenderAhead:
    """Owner of the synthesiser. Its methods return at once and are for one thread."""

    def __init__(self, synthesiser: Synthesiser, *, hot: Callable[[], bool] = is_hot) -> None:
        self._synthesiser = synthesiser
        self._hot = hot
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="speech ahead")
        self._stopped = threading.Event()
        self._work: Future[bool] | None = None
        self._loaded = False  # whether the voice may be in memory

    @property
    def busy(self) -> bool:
        return self._work is not None and not self._work.done()

    @property
    def finished(self) -> bool:
        """Return whether the utterance that was given last is rendered to its last sentence, or no voice can say it."""
        return self._work is not None and self._work.done() and self._work.result()

    def lacks(self, utterance: Utterance) -> bool:
        """Return whether a sentence of *utterance* is still to be rendered, in a language of this voice. Reads the disk only."""
        if utterance.recording is not None or not self._synthesiser.speaks(utterance.language):
            return False
        said = all(each.sound is not None for each in utterance.sentences if each.is_heard)  # by its publisher
        return not said and not self._synthesiser.has(utterance)

    def room_of(self, utterance: Utterance) -> int:
        """Return the bytes that its rendered sentences take."""
        return self._synthesiser.size_of(utterance)

    @property
    def budget(self) -> int:
        """Return the most bytes of rendered sentences that are kept."""
        return self._synthesiser.budget

    def render(self, utterance: Utterance) -> None:
        """Render *utterance*. Do not call this while busy."""
        self._stopped.clear()
        self._loaded = True
        self._work = self._pool.submit(self._render, utterance)

    def wait_until_rendered(self) -> None:
        """Wait until the utterance that was given last has been rendered, or given up."""
        if self._work is not None:
            self._work.result()

    def pause(self) -> None:
        """Give up the current utterance and free the memory: somebody is there."""
        self._stopped.set()
        if self.busy:
            self._synthesiser.abandon()  # called each second: a child that was just starting could not be ended before
        self.rest()

    def rest(self) -> None:
        """Free the memory: nothing more is to be rendered now."""
        if self._loaded:
            self._loaded = False
            self._pool.submit(self._synthesiser.rest)

    def close(self) -> None:
        self._stopped.set()
        self._synthesiser.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _render(self, utterance: Utterance) -> bool:
        failed = 0
        for sentence in utterance.sentences:
            if self._hot() or self._stopped.is_set():
                return False
            if sentence.sound is not None or not sentence.is_heard:
                continue
            try:
                self._synthesiser.synthesise(sentence.spoken, utterance.language)
            except SpeechError as error:
                if self._stopped.is_set():
                    return False
                _log.warning("%s is not made ahead: %s", utterance.id, one_line(error))
                failed += 1
                if failed == GIVES_UP:
                    break  # the other voice says it
            else:
                failed = 0
        return True
