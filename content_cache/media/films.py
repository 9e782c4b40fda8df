"""Films of an item: looked at in a bounded child, and kept as they came beside a still and their sound.

A film is the one kind of file that is not written anew: that would take a small computer longer than the film lasts, and office and
desk have done it (`publishing.films`). So it is refused where it is not as they make it, and it is decoded again, in captivity,
each time that it is played (`kiosk.film`). What is looked at here: every packet's time, the pictures up to the still, all sound.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from content_cache.jobs.sandbox import Bounded
from content_cache.media.convert import ConvertResult, thumbnail
from content_cache.media.drafts import FILMS, FileDraft, KeptFile
from content_cache.media.ffmpeg import check_installed
from content_cache.media.sound import write_mono
from content_cache.model.errors import CacheError, Code, FormatError, StoppedError
from content_cache.model.problems import quoted
from content_cache.signing.edition import MOST_FILM_BYTES

if TYPE_CHECKING:
    from av.container import InputContainer

MOST_SECONDS = 180
LONGEST_SIDE = 640
MOST_PIXELS = 640 * 360
MOST_RATE = 30  # pictures a second
SOUND_RATE = 24_000
LIBRARIES = ("numpy", "soundfile", "av")
FILM_TIMES = 4
"""Factor on the seconds for other files.

