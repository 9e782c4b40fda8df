"""A picture in its full size: in textures that any GPU takes, decoded beside the main thread, and given back."""

from __future__ import annotations

import gc
import threading
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from PIL import Image

from content_cache.model.picture_text import Region
from kiosk.app.pictures.offscreen import Canvas
from kiosk.ui.runtime import tiles
from kiosk.ui.runtime.textures import step_for
from kiosk.ui.runtime.tiles import TILE, PictureDecoder

pytestmark = pytest.mark.attack(
    "people",
    "a picture of 30 megapixels, 8,000 px long, damaged or gone is opened over the screen",
    "decoded in a thread into tiles of 1024 px, 8 megapixels at most in memory; else the words that it has not arrived",
)


GPU = 2048  # px: the largest texture of a Raspberry Pi 3
SHOWN = (380, 536)


class Wall:
    """Where the parts of a picture are put up."""

    def __init__(self, canvas: Canvas, source: Path, shown: tuple[int, int] = SHOWN) -> None:
        self._canvas = canvas
        self.parts: list[tuple[Region, Any]] = []
        self.threads: set[int] = set()
        self.failed = False
        self.decoder = PictureDecoder(str(source), shown, ready=self._put_up, failed=self._fail)

    def _put_up(self, box: Region, texture: Any) -> None:
        self.threads.add(threading.get_ident())
        self.parts.append((box, texture))

    def _fail(self) -> None:
        self.failed = True

    def wait(self) -> None:
        while self.decoder.busy:
            self._canvas.frames(1)


@pytest.fixture
def poster(tmp_path: Path) -> Path:
    path = tmp_path / "poster.jpg"
    picture = Image.radial_gradient("L").resize((1810, 2560)).convert("RGB")
    picture.paste("#0a3a45", (0, 0, 300, 300))
    picture.save(path, quality=80)
    return path


def test_the_whole_comes_first_and_then_its_parts_without_a_gap(canvas: Canvas, poster: Path) -> None:
    wall = Wall(canvas, poster)
    wall.wait()
    first, *parts = wall.parts
    assert first[0] == Region()
    assert tuple(first[1].size) == (379, 536)
    assert len(parts) == 6
    assert wall.decoder.stored == (1810, 2560)
    covered = sum((box.right - box.left) * (box.bottom - box.top) for box, _ in parts)
    assert covered == pytest.approx(1)
    assert all(max(texture.size) <= TILE <= GPU for _, texture in wall.parts)
    assert tuple(parts[0][1].pixels[:3]) == pytest.approx((0x0A, 0x3A, 0x45), abs=3)
    assert wall.threads == {threading.get_ident()}


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("size", [(8000, 90), (90, 8000), (6000, 5000), (1, 1), (2560, 1440)])
def test_no_texture_is_larger_than_a_gpu_takes(canvas: Canvas, tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "picture.jpg"
    Image.new("RGB", size, "#0a3a45").save(path)
    wall = Wall(canvas, path, (3840, 2160))
    wall.wait()
    assert wall.parts
    assert all(max(texture.size) <= GPU for _, texture in wall.parts)
    pixels = sum(texture.size[0] * texture.size[1] for _, texture in wall.parts[1:])
    assert pixels <= tiles.MOST_PIXELS
    assert not wall.failed


def test_what_lets_light_through_lies_on_white_paper(canvas: Canvas, tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    Image.new("RGBA", (600, 800), (255, 0, 0, 0)).save(path)
    wall = Wall(canvas, path)
    wall.wait()
    assert {tuple(texture.pixels[:3]) for _, texture in wall.parts} == {(255, 255, 255)}


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 cut off", b"GIF89a"])
def test_a_file_that_cannot_be_decoded_is_told(canvas: Canvas, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.jpg"
    path.write_bytes(content)
    for source in (path, tmp_path / "gone.jpg"):
        wall = Wall(canvas, source)
        wall.wait()
        assert wall.failed
        assert not wall.parts


def test_nothing_comes_after_it_was_closed_and_nothing_stays(canvas: Canvas, poster: Path) -> None:
    wall = Wall(canvas, poster)
    while not wall.parts:
        canvas.frames(1)
    wall.decoder.close()
    count = len(wall.parts)
    canvas.frames(30)
    assert len(wall.parts) == count
    textures = [ref(texture) for _, texture in wall.parts]
    wall.parts.clear()
    gc.collect()
    assert not any(texture() for texture in textures)


def test_a_picture_in_a_row_is_no_larger_than_a_gpu_takes_either() -> None:
    assert step_for((2560, 1440), (1920, 1080)) == 2
    assert step_for((1810, 2560), (1800, 2500)) == 2
    assert step_for((1280, 800), (1280, 800)) == 1
