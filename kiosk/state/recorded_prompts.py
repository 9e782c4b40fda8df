"""Recorded prompts: the kiosk's own phrases, spoken by people of the hall in a language that no voice has.

The desk writes them to `desk/prompts/<language>/<hash>.wav`, the window plays them. Each is known by the words that it
stands for. Editions bring those of other halls, which lie among the media. The desk does not read the store, so the
window lists them in `desk/neighbours.json`: hashes by language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from kiosk.core.json_file import JsonFile
from kiosk.i18n.local_languages import LOCAL_LANGUAGES

FOLDER = Path("desk") / "prompts"
LIST = Path("desk") / "neighbours.json"
ENOUGH = 12
"""Recordings with which a language is offered to visitors: with fewer it would be Indonesian under another name."""

FromEditions = Callable[[], Mapping[str, Mapping[str, str]]]
"""Type of `ContentRepository.recorded_prompts`."""
_MOST_LIST = 1_000_000  # bytes
_HASH = re.compile(r"[0-9a-f]{64}")


class RecordedPrompts:
    """Recordings of one kiosk, under its data folder. An unknown language or an invalid hash is never found.

    The window, which has the store, passes *editions*: what offices have signed for this place.
    """

    def __init__(self, data: Path, editions: FromEditions | None = None) -> None:
        self._data = data
        self._folder = data / FOLDER
        self._editions = editions

    def find_prompt(self, language: str, words: str) -> Path | None:
        """Return the hall's own recording of *words*, a hash by `words_hash`; `None` if there is none."""
        path = self._prompt_path(language, words)
        return path if path is not None and path.is_file() else None

    def find_any(self, language: str, words: str) -> Path | None:
        """Return the hall's own recording of *words*, else that of an edition, else `None`."""
        if (own := self.find_prompt(language, words)) is not None or self._editions is None:
            return own
        path = self._editions().get(language, {}).get(words) if language in LOCAL_LANGUAGES else None
        return self._data / path if path is not None else None

    def recorded(self, language: str) -> frozenset[str]:
        """Return the hashes of the words that are recorded in *language*."""
        folder = self._folder / language
        if language not in LOCAL_LANGUAGES or not folder.is_dir():
            return frozenset()
        return frozenset(path.stem for path in folder.glob("*.wav") if _HASH.fullmatch(path.stem))

    def neighbours(self, language: str) -> frozenset[str]:
        """Return the hashes of the words in *language* that editions have brought."""
        if language not in LOCAL_LANGUAGES:
            return frozenset()
        found = self._list().load_if_valid() if self._editions is None else self._editions()
        return frozenset(words for words in (found or {}).get(language, ()) if _HASH.fullmatch(words))

    def languages(self) -> tuple[str, ...]:
        """Return the languages that have at least ENOUGH recordings, own ones and those of editions."""
        return tuple(code for code in LOCAL_LANGUAGES if len(self.recorded(code) | self.neighbours(code)) >= ENOUGH)

    def change_count(self) -> tuple[object, ...]:
        """Return a value that changes when a recording is added or removed."""
        folders = [self._folder / code for code in LOCAL_LANGUAGES]
        own = sum(folder.stat().st_mtime_ns for folder in folders if folder.is_dir())
        return own, self._editions() if self._editions is not None else None

    def list_for_desk(self) -> None:
        """Write the list for the desk of what editions have brought, if it differs and the desk has been used here."""
        if not self._folder.parent.is_dir():
            return
        told = {code: sorted(self.neighbours(code)) for code in LOCAL_LANGUAGES}
        told = {code: words for code, words in told.items() if words}
        if told != self._list().read():
            with suppress(OSError):  # then the desk asks for what is here already
                self._list().write(told)

    def _list(self) -> JsonFile[dict[str, list[str]]]:
        return JsonFile(self._data / LIST, dict[str, list[str]], mode=0o660, most=_MOST_LIST)

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
