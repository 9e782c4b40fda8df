"""Pictures and recordings: decoded and written anew in the bounded child, under names that are their hashes.

Nothing of what a host sent is kept as it came: a picture is decoded and saved at the size of a screen, sound as plain PCM.
"""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from content_cache.files import sync_folder, write_whole
from content_cache.jobs.sandbox import load_uncounted
from content_cache.model.errors import Code, FormatError

FOLDER = "media"
SCREEN = 1280  # pixels: the longer side of a stored picture is at most this
MOST_PIXELS = 24_000_000
MOST_JPEG_PIXELS = 64_000_000  # a telephone's picture; JPEG can be decoded at a fraction of its size
MOST_SECONDS = 15 * 60
HIGHEST_RATE = 48_000
_PICTURES = ("JPEG", "PNG", "GIF", "WEBP")
_BLOCK = 65536


def write(content: bytes, ending: str, data_dir: Path) -> str:
    """Write a file under its hash so that it is whole or absent after a power cut; returns its path within `data_dir`."""
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{hashlib.sha256(content).hexdigest()}{ending}"
    path = folder / name
    if _holds(path, content):
        sync_folder(folder)  # its writer may have been killed before this
    else:
        write_whole(path, content, mode=None)
    return f"{FOLDER}/{name}"


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


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
            see_through = opened.has_transparency_data
            mode = "RGBA" if see_through else "RGB"
            # made small before anything else: each step on the whole would be one more copy of it in memory
            picture: Image.Image = opened if opened.mode in ("RGB", "RGBA", "L", "CMYK") else opened.convert(mode)
            if "transparency" in picture.info:
                picture = picture.convert(mode)
            picture.thumbnail((SCREEN, SCREEN), Image.Resampling.LANCZOS)
            picture = ImageOps.exif_transpose(picture).convert(mode)
            picture.info.clear()  # no place, camera or comment is kept
    except (FormatError, MemoryError):
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on damaged data
        raise FormatError(Code.NO_PICTURE, reason=" ".join(str(error).split())[:120]) from error
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
        raise FormatError(Code.PICTURE_TOO_LARGE, width=width, height=height)


def as_recording(body: bytes) -> tuple[bytes, str]:
    """The sound as WAV: 16-bit PCM, one channel (a hall has one loudspeaker), at most 48 kHz; with its ending.

    Raises FormatError, also for what is longer than MOST_SECONDS.
    """
    load_uncounted("numpy")  # before soundfile, which loads it
    import soundfile

    with _in_memory(body) as coming, _in_memory() as going:
        _convert(soundfile, coming.fileno(), going.fileno())
        going.seek(0)
        content = going.read()
    if len(content) <= 44:  # a header alone
        raise FormatError(Code.RECORDING_EMPTY)
    return content, ".wav"


def _in_memory(content: bytes = b"") -> BinaryIO:
    """A file that has a descriptor. For an object of Python's soundfile makes callbacks, which are code made at run time: who takes
    in what others sent may not do that on the appliance (MemoryDenyWriteExecute=)."""
    file = os.fdopen(os.memfd_create("recording"), "w+b")
    file.write(content)
    file.flush()
    file.seek(0)
    return file


def _convert(soundfile: ModuleType, coming: int, going: int) -> None:
    try:
        with soundfile.SoundFile(coming, closefd=False) as sound:
            step = -(-sound.samplerate // HIGHEST_RATE)
            _check_length(sound.frames / sound.samplerate)
            rate = sound.samplerate // step
            with soundfile.SoundFile(going, "w", rate, 1, "PCM_16", format="WAV", closefd=False) as wav:
                left = MOST_SECONDS * sound.samplerate  # for headers that lie
                while left > 0 and len(block := sound.read(_BLOCK * step, dtype="float32", always_2d=True)):
                    left -= len(block)
                    mono = block.mean(axis=1)
                    whole = len(mono) // step * step
                    wav.write(mono[:whole].reshape(-1, step).mean(axis=1))
    except (soundfile.SoundFileError, ValueError, TypeError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(Code.NO_RECORDING, reason=" ".join(str(error).split())[:120]) from error


def _check_length(seconds: float) -> None:
    if seconds > MOST_SECONDS:
        raise FormatError(Code.RECORDING_TOO_LONG, minutes=MOST_SECONDS // 60)
