"""Reading aloud for a visitor and for the village: start, stop, go on at the same sentence, and light on the board what is
being said."""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.speech.utterance import Manner, Prelude, Priority, Utterance, Where
from kiosk.viewmodel.ports import BoardPort, VoicePort
from kiosk.viewmodel.views import Speaking

_log = logging.getLogger(__name__)
SLOWER = 0.75
"""The share of the usual rate that "Pelan" speaks at."""


class _Run(Struct):
    """An utterance that the voice was asked for and has not ended. `skipped` sentences were left out because they were heard
    before a stop; `index` is the sentence of the whole utterance that is being said, -1 before the first sound."""

    utterance: Utterance
    skipped: int
    manner: Manner
    index: int = -1

    @property
    def place(self) -> int:
        """The sentence that is being said; before the first sound the one that it will begin with."""
        return self.index if self.index >= 0 else self.skipped


class Reader:
    """`rate` is in words a minute; `no_sound` words what a visitor is told when a voice fails.

    The voice says one thing at a time, the most urgent one; the others wait, and the board shows what sounds.
    """

    def __init__(self, board: BoardPort, voice: VoicePort, *, rate: int, no_sound: Callable[[], str]) -> None:
        self._board = board
        self._voice = voice
        self._rate = rate
        self._no_sound = no_sound
        self._runs: dict[str, _Run] = {}  # by the name that the voice was given; in the order they were asked for
        self._count = 0  # each time the voice is asked anew: what it tells of an earlier time is not taken
        self._stopped_at: dict[str, int] = {}
        self._volume = 0

    @property
    def speaking(self) -> bool:
        """Is anything being said, or waiting to be?"""
        return bool(self._runs)

    @property
    def priority(self) -> Priority | None:
        """Of what is being said."""
        top = self._top()
        return top.manner.priority if top is not None else None

    @property
    def saying(self) -> str:
        """The id of what is being said, "" while nothing is."""
        top = self._top()
        return top.utterance.id if top is not None else ""

    def read(
        self,
        utterance: Utterance,
        *,
        priority: Priority = Priority.ASKED,
        where: Where = Where.INDOOR,
        prelude: Prelude = Prelude.NONE,
        volume: int | None = None,
        resume: bool = True,
    ) -> None:
        """Read from the beginning, or from where this utterance was stopped last. See `Speaker.say` for what waits for what."""
        start = self._stopped_at.pop(utterance.id, 0) if resume else 0
        whole = start >= len(utterance.sentences)
        self._say(utterance, 0 if whole else start, Manner(priority, where, prelude, volume))

    def _say(self, utterance: Utterance, start: int, manner: Manner) -> None:
        if not utterance.sentences and utterance.recording is None:
            return
        replaced = [name for name, run in self._runs.items() if _gives_way(run, utterance, manner)]
        for name in replaced:
            del self._runs[name]
        self._count += 1
        name = f"{utterance.id}#{self._count}"
        self._runs[name] = _Run(utterance, start, manner)
        self._voice.say(
            replace(utterance, id=name, about=utterance.subject, sentences=utterance.sentences[start:]),
            priority=manner.priority,
            where=manner.where,
            prelude=manner.prelude,
            volume=manner.volume,
        )
        self._show()

    def stop(self, *, urgent: bool = False) -> None:
        """End what is being said, at once, an alert only if `urgent`. Where it stopped is kept until the utterance has been
        read to its end."""
        top = self._top(Priority.URGENT if urgent else Priority.ASKED)
        if top is not None:
            self._forget_runs(top.manner.priority, top)
            self._voice.stop(urgent=urgent)

    def leave(self) -> None:
        """The visitor turns to something else: what was asked for ends, what is said to the village goes on."""
        top = self._top(Priority.ASKED)
        if top is not None and top.manner.priority is Priority.ASKED:
            self._forget_runs(Priority.ASKED, top)
            self._voice.stop(scheduled=False)

    def again(self) -> None:
        """From the first sentence."""
        self._anew(lambda _run: 0)

    def set_slow(self, slow: bool) -> None:
        """Slower from the sentence that is being said."""
        self._board.slow = slow
        self._voice.set_rate(round(self._rate * SLOWER) if slow else self._rate)
        self._anew(lambda run: run.place)

    def _anew(self, start: Callable[[_Run], int]) -> None:
        top = self._top()
        if top is not None and top.manner.priority is not Priority.URGENT:
            self._say(top.utterance, start(top), replace(top.manner, prelude=Prelude.NONE))

    def turn_volume(self, step: int) -> None:
        self.set_volume(self._volume + step)

    def set_volume(self, percent: int) -> None:
        self._volume = min(max(percent, 0), 100)
        self._voice.set_volume(self._volume)

    def set_ceiling(self, percent: int | None) -> None:
        """The most that a visitor's reading may be heard at; None lifts it."""
        self._voice.set_ceiling(percent)

    def get_ready(self) -> None:
        """Something that can be read aloud is on the screen: the first sound is not to wait for the voice's processes."""
        self._voice.warm_up()

    def forget(self) -> None:
        """A new visitor begins every text at its beginning."""
        self._stopped_at.clear()

    def heard(self, message: SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded) -> None:
        """What the voice tells. Of a run that was stopped or replaced meanwhile nothing is taken."""
        run = self._runs.get(message.utterance)
        if run is None:
            return
        match message:
            case SentenceStarted(_, index):
                run.index = index + run.skipped
            case SpeechEnded(name, ending, reason):
                del self._runs[name]
                if ending is Ending.FAILED:
                    _log.warning("not read out: %s", reason)
                    self._board.notice = self._no_sound()
        self._show()

    def _top(self, highest: Priority = Priority.URGENT) -> _Run | None:
        """What sounds, of what is not above `highest`: the first of the most urgent ones."""
        runs = (run for run in self._runs.values() if run.manner.priority <= highest)
        return max(runs, key=lambda run: run.manner.priority, default=None)

    def _forget_runs(self, priority: Priority, top: _Run) -> None:
        if top.place > 0:
            self._stopped_at[top.utterance.id] = top.place
        for name, run in list(self._runs.items()):
            if run is top or (run.manner.priority is priority and priority is not Priority.URGENT):
                del self._runs[name]
        self._show()

    def _show(self) -> None:
        top = self._top()
        self._board.speaking = Speaking(top.utterance.id, top.utterance.sentences, top.index) if top else None


def _gives_way(run: _Run, utterance: Utterance, manner: Manner) -> bool:
    """Only the last of what a visitor asked for is wanted, and only the newest about one thing."""
    equal = run.manner.priority is manner.priority
    return equal and (manner.priority is Priority.ASKED or run.utterance.subject == utterance.subject)
