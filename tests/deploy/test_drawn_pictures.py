"""The pictures that the kiosk ships are those that the drawing tool draws."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from content_cache.model.picture_text import picture_text_from_json
from deploy.pictures.draw.__main__ import BOAT, PICTURES, POSTER, POSTER_TEXT
from deploy.pictures.draw.poster import A4, blt
from deploy.pictures.draw.scenes import BOAT_SIZE, SCENES, SIZE, draw_boat, draw_scene


def check_same(bundled: Path, drawn: bytes, size: tuple[int, int]) -> None:
    with Image.open(bundled) as ours, Image.open(io.BytesIO(drawn)) as theirs:
        assert ours.size == theirs.size == size
        difference = ImageChops.difference(ours.convert("RGB"), theirs.convert("RGB"))
        assert max(ImageStat.Stat(difference).mean) < 3, f"{bundled.name} was changed: python -m deploy.pictures.draw"


def test_each_scene_is_a_file_and_each_file_a_scene() -> None:
    assert {path.stem for path in PICTURES.iterdir()} == {*SCENES, POSTER.stem}


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_picture_of_the_village_is_the_scene_drawn(name: str) -> None:
    path = PICTURES / f"{name}.jpg"
    check_same(path, draw_scene(SCENES[name]), SIZE)
    with Image.open(path) as picture:
        colours = picture.convert("RGB").quantize(8).getcolors()
    assert colours is not None
    assert max(count for count, _ in colours) < SIZE[0] * SIZE[1] * 0.7, "nearly one colour: nothing was drawn"


def test_the_poster_is_the_one_drawn_and_its_words_are_where_they_stand() -> None:
    page = blt()
    out = io.BytesIO()
    page.picture.save(out, "PNG")
    check_same(POSTER, out.getvalue(), A4)
    assert picture_text_from_json(POSTER_TEXT.read_text("utf-8")) == page.text


def test_the_boat_of_the_empty_state_is_the_bundled_one() -> None:
    assert BOAT.stat().st_size < 60_000
    check_same(BOAT, draw_boat(), BOAT_SIZE)
