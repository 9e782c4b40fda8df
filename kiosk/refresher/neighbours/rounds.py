"""Rounds every few minutes: find a newer edition near by, and hand out this kiosk's own.

All that waits for others is done in a thread of its own; what it brought is taken in between two sources, as a stick is.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_import import question_of
from content_cache.central.import_result import Imported, ImportResult
from content_cache.central.polling import FeedFolder, Read
from content_cache.http.client import fetch
from content_cache.http.messages import Request
from content_cache.jobs.limits import Limits
from content_cache.jobs.messages import Question
from content_cache.jobs.sandbox import Bounds
from content_cache.model.errors import (
    CacheError,
    Code,
    DeadlineError,
    OlderError,
    SignatureError,
    StoppedError,
    StoreError,
    TooLargeError,
    UnreachableError,
)
from content_cache.model.records import EditionRecord, SourceRecord
from content_cache.model.sources import Source
from content_cache.model.trust import is_signed
from content_cache.model.urls import is_local
from content_cache.refresh.requests import request_for
from content_cache.signing.edition import LATEST, Latest
from content_cache.signing.signatures import MOST_BYTES as MOST_SIGNATURE
from content_cache.signing.signatures import Signature
from content_cache.store.store import Store
from kiosk.core.build import USER_AGENT
from kiosk.core.clock import kernel_synchronised, never_before
from kiosk.installation import Installation
from kiosk.refresher.neighbours.gathering import WithheldError, gather, is_shareable
from kiosk.refresher.neighbours.reach import in_reach
from kiosk.refresher.neighbours.shelf import CURRENT, Shelf

EVERY_S = 300.0
ASKED = 8  # kiosks in one round, drawn by lot: no crowd of liars keeps the true ones out for ever
FAILED = 2  # neighbours that may fail in one round
REST_S, LONGEST_REST_S = 1_800.0, 86_400.0
"""Seconds for which a kiosk or site with an invalid edition is left alone: doubled each time, but not for slow, valid ones."""

FIRST_S = 60.0
LEAST_RATE = 50_000
"""Slowest rate of pictures and recordings, in bytes a second, as of a courier's phone. Signature and texts have `FIRST_S`
seconds."""

_DAY_S = 86_400.0
_CLOSING_S = 5.0
_MOST_REMEMBERED = 200
_log = logging.getLogger(__name__)


class RoundLimits(Struct):
    """Limits of one round: seconds for reading a kiosk's latest edition number, seconds for all files, bytes a day from
    other kiosks."""

    look_s: float = 10.0
    longest_s: float = 600.0
    most_a_day: int = 1_000_000_000


class _SpentError(Exception):
    """Error for a day's bytes that are used up, which is nobody's fault."""


class _Meter:
    """Counter of bytes received, with a limit."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.came = 0


class _Round(Struct, frozen=True):
    """Facts of the store for the thread of one round.

    *office* is the request for the office's site, or `None` if it need not, or cannot, be asked. *line* counts the bytes of
    that request against the settings' daily budget.
    """

    question: Question
    office: Request | None
    line: _Meter


class _Brought(Struct, frozen=True):
    """Result of a round: the draft is complete. *new*: import it before it is handed out. *url* is its origin."""

    url: str
    new: bool


