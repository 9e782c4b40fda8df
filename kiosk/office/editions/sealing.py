"""Private answers leave the office's folder sealed: what they say is in boxes that the kiosk which was asked opens, nobody else.

The desk keeps `.segel.json` beside the notices: `{"secret": hex, "title": …, "text": …, "keys": {kiosk: base64}}`. `keys` are the
public keys of its kiosks; `title` and `text` stand in the edition in the answer's place, for programs that open no box, with
`{number}` where the question's number goes. `secret` makes the same answer the same box each time. A private answer without a key
is not published; one that stands in the last edition stays as it is there.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from msgspec import UNSET

from content_cache.model.attachments import SEALED
from content_cache.signing.sealed_answers import AnswerContent, Part, seal, seal_text
from kiosk.office.editions.attachments import ReadyAttachment, named
from kiosk.office.editions.faults import FaultCode, Faults
from kiosk.office.editions.folder import FolderNotice
from kiosk.office.editions.markdown import render

FILE = ".segel.json"
MOST = 20_000
_KIOSK = re.compile(r"[0-9A-Za-z]{12}")
_SECRET = re.compile(r"[0-9a-f]{64}")
_STAYS = ("provenance", "areas", "author", "language", "answers")


def sealed_content(
    title: str, text: str, keys: Mapping[str, bytes], before: bytes, withdrawn: Collection[str] = ()
) -> bytes:
    """Return the new content of `.segel.json`, with these *keys* of kiosks. *before* is its former content: its secret
    stays, and keys of kiosks not in *keys*, as far as there is room. Keys of *withdrawn* kiosks are dropped, for their
    card may be stolen."""
    was = _read_sealer(before)
    every = list(
        {**{kiosk: key for kiosk, key in was.keys.items() if kiosk not in {*keys, *withdrawn}}, **keys}.items()
    )[-MOST:]
    known = {kiosk: base64.b64encode(key).decode() for kiosk, key in sorted(every)}
    secret = was.secret or secrets.token_bytes(32)
    whole = {"secret": secret.hex(), "title": title, "text": text, "keys": known}
    return json.dumps(whole, ensure_ascii=False, indent=0).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Sealer:
    """Sealer of one folder's private answers."""

    secret: bytes = b""
    title: str = ""
    text: str = ""
    keys: Mapping[str, bytes] = field(default_factory=dict)

    def may_go(self, notice: FolderNotice, last: Mapping[str, Any] | None, faults: Faults) -> bool:
        """Return whether *notice* may be published: it is public, can be sealed, or the last edition's item *last*
        holds its box. A private answer that cannot be sealed is added to *faults*, and so are attachments that no box
        can hold."""
        if not is_private(notice):
            return True
        if not self._can_seal(notice):
            code = FaultCode.ANSWER_KEPT if _is_box_of(last, notice) else FaultCode.ANSWER_UNSEALED
            faults.warn(notice.path, 0, code, kiosk=notice.plain["answers"]["kiosk"])
            return code is FaultCode.ANSWER_KEPT
        if notice.pictures or notice.documents or notice.films or notice.recordings:
            faults.warn(notice.path, 0, FaultCode.ANSWER_PICTURES)
        return True

    def kept(self, notice: FolderNotice, last: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Return the item *last* of the former edition for an answer that cannot be sealed now, else None."""
        if self._can_seal(notice) or last is None:
            return None
        return dict(last)

    def _can_seal(self, notice: FolderNotice) -> bool:
        return bool(self.title and self.text and notice.plain["answers"]["kiosk"] in self.keys)

    def sealed(
        self, notice: FolderNotice, sound: ReadyAttachment | None
    ) -> tuple[FolderNotice, ReadyAttachment | None]:
        """Return the notice with its answer replaced by a sealed box, and its sealed recording. Raise OSError."""
        answers = notice.plain["answers"]
        kiosk, number = answers["kiosk"], answers["number"]
        text, stage = render(notice.body, lambda _file: "").text, answers.get("stage", UNSET)
        said = AnswerContent(notice.title, text, sound.sha256 if sound else "", stage)
        box = seal_text(said, kiosk=kiosk, number=number, key=self.keys[kiosk], secret=self.secret)
        plain = {name: value for name, value in notice.plain.items() if name in _STAYS}
        plain["answers"] = _without_stage(answers) | {"box": base64.b64encode(box).decode()}
        bare = replace(
            notice, title=self.title.replace("{number}", str(number)), body=self.text.replace("{number}", str(number)),
            pictures=(), documents=(), audio="", recordings=(), films={}, plain=plain,
        )  # fmt: skip
        if sound is None:
            return bare, None
        sealed = seal(sound.content, Part.SOUND, kiosk=kiosk, number=number, key=self.keys[kiosk], secret=self.secret)
        return bare, named(sealed, "media/{}.sealed", SEALED)


def is_private(notice: FolderNotice) -> bool:
    return bool(notice.plain.get("answers", {}).get("private"))


def _is_box_of(last: Mapping[str, Any] | None, notice: FolderNotice) -> bool:
    """Return whether the item *last* holds a box that answers the same question as *notice*."""
    said = (last or {}).get("_kiosk", {}).get("answers", {})
    return bool(said.get("box")) and _without_stage(notice.plain["answers"]).items() <= said.items()


def _without_stage(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return *answers* without the stage, which only the box of a private answer tells."""
    return {name: value for name, value in answers.items() if name != "stage"}


def read_sealer(folder: Path) -> Sealer:
    """Return the sealer of `.segel.json` in *folder*; one without keys if the file is missing or malformed."""
    try:
        return _read_sealer((folder / FILE).read_bytes())
    except OSError:
        return Sealer()


def _read_sealer(content: bytes) -> Sealer:
    try:
        table = json.loads(content)
        if not _SECRET.fullmatch(table["secret"]):
            return Sealer()
        known = {kiosk: base64.b64decode(key, validate=True) for kiosk, key in list(table["keys"].items())[-MOST:]}
        fit = {kiosk: key for kiosk, key in known.items() if _KIOSK.fullmatch(kiosk) and len(key) == 32}
        return Sealer(bytes.fromhex(table["secret"]), str(table["title"]), str(table["text"]), fit)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        return Sealer()
