"""Question from a phone's page, on its way from the door to the refresher: one file, a line of JSON and then the photo.

The door believes nothing of it and reads no photo; the refresher decodes it in captivity, seals the question and answers
with a page. It imports little."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum

MOST_TEXT = 300
"""Most letters of a question from a phone, as of a typed one."""
MOST_PHOTO_SENT = 15_000_000
"""Most bytes of a photo as a telephone takes it."""
MOST_ASKED = MOST_PHOTO_SENT + 5_000
SUFFIX = ".tanya"
"""Ending of the file of arrivals that holds a question."""


class AskOutcome(StrEnum):
    """Reason why a question is not taken, by which the phone is shown a page: `/tanya-<outcome>.html`."""

    EMPTY = "kosong"
    TOO_LONG = "panjang"
    PHOTO = "foto"
    TOO_LARGE = "besar"
    MANY = "banyak"
    BUSY = "sibuk"
    SHUT = "tutup"


_MOST_INDEX, _MOST_ADDRESS = 5, 45  # letters


class PhoneQuestion:
    """Question as a phone sent it: *kind* and *whom* (an index) as written, *text* without surrounding space, *photo*.

    *sender* is the phone's address, "" if it is not known.
    """

    def __init__(self, kind: str, whom: str, text: str, photo: bytes = b"", *, sender: str = "") -> None:
        self.kind = kind
        self.whom = whom
        self.text = text
        self.photo = photo
        self.sender = sender

    def pack(self) -> bytes:
        """Return the content of its file."""
        told = {"kind": self.kind, "whom": self.whom, "text": self.text, "sender": self.sender}
        return json.dumps(told, ensure_ascii=False).encode() + b"\n" + self.photo


def unpack_question(content: bytes) -> PhoneQuestion | None:
    """Return the question in *content*, or None if it is none. Whoever took the door over may have written anything."""
    line, _, photo = content.partition(b"\n")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    found = [told.get(name) for name in ("kind", "whom", "text")] if isinstance(told, Mapping) else []
    fields = [each for each in found if isinstance(each, str)]
    if len(fields) != 3:
        return None
    kind, whom, text = fields
    return PhoneQuestion(kind, whom[:_MOST_INDEX], text, photo, sender=str(told.get("sender", ""))[:_MOST_ADDRESS])
