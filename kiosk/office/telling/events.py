"""Events that somebody should hear of, as they are at one moment: silent and broken kiosks, a warning, questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from kiosk.office.base.areas import Areas
from kiosk.office.fleet.fleet import Fleet, FleetKiosk
from kiosk.office.post.inbox import PostInbox
from kiosk.office.setup.telling import TellKind
from kiosk.office.telling.certificates import EndingCertificate
from kiosk.office.warnings.warnings import Warnings

_FAULTS = {"disk": TellKind.CARD, "store": TellKind.CARD, "card": TellKind.CARD, "speech": TellKind.SOUND}
WARM_UP = timedelta(minutes=90)
"""Time in which no kiosk becomes silent, for kiosks report each hour. It begins with the desk's start, a correction of
the clock, and the end of an outage of the monitor of LONG_AWAY."""
LONG_AWAY = timedelta(hours=1)


class OfficeEvent(Struct, frozen=True):
    """Event of one kind. *id* is that of a kiosk or warning, *name* the village's. *at* is when a kiosk was heard of
    last, when the monitor answered last, or when a warning lapses or a certificate ends. *count* is the number of
    questions, *first* the person who proposed a warning."""

    kind: TellKind
    id: str = ""
    name: str = ""
    at: datetime | None = None
    count: int = 0
    first: str = ""

    @property
    def event_key(self) -> str:
        return f"{self.kind} {self.id}"


class OfficeState(Struct, frozen=True):
    """All present events by their keys. *kiosks* are all kiosks by id; None if the monitor does not answer. *known* is
    false if only the warning could be looked up."""

    events: Mapping[str, OfficeEvent]
    kiosks: Mapping[str, FleetKiosk] | None
    warms_up: bool = False
    known: bool = True

    def for_person(self, person: str) -> OfficeState:
        """Return the state without the warning that *person* proposed; "" is nobody."""
        own = [key for key, each in self.events.items() if person and each.first == person]
        return replace(self, events={key: each for key, each in self.events.items() if key not in own}) if own else self


class EventWatch:
    """Source of one office's events. *ending* returns the certificates that end. Methods raise OSError for a broken disk."""

    def __init__(
        self,
        fleet: Fleet,
        areas: Areas,
        warnings: Warnings,
        post: PostInbox,
        late: Callable[[], timedelta],
        began: datetime,
        ending: Callable[[datetime], Iterable[EndingCertificate]] = lambda _now: (),
    ) -> None:
        self._fleet = fleet
        self._areas = areas
        self._warnings = warnings
        self._post = post
        self._late = late
        self._began = began
        self._ending = ending
        self._down_since: datetime | None = None

    def begin_anew(self, now: datetime) -> None:
        """Give kiosks the grace time of a start again, because the clock was corrected or this machine slept."""
        self._began = now

    def waiting_release(self, now: datetime) -> list[OfficeEvent]:
        """Return the event of the warning that awaits its second person, [] without one."""
        waiting = self._warnings.waiting_warning(now)
        return (
            [OfficeEvent(TellKind.RELEASE, waiting.id, at=waiting.lapses, first=waiting.first)]
            if waiting is not None
            else []
        )

    def current_state(self, now: datetime) -> OfficeState:
        """Return all present events except a warning."""
        kiosks, seen, names = self._fleet.list_kiosks(), self._fleet.last_snapshot(), self._areas.names
        down = seen is not None and bool(seen.fault)
        found = [
            event
            for each in kiosks
            for event in self._of_kiosk(each, each.name_in(names))
            if not (down and event.kind is TellKind.SILENT)  # without the monitor silence means nothing
        ]
        if seen is not None and down:
            found.append(OfficeEvent(TellKind.MONITOR, at=seen.at))
            self._down_since = min(self._down_since or now, now)
            if now - self._down_since >= LONG_AWAY:
                self.begin_anew(now)
        else:
            self._down_since = None
        found += [OfficeEvent(TellKind.CERTIFICATE, each.host, at=each.ends) for each in self._ending(now)]
        waiting, late, _ = self._post.store.count_questions(now - self._late())
        if waiting := waiting + self._post.store.count_unread("question"):
            found.append(OfficeEvent(TellKind.QUESTIONS, count=waiting))
        if late:
            found.append(OfficeEvent(TellKind.QUESTIONS, "late", count=late))
        known = None if down else {each.id: each for each in kiosks}
        return OfficeState({each.event_key: each for each in found}, known, abs(now - self._began) < WARM_UP)

    def sort_letters(self, now: datetime) -> None:
        """Open the envelopes that came, if the post is open. On a full disk they are read later."""
        with suppress(OSError):
            self._post.sort(now)

    def _of_kiosk(self, kiosk: FleetKiosk, name: str) -> list[OfficeEvent]:
        kinds = dict.fromkeys(_FAULTS[fault] for fault in kiosk.faults if fault in _FAULTS)
        found = [
            OfficeEvent(kind, kiosk.id, name, kiosk.told) for kind in kinds
        ]  # of a silent one as it was last known
        return (
            [OfficeEvent(TellKind.SILENT, kiosk.id, name, kiosk.seen), *found]
            if self._fleet.is_silent(kiosk)
            else found
        )
