"""A private answer opened on its own kiosk, in memory alone: its text at once, and its recording, which takes seconds on a small
computer, in a thread: as a sound that no folder names."""

from __future__ import annotations

import base64
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from msgspec.structs import replace

from content_cache.files import in_memory, read_plain
from content_cache.model.attachments import SEALED, Attachment
from content_cache.model.concerns import read_stage
from content_cache.model.errors import CacheError
from content_cache.model.items import Answer
from content_cache.signing.sealed_answers import AnswerContent, AnswerError
from content_cache.text.plain import clean_text, clean_title
from kiosk.core.messages import AnswerOpened, Tell

_log = logging.getLogger(__name__)
_MEMORY_BYTES = 700_000_000  # address space of the libraries that know sound
_PATIENCE_S = 20.0
_MOST_BYTES = 15_000_000
_BESIDE = 1_000  # bytes of a box that are not the recording


class OwnKey(Protocol):
    """Key that opens what is sealed to this kiosk, as `kiosk.post.spool.Spool`. Raises AnswerError."""

    def open_answer(self, number: int, box: bytes, /) -> AnswerContent: ...
    def open_recording(self, number: int, box: bytes, said: AnswerContent, /) -> bytes: ...


Decode = Callable[[bytes, threading.Event], BinaryIO]
"""Function that decodes a recording to WAV in memory and breaks off soon after the event is set. Raises CacheError, OSError."""


def decoded(content: bytes, stop: threading.Event) -> BinaryIO:
    """Return *content* decoded to WAV by the bounded child process.

    Raises CacheError, also if *content* is no sound, and OSError.
    """
    from content_cache.jobs.sandbox import Bounds  # imported when there is something to decode
    from content_cache.media.convert import ConvertTask, convert
    from content_cache.media.drafts import check
    from content_cache.media.sound import HEAD_BYTES, kind_of, reserving

    kind, start = kind_of(content[:HEAD_BYTES])
    going = in_memory()
    try:
        with in_memory(content[start:_MOST_BYTES]) as coming:
            task = ConvertTask(coming=coming.fileno(), going=going.fileno(), sound=kind)
            handed = (task.coming, task.going)
            bounded = Bounds(_MEMORY_BYTES, stop=lambda: stop)
            (made,) = bounded(_PATIENCE_S, convert, (task,), handed=handed, reserving=reserving(kind))
        check(going, made.ending)
    except BaseException:
        going.close()
        raise
    return going


class _Recording:
    """Recording of the open answer. A thread decrypts it, until *stop* is set."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.stop = threading.Event()
        self.sound: BinaryIO | None = None
        self.over = False


class SealedAnswers:
    """Private answers, one of which may be open.

    *data* is the folder of sealed recordings. *tell* is called when the open answer's recording has been decrypted, or
    cannot be.
    """

    def __init__(
        self, data: Path, own: OwnKey | None, tell: Tell = lambda _message: None, *, decode: Decode = decoded
    ) -> None:
        self._data = data
        self._own = own
        self._tell = tell
        self._decode = decode
        self._lock = threading.Lock()
        self._recording: _Recording | None = None

    def open(self, answer: Answer) -> Answer:
        """Return *answer* with its sealed title and text opened. A recording has no path before `opened_answer`.

        An answer that an older office sent unsealed is returned unchanged. Raises AnswerError.
        """
        self.close()
        if not answer.sealed:
            return answer
        from content_cache.text.cleaning import text_to_blocks  # imported late: its libraries are large

        own = self._own
        if own is None:
            raise AnswerError("this kiosk has no key")
        try:
            box = base64.b64decode(answer.sealed, validate=True)
        except ValueError as error:
            raise AnswerError("no box") from error
        said = own.open_answer(answer.number, box)
        title, text = clean_title(said.title) or answer.title, clean_text(said.text)
        found = next((each for each in answer.attachments if said.sound and each.type == SEALED), None)
        sounds = (Attachment(found.url, "audio/wav", role="recording"),) if found else ()
        shown = replace(
            answer, title=title, text=text, blocks=text_to_blocks(text), sealed="", attachments=sounds,
            stage=read_stage(said.stage),
        )  # fmt: skip
        if found is not None and found.path:
            self._recording = begun = _Recording(shown)
            args = (begun, own, self._data / found.path, said)
            threading.Thread(target=self._open_recording, args=args, name="private answer", daemon=True).start()
        return shown

    @property
    def opening(self) -> bool:
        """Return whether the recording of the open answer is still being decrypted."""
        return self._recording is not None and not self._recording.over

    def opened_answer(self) -> Answer | None:
        """Return the open answer with its decrypted recording, without a path if that failed.

        `None` while it is being decrypted, and if no answer is open.
        """
        with self._lock:
            done = self._recording
            if done is None or not done.over:
                return None
            if done.sound is None:
                return done.answer
            path = f"/proc/{os.getpid()}/fd/{done.sound.fileno()}"  # for the player, a process of the same user
            (sound,) = done.answer.attachments
            return replace(done.answer, attachments=(replace(sound, path=path),))

    def close(self) -> None:
        """Close the open answer: stop its decryption and drop the decrypted recording."""
        with self._lock:
            closed, self._recording = self._recording, None
        if closed is not None:
            closed.stop.set()
            if closed.sound is not None:
                closed.sound.close()

    def _open_recording(self, begun: _Recording, own: OwnKey, path: Path, said: AnswerContent) -> None:
        sound = None
        try:
            box = read_plain(path, _MOST_BYTES + _BESIDE)  # the hall's own lie where its desk writes
            sound = self._decode(own.open_recording(begun.answer.number, box, said), begun.stop)
        except (OSError, CacheError, AnswerError) as error:
            if not begun.stop.is_set():
                _log.warning("the recording of answer %s is not opened: %s", begun.answer.number, error)
        finally:
            with self._lock:
                wanted = begun is self._recording
                if wanted:
                    begun.sound, begun.over = sound, True
            if wanted:
                self._tell(AnswerOpened())
            elif sound is not None:
                sound.close()
