"""Store of a voice's files: each is checked before it is kept, whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from content_cache.model.problems import problem
from kiosk.speech.problems import SpeechCode, VoiceError
from kiosk.speech.synthesis.kokoro_files import FILES, KOKORO, LICENCE, TERMS, VoiceFile

Get = Callable[[VoiceFile, Path], None]
"""Function that writes the file's bytes to a path. Raises VoiceError."""


def is_whole(file: Path, wanted: VoiceFile) -> bool:
    """Return whether the file exists and is the intended one, to the last byte."""
    if not file.is_file() or file.stat().st_size != wanted.size:
        return False
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == wanted.sha256


def take_in(voices: Path, get: Get, files: tuple[VoiceFile, ...] = FILES) -> Iterator[VoiceFile]:
    """Fetch missing or damaged files into *voices*/kokoro; yield each file when it is there. Files kept before stay.

    Raise VoiceError: another file came, or there is no room.
    """
    folder = voices / KOKORO
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / LICENCE).write_text(TERMS, encoding="utf-8")
        for wanted in files:
            if not is_whole(folder / wanted.name, wanted):
                _take(folder / wanted.name, wanted, get)
            yield wanted
    except OSError as error:
        reason = error.strerror or str(error)
        raise VoiceError(problem(SpeechCode.VOICE_FILE_NOT_THERE, file=str(folder), reason=reason)) from error


def _take(file: Path, wanted: VoiceFile, get: Get) -> None:
    part = file.with_name(f"{file.name}.part")
    try:
        get(wanted, part)
        if not is_whole(part, wanted):
            raise VoiceError(problem(SpeechCode.VOICE_FILE_OTHER, file=wanted.name))
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def from_folder(source: Path) -> Get:
    """Return a function that takes the files from *source*, such as a stick, by our names or those they are published under."""

    def get(wanted: VoiceFile, target: Path) -> None:
        found = source / wanted.name
        if not found.is_file():
            found = source / PurePosixPath(urlsplit(wanted.url).path).name
        if not found.is_file():
            reason = "no such file"
            raise VoiceError(problem(SpeechCode.VOICE_FILE_NOT_THERE, file=str(source / wanted.name), reason=reason))
        if found.stat().st_size != wanted.size:  # checked first: do not copy 60 GB of something else
            raise VoiceError(problem(SpeechCode.VOICE_FILE_OTHER, file=wanted.name))
        shutil.copyfile(found, target)

    return get
