"""Teller of an office: it looks up the present events, and tells each recipient those that they do not know yet."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime, timedelta

from msgspec.structs import replace

from content_cache.model.problems import problem
from kiosk.office.base.back_off import back_off
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.base.periodic import call_periodically
from kiosk.office.setup.telling import TellFile
from kiosk.office.telling import digest
from kiosk.office.telling.digest import Digest, RecipientState
from kiosk.office.telling.events import EventWatch, OfficeState
from kiosk.office.telling.letters import in_words
from kiosk.office.telling.memory import TellMemory
from kiosk.office.telling.recipients import AT_ONCE, TellWay
from kiosk.office.telling.redaction import secrets_of_settings, without_secrets
from kiosk.office.wording import PageWording

log = logging.getLogger(__name__)

_LOOKS_EACH = timedelta(minutes=1)
_LOOKS_AGAIN, _MOST_LOOKS_AGAIN = timedelta(seconds=30), timedelta(minutes=15)
_JUMPS = timedelta(minutes=1)
"""Difference between clock and monotonic time between two runs, from which on the clock counts as corrected."""


class Teller:
    """Teller of one office. *sign* returns the office's name and the desk's address, *ways* the ways to all recipients,
    *monotonic* seconds that no clock change affects."""

    def __init__(
        self,
        memory: TellMemory,
        file: TellFile,
        watch: EventWatch,
        wording: PageWording,
        sign: Callable[[], tuple[str, str]],
        clock: Callable[[], datetime],
        ways: Callable[[], Iterable[TellWay]],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._memory = memory
        self._states = memory.states
        self._file = file
        self._watch = watch
        self._wording = wording
        self._sign = sign
        self._clock = clock
        self._ways = ways
        self._monotonic = monotonic
        self._last: tuple[datetime, float] | None = None
        self._looked: datetime | None = None
        self._standing = OfficeState({}, None, known=False)
        self._failures, self._rests_until = 0, float("-inf")

    def states(self) -> Mapping[str, RecipientState]:
        """Return the state of each recipient, by address; the web hook is `HOOK`."""
        return dict(self._states)

    def tell_due(self) -> None:
        """Send all letters that are due. A recipient that cannot be reached delays no other."""
        now, ways = self._clock(), {each.name: each for each in self._ways()}
        self._mind_clock(now)
        # a part with a fault may come back: its recipients must not hear everything again
        if self._file.fault() is None:
            for gone in [name for name in self._states if name not in ways]:
                del self._states[gone]
                self._memory.keep()
        if not ways:
            return
        standing, due = self._office_state(now), []
        for way in ways.values():
            state = self._states.setdefault(way.name, RecipientState())
            if digest.follow(state, standing.for_person(way.person), way.kinds, now):
                self._memory.keep()
            if (content := digest.due(state, now)) is not None:
                due.append((way, state, content))
        if due:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                for _ in as_completed([pool.submit(self._tell, *one, now) for one in due]):
                    self._memory.keep()

    def _office_state(self, now: datetime) -> OfficeState:
        """Return the present events. While a warning waits nothing else is looked up, because a slow monitor would
        delay its letter. After a failure events stay as before, and the pause until the next look grows."""
        release = self._watch.waiting_release(now)
        if self._looked is None or not (release or timedelta(0) <= now - self._looked < _LOOKS_EACH):
            self._look_anew(now)
        return replace(self._standing, events={**self._standing.events, **{each.event_key: each for each in release}})

    def _look_anew(self, now: datetime) -> None:
        if self._monotonic() < self._rests_until:
            return
        try:
            self._watch.sort_letters(now)
            self._standing, self._looked = self._watch.current_state(now), now
            self._failures = 0
        except Exception:  # a warning is told all the same
            self._failures += 1
            wait = back_off(_LOOKS_AGAIN, self._failures, _MOST_LOOKS_AGAIN)
            self._rests_until = self._monotonic() + wait.total_seconds()
            log.exception("what stands could not be looked at; next look in %d s", wait.total_seconds())

    def _mind_clock(self, now: datetime) -> None:
        """Give kiosks the grace time of a start again if the clock was corrected or this machine slept."""
        seconds = self._monotonic()
        if self._last is not None:
            before, at = self._last
            if abs(now - before - timedelta(seconds=seconds - at)) > _JUMPS:
                self._watch.begin_anew(now)
                self._looked, self._rests_until = None, float("-inf")
        self._last = now, seconds

    def _tell(self, way: TellWay, state: RecipientState, content: Digest, now: datetime) -> None:
        try:
            way.send(content, in_words(content, self._wording, *self._sign()), now)
        except OfficeError as error:
            digest.mark_failed(state, error.problem, now)
        except Exception:  # noqa: BLE001 - a mistake of ours is one recipient's, and is tried again as rarely as any fault
            said = without_secrets(traceback.format_exc(), secrets_of_settings(self._file.settings()))
            log.error("a letter could not be made\n%s", said)  # noqa: TRY400 - without passwords
            digest.mark_failed(state, problem(OfficeCode.TELL_UNEXPECTED), now)
        else:
            digest.mark_sent(state, content, now)

    def keep_going(self, over: threading.Event) -> None:
        """Send what is due, again and again, until *over* is set."""
        call_periodically(self.tell_due, over, "nobody was told")
