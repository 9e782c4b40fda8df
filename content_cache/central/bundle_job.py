"""What the bounded child does for a bundle: verify all of it; then decode its files, and write them anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from content_cache.central.bundle import Bundle
from content_cache.central.edition_reader import manifest_of
from content_cache.central.polling import Taken, take
from content_cache.jobs.messages import Question
from content_cache.media.convert import as_picture, as_recording, write
from content_cache.model.errors import CacheError, Code, FormatError
from content_cache.model.problems import Problem, problem
from content_cache.signing.edition import Latest, Listed

_PICTURES = (".jpg", ".png", ".gif", ".webp")


@dataclass(frozen=True, slots=True)
class VerifiedBundle:
    """The edition, None when it is the one that is here, and the files that it names."""

    taken: Taken | None
    media: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Copied:
    """Of each file by its name: the path in the data folder and the bytes there (`stored`), or why it is of no use."""

    stored: dict[str, tuple[str, int]] = field(default_factory=dict)
    unfit: dict[str, Problem] = field(default_factory=dict)


def verify(question: Question, folder: str) -> VerifiedBundle:
    """The signature, the edition, and the hash of every file. Nothing of it is written. Raises SignatureError, FormatError."""
    bundle = Bundle(Path(folder))
    signature = bundle.signature()
    taken = take(question, signature, bundle.read)
    if taken is None:
        return VerifiedBundle(None)
    latest = Latest.parse(signature.comment)
    media = manifest_of(bundle.read(latest.file, question.request.max_bytes), latest).media
    for listed in media:
        bundle.content_of(listed)
    return VerifiedBundle(taken, media)


def copy(folder: str, files: tuple[Listed, ...], data_dir: str) -> Copied:
    """The files into the media folder, each verified once more: sticks fail. Raises SignatureError, FormatError, CacheError."""
    bundle, copied = Bundle(Path(folder)), Copied()
    for listed in files:
        content = bundle.content_of(listed)
        try:
            is_picture = listed.name.endswith(_PICTURES)
            made, ending = as_picture(content) if is_picture else as_recording(content)
        except (FormatError, MemoryError) as error:  # signed, and yet no picture: the item is shown without it
            copied.unfit[listed.name] = error.problem if isinstance(error, FormatError) else problem(Code.UNDECODABLE)
            continue
        try:
            copied.stored[listed.name] = write(made, ending, Path(data_dir)), len(made)
        except OSError as error:
            raise CacheError(Code.UNWRITABLE, reason=error.strerror or str(error)) from error
    return copied
