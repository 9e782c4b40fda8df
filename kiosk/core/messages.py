"""Messages of the kiosk, and the queue to its main thread.

Whatever happens elsewhere (a button's thread, the player's pipe, a timer) becomes a message: `tell` may be called from
any thread and never waits; `drain` is called by the main thread alone, between two frames.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct


class Message(Struct, frozen=True):
    """Base of all messages."""


class ContentChanged(Message, frozen=True):
    """Notice that the store has a revision that the kiosk has not shown yet."""

    revision: int


class Gesture(Message, frozen=True):
    """Base of the messages from buttons and passers-by: they may come in any number, and then some are dropped."""


class ButtonPressed(Gesture, frozen=True):
    """Closing of a contact: a button by its name in the settings, wired or on a keypad, bounces included (see `presses`)."""

    name: str


class ButtonReleased(Gesture, frozen=True):
    """Opening of a contact."""

    name: str


class VolumeTurned(Gesture, frozen=True):
    """Turn of the rotary encoder by `steps` clicks, to the right if positive."""

    steps: int


class MotionSeen(Gesture, frozen=True):
    """Approach of a person. Wakes the screen, never speaks."""


class SpeechStarted(Message, frozen=True):
    """First sound of an utterance: by a voice that was `ready`, or a `recording`."""

    utterance: str
    ready: bool = False
    recording: bool = False


class SentenceStarted(Message, frozen=True):
    """Start of sentence `index` (from 0) of an utterance."""

    utterance: str
    index: int


class SpeechPaused(Message, frozen=True):
    """Interruption by something more urgent; a SentenceStarted tells where this utterance goes on afterwards."""

    utterance: str


class Ending(StrEnum):
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class SpeechEnded(Message, frozen=True):
    """End of an utterance. `reason` is one line for the log when it FAILED."""

    utterance: str
    ending: Ending
    reason: str = ""


class RecordingHeard(Message, frozen=True):
    """Progress of the microphone's recording: `seconds` so far, and the loudness just now, 0 to 100."""

    seconds: float
    level: int


class RecordingEnded(Message, frozen=True):
    """End of a recording: its length, and the loudest sample over full scale; `fault` is one line when there is none."""

    seconds: float = 0.0
    peak: float = 0.0
    fault: str = ""


class QuestionTaken(Message, frozen=True):
    """End of recording number `take` of a resident's question: its Opus data and length in seconds.

    Without data `why` gives the cause: "silence", "noise", "quiet", "short", "interrupted" or "fault".
    """

    take: int
    seconds: float = 0.0
    opus: bytes = b""
    why: str = ""


class QuestionHeard(Message, frozen=True):
    """Words of recording number `take`, as a recogniser understood them.

    `sureness` is the mean log-probability of its parts, 0 at best; `silence` how likely nobody spoke, from 0 to 1. Without
    words `why` may give the cause: "late" or "fault".
    """

    take: int
    text: str = ""
    sureness: float = 0.0
    silence: float = 1.0
    why: str = ""


class SlipTold(Message, frozen=True):
    """State of the printer after the slip `number`, as `PrinterState` names it; "slow" while it is still printed.

    `begun`: paper has come out.
    """

    number: int
    state: str
    begun: bool = False


class AnswerOpened(Message, frozen=True):
    """Notice that the recording of the open private answer can be played, or cannot be opened."""


Tell = Callable[[Message], None]
MOST_GESTURES = 256
"""Number of waiting messages from which gestures are dropped: nobody means presses made while the screen stood still
for seconds."""


class Inbox:
    """Queue that many threads fill and one thread empties. Gestures cannot make it grow, other messages are never lost.

    *wake* is called after each message, on the teller's thread: it asks the main thread to drain soon.
    """

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self._queue: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._wake = wake

    def tell(self, message: Message) -> None:
        if not (isinstance(message, Gesture) and self._queue.qsize() >= MOST_GESTURES):
            self._queue.put(message)
        self._wake()

    @property
    def empty(self) -> bool:
        return self._queue.empty()

    def drain(self, handle: Callable[[Message], None]) -> int:
        """Hand the messages received so far to *handle*, in order, and return how many. Later ones wait for the next call."""
        waiting = self._queue.qsize()
        for _ in range(waiting):
            handle(self._queue.get())
        return waiting
