"""Cache of rendered sentences, so that "Dengarkan" answers at once: a folder of WAV files, the least recently used out first."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from kiosk.speech.errors import SoundError
from kiosk.speech.wav import SoundInfo, is_whole, measure_header

VERSION = "3"  # raise when the same words sound different: wording of the key, pronunciation, levelling


class SoundCache:
    """Cache in *folder*, which is made when it is missing; it holds about *budget_bytes* at most.

    Raises SoundError where it cannot be made.
    """

    def __init__(self, folder: Path, budget_bytes: int = 64_000_000) -> None:
        self._folder = folder
        self._budget = budget_bytes
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SoundError(f"{folder}: {error.strerror or error}") from error

    @property
    def budget(self) -> int:
        """Return the most bytes that the cache holds, approximately."""
        return self._budget

    def path_of(self, text: str, *, voice: str, rate_wpm: int, language: str) -> Path:
        """Return the path of the sentence's file, whether it exists or not."""
        return self._path_for_key(VERSION, voice, str(rate_wpm), language, text)

    def path_of_recording(self, recording: Path) -> Path:
        """Return the path of the levelled copy, whether it exists or not. Raise SoundError if the recording is missing."""
        try:
            status = recording.stat()
        except OSError as error:
            raise SoundError(f"{recording.name}: {error.strerror or error}") from error
        return self._path_for_key(VERSION, str(recording), str(status.st_size), str(status.st_mtime_ns))

    def _path_for_key(self, *key: str) -> Path:
        # half a surrogate pair, as a cut-off JSON may hold, must not silence the voice
        digest = hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass"))
        return self._folder / f"{digest.hexdigest()[:40]}.wav"

    def find_sound(self, path: Path) -> SoundInfo | None:
        """Return the properties of the file and mark it as used now; None if it is missing.

        A damaged file is removed, so that it is made again.
        """
        if not path.exists():
            return None
        if not is_whole(path):
            path.unlink(missing_ok=True)
            return None
        try:
            sound = measure_header(path)
            path.touch()
        except (SoundError, OSError):  # cut off by a power failure, or gone since: make it anew
            path.unlink(missing_ok=True)
            return None
        return sound

    def trim(self) -> int:
        """Remove the least recently used files until the rest fits the budget, but never the last used; return how many went."""
        files: list[tuple[float, int, Path]] = []
        for path in self._folder.glob("*.*"):  # not the folder of the preludes
            with contextlib.suppress(FileNotFoundError):  # a part file that was just renamed
                status = path.stat()
                files.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in files)
        removed = 0
        for _, size, path in sorted(files)[:-1]:
            if total <= self._budget:
                break
            path.unlink(missing_ok=True)
            total -= size
            removed += 1
        return removed
