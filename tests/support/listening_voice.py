"""A voice for tests that makes no sound."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechStarted
from kiosk.speech.scheduling.queue import NO_SENTENCE, Programme, QueuedSpeech
from kiosk.speech.utterance import AS_ASKED, Manner, Utterance


class ListeningVoice:
    """Keeps what it is asked to say in the order that the true one would, remembers all of it, and says it as far as its owner
    lets it: `reach` and `end` return what the true one would tell."""

    def __init__(self) -> None:
        self.said: list[Utterance] = []
        self.manners: list[Manner] = []
        self.starts: list[int] = []
        self.ceilings: list[int | None] = []
        self.alone = False
        self.stops = 0
        self.volume = 0
        self.rate = 0
        self.ready = False
        self.opened = 0  # times
        self._programme = Programme()

    @property
    def speeches(self) -> Sequence[QueuedSpeech]:
        return self._programme.speeches

    def say(self, utterance: Utterance, manner: Manner = AS_ASKED, *, start: int = 0) -> None:
        self.said.append(utterance)
        self.manners.append(manner)
        self.starts.append(start)
        self._programme.add(QueuedSpeech(utterance, manner, playing=start or NO_SENTENCE))

    def stop(self, *, urgent: bool = False, scheduled: bool = True, asked: bool = True) -> Sequence[QueuedSpeech]:
        self.stops += 1
        return self._programme.stop(urgent=urgent, scheduled=scheduled, asked=asked)

    def withdraw(self, speech: QueuedSpeech) -> None:
        self.stops += self._programme.remove(speech)

    def set_volume(self, percent: int) -> None:
        self.volume = percent

    def set_alone(self, alone: bool) -> None:
        self.alone = alone

    def set_ceiling(self, percent: int | None) -> None:
        self.ceilings.append(percent)

    def set_rate(self, words_a_minute: int) -> None:
        self.rate = words_a_minute

    def warm_up(self) -> None:
        self.ready = True

    def open_device(self) -> None:
        self.opened += 1

    # what it does with it

    def reach(self, name: str, index: int) -> list[SpeechStarted | SentenceStarted]:
        """It comes to sentence `index` of what it was last asked to say by this name, unless that is over."""
        speech = self._last(name)
        if speech is None:
            return [SentenceStarted(name, index)]
        begins = [] if speech.started else [SpeechStarted(name)]
        speech.started, speech.playing = True, index
        return [*begins, SentenceStarted(name, index)]

    def end(self, name: str, ending: Ending = Ending.DONE, reason: str = "") -> SpeechEnded:
        """End the last utterance of this *name*, and return the message about it."""
        speech = self._last(name)
        if speech is not None:
            self._programme.remove(speech)
        return SpeechEnded(name, ending, reason)

    def _last(self, name: str) -> QueuedSpeech | None:
        return next((speech for speech in reversed(self.speeches) if speech.utterance.id == name), None)
