"""One form: what a phone sends waits in the folder of arrivals until the refresher has answered; whatever the answer, it goes then.

The folder `<number>` is an arrival, `<number>.json` the refresher's answer (`kiosk.refresher.arrivals`). What the phone is shown
are pages that lie ready beside the others (`/kirim-<outcome>.html`): this process makes none.
"""

from __future__ import annotations

import errno
import logging
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from werkzeug import Request
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import parse_form_data
from werkzeug.utils import redirect

from content_cache.central.import_result import from_json
from content_cache.files import read_plain
from kiosk.web.courier.outcome import Outcome, outcome_of
from kiosk.web.courier.unpacking import MOST_BYTES, UnfitError, unpack

FIELD = "file"  # of the form in kiosk/refresher/site/pages/kirim.html
MOST_REQUEST = MOST_BYTES + 10_000  # bytes: the form around it
RESERVE = 200_000_000
"""Bytes of the disk that stay free."""

PATIENCE_S = 120.0
"""So long a phone waits for the answer; after it the kiosk's screen tells what came of it."""

HELD_S = 1_000.0  # an arrival stays that long: longer than the refresher verifies at most
_LOOK_S = 0.25
_MOST_ANSWER = 200_000
_OLD = re.compile(r"[.\d][\w.-]*")
_log = logging.getLogger(__name__)


class CourierDoor:
    """A WSGI app. `arrivals` is its own folder, which the refresher reads and answers in. One upload is taken at a time."""

    def __init__(self, arrivals: Path, *, reserve: int = RESERVE, patience_s: float = PATIENCE_S) -> None:
        self._arrivals = arrivals
        self._reserve = reserve
        self._patience_s = patience_s
        self._one_at_a_time = threading.Lock()
        self.last = time.monotonic()
        for path in arrivals.iterdir():  # what a power cut left
            if _OLD.fullmatch(path.name):
                _remove(path)

    @property
    def is_busy(self) -> bool:
        return self._one_at_a_time.locked()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.last = time.monotonic()
        outcome = self._received(environ)
        _log.info("a courier's upload: %s", outcome.name)
        self.last = time.monotonic()
        return redirect(f"/kirim-{outcome}.html", 303)(environ, start_response)

    def _received(self, environ: dict[str, Any]) -> Outcome:
        if Request(environ).method != "POST" or not self._one_at_a_time.acquire(blocking=False):
            return Outcome.BUSY
        try:
            return self._taken(environ)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            _log.warning("a courier's upload cannot be kept: %s", error)
            return Outcome.NO_ROOM if full else Outcome.BUSY
        finally:
            self._one_at_a_time.release()

    def _taken(self, environ: dict[str, Any]) -> Outcome:
        """Raises OSError."""

        def file(
            total_content_length: int | None,  # noqa: ARG001 - as werkzeug calls it
            content_type: str | None,  # noqa: ARG001
            filename: str | None,  # noqa: ARG001
            content_length: int | None = None,  # noqa: ARG001
        ) -> IO[bytes]:
            return tempfile.TemporaryFile(dir=self._arrivals)  # without a name: it is gone with this process

        try:
            _, _, files = parse_form_data(
                environ, stream_factory=file, silent=False, max_content_length=MOST_REQUEST, max_form_parts=5
            )
        except HTTPException as error:
            return Outcome.TOO_LARGE if error.code == 413 else Outcome.UNFIT
        except ValueError:
            return Outcome.UNFIT
        sent = files.get(FIELD)
        if sent is None:
            return Outcome.UNFIT
        number = str(time.time_ns())
        place, draft, answer = (self._arrivals / name for name in (number, f".{number}", f"{number}.json"))
        try:
            with sent.stream as packed:
                unpack(cast(BinaryIO, packed), draft, reserve=self._reserve)
            draft.rename(place)
        except UnfitError as error:
            _log.warning("a courier's upload is no edition: %s", error)
            _remove(draft)
            return Outcome.UNFIT
        except OSError:
            _remove(draft)
            raise
        outcome = self._answer(answer)
        if outcome is None:
            threading.Timer(HELD_S, _remove, (place, answer)).start()
            return Outcome.WAITS
        _remove(place, answer)
        return outcome

    def _answer(self, path: Path) -> Outcome | None:
        """None where nobody has answered in time."""
        until = time.monotonic() + self._patience_s
        while time.monotonic() < until:
            with suppress(FileNotFoundError, ValueError):
                return outcome_of(from_json(read_plain(path, _MOST_ANSWER).decode()))
            time.sleep(_LOOK_S)
        return None


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink(missing_ok=True)
