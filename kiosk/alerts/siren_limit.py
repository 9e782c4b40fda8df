"""How often one host may begin the siren. Pure.

A host of warnings that was taken over, or went mad, can send a new one each minute: the village would learn that the siren means
nothing, and take it out. A limit must not silence a true warning. So it takes nothing but the siren: what is beyond it fills the
screen as before and is spoken at once, over the horn, at full volume, after two chimes, and again as often as a siaga. And it holds
for a host by itself, by the way its warnings came, after `MOST` within an hour. It does not hold

- for what an office or the hall has signed or written: nobody on the way can have made it;
- for a graver danger than those sirens told of: after three floods, or two and a tsunami, a tsunami has its siren;
- for a new warning, because of updates of another: those count against updates alone;
- where another host or office warns of the same hazard here; each of its warnings speaks for one.

What is repeated until somebody has understood it is no new siren. An update is one, where somebody had. Whoever has taken a host
over can keep its true warnings away altogether: that, no limit makes worse. It is counted since the boot, for a clock may be set.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from kiosk.alerts.rising import danger
from kiosk.alerts.sound_policy import Raised, is_alarm

MOST = 3
WITHIN = timedelta(hours=1)


class _Begun(NamedTuple):
    at: timedelta
    level: int
    again: bool


class SirenLimit:
    """What each host has begun; `at` is the time since the boot. `again` is an update of what was heard, or what was heard before
    this start of the kiosk."""

    def __init__(self) -> None:
        self._begun: dict[str, list[_Begun]] = {}
        self._spoke_for: dict[str, str] = {}  # who vouched, for whom

    def holds(self, alert: Raised, others: Iterable[Raised], at: timedelta, *, again: bool = False) -> bool:
        """Whether this one is beyond it. `others` are those that stand here."""
        level = danger(alert.hazard, alert.event)
        begun = [each for each in self._lately(alert.host, at) if each.level >= level and (again or not each.again)]
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

    def _lately(self, host: str, at: timedelta) -> list[_Begun]:
        return [each for each in self._begun.get(host, ()) if timedelta() <= at - each.at < WITHIN]

    def note(self, alert: Raised, others: Iterable[Raised], at: timedelta, *, again: bool = False) -> None:
        """It begins the siren."""
        if not alert.host:
            return
        kept = self._lately(alert.host, at)
        self._begun[alert.host] = [*kept, _Begun(at, danger(alert.hazard, alert.event), again)]
        standing = {each.id: each for each in others}
        self._spoke_for = {name: of for name, of in self._spoke_for.items() if name in standing}
        if len(kept) >= MOST:
            for name, each in standing.items():
                if each.host != alert.host and each.hazard is alert.hazard:
                    self._spoke_for.setdefault(name, alert.id)
