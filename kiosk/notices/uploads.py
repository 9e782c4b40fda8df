"""Photos and recordings from phones: decoded in the bounded child and written anew, or refused with a word to the sender."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import BinaryIO

from content_cache.jobs.sandbox import run_bounded
from content_cache.media.convert import as_picture, as_recording
from content_cache.model.errors import CacheError, Code, FormatError
from content_cache.model.problems import problem
from kiosk.notices.faults import NoticeCode, RefusedError

MOST_BYTES = 25_000_000  # of one file
DEADLINE_S = 60.0
MEMORY_BYTES = 700_000_000  # address space: the libraries that know what telephones record are large, but mostly unused
_CHUNK = 65_536


def take_photo(stream: BinaryIO, folder: Path) -> str:
    """The name of the picture in `folder`; raises RefusedError."""
    return _take(stream, folder, picture=True)


def take_voice(stream: BinaryIO, folder: Path) -> str:
    """The name of the recording in `folder`; raises RefusedError."""
    return _take(stream, folder, picture=False)


def _take(stream: BinaryIO, folder: Path, *, picture: bool) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    raw = folder / f".upload.{secrets.token_hex(4)}"
    try:
        _save(stream, raw, picture=picture)
        return run_bounded(convert, str(raw), str(folder), picture, deadline=DEADLINE_S, memory_bytes=MEMORY_BYTES)
    except CacheError as error:
        raise RefusedError(problem(NoticeCode.PHOTO_UNFIT if picture else NoticeCode.SOUND_UNFIT)) from error
    finally:
        raw.unlink(missing_ok=True)


def _save(stream: BinaryIO, path: Path, *, picture: bool) -> None:
    left = MOST_BYTES
    with path.open("wb") as file:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                code = NoticeCode.PHOTO_TOO_LARGE if picture else NoticeCode.SOUND_TOO_LARGE
                raise RefusedError(problem(code, megabytes=MOST_BYTES // 1_000_000))
            file.write(chunk)
    if left == MOST_BYTES:
        raise RefusedError(problem(NoticeCode.PHOTO_EMPTY if picture else NoticeCode.SOUND_EMPTY))


def convert(raw: str, folder: str, picture: bool) -> str:
    """In the bounded child: decode, write as the kiosk keeps it, named after its content. Raises FormatError."""
    body = Path(raw).read_bytes()
    if picture:
        content, ending = as_picture(body)
    else:
        try:
            content, ending = as_recording(body)
        except FormatError:
            content, ending = as_recording(_decoded(raw))  # what telephones record (AAC, AMR) soundfile does not know
    name = f"{hashlib.sha256(content).hexdigest()[:32]}{ending}"
    (Path(folder) / name).write_bytes(content)
    return name


def _decoded(raw: str) -> bytes:
    """The first sound of any file as WAV, by FFmpeg's libraries. Raises FormatError."""
    import io

    import av

    out = io.BytesIO()
    try:
        with av.open(raw) as source, av.open(out, "w", format="wav") as target:
            sound = source.streams.audio[0]
            wav = target.add_stream("pcm_s16le", rate=44_100)
            wav.layout = "mono"
            resampler = av.AudioResampler(format="s16", layout="mono", rate=44_100)
            for frame in source.decode(sound):
                for ready in resampler.resample(frame):
                    target.mux(wav.encode(ready))
            target.mux(wav.encode(None))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise FormatError(Code.NO_RECORDING, reason=" ".join(str(error).split())[:120]) from error
    return out.getvalue()
