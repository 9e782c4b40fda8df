"""Recordings of prompts by people of the hall, on their way to the office: each once, encoded as Opus in a bounded child.

They go alone, after all other post and before the backup. Few wait at a time where a line is, because editions acknowledge
them; without a line all do, for the next stick.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Collection, Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from content_cache.files import in_memory, open_below
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounded, Bounds
from content_cache.model.errors import CacheError
from kiosk.core.json_file import JsonFile
from kiosk.i18n.local_languages import LOCAL_LANGUAGES
from kiosk.post.envelope import EnvelopeKind
from kiosk.post.prompts import LONGEST_S, MOST_SOUND, PromptHead, prompt_content
from kiosk.post.spool import Spool
from kiosk.speech.synthesis.opus import recorded_within
from kiosk.state.recorded_prompts import FOLDER

STATE = "prompts-sent.json"
"""File in the data folder that says what was sent."""
EVERY_S = 600.0
"""Seconds between two looks at the hall's recordings."""
MOST_OF_LANGUAGE = 200
MOST_UNSENT = 3
MOST_BY_STICK = len(LOCAL_LANGUAGES) * MOST_OF_LANGUAGE
_MOST_WAV = round(LONGEST_S * 48_000) * 2 + 4_096  # bytes
_DEADLINE_S = 60.0
_LIBRARIES = ("numpy", "av")
_NAME = re.compile(r"([0-9a-f]{64})\.wav")
_log = logging.getLogger(__name__)


class PromptSent(Struct, frozen=True):
    """Recording that was sent: *mark* of the file's size and time, *sha256* of its content."""

    mark: str
    sha256: str


class PromptsSent(Struct, frozen=True):
    """State by `<language>/<hash>`."""

    prompts: dict[str, PromptSent] = field(default_factory=dict)


class _Encoded(Struct, frozen=True):
    key: str
    seen: PromptSent
    sound: bytes | None


class PromptPost:
    """Belongs to the refresher's thread; *pool* reads and encodes. *by_line*: the settings name an address of the office."""

    def __init__(
        self, data: Path, spool: Spool, *, by_line: bool, pool: Executor, bounded: Bounded | None = None
    ) -> None:
        self._data = data
        self._spool = spool
        self._most = MOST_UNSENT if by_line else MOST_BY_STICK
        self._pool = pool
        self._bounded = bounded or Bounds(MEMORY_BYTES, niceness=10)
        self._file = JsonFile(data / STATE, PromptsSent)
        self._sent = dict(self._file.read().prompts)
        self._unfit: dict[str, str] = {}  # marks of recordings that cannot be sent; after a start each is tried again
        self._due: list[str] = []
        self._looked = float("-inf")
        self._encoding: Future[_Encoded] | None = None

    def advance(self, age: float, handed: Collection[int]) -> None:
        """Put the next recordings into the spool. *age* is the sender's in seconds, *handed* are the numbers of envelopes
        that the office has.

        Raise PostError, OSError.
        """
        if self._encoding is not None:
            if not self._encoding.done():
                return
            made, self._encoding = self._encoding, None
            self._put(made.result())
        if not self._due and not 0 <= age - self._looked < EVERY_S:
            self._looked = age
            self._due = [*self._changed()]
        if not self._due or self._unsent(handed) >= self._most:
            return
        key = self._due.pop(0)
        if _mark_of(self._data / FOLDER, key):
            self._encoding = self._pool.submit(self._encoded, key)
        else:
            self._take_back(key)

    def _unsent(self, handed: Collection[int]) -> int:
        waiting = self._spool.waiting_envelopes()
        return sum(each.kind is EnvelopeKind.PROMPT and each.number not in handed for each in waiting)

    def _changed(self) -> Iterator[str]:
        """Yield the keys of recordings that are new, others than before, or gone."""
        here = set[str]()
        for language in LOCAL_LANGUAGES:
            for key in _keys_in(self._data / FOLDER, language):
                here.add(key)
                mark = _mark_of(self._data / FOLDER, key)
                if mark not in (self._sent[key].mark if key in self._sent else "", self._unfit.get(key)):
                    yield key
        yield from sorted(self._sent.keys() - here)

    def _take_back(self, key: str) -> None:
        """Tell the office that a recording which it has was taken away."""
        if key in self._sent:
            self._spool.put(EnvelopeKind.PROMPT, prompt_content(_head_of(key), b""))
        self._sent.pop(key, None)
        self._store()

    def _encoded(self, key: str) -> _Encoded:
        """Read a recording and encode it, in the pool. The sound is b"" for what is known, `None` for what cannot be sent."""
        seen = PromptSent(_mark_of(self._data / FOLDER, key), "")
        try:
            with open_below(self._data / FOLDER, f"{key}.wav") as file:
                content = file.read(_MOST_WAV + 1)
            seen = replace(seen, sha256=hashlib.sha256(content).hexdigest())
            if (before := self._sent.get(key)) is not None and before.sha256 == seen.sha256:
                return _Encoded(key, seen, b"")
            if len(content) > _MOST_WAV:
                _log.warning("prompt %s: its recording is too long to be sent", key)
                return _Encoded(key, seen, None)
            with in_memory(content) as coming:
                sound = self._bounded(
                    _DEADLINE_S, recorded_within, coming.fileno(), LONGEST_S, MOST_SOUND,
                    handed=(coming.fileno(),), reserving=_LIBRARIES,
                )  # fmt: skip
        except (CacheError, OSError) as error:
            _log.warning("prompt %s: its recording is not sent: %s", key, error)
            return _Encoded(key, seen, None)
        return _Encoded(key, seen, sound)

    def _put(self, made: _Encoded) -> None:
        """Raise PostError, OSError."""
        if made.sound is None:
            self._unfit[made.key] = made.seen.mark
            return
        if made.sound:
            self._spool.put(EnvelopeKind.PROMPT, prompt_content(_head_of(made.key), made.sound))
        self._sent[made.key] = made.seen
        self._store()

    def _store(self) -> None:
        with suppress(OSError):  # then a recording is sent twice at most, and the office keeps one
            self._file.write(PromptsSent(self._sent))


def _keys_in(folder: Path, language: str) -> list[str]:
    """Return the keys of at most MOST_OF_LANGUAGE recordings in *language*. The folder is another user's."""
    try:
        with os.scandir(folder / language) as entries:
            names = [each.name for each in islice(entries, 10 * MOST_OF_LANGUAGE) if _NAME.fullmatch(each.name)]
    except OSError:
        return []
    return [f"{language}/{name.removesuffix('.wav')}" for name in sorted(names)[:MOST_OF_LANGUAGE]]


def _mark_of(folder: Path, key: str) -> str:
    """Return a mark that changes with the recording *key*; "" if there is none."""
    try:
        state = (folder / f"{key}.wav").lstat()
    except OSError:
        return ""
    return f"{state.st_size} {state.st_mtime_ns}"


def _head_of(key: str) -> PromptHead:
    language, _, words = key.partition("/")
    return PromptHead(language, words)
