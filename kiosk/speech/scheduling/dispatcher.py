"""Order of events while something is said. Runs in the speaker's one thread; nothing here waits for long."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted, Tell
from kiosk.speech.child_process import Line
from kiosk.speech.errors import SoundError, SpeechError, one_line
from kiosk.speech.playback.loudspeaker import MOST_TRIES, Loudspeaker
from kiosk.speech.playback.loudspeakers import PAUSE_S, Loudspeakers
from kiosk.speech.scheduling.producer import RECORDING, Producer
from kiosk.speech.scheduling.queue import NO_SENTENCE, Programme, QueuedSpeech
from kiosk.speech.utterance import Priority

log = logging.getLogger(__name__)

AHEAD = 3  # sentences made before they are needed
STEP_BACK_S = 1.0  # a recording that was interrupted goes on a little earlier
BROKEN_OFF = 2  # sentences in a row that no voice could say: the rest will fare no better


class Dispatcher:
    """Dispatcher that follows the order of *programme*. *tell* and *idle_s* are the speaker's."""

    def __init__(
        self,
        programme: Programme,
        producer: Producer,
        stage: Loudspeakers,
        *,
        tell: Tell,
        idle_s: float,
    ) -> None:
        self._producer = producer
        self._stage = stage
        self._tell = tell
        self._idle_s = idle_s
        self._programme = programme
        self._speech: QueuedSpeech | None = None  # the speech that sounds
        self._tokens = itertools.count(1)
        self._idle_at = time.monotonic() + idle_s
        producer.on_made = self._on_made
        for loudspeaker in stage.all:
            loudspeaker.on_event, loudspeaker.on_trouble = self._on_event, self._on_trouble

    # requests

    def follow(self, gone: Sequence[QueuedSpeech] = ()) -> None:
        """Follow a change of the order; *gone* were taken out of it."""
        for speech in gone:
            self._end_speech(speech, Ending.STOPPED)
        self._turn_to_current()

    def apply_volume(self) -> None:
        """Apply the volume of the stage to the current speech."""
        if self._speech is not None:
            self._stage.apply_volume(self._speech.manner)

    def warm_up(self) -> None:
        self.open_device()
        self._producer.warm_up()

    def stand_by(self) -> None:
        self._stage.stand_by()
        self._producer.make_preludes()

    def open_device(self) -> None:
        self._idle_at = time.monotonic() + self._idle_s
        self._stage.open()

    def close(self) -> None:
        for speech in self._programme.clear():
            self._end_speech(speech, Ending.STOPPED)
        self._stage.close()
        self._producer.close()

    def fail(self, reason: str) -> None:
        """End the current speech, if there is one, as failed for *reason* (a line for the log), and go on with the next."""
        if self._speech is not None:
            self._finish(self._speech, Ending.FAILED, reason)

    # time

    def next_deadline(self) -> float:
        return min(self._idle_at, self._producer.deadline, self._stage.deadline)

    def on_deadline(self) -> None:
        """Handle an overdue answer, a relay that lingered long enough, or a long silence."""
        self._stage.on_deadline()
        self._producer.on_deadline()
        if time.monotonic() >= self._idle_at:
            self._idle_at = time.monotonic() + self._idle_s
            if self._speech is None:
                self._stage.stand_by()
                self._producer.rest()

    # the order

    def _turn_to_current(self) -> None:
        """Switch to the speech that is current now; an interrupted one goes on later."""
        wanted, before = self._programme.current, self._speech
        if wanted is before:
            return
        if before is not None and before not in self._programme:
            return  # a call of `follow` is queued, which reports its end before anything else begins
        if before is not None:
            self._interrupt(before)
        self._speech = wanted
        if wanted is None:
            self._idle_at = time.monotonic() + self._idle_s
            return
        if wanted.priority is Priority.URGENT:
            self._producer.hurry()
        self._guard(self._begin_speech)

    def _interrupt(self, speech: QueuedSpeech) -> None:
        self._stage.stop()
        self._note_place(speech)
        self._tell(SpeechPaused(speech.utterance.id))

    @staticmethod
    def _note_place(speech: QueuedSpeech) -> None:
        """Note how far a recording was heard."""
        if speech.recording_since is not None:
            played_s = time.monotonic() - speech.recording_since
            speech.heard_s = max(0.0, speech.heard_s + played_s - STEP_BACK_S)
            speech.recording_since = None

    def _finish(self, speech: QueuedSpeech, ending: Ending, reason: str = "") -> None:
        """End a speech that has come to its end by itself. If it was taken out of the order meanwhile, `follow` ends it."""
        if self._programme.remove(speech):
            self._end_speech(speech, ending, reason)
            self._turn_to_current()

    def _end_speech(self, speech: QueuedSpeech, ending: Ending, reason: str = "") -> None:
        if speech is self._speech:
            self._speech = None
            self._stage.stop()
            self._idle_at = time.monotonic() + self._idle_s
        self._tell(SpeechEnded(speech.utterance.id, ending, reason))

    def _begin_speech(self, speech: QueuedSpeech) -> None:
        """Begin from the start, or again from the sentence that was heard last."""
        speech.lit = NO_SENTENCE
        self._stage.enter(speech.manner)
        for loudspeaker in self._stage.entered:
            self._join(loudspeaker, speech)
        self._advance(speech)

    def _join(self, loudspeaker: Loudspeaker, speech: QueuedSpeech) -> None:
        self._stage.begin(loudspeaker, next(self._tokens), speech.manner, sent=max(speech.playing, 0))
        prelude = self._producer.prelude(speech)
        if prelude is not None:
            loudspeaker.play_sound(NO_SENTENCE, prelude, pause_s=PAUSE_S)

    def _on_trouble(self, loudspeaker: Loudspeaker, reason: str) -> None:
        """Restart a loudspeaker whose player or device is gone, from the current sentence; if that fails, go on with the
        others."""
        speech = self._speech
        if speech is None:
            return
        self._note_place(speech)
        if len(self._stage.entered) == 1:
            speech.lit = NO_SENTENCE
        loudspeaker.tries += 1
        again: Loudspeaker | None = loudspeaker
        if loudspeaker.tries >= MOST_TRIES:
            again = self._stage.give_up_on(loudspeaker, reason)
        if again is not None:
            self._join(again, speech)
        elif not self._stage.entered and not self._stage.finished:
            self.fail(reason)
            return
        self._guard(self._advance)
        self._finish_if_done(speech)

    # the sentences

    def _advance(self, speech: QueuedSpeech) -> None:
        """Hand over the sentences that are ready; request the next one that is not."""
        if speech.recording is not None:
            self._play_recording(speech, speech.recording)
            return
        count = len(speech.utterance.sentences)
        while (index := self._stage.sent) is not None and index < min(count, max(speech.playing, 0) + 1 + AHEAD):
            ready = self._producer.sentence(speech, index)
            if ready is None:
                return
            self._stage.hand_over(index, ready.path)
        if index != count:
            return
        if speech.unsaid and not speech.said:
            self.fail(next(iter(speech.unsaid.values())))
        else:
            self._stage.end_utterance()

    def _play_recording(self, speech: QueuedSpeech, recording: Path) -> None:
        try:
            ready = self._producer.leveled_recording(speech, recording)
        except SoundError as error:
            self._on_made(speech, RECORDING, one_line(error))
            return
        if ready is not None and ready.path is not None:
            self._stage.play(RECORDING, ready.path, skip_s=speech.heard_s)
            self._stage.end_utterance()

    def _on_made(self, speech: QueuedSpeech, index: int, trouble: str) -> None:
        if speech is not self._speech:
            return  # it is tried again when the speech goes on
        if trouble:
            self._cannot_be_said(speech, index, trouble)
        self._guard(self._advance)

    def _cannot_be_said(self, speech: QueuedSpeech, index: int, reason: str) -> None:
        log.warning("%s, sentence %d: %s", speech.utterance.id, index, reason)
        if index == RECORDING:
            speech.recording = None  # its words are said instead
            if not speech.utterance.sentences:
                self.fail(reason)
            return
        speech.unsaid[index] = reason
        if all(number in speech.unsaid for number in range(index - BROKEN_OFF + 1, index + 1)):
            self.fail(reason)

    def _guard(self, step: Callable[[QueuedSpeech], None]) -> None:
        """Do one step of the current speech; an error in it ends the speech."""
        if self._speech is None:
            return
        try:
            step(self._speech)
        except SpeechError as error:
            self.fail(one_line(error))

    # events of the players

    def _on_event(self, loudspeaker: Loudspeaker, line: Line) -> None:
        speech = self._speech
        if speech is None:
            return
        self._stage.clear_fault(loudspeaker)
        if line["event"] == "ended":
            self._stage.note_finished(loudspeaker)
            self._finish_if_done(speech)
        else:
            self._on_sound(speech, int(line["index"]))

    def _finish_if_done(self, speech: QueuedSpeech) -> None:
        if speech is self._speech and self._stage.finished:
            self._finish(speech, Ending.DONE)

    def _on_sound(self, speech: QueuedSpeech, index: int) -> None:
        if not speech.started:
            speech.started = True
            self._tell(SpeechStarted(speech.utterance.id, bool(speech.ready), speech.recording is not None))
        if index == RECORDING and speech.recording_since is None:
            speech.recording_since = time.monotonic()
        elif index > speech.lit:  # the first loudspeaker to come to a sentence lights it
            speech.playing = speech.lit = index
            self._tell(SentenceStarted(speech.utterance.id, index))
            self._guard(self._advance)
