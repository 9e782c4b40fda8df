"""Work of the bounded child on a bundle, whose folder it may read: verify all of it, then decode its files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from content_cache.central.bundle import Bundle
from content_cache.central.edition_reader import EDITION_BYTES
from content_cache.central.polling import Signer, TakenEdition, take_edition
from content_cache.jobs.limits import AnswerBytes
from content_cache.jobs.messages import Question
from content_cache.jobs.sandbox import here
from content_cache.media.convert import ConvertResult, ConvertTask, convert
from content_cache.media.sound import as_spoken, kind_of
from content_cache.model.errors import FormatError
from content_cache.model.voices import VOICED
from content_cache.signing.edition import Listed
from content_cache.signing.signatures import Signature

_PICTURES = (".jpg", ".png", ".gif", ".webp")


def verify(
    question: Question, signature: Signature, signer: Signer, folder: str
) -> Annotated[TakenEdition | None, AnswerBytes(EDITION_BYTES)]:
    """Verify the signature, the edition and the hash of every file; return the edition, or None if it is already stored.

    A stick may be a computer that gives other bytes each time, so nothing verified is read again. Raises SignatureError,
    FormatError.
    """
    bundle = Bundle(Path(folder))
    taken = take_edition(question, signature, signer, bundle.read, here, 0.0)
    for listed in taken.media if taken is not None else ():
        bundle.content_of(listed)
    return taken


def copy(
    folder: str, files: tuple[Listed, ...], drafts: tuple[tuple[int, int], ...], scratch: int
) -> tuple[ConvertResult, ...]:
    """Decode *files* into *drafts* (descriptors of file and small picture), each verified once more, because sticks fail.

    Raises SignatureError, FormatError.
    """
    bundle = Bundle(Path(folder))
    made: list[ConvertResult] = []
    for listed, (draft, small) in zip(files, drafts, strict=True):
        content, sound = bundle.content_of(listed), ""
        if not is_picture(listed):
            try:
                sound, start = kind_of(content)
                sound = as_spoken(sound) if listed.type == VOICED else sound
            except FormatError as error:  # signed, and yet no recording: the item is shown without it
                made.append(ConvertResult(error=error.problem))
                continue
            content = content[start:]
        with open(scratch, "wb", closefd=False) as file:
            file.truncate(0)
            file.seek(0)
            file.write(content)
        made += convert((ConvertTask(coming=scratch, going=draft, sound=sound, small=-1 if sound else small),))
    return tuple(made)


def is_alone(listed: Listed) -> bool:
    """Return whether a file is read by itself and not in a batch: a document, film, subtitles or sealed recording."""
    return listed.name.endswith((".pdf", ".mp4", ".webm", ".vtt", ".srt", ".sealed"))


def is_picture(listed: Listed) -> bool:
    return listed.name.endswith(_PICTURES)
