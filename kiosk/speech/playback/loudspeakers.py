"""Loudspeakers: which of them say an utterance, how loud, with which amplifiers on, and which of them work."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from pathlib import Path

from kiosk.speech.playback.loudspeaker import Loudspeaker
from kiosk.speech.playback.relays import AMPLIFIER, HORN, Relays
from kiosk.speech.utterance import Manner, Priority, Where

log = logging.getLogger(__name__)

PAUSE_S = 0.25  # between sentences
HORN_PAUSE_S = 0.5  # an echo of 0.9 s has lost 33 dB then
OPEN_S = 90.0  # as long as a visitor may stand still (kiosk.shell.visit)
RELAYS = {Where.INDOOR: (AMPLIFIER,), Where.HORN: (HORN,), Where.BOTH: (AMPLIFIER, HORN)}


class Loudspeakers:
    """Group of the indoor loudspeaker, the horn and a headset.

    *horn* is None where there is none, or where it shares the indoor device. Then the indoor one speaks in its place,
    with the horn's relay on for utterances that the horn may say. *volume* is in percent. `slow_for_horn` is the factor
    by which a sentence on the horn takes longer, and on any loudspeaker that says it at the same time.

    What a visitor asked for is said by the *headset* alone while `alone` is set, and by nothing if that cannot be heard.
    """

    def __init__(
        self,
        indoor: Loudspeaker,
        horn: Loudspeaker | None,
        relays: Relays,
        *,
        volume: float,
        headset: Loudspeaker | None = None,
    ) -> None:
        self._indoor = indoor
        self._horn = horn
        self._headset = headset
        self.alone = False
        self._relays = relays
        self._usual = self._volume = volume
        self._ceiling: float | None = None
        self.slow_for_horn = 1.0
        self._pause_s = PAUSE_S
        self._entered: list[Loudspeaker] = []
        self._done: list[Loudspeaker] = []
        self.faults: dict[str, str] = {}  # reasons by the loudspeaker's name, until it is heard again

    @property
    def all(self) -> Sequence[Loudspeaker]:
        return tuple(each for each in (self._indoor, self._horn, self._headset) if each is not None)

    @property
    def entered(self) -> Sequence[Loudspeaker]:
        """Return the loudspeakers that say the current utterance."""
        return tuple(self._entered)

    @property
    def finished(self) -> bool:
        """Return whether the utterance was said to its end, by one loudspeaker at least."""
        return bool(self._done) and not self._entered

    # one utterance

    def enter(self, manner: Manner) -> None:
        """Choose the loudspeakers of an utterance."""
        self._done = []
        self._pause_s = PAUSE_S if self._times(manner) == 1 else HORN_PAUSE_S
        self._entered = [self._indoor]
        if self._headset is not None and self.alone and manner.priority is Priority.ASKED:
            self._entered = [self._headset]
        elif self._horn is not None and manner.where is Where.HORN:
            self._entered = [self._horn]
        elif self._horn is not None and manner.where is Where.BOTH:
            self._entered = [self._indoor, self._horn]
        for loudspeaker in self._entered:
            loudspeaker.new_utterance()

    def begin(self, loudspeaker: Loudspeaker, token: int, manner: Manner, *, sent: int) -> None:
        lead_in_s = 0.0  # a headset has no amplifier of its own
        if loudspeaker is not self._headset:
            lead_in_s = self._relays.use({*RELAYS[manner.where], HORN if loudspeaker is self._horn else AMPLIFIER})
        percent, times = self._percent(loudspeaker, manner), self._times(manner)
        loudspeaker.begin_utterance(token, percent=percent, lead_in_s=lead_in_s, sent=sent, times=times)

    def _times(self, manner: Manner) -> float:
        return 1.0 if manner.where is Where.INDOOR else self.slow_for_horn

    @property
    def sent(self) -> int | None:
        """Return the index of the first sentence that a loudspeaker of this utterance still lacks; None if no loudspeaker
        takes part."""
        return min((loudspeaker.sent for loudspeaker in self._entered), default=None)

    def hand_over(self, index: int, path: Path | None) -> None:
        """Give sentence *index* to the loudspeakers that lack it; None as *path* skips it. Raise SoundError."""
        for loudspeaker in self._entered:
            if loudspeaker.sent == index:
                if path is not None:
                    loudspeaker.play_sound(index, path, pause_s=self._pause_s)
                loudspeaker.sent = index + 1

    def play(self, index: int, path: Path, *, skip_s: float) -> None:
        """Play a sound in place of sentences on the loudspeakers that lack it. Raise SoundError."""
        for loudspeaker in self._entered:
            if not loudspeaker.told_end:
                loudspeaker.play_sound(index, path, skip_s=skip_s)

    def end_utterance(self) -> None:
        """Tell the loudspeakers that no more will come."""
        for loudspeaker in self._entered:
            if not loudspeaker.told_end:
                loudspeaker.end_utterance()

    def note_finished(self, loudspeaker: Loudspeaker) -> None:
        """Note that *loudspeaker* has said all."""
        if loudspeaker in self._entered:
            self._entered.remove(loudspeaker)
            self._done.append(loudspeaker)

    def clear_fault(self, loudspeaker: Loudspeaker) -> None:
        if self.faults.pop(loudspeaker.name, None) is not None:
            log.info("the %s loudspeaker is heard again", loudspeaker.name)

    def give_up_on(self, loudspeaker: Loudspeaker, reason: str) -> Loudspeaker | None:
        """Give up *loudspeaker* for this utterance; the next one tries it again.

        Return the indoor one where it has to speak for the horn, else None.
        """
        if self.faults.get(loudspeaker.name) != reason:
            log.warning("the %s loudspeaker is not heard: %s", loudspeaker.name, reason)
        self.faults[loudspeaker.name] = reason
        if loudspeaker in self._entered:
            self._entered.remove(loudspeaker)
        if loudspeaker is not self._horn or self._entered or self._done:
            return None
        self._indoor.new_utterance()
        self._entered = [self._indoor]
        return self._indoor

    def stop(self) -> None:
        for loudspeaker in self._entered:
            loudspeaker.stop()
        self._entered, self._done = [], []
        self._relays.note_silence()

    # volume

    def set_visitor_volume(self, percent: float) -> None:
        """Set the visitor's volume. The horn and alerts keep the usual one."""
        self._volume = percent

    def set_ceiling(self, percent: float | None) -> None:
        """Set the highest volume, in percent, for speech that a visitor requested; None lifts it."""
        self._ceiling = percent

    def apply_volume(self, manner: Manner) -> None:
        """Apply the volume to the current sound."""
        for loudspeaker in self._entered:
            loudspeaker.set_sound_volume(self._percent(loudspeaker, manner))

    def _percent(self, loudspeaker: Loudspeaker, manner: Manner) -> float:
        percent: float
        if manner.volume is not None:
            percent = manner.volume
        elif loudspeaker is self._horn or manner.priority is Priority.URGENT:
            percent = self._usual
        else:
            percent = self._volume
        if manner.priority is Priority.ASKED and self._ceiling is not None and loudspeaker is not self._headset:
            percent = min(percent, self._ceiling)
        return percent

    # time

    def open(self) -> None:
        """Open device and amplifier: somebody is there, and the first sound must not wait for them."""
        if self._headset is not None and self.alone:
            self._headset.open(OPEN_S)
            return
        self._relays.switch_on((AMPLIFIER,), OPEN_S)
        self._indoor.open(OPEN_S)

    @property
    def deadline(self) -> float:
        return min([self._relays.deadline, *(loudspeaker.deadline for loudspeaker in self.all)], default=math.inf)

    def on_deadline(self) -> None:
        self._relays.expire()
        for loudspeaker in self.all:
            loudspeaker.on_deadline()

    def stand_by(self) -> None:
        """Go to stand-by while nobody listens.

        The indoor player waits with its device closed, so that a pressed button does not wait for it. The others end,
        since nobody waits for them.
        """
        self._indoor.stand_by()
        for other in self.all[1:]:
            other.end_player()

    def close(self) -> None:
        for loudspeaker in self.all:
            loudspeaker.end_player()
        self._relays.all_off()
