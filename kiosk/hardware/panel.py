"""Size of the panel as it reports itself: the EDID that the kernel keeps of each connected display (VESA E-EDID 1.4).

The first detailed timing gives the picture's size in mm (bytes 66 to 68), the base block its size in cm (21, 22). Neither is to be
trusted: adapters send none, television sets send 160 x 90 or 1600 x 900 mm for "16:9", and anyone can plug in a box that lies. What
cannot be the size of a panel is None, and who asks goes by the window's size then.
"""

from __future__ import annotations

from math import hypot
from pathlib import Path

FOLDER = Path("/sys/class/drm")
_HEADER = b"\x00\xff\xff\xff\xff\xff\xff\x00"
_BLOCK = 128
_SHAPES = frozenset({(160, 90), (1600, 900), (160, 100), (1600, 1000), (160, 120)})  # an aspect, written as a size
_SMALLEST_MM, _LARGEST_MM = 80.0, 2800.0  # diagonals: 3 and 110 inch


def panel_size(folder: Path = FOLDER) -> tuple[int, int] | None:
    """Return width and height in mm of the only connected display; `None` if there are several or it does not tell.

    Never raises.
    """
    sizes = {size for path in sorted(folder.glob("card*-*/edid")) if (size := size_in(_read_edid(path))) is not None}
    return sizes.pop() if len(sizes) == 1 else None


def size_in(edid: bytes) -> tuple[int, int] | None:
    """Return the size in mm in the base block of *edid*; `None` if the block is damaged or the size is impossible."""
    block = edid[:_BLOCK]
    if len(block) < _BLOCK or not block.startswith(_HEADER) or sum(block) % 256:
        return None
    timing = int.from_bytes(block[54:56], "little") > 0  # else the place holds another descriptor
    upper = block[68]
    told = ((block[66] | (upper & 0xF0) << 4, block[67] | (upper & 0x0F) << 8),) if timing else ()
    return next((size for size in (*told, (block[21] * 10, block[22] * 10)) if _plausible(*size)), None)


def _plausible(width: int, height: int) -> bool:
    if not width or not height or (width, height) in _SHAPES:
        return False
    return _SMALLEST_MM <= hypot(width, height) <= _LARGEST_MM and 0.4 <= width / height <= 4


def _read_edid(path: Path) -> bytes:
    try:
        if (path.parent / "status").read_text("ascii", "replace").strip() != "connected":
            return b""
        with path.open("rb") as file:
            return file.read(_BLOCK)
    except OSError:
        return b""
