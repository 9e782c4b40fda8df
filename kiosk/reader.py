"""Reading aloud for a visitor: start, stop, go on at the same sentence, and light on the board what is being said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from kiosk.inbox import Ending, SentenceStarted, SpeechEnded, SpeechStarted
from kiosk.ports import BoardPort, VoicePort
from kiosk.speech.utterance import Utterance
from kiosk.views import Speaking

_log = logging.getLogger(__name__)
SLOWER = 0.75
"""The share of the usual rate that "Pelan" speaks at."""


class Reader:
    """Says one utterance at a time. `rate` is in words a minute; `no_sound` words what a visitor is told when a voice fails."""

    def __init__(self, board: BoardPort, voice: VoicePort, *, rate: int, no_sound: Callable[[], str]) -> None:
        self._board = board
        self._voice = voice
        self._rate = rate
        self._no_sound = no_sound
        self._utterance: Utterance | None = None
        self._run = 0  # each time the voice is asked anew: what it tells of an earlier time is not taken
        self._skipped = 0  # sentences left out because they were heard before the stop
        self._stopped_at: dict[str, int] = {}
        self._volume = 0

    @property
    def speaking(self) -> bool:
        return self._utterance is not None

    def read(self, utterance: Utterance, *, chime: bool = False, resume: bool = True) -> None:
        """Read from the beginning, or from where this utterance was stopped last."""
        start = self._stopped_at.pop(utterance.id, 0) if resume else 0
        self._say(utterance, start if start < len(utterance.sentences) else 0, chime=chime)

    def _say(self, utterance: Utterance, start: int, *, chime: bool = False) -> None:
        if not utterance.sentences and utterance.recording is None:
            return
        self._utterance = utterance
        self._skipped = start
        self._board.speaking = Speaking(utterance.id, utterance.sentences)
        self._run += 1
        self._voice.say(replace(utterance, id=self._name(), sentences=utterance.sentences[start:]), chime=chime)

    def stop(self) -> None:
        """Silence, at once. Where it stopped is kept until the utterance has been read to its end."""
        if self._utterance is None:
            return
        if (index := self._index()) > 0:
            self._stopped_at[self._utterance.id] = index
        self._clear()
        self._voice.stop()

    def again(self) -> None:
        """From the first sentence."""
        if self._utterance is not None:
            self._say(self._utterance, 0)

    def set_slow(self, slow: bool) -> None:
        """Slower from the sentence that is being said."""
        self._board.slow = slow
        self._voice.set_rate(round(self._rate * SLOWER) if slow else self._rate)
        if self._utterance is not None and self._board.speaking is not None:
            self._say(self._utterance, self._index())

    def _index(self) -> int:
        """The sentence that is being said; before the first sound the one that it will begin with."""
        speaking = self._board.speaking
        return speaking.index if speaking is not None and speaking.index >= 0 else self._skipped

    def turn_volume(self, step: int) -> None:
        self.set_volume(self._volume + step)

    def set_volume(self, percent: int) -> None:
        self._volume = min(max(percent, 0), 100)
        self._voice.set_volume(self._volume)

    def get_ready(self) -> None:
        """Something that can be read aloud is on the screen: the first sound is not to wait for the voice's processes."""
        self._voice.warm_up()

    def forget(self) -> None:
        """A new visitor begins every text at its beginning."""
        self._stopped_at.clear()

    def heard(self, message: SpeechStarted | SentenceStarted | SpeechEnded) -> None:
        """What the voice tells. Of a run that was stopped or replaced meanwhile nothing is taken."""
        utterance = self._utterance
        if utterance is None or message.utterance != self._name():
            return
        match message:
            case SentenceStarted(_, index):
                self._board.speaking = Speaking(utterance.id, utterance.sentences, index + self._skipped)
            case SpeechEnded(_, ending, reason):
                self._clear()
                if ending is Ending.FAILED:
                    _log.warning("not read out: %s", reason)
                    self._board.notice = self._no_sound()

    def _name(self) -> str:
        return f"{self._utterance.id if self._utterance else ''}#{self._run}"

    def _clear(self) -> None:
        self._utterance = None
        self._board.speaking = None
