"""A signed edition, whole, into a folder: from a kiosk near by, from its office's site, or off a stick.

Its number is believed once its signature was verified, each file once its hash was; so whoever has it can give these bytes or none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from content_cache.central.polling import Read, checked, order_of, signer_of, take_edition
from content_cache.files import check_room
from content_cache.jobs.messages import Question
from content_cache.jobs.sandbox import Bounded
from content_cache.model.errors import CacheError, Code, SignatureError, TooLargeError
from content_cache.signing import kept_keys
from content_cache.signing.edition import KEYS, KEYS_SIGNATURE, LATEST, Latest, Listed
from content_cache.signing.signatures import MOST_BYTES as MOST_SIGNATURE
from content_cache.signing.signatures import Signature

MOST_BYTES = 200_000_000
"""Most bytes of one edition, as by a courier's phone."""

_MOST_KEYS = 100_000
_PRIVATE = re.compile(rb'"private"\s*+:\s*+(?!false)')  # within a text the quotes are escaped
_SEALED = re.compile(
    rb'"answers"\s*+:\s*+\{\s*+"kiosk"\s*+:\s*+"[0-9A-Za-z]{12}"\s*+,\s*+"number"\s*+:\s*+[0-9]++\s*+,'
    rb'\s*+"private"\s*+:\s*+true\s*+,\s*+"box"\s*+:\s*+"[A-Za-z0-9+/]{100,60000}={0,2}"\s*+\}'
)


class WithheldError(Exception):
    """Error for an edition of an older office with unsealed private answers, which is not handed out. *seq* is its number."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"edition {seq} holds private answers that are not sealed")
        self.seq = seq


def gather(
    question: Question,
    read: Read,
    draft: Path,
    *,
    bounded: Bounded,
    reading: float,
    reserve: int,
    held: Sequence[Path] = (),
    rest: Callable[[int], Read] | None = None,
) -> int:
    """Fetch the newest edition with *read* into the folder *draft*; return its number, or 0 if none is newer than the
    question's.

    Files in one of the folders *held* are linked and not fetched again. *rest* returns the function that reads pictures and
    recordings, for their bytes in all.

    Raise CacheError, WithheldError, and OSError if fewer than *reserve* bytes of the disk would stay free. Then *draft* is
    incomplete.
    """
    signed = read(LATEST, MOST_SIGNATURE)
    signature = Signature.parse(signed)
    latest = Latest.parse(signature.comment)
    signer = signer_of(question.source, Path(question.data_dir), signature, latest, read)
    if not order_of(question, signature, signer)[0]:
        return 0
    for name in ("", "media", "alerts"):
        (draft / name).mkdir()
        (draft / name).chmod(0o755)  # whatever the umask, as `_put`
    left = MOST_BYTES

    def kept(name: str, most: int) -> bytes:
        nonlocal left
        content = read(name, min(most, left))
        left -= len(content)
        _put(draft / name, content)
        return content

    taken = take_edition(question, signature, signer, kept, bounded, reading)
    if taken is None:
        raise CacheError(Code.CHILD_ANSWER, name="take")
    if not is_for_all((draft / latest.edition_name).read_bytes()):  # not in the data folder
        raise WithheldError(latest.seq)
    wanted = [listed for listed in taken.media if not _linked(draft, listed, held)]
    size = sum(listed.size for listed in wanted)
    if sum(listed.size for listed in taken.media) > left:
        raise TooLargeError(Code.TOO_LARGE, megabytes=MOST_BYTES / 1e6)
    check_room(draft, size, reserve)
    _gather_keys(question, read, draft)  # before the pictures: their reader has its own time, this one's is short
    more = rest(size) if rest else read
    for listed in wanted:
        _put(draft / listed.name, checked(more(listed.name, listed.size), listed))
    _put(draft / LATEST, signed)
    return latest.seq


def is_shareable(question: Question, edition: Path) -> bool:
    """Return whether the gathered edition in the folder *edition* may still be handed out.

    Its signature must be valid by the present keys, and its feed must be the present source's.
    """
    try:
        signature = Signature.parse((edition / LATEST).read_bytes())  # not in the data folder
        latest = Latest.parse(signature.comment)
        kept_keys.load_keys(question.source, Path(question.data_dir)).signer(signature, latest)
        return is_for_all((edition / latest.edition_name).read_bytes())  # not in the data folder
    except (OSError, SignatureError):
        return False


def is_for_all(feed: bytes) -> bool:
    """Return whether every private answer in *feed* is sealed, as today's publisher writes it."""
    return not _PRIVATE.search(_SEALED.sub(b"", feed))


def _gather_keys(question: Question, read: Read, draft: Path) -> None:
    """Fetch keys.json if there is a valid one: a kiosk that takes the edition from here may not have it yet."""
    with suppress(CacheError):
        document, signed = read(KEYS, _MOST_KEYS), read(KEYS_SIGNATURE, MOST_SIGNATURE)
        keyring = kept_keys.load_keys(question.source, Path(question.data_dir))
        if keyring.replaced(document, Signature.parse(signed)).number:
            _put(draft / KEYS, document)
            _put(draft / KEYS_SIGNATURE, signed)


def _linked(draft: Path, listed: Listed, held: Sequence[Path]) -> bool:
    """Link a file that is in one of the *held* folders into the draft; return whether there was one.

    It is verified again all the same, because cards fail.
    """
    for folder in held:
        with suppress(OSError, SignatureError):
            checked((folder / listed.name).read_bytes(), listed)  # not in the data folder
            os.link(folder / listed.name, draft / listed.name)
            return True
    return False


def _put(path: Path, content: bytes) -> None:
    """Write *content* readable by everybody, because the web server is another user."""
    path.write_bytes(content)
    path.chmod(0o644)
