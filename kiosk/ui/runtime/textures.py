"""A stored picture as a texture that is hardly larger than it is shown.

JPEG can be decoded at a half, a quarter or an eighth of its size (libjpeg's scaled inverse DCT): a row's picture in 1 ms instead
of the 22 ms that SDL and Kivy take for all of its pixels, at 0.2 MB instead of 4, and smoother than what a GPU makes of those.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from kivy.graphics.texture import Texture

from content_cache.files import open_readable

if TYPE_CHECKING:
    from PIL import Image

TextureCache = WeakValueDictionary[tuple[str, int], Texture]

_log = logging.getLogger(__name__)
FORMATS = ("JPEG", "PNG")  # as content_cache.media.convert writes them
_STEPS = (8, 4, 2, 1)
MOST = 2048  # px: the largest texture of a Raspberry Pi 3


SOFT_CLEAR, SOFT_OPAQUE = 0.25, 0.75
"""Texture coordinates on a `soft_edge` that are fully clear and fully opaque: the middles of its two pixels."""


def soft_edge() -> Texture:
    """Create the texture of anti-aliased edges: a clear and an opaque pixel, between which the drawing fades."""
    texture = Texture.create(size=(2, 1), colorfmt="rgba")
    texture.min_filter = texture.mag_filter = "linear"
    texture.blit_buffer(bytes((255, 255, 255, 0, 255, 255, 255, 255)), colorfmt="rgba", bufferfmt="ubyte")
    return texture


def step_for(stored: tuple[int, int], shown: tuple[float, float]) -> int:
    """Return the largest of 1, 2, 4, 8 by which a *stored* picture (px) can be shrunk and still cover *shown* px.

    It is larger if the GPU could not take the picture otherwise.
    """
    covers = next((step for step in _STEPS if all(s // step >= w for s, w in zip(stored, shown, strict=True))), 1)
    return next((step for step in reversed(_STEPS) if step >= covers and max(stored) // step <= MOST), _STEPS[0])


class PictureLoader:
    """Loader of one file's texture after another; file and shrinking step unchanged give the same texture.

    *cache* holds the textures of others with the same theme: home's first news is the first of the news as well.
    """

    def __init__(self, cache: TextureCache) -> None:
        self._cache = cache
        self._known: tuple[str, int] = ("", 0)
        self._size = (0, 0)
        self._texture: Any = None

    def texture(self, source: str, shown: tuple[float, float]) -> Any:
        """Return the texture of the file *source*, for a place of *shown* px; `None` if it cannot be decoded."""
        if source == self._known[0] and (self._texture is None or step_for(self._size, shown) == self._known[1]):
            return self._texture
        self._known, self._texture = (source, 0), None
        if source:
            try:
                self._load(source, shown)
            except Exception as error:  # noqa: BLE001 - decoders raise what they like, and a bad picture must not stop a screen
                _log.warning("picture %s cannot be shown, its poster stands in: %s", source, error)
        return self._texture

    def _load(self, source: str, shown: tuple[float, float]) -> None:
        from PIL import Image  # with the first picture

        with open_readable(Path(source)) as file, Image.open(file, formats=FORMATS) as opened:
            self._size = opened.size
            known = source, step_for(opened.size, shown)
            texture = self._cache.get(known)
            if texture is None:
                texture = self._cache[known] = _decode(opened, known[1])
        self._known, self._texture = known, texture


def _decode(opened: Image.Image, step: int) -> Texture:
    wide = opened.width
    opened.draft("RGB", (wide // step, opened.height // step))  # does nothing for PNG
    mode = "RGBA" if opened.has_transparency_data else "RGB"
    picture = opened.convert(mode)
    left = wide // picture.width
    if step > left:
        picture = picture.reduce(step // left)
    texture = Texture.create(size=picture.size, colorfmt=mode.lower())
    texture.min_filter = texture.mag_filter = "linear"
    texture.blit_buffer(picture.tobytes(), colorfmt=mode.lower(), bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
