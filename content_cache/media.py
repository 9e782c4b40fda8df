"""Pictures and recordings: fetched, decoded and written anew in the bounded child, under names that are their hashes.

Nothing of what a host sent is kept as it came: a picture is decoded and saved at the size of a screen, sound as plain PCM.
"""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path

from content_cache.errors import CacheError, FormatError
from content_cache.exchange import Fetched, Request
from content_cache.records import MediaRecord

FOLDER = "media"
SCREEN = 1280  # pixels: the longer side of a stored picture is at most this
MOST_PIXELS = 24_000_000
MOST_JPEG_PIXELS = 64_000_000  # a telephone's picture; JPEG can be decoded at a fraction of its size
MOST_SECONDS = 15 * 60
HIGHEST_RATE = 48_000
_PICTURES = ("JPEG", "PNG", "GIF", "WEBP")
_BLOCK = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRequest:
    """One file to get; `picture` or else a recording."""

    request: Request
    picture: bool


def store_media(wanted: tuple[MediaRequest, ...], data_dir: str) -> tuple[MediaRecord, ...]:
    """Get each file into the media folder. What cannot be had has no `path` in its record, and its `error` says why."""
    return tuple(_store_one(one, Path(data_dir)) for one in wanted)


def _store_one(wanted: MediaRequest, data_dir: Path) -> MediaRecord:
    from content_cache.fetch import fetch  # in the child alone

    url = wanted.request.url
    try:
        got = fetch(wanted.request)
        if not isinstance(got, Fetched) or not got.complete:
            raise FormatError("it came cut off")
        content, ending = as_picture(got.body) if wanted.picture else as_recording(got.body)
        path = write(content, ending, data_dir)
    except CacheError as error:
        return MediaRecord(url=url, error=str(error), failures=1)
    except MemoryError:
        return MediaRecord(url=url, error="too large to be decoded", failures=1)
    except OSError as error:  # the disk's
        return MediaRecord(url=url, error=f"cannot be written: {error.strerror or error}", failures=1)
    return MediaRecord(url=url, path=path, bytes=len(content))


def write(content: bytes, ending: str, data_dir: Path) -> str:
    """Write a file under its hash so that it is whole or absent after a power cut; returns its path within `data_dir`.

    Temporary file in the same folder, fsync, rename, fsync of the folder: without either fsync files were lost in tests.
    """
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{hashlib.sha256(content).hexdigest()}{ending}"
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}"
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return f"{FOLDER}/{name}"


def as_picture(body: bytes) -> tuple[bytes, str]:
    """The picture turned upright, fitted into SCREEN x SCREEN, as JPEG, or PNG where it was drawn; with its ending.

    Raises FormatError. An animation becomes its first frame.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(body), formats=_PICTURES) as opened:
            drawn = opened.format != "JPEG"
            _check_size(*opened.size, MOST_PIXELS if drawn else MOST_JPEG_PIXELS)
            if not drawn:
                opened.draft("RGB", (SCREEN, SCREEN))
            picture = ImageOps.exif_transpose(opened)
            see_through = picture.has_transparency_data
            picture = picture.convert("RGBA" if see_through else "RGB")
            picture.thumbnail((SCREEN, SCREEN), Image.Resampling.LANCZOS)
            picture.info.clear()  # no place, camera or comment is kept
    except FormatError:
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on damaged data
        raise FormatError(f"no picture that can be shown: {' '.join(str(error).split())[:120]}") from error
    out = io.BytesIO()
    if drawn:
        picture.save(out, "PNG", optimize=True)
        if see_through or out.tell() <= 500_000:
            return out.getvalue(), ".png"
        out = io.BytesIO()  # a photograph after all
    picture.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue(), ".jpg"


def _check_size(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise FormatError(f"the picture has {width}x{height} pixels")


def as_recording(body: bytes) -> tuple[bytes, str]:
    """The sound as WAV: 16-bit PCM, one channel (a hall has one loudspeaker), at most 48 kHz; with its ending.

    Raises FormatError, also for what is longer than MOST_SECONDS.
    """
    import soundfile

    out = io.BytesIO()
    try:
        with soundfile.SoundFile(io.BytesIO(body)) as sound:
            step = -(-sound.samplerate // HIGHEST_RATE)
            _check_length(sound.frames / sound.samplerate)
            rate = sound.samplerate // step
            with soundfile.SoundFile(out, "w", rate, 1, "PCM_16", format="WAV") as wav:
                left = MOST_SECONDS * sound.samplerate  # for headers that lie
                while left > 0 and len(block := sound.read(_BLOCK * step, dtype="float32", always_2d=True)):
                    left -= len(block)
                    mono = block.mean(axis=1)
                    whole = len(mono) // step * step
                    wav.write(mono[:whole].reshape(-1, step).mean(axis=1))
    except (soundfile.SoundFileError, ValueError, TypeError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"no recording that can be played: {' '.join(str(error).split())[:120]}") from error
    if out.tell() <= 44:  # a header alone
        raise FormatError("the recording is empty")
    return out.getvalue(), ".wav"


def _check_length(seconds: float) -> None:
    if seconds > MOST_SECONDS:
        raise FormatError(f"the recording is longer than {MOST_SECONDS // 60} minutes")
