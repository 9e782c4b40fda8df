"""A poster read as a kiosk reads it: stored first, then by captive processes."""

from __future__ import annotations

from content_cache.files import in_memory
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.media.convert import as_picture
from content_cache.model.picture_text import PictureText
from content_cache.ocr.reader import read_picture
from content_cache.ocr.tesseract import Tesseract, find
from tests.campaigns.posters.wear import Worn

BOUNDS = Bounds(MEMORY_BYTES)


def tesseract_here() -> Tesseract:
    found = find()
    assert found is not None, "tesseract-ocr and tesseract-ocr-ind are not installed (deploy/setup.sh, TEST_PACKAGES)"
    return found


def read_worn(worn: Worn, tesseract: Tesseract) -> PictureText:
    content, _ = as_picture(worn.body)
    with in_memory(content) as picture:
        return read_picture(picture, tesseract, BOUNDS)
