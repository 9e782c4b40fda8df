"""Reading aloud for a visitor and for the village: start, stop, resume at the same sentence, and highlight it on the board."""

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
"""Share of the usual rate for the key *Pelan*."""


class ReadAloud:
    """Control of readings.

    *rate* is in words a minute; *no_sound* returns the notice for a visitor when a voice fails. The voice says one
    thing at a time, the most urgent one first; the others wait in its queue. The board shows what sounds.
    """

    def __init__(self, board: BoardPort, voice: VoicePort, *, rate: int, no_sound: Callable[[], str]) -> None:
        self._board = board
        self._voice = voice
        self._rate = rate
        self._no_sound = no_sound
        self._stopped_at: dict[str, int] = {}
        self.unheard = ""
        """The id of the utterance that no loudspeaker could play, until one is heard again."""

    @property
    def _readings(self) -> list[QueuedSpeech]:
        """Return the readings in the voice's queue, both sounding and waiting. Short asides such as prompts are left out."""
        return [speech for speech in self._voice.speeches if not speech.manner.aside]

    @property
    def _current(self) -> QueuedSpeech | None:
        return first_of(self._readings)

    @property
    def speaking(self) -> bool:
        """Return whether a reading sounds or waits."""
        return bool(self._readings)

    @property
    def priority(self) -> Priority | None:
        """Return the priority of the reading that sounds; `None` if none does."""
        current = self._current
        return current.priority if current is not None else None

    @property
    def to_visitor(self) -> bool:
        """Return whether the voice reads to the visitor: a requested reading, or a warning."""
        return self.priority in (Priority.ASKED, Priority.URGENT)

    @property
    def saying(self) -> str:
        """Return the id of the utterance that sounds; "" if none does."""
        current = self._current
        return current.utterance.id if current is not None else ""

    def read(self, utterance: Utterance, manner: Manner = AS_ASKED, *, resume: bool = True) -> None:
        """Read *utterance* from its beginning, or with *resume* from where it was last stopped.

        `Speaker.say` explains which readings wait.
        """
        start = self._stopped_at.pop(utterance.id, 0) if resume else 0
        self._say(utterance, manner, start if start < len(utterance.sentences) else 0)

    def _say(self, utterance: Utterance, manner: Manner, start: int) -> None:
        if utterance.sentences or utterance.recording is not None:
            self._voice.say(utterance, manner, start=start)
            self._show_speaking()

    def stop(self, *, urgent: bool = False) -> None:
        """Stop the reading that sounds at once; an alert only if *urgent*.

        Its position is kept for the next reading of the same utterance.
        """
        self._note_places(self._voice.stop(urgent=urgent))

    def leave(self, only: str = "") -> None:
        """End readings that the visitor asked for, sounding or waiting.

        Broadcasts to the village go on. With *only*, end just the utterance of that id.
        """
        if any(speech.priority is Priority.ASKED and only in ("", speech.utterance.id) for speech in self._readings):
            self._note_places(self._voice.stop(scheduled=False))

    def hush(self) -> frozenset[str]:
        """End broadcasts to the village, sounding or waiting. Return the ids of their utterances."""
        scheduled = any(speech.priority is Priority.SCHEDULED for speech in self._readings)
        ended = self._voice.stop(asked=False) if scheduled else ()
        self._show_speaking()
        return frozenset(speech.utterance.id for speech in ended)

    def has_utterance(self, utterance: Utterance) -> bool:
        """Return whether *utterance* sounds or waits."""
        return any(speech.utterance is utterance for speech in self._readings)

    def end_utterance(self, utterance: Utterance) -> None:
        """End *utterance* alone, whether it sounds or waits."""
        for speech in [each for each in self._readings if each.utterance is utterance]:
            self._voice.withdraw(speech)
        self._show_speaking()

    def replace_utterance(self, before: Utterance, now: Utterance, *, anew: bool = False) -> Utterance | None:
        """Replace the broadcast *before* by its corrected words *now*.

        *anew* starts from the beginning; else the current sentence, or the next that is left, goes on. Return the
        utterance that is said now; `None` if *before* has ended, or nothing is left.
        """
        speech = next((each for each in self._readings if each.utterance is before), None)
        if speech is None:
            return None
        start = 0 if anew else _place_once_corrected(before, now, max(speech.playing, 0))
        if start >= len(now.sentences) and now.recording is None:
            self.end_utterance(before)
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
        self._show_speaking()

    def again(self) -> None:
        """Restart the present reading from its first sentence."""
        self._say_anew(lambda _speech: 0)

    def go_on(self, utterance: Utterance, *, instead_of: str = "") -> None:
        """Replace the words of the visitor's reading by *utterance*.

        Go on at the current sentence, or from the beginning if it is gone. *instead_of* is the id of another utterance
        that it replaces and that lost a part: then go on with the next sentence that is left.
        """
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
        """Switch the voice to the slow rate, or (*slow* False) to the usual one, from the current sentence on."""
        self._board.slow = slow
        self._voice.set_rate(round(self._rate * SLOWER) if slow else self._rate)
        self._say_anew(lambda speech: max(speech.playing, 0))

    def _say_anew(self, start: Callable[[QueuedSpeech], int]) -> None:
        current = self._current
        if current is not None and current.priority is not Priority.URGENT:
            self._say(current.utterance, replace(current.manner, prelude=Prelude.NONE), start(current))

    def set_volume(self, percent: int) -> None:
        self._voice.set_volume(percent)

    def set_alone(self, alone: bool) -> None:
        """Say what the visitor asks for, from the current sentence on, by the headset alone, or (*alone* False) to the room."""
        self._voice.set_alone(alone)
        current = self._current
        if current is not None and current.priority is Priority.ASKED:
            self._say_anew(lambda speech: max(speech.playing, 0))

    def set_ceiling(self, percent: int | None) -> None:
        """Limit the volume of a visitor's reading to *percent*; None lifts the limit."""
        self._voice.set_ceiling(percent)

    def start_voice(self) -> None:
        """Start the voice's processes ahead, so that the first sound need not wait for them."""
        self._voice.warm_up()

    def open_device(self) -> None:
        """Open the sound device ahead, because a visitor has come and may soon listen."""
        self._voice.open_device()

    def forget_places(self) -> None:
        """Forget all positions, so that a new visitor hears every text from its beginning."""
        self._stopped_at.clear()

    def on_speech(self, message: SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded) -> None:
        """Handle *message* of the voice and show on the board what sounds. Tell the visitor when the voice failed."""
        if isinstance(message, SpeechEnded) and message.ending is Ending.FAILED:
            _log.warning("not read out: %s", message.reason)
            self._board.notice = self._no_sound()
            self.unheard = message.utterance
        elif isinstance(message, SentenceStarted):
            self.unheard = ""
        self._show_speaking()

    def _show_speaking(self) -> None:
        current = self._current
        self._board.speaking = (
            Speaking(current.utterance.id, current.utterance.sentences, current.heard_sentence)
            if current is not None
            else None
        )


def _place_once_changed(before: Utterance, now: Utterance, place: int, *, past: bool) -> int:
    """Return the sentence of *now* to go on with, after a visitor changed the screen that is read at sentence *place*
    of *before*.

    Sentences of their common suffix correspond. *past*: skip sentences that were removed.
    """
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
    """Return the sentence of *now* that corresponds to sentence *place* of *before*, after a correction by its publisher.

    If it is gone, return the place behind the last sentence before it that is left. A recording begins anew.
    """
    if before.recording is not None or now.recording is not None:
        return 0
    old, new = ([each.spoken for each in one.sentences] for one in (before, now))
    for last in range(min(place, len(old) - 1), -1, -1):
        places = [number for number, sentence in enumerate(new) if sentence == old[last]]
        if places:
            turn = old[:last].count(old[last])  # a sentence may be said several times
            return places[min(turn, len(places) - 1)] + (last < place)
    return 0
