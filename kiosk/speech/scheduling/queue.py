"""Queue of speeches by priority: what is said now and what waits. Decides only: nothing here plays or sends messages.

Callers change the order at once, in the main thread; the speaker's thread follows it, and removes what has ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from kiosk.speech.utterance import Manner, Priority, Utterance

MOST_SCHEDULED = 5  # a day of read-outs behind a visitor who listens for an hour; more is a fault somewhere
NO_SENTENCE = -1


@dataclass(slots=True, eq=False, weakref_slot=True)
class QueuedSpeech:
    """One utterance from its request to its end, however often it is interrupted."""

    utterance: Utterance
    manner: Manner = field(default_factory=Manner)
    # the sentence that is heard, or was when it was interrupted; before the first sound the one to begin with, if not the first
    playing: int = NO_SENTENCE
    lit: int = NO_SENTENCE  # the sentence that the screen was told of since it last began
    # files by sentence of a voice that has said all of it already; empty if there is none; None until it is known
    ready: Mapping[int, Path] | None = None
    unkept: dict[int, Path] = field(default_factory=dict)  # sounds in memory, by sentence; freed with this object
    started: bool = False  # whether something of it was heard, so that its prelude is over
    making: bool = False  # whether a sentence of it is with the synthesiser
    unsaid: dict[int, str] = field(default_factory=dict)  # sentences that no voice could say, and why
    said: bool = False  # whether some sentence had a sound
    recording: Path | None = None  # a file that is played in place of the voice
    recording_since: float | None = None  # monotonic seconds: when it last began to sound
    heard_s: float = 0.0  # seconds of the recording that were heard before it was interrupted

    def __post_init__(self) -> None:
        self.recording = self.utterance.recording
        self.heard_s = self.utterance.begin_s

    @property
    def priority(self) -> Priority:
        return self.manner.priority

    @property
    def heard_sentence(self) -> int:
        """Return the index of the sentence that is playing, or NO_SENTENCE before its first sound."""
        return self.playing if self.started else NO_SENTENCE


class Programme:
    """Order of speeches. The first of the highest priority is `current` and sounds. Safe for several threads."""

    def __init__(self) -> None:
        self._speeches: list[QueuedSpeech] = []
        self._lock = Lock()

    @property
    def speeches(self) -> tuple[QueuedSpeech, ...]:
        """Return all speeches, playing and waiting, in the order of their requests."""
        with self._lock:
            return tuple(self._speeches)

    @property
    def current(self) -> QueuedSpeech | None:
        return first_of(self.speeches)

    def add(self, speech: QueuedSpeech) -> list[QueuedSpeech]:
        """Add *speech*; return those that it replaces for good.

        A visitor's request replaces the visitor's earlier one. A newer scheduled or urgent one takes the place of one
        with the same subject, else it waits behind its equals. Too many scheduled ones push out the oldest that waits;
        nothing urgent is ever pushed out.
        """
        with self._lock:
            equals = [other for other in self._speeches if other.priority is speech.priority]
            if speech.priority is Priority.ASKED:
                out = equals
            else:
                out = [other for other in equals if other.utterance.subject == speech.utterance.subject]
            place = self._speeches.index(out[0]) if out else len(self._speeches)
            self._speeches.insert(place, speech)
            if speech.priority is Priority.SCHEDULED and not out:
                waiting = [other for other in equals if not other.started]
                out = waiting[: max(0, len(equals) + 1 - MOST_SCHEDULED)]
            for other in out:
                self._speeches.remove(other)
            return out

    def stop(self, *, urgent: bool = False, scheduled: bool = True, asked: bool = True) -> list[QueuedSpeech]:
        """Remove the most urgent speech and those waiting with its priority; return them, the current one first.

        Only allowed priorities count: URGENT if *urgent*, SCHEDULED if *scheduled*, ASKED if *asked*. An urgent speech is
        removed alone.
        """
        allowed = {Priority.ASKED} if asked else set()
        if urgent:
            allowed.add(Priority.URGENT)
        if scheduled:
            allowed.add(Priority.SCHEDULED)
        with self._lock:
            speech = first_of([speech for speech in self._speeches if speech.priority in allowed])
            if speech is None:
                return []
            one_kind = [other for other in self._speeches if other.priority is speech.priority]
            out = [speech] if speech.priority is Priority.URGENT else one_kind
            for other in out:
                self._speeches.remove(other)
            return out

    def clear(self) -> list[QueuedSpeech]:
        """Take out all; return them, the highest priority first."""
        with self._lock:
            out = sorted(self._speeches, key=lambda speech: -speech.priority)
            self._speeches.clear()
            return out

    def remove(self, speech: QueuedSpeech) -> bool:
        """Remove a speech that has ended; return False if it was taken out before."""
        with self._lock:
            if speech not in self._speeches:
                return False
            self._speeches.remove(speech)
            return True

    def __contains__(self, speech: object) -> bool:
        with self._lock:
            return speech in self._speeches


def first_of(speeches: Sequence[QueuedSpeech]) -> QueuedSpeech | None:
    """Return the speech to play first: the earliest request of the highest priority, or None."""
    return max(speeches, key=lambda speech: speech.priority, default=None)
