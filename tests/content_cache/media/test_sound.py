"""Which recordings reach a decoder: a few formats, by their content, whatever they are called; and what becomes of them."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile

from content_cache.files import in_memory
from content_cache.jobs.sandbox import run_bounded
from content_cache.media.drafts import Decoding, converted
from content_cache.media.sound import KINDS, SPOKEN, kind_of
from content_cache.model.errors import FormatError

pytestmark = pytest.mark.attack(
    "what comes in",
    "a recording is AU behind an ID3 tag, Speex in Ogg, GSM in WAV, a list that names files (`ffconcat`, m3u8)",
    "a whitelist by content; FFmpeg with one demuxer, one decoder, no protocol",
)


RATE = 44_100
TONE = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE // 2) / RATE)


def written(form: str, subtype: str | None = None, rate: int = RATE) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, TONE, rate, format=form, subtype=subtype)
    return out.getvalue()


def by_ffmpeg(form: str, codec: str, rate: int = RATE, **options: str) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=form) as target:
        stream = target.add_stream(codec, rate=rate, options=options)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        resampler = av.AudioResampler(
            format=stream.codec_context.codec.audio_formats[0],  # type: ignore[index]
            layout="mono",
            rate=rate,
            frame_size=stream.codec_context.frame_size or None,
        )
        frame = av.AudioFrame.from_ndarray((TONE * 32767).astype("int16")[None, :], format="s16", layout="mono")
        frame.sample_rate = RATE
        for ready in (*resampler.resample(frame), *resampler.resample(None)):
            target.mux(stream.encode(ready))
        target.mux(stream.encode(None))
    return out.getvalue()


def tagged(body: bytes, most: int = 300_000) -> bytes:
    """Behind an ID3v2 tag with a large cover."""
    return b"ID3\x04\0\0" + bytes((most >> shift) & 0x7F for shift in (21, 14, 7, 0)) + bytes(most) + body


def ogg_page(head: bytes) -> bytes:
    return b"OggS\0\x02" + bytes(8) + b"\x01\0\0\0" + bytes(8) + b"\x01" + bytes((len(head),)) + head


def bounded(seconds: float, function: Callable[..., Any], /, *args: object, **files: Any) -> Any:
    return run_bounded(function, *args, deadline=seconds, memory_bytes=700_000_000, **files)


def heard(body: bytes, folder: Path) -> wave.Wave_read:
    """The recording, decoded in the bounded child. Raises FormatError."""
    with in_memory(body) as coming, closing((decoding := Decoding(coming, folder, picture=False)).draft):
        (made,) = converted(bounded, [decoding], 60.0)
        return wave.Wave_read(str(folder / decoding.draft.keep_file(made).name))


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    "body",
    [
        written("WAV"),
        written("WAVEX"),
        written("WAV", "FLOAT"),
        written("OGG", "VORBIS"),
        written("OGG", "OPUS", 48_000),
        written("MP3"),
        tagged(written("MP3")),
        tagged(tagged(written("MP3"))),
        by_ffmpeg("ipod", "aac"),
        by_ffmpeg("mp4", "aac"),
        by_ffmpeg("adts", "aac"),
    ],
    ids=["wav", "wavex", "float", "vorbis", "opus", "mp3", "tag", "two tags", "m4a", "mp4", "aac"],
)
def test_what_people_record_is_heard(body: bytes, tmp_path: Path) -> None:
    with heard(body, tmp_path) as wav:
        assert (wav.getnchannels(), wav.getsampwidth()) == (1, 2)
        assert abs(wav.getnframes() / wav.getframerate() - 0.5) < 0.15
        samples = np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(float)
    assert 0.2 < np.sqrt(np.mean((samples / 32768) ** 2)) < 0.45


def test_of_the_formats_that_libsndfile_knows_three_reach_it() -> None:
    reach = set()
    for form in soundfile.available_formats().keys() - {
        "SD2"
    }:  # it would lie in two files, one of them wherever we stand
        try:
            kind_of(written(form))
        except FormatError:
            continue
        except (soundfile.SoundFileError, ValueError, TypeError):  # it reads this one, and writes it not, or otherwise
            continue
        reach.add(form)
    assert reach == {"WAV", "WAVEX", "OGG", "MP3"}
    assert set(KINDS) == {"wav", "ogg", "mp3", "mov", "aac", SPOKEN}


SPEEX = b"Speex   1.2.0" + bytes(67)
LIST = b"ffconcat version 1.0\nfile '/etc/passwd'\n"
HOSTILE = {
    "AU": written("AU"),
    "AU behind a tag": tagged(written("AU")),
    "FLAC": written("FLAC"),
    "FLAC behind a tag": tagged(written("FLAC")),
    "AIFF": written("AIFF"),
    "GSM in WAV": written("WAV", "GSM610", 8000),
    "ADPCM in WAV": written("WAV", "IMA_ADPCM"),
    "A-law in WAV": written("WAV", "ALAW"),
    "WAV of the other byte order": b"RIFX" + written("WAV")[4:],
    "Speex in Ogg": ogg_page(SPEEX),
    "FLAC in Ogg": ogg_page(b"\x7fFLAC\x01\0" + bytes(40)),
    "a list of files": LIST,
    "a list of files behind a tag": tagged(LIST),
    "a play list": b"#EXTM3U\n#EXTINF:1\nfile:///etc/passwd\n",
    "AVI": b"RIFF\xff\0\0\0AVI LIST" + bytes(300),
    "MIDI": b"MThd" + bytes(99),
    "a picture": b"\xff\xd8\xff\xe0" + bytes(99),
    "a tag alone": tagged(b""),
    "a tag without end": b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(99),
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_on_the_list_reaches_no_decoder(name: str, tmp_path: Path) -> None:
    with in_memory(HOSTILE[name]) as body, pytest.raises(FormatError):
        Decoding(body, tmp_path, picture=False)
    assert list(tmp_path.iterdir()) == []


def outside_reference(path: Path) -> bytes:
    """An m4a whose sound lies in another file: its `dref` names it, as QuickTime does."""
    body = by_ffmpeg("ipod", "aac")
    at = body.index(b"url \0\0\0\x01") - 4
    url = str(path).encode() + b"\0"
    entry = struct.pack(">I", 12 + len(url)) + b"url \0\0\0\0" + url
    return body[:at] + entry.ljust(12, b"\0") + body[at + 12 :]


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    "body",
    [
        by_ffmpeg("ipod", "alac"),
        by_ffmpeg("mp4", "libmp3lame"),
        b"\0\0\0\x18ftypM4A " + LIST,
        b"\0\0\0\x18ftypM4A " + bytes(999),
        by_ffmpeg("ipod", "aac")[:400],
    ],
    ids=["ALAC", "MP3 in MP4", "a list", "zeros", "cut off"],
)
def test_what_only_looks_like_an_m4a_is_refused(body: bytes, tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        heard(body, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_decoder_opens_a_neighbour(tmp_path: Path) -> None:
    neighbour = tmp_path / "rahasia.m4a"
    neighbour.write_bytes(by_ffmpeg("ipod", "aac"))
    kept = tmp_path / "kept"
    try:
        with heard(outside_reference(neighbour), kept) as wav:
            assert wav.getnframes() < RATE  # its own bytes, whatever they say
    except FormatError:
        assert list(kept.iterdir()) == []
