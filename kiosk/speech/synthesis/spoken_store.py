"""Store of sentences that were spoken for editions: Opus files by words, voice, model and rate, so that nothing is
spoken twice."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from content_cache.files import make_folder, read_plain, write_whole

BUDGET = 200_000_000  # bytes: 15,000 sentences
_TRIM_EVERY = 200


class SpokenStore:
    """Store in *folder*, which is made when it is missing. Any file in it may be removed. Raises OSError."""

    def __init__(self, folder: Path, *, voice: str, model: str, rate_wpm: int, budget: int = BUDGET) -> None:
        make_folder(folder)
        self._folder = folder
        self.voice, self.model = voice, model
        self._key_prefix = f"{voice}\0{model}\0{rate_wpm}\0"
        self._budget = budget
        self._added = 0

    def find_sound(self, words: str) -> bytes:
        """Return the Opus file of the words with the hash *words*, marked as used now; b"" if there is none."""
        path = self._words_path(words)
        try:
            content = read_plain(path)
            path.touch()
        except OSError:
            return b""
        return content

    def add(self, words: str, content: bytes) -> None:
        """Write the file, whole or not at all."""
        write_whole(self._words_path(words), content, mode=None)
        self._added += 1
        if self._added % _TRIM_EVERY == 0:
            self.trim()

    def trim(self) -> None:
        """Remove the least recently used files, until the rest fits."""
        files: list[tuple[float, int, Path]] = []
        for path in self._folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                status = path.stat()
                files.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._budget:
                break
            path.unlink(missing_ok=True)
            total -= size

    def _words_path(self, words: str) -> Path:
        return self._folder / f"{hashlib.sha256((self._key_prefix + words).encode()).hexdigest()[:40]}.ogg"
