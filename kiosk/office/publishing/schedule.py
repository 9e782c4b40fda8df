"""Scheduled edition, published at a set hour: whatever is ready then, signed by a key that somebody opened before.

Hour and targets are stored; the key is only in memory. After a restart of the server somebody must give the password
again, and until then the pages say so."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from msgspec.structs import replace

from content_cache.model.problems import Problem
from content_cache.signing.keyring import KeyRole
from content_cache.signing.keys import SecretKey
from content_cache.text.dates import names_hour, parse_date
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.base.periodic import call_periodically
from kiosk.office.publishing.records import EditionProgress
from kiosk.office.publishing.run import Editions

FARTHEST = timedelta(days=14)
_TRIES_FOR = timedelta(minutes=10)  # while another edition is on its way
_HOUR = re.compile(r"(?:pukul\s*)?([01]?\d|2[0-3])[.:]([0-5]\d)(?:\s*WI(?:B|TA|T))?", re.IGNORECASE)


class Appointment(msgspec.Struct, frozen=True):
    """Appointment for an edition. Once begun, `number` is the edition's; `problem` says why it was not published."""

    at: datetime
    who: str
    targets: tuple[str, ...] = ()
    number: int = 0
    problem: Problem | None = None
    voice: bool = False

    @property
    def waits(self) -> bool:
        return not self.number and self.problem is None


def read_hour(text: str, now: datetime) -> datetime:
    """Return the moment that *text* means, in the zone of *now*: an hour alone ("17.00") is its next occurrence, a date
    needs an hour. Raise OfficeError if there is none, or it is past or beyond FARTHEST."""
    written = " ".join(text.split())
    if found := _HOUR.fullmatch(written):
        at = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
        at += timedelta(days=at <= now)
    else:
        read = parse_date(written, str(now.tzinfo), now=now) if names_hour(written) else None
        if read is None:
            raise OfficeError(OfficeCode.NO_HOUR)
        at = read.astimezone(now.tzinfo)
    if not now < at <= now + FARTHEST:
        raise OfficeError(OfficeCode.NO_HOUR)
    return at


class Schedule:
    """Scheduled edition, at most one, stored in *private*."""

    def __init__(self, private: Path, editions: Editions, clock: Callable[[], datetime]) -> None:
        self._file = JsonFile(private / "terjadwal.json", Appointment)
        self._editions = editions
        self._clock = clock
        self._key: SecretKey | None = None
        self._role = KeyRole.NEWS
        self._done: Callable[[EditionProgress], None] = lambda _edition: None
        self._one_at_a_time = threading.Lock()

    def last_appointment(self) -> Appointment | None:
        """Return the scheduled edition, else the result of the last one; `None` before the first."""
        return self._file.load_if_valid()

    @property
    def lacks_key(self) -> bool:
        """Return whether an edition is scheduled, and its key was lost by a restart of the server. Then nothing is
        published by itself."""
        told = self.last_appointment()
        return told is not None and told.waits and self._key is None

    def missed(self, now: datetime) -> bool:
        """Return whether the scheduled time has passed without an open key, so that nothing is published automatically."""
        told = self.last_appointment()
        return told is not None and self.lacks_key and told.at <= now

    def set(
        self, appointment: Appointment, key: SecretKey, role: KeyRole, done: Callable[[EditionProgress], None]
    ) -> None:
        """Schedule *appointment* in place of any other, signed by *key* of *role*. *done* is called at the end of
        publishing. Raise OfficeError."""
        with self._one_at_a_time:
            self._store_appointment(appointment)
            self._key, self._role, self._done = key, role, done

    def cancel_edition(self) -> None:
        with self._one_at_a_time:
            self._file.path.unlink(missing_ok=True)
            self._key = None

    def publish_if_due(self) -> None:
        """Publish the scheduled edition if its time has come and the key is open. If another edition is under way, try
        again for some minutes."""
        with self._one_at_a_time:
            told, now = self.last_appointment(), self._clock()
            if told is None or not told.waits or now < told.at or self._key is None:
                return
            try:
                self._check_key(now)
                edition = self._editions.begin_edition(
                    told.who, self._key, told.targets, now, sure=False, done=self._done, voice=told.voice
                )
                self._over(replace(told, number=edition.number))
            except OfficeError as error:
                busy = error.problem.code == OfficeCode.BUSY.value
                if not busy or now > told.at + _TRIES_FOR:
                    self._over(replace(told, problem=error.problem))
            except Exception:
                self._over(replace(told, problem=OfficeError(OfficeCode.UNEXPECTED).problem))
                raise

    def _check_key(self, now: datetime) -> None:
        if self._editions.role(now) is not self._role:
            raise OfficeError(OfficeCode.WARNING_STANDS)

    def keep_going(self, over: threading.Event) -> None:
        """Publish what is scheduled when its time comes, until *over*."""
        call_periodically(self.publish_if_due, over, "an edition was not published at its hour")

    def _over(self, appointment: Appointment) -> None:
        self._key = None
        with suppress(OfficeError):  # on a full disk only the message is missing
            self._store_appointment(appointment)

    def _store_appointment(self, appointment: Appointment) -> None:
        try:
            self._file.write(appointment)
        except OSError as error:
            raise OfficeError(no_room(error)) from error
