"""Import of signed editions from a USB stick or a folder, and export of the kiosk's own news to it.

A refresher that runs holds the data folder: it is asked to do it, by the kiosk's memory, and answers there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle as take
from content_cache.central.import_result import Imported, ImportResult, from_json, to_json
from content_cache.central.revocation import withdraw_revoked
from content_cache.model.errors import CacheError, Code
from content_cache.model.problems import msgid, problem
from content_cache.store.lock import FolderBusyError, writer_lock
from content_cache.store.store import Store
from kiosk.core.clock import kernel_synchronised, never_before
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.refresher.adoption import keep_acceptance
from kiosk.refresher.stick_notices import set_aside
from kiosk.refresher.stick_report import write_back
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

_PATIENCE_S = 900.0  # since it was last told how far it is: longer than a stick may be verified
_LOOK_S = 0.5
_TELL_S = 1.0  # between two notices of how far it is: each is written on the card
_BAD = (ImportResult.REFUSED, ImportResult.SLOW, ImportResult.UNREADABLE)
_NOTHING = msgid("there is no content for a kiosk here (no file latest.minisig was found)")
Progress = Callable[[int, int], None]


def _unseen(_done: int, _whole: int) -> None:
    """Ignore progress, where nobody watches."""


def import_bundle(
    installation: Installation,
    path: Path,
    *,
    progress: Progress = _unseen,
    patience_s: float = _PATIENCE_S,
    as_json: bool = False,
) -> int:
    """Import the bundles at *path* and return the exit code: 1 if one was refused, or if there were none.

    A report is written to a stick, and to a folder that had content for a kiosk; any other folder stays unchanged.
    """
    if not path.is_dir():
        raise Refusal("{path}: there is no such folder; plug the USB stick in, or name its folder", 2, path=str(path))
    path = path.resolve()
    told = replace(installation, out=lambda _line: None) if as_json else installation
    waiting = _set_aside(told, path)
    results = _import_bundles(told, path, progress, patience_s)
    code = _code(told, results, waiting=waiting)
    if as_json:
        installation.print_json({"bundles": msgspec.to_builtins(results)})
    if not (results or waiting or os.path.ismount(path)):
        return code
    if fault := write_back(installation, path, results, lines_of(results, installation.words)):
        installation.tell(fault.in_words(installation.words))
    return code


def import_stick(
    installation: Installation, path: Path, *, progress: Progress = _unseen, patience_s: float = _PATIENCE_S
) -> int:
    """Import the stick mounted at *path*, without writing to it, and return the exit code.

    If it could not be mounted, the kiosk's screen says so.
    """
    if os.path.ismount(path):
        waiting = _set_aside(installation, path)  # before the answer: the screen tells of both
        return _code(installation, _import_bundles(installation, path, progress, patience_s), waiting=waiting)
    results = [Imported(result=ImportResult.UNREADABLE, error=problem(Code.STICK_UNMOUNTABLE))]
    with Memory(installation.data) as memory:
        memory.requests.answer_request(
            memory.requests.leave_request(RequestKind.IMPORT, datetime.now(UTC), str(path)), to_json(results)
        )
    installation.out(_import_line(results[0], installation.words))
    return _code(installation, results)


def report_to_stick(installation: Installation, path: Path) -> int:
    """Write the report of the last import to the stick at *path*, which must be mounted again, writable. Raises Refusal."""
    if not os.path.ismount(path):
        raise Refusal(
            "{path}: the USB stick cannot be written; slide its write lock, or use another one", path=str(path)
        )
    with Memory(installation.data) as memory:
        answer = memory.requests.last_answer(RequestKind.IMPORT, str(path))
    results = from_json(answer) if answer else []
    busy = installation.words("the kiosk is busy and has not taken the content in yet; plug it in again later")
    if fault := write_back(installation, path, results, lines_of(results, installation.words) if answer else [busy]):
        raise fault
    return 0


def _set_aside(installation: Installation, path: Path) -> bool:
    """Set aside the village's own notices on a stick at *path*, and an office's acceptance, and print that they wait; return
    whether there are any."""
    told = set_aside(installation, path)
    if told:
        installation.out(told)
    try:
        accepted = keep_acceptance(installation, path)
    except OSError as error:
        reason = error.strerror or str(error)
        installation.out(
            installation.words(
                "{path}: the office's acceptance cannot be read ({reason})", path=str(path), reason=reason
            )
        )
        accepted = False
    if accepted:
        installation.out(installation.words("an office's acceptance is taken: see the technician's page Office"))
    return bool(told) or accepted


def _code(installation: Installation, results: Sequence[Imported], *, waiting: bool = False) -> int:
    """Return the exit code for *results*: 1 if one is bad, or if there was nothing to import and nothing is *waiting*,
    which is printed."""
    if not results and not waiting:
        installation.out(installation.words(_NOTHING))
    return 1 if not (results or waiting) or any(result.result in _BAD for result in results) else 0


def _import_bundles(installation: Installation, path: Path, progress: Progress, patience_s: float) -> list[Imported]:
    """Import each bundle in *path* and print its result as soon as it is known."""
    try:
        with ExitStack() as stack:
            stack.enter_context(writer_lock(installation.data))
            store = stack.enter_context(Store.open(installation.data))
            memory = stack.enter_context(Memory(installation.data))
            number = memory.requests.leave_request(
                RequestKind.IMPORT, datetime.now(UTC), str(path)
            )  # a kiosk that runs shows it
            return _answered(
                installation,
                store,
                memory,
                number,
                path,
                progress,
                lambda result: installation.out(_import_line(result, installation.words)),
            )
    except FolderBusyError:
        results = _by_the_refresher(installation, path, progress, patience_s)
    except CacheError as error:
        raise Refusal("{error}", error=error.problem) from error
    for result in results:
        installation.out(_import_line(result, installation.words))
    return results


def _take_each(
    installation: Installation,
    store: Store,
    path: Path,
    progress: Progress,
    *,
    others: bool = True,
    completing: bool = False,
) -> Iterator[Imported]:
    """Import each bundle in *path* into *store*, whose lock is held, and yield the results. Raises StoreError.

    With *others*, bundles are kept for other kiosks where the settings allow it. *completing* is as for
    `content_cache.central.bundle_import.import_bundle`.
    """
    clock = never_before(installation.floor)
    limits = installation.limits()
    try:
        bundles = bundles_in(path)
    except CacheError as error:
        yield Imported(result=ImportResult.REFUSED, error=error.problem)
        return
    public = installation.settings.public
    for bundle in bundles:
        result = take(
            store,
            bundle,
            installation.settings.sources,
            clock=clock,
            limits=limits,
            progress=progress,
            trusted=kernel_synchronised(),
            completing=completing,
        )
        if others and public.enabled and public.neighbours and result.result in (ImportResult.TAKEN, ImportResult.SAME):
            from kiosk.refresher.neighbours.rounds import share_edition  # loaded where the settings want it

            share_edition(installation, store, bundle, result)
        yield result
    for source in installation.settings.sources:  # a stick may bring a keys.json that revokes one
        withdraw_revoked(store, source)


def answer_requests(installation: Installation, store: Store, memory: Memory) -> None:
    """Do the imports that were requested, in the refresher."""
    for request in memory.requests.pending(RequestKind.IMPORT):
        _answered(installation, store, memory, request.id, Path(request.argument))


def take_arrival(installation: Installation, store: Store, memory: Memory, path: Path) -> list[Imported]:
    """Import the upload of a courier's phone in the refresher, verified as a stick is.

    Anybody near by may upload a stored edition again and again, so its files are not read again.
    """
    number = memory.requests.leave_request(RequestKind.IMPORT, datetime.now(UTC), str(path))
    return _answered(installation, store, memory, number, path, completing=False)


def take_neighbours(installation: Installation, store: Store, path: Path) -> list[Imported]:
    """Import another kiosk's edition in the refresher, verified as a stick is, without an answer to anyone."""
    try:
        return list(_take_each(installation, store, path, _unseen, others=False))
    except CacheError as error:
        return [Imported(result=ImportResult.REFUSED, error=error.problem)]


