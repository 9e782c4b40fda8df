"""The signed SMS that the modem's process hands over: a file of lines, one a message, in base 64.

Whoever writes that file is not believed: each message is verified here, by the keys that hold now. It has a form so small that it
is read where it is verified, in no process of its own: a warning by SMS is to sound within a second.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import Path

from msgspec.structs import replace

from content_cache.formats.sms.message import MOST_BYTES, item_of, open_message
from content_cache.http.messages import Fetch, NotModified
from content_cache.jobs.messages import JobAnswer, Question, lines_of
from content_cache.model.errors import FormatError, SignatureError
from content_cache.model.items import Item
from content_cache.signing import kept_keys

MOST, MOST_HEADLINES = 50, 10
_MOST_LINE = (MOST_BYTES + 2) // 3 * 4


def ask_sms(question: Question, fetch: Fetch) -> JobAnswer:
    """Read the signed SMS that the modem's process stored, and verify each by the present keys.

    Invalid ones are ignored. Raise FetchError without the file, SignatureError if the settings' keys cannot be read.
    """
    got = fetch(replace(question.request, etag=""))  # the keys may have changed where the file has not
    if isinstance(got, NotModified):
        return JobAnswer(url=got.url, known=True, seconds=got.seconds)
    source = question.source
    keyring = kept_keys.load_keys(source, Path(question.data_dir))
    body_hash = hashlib.sha256(repr(keyring).encode() + got.body).hexdigest()
    answer = JobAnswer(url=got.url, body_hash=body_hash, bytes_down=got.bytes_down, seconds=got.seconds)
    if body_hash == question.body_hash:
        return replace(answer, known=True)
    items: dict[str, Item] = {}
    for line in got.body[: (MOST + MOST_HEADLINES) * (_MOST_LINE + 1)].splitlines():
        try:
            message = open_message(base64.b64decode(line, validate=True), keyring)
        except (binascii.Error, FormatError, SignatureError):
            continue
        item = item_of(message, source, source.name)
        items[item.id] = item
    lines, notes = lines_of(tuple(items.values()), source)
    return replace(answer, lines=lines, notes=notes, replaces=True)  # so messages by a key revoked since disappear
