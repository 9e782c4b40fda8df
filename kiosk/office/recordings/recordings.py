"""Decisions about recordings of prompts: accepted ones become files of the office's folder, which editions bring to kiosks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from content_cache.files import in_memory, write_whole
from content_cache.jobs.sandbox import Bounded, Bounds
from content_cache.media.drafts import Decoding, converted
from content_cache.model.errors import CacheError
from content_cache.signing.edition import MOST_PROMPTS
from kiosk.narration.recordable import recordable
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.editions.prompts import FOLDER, place_of
from kiosk.office.editions.voice import sentence
from kiosk.office.post.recordings import PromptRecording, PromptRecordings
from kiosk.post.prompts import LONGEST_S

_MEMORY = 700_000_000  # address space: the libraries that decode reserve more than they touch
_DEADLINE_S = 30.0
_WAV_HEADER, _BYTES_A_MS = 44, 48  # 24 kHz, 16 bits, one channel
_SLACK_MS = 150


class HallRecordings:
    """Recordings in one office's *folder*. *store* has what kiosks sent. *bounded* decodes."""

    def __init__(self, folder: Path, store: PromptRecordings, bounded: Bounded | None = None) -> None:
        self._folder = folder
        self.store = store
        self._bounded = bounded or Bounds(_MEMORY)

    def district_of(self, one: PromptRecording) -> str:
        """Return the code of the district of its village, "" where none is known."""
        parts = one.home.split(".")
        return ".".join(parts[:3]) if len(parts) >= 3 else ""

    def accept_recordings(self, numbers: Iterable[int], *, everywhere: bool, person: str, now: datetime) -> list[str]:
        """Accept recordings that wait, for the district of their village or *everywhere*. Return the files that were written.

        Each is decoded in a bounded child before. Raise OfficeError for one that no kiosk could play, which is refused, and for too
        many; those before it are accepted.
        """
        written: list[str] = []
        for number in numbers:
            one, sound = self.store.find_recording(number), self.store.sound_of(number)
            if one is None or sound is None or one.state != "waiting":
                continue
            name = place_of(one.language, "" if everywhere else self.district_of(one), one.words)
            if not (self._folder / name).exists() and self._count() >= MOST_PROMPTS:
                raise OfficeError(OfficeCode.RECORDINGS_FULL, most=MOST_PROMPTS)
            ready = sentence(one.words, sound)
            if ready is None or not self._is_playable(sound, ready.ms):
                self.store.mark_refused([number], person, now)
                raise OfficeError(OfficeCode.RECORDING_UNFIT, words=words_of(one), place=one.place)
            try:
                (self._folder / name).parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._folder / name, sound, mode=None)
            except OSError as error:
                raise OfficeError(no_room(error)) from error
            self.store.mark_accepted(one, "" if everywhere else self.district_of(one), person, now)
            written.append(name)
        return written

    def refuse_recordings(self, numbers: Iterable[int], *, person: str, now: datetime) -> list[str]:
        """Refuse recordings that wait, and withdraw accepted ones: they leave with the next edition. Return the changed files.

        Raise OfficeError.
        """
        changed: list[str] = []
        for number in numbers:
            one = self.store.find_recording(number)
            if one is None or one.state == "refused":
                continue
            changed += self._delete(one)
            self.store.mark_refused([number], person, now)
        return changed

    def drop_gone(self) -> list[str]:
        """Delete the files of recordings that their halls have taken away. Return them. Raise OfficeError, OSError."""
        gone = self.store.recordings("gone")
        deleted = [name for one in gone for name in self._delete(one)]
        self.store.forget(one.id for one in gone)
        return deleted

    def sound(self, number: int) -> bytes | None:
        """Return the sound of a recording that waits or is accepted."""
        one = self.store.find_recording(number)
        if one is None or one.state == "refused":
            return None
        if one.state == "waiting":
            return self.store.sound_of(number)
        with suppress(OSError):
            return (self._folder / place_of(one.language, one.area, one.words)).read_bytes()
        return None

    def _delete(self, one: PromptRecording) -> list[str]:
        """Delete the file of an accepted recording, or one that a kill has left of a recording that waits."""
        sound = self.store.sound_of(one.id)
        areas = ("", self.district_of(one)) if one.state == "waiting" else (one.area,)
        deleted = []
        try:
            for area in areas:
                path = self._folder / (name := place_of(one.language, area, one.words))
                if path.is_file() and (sound is None or path.read_bytes() == sound):
                    path.unlink()
                    deleted.append(name)
        except OSError as error:
            raise OfficeError(no_room(error)) from error
        return deleted

    def _count(self) -> int:
        return sum(1 for _ in (self._folder / FOLDER).glob("*/*/*.ogg"))

    def _is_playable(self, sound: bytes, ms: int) -> bool:
        """Return whether the sound decodes as a kiosk would decode it, and is as long as its last page says: *ms*."""
        if ms > LONGEST_S * 1_000 + _SLACK_MS:
            return False
        try:
            with tempfile.TemporaryDirectory(prefix="kantor-") as place, in_memory(sound) as body:
                decoding = Decoding(body, Path(place), picture=False, spoken=True)
                try:
                    (made,) = converted(self._bounded, [decoding], _DEADLINE_S)
                    heard = (decoding.draft.keep_file(made).bytes - _WAV_HEADER) / _BYTES_A_MS
                finally:
                    decoding.draft.close()
        except CacheError:
            return False
        except OSError as error:
            raise OfficeError(no_room(error)) from error
        return abs(heard - ms) <= _SLACK_MS


def words_of(one: PromptRecording) -> str:
    """Return the sentence that was recorded, "" for one that this program does not have."""
    return next((each.words for each in recordable(one.language) if each.key == one.words), "")
