"""The picture that stands while the kiosk starts: its sign on the ground of the idle screen, no words. Written into the kernel's
frame buffer as it is (root/usr/lib/kiosk/show-still): nothing decodes or scales there so early.

    python -m deploy.image.still OUT

Makes OUT/WIDTHxHEIGHT-BITS.zst for the panels that kiosks have, in the two forms that frame buffers have. The same bytes each time.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from kiosk.ui.theme.tokens import Colour, read_tokens

PANELS = ((800, 480), (1024, 600), (1280, 720), (1280, 800), (1366, 768), (1920, 1080))
_SHARE = 0.3  # of the shorter side, the sign
_FINER = 4  # drawn so many times larger, then made small: edges are smooth
_SWAP = {"weavebg": "onbar", "weave2": "weave1", "weave1": "weave3"}  # kiosk.ui.primitives.motif.Logo on a dark ground


def drawn(size: tuple[int, int]) -> Image.Image:
    """RGB."""
    tokens = read_tokens()
    light = tokens.themes["light"]
    logo = tokens.motif["logo"]
    extent = round(min(size) * _SHARE)
    scale = extent * _FINER / logo["box"][0]
    ground = _rgb(light.bar)
    sign = Image.new("RGB", (extent * _FINER, extent * _FINER), ground)
    pen = ImageDraw.Draw(sign)
    for polygon in logo["polygons"]:
        points = [value * scale for value in polygon["points"]]
        up = [(points[i], extent * _FINER - points[i + 1]) for i in range(0, len(points), 2)]
        pen.polygon(up, fill=_rgb(getattr(light, _SWAP[polygon["color"]])))
    picture = Image.new("RGB", size, ground)
    small = sign.resize((extent, extent), Image.Resampling.LANCZOS)
    picture.paste(small, ((size[0] - extent) // 2, (size[1] - extent) // 2))
    return picture


def packed(picture: Image.Image, bits: int) -> bytes:
    """As a frame buffer of 32 bits (XRGB8888) or 16 (RGB565) holds it, little-endian, row by row without gaps."""
    if bits == 32:
        return picture.tobytes("raw", "BGRX")
    red, green, blue = (np.asarray(each, dtype="<u2") for each in picture.split())
    return bytes((red >> 3 << 11 | green >> 2 << 5 | blue >> 3).astype("<u2").tobytes())


def _rgb(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = (round(part * 255) for part in colour[:3])
    return red, green, blue


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for wide, high in [*PANELS, *((high, wide) for wide, high in PANELS)]:
        picture = drawn((wide, high))
        for bits in (32, 16):
            with (out / f"{wide}x{high}-{bits}.zst").open("wb") as file:
                subprocess.run(["zstd", "-19", "-q", "-c"], input=packed(picture, bits), stdout=file, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
