"""What stands in for the microphone and the way back where a question's way over the screens is tested."""

from __future__ import annotations

import json
import math
import wave
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from nacl.signing import SigningKey

from content_cache.model.items import Answer
from content_cache.model.vocabulary import Provenance, Verified
from content_cache.signing.sealed_answers import AnswerContent, open_sound, open_text
from kiosk.post.faults import PostCode, PostError
from kiosk.settings import Settings
from kiosk.settings.sections import ForSettings, QuestionSettings
from tests.support.hall import USUAL
from tests.support.items import NOW

ASKING = replace(
    USUAL,
    questions=QuestionSettings(
        asked=(ForSettings("Puskesmas", "first-aid", "obat"), ForSettings("Kepala Desa", "bank"))
    ),
)


SEED = b"k" * 32
"""Of the kiosk's key."""


class Drawer:
    """Takes questions, unsealed, for the test to read; `full`: it takes none."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []
        self.full = False
        self.seals = True
        self.above = 0
        self.kiosk = ""

    def put_question(self, content_of: Callable[[int], bytes], above: int = 0) -> int:
        self.above = above
        number = len(self.contents) + 1
        content = content_of(number)
        if self.full:
            raise PostError(PostCode.NO_KEY, text="")
        self.contents.append(content)
        return number

    def given(self) -> int:
        return len(self.contents)

    def give_number(self, keep: Callable[[int], None], above: int = 0) -> int:
        self.above = above
        keep(above + 1)
        return above + 1

    @property
    def answered_to(self) -> tuple[str, bytes]:
        return self.kiosk, bytes(SigningKey(SEED).verify_key)

    def code(self, number: int, digits: int) -> str:
        return str(number)[-1] * digits

    def open_answer(self, number: int, box: bytes) -> AnswerContent:
        return open_text(box, kiosk=self.kiosk, number=number, key=SEED)

    def open_recording(self, number: int, box: bytes, said: AnswerContent) -> bytes:
        return open_sound(box, said, kiosk=self.kiosk, number=number, key=SEED)

    def told(self, place: int = -1) -> tuple[dict[str, Any], bytes]:
        line, _, body = self.contents[place].partition(b"\n")
        return json.loads(line), body


class Takes:
    """Recordings that are begun; nothing is heard but what the test says."""

    def __init__(self) -> None:
        self.begun: list[Held] = []

    def __call__(self, number: int) -> Held:
        self.begun.append(Held(number))
        return self.begun[-1]

    @property
    def open(self) -> list[Held]:
        return [take for take in self.begun if not take.finished and not take.discarded]


class Held:
    path = Path("/proc/self/fd/0")

    def __init__(self, number: int) -> None:
        self.number = number
        self.finished = self.discarded = False

    def finish(self) -> None:
        self.finished = True

    def discard(self) -> None:
        self.discarded = True


def asking(hall_settings: Settings = ASKING, **changes: object) -> Settings:
    return replace(hall_settings, questions=replace(hall_settings.questions, **changes))


def answer(number: int, kiosk: str, **changes: Any) -> Answer:
    fields: dict[str, Any] = {
        "id": f"jawab-{kiosk}-{number}", "source": "Diskominfo", "title": f"Pertanyaan {number} bagaimana?",
        "text": "Begini jawabannya.", "author": "Kepala Desa", "published": NOW, "language": "id",
        "provenance": Provenance.VERIFIED, "verified": Verified.SIGNATURE, "kiosk": kiosk, "number": number,
    }  # fmt: skip
    return Answer(**(fields | changes))


def syllables(path: Path, seconds: float, *, loud: float = 0.3, rate_hz: int = 16_000) -> None:
    """A tone that rises and falls four times a second, as speech does."""
    samples = (
        int(32_767 * loud * math.sin(math.tau * 220 * n / rate_hz) * max(0.0, math.sin(math.tau * 4 * n / rate_hz)))
        for n in range(round(seconds * rate_hz))
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(array("h", samples).tobytes())
