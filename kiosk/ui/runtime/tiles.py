"""A stored picture in its full size, as textures that any GPU takes, decoded in a thread.

First comes the whole, as large as it is first shown; then its parts, one a frame: a finger never waits for them. What lets light
through is laid on white paper.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

from kivy.clock import Clock
from kivy.graphics.texture import Texture
from msgspec import Struct
from PIL import Image

from content_cache.files import open_readable
from content_cache.model.picture_text import Region
from kiosk.ui.runtime.textures import FORMATS, step_for

TILE = 1024  # px: half of what the smallest GPU takes (2048 on a Raspberry Pi 3), so that one is put up within a frame
MOST_PIXELS = 8_000_000  # pixels of a picture in memory (24 MB); a larger one is shown at half its size
_log = logging.getLogger(__name__)


class PictureTile(Struct, frozen=True):
    """Part of a picture: its place and its RGB pixels from the top."""

    box: Region
    size: tuple[int, int]
    pixels: bytes

    def texture(self) -> Any:
        texture = Texture.create(size=self.size, colorfmt="rgb")
        texture.min_filter = texture.mag_filter = "linear"
        texture.blit_buffer(self.pixels, colorfmt="rgb", bufferfmt="ubyte")
        texture.flip_vertical()
        return texture


class PictureDecoder:
    """Decoder of the file *source* in a thread.

    *ready* is called in the main thread with each texture and the part of the picture that it shows. The first one is
    the whole picture, in at most *shown* px. *failed* is called if the file cannot be decoded. Nothing is called after
    `close`.
    """

    def __init__(
        self,
        source: str,
        shown: tuple[int, int],
        *,
        ready: Callable[[Region, Any], None],
        failed: Callable[[], None],
    ) -> None:
        self._source, self._shown = source, (max(1, min(shown[0], 2 * TILE)), max(1, min(shown[1], 2 * TILE)))
        self._ready, self._failed = ready, failed
        self.stored = (0, 0)
        """Size of the picture file in px, known when the first part is decoded."""
        self._parts: deque[PictureTile | None] = deque()
        self._closed = False
        self._next = Clock.create_trigger(self._take_parts)
        self._thread = Thread(target=self._decode_parts, name="decoder", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Return whether more parts of the picture are still to come."""
        return not self._closed and (self._thread.is_alive() or bool(self._parts))

    def close(self) -> None:
        self._closed = True
        self._next.cancel()
        self._parts.clear()

    def _take_parts(self, _seconds: float) -> None:
        if self._closed or not self._parts:
            return
        part = self._parts.popleft()
        if self._parts:
            self._next()
        if part is None:
            self._failed()
        else:
            self._ready(part.box, part.texture())

    # in the thread

    def _decode_parts(self) -> None:
        try:
            for part in self._decoded():
                if self._closed:
                    return
                self._parts.append(part)
                self._next()
        except Exception as error:  # noqa: BLE001 - decoders raise what they like
            _log.warning("picture %s cannot be shown: %s", self._source, error)
            self._parts.append(None)
            self._next()

    def _decoded(self) -> Iterator[PictureTile]:
        with open_readable(Path(self._source)) as file, Image.open(file, formats=FORMATS) as opened:
            wide, high = self.stored = opened.size
            scale = min(1.0, self._shown[0] / wide, self._shown[1] / high)
            shown = max(1, round(wide * scale)), max(1, round(high * scale))
            step = step_for(opened.size, shown)
            opened.draft("RGB", (wide // step, high // step))
            small = _on_paper(opened)
        whole = small if small.size == (wide, high) else None
        small = small.resize(shown, Image.Resampling.BOX if scale < 1 else Image.Resampling.NEAREST, reducing_gap=2.0)
        yield PictureTile(Region(), small.size, small.tobytes())
        if scale == 1.0:
            return  # all parts are sent
        yield from self._tiles(whole or self._whole())

    def _whole(self) -> Image.Image:
        with open_readable(Path(self._source)) as file, Image.open(file, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                opened.draft("RGB", (opened.width // 2, opened.height // 2))
            return _on_paper(opened)

    def _tiles(self, whole: Image.Image) -> Iterator[PictureTile]:
        wide, high = whole.size
        for top in range(0, high, TILE):
            for left in range(0, wide, TILE):
                if self._closed:
                    return
                right, bottom = min(left + TILE, wide), min(top + TILE, high)
                tile = whole.crop((left, top, right, bottom))
                yield PictureTile(
                    Region(left / wide, top / high, right / wide, bottom / high), tile.size, tile.tobytes()
                )


def _on_paper(opened: Image.Image) -> Image.Image:
    if not opened.has_transparency_data:
        return opened.convert("RGB")
    seen = opened.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen)
    return paper
