"""Watch over others' texts: the feeds of office.toml and its mailbox, each at its turn or when somebody asks.

New texts wait in the inbox. A text of a trusted source becomes a draft at once, for an editor to read. Nothing is
published that no person of the desk has made ready."""

from __future__ import annotations

import hashlib
import logging
import random
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from content_cache.formats import read_feed
from content_cache.http.client import fetch
from content_cache.jobs.admission import admit
from content_cache.jobs.limits import Limits
from content_cache.jobs.messages import JobAnswer, Question
from content_cache.jobs.sandbox import Bounds
from content_cache.model.changes import read_back
from content_cache.model.errors import CacheError
from content_cache.model.items import Item
from content_cache.model.problems import Problem
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.refresh import outcomes
from content_cache.refresh.due import Timetable
from content_cache.refresh.feed_job import poll_feed
from content_cache.refresh.requests import request_for
from kiosk.core.build import USER_AGENT
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeError
from kiosk.office.inbox.inbox import Arrival, ArrivalBox, ArrivalKind, State, arrival_id
from kiosk.office.inbox.mail import Mailbox
from kiosk.office.inbox.taking import ArrivalTaking
from kiosk.office.inbox.text import MOST_FILES, parts_of
from kiosk.office.setup.setup import Setup
from kiosk.office.setup.sources import Watch

log = logging.getLogger(__name__)

EVERY_S = 900.0
MOST_FIRST = 10
"""Most items of a source that count as news at the first look, and only those no older than OLD."""

OLD = timedelta(days=14)
MOST_AT_ONCE = 50
MOST_DRAFTS = 10
"""Most drafts of a trusted source at one time. Further items wait in the inbox."""

_MOST_SEEN = 1_000
_LOOK_S = 60.0
_DESK = "kantor"
_LIMITS = Limits(deadline=30.0)


class SeenItem(Struct, frozen=True):
    """Item that came before: a hash of what it said, and when it was published."""

    mark: str
    published: datetime | None = None


class Watched(Struct):
    """State of a source: the record of its feed, and the items seen, by their ids."""

    record: SourceRecord
    seen: dict[str, SeenItem] = msgspec.field(default_factory=dict)


class SourceStatus(Struct, frozen=True):
    """Result of asking a source: when it was asked last, None for never, and what was wrong then."""

    name: str
    url: str
    trusted: bool = False
    at: datetime | None = None
    problem: Problem | None = None


