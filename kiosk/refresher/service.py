"""The refresher at work: ask the sources, once or for ever."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct

from content_cache.central.import_result import Imported
from content_cache.model.errors import CacheError, StoreFullError
from content_cache.ocr import tesseract
from content_cache.refresh.means import Means
from content_cache.refresh.outcomes import Outcome
from content_cache.refresh.refresher import Refresher
from content_cache.store.lock import FolderBusyError, take_away, writer_lock
from content_cache.store.store import Store
from kiosk.core.anew import ANEW
from kiosk.core.build import USER_AGENT
from kiosk.core.clock import kernel_synchronised, never_before
from kiosk.core.heap import hand_back, settle_heap
from kiosk.core.identity import kiosk_id
from kiosk.core.paths import Folders
from kiosk.hall.notices.store import NoticeStore
from kiosk.i18n.phrases import village
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.post.spool import FOLDER as POST
from kiosk.refresher.directions import Directions, unheard
from kiosk.refresher.line_watch import LineWatch, worth_asking
from kiosk.refresher.removed_sources import RemovedSources
from kiosk.refresher.trust import TellTrust
from kiosk.settings.sms_sources import FOLDER, sms_sources
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult
from kiosk.state.root_requests import own_door

_log = logging.getLogger(__name__)
_AGAIN_S = 5.0  # until a full disk, or a lock, is tried again
_LOCK_WAITS = 2


class Refreshed(Struct, frozen=True):
    """Result of asking sources once: their outcomes, and the number of items now stored."""

    outcomes: Sequence[Outcome]
    items: int


def _unheard(_outcome: Outcome) -> None:
    """Ignore an outcome, where nobody waits for it."""


def refresh_sources(
    installation: Installation,
    *,
    source: str | None = None,
    force: bool = False,
    finished: Callable[[Outcome], None] = _unheard,
    now: Callable[[], datetime] | None = None,
) -> Refreshed:
    """Ask the due sources once (all with *force*); *finished* is called with each outcome. Raises Refusal."""
    with ExitStack() as stack:
        store = open_for_writing(installation, stack)
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
        store = _opened_when_there_is_room(installation, stack, stop)
        if store is None:
            return 0
        _make_room_for_notices(installation)
        memory = stack.enter_context(Memory(installation.data, door=own_door()))

        report = _reporting(installation, store, memory, stack)
        post = _posting(installation, store, memory, stack)
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
        arrivals = _arriving(installation, store, memory, directions.expire)
        update = _updating(installation, memory, stack, directions)
        pages = _public_pages(installation, store, stack)
        neighbours = _neighbours(installation, store, stack, directions.expire, look_round_s)
        sms = _hearing_sms(installation, memory, stack)
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


def _reporting(installation: Installation, store: Store, memory: Memory, stack: ExitStack) -> Callable[[], None]:
    """Return the step that sends reports, to be called often; its code is loaded only if the settings want reports."""
    if not installation.settings.reports.url:
        return lambda: None
    from kiosk.refresher.metrics_sender import MetricsSender

    reports = MetricsSender(installation, store, memory, kiosk_id(installation.data))
    stack.callback(reports.close)
    return reports.send_if_due


class Post(Struct, frozen=True):
    """Calls into the post.

    *tick* is to be called often, *heard* with the outcome of a source, *acknowledge* with the last number that the office
    has. *wishes* returns the names of the sources to be asked now.
    """

    tick: Callable[[], None] = lambda: None
    heard: Callable[[Outcome], None] = _unheard
    acknowledge: Callable[[int], None] = unheard
    wishes: Callable[[], set[str]] = set
    must_restart: Callable[[], bool] = lambda: False


def _posting(installation: Installation, store: Store, memory: Memory, stack: ExitStack) -> Post:
    """Return the calls into the post, and no-ops if the settings name no office or this kiosk has no key.

    The post's code is loaded only if there is an office.
    """
    if installation.settings.post.office is None:
        return Post()
    from kiosk.post.faults import PostError
    from kiosk.refresher.post_sender import PostSender

    try:
        sender = PostSender(installation, store, memory, installation.spool())
    except PostError as error:
        _log.error("post: %s", error)
        return Post()
    stack.callback(sender.close)
    own = {source.name for source in installation.sources if source.own}
    signed = {source.name for source in installation.sources if source.keys}

    def heard(outcome: Outcome) -> None:
        if outcome.error is None and outcome.name not in own:
            sender.line_is_up()

    def wishes() -> set[str]:
        if not sender.came_through():
            return set()
        try:
            return worth_asking(store.sources(), signed, installation.clock().read().now)
        except CacheError:
            return set()

    return Post(sender.send_due, heard, sender.acknowledge, wishes, lambda: sender.must_restart)


class SmsCalls(Struct, frozen=True):
    """Calls into the receiver of SMS.

    *wishes* returns the names of the sources to be asked now. *pause* waits for the given seconds, or until an SMS has
    come.
    """

    wishes: Callable[[], set[str]] = set
    pause: Callable[[float], object] | None = None


def _hearing_sms(installation: Installation, memory: Memory, stack: ExitStack) -> SmsCalls:
    """Return the calls into the receiver of SMS, or no-ops if the settings want no SMS; its code is loaded only then."""
    sources = {source.name for source in sms_sources(installation.settings, installation.data)}
    if not sources:
        return SmsCalls()
    from kiosk.refresher.sms.bell import Bell
    from kiosk.refresher.sms.status import keep_sound

    bell = Bell(installation.data / FOLDER)
    stack.callback(bell.close)
    tell = keep_sound(installation.data, lambda: memory.loudspeaker(installation.clock().read().now.date()))

    def wishes() -> set[str]:
        tell()
        return sources if bell.rung() else set()

    return SmsCalls(wishes, bell.wait_for_ring)


def _updating(
    installation: Installation, memory: Memory, stack: ExitStack, directions: Directions
) -> Callable[[], None]:
    """Return the step that looks for updates of the program, to be called often; loaded only if the settings want it."""
    settings, kiosk = installation.settings, kiosk_id(installation.data)
    if not settings.update.url:
        return lambda: None
    systems = _systems(installation, memory, stack, directions)
    if not settings.update.keys:
        return systems
    from kiosk.appliance.update.download import Updates
    from kiosk.appliance.update.rings import is_turn

    updates = Updates(
        settings,
        installation.data,
        memory,
        installation.clock().read,
        turn=lambda number: is_turn(number, kiosk, settings.update.ring, directions.rings),
    )
    stack.callback(updates.close)

    def tick() -> None:
        systems()  # first: a technician's wish is answered by the other one
        updates.check_for_update()

    return tick


def _systems(
    installation: Installation, memory: Memory, stack: ExitStack, directions: Directions
) -> Callable[[], None]:
    """Return the step that looks for bundles of the system, to be called often; loaded only on a card with two systems."""
    from kiosk.appliance.update.system.state import has_two_systems

    if not has_two_systems(Folders()):
        return lambda: None
    from kiosk.appliance.update.rings import is_turn
    from kiosk.appliance.update.system.look import SystemUpdates

    settings, kiosk = installation.settings, kiosk_id(installation.data)
    systems = SystemUpdates(
        settings,
        memory,
        installation.clock().read,
        turn=lambda number: is_turn(number, kiosk, settings.update.ring, directions.rings),
    )
    stack.callback(systems.close)

    def tick() -> None:
        for request in memory.requests.pending(RequestKind.LOOK):
            systems.want()
            if not settings.update.keys:  # else it is for the program's updates, too
                memory.requests.answer_request(request.id, RequestAnswer(RequestResult.DONE).to_json())
        systems.check_for_bundle()

    return tick


def _arriving(
    installation: Installation, store: Store, memory: Memory, taken: Callable[[], object]
) -> Callable[[], None]:
    """Return the step that imports uploads of couriers' phones, to be called often; *taken* is called after each."""
    public = installation.settings.public
    if not (public.enabled and public.courier):
        return lambda: None
    from kiosk.refresher.arrivals import Arrivals

    def take(path: Path) -> Sequence[Imported]:
        from kiosk.refresher.imports import take_arrival  # loaded when somebody comes

        results = take_arrival(installation, store, memory, path)
        taken()
        return results

    if not public.questions:
        return Arrivals(Path(public.courier), take).check_arrivals
    from kiosk.refresher.phone_questions import PhoneQuestions

    questions = PhoneQuestions(installation, memory.questions, lambda: installation.clock().read().now)
    return Arrivals(Path(public.courier), take, ask=questions.answer_phone).check_arrivals


