"""Files that the bounded child makes of pictures and recordings: the parent's side, from body to file.

The child has two descriptors of each and no folder: what is decoded, and a draft that it writes. What the draft is called, and
whether it is a picture or a recording of ours at all, is decided here.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from content_cache.files import clear_way, in_memory, make_folder, sync_folder, write_whole
from content_cache.jobs.sandbox import Bounded
from content_cache.media.convert import LARGEST, MOST_BYTES, SMALL, ConvertResult, ConvertTask, convert
from content_cache.media.sound import HEAD_BYTES, HIGHEST_RATE, as_spoken, kind_of, reserving, tag_bytes
from content_cache.model.errors import CacheError, Code, FormatError, StoppedError
from content_cache.model.problems import Problem, problem
from content_cache.signing.edition import MOST_FILM_BYTES

FOLDER = "media"
_PREFIX = ".draft-"
_CHUNK = 1 << 20
FILMS = {
    ".mp4": (4, b"ftyp"),
    ".webm": (0, b"\x1a\x45\xdf\xa3"),
}  # where in a film its mark stands (ISO 14496-12, RFC 8794)
_JPEG_FRAMES = frozenset((0xC0, 0xC1, 0xC2))


class KeptFile(Struct, frozen=True, kw_only=True):
    """Stored file: its name, bytes and, of a picture, pixels; *small* is the picture for lists, "" for none."""

    name: str
    bytes: int
    width: int = 0
    height: int = 0
    small: str = ""
    small_bytes: int = 0


class FileDraft:
    """File in *folder* that a child writes; it is removed unless it is kept. *small* takes the picture for lists."""

    def __init__(self, folder: Path) -> None:
        """Create the draft, and the folder if it is missing. Raises OSError."""
        make_folder(folder)
        self.path = folder / f"{_PREFIX}{secrets.token_hex(8)}"
        self.file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o660), "r+b")
        self.small = in_memory()

    def keep_file(self, made: ConvertResult, digits: int = 64) -> KeptFile:
        """Keep the draft in its folder, named after its content and safe from a power cut; return the stored file.

        *digits* is the length of the name (hex). Raise FormatError if *made* has an error or the draft is not in a form
        that this program writes; OSError.
        """
        if made.error is not None:
            raise _error_of(made.error)
        width, height = check(self.file, made.ending)
        self.file.seek(0)
        digest = hashlib.file_digest(self.file, "sha256").hexdigest()
        name, size = f"{digest[:digits]}{made.ending}", os.fstat(self.file.fileno()).st_size
        small, small_bytes = self._keep_small(digits)
        os.fsync(self.file.fileno())
        clear_way(self.path.with_name(name))
        self.path.replace(self.path.with_name(name))
        sync_folder(self.path.parent)
        return KeptFile(name=name, bytes=size, width=width, height=height, small=small, small_bytes=small_bytes)

    def _keep_small(self, digits: int) -> tuple[str, int]:
        size = os.fstat(self.small.fileno()).st_size
        if not size:
            return "", 0
        if size > SMALL * SMALL * 2 or max(check(self.small, ".jpg")) > SMALL:
            raise FormatError(Code.UNDECODABLE)
        self.small.seek(0)
        content = self.small.read()
        name = f"{hashlib.sha256(content).hexdigest()[:digits]}.jpg"
        write_whole(self.path.with_name(name), content, 0o660)
        return name, size

    def close(self) -> None:
        self.file.close()
        self.small.close()
        self.path.unlink(missing_ok=True)


def _error_of(told: Problem) -> FormatError:
    error = FormatError(Code.UNDECODABLE)
    error.problem = told
    return error


def check(file: BinaryIO, ending: str) -> tuple[int, int]:
    """Return the pixels of a picture, or (0, 0) for a recording or film, if *file* is in the form that `convert` writes.

    Raise FormatError otherwise: a child that was taken over may have written anything.
    """
    file.seek(0)
    head, size = file.read(_CHUNK), os.fstat(file.fileno()).st_size
    if ending == ".wav" and _is_wav(head, size):
        return 0, 0
    if ending in FILMS and size <= MOST_FILM_BYTES and head[FILMS[ending][0] :].startswith(FILMS[ending][1]):
        return 0, 0
    width, height = {".png": _png_size, ".jpg": _jpeg_size}.get(ending, _no_size)(head)
    if not (0 < width <= LARGEST and 0 < height <= LARGEST and size <= MOST_BYTES):
        raise FormatError(Code.UNDECODABLE)
    return width, height


def keep_sealed(body: BinaryIO, folder: Path) -> KeptFile:
    """Store a sealed recording unchanged, named after its content; the kiosk opens it when it is played. Raises OSError."""
    body.seek(0)
    content = body.read()
    name = f"{hashlib.sha256(content).hexdigest()}.sealed"
    make_folder(folder)
    write_whole(folder / name, content, 0o660)
    return KeptFile(name=name, bytes=len(content))


def _no_size(_head: bytes) -> tuple[int, int]:
    return 0, 0


def _png_size(head: bytes) -> tuple[int, int]:
    if not head.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"):
        return 0, 0
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def _jpeg_size(head: bytes) -> tuple[int, int]:
    """Return (width, height) from the first frame header (ITU T.81, B.2.2), or (0, 0).

    The header follows segments that each state their own length.
    """
    at = 2
    while head[:2] == b"\xff\xd8" and head[at : at + 1] == b"\xff" and at + 9 <= len(head):
        length = int.from_bytes(head[at + 2 : at + 4], "big")
        if head[at + 1] in _JPEG_FRAMES:
            return int.from_bytes(head[at + 7 : at + 9], "big"), int.from_bytes(head[at + 5 : at + 7], "big")
        at += 2 + max(length, 2)
    return 0, 0


def _is_wav(head: bytes, size: int) -> bool:
    """Return whether *head* begins a WAV of *size* bytes with one `fmt ` chunk of mono 16-bit PCM and one `data` chunk."""
    rate, data = int.from_bytes(head[24:28], "little"), int.from_bytes(head[40:44], "little")
    return (
        (head[:4], head[8:20], head[36:40]) == (b"RIFF", b"WAVEfmt \x10\0\0\0", b"data")
        and head[20:24] == b"\x01\0\x01\0"
        and head[34:36] == b"\x10\0"
        and 0 < rate <= HIGHEST_RATE
        and data == size - 44
    )


class Decoding:
    """Downloaded body, and the draft in *folder* for its converted form."""

    def __init__(
        self, body: BinaryIO, folder: Path, *, picture: bool, small: bool = True, spoken: bool = False
    ) -> None:
        """Prepare the draft. Raise FormatError for a recording of an unknown kind, and OSError.

        *small*: make a small picture for lists, too. *spoken*: it must be a sentence of an edition.
        """
        self._body = body
        self._small = small and picture
        self.sound = "" if picture else self._kind()
        if spoken:
            self.sound = as_spoken(self.sound)
        self.draft = FileDraft(folder)

    def _kind(self) -> str:
        start = tag_bytes(self._body)
        self._body.seek(start)
        kind, _ = kind_of(self._body.read(HEAD_BYTES))
        if start:  # a copy without its tags
            self._body.seek(start)
            self._body = in_memory(self._body.read())
        return kind

    @property
    def task(self) -> ConvertTask:
        small = self.draft.small.fileno() if self._small else -1
        return ConvertTask(coming=self._body.fileno(), going=self.draft.file.fileno(), sound=self.sound, small=small)


def converted(bounded: Bounded, decodings: Sequence[Decoding], seconds: float) -> list[ConvertResult]:
    """Convert all *decodings* in one bounded child; if one kills it, retry each in its own child, where it can only harm itself.

    *seconds* is the deadline for each. Raises StoppedError.
    """
    tasks = tuple(decoding.task for decoding in decodings)
    if not tasks:
        return []
    libraries = tuple(dict.fromkeys(name for task in tasks if task.sound for name in reserving(task.sound)))
    handed = [descriptor for task in tasks for descriptor in (task.coming, task.going, task.small) if descriptor >= 0]
    error = problem(Code.CHILD_ANSWER, name="convert")
    try:
        made = bounded(seconds * len(tasks), convert, tasks, handed=handed, reserving=libraries)
        if len(made) == len(tasks):
            return list(made)
    except StoppedError:
        raise
    except CacheError as raised:
        error = raised.problem
    if len(tasks) == 1:
        return [ConvertResult(error=error)]
    for decoding in decodings:
        decoding.draft.file.truncate(0)
        decoding.draft.small.truncate(0)
    return [made for decoding in decodings for made in converted(bounded, [decoding], seconds)]