class Watcher:
    """Watcher of one desk's sources. It asks at one time in one thread only, and keeps its state in *private*."""

    def __init__(
        self,
        private: Path,
        inbox: ArrivalBox,
        taking: ArrivalTaking,
        setup: Callable[[], Setup],
        clock: Callable[[], datetime],
        timezone: Callable[[], str],
    ) -> None:
        self._file = JsonFile(private / "sumber.json", dict[str, Watched])
        self._inbox = inbox
        self._taking = taking
        self._setup = setup
        self._clock = clock
        self._timezone = timezone
        self._mailbox = Mailbox(private, inbox)
        self._stop = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._thread: threading.Thread | None = None
        self._watched = self._file.read()

    @property
    def busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def ask_all_now(self) -> None:
        """Start asking all sources in the background, and return at once. Hosts that asked for rest are left out.
        Nothing starts while it is running."""
        if not self.busy:
            self._thread = threading.Thread(target=self._guarded, kwargs={"wanted": True}, daemon=True)
            self._thread.start()

    def wait_until_asked(self, seconds: float) -> None:
        """Wait until the run that `ask_all_now` started ends, at most *seconds*."""
        if self._thread is not None:
            self._thread.join(seconds)

    def keep_going(self) -> None:
        """Ask each source at its turn, until `close` is called."""
        while not self._stop.is_set():
            self._guarded(wanted=False)
            self._stop.wait(_LOOK_S)

    def close(self) -> None:
        self._stop.set()

    def _guarded(self, *, wanted: bool) -> None:
        try:
            self.ask_due(wanted=wanted)
        except Exception:  # nothing that goes wrong with one look ends the next ones
            log.exception("inbox")

    def ask_due(self, *, wanted: bool = False) -> None:
        """Ask the sources that are due; if *wanted*, all that may be asked now."""
        with self._one_at_a_time:
            setup, now = self._setup(), self._clock()
            sources = {watch.name: _source(watch, self._timezone()) for watch in setup.watch}
            turns = Timetable([each.record for each in self._watched.values()], now, kiosk_id=_DESK)
            self._mailbox.check_mail(setup.mail, now, wanted=wanted)
            due = [
                watch
                for watch in setup.watch
                if turns.is_due(sources[watch.name]) or (wanted and turns.may_be_asked(sources[watch.name]))
            ]
            gone = [name for name in self._watched if name not in sources]
            for watch in due:
                self._poll_source(watch, sources[watch.name], turns.standing_record(sources[watch.name]), now)
            for name in gone:
                del self._watched[name]
            if due or gone:
                with suppress(OSError):  # on a full disk only this run remembers
                    self._file.write(self._watched)

    def statuses(self) -> list[SourceStatus]:
        """Return the last result of each source: the feeds in the order of office.toml, then the mailbox."""
        setup = self._setup()
        found = []
        for watch in setup.watch:
            record = self._watched[watch.name].record if watch.name in self._watched else None
            found.append(
                SourceStatus(
                    watch.name,
                    watch.url,
                    watch.trusted,
                    record.last_asked if record else None,
                    record.last_error if record else None,
                )
            )
        if setup.mail is not None:
            told = self._mailbox.told
            found.append(SourceStatus(setup.mail.user, setup.mail.host, at=told.at, problem=told.problem))
        return found

    # one source

    def _poll_source(self, watch: Watch, source: Source, record: SourceRecord, now: datetime) -> None:
        known = self._watched.setdefault(watch.name, Watched(record))
        if known.record.url != record.url:
            known.seen = {}
        request = request_for(source, record, _LIMITS, USER_AGENT)
        question = Question(source=source, request=request, body_hash=record.body_hash, now=now)
        try:
            answer = poll_feed(
                question,
                read_feed,
                fetch=lambda asked: fetch(asked, self._stop),
                bounded=Bounds(_LIMITS.memory_bytes, lambda: self._stop),
                reading=_LIMITS.reading,
            )
            if answer.error is not None:
                raise answer.error
            items = [] if answer.known else self._items(source, answer)
        except CacheError as error:
            known.record = outcomes.failed(source, record, error, now, jitter=random.random())  # noqa: S311 - no secret
            return
        try:
            if not answer.known:
                self._came(watch, known, items, now, complete=answer.complete)
            known.record = outcomes.succeeded(source, record, answer, now, kiosk_id=_DESK)
        except OSError as error:  # a full disk: the next request fetches everything again
            log.warning("inbox: %s: %s", watch.name, error)

    @staticmethod
    def _items(source: Source, answer: JobAnswer) -> list[Item]:
        def believe(item: Item) -> Item:
            admit(item, source, may_warn=False)
            return item

        return read_back(answer.lines, believe)[0]

    def _came(self, watch: Watch, known: Watched, items: Sequence[Item], now: datetime, *, complete: bool) -> None:
        box = f"{ArrivalKind.SITE}:{watch.name}"
        first = not known.seen
        fresh = [item for item in items if _differs(known.seen.get(item.id), item)]
        if first:
            fresh = [item for item in fresh if item.published is None or now - item.published <= OLD][:MOST_FIRST]
        drafts = 0
        for item in reversed(fresh[:MOST_AT_ONCE]):
            arrival = _arrival(box, watch, item, now, changed=item.id in known.seen)
            arrival = replace(arrival, became=self._inbox.became(arrival.id))
            waiting = self._inbox.find_waiting(arrival.id)
            if waiting is not None and waiting.state is State.NEW:
                arrival = replace(arrival, came=waiting.came)
            self._inbox.put(arrival)
            if watch.trusted and not arrival.became and drafts < MOST_DRAFTS:
                drafts += 1
                with suppress(OfficeError):  # without room it waits in the inbox
                    self._taking.make_draft(arrival, "", watch.name, now, asked=True)
        if complete and items:
            self._tell_gone(box, watch, known, items, now)
        seen = {item.id: SeenItem(_content_hash(item), item.published) for item in items}
        old = [(key, value) for key, value in known.seen.items() if key not in seen]
        known.seen = dict(old[-_MOST_SEEN:]) | seen

    def _tell_gone(self, box: str, watch: Watch, known: Watched, items: Iterable[Item], now: datetime) -> None:
        """Mark arrivals as withdrawn whose items are gone from a feed that still has older ones. An item older than all
        others may only have dropped off the end."""
        dates = [item.published for item in items if item.published is not None]
        ids = {item.id for item in items}
        gone = [
            key
            for key, seen in known.seen.items()
            if key not in ids and seen.published is not None and dates and seen.published > min(dates)
        ]
        for key in gone:
            del known.seen[key]
            arrival = arrival_id(box, key)
            waiting, became = self._inbox.find_waiting(arrival), self._inbox.became(arrival)
            if waiting is not None:
                self._inbox.put(replace(waiting, state=State.WITHDRAWN))
            elif became and (title := self._taking.title(became)):
                self._inbox.put(
                    Arrival(
                        id=arrival, kind=ArrivalKind.SITE, box=box, source=watch.name, came=now, title=title, parts={},
                        address=watch.url, state=State.WITHDRAWN, became=became,
                    )
                )  # fmt: skip


def _source(watch: Watch, timezone: str) -> Source:
    return Source(name=watch.name, url=watch.url, every=EVERY_S, timezone=timezone)


def _differs(seen: SeenItem | None, item: Item) -> bool:
    return seen is None or seen.mark != _content_hash(item)


def _content_hash(item: Item) -> str:
    """Return a hash of what a person would read. Changing dates in a feed do not change it."""
    parts = {name: part for name, part in parts_of(item).items() if name != "link"}
    said = [*parts.items(), *sorted(one.url for one in item.attachments)]
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _arrival(box: str, watch: Watch, item: Item, now: datetime, *, changed: bool) -> Arrival:
    parts = parts_of(item)
    wanted = [one for one in item.attachments if (one.is_picture or one.is_document) and one.url.startswith("http")]
    return Arrival(
        id=arrival_id(box, item.id),
        kind=ArrivalKind.SITE,
        box=box,
        source=watch.name,
        came=now,
        title=item.title,
        parts=parts,
        address=parts.get("link", watch.url),
        remote=tuple((one.url, one.alt) for one in wanted[:MOST_FILES]),
        state=State.CHANGED if changed else State.NEW,
    )