def _neighbours(
    installation: Installation, store: Store, stack: ExitStack, taken: Callable[[], object], every_s: float | None
) -> Callable[[], None]:
    """Return the step that takes editions from other kiosks and hands them on; loaded only if the settings want it."""
    public = installation.settings.public
    if not (public.enabled and public.neighbours):
        from kiosk.refresher.neighbours.shelf import Shelf

        with suppress(OSError):
            Shelf(Path(public.folder)).close()
        return lambda: None
    from kiosk.refresher.imports import take_neighbours
    from kiosk.refresher.neighbours.rounds import EVERY_S, Neighbours

    def take(path: Path) -> Sequence[Imported]:
        results = take_neighbours(installation, store, path)
        taken()
        return results

    neighbours = Neighbours(installation, store, take, every_s=EVERY_S if every_s is None else every_s)
    stack.callback(neighbours.close)
    return neighbours.visit_neighbours


def _public_pages(installation: Installation, store: Store, stack: ExitStack) -> Callable[[], None]:
    """Return the step that keeps the public pages up to date, to be called often; loaded only if the settings want them."""
    if not installation.settings.public.enabled:
        return lambda: None
    from kiosk.refresher.site.keeping import SiteKeeper
    from kiosk.refresher.site.publishing import build, speak

    folder = Path(installation.settings.public.folder)

    def revision() -> int:
        """Return a number that changes with the store and with the post, whose letters are among the pages."""
        with suppress(OSError):
            return hash((store.revision(), (installation.data / POST).stat().st_mtime_ns))
        return store.revision()

    look = installation.clock().read
    keeper = SiteKeeper(
        lambda: build(installation, folder, look()), revision, speak=lambda: speak(installation, look())
    )
    stack.callback(keeper.close)
    return keeper.renew_site


