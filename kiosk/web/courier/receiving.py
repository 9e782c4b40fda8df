"""Receiver of a courier's upload: it waits in the folder of arrivals until the refresher has answered, and is then deleted.

The folder `<number>` is an arrival, `<number>.json` the refresher's answer (`kiosk.refresher.arrivals`). The phone is
shown ready pages beside the others (`/kirim-<outcome>.html`): this process makes none."""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, BinaryIO, TypeVar, cast
from urllib.parse import urlsplit

from werkzeug import Request, Response
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import ClientDisconnected, HTTPException
from werkzeug.formparser import parse_form_data
from werkzeug.utils import redirect

from content_cache.central.import_result import from_json
from content_cache.files import check_room, read_plain
from kiosk.web.courier.asking import MOST_ASKED, MOST_PHOTO_SENT, MOST_TEXT, SUFFIX, AskOutcome, PhoneQuestion
from kiosk.web.courier.outcome import UploadOutcome, outcome_of
from kiosk.web.courier.unpacking import MOST_BYTES, UnfitArchiveError, unpack

FIELD = "file"  # field of the form in kiosk/refresher/site/pages/send.html
ASK_PATH = "/tanya"
Outcome = TypeVar("Outcome")
_WHY_NOT = MappingProxyType({UploadOutcome.TOO_LARGE: AskOutcome.TOO_LARGE, UploadOutcome.UNFIT: AskOutcome.EMPTY})
MOST_REQUEST = MOST_BYTES + 10_000  # bytes: the form around it
RESERVE = 200_000_000
"""Bytes of the disk that stay free, whatever is being uploaded."""

PATIENCE_S = 120.0
"""Seconds that a phone waits for the answer. After that the kiosk's screen tells it."""

REST_S = 300.0
"""Seconds for which the address of a too slow phone is refused. Otherwise a few of them could block the door."""

MOST_RESTING = 200
HELD_S = 1_000.0  # an arrival stays that long: longer than the refresher verifies at most
_LOOK_S = 0.25
_MOST_ANSWER = 200_000
_OLD = re.compile(r"[.\d][\w.-]*")
_log = logging.getLogger(__name__)


