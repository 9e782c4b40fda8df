"""The messages of the kiosk, and the one door to its main thread.

Whatever happens elsewhere (a button's thread, the player's pipe, a timer) becomes a message: `tell` may be called from any
thread and never waits; `drain` is called by the main thread alone, between two frames.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct


class Message(Struct, frozen=True):
    """Base of all messages."""


class ContentChanged(Message, frozen=True):
    """The store has a revision that the kiosk has not shown yet."""

    revision: int


class Gesture(Message, frozen=True):
    """Base of what hands and passers-by do: it may come in any number, and then some of it is lost."""


class ButtonPressed(Gesture, frozen=True):
    """A contact closed: a button by its name in the settings, whether wired or on a keypad. Bounces and all: see `presses`."""

    name: str


class ButtonReleased(Gesture, frozen=True):
    """A contact opened."""

    name: str


class VolumeTurned(Gesture, frozen=True):
    """The rotary encoder moved: `steps` clicks, to the right if positive."""

    steps: int


class MotionSeen(Gesture, frozen=True):
    """Somebody came near. Wakes the screen, never speaks."""


class SpeechStarted(Message, frozen=True):
    """The first sound of an utterance is playing: by a voice that was `ready`, or a `recording`."""

    utterance: str
    ready: bool = False
    recording: bool = False


class SentenceStarted(Message, frozen=True):
    """Sentence `index` (from 0) of an utterance is being spoken now."""

    utterance: str
    index: int


class SpeechPaused(Message, frozen=True):
    """Something more urgent is said first; a SentenceStarted tells where this utterance goes on afterwards."""

    utterance: str


class Ending(StrEnum):
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class SpeechEnded(Message, frozen=True):
    """An utterance is over. `reason` is one line for the log when it FAILED."""

    utterance: str
    ending: Ending
    reason: str = ""


class RecordingHeard(Message, frozen=True):
    """The microphone records: `seconds` so far, how loud just now, 0 to 100."""

    seconds: float
    level: int


class RecordingEnded(Message, frozen=True):
    """A recording is over: how long it is, and the loudest sample over full scale; `fault` is one line when there is none."""

    seconds: float = 0.0
    peak: float = 0.0
    fault: str = ""


class QuestionTaken(Message, frozen=True):
    """Recording number `take` of a resident's question is over: its Opus, and how many seconds. Without one `why` says what it was:
    "silence", "noise", "quiet", "short", "interrupted" or "fault"."""

    take: int
    seconds: float = 0.0
    opus: bytes = b""
    why: str = ""


class AnswerOpened(Message, frozen=True):
    """The recording of the private answer that is open can be played, or cannot be opened."""


Tell = Callable[[Message], None]
MOST_GESTURES = 256
"""Messages that wait before gestures are dropped: nobody means what was pressed while the screen stood still for seconds."""


class Inbox:
    """A queue that many threads fill and one thread empties. Gestures cannot make it grow, other messages are never lost.

    `wake` is called after each message, from the teller's thread: it asks the main thread to drain soon.
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
        """Hand what has come so far to `handle`, in order; what comes meanwhile waits for the next call. Returns how many."""
        waiting = self._queue.qsize()
        for _ in range(waiting):
            handle(self._queue.get())
        return waiting
