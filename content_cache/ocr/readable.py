"""A picture made readable: dark letters on white, whatever they stand on. Runs in the bounded child.

Tesseract finds letters by one threshold for the whole picture: of a band of white letters on red it sees a black bar. So what
differs from the ground around it is taken for a letter, be that ground light or dark, and is made as dark as the strongest
nearby is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    Array = np.ndarray[Any, Any]

# maps of the grounds: pixels of the longer side, and the window in which most are ground. The coarse one is wider than the strokes
# of any headline; the fine one sees bands that are hardly higher than their letters
_COARSE, _COARSE_WINDOW = 240, 19
_FINE, _FINE_WINDOW, _FINEST_WINDOW = 400, 11, 5  # the finest sees the gap between two boxes
_LEAST_GROUND = 0.003  # share of the picture: a smaller area of the fine map is a letter
_SOLID = 0.8  # share of its bounding box: bands and boxes are solid, heavy letters leave gaps
_NEAR = 40  # of 255: neighbours of one ground differ by less
_PALE_PANEL = 8  # of 255: and those of one panel
_MOST_GROUNDS = 250
_FAINT = 80  # of 255: a weaker contrast is paper, plaster or a pattern and no letter
_PALE, _FULL = 0.25, 0.9  # shares of the strongest contrast nearby: paler is ground, stronger all letter
_WIDEST = 2560  # pixels of the longer side in which letters are looked for: small print has some 20 to a letter there
_LARGEST_SCALE = 2.0


PAGE = 1
"""Number of the largest ground, and of the largest panel."""


class Grounds(Struct, frozen=True):
    """Map of a picture's backgrounds: *numbers* has one byte for each part, row by row from the top.

    *panels* likewise, but tells apart colours that are nearly alike, such as a pale box on paper.
    """

    columns: int
    rows: int
    numbers: bytes
    panels: bytes = b""

    def at(self, x: float, y: float) -> int:
        """Return the number of the ground at a place, in fractions of the picture."""
        return self.numbers[self._cell(x, y)]

    def panel_at(self, x: float, y: float) -> int:
        """Return the number of the panel at a place; that of its ground where no panels are known."""
        return (self.panels or self.numbers)[self._cell(x, y)]

    def _cell(self, x: float, y: float) -> int:
        column, row = int(x * self.columns), int(y * self.rows)
        column, row = min(max(column, 0), self.columns - 1), min(max(row, 0), self.rows - 1)
        return row * self.columns + column


def readable(picture: Image.Image) -> tuple[Image.Image, Grounds]:
    """Return the picture as dark letters on white (8-bit grey), and the grounds on which they stood."""
    import numpy as np
    from PIL import Image, ImageChops, ImageFilter

    picture = _scaled(picture.convert("RGB"))
    ground, panels = _grounds(picture)
    apart = ImageChops.difference(picture, ground.resize(picture.size, Image.Resampling.BILINEAR))
    red, green, blue = apart.split()
    strength = np.asarray(ImageChops.lighter(ImageChops.lighter(red, green), blue))
    step = max(1, max(picture.size) // _COARSE)
    high, wide = (max(side // step, 1) * step for side in strength.shape)
    whole = np.zeros((high, wide), np.uint8)
    kept = strength[:high, :wide]
    whole[: kept.shape[0], : kept.shape[1]] = kept
    peaks = whole.reshape(high // step, step, wide // step, step).max(axis=(1, 3))
    nearby = Image.fromarray(peaks).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.BoxBlur(4))
    most = np.maximum(np.asarray(nearby.resize(picture.size, Image.Resampling.BILINEAR)), _FAINT)
    share = (strength.astype(np.float32) / most - _PALE) * (255 / (_FULL - _PALE))
    seams = _seams(np.asarray(ground).astype(np.int16))
    share[np.asarray(seams.resize(picture.size, Image.Resampling.NEAREST)) > 0] = 0
    letters = Image.fromarray(255 - np.clip(share, 0, 255).astype(np.uint8))
    numbers = _numbered(np.asarray(ground).astype(np.int16), _NEAR)
    return letters, Grounds(ground.width, ground.height, numbers.tobytes(), panels.tobytes())


def _scaled(picture: Image.Image) -> Image.Image:
    """Return the picture scaled so that small print can be read."""
    from PIL import Image

    scale = min(_WIDEST / max(picture.size), _LARGEST_SCALE)
    if 0.9 < scale < 1.1:
        return picture
    size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    return picture.resize(size, Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.LANCZOS)


def _grounds(picture: Image.Image) -> tuple[Image.Image, Array]:
    """Return the map of the grounds, and the numbers of the panels.

    The map is the coarse one, with those grounds of the fine one added that are too large and solid to be letters.
    """
    import numpy as np
    from PIL import Image

    fine = np.asarray(_map(picture, _FINE, _FINE_WINDOW))
    coarse = np.asarray(_map(picture, _COARSE, _COARSE_WINDOW).resize(fine.shape[1::-1], Image.Resampling.NEAREST))
    other = np.abs(fine.astype(np.int16) - coarse).max(axis=2) >= _NEAR
    found = _connected(fine.astype(np.int16), other)
    counts = np.bincount(found.ravel())
    counts[np.unique(found[~other])] = 0  # where both maps say the same
    solid = np.zeros(len(counts), bool)
    for name in np.flatnonzero(counts >= _LEAST_GROUND * found.size):
        solid[name] = counts[name] >= _SOLID * np.count_nonzero(_filled(found == name))
    whole = np.where(solid[found][:, :, None], fine, coarse)
    panels = _numbered(np.asarray(_map(picture, _FINE, _FINEST_WINDOW)).astype(np.int16), _PALE_PANEL)
    return Image.fromarray(_with_corners(whole, fine.astype(np.int16))), panels


def _with_corners(ground: Array, fine: Array) -> Array:
    """Return *ground* with corners restored that its wide window rounded off, wherever *fine* has the same colour."""
    import numpy as np

    ground = ground.astype(np.int16)
    every, later, sooner = slice(None), slice(1, None), slice(None, -1)
    sides = (
        ((every, later), (every, sooner)),
        ((every, sooner), (every, later)),
        ((later,), (sooner,)),
        ((sooner,), (later,)),
    )
    for _ in range(_COARSE_WINDOW):
        for here, beside in sides:
            off = np.abs(fine[here] - ground[here]).max(axis=2) >= _NEAR
            grown = off & (np.abs(fine[here] - ground[beside]).max(axis=2) < _NEAR)
            ground[here][grown] = ground[beside][grown]
    return ground.astype(np.uint8)


def _filled(own: Array) -> Array:
    """Return *own* with holes and gaps filled: each place that has some of it on all four sides."""
    import numpy as np

    right, down = np.logical_or.accumulate(own, axis=1), np.logical_or.accumulate(own, axis=0)
    left = np.logical_or.accumulate(own[:, ::-1], axis=1)[:, ::-1]
    up = np.logical_or.accumulate(own[::-1], axis=0)[::-1]
    filled: Array = right & left & down & up
    return filled


def _map(picture: Image.Image, longer: int, window: int) -> Image.Image:
    from PIL import Image, ImageFilter

    step = max(picture.size) / longer
    size = max(round(picture.width / step), 1), max(round(picture.height / step), 1)
    return picture.resize(size, Image.Resampling.NEAREST).filter(ImageFilter.MedianFilter(window))


def _seams(colours: Array) -> Image.Image:
    """Return an image that marks the seams between two background colours, where a line is no line of the poster's."""
    import numpy as np
    from PIL import Image, ImageFilter

    rows, columns, _ = colours.shape
    seams = np.zeros((rows, columns), np.uint8)
    across = np.abs(np.diff(colours, axis=1)).max(axis=2) >= _NEAR
    down = np.abs(np.diff(colours, axis=0)).max(axis=2) >= _NEAR
    seams[:, :-1][across] = seams[:, 1:][across] = 255
    seams[:-1][down] = seams[1:][down] = 255
    return Image.fromarray(seams).filter(ImageFilter.MaxFilter(3))


