"""Characters of the bundled fonts, read from the files themselves (OpenType specification, "cmap", formats 4 and 12)."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import kiosk

FONTS = Path(kiosk.__file__).resolve().parent / "ui" / "theme" / "fonts"


@cache
def characters(font: str) -> frozenset[int]:
    """Return the code points that the bundled font *font* has a glyph for."""
    data = (FONTS / f"{font}.ttf").read_bytes()  # not in the data folder
    tables = struct.unpack_from(">H", data, 4)[0]
    for table in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * table)
        if tag == b"cmap":
            return _read_cmap(data, offset)
    return frozenset()


def _read_cmap(data: bytes, start: int) -> frozenset[int]:
    found: set[int] = set()
    for table in range(struct.unpack_from(">H", data, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * table)
        if platform not in (0, 3):
            continue
        at = start + offset
        match struct.unpack_from(">H", data, at)[0]:
            case 4:
                half = struct.unpack_from(">H", data, at + 6)[0]
                ends = struct.unpack_from(f">{half // 2}H", data, at + 14)
                starts = struct.unpack_from(f">{half // 2}H", data, at + 16 + half)
                for first, last in zip(starts, ends, strict=True):
                    found.update(range(first, min(last, 0xFFFE) + 1))
            case 12:
                for group in range(struct.unpack_from(">I", data, at + 12)[0]):
                    first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * group)
                    found.update(range(first, last + 1))
    return frozenset(found)


FALLBACK = {True: "Andika-Bold", False: "Andika-Regular"}


def font_for(text: str, font: str) -> str:
    """Return *font*, or the fallback of like weight if *text* has a character that *font* lacks."""
    if text.isascii() or font.startswith("Phosphor"):
        return font
    if characters(font).issuperset(map(ord, set(text) - {"\n", "\t"})):
        return font
    return FALLBACK["Bold" in font or "Display" in font]