class CourierDoor:
    """WSGI app of uploads. *arrivals* is its own folder, in which the refresher reads and answers. Several phones may
    send at a time."""

    def __init__(self, arrivals: Path, *, reserve: int = RESERVE, patience_s: float = PATIENCE_S) -> None:
        self._arrivals = arrivals
        self._reserve = reserve
        self._patience_s = patience_s
        self._counting = threading.Lock()
        self._sizes: list[int] = []  # bytes of the uploads under way
        self._held: list[tuple[float, Path, Path]] = []  # when each is deleted, and its paths
        self._unpacking = threading.Lock()
        self._resting: dict[str, float] = {}  # addresses, and until when
        self.last = time.monotonic()
        for path in arrivals.iterdir():  # leftovers of a power cut
            if _OLD.fullmatch(path.name):
                _remove(path)

    @property
    def is_busy(self) -> bool:
        return bool(self._sizes or self._held)

    def sweep(self) -> None:
        """Delete arrivals that were kept long enough."""
        now = time.monotonic()
        with self._counting:
            due = [each for each in self._held if each[0] <= now]
            self._held = [each for each in self._held if each[0] > now]
        for _, *paths in due:
            _remove(*paths)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.last = time.monotonic()
        self.sweep()
        if Request(environ).path == ASK_PATH:
            return self._answer_question(environ)(environ, start_response)
        outcome = self._received(environ, MOST_REQUEST, self._receive_upload)
        _log.info("a courier's upload: %s", outcome.name)
        self.last = time.monotonic()
        return redirect(f"/kirim-{outcome}.html", 303)(environ, start_response)

    def _answer_question(self, environ: dict[str, Any]) -> Response:
        """Return what the phone is shown: the page that the refresher made, or why there is none."""
        told: list[bytes] = []

        def receive(environ: dict[str, Any], address: str) -> UploadOutcome | AskOutcome:
            return self._receive_question(environ, address, told)

        outcome = self._received(environ, MOST_ASKED, receive)
        _log.info("a question by phone: %s", "TAKEN" if told else outcome.name)
        self.last = time.monotonic()
        if told:
            return Response(told[0], mimetype="text/html", headers={"Cache-Control": "no-store"})
        why = outcome if isinstance(outcome, AskOutcome) else _WHY_NOT.get(outcome, AskOutcome.BUSY)
        return redirect(f"/tanya-{why}.html", 303)

    def _receive_question(self, environ: dict[str, Any], address: str, told: list[bytes]) -> UploadOutcome | AskOutcome:
        """Leave the form's question for the refresher, and put the page of its answer into *told*. Raise OSError."""
        request = Request(environ)
        origin = request.headers.get("Origin", "null")
        if origin != "null" and urlsplit(origin).netloc != request.host:  # a page of somebody else's sends it
            return UploadOutcome.BUSY
        read = self._read_form(environ, address, MOST_ASKED)
        if isinstance(read, UploadOutcome):
            return read
        form, files = read
        text = form.get("tulisan", "").replace("\r\n", "\n").strip()
        if not text or len(text) > MOST_TEXT:
            return AskOutcome.TOO_LONG if text else AskOutcome.EMPTY
        sent = files.get("foto")
        photo = cast(BinaryIO, sent.stream) if sent is not None and sent.filename else None
        size = photo.seek(0, os.SEEK_END) if photo is not None else 1
        if not 0 < size <= MOST_PHOTO_SENT:
            return AskOutcome.TOO_LARGE if size else AskOutcome.PHOTO
        asked = PhoneQuestion(form.get("jenis", "")[:20], form.get("untuk", "")[:5], text, sender=address)
        place = self._arrivals / f"{time.time_ns()}{SUFFIX}"
        draft, answer = place.with_name(f".{place.name}"), place.with_name(f"{place.name}.json")
        try:
            # piece by piece: several phones at a time must not fill the memory
            with draft.open("xb") as file:  # not in the data folder
                file.write(asked.pack())
                if photo is not None:
                    photo.seek(0)
                    shutil.copyfileobj(photo, file)
            draft.rename(place)
            answered = self._await(answer, time.monotonic() + self._patience_s, _read_answer)
        finally:  # whoever waits no longer is told to ask again: then nothing of it may stay
            _remove(draft, place, answer)
        why, page = answered or (AskOutcome.BUSY, b"")
        told.extend([page] if page else [])
        return why

    def _received(
        self, environ: dict[str, Any], most: int, receive: Callable[[dict[str, Any], str], Outcome]
    ) -> Outcome | UploadOutcome:
        request = Request(environ)
        size = request.content_length
        if request.method != "POST":
            return UploadOutcome.BUSY
        if not size:
            return UploadOutcome.UNFIT
        if size > most:
            return UploadOutcome.TOO_LARGE
        address = request.headers.get("X-Real-IP", "")[:45]
        if self._resting.get(address, 0.0) > time.monotonic():
            return UploadOutcome.BUSY
        counted = False
        try:
            with self._counting:  # the ZIP, and what is in it
                check_room(self._arrivals, 2 * (sum(self._sizes) + size), self._reserve)
                self._sizes.append(size)
                counted = True
            return receive(environ, address)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            _log.warning("a courier's upload cannot be kept: %s", error)
            return UploadOutcome.NO_ROOM if full else UploadOutcome.BUSY
        finally:
            if counted:
                with self._counting:
                    self._sizes.remove(size)

    def _rest(self, address: str) -> None:
        with self._counting:
            self._resting.pop(address, None)
            self._resting[address] = time.monotonic() + REST_S
            while len(self._resting) > MOST_RESTING:
                del self._resting[next(iter(self._resting))]

    def _read_form(
        self, environ: dict[str, Any], address: str, most: int
    ) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]] | UploadOutcome:
        """Return the fields and files of the form, or why they are not taken."""

        def file(
            total_content_length: int | None,  # noqa: ARG001 - as werkzeug calls it
            content_type: str | None,  # noqa: ARG001
            filename: str | None,  # noqa: ARG001
            content_length: int | None = None,  # noqa: ARG001
        ) -> IO[bytes]:
            return tempfile.TemporaryFile(dir=self._arrivals)  # without a name: it is gone with this process

        try:
            _, form, files = parse_form_data(
                environ, stream_factory=file, silent=False, max_content_length=most, max_form_parts=5
            )
        except ClientDisconnected as error:
            if address and isinstance(error.__context__, TimeoutError):  # the phone was too slow
                self._rest(address)
            return UploadOutcome.BUSY
        except HTTPException as error:
            return UploadOutcome.TOO_LARGE if error.code == 413 else UploadOutcome.UNFIT
        except ValueError:
            return UploadOutcome.UNFIT
        return form, files

    def _receive_upload(self, environ: dict[str, Any], address: str) -> UploadOutcome:
        """Read the upload, unpack it as an arrival, and wait for the refresher's answer. Return the outcome. Raise OSError."""
        read = self._read_form(environ, address, MOST_REQUEST)
        if isinstance(read, UploadOutcome):
            return read
        _, files = read
        sent = files.get(FIELD)
        if sent is None:
            return UploadOutcome.UNFIT
        until = time.monotonic() + self._patience_s
        number = str(time.time_ns())
        place, draft, answer = (self._arrivals / name for name in (number, f".{number}", f"{number}.json"))
        try:
            with self._unpacking, sent.stream as packed:
                unpack(cast(BinaryIO, packed), draft, reserve=self._reserve)
            draft.rename(place)
        except UnfitArchiveError as error:
            _log.warning("a courier's upload is no edition: %s", error)
            _remove(draft)
            return UploadOutcome.UNFIT
        except OSError:
            _remove(draft)
            raise
        outcome = self._await_outcome(answer, until)
        if outcome is None:
            with self._counting:
                self._held.append((time.monotonic() + HELD_S, place, answer))
            return UploadOutcome.WAITS
        _remove(place, answer)
        return outcome

    def _await_outcome(self, path: Path, until: float) -> UploadOutcome | None:
        """Wait until *until* (monotonic seconds) for the refresher's answer in *path*; return `None` if none came."""
        return self._await(path, until, lambda content: outcome_of(from_json(content.decode())))

    @staticmethod
    def _await(path: Path, until: float, read: Callable[[bytes], Outcome]) -> Outcome | None:
        while time.monotonic() < until:
            with suppress(FileNotFoundError, ValueError):
                return read(read_plain(path, _MOST_ANSWER))
            time.sleep(_LOOK_S)
        return None


def _read_answer(content: bytes) -> tuple[AskOutcome, bytes]:
    """Return why a question was not taken, and the page if it was. Raise ValueError for another answer."""
    told = json.loads(content)
    return AskOutcome(told["why"] or AskOutcome.BUSY), str(told["page"]).encode()


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink(missing_ok=True)
