"""Makes the sample's film: a camera that moves over a drawn scene. Nothing was filmed, and nobody is heard.

The result is bundled as kiosk/demo/content/gambar/mangrove.mp4, of the form that `publish` leaves as it is.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import av
from PIL import Image

SECONDS, RATE = 9, 25
SIZE = (640, 360)
_FROM, _TO = (0.0, 0.25, 1.0), (0.42, 0.5, 0.58)  # left and top of what is seen, and its width, as shares of the scene


def film(scene: Path) -> bytes:
    """MP4 of a scene."""
    body = io.BytesIO()
    with Image.open(scene) as opened:
        whole = opened.convert("RGB")
    with av.open(body, "w", format="mp4") as out:
        stream: Any = out.add_stream("libx264", rate=RATE, options={"crf": "30", "preset": "slow", "g": "50"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.codec_context.thread_count = 1  # the same bytes on each machine
        for n in range(SECONDS * RATE):
            frame: Any = av.VideoFrame.from_image(_seen(whole, n / (SECONDS * RATE - 1)))  # type: ignore[no-untyped-call]
            frame.pts = n
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return body.getvalue()


def _seen(whole: Image.Image, share: float) -> Image.Image:
    eased = share * share * (3 - 2 * share)
    left, top, wide = (start + (end - start) * eased for start, end in zip(_FROM, _TO, strict=True))
    width = whole.width * wide
    height = width * SIZE[1] / SIZE[0]
    x, y = left * whole.width, min(top * whole.height, whole.height - height)
    return whole.resize(SIZE, Image.Resampling.BICUBIC, box=(x, max(y, 0.0), x + width, max(y, 0.0) + height))
