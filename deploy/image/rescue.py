"""The picture that stands where neither system of a card can be started, and how it gets into what the firmware loads.

What could draw is in the root that cannot be mounted. So it is drawn here, for each panel, and lies behind the ramdisk's own
archive: the kernel unpacks both (Documentation/driver-api/early-userspace/buffer-format.rst), and its script
`kiosk-verity` shows it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from deploy.image.still import PANELS, packed
from kiosk.i18n.rescue_words import rescue_words
from kiosk.i18n.translation import Translation
from kiosk.ui.theme.tokens import read_tokens

FOLDER = "kiosk-rescue"
_FONTS = Path(__file__).parents[2] / "kiosk/ui/theme/fonts"
_QUIET = 4  # modules, ISO/IEC 18004
_REGULAR, _DIRECTORY = 0o100644, 0o040755


def drawn(size: tuple[int, int]) -> Image.Image:
    """RGB: heading, steps and the code with its caption, beside each other or, upright, one below the other."""
    heading, steps, caption, told = rescue_words(Translation("id"))
    wide, high = size
    light = read_tokens().themes["light"]
    ground, ink = (tuple(round(part * 255) for part in colour[:3]) for colour in (light.bar, light.onbar))
    picture = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(picture)
    code = segno.make_qr(told, error="m", boost_error=False)
    modules = int(code.symbol_size(border=_QUIET)[0])
    margin = min(size) // 20
    under = ImageFont.truetype(_FONTS / "KioskText-Bold.ttf", min(size) // 24)
    below = round(under.size * 1.4)
    across, down = (round(wide * 0.42), high - 2 * margin) if wide > high else (wide - 2 * margin, round(high * 0.42))
    pixels = max(2, min(across, down - below) // modules)
    rows = b"".join(bytes(0 if dark else 255 for dark in row) for row in code.matrix_iter(border=_QUIET, scale=pixels))
    side = modules * pixels
    high_up = high - side - below
    x, y = (wide - side - margin, high_up // 2) if wide > high else ((wide - side) // 2, high_up - margin)
    picture.paste(Image.frombytes("L", (side, side), rows), (x, y))
    pen.text((x + side // 2, y + side), caption, fill=ink, font=under, anchor="ma")
    across, down = (x - 2 * margin, high - 2 * margin) if wide > high else (wide - 2 * margin, y - 2 * margin)
    for letters in range(min(size) // 14, 10, -1):
        large, small = (
            ImageFont.truetype(_FONTS / "KioskText-Bold.ttf", each) for each in (round(letters * 1.35), letters)
        )
        lines = [(large, line) for line in _wrapped(heading, large, across)]
        for number, step in enumerate(steps, 1):
            lines += [(small, ""), *((small, line) for line in _wrapped(f"{number}. {step}", small, across))]
        heights = [round(font.size * (1.3 if line else 0.5)) for font, line in lines]
        if sum(heights) <= down:
            break
    top = float(margin)
    for (font, line), height in zip(lines, heights, strict=True):
        pen.text((margin, top), line, fill=ink, font=font)
        top += height
    return picture


def _wrapped(text: str, font: ImageFont.FreeTypeFont, across: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= across:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def pictures() -> Iterator[tuple[str, bytes]]:
    """(WIDTHxHEIGHT-BITS.gz, content), as the ramdisk's script names them."""
    for wide, high in [*PANELS, *((high, wide) for wide, high in PANELS)]:
        picture = drawn((wide, high))
        for bits in (32, 16):
            yield f"{wide}x{high}-{bits}.gz", gzip.compress(packed(picture, bits), 9, mtime=0)


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return a cpio of the form "newc" with `FOLDER` and these files in it."""
    made = _entry(FOLDER, _DIRECTORY, b"", 1)
    for number, (name, content) in enumerate(sorted(files.items()), 2):
        made += _entry(f"{FOLDER}/{name}", _REGULAR, content, number)
    made += _entry("TRAILER!!!", 0, b"", 0)
    return made + bytes(-len(made) % 512)


def append(ramdisk: Path, files: Mapping[str, bytes]) -> None:
    with ramdisk.open("r+b") as file:
        end = file.seek(0, 2)
        file.write(bytes(-end % 4) + archive(files))


def _entry(name: str, mode: int, content: bytes, number: int) -> bytes:
    ascii_name = name.encode("ascii") + b"\0"
    fields = (number, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(ascii_name), 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + ascii_name
    head += bytes(-len(head) % 4)
    return head + content + bytes(-len(content) % 4)