class Neighbours:
    """Exchange of editions with other kiosks. *take* imports a folder as a stick is imported; *look* returns the kiosks in
    reach."""

    def __init__(
        self,
        installation: Installation,
        store: Store,
        take: Callable[[Path], Sequence[Imported]],
        *,
        look: Callable[[], Sequence[str]] = in_reach,
        every_s: float = EVERY_S,
        monotonic: Callable[[], float] = time.monotonic,
        pace: RoundLimits | None = None,
    ) -> None:
        self._installation = installation
        self._pace = pace or RoundLimits()
        self._store = store
        self._take = take
        self._look = look
        self._every_s = every_s
        self._monotonic = monotonic
        self._shelf = Shelf(Path(installation.settings.public.folder))
        self._limits = installation.limits()
        self._stop = threading.Event()
        self._bounds = Bounds(self._limits.memory_bytes, lambda: self._stop)
        self._thread: threading.Thread | None = None
        self._brought: _Brought | None = None
        self._at = float("-inf")
        self._resting: dict[str, tuple[float, int]] = {}  # until when, and after how many failures
        self._withheld = 0  # the newest edition that was seen to be none to hand out
        self._day, self._hall = float("-inf"), _Meter(0)
        self._line = _Meter(0)  # of a round, until it is in the store
        self._shelf.sweep()

    def visit_neighbours(self) -> None:
        """Import the draft that a round brought, or start the next round when it is due. Call it often."""
        if self._thread is not None and self._thread.is_alive():
            return
        if self._line.came:
            with suppress(StoreError):
                self._store.spend(never_before(self._installation.floor)().date().toordinal(), self._line.came)
            self._line = _Meter(0)
        if self._brought is not None:
            self._take_in(self._brought)
            self._brought = None
        elif self._monotonic() - self._at >= self._every_s:
            self._at = self._monotonic()
            question = _question(self._installation, self._store, self._limits)
            if self._shelf.seq and (question is None or not is_shareable(question, self._shelf.current)):
                self._shelf.close()
            if question is not None:
                self._line = _Meter(self._limits.daily_bytes - self._store.spent(question.now.date().toordinal()))
                now = _Round(question, self._office(question), self._line)
                self._thread = threading.Thread(target=self._run_round, args=(now,), daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop the round that is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_CLOSING_S)

    def _office(self, question: Question) -> Request | None:
        """Return the request for the signed files of the stored edition, or None if they are not needed.

        An edition from the web is stored in another form, so its signed files are fetched again for other kiosks.
        """
        source = question.source
        if is_local(source.url) or _seq(question) <= self._shelf.seq or _seq(question) == self._withheld:
            return None
        record = next((one for one in self._store.sources() if one.name == source.name), None)
        if record is None or record.last_success is None or record.failures:
            return None
        return request_for(source, SourceRecord(name=source.name, url=source.url), self._limits, USER_AGENT)

    def _take_in(self, brought: _Brought) -> None:
        results = self._take(self._shelf.draft) if brought.new else ()
        if all(each.result in (ImportResult.TAKEN, ImportResult.SAME) for each in results):
            try:
                self._shelf.publish_draft()
            except (OSError, CacheError) as error:
                _log.warning("no edition is handed out: %s", error)
                self._shelf.give_up()
            self._resting.pop(brought.url, None)
            self._at = float("-inf")  # another may have a newer one still
        else:
            self._shelf.give_up()
            self._rest(brought.url)
        _log.info("edition from %s: %s", brought.url, [str(each.result) for each in results] or "handed out")

    def _run_round(self, now: _Round) -> None:
        try:
            if not self._fetched(now):
                self._look_round(now.question)
        except (StoppedError, _SpentError):
            self._shelf.give_up()
        except Exception:  # noqa: BLE001 - told, and tried again: what the kiosk shows does not depend on it
            _log.exception("kiosks near by: not looked at")

    def _fetched(self, now: _Round) -> bool:
        """Fill the draft from the office's site; return whether it is complete now."""
        office = now.office
        if office is None or not self._is_up(office.url):
            return False
        try:
            if not self._gathered(office.url, _once_more(now.question), office, now.line):
                return False
        except _SpentError:
            self._shelf.give_up()
            self._rest(office.url)
            return False
        self._brought = _Brought(office.url, new=False)
        return True

    def _look_round(self, question: Question) -> None:
        there = [f"{each}{CURRENT}/" for each in dict.fromkeys(self._look())]
        there = [each for each in there if self._is_up(each)]
        failures = 0
        for url in random.sample(there, min(ASKED, len(there))):
            request = _request(url, self._limits)
            if self._says_more(request, question):
                if self._gathered(url, question, request, self._today()):
                    self._brought = _Brought(url, new=True)
                    return
                failures += 1
            if failures >= FAILED:
                return

    def _says_more(self, request: Request, question: Question) -> bool:
        """Return whether the neighbour has another edition. One that does not answer is asked again next round."""
        try:
            signed = self._reader(request, self._pace.look_s, self._today())(LATEST, MOST_SIGNATURE)
            return Latest.parse(Signature.parse(signed).comment).seq not in (_seq(question), self._withheld)
        except StoppedError:
            raise
        except (DeadlineError, TooLargeError, SignatureError):
            self._rest(request.url)
        except CacheError:
            pass
        return False

    def _gathered(self, url: str, question: Question, request: Request, meter: _Meter) -> bool:
        """Fill the draft from the neighbour at *url*; return whether it has a newer edition now. Raises _SpentError,
        StoppedError."""
        try:
            return bool(
                gather(
                    question,
                    self._reader(request, FIRST_S, meter),
                    self._shelf.begin(),
                    bounded=self._bounds,
                    reading=self._limits.reading,
                    reserve=self._limits.free_bytes,
                    held=self._shelf.held,
                    rest=lambda size: self._reader(request, self._seconds_for(size), meter, size),
                )
            )
        except StoppedError:
            raise
        except OlderError:
            return False
        except WithheldError as error:
            _log.info("not handed out: %s", error)
            self._withheld = error.seq
            self._shelf.give_up()
            return False
        except (CacheError, OSError) as error:
            _log.info("no edition from %s: %s", url, error)
            fair = isinstance(error, DeadlineError) and self._shelf.came >= LEAST_RATE * self._pace.longest_s / 2
            self._shelf.give_up()
            self._rest(url, longer=not fair)
            return False

    def _reader(self, request: Request, seconds: float, meter: _Meter, size: int = 0) -> Read:
        """Return a function that reads files of the site at *request*, all within *seconds*, and counts their bytes in
        *meter*.

        Raise _SpentError if *size* bytes more would exceed the meter's limit; the function raises it once the limit is
        reached.
        """
        site = FeedFolder(replace(request, deadline=seconds), partial(fetch, stop=self._stop))
        if size and meter.came + size > meter.most:
            raise _SpentError

        def read(name: str, most: int) -> bytes:
            if self._stop.is_set():
                raise StoppedError(Code.STOPPED)
            if meter.came >= meter.most:
                raise _SpentError
            before, cost = site.bytes_down, most  # an answer that breaks off may have cost all of it
            try:
                content = site.read(name, most)
                cost = site.bytes_down - before
            except UnreachableError:
                cost = 0
                raise
            finally:
                meter.came += cost
            return content

        return read

    def _seconds_for(self, size: int) -> float:
        """Return the seconds allowed for *size* bytes, at most the pace's `longest_s`: a slow kiosk must not keep others
        waiting.

        Files that came by then are kept for the next try.
        """
        return min(FIRST_S + size / LEAST_RATE, self._pace.longest_s)

    def _today(self) -> _Meter:
        if self._monotonic() - self._day > _DAY_S:
            self._day, self._hall = self._monotonic(), _Meter(self._pace.most_a_day)
        return self._hall

    def _is_up(self, url: str) -> bool:
        return self._resting.get(url, (float("-inf"), 0))[0] <= self._monotonic()

    def _rest(self, url: str, *, longer: bool = True) -> None:
        failures = self._resting.pop(url, (0.0, 0))[1] if longer else 0
        self._resting[url] = (self._monotonic() + min(REST_S * 2**failures, LONGEST_REST_S), min(failures + longer, 10))
        while len(self._resting) > _MOST_REMEMBERED:
            del self._resting[next(iter(self._resting))]


