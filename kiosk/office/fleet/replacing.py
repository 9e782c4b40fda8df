"""Replacing of a dead kiosk: another one takes its place, its settings and its backup, and the dead one is refused from then on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.hall.backup.faults import BackupError
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.fleet.kiosk_orders import KioskOrders
from kiosk.office.post.inbox import PostInbox
from kiosk.office.post.records import Enrolled, Replacement

ALIVE = timedelta(hours=1)
"""Time without a word after which a kiosk may be replaced: no kiosk in use is shut out by a slip."""
UNDONE_WITHIN = timedelta(days=1)


class KioskReplacing:
    """Replacing in one office."""

    def __init__(self, post: PostInbox, orders: KioskOrders, clock: Callable[[], datetime]) -> None:
        self._post = post
        self._orders = orders
        self._clock = clock

    def candidates(self, kiosk: str) -> list[Enrolled]:
        """Return the kiosks that may take the place of *kiosk*, the last enrolled first."""
        others = [each for each in self._post.store.register.kiosks() if each.id != kiosk]
        return sorted(others, key=lambda each: each.since, reverse=True)

    def dead(self) -> list[Enrolled]:
        """Return the kiosks that may be replaced now, by place."""
        now = self._clock()
        return [each for each in self._post.store.register.kiosks() if each.seen is None or now - each.seen >= ALIVE]

    def check_dead(self, kiosk: str) -> Enrolled:
        """Return the kiosk *kiosk*, which may be replaced. Raise OfficeError where it still reports, or is none of this
        office's."""
        dead, now = self._post.store.register.find_kiosk(kiosk), self._clock()
        if dead is None:
            raise OfficeError(OfficeCode.REPLACE_WHOM)
        if dead.seen is not None and now - dead.seen < ALIVE:
            raise OfficeError(OfficeCode.STILL_REPORTS, minutes=max(int((now - dead.seen).total_seconds() // 60), 1))
        return dead

    def replacement(self, new: str) -> Replacement | None:
        """Return whose place the kiosk *new* has taken last, if any."""
        return self._post.store.register.replacement_by(new)

    def may_undo(self, replaced: Replacement) -> bool:
        """Return whether it was made within a day."""
        return self._clock() - replaced.at < UNDONE_WITHIN

    def replace(self, old: str, new: str) -> list[str]:
        """Let the kiosk *new* take the place of *old*. Return the files of the office's folder that have changed.

        Raise OfficeError where *old* still reports, *new* is none of this office's, or a backup is here and the post is shut;
        OSError.
        """
        register, now = self._post.store.register, self._clock()
        heir = register.find_kiosk(new)
        if heir is None or old == new:
            raise OfficeError(OfficeCode.REPLACE_WHOM)
        self.check_dead(old)
        try:
            self._post.hand_on(old, heir)
        except BackupError as error:
            raise OfficeError(error.problem) from error
        register.replace_kiosk(old, new, now)
        return self._orders.move_kiosk(old, new, now)

    def undo(self, new: str) -> tuple[str, list[str]]:
        """Give the place back to the kiosk that *new* replaced within the last day. Return its name and the changed files.

        Raise OfficeError, OSError.
        """
        register = self._post.store.register
        replaced = register.replacement_by(new)
        if replaced is None or not self.may_undo(replaced):
            raise OfficeError(OfficeCode.REPLACE_WHOM)
        register.undo_replacement(replaced)
        self._post.backups.drop_handed(new)
        return replaced.old, self._orders.move_kiosk(new, replaced.old, self._clock())
