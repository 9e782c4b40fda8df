"""Steps of the refresher that only some settings want; the code of each is loaded only then."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from msgspec import Struct

from content_cache.central.import_result import Imported
from content_cache.model.errors import CacheError
from content_cache.refresh.outcomes import Outcome
from content_cache.store.store import Store
from kiosk.core.identity import kiosk_id
from kiosk.core.paths import Folders
from kiosk.installation import Installation
from kiosk.post.spool import FOLDER as POST
from kiosk.refresher.directions import Directions, unheard
from kiosk.refresher.line_watch import worth_asking
from kiosk.settings.sms_sources import FOLDER, sms_sources
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult

_log = logging.getLogger(__name__)


def ignore_outcome(_outcome: Outcome) -> None:
    """Ignore an outcome, where nobody waits for it."""


def report_step(installation: Installation, store: Store, memory: Memory, stack: ExitStack) -> Callable[[], None]:
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
    heard: Callable[[Outcome], None] = ignore_outcome
    acknowledge: Callable[[int], None] = unheard
    wishes: Callable[[], set[str]] = set
    must_restart: Callable[[], bool] = lambda: False


def post_calls(installation: Installation, store: Store, memory: Memory, stack: ExitStack) -> Post:
    """Return the calls into the post, with those about the adoption of this kiosk alone if the settings name no office, and
    no-ops if this kiosk has no key.
    """
    from kiosk.post.faults import PostError
    from kiosk.refresher.adoption import OfficeAdoption

    try:
        adoption = OfficeAdoption(installation, memory)
        stack.callback(adoption.close)
        if installation.settings.post.office is None:
            return Post(adoption.tick, must_restart=lambda: adoption.must_restart)
        from kiosk.refresher.post_sender import PostSender  # loaded only if there is an office

        sender = PostSender(installation, store, memory, adoption)
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

    def tick() -> None:
        adoption.tick()
        sender.send_due()

    return Post(tick, heard, sender.acknowledge, wishes, lambda: sender.must_restart or adoption.must_restart)


class SmsCalls(Struct, frozen=True):
    """Calls into the receiver of SMS.

    *wishes* returns the names of the sources to be asked now. *pause* waits for the given seconds, or until an SMS has
    come.
    """

    wishes: Callable[[], set[str]] = set
    pause: Callable[[float], object] | None = None


def sms_calls(installation: Installation, memory: Memory, stack: ExitStack) -> SmsCalls:
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


def update_step(
    installation: Installation, memory: Memory, stack: ExitStack, directions: Directions
) -> Callable[[], None]:
    """Return the step that looks for updates of the program, to be called often; loaded only if the settings want it."""
    settings, kiosk = installation.settings, kiosk_id(installation.data)
    if not settings.update.url:
        return lambda: None
    systems = _system_step(installation, memory, stack, directions)
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


def _system_step(
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


def arrival_step(
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


def neighbour_step(
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


def page_step(installation: Installation, store: Store, stack: ExitStack) -> Callable[[], None]:
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
