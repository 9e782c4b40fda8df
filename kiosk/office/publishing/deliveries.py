"""Deliveries of a signed edition to the office's targets: the first, and those that follow where one failed.

What is sent again is the same edition, never one of a new number. Faults that pass (a line, a host that does not answer) are tried
again by themselves, later each time, for a day; those that a person must mend are tried when that person asks.
"""

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
"""First wait of an edition with a warning."""
TRIED_FOR = timedelta(days=1)
"""Time since the edition was begun after which nothing is tried by itself."""
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
"""Codes of faults that pass without anybody's doing."""


class Deliveries:
    """Sender of what lies in `out`, one target after another. `clock` gives aware times."""

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
        """Send *edition*, signed by *key*, to each of *places* that has not got it, and note in its steps what became of it. With
        *only*, to those of these names."""
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
        """Return the targets of *edition* that are to be tried now: the back-off is over, or the process that sent was killed."""
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
    """Return a function that writes into *history* that an edition is out, if it is. *clock* gives aware times."""

    def note(edition: EditionProgress) -> None:
        if edition.state == "done":
            history.commit_deed(
                edition.who, words("publishes edition {number}", number=edition.number), None, now=clock()
            )

    return note
