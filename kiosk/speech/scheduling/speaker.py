"""Voice of the kiosk: says one utterance at a time, the most urgent one, and reports what is heard.

`Speaker` is the interface: its methods change the order of what is said (`Programme`), put a request into a queue and
return. One thread of its own (`Dispatcher`) does the rest: it asks the synthesiser for the next sentences while one is
playing, hands the files to the players, and turns their events into messages.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.core.messages import Tell
from kiosk.settings.sections import SpeechSettings
from kiosk.speech.errors import one_line
from kiosk.speech.playback.client import Playback
from kiosk.speech.playback.loudspeaker import Loudspeaker
from kiosk.speech.playback.loudspeakers import Loudspeakers
from kiosk.speech.playback.relays import Relays
from kiosk.speech.scheduling.ahead import AHEAD_BYTES, RenderAhead, slow_synthesiser
from kiosk.speech.scheduling.dispatcher import Dispatcher
from kiosk.speech.scheduling.preludes import Preludes
from kiosk.speech.scheduling.producer import Producer
from kiosk.speech.scheduling.queue import NO_SENTENCE, Programme, QueuedSpeech
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.voices import AUTO, is_slow, resolve_voice
from kiosk.speech.utterance import AS_ASKED, Manner, Priority, Utterance, Where

_log = logging.getLogger(__name__)
IDLE_S = 120.0
SLOWEST = 2.0  # times; stretched further it is no speech


class Speaker:
    """Speaker by *settings*.

    Its `voice` is a name of VOICES, `auto` or a path; `device` and `horn_device` are as `outputs.open_output` takes
    them. Without a horn ("" or the same device) the indoor loudspeaker speaks in its place. Sound for the horn goes
    through its `horn_profile` ("horn", or "flat" for an amplifier that does so itself). It is slowed down to
    `horn_rate`, unless it is that slow already. `private` is the device of a headset (see `set_alone`).

    A voice that is too slow to be waited for speaks what was rendered `ahead`, and `auto` the rest, each utterance by
    one voice. *ahead_bytes* is the room for that, on the card.

    *relays* switches the amplifiers, from the speaker's thread; None for no relays. *cache_dir* is made when it is
    missing (SoundError if it cannot be). *tell* gets SpeechStarted, SentenceStarted, SpeechPaused and exactly one
    SpeechEnded for each utterance, from the same thread.

    The children start on first need. After *idle_s* seconds without speech they end, but for the indoor player.
    """

    def __init__(
        self,
        settings: SpeechSettings,
        *,
        tell: Tell,
        cache_dir: Path,
        relays: Relays | None = None,
        cache_bytes: int = 64_000_000,
        ahead_bytes: int = AHEAD_BYTES,
        deadline_s: float = 10.0,
        idle_s: float = IDLE_S,
    ) -> None:
        voice, rate_wpm = settings.voice, settings.rate
        self._requests: queue.SimpleQueue[Callable[[], Any]] = queue.SimpleQueue()
        later = self._requests.put
        cache = SoundCache(cache_dir, cache_bytes)
        slow, live = (voice, AUTO) if is_slow(voice) else ("", voice)
        self._synthesiser = Synthesiser(cache, voice=live, rate_wpm=rate_wpm, deadline_s=deadline_s)
        self.ahead: RenderAhead | None = None
        better: Synthesiser | None = None
        if slow and resolve_voice(slow) == slow:  # its files are here
            better = slow_synthesiser(cache_dir, slow, rate_wpm, ahead_bytes)
            self.ahead = RenderAhead(better)
        self._better = better
        self._indoor = Loudspeaker(Where.INDOOR, Playback(settings.device, later, instead=AUTO), later)
        self._horn: Loudspeaker | None = None
        if settings.horn_device not in {"", settings.device}:
            horn = Playback(settings.horn_device, later, profile=settings.horn_profile)
            self._horn = Loudspeaker(Where.HORN, horn, later)
        headset: Loudspeaker | None = None
        if settings.private not in {"", settings.device}:
            headset = Loudspeaker("headset", Playback(settings.private, later), later)
        relays = relays or Relays(None, (), time.monotonic)
        self._stage = Loudspeakers(self._indoor, self._horn, relays, volume=settings.volume, headset=headset)
        self._horn_rate_wpm = settings.horn_rate if settings.horn_device else None
        self._slow_for_horn(rate_wpm)
        self._rate_wpm = rate_wpm
        self._producer = producer = Producer(self._synthesiser, Preludes(cache_dir / "preludes"), later, better)
        self._programme = Programme()
        self._dispatcher = Dispatcher(self._programme, producer, self._stage, tell=tell, idle_s=idle_s)
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)

    @property
    def speeches(self) -> tuple[QueuedSpeech, ...]:
        """Return all speeches that have not ended, playing and waiting, in the order of their requests."""
        return self._programme.speeches

    def say(self, utterance: Utterance, manner: Manner = AS_ASKED, *, start: int = 0) -> None:
        """Say *utterance* from sentence *start* on, as soon as nothing of a higher priority is said.

        It interrupts a lower priority, which goes on afterwards. A visitor's request replaces the visitor's earlier
        one. A scheduled or urgent one waits behind its equals, and takes the place of an older one with the same
        subject. Without a volume of its own, a visitor's request has the visitor's, at most the ceiling; the horn and
        alerts have the usual one.
        """
        speech = QueuedSpeech(utterance, manner, playing=start or NO_SENTENCE)
        gone = self._programme.add(speech)
        for other in gone:
            if speech.priority is Priority.SCHEDULED and other.utterance.subject != utterance.subject:
                _log.warning("%s is not read out: too much is waiting", other.utterance.id)
        self._requests.put(lambda: self._dispatcher.follow(gone))
        self._start()

    def stop(self, *, urgent: bool = False, scheduled: bool = True, asked: bool = True) -> Sequence[QueuedSpeech]:
        """End the current speech and those waiting with its priority at once; return them, the current one first.

        An alert ends only if *urgent*, scheduled speech only if *scheduled*, a visitor's only if *asked*: else the next
        lower priority ends.
        """
        gone = self._programme.stop(urgent=urgent, scheduled=scheduled, asked=asked)
        self._requests.put(lambda: self._dispatcher.follow(gone))
        return gone

    def withdraw(self, speech: QueuedSpeech) -> None:
        """End *speech* alone, whether it sounds or waits."""
        if self._programme.remove(speech):
            self._requests.put(lambda: self._dispatcher.follow([speech]))

    def set_volume(self, percent: float) -> None:
        """Set the visitor's volume, for the indoor loudspeaker."""
        self._change_volume(lambda: self._stage.set_visitor_volume(percent))

    def set_ceiling(self, percent: float | None) -> None:
        """Set the highest volume, in percent, for speech that visitors request (quiet hours); None lifts it."""
        self._change_volume(lambda: self._stage.set_ceiling(percent))

    def _change_volume(self, change: Callable[[], None]) -> None:
        def do() -> None:
            change()
            self._dispatcher.apply_volume()

        self._requests.put(do)

    def set_alone(self, alone: bool) -> None:
        """Say what visitors ask for by the headset alone from the next utterance on, or (*alone* False) to the room."""

        def do() -> None:
            self._stage.alone = alone

        self._requests.put(do)

    def set_rate(self, words_a_minute: int) -> None:
        """Set the rate from the next sentence on that was not rendered ahead."""
        self._requests.put(lambda: self._set_rate(words_a_minute))

    def _set_rate(self, words_a_minute: int) -> None:
        self._producer.usual_rate = words_a_minute == self._rate_wpm
        for each in filter(None, (self._synthesiser, self._better)):
            each.set_rate(words_a_minute)
        self._slow_for_horn(words_a_minute)

    def _slow_for_horn(self, words_a_minute: int) -> None:
        """Set the slow-down factor for the horn, for sentences made at this rate."""
        wanted = self._horn_rate_wpm or words_a_minute
        self._stage.slow_for_horn = min(max(words_a_minute / wanted, 1.0), SLOWEST)

    def use_output(self, device: str) -> None:
        """Use another device for the indoor loudspeaker from now on."""
        self._requests.put(lambda: self._indoor.use(device))
        self._start()

    def warm_up(self) -> None:
        """Start processes, device and amplifier: somebody is there, and the first sound must not wait for them."""
        self._requests.put(self._dispatcher.warm_up)
        self._start()

    def open_device(self) -> None:
        """Open the device: somebody is there, and sounds that are ready must not wait for it. No voice is loaded."""
        self._requests.put(self._dispatcher.open_device)
        self._start()

    def stand_by(self) -> None:
        """Prepare, once after the start, for the first pressed button.

        Start the indoor player with its device closed, and make the preludes.
        """
        self._requests.put(self._dispatcher.stand_by)
        self._start()

    @property
    def faults(self) -> Mapping[str, str]:
        """Return faults by loudspeaker ("indoor", "horn", "headset").

        A loudspeaker has one if it could not be heard when it was last needed, or if another device plays in its place.
        """
        missing = {self._indoor.name: self._indoor.missing} if self._indoor.missing else {}
        return missing | self._stage.faults

    @property
    def player_pid(self) -> int | None:
        """Return the process id of the indoor loudspeaker's player, or None if no player runs."""
        return self._indoor.pid

    @property
    def horn_pid(self) -> int | None:
        """Return the process id of the horn's player, or None if no player runs."""
        return self._horn.pid if self._horn is not None else None

    @property
    def synthesiser_pid(self) -> int | None:
        """Return the process id of the synthesiser's child, or None if no child runs."""
        return self._synthesiser.pid

    def close(self) -> None:
        """Stop and end all children; return when they are gone. Utterances under way end STOPPED."""
        if self.ahead is not None:
            self.ahead.close()
        if not self._thread.is_alive():
            return
        self._requests.put(self._close)
        self._synthesiser.close()
        self._thread.join(5.0)

    def _start(self) -> None:
        """Start the thread with the first utterance; without listeners none is ever started."""
        if self._thread.ident is None:
            self._thread.start()

    def _close(self) -> None:
        self._closing = True

    def _run(self) -> None:
        while not self._closing:
            limit = self._dispatcher.next_deadline()
            request: Callable[[], Any] = self._dispatcher.on_deadline
            with contextlib.suppress(queue.Empty):  # nothing was asked: it is time for the deadline
                request = self._requests.get(timeout=max(0.0, limit - time.monotonic()))
            try:
                request()
            except Exception as error:  # noqa: BLE001 -- a thread that ended would leave the kiosk mute, and its visit open, for ever
                self._dispatcher.fail(one_line(error))
        self._dispatcher.close()