def _request(url: str, limits: Limits) -> Request:
    """Return a request that may reach the host and port of *url* in the hall's network and no other."""
    parts = urlsplit(url)
    return Request(
        url=url,
        deadline=FIRST_S,
        max_bytes=limits.feed_bytes,
        user_agent=USER_AGENT,
        private_host=parts.hostname or "",
        private_ports=(parts.port or 80,),
        may_redirect=False,
    )


def signed_source(installation: Installation) -> Source | None:
    """Return the source whose editions are handed on: the first of the settings that has keys."""
    return next((source for source in installation.settings.sources if is_signed(source)), None)


def share_edition(installation: Installation, store: Store, bundle: Bundle, result: Imported) -> None:
    """Hand out the edition that was just imported from a stick or a courier's phone."""
    source, limits = signed_source(installation), installation.limits()
    question = _question(installation, store, limits)
    shelf = Shelf(Path(installation.settings.public.folder), ".titipan")
    if question is None or source is None or result.source != source.name or result.seq <= shelf.seq:
        return
    try:
        made = gather(
            _once_more(question),
            bundle.read,
            shelf.begin(),
            bounded=Bounds(limits.memory_bytes),
            reading=limits.reading,
            reserve=limits.free_bytes,
            held=shelf.held,
        )
        if made:
            shelf.publish_draft()
    except (CacheError, OSError, WithheldError) as error:
        _log.warning("no edition is handed out: %s", error)
        shelf.give_up()


def _question(installation: Installation, store: Store, limits: Limits) -> Question | None:
    source = signed_source(installation)
    if source is None:
        return None
    now = never_before(installation.floor)()
    return question_of(source, store, now, limits, trusted=kernel_synchronised())


def _seq(question: Question) -> int:
    return question.edition.seq if question.edition else 0


def _once_more(question: Question) -> Question:
    """Return *question* as if the stored edition were still to come."""
    before = question.edition or EditionRecord()
    return replace(question, edition=replace(before, seq=max(before.seq - 1, 0)))
