"""Pictures and recordings, decoded and written anew: what the bounded child does of it, from descriptor to descriptor.

Nothing of what a host sent is kept as it came: a picture is decoded and saved so large that a poster's small print can be read,
with a small one for lists; sound as plain PCM.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from msgspec import Struct

from content_cache.media.sound import decode
from content_cache.model.errors import Code, FormatError
from content_cache.model.problems import Problem, problem, quoted

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 2560  # pixels: the longer side of a stored picture is at most this
SMALL = 640  # of the one that lists show
MOST_BYTES = LARGEST * LARGEST * 2  # of a stored picture
MOST_PIXELS = 24_000_000
LEAST_PART = 64  # pixels of the shorter side of what is cropped
MOST_JPEG_PIXELS = 108_000_000  # a telephone's picture; JPEG can be decoded at a fraction of its size
_PICTURES = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# of JPEG. Of 60, 75, 85 and 92 all let a machine read posters alike (character error 0.1 to 0.2 %, small print and photographs of
# paper, `python -m tests.campaigns.posters`); 75 takes half the bytes of 92, and has no seams that the eye sees at full zoom
_QUALITY, _SMALL_QUALITY = 75, 80
_LIGHT = 220  # of 255: the mean of a see-through picture whose ground is to be dark
_DRAWN_BYTES = 500_000  # most of a drawn picture stored as PNG


class ConvertTask(Struct, frozen=True, kw_only=True):
    """Descriptors of one conversion: *coming* is read, the result is written to *going*, a picture's small form to *small*
    (-1: none).

    *sound* is the kind of a recording, "" for a picture.
    """

    coming: int
    going: int
    sound: str = ""
    small: int = -1


class ConvertResult(Struct, frozen=True):
    """Result of a conversion: the *ending* of the written file, or the error."""

    ending: str = ""
    error: Problem | None = None


def convert(tasks: tuple[ConvertTask, ...]) -> tuple[ConvertResult, ...]:
    """Convert each task and return the results in the same order; a task that fails does not stop the others."""
    return tuple(_converted(task) for task in tasks)


def _converted(task: ConvertTask) -> ConvertResult:
    try:
        if task.sound:
            decode(task.sound, task.coming, task.going)
            return ConvertResult(".wav")
        with open(task.coming, "rb", closefd=False) as coming, open(task.going, "wb", closefd=False) as going:
            coming.seek(0)
            picture, drawn = upright(coming.read())
            content, ending = written(picture, drawn=drawn)
            going.write(content)
        if task.small >= 0 and max(picture.size) > SMALL:
            with open(task.small, "wb", closefd=False) as small:
                small.write(thumbnail(picture))
        return ConvertResult(ending)
    except FormatError as error:
        return ConvertResult(error=error.problem)
    except MemoryError:
        return ConvertResult(error=problem(Code.UNDECODABLE))


def crop(coming: int, going: int, cuts: tuple[int, int, int, int], shape: float) -> ConvertResult:
    """Write a part of the picture *coming* to *going*.

    *cuts* are percent to cut off left, top, right and bottom. Of the rest, the largest middle part of the aspect ratio
    *shape* (width / height; 0: any) is kept.
    """
    try:
        with open(coming, "rb", closefd=False) as whole, open(going, "wb", closefd=False) as part:
            whole.seek(0)
            picture, drawn = upright(whole.read())
            content, ending = written(picture.crop(_box(picture.size, cuts, shape)), drawn=drawn)
            part.write(content)
        return ConvertResult(ending)
    except FormatError as error:
        return ConvertResult(error=error.problem)
    except MemoryError:
        return ConvertResult(error=problem(Code.UNDECODABLE))


def _box(size: tuple[int, int], cuts: tuple[int, int, int, int], shape: float) -> tuple[int, int, int, int]:
    """Return the pixels (left, top, right, bottom) of the part that `crop` keeps. Raise FormatError if it is too small to
    be seen."""
    left, top, right, bottom = cuts
    x0, x1 = round(size[0] * left / 100), round(size[0] * (100 - right) / 100)
    y0, y1 = round(size[1] * top / 100), round(size[1] * (100 - bottom) / 100)
    if shape > 0:
        wide, high = min(x1 - x0, round((y1 - y0) * shape)), min(y1 - y0, round((x1 - x0) / shape))
        x0, y0 = (x0 + x1 - wide) // 2, (y0 + y1 - high) // 2
        x1, y1 = x0 + wide, y0 + high
    if min(x1 - x0, y1 - y0) < LEAST_PART:
        raise FormatError(Code.UNDECODABLE)
    return x0, y0, x1, y1


def as_picture(body: bytes) -> tuple[bytes, str]:
    """Return the picture as it is stored, with its file ending. Raises FormatError."""
    picture, drawn = upright(body)
    return written(picture, drawn=drawn)


def upright(body: bytes) -> tuple[Image.Image, bool]:
    """Return the picture upright, in RGB, at most LARGEST x LARGEST, without transparency; and whether it was drawn (not a
    JPEG).

    An animation becomes its first frame. Raises FormatError.
    """
    from PIL import AvifImagePlugin, Image, ImageOps

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # of this child, which may start none
    try:
        with Image.open(io.BytesIO(body), formats=_PICTURES) as opened:
            drawn = opened.format != "JPEG"
            _check_size(*opened.size, MOST_PIXELS if drawn else MOST_JPEG_PIXELS)
            size = _fitted(opened.size)
            if not drawn:
                opened.draft("RGB", size)
            see_through = opened.has_transparency_data
            mode = "RGBA" if see_through else "RGB"
            # made small before anything else: each step on the whole would be one more copy of it in memory
            picture: Image.Image = opened
            if opened.mode.startswith("I"):  # 16 bits of grey
                picture = opened.point(lambda value: value * (1 / 256)).convert("L")
            elif opened.mode not in ("RGB", "RGBA", "L", "CMYK"):
                picture = opened.convert(mode)
            if "transparency" in picture.info:
                picture = picture.convert(mode)
            picture.thumbnail(size, Image.Resampling.LANCZOS)
            picture = ImageOps.exif_transpose(picture).convert(mode)
            picture.info.clear()  # no place, camera or comment is kept
            return (_on_ground(picture) if see_through else picture), drawn
    except (FormatError, MemoryError):
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on damaged data
        raise FormatError(Code.NO_PICTURE, reason=quoted(error)) from error


def written(picture: Image.Image, *, drawn: bool) -> tuple[bytes, str]:
    """Encode the picture and return (content, file ending): PNG if it was drawn and stays small, otherwise JPEG."""
    out = io.BytesIO()
    if drawn and max(picture.size) <= 2 * SMALL:
        picture.save(out, "PNG", optimize=True)
        if out.tell() <= _DRAWN_BYTES:
            return out.getvalue(), ".png"
        out = io.BytesIO()  # a photograph after all
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue(), ".jpg"


def thumbnail(picture: Image.Image) -> bytes:
    """Return a JPEG of at most SMALL x SMALL pixels, for lists."""
    from PIL import Image

    small = picture.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_SMALL_QUALITY, optimize=True)
    return out.getvalue()


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size (px) of a picture fitted into LARGEST by its longer side.

    A JPEG of a long strip is decoded at the fraction that its longer side needs.
    """
    scale = min(LARGEST / max(*size, 1), 1.0)
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _on_ground(picture: Image.Image) -> Image.Image:
    """Return the picture on a white ground; on black if it is mostly light, such as white letters on nothing."""
    from PIL import Image, ImageStat

    alpha = picture.getchannel("A")
    seen = ImageStat.Stat(picture.convert("L"), alpha)
    light = seen.count[0] > 0 and seen.mean[0] > _LIGHT
    ground = Image.new("RGB", picture.size, "black" if light else "white")
    ground.paste(picture, mask=alpha)
    return ground


def _check_size(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise FormatError(Code.PICTURE_TOO_LARGE, width=width, height=height)
