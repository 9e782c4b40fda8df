"""Pictures are decoded no larger than they are shown, and again only where that would not do."""

from __future__ import annotations

import gc
from pathlib import Path
from weakref import WeakValueDictionary

import pytest
from PIL import Image

from kiosk.ui.runtime.textures import PictureLoader, TextureCache, step_for


@pytest.mark.parametrize(
    ("shown", "step"),
    [((1280, 800), 1), ((641, 300), 1), ((640, 400), 2), ((200, 140), 4), ((100, 90), 8), ((0, 0), 8)],
)
def test_a_picture_always_covers_its_place(shown: tuple[int, int], step: int) -> None:
    assert step_for((1280, 800), shown) == step


@pytest.mark.parametrize("ending", [".jpg", ".png"])
@pytest.mark.usefixtures("canvas")
def test_a_small_place_takes_a_small_texture(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"picture{ending}"
    Image.new("RGB", (1280, 800), "#0a3a45").save(path)
    loader = PictureLoader(WeakValueDictionary())

    small = loader.texture(str(path), (200, 140))

    assert tuple(small.size) == (320, 200)
    assert tuple(small.pixels[:3]) == pytest.approx((0x0A, 0x3A, 0x45), abs=2)
    assert loader.texture(str(path), (210, 150)) is small
    assert tuple(loader.texture(str(path), (1000, 700)).size) == (1280, 800)


@pytest.mark.usefixtures("canvas")
def test_a_drawing_without_a_ground_keeps_none(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(path)

    assert PictureLoader(WeakValueDictionary()).texture(str(path), (64, 64)).colorfmt == "rgba"


@pytest.mark.slow(cases=0)
@pytest.mark.usefixtures("canvas")
def test_who_shows_the_same_picture_shares_it_while_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "news.jpg"
    Image.new("RGB", (1280, 800), "#0a3a45").save(path)
    cache: TextureCache = WeakValueDictionary()
    one, other = PictureLoader(cache), PictureLoader(cache)

    first = one.texture(str(path), (600, 380))

    assert other.texture(str(path), (620, 400)) is first
    assert other.texture(str(path), (100, 90)) is not first
    del first, one
    gc.collect()
    assert list(cache) == [(str(path), 8)]