def open_for_writing(installation: Installation, stack: ExitStack) -> Store:
    """Open the store under the folder's lock; both are released when *stack* closes. Raises Refusal."""
    try:
        stack.enter_context(writer_lock(installation.data))
        return stack.enter_context(Store.open(installation.data))
    except CacheError as error:
        raise Refusal("{error}", error=error.problem) from error


def _opened_when_there_is_room(installation: Installation, stack: ExitStack, stop: threading.Event) -> Store | None:
    """Open the store as `open_for_writing` does, but retry on a full disk; return None if *stop* was set meanwhile.

    A refresher that ended would not help, since the stored content is still shown. A systemd unit waits for a lock, too.
    """
    waited = 0
    while True:
        try:
            with ExitStack() as trial:
                trial.enter_context(writer_lock(installation.data))
                store = trial.enter_context(Store.open(installation.data))
                stack.enter_context(trial.pop_all())
                return store
        except StoreFullError as error:
            _log.error("%s", error)
        except FolderBusyError as error:
            if not _is_unit() or not _take_lock_away(installation.data, waited):
                raise Refusal("{error}", error=error.problem) from error
            waited += 1
        except CacheError as error:
            raise Refusal("{error}", error=error.problem) from error
        if stop.wait(_AGAIN_S):
            return None


def _is_unit() -> bool:
    """Return whether the service manager started this process (systemd.exec, SYSTEMD_EXEC_PID)."""
    return os.environ.get("SYSTEMD_EXEC_PID") == str(os.getpid())


def _take_lock_away(data: Path, waited: int) -> bool:
    """Take the folder's lock from its holder after *waited* failed tries, at least _LOCK_WAITS; return False if that is
    impossible.

    The service manager starts no second refresher. So the holder is a technician's program or another user of the folder,
    and a village must not wait for it.
    """
    if waited < _LOCK_WAITS:
        return True
    try:
        take_away(data)
    except OSError:
        return False
    return True


def make_refresher(
    installation: Installation,
    store: Store,
    *,
    now: Callable[[], datetime] | None = None,
    poll: Callable[[], bool | Collection[str]] | None = None,
    pause: Callable[[float], object] | None = None,
) -> Refresher:
    """Return a refresher of the sources in the settings. Raises Refusal if there are none."""
    if not installation.sources:
        where = str(installation.config or installation.words("built-in settings"))
        raise Refusal("{where}: there is no [[source]] yet; add one, see the example deploy/kiosk.toml", 2, where=where)
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
