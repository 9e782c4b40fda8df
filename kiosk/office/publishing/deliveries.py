"""Deliveries of a signed edition to the office's targets, and their retries.

A retry sends the same edition, never a new number. Faults that pass by themselves (a line, a host that does not answer)
are retried with growing pauses, for a day. Faults that a person must mend are retried when that person asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from content_cache.model.errors import CacheError, Code
from content_cache.signing.keys import PublicKey
from kiosk.i18n.words import Words
from kiosk.office.base.back_off import back_off
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.base.history import History
from kiosk.office.publishing.records import EditionProgress, Send, TargetStep
from kiosk.office.setup.setup import EditionTarget
from kiosk.office.targets.faults import TargetCode

FIRST_AGAIN, MOST_AGAIN = timedelta(minutes=5), timedelta(hours=1)
WARNS_AGAIN = timedelta(seconds=30)
"""First pause before a retry of an edition with a warning."""
TRIED_FOR = timedelta(days=1)
"""Time since the beginning of an edition after which nothing is retried by itself."""
PASSING = frozenset(
    code.value
    for code in (
        TargetCode.UNREACHABLE,
        TargetCode.CUT,
        TargetCode.PUBLIC_OLD,
        Code.UNREACHABLE,
        Code.CONNECTION_REFUSED,
        Code.NAME_NOT_RESOLVED,
        Code.NO_ROUTE,
        Code.NO_ANSWER,
        Code.TOO_SLOW,
        Code.BUSY,
        Code.HTTP_STATUS,
    )
)
"""Codes of faults that pass by themselves."""


class Deliveries:
    """Sender of the editions in the folder that *out* returns, one target after another. *clock* gives aware times."""

    def __init__(self, out: Callable[[], Path], send: Send, clock: Callable[[], datetime]) -> None:
        self._out = out
        self._send = send
        self._clock = clock

    def deliver_edition(
        self,
        edition: EditionProgress,
        places: Sequence[EditionTarget],
        key: PublicKey,
        only: Collection[str] | None = None,
    ) -> None:
        """Send *edition*, signed by *key*, to each of *places* that does not have it, and record the results in its
        steps. With *only*, send it to the places of these names only."""
        by_name = {place.name: place for place in places}
        for step in edition.steps:
            if step.state == "verified" or (only is not None and step.target not in only):
                continue
            if step.target in by_name:
                self._deliver_to(edition, step, by_name[step.target], key)
            else:
                gone = OfficeError(OfficeCode.TARGET_GONE, name=step.target)
                step.state, step.again, step.problem = "failed", None, gone.problem

    def _deliver_to(self, edition: EditionProgress, step: TargetStep, target: EditionTarget, key: PublicKey) -> None:
        step.state, step.again = "goes", None
        try:
            step.check_not_superseded()
            self._send(self._out(), target, key, step)
            step.state, step.problem = "verified", None
        except (CacheError, OfficeError) as error:
            step.state, step.problem = "failed", error.problem
        except OSError as error:
            step.state = "failed"
            step.problem = no_room(error)
        step.tries += 1
        if step.problem is not None and step.problem.code in PASSING:
            now = self._clock()
            first = WARNS_AGAIN if edition.warns else FIRST_AGAIN
            again = now + back_off(first, step.tries, MOST_AGAIN)
            step.again = again if again <= edition.begun + TRIED_FOR else None

    def due(self, edition: EditionProgress) -> frozenset[str]:
        """Return the names of *edition*'s targets to try now: their back-off is over, or the process that sent to them
        was killed."""
        now = self._clock()
        if now > edition.begun + TRIED_FOR:
            return frozenset()
        return frozenset(
            step.target
            for step in edition.steps
            if (step.again <= now if step.again is not None else step.state in ("waits", "goes"))
        )


def publication_notes(
    history: History, words: Words, clock: Callable[[], datetime]
) -> Callable[[EditionProgress], None]:
    """Return a function that records in *history* that an edition was published, if it was. *clock* gives aware times."""

    def note(edition: EditionProgress) -> None:
        if edition.state == "done":
            history.commit_deed(
                edition.who, words("publishes edition {number}", number=edition.number), None, now=clock()
            )

    return note
