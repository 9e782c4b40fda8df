"""Utterances: sentences, each tied to the place on the screen that it lights."""

from __future__ import annotations

import hashlib
from enum import IntEnum, StrEnum
from pathlib import Path

from msgspec import Struct


class Priority(IntEnum):
    """Priority of an utterance. A higher one interrupts a lower one, which goes on afterwards at the sentence it was in."""

    SCHEDULED = 0  # unasked: the bulletin, a new announcement
    ASKED = 1  # a visitor pressed "Dengarkan"
    URGENT = 2  # an alert


class Where(StrEnum):
    """Loudspeakers of an utterance. Without a horn the indoor one speaks in its place."""

    INDOOR = "indoor"
    HORN = "horn"
    BOTH = "both"


class Prelude(StrEnum):
    """Sound before the first word."""

    NONE = "none"
    CHIME = "chime"
    TWO_CHIMES = "two-chimes"
    SIREN = "siren"
    TONE = "tone"  # short and soft, for a visitor who uses the buttons


HUMAN = "human"
"""Name in place of a voice's for a person's recording, which may stand among the sentences of any voice."""


class SpokenSound(Struct, frozen=True):
    """WAV file in which *voice* says a sentence, made elsewhere by its publisher."""

    path: Path
    voice: str


def words_hash(spoken: str) -> str:
    """Return the file name of a stored sentence, the SHA-256 (hex) of *spoken* as UTF-8."""
    return hashlib.sha256(spoken.encode("utf-8", "surrogatepass")).hexdigest()


class Sentence(Struct, frozen=True):
    """Sentence to speak.

    *spoken* are the words for the voice; *sound* is set if a voice has spoken it already. *block*, *start* and *end* tell
    where it is written: characters of block number *block* of the item (-1 the title, -2 nowhere on the screen).

    The sentence lights up, not the word: MBROLA reports only clauses and Piper nothing. A screen that behaves otherwise
    with each voice helps nobody.
    """

    spoken: str
    block: int = -2
    start: int = 0
    end: int = 0
    sound: SpokenSound | None = None

    @property
    def is_heard(self) -> bool:
        """Return whether *spoken* has a letter or a digit: a sentence of signs alone makes no sound."""
        return any(map(str.isalnum, self.spoken))


TITLE = -1
NOWHERE = -2


class Utterance(Struct, frozen=True):
    """Sentences that belong together, in the order they are said.

    *id* comes back in every message about it. *recording* is a sound file that is played instead of the voice, from
    *begin_s* seconds on. *language* is an ISO 639-1 code. *about* names its subject ("" for the id itself): of two with the
    same subject and priority, the newer one takes the other's place.

    *as_it_is* marks content that must not be stored. Its recording is played without a levelled copy, and its sentences are
    made in memory alone.
    """

    id: str
    sentences: tuple[Sentence, ...]
    language: str = "id"
    recording: Path | None = None
    about: str = ""
    begin_s: float = 0.0
    as_it_is: bool = False

    @property
    def subject(self) -> str:
        """Return the subject of the utterance: `about`, or its `id` where `about` is empty."""
        return self.about or self.id


class Manner(Struct, frozen=True):
    """Manner of saying an utterance.

    *volume* is in percent, for this utterance alone; None leaves it as it is set. *aside*: a prompt, a line of the
    kiosk's own beside the readings.
    """

    priority: Priority = Priority.ASKED
    where: Where = Where.INDOOR
    prelude: Prelude = Prelude.NONE
    volume: int | None = None
    aside: bool = False


AS_ASKED = Manner()
"""Manner for a visitor who asked for the utterance."""
