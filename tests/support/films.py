"""Films drawn by PyAV, small ones and such as a careless or hostile hand may send."""

from __future__ import annotations

import io
import math
import struct
from array import array
from functools import cache
from pathlib import Path
from typing import Any

import av
from PIL import Image

FORMATS = {"mp4": ("libx264", "aac"), "webm": ("libvpx", "libopus")}
RATE = 48_000


@cache
def film(
    seconds: float = 2.0,
    *,
    size: tuple[int, int] = (640, 360),
    fps: int = 25,
    kind: str = "mp4",
    codec: str = "",
    audio_codec: str = "",
    sound: bool = True,
    picture: bool = True,
    sound_s: float = 0.0,
    hz: int = RATE,
) -> bytes:
    """Return a film whose brightness counts the seconds and whose sound is a tone of 500 Hz."""
    body = io.BytesIO()
    video, audio = FORMATS[kind]
    with av.open(body, "w", format=kind) as out:
        pictures: Any = out.add_stream(codec or video, rate=fps) if picture else None
        heard: Any = out.add_stream(audio_codec or audio, rate=hz, layout="mono") if sound else None
        if pictures is not None:
            pictures.width, pictures.height, pictures.pix_fmt = *size, "yuv420p"
            pictures.codec_context.thread_count = 1  # libvpx's wait for each other while the machine is busy
            pictures.options = {"preset": "ultrafast", "deadline": "realtime", "cpu-used": "8"}
            for n in range(round(seconds * fps)):
                out.mux(pictures.encode(_frame(n, fps, size)))
            out.mux(pictures.encode(None))
        if heard is not None:
            for start in range(0, round((sound_s or seconds) * hz), 960):
                out.mux(heard.encode(_tone(start, hz)))
            out.mux(heard.encode(None))
    return body.getvalue()


def _frame(n: int, fps: int, size: tuple[int, int]) -> av.VideoFrame:
    frame = av.VideoFrame(*size, "yuv420p")
    level = 60 + 8 * (n // fps) % 160
    for plane, value in zip(frame.planes, (level, 110, 140), strict=True):
        plane.update(bytes([value]) * (plane.line_size * plane.height))
    frame.pts = n
    return frame


@cache
def _wave() -> bytes:
    return array("f", (0.2 * math.sin(2 * math.pi * 500 * n / RATE) for n in range(960))).tobytes()


def _tone(start: int, hz: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="flt", layout="mono", samples=960)
    frame.planes[0].update(_wave())
    frame.rate, frame.pts = hz, start
    return frame


def with_duration(body: bytes, seconds: int) -> bytes:
    """An MP4 whose headers say that it lasts so long."""
    at = body.index(b"mvhd") + 4
    scale = struct.unpack(">I", body[at + 12 : at + 16])[0]
    return body[: at + 16] + struct.pack(">I", min(seconds * scale, 2**32 - 1)) + body[at + 20 :]


def lying_size(body: bytes, width: int, height: int) -> bytes:
    """An MP4 whose sample description says another size than its pictures have."""
    at = body.index(b"avc1", body.index(b"stsd")) + 28
    return body[:at] + struct.pack(">HH", width, height) + body[at + 4 :]


SUBTITLES = b"""1
00:00:00,000 --> 00:00:01,000
Siapkan bibit bakau
setinggi lutut.

2
00:00:01,200 --> 00:00:01,900
Tancapkan bibit sedalam <i>satu</i>
jengkal, lalu ikat pada ajir bambu.
"""


def slow(pictures: int, apart_s: int) -> bytes:
    """So many pictures, each of which stands for so many seconds."""
    body = io.BytesIO()
    with av.open(body, "w", format="mp4") as out:
        stream: Any = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for n in range(pictures):
            frame = _frame(n, 1, (64, 36))
            frame.pts = n * apart_s * 25
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return body.getvalue()


def noisy(body: bytes) -> bytes:
    """Return *body* with all of its media data overwritten."""
    at = body.index(b"mdat") + 4
    size = struct.unpack(">I", body[at - 8 : at - 4])[0] - 8
    return body[:at] + bytes((n * 197 + 31) % 256 for n in range(size)) + body[at + size :]


def panned(picture: Path, seconds: float) -> bytes:
    """A photograph over which a camera moves, coded as an office's `publish` does: as much work as a film is."""
    body = io.BytesIO()
    with Image.open(picture) as opened:
        whole = opened.convert("RGB").resize((1280, 720))
    with av.open(body, "w", format="mp4") as out:
        stream: Any = out.add_stream("libx264", rate=25, options={"crf": "25", "preset": "veryfast", "g": "50"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for n in range(round(seconds * 25)):
            x, y = int(320 + 300 * math.sin(n / 40)), int(180 + 170 * math.sin(n / 57))
            frame: Any = av.VideoFrame.from_image(whole.crop((x, y, x + 640, y + 360)))  # type: ignore[no-untyped-call]
            frame.pts = n
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return body.getvalue()