def _numbered(colours: Array, near: int) -> Array:
    """Return the number of each part's ground; neighbouring parts of one ground differ by less than *near*. Small grounds
    get 0."""
    import numpy as np

    found = _connected(colours, near=near)
    counts = np.bincount(found.ravel())
    names = np.zeros(len(counts), np.uint8)
    for number, name in enumerate(np.argsort(counts)[::-1][:_MOST_GROUNDS], 1):
        if counts[name] >= _LEAST_GROUND * found.size:
            names[name] = number
    return names[found]


def _connected(colours: Array, among: Array | None = None, near: int = _NEAR) -> Array:
    """Return a number for each connected area of nearly one colour.

    Neighbours are alike if they differ by less than *near*. Places outside of *among* get a number each.
    """
    import numpy as np

    rows, columns, _ = colours.shape
    across = np.abs(np.diff(colours, axis=1)).max(axis=2) < near
    down = np.abs(np.diff(colours, axis=0)).max(axis=2) < near
    if among is not None:
        across &= among[:, :-1] & among[:, 1:]
        down &= among[:-1] & among[1:]
    labels = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    before = None
    while before is None or not np.array_equal(before, labels):
        before = labels.copy()
        for _ in range(16):
            lower = np.minimum(labels[:, :-1], labels[:, 1:])
            labels[:, :-1][across] = lower[across]
            labels[:, 1:][across] = np.minimum(labels[:, 1:], lower)[across]
            lower = np.minimum(labels[:-1], labels[1:])
            labels[:-1][down] = lower[down]
            labels[1:][down] = np.minimum(labels[1:], lower)[down]
        labels = labels.ravel()[labels]  # a place has the number that the place it is named after has by now
    return np.unique(labels, return_inverse=True)[1].reshape(rows, columns)
