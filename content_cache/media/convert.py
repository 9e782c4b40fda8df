"""Pictures and recordings, decoded and written anew: what the bounded child does of it, from descriptor to descriptor.

Nothing of what a host sent is kept as it came: a picture is decoded and saved at the size of a screen, sound as plain PCM.
"""

from __future__ import annotations

import io

from msgspec import Struct

from content_cache.media.sound import decode
from content_cache.model.errors import Code, FormatError
from content_cache.model.problems import Problem, problem

SCREEN = 1280  # pixels: the longer side of a stored picture is at most this
MOST_PIXELS = 24_000_000
MOST_JPEG_PIXELS = 64_000_000  # a telephone's picture; JPEG can be decoded at a fraction of its size
_PICTURES = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")


class Task(Struct, frozen=True, kw_only=True):
    """Two descriptors: `coming` is read, what is made of it is written to `going`. `sound` is its kind, "" for a picture."""

    coming: int
    going: int
    sound: str = ""


class Made(Struct, frozen=True):
    """The `ending` of what was written, or why nothing was."""

    ending: str = ""
    error: Problem | None = None


def convert(tasks: tuple[Task, ...]) -> tuple[Made, ...]:
    """What became of each: one that cannot be decoded leaves the others."""
    return tuple(_converted(task) for task in tasks)


def _converted(task: Task) -> Made:
    try:
        if task.sound:
            decode(task.sound, task.coming, task.going)
            return Made(".wav")
        with open(task.coming, "rb", closefd=False) as coming, open(task.going, "wb", closefd=False) as going:
            coming.seek(0)
            content, ending = as_picture(coming.read())
            going.write(content)
        return Made(ending)
    except FormatError as error:
        return Made(error=error.problem)
    except MemoryError:
        return Made(error=problem(Code.UNDECODABLE))


def as_picture(body: bytes) -> tuple[bytes, str]:
    """The picture turned upright, fitted into SCREEN x SCREEN, as JPEG, or PNG where it was drawn; with its ending.

    Raises FormatError. An animation becomes its first frame.
    """
    from PIL import AvifImagePlugin, Image, ImageOps

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # of this child, which may start none
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
