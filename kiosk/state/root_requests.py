"""Requests to root: a file in a folder that only its user may write, and the answer in a folder that only root may write.

Both lie in /run: nothing that was asked before a boot is there after it. The kernel vouches for whose file it is: the
refresher may ask for other things than the window (`kiosk.appliance.door`). No secret of a request ever comes onto the
card.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from content_cache.files import read_plain
from kiosk.core.json_file import JsonFile
from kiosk.state.request_kinds import RequestKind

ANSWERS = "answers"
_log = logging.getLogger(__name__)
MOST_REQUEST = 4_000  # bytes
_MOST_ANSWER = 200_000
FIRST = 1 << 62
"""The lowest number of a request to root; no row of kiosk.sqlite has such a number."""


class RootRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Request as it is written in the file."""

    kind: RequestKind
    argument: Annotated[str, Meta(max_length=1_000)] = ""


def own_door(run: Path = Path("/run")) -> RootDoor | None:
    """Return this user's door to root, `None` if root serves no requests of it: on a laptop, or for the desk."""
    import pwd  # only this function needs it

    try:
        folder = run / "kiosk-requests" / pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return None
    return RootDoor(folder) if folder.is_dir() else None


class RootDoor:
    """Door to root: a folder with this user's requests, and root's answers. *folder* is the user's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def leave_request(self, kind: RequestKind, argument: str = "") -> int:
        """Write a request and return its number; later ones have higher numbers.

        A request that cannot be written is never answered.
        """
        number = FIRST + time.monotonic_ns()
        try:
            JsonFile(self._folder / str(number), RootRequest, mode=0o640).write(RootRequest(kind, argument))
        except OSError as error:
            _log.warning("root cannot be asked: %s", error)
        return number

    def answer_to(self, number: int) -> str | None:
        """Return the answer to request *number*; `None` while there is none."""
        answer = self._folder.parent / ANSWERS / f"{self._folder.name}-{number}"
        try:
            return read_plain(answer, _MOST_ANSWER).decode()
        except (OSError, UnicodeDecodeError):
            return None
