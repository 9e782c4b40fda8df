"""Requests to root as files in the users' folders: each is checked, and removed from there before it is done.

Each folder is written by one user alone, and a table here says who may request what. Anything else (a pipe, a link,
another user's file, too many bytes, other words) is dropped and logged, and never keeps the next request from being
served."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.appliance.root_files.held_folder import Folder, OwnFolder
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult
from kiosk.state.root_requests import ANSWERS, MOST_REQUEST, RootRequest

_OF_REFRESHER = frozenset({RequestKind.UPDATE, RequestKind.TRUST, RequestKind.SYSTEM})
MAY: Mapping[str, frozenset[RequestKind]] = {
    "kiosk": frozenset(kind for kind in RequestKind if kind.needs_root and kind not in _OF_REFRESHER),
    # it parses strangers' files: a parser's bug must not set a PIN, a network or a time
    "kiosk-refresher": _OF_REFRESHER | {RequestKind.REBOOT},
}
_NAME = re.compile(r"[1-9]\d{17,19}")
_BEGUN = ".begun"
_MOST_NAMES = 1_000
_MOST_ANSWERS = 100
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PendingRequest:
    """Request that waits. `request` is None if it is malformed, or not allowed for this user."""

    user: str
    number: str
    request: RootRequest | None = None

    @property
    def name(self) -> str:
        return f"{self.user}-{self.number}"


class RequestDoor:
    """Door for requests in *folder*, which is `Folders.requests`. Methods raise OSError where the answers cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stuck: set[tuple[str, str]] = set()

    def fail_interrupted(self) -> None:
        """Answer requests that ended an earlier process as failed, so that they are not begun again. Call it at the start."""
        with suppress(FileNotFoundError), OwnFolder(self._folder / ANSWERS) as answers:
            for name in answers.names(_MOST_NAMES):
                if name.endswith(_BEGUN):
                    answers.write(name.removesuffix(_BEGUN), _encoded(RequestAnswer(RequestResult.FAILED)), 0o640)
                    answers.remove(name)

    def iter_pending(self) -> Iterator[PendingRequest]:
        """Yield each waiting request once. Its file is removed before that."""
        for user, kinds in MAY.items():
            try:
                door = Folder(self._folder / user)
            except OSError:
                continue  # this user asks for nothing here
            with door:
                for name in door.names(_MOST_NAMES):
                    if not name.startswith(".") and (user, name) not in self._stuck:
                        yield self._read_request(door, user, name, kinds)

    def _read_request(self, door: Folder, user: str, name: str, kinds: frozenset[RequestKind]) -> PendingRequest:
        number = name if _NAME.fullmatch(name) else "0"
        request, wrong = None, "its name is no number"
        if number != "0":
            try:
                request = msgspec.json.decode(door.read(name, MOST_REQUEST, of=door.owner), type=RootRequest)
            except (OSError, ValueError, msgspec.MsgspecError) as error:
                wrong = str(error)
        if request is not None and request.kind not in kinds:
            request, wrong = None, "not its to ask"
        if request is None:
            _log.warning("a request of %s is dropped: %s", user, wrong)
        try:
            door.remove(name)
        except OSError as error:
            _log.warning("%s: %r cannot be removed (%s): it is not looked at again", user, name[:60], error)
            if len(self._stuck) > _MOST_NAMES:
                self._stuck.clear()
            self._stuck.add((user, name))
            request = None
        return PendingRequest(user, number, request)

    def begun(self, asked: PendingRequest) -> None:
        with OwnFolder(self._folder / ANSWERS) as answers:
            answers.write(asked.name + _BEGUN, b"")

    def answer_request(self, asked: PendingRequest, answer: RequestAnswer) -> None:
        with OwnFolder(self._folder / ANSWERS) as answers:
            answers.write(asked.name, _encoded(answer), 0o640)
            answers.remove(asked.name + _BEGUN)
            older = [name for name in answers.names(_MOST_NAMES) if not name.endswith(_BEGUN)]
            for name in sorted(older, key=lambda each: each.rpartition("-")[2])[:-_MOST_ANSWERS]:
                answers.remove(name)


def _encoded(answer: RequestAnswer) -> bytes:
    return answer.to_json().encode()
