"""A private answer opened on its own kiosk, in memory alone: its text, and its recording as a sound that no folder names."""

from __future__ import annotations

import base64
import logging
import os
from pathlib import Path
from typing import BinaryIO, Protocol

from msgspec.structs import replace

from content_cache.files import in_memory
from content_cache.jobs.sandbox import Bounded, Bounds
from content_cache.media.convert import Task, convert
from content_cache.media.drafts import check
from content_cache.media.sound import HEAD_BYTES, kind_of, reserving
from content_cache.model.errors import CacheError
from content_cache.model.items import SEALED, Answer, Attachment
from content_cache.signing.sealed_answers import AnswerError, Said
from content_cache.text.cleaning import text_to_blocks
from content_cache.text.plain import clean_text, clean_title

_log = logging.getLogger(__name__)
_MEMORY_BYTES = 700_000_000  # address space of the libraries that know sound
_PATIENCE_S = 20.0
_MOST_BYTES = 15_000_000


class OwnKey(Protocol):
    """kiosk.post.spool.Spool: opens what is sealed to this kiosk. Raises AnswerError."""

    def open_answer(self, number: int, box: bytes, /) -> Said: ...
    def open_recording(self, number: int, box: bytes, said: Said, /) -> bytes: ...


class SealedAnswers:
    """`data` is where the boxes of recordings lie. One answer is open at a time."""

    def __init__(self, data: Path, own: OwnKey | None, bounded: Bounded | None = None) -> None:
        self._data = data
        self._own = own
        self._bounded = bounded or Bounds(_MEMORY_BYTES)
        self._sound: BinaryIO | None = None

    def open(self, answer: Answer) -> Answer:
        """What it says, in the place of what stands for it. What came unsealed, of an older office, is as it is. Raises
        AnswerError."""
        self.close()
        if not answer.sealed:
            return answer
        if self._own is None:
            raise AnswerError("this kiosk has no key")
        said = self._own.open_answer(answer.number, base64.b64decode(answer.sealed))
        title, text = clean_title(said.title) or answer.title, clean_text(said.text)
        return replace(
            answer,
            title=title,
            text=text,
            blocks=text_to_blocks(text),
            sealed="",
            attachments=self._heard(answer, said),
        )

    def close(self) -> None:
        """Nobody reads it any more."""
        if self._sound is not None:
            self._sound.close()
            self._sound = None

    def _heard(self, answer: Answer, said: Said) -> tuple[Attachment, ...]:
        """Its recording, without a path where that is not here yet, or cannot be opened."""
        found = next((each for each in answer.attachments if each.type == SEALED), None)
        if not said.sound or found is None or self._own is None:
            return ()
        path = ""
        try:
            if found.path:
                box = (self._data / found.path).read_bytes()
                self._sound = self._decoded(self._own.open_recording(answer.number, box, said))
                path = f"/proc/{os.getpid()}/fd/{self._sound.fileno()}"  # for the player, a process of the same user
        except (OSError, CacheError, AnswerError) as error:
            _log.warning("the recording of answer %s is not opened: %s", answer.number, error)
        return (Attachment(found.url, "audio/wav", path=path, role="recording"),)

    def _decoded(self, content: bytes) -> BinaryIO:
        """As WAV, in memory. Raises CacheError, also for what is no sound; OSError."""
        kind, start = kind_of(content[:HEAD_BYTES])
        going = in_memory()
        try:
            with in_memory(content[start:_MOST_BYTES]) as coming:
                task = Task(coming=coming.fileno(), going=going.fileno(), sound=kind)
                handed = (task.coming, task.going)
                (made,) = self._bounded(_PATIENCE_S, convert, (task,), handed=handed, reserving=reserving(kind))
            check(going, made.ending)
        except BaseException:
            going.close()
            raise
        return going
