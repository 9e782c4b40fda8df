"""Recordings: which formats there are, told by their content, and how one becomes plain PCM. Decoding runs in the bounded child.

What comes from outside reaches a decoder only when its first bytes are those of a format in KINDS: libsndfile knows 25 formats
and FFmpeg 400, most of them code that nobody looks at, some of which open files beside them.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType, ModuleType
from typing import Any, BinaryIO

from content_cache.media.ffmpeg import check_installed
from content_cache.model.errors import Code, FormatError
from content_cache.model.problems import quoted
from content_cache.signing.edition import VOICED_MS

MOST_SECONDS = 15 * 60
HIGHEST_RATE = 48_000
HEAD_BYTES = 65_536  # of a recording that are looked at
_BLOCK = 65_536
_WAV_HEADER = 44
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE  # format tags of WAV

SPOKEN = (
    "spoken"  # a sentence of a signed edition, whose bytes are those of "ogg": Opus, mono, 24 kHz, VOICED_MS at most
)
SPOKEN_RATE = 24_000
# of each kind what libsndfile must have found in it; those without are FFmpeg's: its demuxer and its one decoder
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "mp3": ("MPEG_LAYER_III",),
        "ogg": ("VORBIS", "OPUS"),
        "wav": ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"),
        "mov": (),  # m4a, as telephones record
        "aac": (),
        SPOKEN: ("OPUS",),
    }
)
_RESERVING: Mapping[bool, tuple[str, ...]] = MappingProxyType({True: ("numpy", "soundfile"), False: ("numpy", "av")})
_CODECS = "aac,mp4a"


def reserving(kind: str) -> tuple[str, ...]:
    """Return the libraries that decode recordings of *kind*; they reserve memory that they hardly touch."""
    return _RESERVING[bool(KINDS[kind])]


def kind_of(head: bytes) -> tuple[str, int]:
    """Return the kind of a recording by its first HEAD_BYTES, and the offset of its sound behind any tag.

    Raise FormatError if it is none of KINDS.
    """
    start = _after_tags(head)
    body = head[start:]
    if body.startswith(b"RIFF") and body[8:12] == b"WAVE" and _is_plain_wav(body):
        return "wav", start
    if body.startswith(b"OggS") and re.match(rb"OpusHead|\x01vorbis", body[28:36]):
        return "ogg", start
    if body[4:8] == b"ftyp" and start == 0:
        return "mov", start
    if len(body) > 3 and body[0] == 0xFF and body[1] & 0xF6 == 0xF0:  # ADTS (ISO 13818-7): sync, layer 0
        return "aac", start
    if len(body) > 3 and body[0] == 0xFF and body[1] & 0xE6 == 0xE2 and body[2] >> 4 != 15 and body[2] & 12 != 12:
        return "mp3", start  # MPEG audio (ISO 11172-3): sync, layer III, a rate that there is
    raise FormatError(Code.NO_RECORDING, reason="none of mp3, ogg, opus, wav, m4a")


def as_spoken(kind: str) -> str:
    """Return the kind SPOKEN for a sentence's recording of *kind*. Raise FormatError unless that is Ogg."""
    if kind != "ogg":
        raise FormatError(Code.NO_SPEECH, reason=kind)
    return SPOKEN


def _after_tags(head: bytes) -> int:
    """Return the offset (bytes) of the sound after its ID3v2 tags. libsndfile would accept any of its formats there."""
    start = 0
    while head[start : start + 3] == b"ID3" and len(size := head[start + 6 : start + 10]) == 4:
        start += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))
    return start


def tag_bytes(file: BinaryIO) -> int:
    """Return the length of the ID3v2 tags at the beginning of *file*; a cover picture may be larger than HEAD_BYTES."""
    start = 0
    while True:
        file.seek(start)
        tag = file.read(10)
        if tag[:3] != b"ID3" or len(tag) < 10:
            return start
        start += _after_tags(tag)


def _is_plain_wav(body: bytes) -> bool:
    """Return whether the first `fmt ` chunk of a WAV says PCM or float; other values are codecs of their own."""
    at = 12
    while at + 8 <= len(body):
        name, size = body[at : at + 4], int.from_bytes(body[at + 4 : at + 8], "little")
        if name == b"fmt ":
            tag = int.from_bytes(body[at + 8 : at + 10], "little")
            inner = int.from_bytes(body[at + 32 : at + 34], "little") if tag == _EXTENSIBLE else tag
            return inner in (_PCM, _FLOAT)
        at += 8 + size + size % 2
    return False


