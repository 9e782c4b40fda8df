"""The refresher at work: ask the sources, once or for ever."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from functools import partial

from msgspec import Struct

from content_cache.model.errors import CacheError
from content_cache.ocr import tesseract
from content_cache.refresh.means import Means
from content_cache.refresh.outcomes import Outcome
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from kiosk.core.anew import ANEW
from kiosk.core.build import USER_AGENT
from kiosk.core.clock import kernel_synchronised, never_before
from kiosk.core.heap import hand_back, settle_heap
from kiosk.core.identity import kiosk_id
from kiosk.hall.notices.store import NoticeStore
from kiosk.i18n.phrases import village
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.refresher.directions import Directions
from kiosk.refresher.line_watch import LineWatch
from kiosk.refresher.opening import open_for_writing, open_when_possible
from kiosk.refresher.optional_steps import (
    arrival_step,
    ignore_outcome,
    neighbour_step,
    page_step,
    post_calls,
    report_step,
    sms_calls,
    update_step,
)
from kiosk.refresher.removed_sources import RemovedSources
from kiosk.refresher.trust import TellTrust
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from kiosk.state.root_requests import own_door

_log = logging.getLogger(__name__)


class Refreshed(Struct, frozen=True):
    """Result of asking sources once: their outcomes, and the number of items now stored."""

    outcomes: Sequence[Outcome]
    items: int


def refresh_sources(
    installation: Installation,
    *,
    source: str | None = None,
    force: bool = False,
    finished: Callable[[Outcome], None] = ignore_outcome,
    now: Callable[[], datetime] | None = None,
) -> Refreshed:
    """Ask the due sources once (all with *force*); *finished* is called with each outcome. Raises Refusal."""
    with ExitStack() as stack:
        store = open_for_writing(installation, stack)
        if not installation.sources:
            where = str(installation.config or installation.words("built-in settings"))
            unset = "{where}: there is no [[source]] yet; add one, see the example deploy/kiosk.toml"
            raise Refusal(unset, 2, where=where)
        refresher = make_refresher(installation, store, now=now)
        try:
            outcomes = refresher.refresh([source] if source else None, force=force, tell=finished)
        except CacheError as error:
            raise Refusal(
                "{error}", 2 if source and not _knows(installation, source) else 1, error=error.problem
            ) from error
        refresher.read_pictures()
        return Refreshed(outcomes, store.reader.count())


def keep_going(installation: Installation, *, look_round_s: float | None = None) -> int:
    """Refresh for ever, until SIGTERM or SIGINT; return the exit status, ANEW once other settings of the office are in
    force.

    Requests that the kiosk leaves in its memory are done at once. *look_round_s* is the interval in seconds for other
    kiosks, None for the usual one.
    """
    settle_heap()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as stack:
        store = open_when_possible(installation, stack, stop)
        if store is None:
            return 0
        _make_room_for_notices(installation)
        memory = stack.enter_context(Memory(installation.data, door=own_door()))

        report = report_step(installation, store, memory, stack)
        post = post_calls(installation, store, memory, stack)
        line = LineWatch(store, installation.sources)
        stack.callback(line.close)
        directions = Directions(
            installation,
            store,
            memory,
            kiosk_id(installation.data),
            look=installation.clock().read,
            put=installation.put_back(),
            acknowledge=post.acknowledge,
        )
        arrivals = arrival_step(installation, store, memory, directions.expire)
        update = update_step(installation, memory, stack, directions)
        pages = page_step(installation, store, stack)
        neighbours = neighbour_step(installation, store, stack, directions.expire, look_round_s)
        sms = sms_calls(installation, memory, stack)
        own = {source.name for source in installation.sources if source.own}

        def answer_imports() -> None:
            from kiosk.refresher.imports import answer_requests  # loaded when a stick comes

            if memory.requests.pending(RequestKind.IMPORT):
                answer_requests(installation, store, memory)
                directions.expire()

        def asked() -> bool | set[str]:
            if memory.requests.pending(RequestKind.TAKE_STICK):
                from kiosk.refresher.stick_notices import take_waiting  # loaded when a stick comes

                take_waiting(installation, memory)
            requests, notices = (
                memory.requests.pending(RequestKind.REFRESH),
                memory.requests.pending(RequestKind.NOTICES),
            )
            for request in (*requests, *notices):
                memory.requests.answer_request(request.id, "taken")
            answer_imports()
            arrivals()
            report()
            post.tick()
            update()
            pages()
            neighbours()
            directions.follow_directions()
            if directions.must_restart or post.must_restart():
                stop.set()
            wished = post.wishes() | line.wishes() | sms.wishes()
            return True if requests else wished | (own if notices else set())

        refresher = make_refresher(installation, store, poll=asked, pause=sms.pause)
        trust = TellTrust(
            store, installation.settings.sources, memory.requests, lambda: installation.clock().read().now
        )
        words = Words(Translation("en"))
        removed = RemovedSources(store, installation.sources)

        def finished(outcome: Outcome) -> None:
            _log_outcome(outcome, words)
            trust.tell()
            directions.expire()
            post.heard(outcome)
            removed.hear(outcome)

        refresher.keep_going(stop, finished, partial(_rest, store))
    return ANEW if directions.must_restart or post.must_restart() else 0


def _rest(store: Store) -> None:
    """Return the memory of a round to the system, as the next round is minutes away."""
    with suppress(CacheError):
        store.release_memory()
    hand_back()


def _make_room_for_notices(installation: Installation) -> None:
    """Prepare the store of notices, so that the refresher sees the first notice."""
    if installation.settings.desk.enabled or installation.settings.technician.pin:
        try:
            NoticeStore(installation.data, village(installation.settings.place.name)).mend(
                installation.clock().read().now
            )
        except OSError as error:
            _log.warning("%s: no notices can be written here: %s", installation.data, error.strerror)


def make_refresher(
    installation: Installation,
    store: Store,
    *,
    now: Callable[[], datetime] | None = None,
    poll: Callable[[], bool | Collection[str]] | None = None,
    pause: Callable[[float], object] | None = None,
) -> Refresher:
    """Return a refresher of the sources in the settings. Without any it waits for an office to give one."""
    network = installation.settings.network
    identity = kiosk_id(installation.data)
    contact = f"; {network.contact}" if network.contact else ""
    return Refresher(
        store,
        installation.sources,
        data_dir=installation.data,
        kiosk_id=identity,
        clock=now or never_before(installation.floor),
        limits=installation.limits(),
        poll=poll,
        means=Means(
            user_agent=f"{USER_AGENT} ({identity}{contact})",
            trusted=kernel_synchronised,
            tesseract=tesseract.find(),
            pause=pause,
        ),
    )


def _knows(installation: Installation, name: str) -> bool:
    return any(source.name == name for source in installation.settings.sources)


def _log_outcome(outcome: Outcome, words: Words) -> None:
    if outcome.error is not None:
        _log.warning("%s: %s: %s", outcome.name, outcome.status, words.problem(outcome.error))
    else:
        _log.info("%s: %s", outcome.name, outcome.status)