On a small, busy computer the libraries and three minutes of sound take longer. A film that is given up would be fetched
again, out of the day's bytes.
"""

_SLACK = 1.0  # second: of a film that was cut at three minutes the last picture may stand a little longer
_STILL_AT = 2.0  # seconds: films begin dark
_FORMATS = {".mp4": "mov", ".webm": "matroska"}
_VIDEO = ("h264", "vp8", "vp9")
_SOUND = ("aac", "opus", "vorbis")


class Looked(Struct, frozen=True):
    """Facts about an examined film: length, size of its picture, and whether it has sound."""

    seconds: float
    width: int
    height: int
    sound: bool


class Film(Struct, frozen=True):
    """Stored film, with its still as the small file, its sound (None for a silent film) and its length in whole seconds."""

    kept: KeptFile
    sound: KeptFile | None
    seconds: int


def read_film(body: BinaryIO, folder: Path, *, bounded: Bounded, seconds: float) -> Film:
    """Examine a film in a bounded child, of at most *seconds*, and store it in *folder*, named after its content.

    Raise FormatError for another format or a film beyond the limits; OSError, StoppedError.
    """
    ending = ending_of(body)
    content = body.read(MOST_FILM_BYTES + 1)
    if len(content) > MOST_FILM_BYTES:
        raise FormatError(Code.FILM_TOO_LARGE, megabytes=MOST_FILM_BYTES // 1_000_000)
    film, sound = FileDraft(folder), FileDraft(folder)
    try:
        handed = body.fileno(), sound.file.fileno(), film.small.fileno()
        found = _looked(bounded, seconds, handed)
        if not (0 < found.width <= LONGEST_SIDE and 0 < found.height <= LONGEST_SIDE):
            raise FormatError(Code.UNDECODABLE)
        heard = sound.keep_file(ConvertResult(".wav")) if found.sound else None
        film.file.write(content)
        film.file.flush()
        kept = replace(film.keep_file(ConvertResult(ending)), width=found.width, height=found.height)
        return Film(kept, heard, max(1, min(round(found.seconds), MOST_SECONDS)))
    finally:
        film.close()
        sound.close()


def _looked(bounded: Bounded, seconds: float, handed: tuple[int, int, int]) -> Looked:
    try:
        return bounded(seconds, examine, *handed, handed=handed, reserving=LIBRARIES)
    except (FormatError, StoppedError):
        raise
    except CacheError as killed:
        raise FormatError(Code.NO_FILM, reason=killed.problem.code) from killed


def ending_of(body: BinaryIO) -> str:
    """Return .mp4 or .webm by the first bytes. Raise FormatError for any other format, which must not reach a decoder."""
    body.seek(0)
    head = body.read(16)
    body.seek(0)
    for ending, (at, mark) in FILMS.items():
        if head[at : at + len(mark)] == mark:
            return ending
    raise FormatError(Code.NO_FILM, reason="neither MP4 nor WebM")


def open_film(av: Any, file: Any) -> InputContainer:
    """Open a film with one demuxer, few decoders, a limit of picture size, and no threads.

    Raises FormatError, av.FFmpegError.
    """
    options = {"protocol_whitelist": "none", "codec_whitelist": ",".join((*_VIDEO, *_SOUND)), "probesize": "2000000"}
    options |= {"max_pixels": str(MOST_PIXELS), "threads": "1"}  # of each stream
    container: InputContainer = av.open(file, "r", format=_FORMATS[ending_of(file)], options=options)
    return container


def picture_stream(container: InputContainer) -> Any:
    """Return the first video stream, prepared for decoding. Raise FormatError if there is none within the limits."""
    if not container.streams.video:
        raise FormatError(Code.NO_FILM, reason="no pictures")
    stream = container.streams.video[0]
    name = stream.codec_context.name if stream.codec_context else ""
    if name.removeprefix("lib").partition("-")[0] not in (*_VIDEO, "vpx"):
        raise FormatError(Code.NO_FILM, reason=f"codec {name or 'unknown'}")
    check_size(stream.width, stream.height)
    stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
    stream.codec_context.thread_count = 1
    return stream


def is_heard(stream: Any) -> bool:
    """Return whether the audio stream has a codec that is decoded here."""
    return stream.codec_context is not None and stream.codec_context.name.removeprefix("lib") in _SOUND


def check_size(width: int, height: int) -> None:
    """Raise FormatError if a picture of *width* by *height* px is too large."""
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise FormatError(Code.FILM_TOO_WIDE, width=width, height=height)


class Damaged(Struct):
    """Counter of undecodable packets of a film, of which a few are ignored."""

    left: int = 25

    def frames(self, packet: Any) -> list[Any]:
        """Return the frames of a packet, none if it is damaged. Raises av.FFmpegError once too many packets were damaged."""
        from av.error import InvalidDataError

        try:
            return list(packet.decode())
        except InvalidDataError:
            self.left -= 1
            if self.left < 0:
                raise
            return []


def examine(coming: int, sound: int, still: int) -> Looked:
    """Examine the film of descriptor *coming*, in the child process, and return its facts.

    Write its audio as mono PCM to *sound*, if it has any, and a still picture to *still*. Raise FormatError if it cannot be
    decoded, exceeds a limit, or PyAV is not installed.
    """
    check_installed()
    import av

    try:
        with io.FileIO(coming, closefd=False) as file, open_film(av, file) as container:
            found = _pictures(container, still)
        with io.FileIO(coming, closefd=False) as file, open_film(av, file) as container:
            return replace(found, sound=_write_sound(av, container, sound))
    except (av.FFmpegError, IndexError, ValueError, TypeError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(Code.NO_FILM, reason=quoted(error)) from error


def _pictures(container: InputContainer, still: int) -> Looked:
    stream = picture_stream(container)
    shown, count, ends, base = None, 0, 0.0, float(stream.time_base or 0)
    seen, damaged = False, Damaged()
    for packet in container.demux(stream):
        if packet.size and packet.pts is not None:
            count += 1
            ends = max(ends, (packet.pts + (packet.duration or 0)) * base)
            if ends > MOST_SECONDS + _SLACK or count > (MOST_SECONDS + _SLACK) * MOST_RATE:
                raise FormatError(Code.FILM_TOO_LONG, minutes=MOST_SECONDS // 60)
        for frame in () if seen else damaged.frames(packet):
            check_size(frame.width, frame.height)
            shown = frame
            seen = (frame.time or 0.0) >= _STILL_AT
    if shown is None or ends <= 0:
        raise FormatError(Code.NO_FILM, reason="no pictures")
    if count > (ends + _SLACK) * MOST_RATE:
        raise FormatError(Code.FILM_TOO_FAST, most=MOST_RATE)
    with open(still, "wb", closefd=False) as file:
        file.write(thumbnail(shown.to_image()))
    return Looked(ends, shown.width, shown.height, sound=False)


def _write_sound(av: Any, container: InputContainer, going: int) -> bool:
    """Write the film's first audio stream as mono PCM to the descriptor *going* and return whether any was written.

    An unknown codec is skipped. A film whose sound is damaged is shown without sound from there on.
    """
    streams = container.streams.audio
    if not streams or not is_heard(streams[0]):
        return False
    import soundfile

    resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_RATE)

    def blocks() -> Any:
        try:
            for frame in container.decode(streams[0]):
                yield from resampler.resample(frame)
            yield from resampler.resample(None)
        except av.FFmpegError:
            return

    parts = (frame.to_ndarray().reshape(-1, 1) for frame in blocks())
    return write_mono(soundfile, SOUND_RATE, 1, parts, going, most_s=MOST_SECONDS + 2) > 0
