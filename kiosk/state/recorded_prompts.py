"""Recorded prompts: the kiosk's own phrases, spoken by people of the hall in a language that no voice has.

The desk writes them to `desk/prompts/<language>/<hash>.wav`, the window plays them. Each is known by the words that it
stands for.
"""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.i18n.local_languages import LOCAL_LANGUAGES

FOLDER = Path("desk") / "prompts"
ENOUGH = 12
"""Recordings with which a language is offered to visitors: with fewer it would be Indonesian under another name."""

_HASH = re.compile(r"[0-9a-f]{64}")


class RecordedPrompts:
    """Recordings of one kiosk, under its data folder. An unknown language or an invalid hash is never found."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER

    def find_prompt(self, language: str, words: str) -> Path | None:
        """Return the recording of *words*, a hash by `words_hash`; `None` if there is none."""
        path = self._prompt_path(language, words)
        return path if path is not None and path.is_file() else None

    def recorded(self, language: str) -> frozenset[str]:
        """Return the hashes of the words that are recorded in *language*."""
        folder = self._folder / language
        if language not in LOCAL_LANGUAGES or not folder.is_dir():
            return frozenset()
        return frozenset(path.stem for path in folder.glob("*.wav") if _HASH.fullmatch(path.stem))

    def languages(self) -> tuple[str, ...]:
        """Return the languages that have at least ENOUGH recordings."""
        return tuple(code for code in LOCAL_LANGUAGES if len(self.recorded(code)) >= ENOUGH)

    def change_count(self) -> int:
        """Return a number that changes when a recording is added or removed."""
        folders = [self._folder / code for code in LOCAL_LANGUAGES]
        return sum(folder.stat().st_mtime_ns for folder in folders if folder.is_dir())

    def store_recording(self, language: str, words: str, file: Path) -> None:
        """Move the WAV file *file* to its place, replacing an earlier recording of *words*.

        Raises ValueError for an unknown language or an invalid hash, and OSError.
        """
        path = self._prompt_path(language, words)
        if path is None:
            raise ValueError("no language or words of ours")
        for folder in (self._folder, path.parent):
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        file.chmod(0o640)  # the window is another user of the same group
        file.replace(path)

    def delete_prompt(self, language: str, words: str) -> None:
        path = self._prompt_path(language, words)
        if path is not None:
            path.unlink(missing_ok=True)

    def _prompt_path(self, language: str, words: str) -> Path | None:
        known = language in LOCAL_LANGUAGES and _HASH.fullmatch(words)
        return self._folder / language / f"{words}.wav" if known else None
