"""Accounts of the people who may write notices: names, and PINs as argon2id hashes (RFC 9106), in `desk/people.json`."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from content_cache.model.problems import problem
from content_cache.text.plain import clean_line
from kiosk.core.json_file import JsonFile
from kiosk.hall.desk.common_pins import is_common
from kiosk.hall.desk.faults import DeskCode, PersonError
from kiosk.web.password_hash import PasswordHasher

FILE = "people.json"
SHORTEST = 6
MOST_PEOPLE = 30
_PIN = re.compile(rf"\d{{{SHORTEST},12}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Clerk:
    id: str
    name: str
    hash: str

    @property
    def mark(self) -> str:
        """Return the key of this person's sessions and known phones. It changes with the PIN, so that those of the old one end."""
        return f"{self.id}-{hashlib.sha256(self.hash.encode()).hexdigest()[:16]}"


class ClerkAccounts:
    """Accounts in a desk's folder. *memory_kib* and *rounds* are argon2id's. 19 MiB and 2 rounds are the minimum that
    OWASP recommends, and take a Raspberry Pi 3 a second."""

    def __init__(self, folder: Path, *, memory_kib: int = 19_456, rounds: int = 2) -> None:
        self._file = JsonFile(folder / FILE, list[Clerk])
        self._hasher = PasswordHasher(memory_kib=memory_kib, rounds=rounds)

    def list_clerks(self) -> list[Clerk]:
        """Return all people, sorted by name. Return none if the file cannot be read; the technician then registers them again."""
        return self._file.read()

    def find_clerk(self, person_id: str) -> Clerk | None:
        return next((person for person in self.list_clerks() if person.id == person_id), None)

    def marked(self, mark: str) -> Clerk | None:
        return next((person for person in self.list_clerks() if person.mark == mark), None)

    def named(self, name: str) -> Clerk | None:
        """Return the person called *name*, ignoring case, or `None`."""
        wanted = clean_line(name, 60).casefold()
        return next((person for person in self.list_clerks() if person.name.casefold() == wanted), None)

    def add(self, name: str, pin: str, *, new_pin: bool = False) -> Clerk:
        """Add a person, or with *new_pin* change the PIN of the person *name*, and return the account. Raise
        PersonError for an unfit name or PIN, a name that is taken or unknown, and too many people."""
        name = clean_line(name, 60)
        if not name:
            raise PersonError(problem(DeskCode.NO_NAME))
        people, old = self.list_clerks(), self.named(name)
        if old is not None and not new_pin:
            raise PersonError(problem(DeskCode.NAME_TAKEN, name=old.name))
        if old is None and new_pin:
            raise PersonError(problem(DeskCode.NAME_UNKNOWN, name=name))
        if not _PIN.fullmatch(pin):
            raise PersonError(problem(DeskCode.PIN_UNFIT, shortest=SHORTEST))
        if is_common(pin):
            raise PersonError(problem(DeskCode.PIN_COMMON))
        if old is None and len(people) >= MOST_PEOPLE:
            raise PersonError(problem(DeskCode.TOO_MANY_PEOPLE, most=MOST_PEOPLE))
        person = Clerk(old.id if old else secrets.token_hex(4), old.name if old else name, self._hasher.hash(pin))
        self._store_people([*(each for each in people if each.id != person.id), person])
        return person

    def remove(self, person_id: str) -> None:
        self._store_people([person for person in self.list_clerks() if person.id != person_id])

    def matches(self, person: Clerk | None, pin: str) -> bool:
        """Return whether *pin* is the person's. For None it takes as long as for a wrong PIN."""
        return self._hasher.matches(person.hash if person else None, pin)

    def _store_people(self, people: list[Clerk]) -> None:
        self._file.write(sorted(people, key=lambda person: person.name.casefold()))
