"""The voice of the kiosk: says one utterance at a time, and tells what is heard.

`Speaker` is the door: its methods put a request into a queue and return. One thread of its own (`Conductor`) does the
rest, so there is no lock: it asks the synthesiser for the next sentences while one is playing, hands the files to the player,
and turns the player's events into messages.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.inbox import Tell
from kiosk.speech.conductor import Conductor
from kiosk.speech.errors import one_line
from kiosk.speech.playback import Playback
from kiosk.speech.sound_cache import SoundCache
from kiosk.speech.synthesis import Synthesiser
from kiosk.speech.utterance import Manner, Prelude, Priority, Utterance, Where

IDLE_S = 60.0


class Speaker:
    """`voice` is a name of VOICES or `auto`, `rate_wpm` words a minute, `volume` percent, `device` as `outputs.open_output`
    takes it. `cache_dir` is made when it is missing (SoundError if it cannot be). `tell` gets SpeechStarted,
    SentenceStarted and exactly one SpeechEnded for each utterance, from a thread of the speaker's own.

    Both children start on first need and end after `idle_s` seconds without speech.
    """

    def __init__(
        self,
        *,
        tell: Tell,
        cache_dir: Path,
        voice: str = "auto",
        rate_wpm: int = 130,
        volume: float = 80.0,
        device: str = "auto",
        cache_bytes: int = 64_000_000,
        deadline_s: float = 10.0,
        idle_s: float = IDLE_S,
    ) -> None:
        self._requests: queue.SimpleQueue[Callable[[], Any]] = queue.SimpleQueue()
        cache = SoundCache(cache_dir, cache_bytes)
        self._synthesiser = Synthesiser(cache, voice=voice, rate_wpm=rate_wpm, deadline_s=deadline_s)
        playback = Playback(device, volume, self._requests.put)
        self._conductor = Conductor(
            self._synthesiser, playback, tell=tell, later=self._requests.put, chime_dir=cache_dir, idle_s=idle_s
        )
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    def say(
        self,
        utterance: Utterance,
        *,
        priority: Priority = Priority.ASKED,
        where: Where = Where.INDOOR,
        prelude: Prelude = Prelude.NONE,
        volume: int | None = None,
    ) -> None:
        """Say this now, in place of what is being said."""
        manner = Manner(priority, where, prelude, volume)
        self._requests.put(lambda: self._conductor.say(utterance, chime=manner.prelude is not Prelude.NONE))

    def stop(self, *, urgent: bool = False, scheduled: bool = True) -> None:
        """Be quiet at once."""
        del urgent, scheduled
        self._requests.put(self._conductor.stop)

    def set_ceiling(self, percent: int | None) -> None:
        """The most that the indoor loudspeaker may give to what a visitor asked for; None lifts it."""

    def set_volume(self, percent: float) -> None:
        self._requests.put(lambda: self._conductor.set_volume(percent))

    def set_rate(self, words_a_minute: int) -> None:
        """From the next sentence on that was not made ahead."""
        self._requests.put(lambda: self._synthesiser.set_rate(words_a_minute))

    def warm_up(self) -> None:
        """Somebody is there and may want to listen: start the children, so that the first sound does not wait for them."""
        self._requests.put(self._conductor.warm_up)

    @property
    def player_pid(self) -> int | None:
        """Of the player, if one runs."""
        return self._conductor.player_pid

    @property
    def synthesiser_pid(self) -> int | None:
        """Of the synthesiser, if one runs."""
        return self._synthesiser.pid

    def close(self) -> None:
        """Stop and end both children; returns when they are gone. An utterance under way ends STOPPED."""
        if not self._thread.is_alive():
            return
        self._requests.put(self._conductor.stop)
        self._requests.put(self._close)
        self._synthesiser.close()
        self._thread.join(5.0)

    def _close(self) -> None:
        self._closing = True

    def _run(self) -> None:
        while not self._closing:
            limit = self._conductor.next_deadline()
            try:
                request = self._requests.get(timeout=max(0.0, limit - time.monotonic()))
            except queue.Empty:
                self._conductor.on_deadline()
                continue
            try:
                request()
            except Exception as error:  # noqa: BLE001 -- a thread that ended would leave the kiosk mute, and its visit open, for ever
                self._conductor.fail(one_line(error))
        self._conductor.close()
