"""Films converted for kiosks: 640x360 at most, 25 pictures a second, H.264 and AAC in MP4; with a still.

A film that fits already stays as it is. A film that was converted for an earlier edition is not converted again: its
entry names the hash of its original."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content_cache.files import in_memory
from content_cache.media.ffmpeg import check_installed
from content_cache.media.film_making import Pace, make_film
from content_cache.media.films import (
    MOST_RATE,
    MOST_SECONDS,
    is_heard,
    open_film,
    picture_stream,
)
from content_cache.media.films import ending_of as film_ending
from content_cache.media.subtitles import cues
from content_cache.model.errors import Code, FormatError
from content_cache.signing.edition import MOST_FILM_BYTES
from kiosk.office.editions.attachments import ReadyAttachment, UnfitError, named
from kiosk.office.editions.faults import FaultCode

LARGEST_ORIGINAL = 400_000_000  # bytes: three minutes as a telephone records them
_STILL_AT = 2.0
_TYPES = {".mp4": "video/mp4", ".webm": "video/webm"}


@dataclass(frozen=True, slots=True)
class ReadyFilm:
    """Film to publish, or its subtitles. A film has a still as JPEG. `of` is the SHA-256 (hex) of the original, "" if
    it was published unchanged."""

    film: ReadyAttachment
    still: ReadyAttachment | None = None
    of: str = ""


class Films:
    """Preparation of films. *out* is the folder of editions, *before* the items of the last one, by id."""

    def __init__(self, out: Path, before: Mapping[str, Mapping[str, Any]]) -> None:
        listed = (one for item in before.values() for one in item.get("_kiosk", {}).get("films", ()))
        self._made = {one["_kiosk"]["of"]: out / one["url"] for one in listed if one["_kiosk"].get("of")}

    def ready(self, content: bytes) -> ReadyFilm:
        """Return the film *content* in the form that kiosks play. Raise UnfitError."""
        try:
            check_installed()
        except FormatError as error:
            raise UnfitError(FaultCode.FILMS_NOT_INSTALLED) from error
        fits = len(content) <= MOST_FILM_BYTES and _fits(content)
        digest = hashlib.sha256(content).hexdigest()
        film = content if fits else self._made_film(digest) or converted(content)
        with in_memory(film) as file:
            ending = film_ending(file)
        return ReadyFilm(
            named(film, f"media/{{}}{ending}", _TYPES[ending]),
            named(_still(film), "media/{}.jpg", "image/jpeg"),
            "" if fits else digest,
        )

    def _made_film(self, digest: str) -> bytes:
        path = self._made.get(digest)
        content = path.read_bytes() if path is not None and path.is_file() else b""
        return content if path is not None and hashlib.sha256(content).hexdigest() == path.stem else b""


def subtitles(content: bytes) -> ReadyFilm:
    """Return the subtitles *content* (SRT or VTT) to publish. Raise UnfitError if they cannot be parsed."""
    try:
        with in_memory(content) as file:
            cues(file.fileno())
    except FormatError as error:
        raise UnfitError(FaultCode.SUBTITLES_UNFIT) from error
    vtt = content.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT")
    ending, mime = ("vtt", "text/vtt") if vtt else ("srt", "application/x-subrip")
    return ReadyFilm(named(content, f"media/{{}}.{ending}", mime))


def _fits(content: bytes) -> bool:
    """Return whether a kiosk can play the film unchanged."""
    import av

    try:
        with in_memory(content) as file, open_film(av, file) as container:
            stream = picture_stream(container)
            seconds = (container.duration or 0) / 1_000_000
            rate = float(stream.average_rate or 0)
            heard = all(is_heard(stream) for stream in container.streams.audio[:1])
            return heard and 0 < seconds <= MOST_SECONDS and 0 < rate <= MOST_RATE and not _turned(container)
    except (FormatError, av.FFmpegError, IndexError, ValueError, TypeError):
        return False


def _turned(container: Any) -> bool:
    """Return whether the film is stored rotated, as phones record it."""
    return bool(next(container.decode(video=0)).rotation)


def converted(content: bytes) -> bytes:
    """Return the film *content* in the form that kiosks play. Raise UnfitError for a file that is no film, or is longer
    than three minutes."""
    out = io.BytesIO()
    try:
        make_film(io.BytesIO(content), out, Pace.CAREFUL)
    except FormatError as error:
        long = error.problem.code == Code.FILM_TOO_LONG
        raise (
            UnfitError(FaultCode.FILM_LONG, minutes=MOST_SECONDS // 60) if long else UnfitError(FaultCode.FILM_UNFIT)
        ) from error
    if not out.tell() or len(out.getvalue()) > MOST_FILM_BYTES:
        raise UnfitError(FaultCode.FILM_UNFIT)
    return out.getvalue()


def _still(film: bytes) -> bytes:
    import av

    with av.open(io.BytesIO(film), "r") as source:
        shown = None
        for frame in source.decode(video=0):
            shown = frame
            if (frame.time or 0.0) >= _STILL_AT:
                break
    if shown is None:
        raise UnfitError(FaultCode.FILM_UNFIT)
    picture = shown.to_image()  # type: ignore[no-untyped-call]  # PyAV's own
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
