"""The colours of a picture in RGB."""

from __future__ import annotations

from PIL import Image

Rgb = tuple[int, int, int]


def colour_at(picture: Image.Image, spot: tuple[int, int]) -> Rgb:
    """The colour of one pixel."""
    return colours(picture.crop((*spot, spot[0] + 1, spot[1] + 1)))[0][0]


def colours(picture: Image.Image) -> list[tuple[Rgb, int]]:
    """Each colour with the number of its pixels."""
    found: list[tuple[Rgb, int]] = []
    for count, colour in picture.convert("RGB").getcolors(picture.width * picture.height) or ():
        assert isinstance(colour, tuple)
        red, green, blue = colour
        found.append(((red, green, blue), count))
    return found