def _answered(
    installation: Installation,
    store: Store,
    memory: Memory,
    number: int,
    path: Path,
    progress: Progress = _unseen,
    finished: Callable[[Imported], None] = lambda _result: None,
    *,
    completing: bool = True,
) -> list[Imported]:
    """Import each bundle, call *finished* with each result, and answer request *number* with all of them.

    The progress is stored in the memory too, for the kiosk's screen.
    """
    note = _seldom(lambda done, whole: memory.requests.note_progress(number, done, whole))

    def both(done: int, whole: int) -> None:
        progress(done, whole)
        note(done, whole)

    results: list[Imported] = []
    try:
        for result in _take_each(installation, store, path, both, completing=completing):
            finished(result)
            results.append(result)
    except CacheError as error:
        results.append(Imported(result=ImportResult.REFUSED, error=error.problem))
        finished(results[-1])
    memory.requests.answer_request(number, to_json(results))
    return results


def _seldom(note: Progress, monotonic: Callable[[], float] = time.monotonic) -> Progress:
    """Return *note* limited to one call in _TELL_S seconds and the final one."""
    last = float("-inf")

    def tell(done: int, whole: int) -> None:
        nonlocal last
        if done == whole or monotonic() - last >= _TELL_S:
            last = monotonic()
            note(done, whole)

    return tell


def lines_of(results: Sequence[Imported], words: Words) -> list[str]:
    """Return one line of text for each imported bundle, or one that says there was nothing."""
    return [_import_line(result, words) for result in results] or [words(_NOTHING)]


def _import_line(result: Imported, _: Words) -> str:
    name = f"{result.source}: " if result.source else ""
    unfit = "; " + _("some pictures are not used ({why})", why=result.error) if result.error else ""
    match result.result:
        case ImportResult.TAKEN:
            taken = _(
                "taken in, edition {edition} ({added} new, {changed} changed, {withdrawn} withdrawn)",
                edition=result.seq,
                added=result.added,
                changed=result.changed,
                withdrawn=result.withdrawn,
            )
            return name + taken + unfit
        case ImportResult.SAME:
            return name + _("edition {edition} is on this kiosk already", edition=result.seq) + unfit
        case _:
            return name + (_.problem(result.error) if result.error else "")


def _by_the_refresher(installation: Installation, path: Path, progress: Progress, patience_s: float) -> list[Imported]:
    """Ask the refresher that holds the data folder to import *path*, and return its results.

    Raise Refusal if it shows no progress for *patience_s* seconds.
    """
    with Memory(installation.data) as memory:
        request = memory.requests.leave_request(RequestKind.IMPORT, datetime.now(UTC), str(path))
        seen, end = None, time.monotonic() + patience_s
        while time.monotonic() < end:
            if (answer := memory.requests.answer_to(request)) is not None:
                return from_json(answer)
            if (now := memory.requests.progress_of(request)) is not None and now != seen:  # it is at work
                progress(*now)
                seen, end = now, time.monotonic() + patience_s
            time.sleep(_LOOK_S)
        memory.requests.answer_request(request, "")  # nobody is to begin it now
    raise Refusal("the refresher is busy and does not answer; try again in a moment")
