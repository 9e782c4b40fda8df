"""Reading aloud for a visitor and for the village: start, stop, go on at the same sentence, and light on the board what is
being said."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from itertools import takewhile

from msgspec.structs import replace

from kiosk.content.views.ports import BoardPort, VoicePort
from kiosk.content.views.shown import Speaking
from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.speech.scheduling.queue import QueuedSpeech, first_of
from kiosk.speech.utterance import AS_ASKED, Manner, Prelude, Priority, Utterance

_log = logging.getLogger(__name__)
SLOWER = 0.75
"""The share of the usual rate that "Pelan" speaks at."""


class ReadAloud:
    """`rate` is in words a minute; `no_sound` words what a visitor is told when a voice fails.

    The voice says one thing at a time, the most urgent one; the others wait. Which these are the voice knows, and the board shows
    what sounds.
    """

    def __init__(self, board: BoardPort, voice: VoicePort, *, rate: int, no_sound: Callable[[], str]) -> None:
        self._board = board
        self._voice = voice
        self._rate = rate
        self._no_sound = no_sound
        self._stopped_at: dict[str, int] = {}
        self.unheard = ""
        """The id of the utterance that no loudspeaker could say, until one is heard again."""

    @property
    def _readings(self) -> list[QueuedSpeech]:
        """What is being read out, and waits to be."""
        return [speech for speech in self._voice.speeches if not speech.manner.aside]

    @property
    def _current(self) -> QueuedSpeech | None:
        return first_of(self._readings)

    @property
    def speaking(self) -> bool:
        """Is anything being said, or waiting to be?"""
        return bool(self._readings)

    @property
    def priority(self) -> Priority | None:
        """Of what is being said."""
        current = self._current
        return current.priority if current is not None else None

    @property
    def to_visitor(self) -> bool:
        """Whether something is read to the visitor: what was asked for, or a warning."""
        return self.priority in (Priority.ASKED, Priority.URGENT)

    @property
    def saying(self) -> str:
        """The id of what is being said, "" while nothing is."""
        current = self._current
        return current.utterance.id if current is not None else ""

    def read(self, utterance: Utterance, manner: Manner = AS_ASKED, *, resume: bool = True) -> None:
        """Read from the beginning, or from where this utterance was stopped last. See `Speaker.say` for what waits for what."""
        start = self._stopped_at.pop(utterance.id, 0) if resume else 0
        self._say(utterance, manner, start if start < len(utterance.sentences) else 0)

    def _say(self, utterance: Utterance, manner: Manner, start: int) -> None:
        if utterance.sentences or utterance.recording is not None:
            self._voice.say(utterance, manner, start=start)
            self._show()

    def stop(self, *, urgent: bool = False) -> None:
        """End what is being said, at once, an alert only if `urgent`. Where it stopped is kept until the utterance has been
        read to its end."""
        self._note_places(self._voice.stop(urgent=urgent))

    def leave(self, only: str = "") -> None:
        """The visitor turns to something else: what was asked for ends, even while it waits, what is said to the village goes on.
        With `only` it ends if it is that utterance."""
        if any(speech.priority is Priority.ASKED and only in ("", speech.utterance.id) for speech in self._readings):
            self._note_places(self._voice.stop(scheduled=False))

    def hush(self) -> frozenset[str]:
        """What is said to the village ends, even while it waits; the ids of it."""
        scheduled = any(speech.priority is Priority.SCHEDULED for speech in self._readings)
        ended = self._voice.stop(asked=False) if scheduled else ()
        self._show()
        return frozenset(speech.utterance.id for speech in ended)

    def holds(self, utterance: Utterance) -> bool:
        """Is this being said, or does it wait to be?"""
        return any(speech.utterance is utterance for speech in self._readings)

    def withdraw(self, utterance: Utterance) -> None:
        """This alone ends, whether it is being said or waits."""
        for speech in [each for each in self._readings if each.utterance is utterance]:
            self._voice.withdraw(speech)
        self._show()

    def put_right(self, before: Utterance, now: Utterance, *, anew: bool = False) -> Utterance | None:
        """What is said to the village was written anew: `anew` from its beginning, else on with the sentence that is said, or with
        the next that is left. Returns what is said in place of `before`; None where that has ended, or nothing is left."""
        speech = next((each for each in self._readings if each.utterance is before), None)
        if speech is None:
            return None
        start = 0 if anew else _place_once_corrected(before, now, max(speech.playing, 0))
        if start >= len(now.sentences) and now.recording is None:
            self.withdraw(before)
            return None
        now = replace(now, id=before.id, about=before.about)
        self._say(
            now, replace(speech.manner, prelude=Prelude.NONE) if speech.started and not anew else speech.manner, start
        )
        return now

    def _note_places(self, stopped: Iterable[QueuedSpeech]) -> None:
        for speech in stopped:
            if speech.playing > 0:
                self._stopped_at[speech.utterance.id] = speech.playing
        self._show()

    def again(self) -> None:
        """From the first sentence."""
        self._say_anew(lambda _speech: 0)

    def go_on(self, utterance: Utterance, *, instead_of: str = "") -> None:
        """What is read to a visitor was written anew: on in the new words with the sentence that is said, or from the beginning
        where that is there no more. `instead_of` names what another utterance takes the place of, of which something is gone: then
        on with the next that is left."""
        current = self._current
        if (
            current is None
            or current.priority is not Priority.ASKED
            or current.utterance.id != (instead_of or utterance.id)
        ):
            return
        before = current.utterance
        if before.recording or utterance.recording or before.language != utterance.language or before == utterance:
            return
        start = _place_once_changed(before, utterance, max(current.playing, 0), past=bool(instead_of))
        self._say(utterance, replace(current.manner, prelude=Prelude.NONE), start)

    def set_slow(self, slow: bool) -> None:
        """Slower from the sentence that is being said."""
        self._board.slow = slow
        self._voice.set_rate(round(self._rate * SLOWER) if slow else self._rate)
        self._say_anew(lambda speech: max(speech.playing, 0))

    def _say_anew(self, start: Callable[[QueuedSpeech], int]) -> None:
        current = self._current
        if current is not None and current.priority is not Priority.URGENT:
            self._say(current.utterance, replace(current.manner, prelude=Prelude.NONE), start(current))

    def set_volume(self, percent: int) -> None:
        self._voice.set_volume(percent)

    def set_ceiling(self, percent: int | None) -> None:
        """The most that a visitor's reading may be heard at; None lifts it."""
        self._voice.set_ceiling(percent)

    def get_ready(self) -> None:
        """Something that can be read aloud is on the screen: the first sound is not to wait for the voice's processes."""
        self._voice.warm_up()

    def open_device(self) -> None:
        """Somebody is there, and may soon want to listen."""
        self._voice.open_device()

    def forget(self) -> None:
        """A new visitor begins every text at its beginning."""
        self._stopped_at.clear()

    def heard(self, message: SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded) -> None:
        """What the voice tells."""
        if isinstance(message, SpeechEnded) and message.ending is Ending.FAILED:
            _log.warning("not read out: %s", message.reason)
            self._board.notice = self._no_sound()
            self.unheard = message.utterance
        elif isinstance(message, SentenceStarted):
            self.unheard = ""
        self._show()

    def _show(self) -> None:
        current = self._current
        self._board.speaking = (
            Speaking(current.utterance.id, current.utterance.sentences, current.heard) if current is not None else None
        )


def _place_once_changed(before: Utterance, now: Utterance, place: int, *, past: bool) -> int:
    """Of a screen that a visitor changed while it is read: where in `now` to go on from sentence `place` of `before`. What both end
    with is the same in both; `past` what is gone."""
    old, new = ([each.spoken for each in one.sentences] for one in (before, now))
    pairs = zip(reversed(old), reversed(new), strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    left = len(old) - place
    if 0 < left <= common:
        return len(new) - left
    if past:
        return len(new) - common if common else 0
    return new.index(old[place]) if place < len(old) and old[place] in new else 0


def _place_once_corrected(before: Utterance, now: Utterance, place: int) -> int:
    """Of a text that its publisher put right: where sentence `place` of `before` stands in `now`; where that is there no more,
    behind the last one before it that is. A recording begins anew."""
    if before.recording is not None or now.recording is not None:
        return 0
    old, new = ([each.spoken for each in one.sentences] for one in (before, now))
    for last in range(min(place, len(old) - 1), -1, -1):
        places = [number for number, sentence in enumerate(new) if sentence == old[last]]
        if places:
            turn = old[:last].count(old[last])  # a sentence may be said several times
            return places[min(turn, len(places) - 1)] + (last < place)
    return 0