def decode(kind: str, coming: int, going: int) -> None:
    """Decode the recording of descriptor *coming* into *going*: WAV, 16-bit PCM, mono, at most 48 kHz.

    Raise FormatError, also for more than MOST_SECONDS. It takes descriptors because soundfile makes callbacks for Python
    objects. Those are code made at run time, which the appliance forbids here (MemoryDenyWriteExecute=).
    """
    import soundfile

    os.lseek(coming, 0, os.SEEK_SET)
    try:
        if KINDS[kind]:
            _by_soundfile(soundfile, kind, coming, going)
        else:
            _by_ffmpeg(soundfile, kind, coming, going)
    except (soundfile.SoundFileError, ValueError, TypeError, ImportError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(Code.NO_RECORDING, reason=quoted(error)) from error
    if os.fstat(going).st_size <= _WAV_HEADER:
        raise FormatError(Code.RECORDING_EMPTY)


def _by_soundfile(soundfile: ModuleType, kind: str, coming: int, going: int) -> None:
    with soundfile.SoundFile(coming, closefd=False) as sound:
        if sound.subtype not in KINDS[kind]:
            raise FormatError(Code.NO_RECORDING, reason=f"{sound.format} {sound.subtype}")
        step = -(-sound.samplerate // HIGHEST_RATE)
        _check_length(sound.frames / sound.samplerate)
        if kind == SPOKEN and (sound.channels, sound.samplerate) != (1, SPOKEN_RATE):
            raise FormatError(Code.NO_SPEECH, reason=f"{sound.channels} x {sound.samplerate} Hz")
        if kind == SPOKEN and sound.frames * 1_000 > VOICED_MS * SPOKEN_RATE:
            raise FormatError(Code.NO_SPEECH, reason=f"{sound.frames // SPOKEN_RATE} s")
        write_mono(soundfile, sound.samplerate, step, _blocks(sound, _BLOCK * step), going)


def _blocks(sound: Any, frames: int) -> Iterable[Any]:
    while len(block := sound.read(frames, dtype="float32", always_2d=True)):
        yield block


def _by_ffmpeg(soundfile: ModuleType, kind: str, coming: int, going: int) -> None:
    check_installed()
    import av

    options = {"protocol_whitelist": "none", "codec_whitelist": _CODECS}
    try:
        with (
            io.FileIO(coming, closefd=False) as file,
            av.open(file, "r", format=kind, options=options) as source,
        ):
            stream = source.streams.audio[0]
            if stream.codec_context.name != "aac":
                raise FormatError(Code.NO_RECORDING, reason=f"{kind} {stream.codec_context.name}")
            rate = min(int(stream.rate or 0), HIGHEST_RATE)
            resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
            frames = (made for frame in chain(source.decode(stream), (None,)) for made in resampler.resample(frame))
            write_mono(soundfile, rate, 1, (frame.to_ndarray().reshape(-1, 1) for frame in frames), going)
    except (av.FFmpegError, IndexError) as error:
        raise FormatError(Code.NO_RECORDING, reason=quoted(error)) from error


def write_mono(
    soundfile: ModuleType, rate: int, step: int, blocks: Iterable[Any], going: int, *, most_s: int = MOST_SECONDS
) -> int:
    """Write *blocks* (frames x channels) as mono, averaging every *step* samples; return how many samples came.

    Raise FormatError for more than *most_s* seconds, because headers may lie.
    """
    most = left = most_s * rate  # for headers that lie
    with soundfile.SoundFile(going, "w", rate // step, 1, "PCM_16", format="WAV", closefd=False) as wav:
        for block in blocks:
            left -= len(block)
            if left < 0:
                raise FormatError(Code.RECORDING_TOO_LONG, minutes=most_s // 60)
            mono = block.mean(axis=1)
            whole = len(mono) // step * step
            wav.write(mono[:whole].reshape(-1, step).mean(axis=1))
    return most - left


def _check_length(seconds: float) -> None:
    if seconds > MOST_SECONDS:
        raise FormatError(Code.RECORDING_TOO_LONG, minutes=MOST_SECONDS // 60)
