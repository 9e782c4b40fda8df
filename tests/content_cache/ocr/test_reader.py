"""Pictures read in captivity by the system's Tesseract: what stands there, and what is made of what cannot be read."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from content_cache.files import in_memory
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.model.errors import CacheError, Code
from content_cache.model.picture_text import PictureText
from content_cache.ocr import tesseract
from content_cache.ocr.readable import readable
from content_cache.ocr.reader import read_picture
from tests.campaigns.posters.layouts import banner, table
from tests.campaigns.posters.measure import Figures, figures_of
from tests.campaigns.posters.reading import BOUNDS, read_worn, tesseract_here
from tests.campaigns.posters.texts import NOTICES
from tests.campaigns.posters.wear import photographed, whatsapp

NOISE = np.random.default_rng(3).integers(0, 255, (300, 260, 3), "uint8")


def scribble() -> Image.Image:
    """Lines of loops, as of a pen: no letters, and what a hand writes is not far from it."""
    image, random = Image.new("RGB", (460, 200), "white"), Random(1)
    pen = ImageDraw.Draw(image)
    for row in range(2):
        left = 40.0
        while left < 380:
            high, speed, steps = random.uniform(10, 24), random.uniform(0.5, 1.3), random.randint(27, 40)
            turns = [(n, n / 9 * math.tau * speed) for n in range(steps)]
            path = [(left + 3.2 * n + 9 * math.sin(1.7 * t), 60 + 80 * row + high * math.sin(t)) for n, t in turns]
            pen.line(path, fill=(20, 30, 90), width=4, joint="curve")
            left += 3.2 * steps + 25
    return image


def jpeg(image: Image.Image, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, **options)
    return out.getvalue()


def read(body: bytes) -> PictureText:
    with in_memory(body) as picture:
        return read_picture(picture, tesseract_here(), BOUNDS)


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize(
    ("draw", "wear", "most"),
    [(table, whatsapp, 0.05), (banner, photographed, 0.12)],
    ids=["compressed", "photographed"],
)
def test_a_sample_of_the_corpus_is_read(draw: Callable[..., Any], wear: Callable[..., Any], most: float) -> None:
    """All of it: `python -m tests.campaigns.posters`."""
    poster = draw(NOTICES[0], 0)
    worn = wear(poster, 1)
    told: list[str] = []
    found: Figures = figures_of(poster, worn, read_worn(worn, tesseract_here()), told)
    assert found.cer <= most, told
    assert found.bands_found == found.bands, told
    assert found.facts_wrong == 0, told


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    "image",
    [Image.new("RGB", (800, 600), "white"), Image.new("RGB", (800, 600), "black"), Image.fromarray(NOISE), Image.new("L", (3, 3)),
     scribble()],
    ids=["white", "black", "noise", "tiny", "handwriting"],
)  # fmt: skip
def test_where_nothing_stands_nothing_is_read(image: Image.Image) -> None:
    assert len(read(jpeg(image)).all_words) <= 2


def test_a_torn_picture_is_told() -> None:
    with pytest.raises(CacheError) as error:
        read(jpeg(Image.fromarray(NOISE))[:2000])
    assert error.value.problem.code == Code.NO_PICTURE


@pytest.mark.slow(cases=0)
def test_a_reading_that_takes_too_long_is_ended() -> None:
    class Hanging(Bounds):
        """Tesseract does not come to an end."""

        def program(self, _seconds: float, _program: Sequence[str], coming: int, readable: Iterable[Any]) -> bytes:
            return super().program(0.05, ("/bin/sleep", "60"), coming, readable)

    poster = banner(NOTICES[0], 0)
    with in_memory(jpeg(poster.image.resize((1240, 1754)))) as picture, pytest.raises(CacheError):
        read_picture(picture, tesseract_here(), Hanging(MEMORY_BYTES))


def test_a_machine_without_tesseract_is_told_from_one_with(tmp_path: Any) -> None:
    assert tesseract.find() is not None
    assert tesseract.find(programs=(str(tmp_path / "tesseract"),)) is None
    assert tesseract.find(folders=(str(tmp_path),)) is None


@pytest.mark.slow(cases=0)
def test_a_band_is_made_dark_on_white_and_its_ground_has_a_number_of_its_own() -> None:
    image = Image.new("RGB", (1200, 900), "white")
    image.paste("#b3261e", (0, 0, 1200, 300))
    for x in range(200, 1000, 60):
        image.paste("white", (x, 120, x + 14, 180))
    letters, grounds = readable(image)
    scale = letters.width / 1200
    assert letters.getpixel((int(207 * scale), int(150 * scale))) == 0
    assert letters.getpixel((int(230 * scale), int(150 * scale))) == 255
    assert grounds.at(0.5, 0.1) != grounds.at(0.5, 0.9)
