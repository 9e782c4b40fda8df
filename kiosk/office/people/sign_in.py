"""Sign-in at the desk, without a browser: name, password and code are compared, and tries are counted.

One limit holds for all that may be guessed: a login, one's own password on one's own page, the second person of a warning."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from msgspec import Struct

from content_cache.text.plain import clean_line
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.people.access_file import LOGIN
from kiosk.office.people.access_tables import Buckets, DeviceTable, SessionTable, TryTable, WrongSeconds
from kiosk.office.people.people import MOST_PEOPLE, People, Person
from kiosk.web.devices import MOST_OF_ONE, KnownDevices
from kiosk.web.rate_limit import RateLimiter, network_of
from kiosk.web.sessions import Sessions

MOST_SESSIONS = 500
MOST_DEVICES = MOST_PEOPLE * MOST_OF_ONE
MOST_ADDRESSES = 20_000


class NoDraft:
    """Empty draft of a session, for this desk keeps its drafts in files."""

    id = ""


class Credentials(Struct, frozen=True):
    """Credentials that somebody typed."""

    name: str
    password: str
    code: str = ""


class Visitor(Struct, frozen=True):
    """Browser that sends a request: its `address`, and the token of its cookie as a known `device`, "" without one."""

    address: str
    device: str = ""


class SignIn:
    """Sign-in of one desk. *clock* gives aware times, *seconds* the seconds since the epoch."""

    def __init__(self, people: People, clock: Callable[[], datetime], seconds: Callable[[], float]) -> None:
        file = people.file
        self.sessions: Sessions[NoDraft] = Sessions(seconds, SessionTable(file), most=MOST_SESSIONS)
        self._people = people
        self._clock = clock
        self._devices = KnownDevices(DeviceTable(file), most=MOST_DEVICES)
        self._limiter = RateLimiter(TryTable(file, LOGIN), seconds, most_addresses=MOST_ADDRESSES)
        self._buckets = Buckets.of_file(file)
        self._wrong_seconds = WrongSeconds(file)

    def known(self, claim: Credentials, visitor: Visitor) -> Person:
        """Return the person with these name, password and code. A try is counted before it is compared. Raise
        OfficeError for wrong ones, and after too many tries."""
        person = self._people.named(claim.name)
        return self._compared(person, claim, self._counted(person, claim.name, visitor))

    def second(self, first: Person, claim: Credentials) -> Person:
        """Return the second person, who stands beside *first*. Tries count for this pair, whatever browser they come
        from, for *first* could use many. The second person is told of wrong ones. Raise OfficeError."""
        person = self._people.named(claim.name)
        try:
            return self._compared(person, claim, [f"pair {first.id} {person.id if person else '-'}"])
        except OfficeError as error:
            if person is not None and error.problem.code in (OfficeCode.WRONG_LOGIN.value, OfficeCode.CODE_OLD.value):
                with suppress(OSError):
                    self._wrong_seconds.add(person.id, first.id, self._clock())
            raise

    def _compared(self, person: Person | None, claim: Credentials, names: list[str]) -> Person:
        """Return *person* if password and code of *claim* are right. The try is first counted under *names*. Raise
        OfficeError."""
        self._count_try(names)
        self._compare(person, claim.password)
        if person is None:
            raise OfficeError(OfficeCode.WRONG_LOGIN)
        if person.totp:
            if not claim.code.strip():
                self._limiter.put_back(*names)
                raise OfficeError(OfficeCode.CODE_NEEDED)
            if not self._people.code_right(person, claim.code):
                raise OfficeError(OfficeCode.CODE_OLD)
        self._limiter.right(*names)
        return person

    def confirm(self, person: Person, password: str, visitor: Visitor) -> None:
        """Check the *password* of a person who is logged in, for their session may have been left open. Raise
        OfficeError."""
        names = self._counted(person, person.name, visitor)
        self._count_try(names)
        self._compare(person, password)
        self._limiter.right(*names)

    def forgive(self, person: Person) -> None:
        """Forget wrong tries at a person who has just chosen a password."""
        self._limiter.right(_limit_name(person))

    def come_in(self, person: Person, visitor: Visitor, csrf: str = "") -> tuple[str, str]:
        """Begin a session. Return its token, and the token of the browser as a known device, "" where that could not be
        stored. *csrf* is the token of forms that this person still has open."""
        now, token = self._clock(), visitor.device
        with suppress(OSError):  # a full disk keeps nobody out
            self._people.saw(person.id, now)
        session = self.sessions.sign_in(person.mark, csrf)
        with suppress(OSError):  # without room the browser stays unknown
            if self._devices.find(token, now) is None:
                token = self._devices.pair(now)
            self._devices.remember(token, person.id)
            return session, token
        return session, ""

    def _count_try(self, names: list[str]) -> None:
        """Count a try under *names*. Raise OfficeError where another try is not allowed yet."""
        wait = self._limiter.claim_try(*names)
        if wait > 0:
            raise OfficeError(OfficeCode.LOCKED, minutes=max(round(wait / 60), 1))

    def _compare(self, person: Person | None, password: str) -> None:
        """Raise OfficeError if *password* is not the person's. For None, an unknown name, it takes as long."""
        if not self._people.matches(person, password):
            raise OfficeError(OfficeCode.WRONG_LOGIN)

    def _counted(self, person: Person | None, name: str, visitor: Visitor) -> list[str]:
        """Return the names under which a try counts. A browser that knows the person has its own count; other tries
        count with all others' and by network. Unknown names share a few buckets, so that no real count is displaced."""
        device = self._devices.find(visitor.device, self._clock()) if visitor.device else None
        if person is not None and device is not None and person.id in device.people:
            return [f"device {device.mark[:16]} {person.id}"]
        typed = clean_line(name, 60).casefold()
        return [_limit_name(person) if person else self._buckets.name(typed), network_of(visitor.address)]


def _limit_name(person: Person) -> str:
    return f"person {person.id}"
