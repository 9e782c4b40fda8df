"""A film made as a kiosk plays it: 640x360 at most, 25 pictures a second, H.264 and AAC in MP4; upright, of three minutes at most.

The office makes films as it publishes, with care; a kiosk makes what its hall's desk is given, with speed, in a captive child.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Any, BinaryIO

from content_cache.media.ffmpeg import check_installed
from content_cache.media.films import LONGEST_SIDE, MOST_PIXELS, MOST_SECONDS, is_heard, open_film, picture_stream
from content_cache.model.errors import Code, FormatError
from content_cache.model.problems import quoted

_RATE = 25
_MOST_PIXELS = (
    2560 * 1440
)  # of a film that is made smaller: an estimate of what a small machine makes in its time and memory
_CODECS = (
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,mpeg4,h263,aac,opus,libopus,vorbis,libvorbis,mp3,mp3float,amrnb,amr_nb,amrwb"
)
_OPTIONS = {"crf": "25", "maxrate": "900k", "bufsize": "1800k", "g": "50", "threads": "1"}


class Pace(StrEnum):
    """Presets of x264: CAREFUL for an office that publishes, QUICK for a person who waits at the hall's desk."""

    CAREFUL = "medium"
    QUICK = "veryfast"


def make_film(coming: BinaryIO, going: BinaryIO, pace: Pace) -> None:
    """Convert the film *coming* and write it to *going*.

    A CAREFUL *pace* accepts any format, QUICK only those that telephones record and send. Raise FormatError for another
    format, for more than three minutes, or for a larger picture than a telephone records.
    """
    check_installed()
    import av  # where films are made

    container: Any = av.open
    options = {"protocol_whitelist": "none", "probesize": "2000000", "threads": "1"}
    if pace is Pace.QUICK:
        options |= {"codec_whitelist": _CODECS, "max_pixels": str(_MOST_PIXELS)}
    try:
        with (
            container(coming, "r", options=options) as source,
            container(going, "w", "mp4") as made,
        ):
            _make_film(av, source, made, pace)
    except (av.FFmpegError, IndexError, ValueError, TypeError, StopIteration) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(Code.NO_FILM, reason=quoted(error)) from error


def make_of(coming: int, going: int) -> bool:
    """Convert a film from one descriptor to the other, in the child; return True as its answer. Raises FormatError."""
    with open(coming, "rb", closefd=False) as source, open(going, "w+b", closefd=False) as made:
        make_film(source, made, Pace.QUICK)
    return True


def copy_of(coming: int, going: int) -> bool:
    """Copy the pictures and sound of a film without re-encoding, in the child; return True as its answer. Raises
    FormatError.

    All metadata is dropped: telephones write the place of recording, in more than one field.
    """
    check_installed()
    import av

    container: Any = av.open
    try:
        with (
            open(coming, "rb", closefd=False) as file,
            open_film(av, file) as source,
            open(going, "w+b", closefd=False) as out,
            container(out, "w", "mp4") as made,
        ):
            pictures = picture_stream(source)
            if next(source.decode(pictures)).rotation:
                raise FormatError(Code.NO_FILM, reason="it lies on its side")
            source.seek(0)
            kept = [pictures, *(stream for stream in source.streams.audio[:1] if is_heard(stream))]
            copied = {stream.index: made.add_stream_from_template(stream) for stream in kept}
            for stream in copied.values():
                stream.metadata.clear()
            for packet in source.demux(kept):
                if packet.dts is not None:
                    packet.stream = copied[packet.stream.index]
                    made.mux(packet)
    except (av.FFmpegError, IndexError, ValueError, TypeError, StopIteration) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(Code.NO_FILM, reason=quoted(error)) from error
    return True


def _make_film(av: Any, source: Any, made: Any, pace: Pace) -> None:
    came = source.streams.video[0]
    if pace is Pace.QUICK and came.width * came.height > _MOST_PIXELS:
        raise FormatError(Code.FILM_TOO_WIDE, width=came.width, height=came.height)
    heard = next((stream for stream in source.streams.audio if stream.codec_context is not None), None)
    came.codec_context.thread_count = 1
    pictures = _Pictures(made, next(source.decode(came)), pace)
    sound = _Sound(av, made) if heard else None
    source.seek(0)
    for packet in source.demux([stream for stream in (came, heard) if stream]):
        for frame in packet.decode():
            if (frame.time or 0.0) > MOST_SECONDS + 1:
                raise FormatError(Code.FILM_TOO_LONG, minutes=MOST_SECONDS // 60)
            if sound and isinstance(frame, av.AudioFrame):
                sound.add(frame)
            else:
                pictures.add(frame)
    pictures.flush_pictures()
    if sound:
        sound.flush_sound()


class _Pictures:
    """Frames at 25 a second: each input frame is repeated or dropped according to its time."""

    def __init__(self, made: Any, first: Any, pace: Pace) -> None:
        first = upright(first)
        self._made = made
        self._stream = made.add_stream("libx264", rate=_RATE, options={**_OPTIONS, "preset": pace.value})
        self._stream.width, self._stream.height = fitted(first.width, first.height)
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.thread_count = 1
        self._due = 0  # number of the picture that is next

    def add(self, frame: Any) -> None:
        if self._due > (frame.time or 0.0) * _RATE:
            return
        small = upright(frame).reformat(self._stream.width, self._stream.height, "yuv420p")
        while self._due <= (frame.time or 0.0) * _RATE:
            small.pts, small.time_base = self._due, Fraction(1, _RATE)
            self._made.mux(self._stream.encode(small))
            self._due += 1

    def flush_pictures(self) -> None:
        self._made.mux(self._stream.encode(None))


class _Sound:
    def __init__(self, av: Any, made: Any) -> None:
        self._made = made
        self._stream = made.add_stream("aac", rate=48_000, layout="mono")
        self._stream.bit_rate = 64_000
        self._resampler = av.AudioResampler(format="fltp", layout="mono", rate=48_000)

    def add(self, frame: Any) -> None:
        for part in self._resampler.resample(frame):
            self._made.mux(self._stream.encode(part))

    def flush_sound(self) -> None:
        self.add(None)
        self._made.mux(self._stream.encode(None))


def upright(frame: Any) -> Any:
    """Return the frame rotated as the camera was held: telephones record on their side and store the rotation."""
    turn = frame.rotation % 360
    if not turn:
        return frame
    from av import VideoFrame
    from PIL import Image

    way = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}.get(turn)
    return frame if way is None else VideoFrame.from_image(frame.to_image().transpose(way))  # type: ignore[no-untyped-call]  # PyAV's own


def fitted(width: int, height: int) -> tuple[int, int]:
    """Return the largest even width and height within the limits; H.264 needs even numbers."""
    scale = min(1.0, LONGEST_SIDE / max(width, height), (MOST_PIXELS / (width * height)) ** 0.5)
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)
