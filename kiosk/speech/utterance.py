"""What is said: an utterance of sentences, each tied to the place on the screen that it lights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `spoken` is what the voice says; `block`, `start` and `end` tell where it is written: characters of block
    number `block` of the item (-1 the title, -2 nowhere on the screen)."""

    spoken: str
    block: int = -2
    start: int = 0
    end: int = 0


TITLE = -1
NOWHERE = -2


@dataclass(frozen=True, slots=True)
class Utterance:
    """Sentences that belong together, in the order they are said.

    `id` comes back in every message about it. `recording` is a sound file that is played instead of the voice. `language` is
    an ISO 639-1 code.
    """

    id: str
    sentences: tuple[Sentence, ...]
    language: str = "id"
    recording: Path | None = None
