"""Limit to how often one host may begin the siren. Pure.

A host of warnings that was hacked, or has a fault, can send a new one each minute: the village would learn that the
siren means nothing, and take it out. A limit must not silence a true warning. So it takes nothing but the siren: a
warning beyond it fills the screen as before and is spoken at once, over the horn, at full volume, after two chimes, and
repeated as often as a siaga. It counts each host by itself, by the way its warnings came, after `MOST` within an hour.
It does not hold

- for an edition that an office or the hall has signed or written: nobody on the way can have forged it;
- for a graver danger than those sirens told of: after three floods, or two and a tsunami, a tsunami has its siren;
- for a new warning, because of updates of another: those count against updates alone;
- where another host or office warns of the same hazard here; each of its warnings speaks for one.

A repetition until somebody has acknowledged the warning is no new siren. An update is one, where somebody had. An
attacker who has taken a host over can suppress its true warnings altogether: no limit makes that worse. It is counted
since the boot, for a clock may be set.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from kiosk.alerts.rising import danger
from kiosk.alerts.sound_policy import Raised, is_alarm

MOST = 3
WITHIN = timedelta(hours=1)


class _BegunSiren(NamedTuple):
    at: timedelta
    level: int
    again: bool


class SirenLimit:
    """Count of the sirens that each host has begun.

    *at* is the time since the boot. *again*: the warning updates one that sounded, or sounded before this start of the
    kiosk.
    """

    def __init__(self) -> None:
        self._begun: dict[str, list[_BegunSiren]] = {}
        # id of the warning that vouched, by the id of the other host's warning that it vouched for
        self._spoke_for: dict[str, str] = {}

    def is_beyond(self, alert: Raised, others: Iterable[Raised], at: timedelta, *, again: bool = False) -> bool:
        """Return whether the siren of *alert* would exceed its host's limit. *others* are the warnings in force here."""
        level = danger(alert.hazard, alert.event)
        begun = [each for each in self._recent(alert.host, at) if each.level >= level and (again or not each.again)]
        if not alert.host or len(begun) < MOST:
            return False
        return not any(
            each.host != alert.host
            and each.hazard is alert.hazard
            and is_alarm(each)
            and not each.ended
            and self._spoke_for.get(each.id, alert.id) == alert.id
            for each in others
        )

    def _recent(self, host: str, at: timedelta) -> list[_BegunSiren]:
        return [each for each in self._begun.get(host, ()) if timedelta() <= at - each.at < WITHIN]

    def note_siren(self, alert: Raised, others: Iterable[Raised], at: timedelta, *, again: bool = False) -> None:
        """Record that *alert* begins the siren."""
        if not alert.host:
            return
        kept = self._recent(alert.host, at)
        self._begun[alert.host] = [*kept, _BegunSiren(at, danger(alert.hazard, alert.event), again)]
        standing = {each.id: each for each in others}
        self._spoke_for = {name: of for name, of in self._spoke_for.items() if name in standing}
        if len(kept) >= MOST:
            for name, each in standing.items():
                if each.host != alert.host and each.hazard is alert.hazard:
                    self._spoke_for.setdefault(name, alert.id)
