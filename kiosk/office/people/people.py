"""People of the office's desk: names, roles, passwords as argon2id hashes (RFC 9106), TOTP codes (RFC 6238), invitations.

All of it is in the access file (`access_file`), which another process may change too."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
import pyotp
from msgspec.structs import replace

from content_cache.text.plain import clean_line
from kiosk.office.base.database import Db, OfficeDatabase, maybe, moment, utc_text
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.keys.passwords import PasswordRule
from kiosk.web.password_hash import PasswordHasher

MOST_PEOPLE = 300
INVITED = timedelta(days=1)
_HAD_EMERGENCY = "somebody had the role Emergency"


class Role(StrEnum):
    WRITER = "penulis"
    EDITOR = "penyunting"
    EMERGENCY = "darurat"
    ADMINISTRATOR = "pengurus"


class Person(msgspec.Struct, frozen=True):
    """Person of the office. `totp` is the secret of their code, "" without one; `step` is the time step of the last
    code used. `emergency_by` is the id of the administrator who gave the role Emergency, until a person of that role
    confirms it."""

    id: str
    name: str
    roles: tuple[Role, ...]
    hash: str
    totp: str = ""
    step: int = 0
    seen: datetime | None = None
    emergency_by: str = ""

    @property
    def mark(self) -> str:
        """Return the key of this person's sessions. It changes with the password, so that sessions of the old one end."""
        return f"{self.id}-{hashlib.sha256(self.hash.encode()).hexdigest()[:16]}"

    @property
    def needs_code(self) -> bool:
        return Role.EMERGENCY in self.roles

    @property
    def waits(self) -> bool:
        """Return whether the role Emergency was given, and still has to be confirmed by a person of that role."""
        return Role.EMERGENCY in self.roles and bool(self.emergency_by)

    def may(self, roles: Collection[Role]) -> bool:
        """Return whether the person has one of *roles*. All roles together mean anybody, even a person without a
        confirmed role."""
        return all(role in roles for role in Role) or any(role in roles for role in self._confirmed)

    @property
    def _confirmed(self) -> list[Role]:
        return [role for role in self.roles if not (role is Role.EMERGENCY and self.waits)]


class Invitation(msgspec.Struct, frozen=True):
    """Invitation by a link. `mark` is the hash of its token. `person` is the id of the person who gets a new password,
    "" for a new person."""

    mark: str
    name: str
    roles: tuple[Role, ...]
    until: datetime
    by: str
    person: str = ""


class _Known(msgspec.Struct, frozen=True):
    """People of the file as they were at `version`, with indexes, because each page looks up its person."""

    version: tuple[int, int]
    by_name: tuple[Person, ...]
    by_id: Mapping[str, Person]
    by_mark: Mapping[str, Person]

    @classmethod
    def from_people(cls, people: Sequence[Person], version: tuple[int, int]) -> _Known:
        by_name = tuple(sorted(people, key=lambda person: person.name.casefold()))
        return cls(version, by_name, {each.id: each for each in people}, {each.mark: each for each in people})


class People:
    """People of a desk, in *file*. *memory_kib* and *rounds* are argon2id's; 46 MiB and 1 round are a minimum that
    OWASP recommends."""

    def __init__(
        self, file: OfficeDatabase, rule: PasswordRule | None = None, *, memory_kib: int = 47_104, rounds: int = 1
    ) -> None:
        self.file = file
        self._rule = rule or PasswordRule()
        self._hasher = PasswordHasher(memory_kib=memory_kib, rounds=rounds)
        self._used: dict[str, int] = {}
        self._using = threading.Lock()
        self._changes = 0
        self._last: _Known | None = None
        self._hashing = threading.BoundedSemaphore(2)  # each hash takes its memory

    def list_people(self) -> list[Person]:
        """Return everybody, sorted by name."""
        return list(self._current_people().by_name)

    def find_person(self, person_id: str) -> Person | None:
        return self._current_people().by_id.get(person_id)

    def marked(self, mark: str) -> Person | None:
        return self._current_people().by_mark.get(mark)

    def named(self, name: str) -> Person | None:
        """Return the person whose name or id is *name*, ignoring case."""
        wanted = clean_line(name, 60).casefold()
        known = self._current_people()
        by_name = next((each for each in known.by_name if wanted == each.name.casefold()), None)
        return by_name or known.by_id.get(wanted)

    # invitations

    def invite(self, name: str, roles: Collection[Role], by: str, now: datetime, person: str = "") -> str:
        """Make a link that lets one person in, once, within a day, and return its token. *person* is the id of a person
        who gets a new password. Raise OfficeError for a missing name or role, a name that is taken, and where there are
        too many people."""
        name = clean_line(name, 60)
        if not name:
            raise OfficeError(OfficeCode.NO_NAME)
        if not roles:
            raise OfficeError(OfficeCode.NO_ROLE)
        token = secrets.token_urlsafe(24)
        with self.file.together() as db:
            people = _people(db)
            if not person and any(each.name.casefold() == name.casefold() for each in people):
                raise OfficeError(OfficeCode.NAME_TAKEN, name=name)
            if len(people) >= MOST_PEOPLE:
                raise OfficeError(OfficeCode.TOO_MANY_PEOPLE, most=MOST_PEOPLE)
            db.execute("DELETE FROM invitation WHERE until <= ? OR name = ?", (utc_text(now), name))
            write_invitation(db, Invitation(_hash(token), name, _ordered(roles), now + INVITED, by, person))
        return token

    def invited(self, token: str, now: datetime) -> Invitation | None:
        with self.file.db() as db:
            return _invitation(db, token, now)

    def accept(self, token: str, password: str, again: str, now: datetime) -> Person:
        """Accept the invitation *token* with a new password, and return its person. The link is used up. Raise
        OfficeError where it is over, or the password unfit."""
        invitation = self.invited(token, now)
        if invitation is None:
            raise OfficeError(OfficeCode.INVITATION_GONE)
        hashed = self._new_password(invitation.name, password, again)
        with self._changing(checked=False) as db:  # the first person of a desk may have any role
            if _invitation(db, token, now) is None:
                raise OfficeError(OfficeCode.INVITATION_GONE)
            db.execute("DELETE FROM invitation WHERE mark = ?", (invitation.mark,))
            people = _people(db)
            old = next((each for each in people if each.id == invitation.person), None)
            if old is None:
                if invitation.person:
                    raise OfficeError(OfficeCode.INVITATION_GONE)
                if any(each.name.casefold() == invitation.name.casefold() for each in people):
                    raise OfficeError(OfficeCode.NAME_TAKEN, name=invitation.name)
                person = Person(_short_name(invitation.name, people), invitation.name, invitation.roles, hashed)
            else:
                # a command on this machine adds roles, as where an administrator is missing; the desk's invitations do not
                roles = old.roles if invitation.by else _ordered({*old.roles, *invitation.roles})
                person = replace(old, hash=hashed, totp="", step=0, roles=roles)
                db.execute("DELETE FROM push WHERE person = ?", (old.id,))  # the phone may be lost
            # a person whose password is new may be another one
            person = replace(person, emergency_by=_emergency_by(db, person.roles, invitation.by))
            write_person(db, person)
        return person

    # changes of a person

    def set_roles(self, person_id: str, roles: Collection[Role], by: str = "") -> Person:
        """Set a person's *roles*. *by* is the id of the administrator, "" for a command on this machine. Raise
        OfficeError without roles, and where no administrator would be left."""
        if not roles:
            raise OfficeError(OfficeCode.NO_ROLE)

        def change(db: Db, person: Person) -> Person:
            had = Role.EMERGENCY in person.roles and Role.EMERGENCY in roles
            given = person.emergency_by if had else _emergency_by(db, roles, by)
            return replace(person, roles=_ordered(roles), emergency_by=given)

        return self._change(person_id, change)

    def confirm_emergency(self, person_id: str, by: Person) -> Person:
        """Confirm a person's role Emergency. Raise OfficeError unless *by* has the role, and neither gave it nor is
        that person."""

        def change(_db: Db, person: Person) -> Person:
            if not by.may([Role.EMERGENCY]) or by.id in (person.id, person.emergency_by):
                raise OfficeError(OfficeCode.CONFIRM_OTHER)
            return replace(person, emergency_by="")

        return self._change(person_id, change)

    def refuse_emergency(self, person_id: str) -> Person:
        """Take the role Emergency from a person for whom nobody confirmed it. A person without other roles becomes a
        writer. Raise OfficeError."""

        def change(_db: Db, person: Person) -> Person:
            if not person.waits:
                return person
            left = [role for role in person.roles if role is not Role.EMERGENCY]
            return replace(person, roles=_ordered(left or [Role.WRITER]), emergency_by="")

        return self._change(person_id, change)

    def set_password(self, person_id: str, password: str, again: str) -> Person:
        """Set a person's password. Raise OfficeError if it is unfit or differs from its repetition *again*."""
        person = self.find_person(person_id)
        hashed = self._new_password(person.name if person else "", password, again)
        return self._change(person_id, lambda _db, person: replace(person, hash=hashed))

    def set_code(self, person_id: str, secret: str, code: str) -> Person:
        """Set the TOTP secret of a person, who must give a code from now on. *code* proves that their phone has the
        secret. Raise OfficeError for a wrong one."""
        step = _step_of(secret, code, 0)
        if not step:
            raise OfficeError(OfficeCode.CODE_OLD)
        with self._using:
            self._used.pop(person_id, None)  # it was a step of the former secret
        return self._change(person_id, lambda _db, person: replace(person, totp=secret, step=step))

    def remove(self, person_id: str) -> None:
        """Remove a person, with the invitations to or by them, and all that a later person of the same name must not
        find. Raise OfficeError where no administrator would be left."""
        with self._changing() as db:
            db.execute("DELETE FROM person WHERE id = ?", (person_id,))
            db.execute("DELETE FROM invitation WHERE ? IN (person, by)", (person_id,))
            db.execute("DELETE FROM device_person WHERE person = ?", (person_id,))
            db.execute("DELETE FROM wrong_second WHERE ? IN (person, by)", (person_id,))
            db.execute("DELETE FROM push WHERE person = ?", (person_id,))

    def saw(self, person_id: str, now: datetime) -> None:
        """Store when this person logged in last. Raise OSError."""
        with self._changing(checked=False, synced=False) as db:
            db.execute("UPDATE person SET seen = ? WHERE id = ?", (utc_text(now), person_id))

    # who it is

    def matches(self, person: Person | None, password: str) -> bool:
        """Return whether *password* is the person's. For None it takes as long as for a wrong password."""
        with self._hashing:
            return self._hasher.matches(person.hash if person else None, password)

    def code_right(self, person: Person, code: str) -> bool:
        """Return whether *code* is valid for the person now, and use it up. A code counts once, so that nobody can
        reuse what they read over a shoulder."""
        step = _step_of(person.totp, code, person.step)
        if not step:
            return False
        with self._using:
            now = self.find_person(person.id)
            if now is None or max(now.step, self._used.get(person.id, 0)) >= step:
                return False
            self._used[person.id] = step
            with (
                suppress(OSError),
                self._changing(checked=False) as db,
            ):  # on a full disk this run knows which were used
                db.execute("UPDATE person SET step = ? WHERE id = ?", (step, person.id))
        return True

    def _new_password(self, name: str, password: str, again: str) -> str:
        self._rule.check_password(password, again, name)
        with self._hashing:
            return self._hasher.hash(password)

    def _change(self, person_id: str, change: Callable[[Db, Person], Person]) -> Person:
        with self._changing() as db:
            person = next((each for each in _people(db) if each.id == person_id), None)
            if person is None:
                raise OfficeError(OfficeCode.NO_NAME)
            changed = change(db, person)
            write_person(db, changed)
        return changed

    @contextmanager
    def _changing(self, *, checked: bool = True, synced: bool = True) -> Iterator[Db]:
        """Change people in one transaction. Raise OSError, and with *checked* OfficeError where no administrator would be left."""
        with self.file.together(synced=synced) as db:
            yield db
            if checked and not any(Role.ADMINISTRATOR in person.roles for person in _people(db)):
                raise OfficeError(OfficeCode.LAST_ADMINISTRATOR)
            self._changes += 1  # before the commit: the lock holds back readers until then

    def _current_people(self) -> _Known:
        """Return the people as the file has them now, from the cache if it has not changed. Raise OSError."""
        with self.file.db() as db:
            version = self.file.version(), self._changes
            last = self._last
            if last is None or last.version != version:
                last = self._last = _Known.from_people(_people(db), version)
            return last


def write_person(db: Db, person: Person) -> None:
    roles, seen = " ".join(person.roles), utc_text(person.seen) if person.seen else None
    db.execute(
        "INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (person.id, person.name, roles, person.hash, person.totp, person.step, seen, person.emergency_by),
    )
    if person.may([Role.EMERGENCY]):
        db.execute("INSERT OR IGNORE INTO fact VALUES (?, '')", (_HAD_EMERGENCY,))


def _emergency_by(db: Db, roles: Collection[Role], by: str) -> str:
    """Return who gives the role Emergency, or "" where nobody has to confirm it. That is so at this machine, for the
    very first such person, and without the role. The first stays the first even if all are removed, for an
    administrator could do that."""
    first = db.execute("SELECT 1 FROM fact WHERE name = ?", (_HAD_EMERGENCY,)).fetchone() is None
    return "" if first or Role.EMERGENCY not in roles else by


def write_invitation(db: Db, one: Invitation) -> None:
    values = (one.mark, one.name, " ".join(one.roles), utc_text(one.until), one.by, one.person)
    db.execute("INSERT OR REPLACE INTO invitation VALUES (?, ?, ?, ?, ?, ?)", values)


def _people(db: Db) -> list[Person]:
    rows = db.execute("SELECT id, name, roles, hash, totp, step, seen, emergency_by FROM person")
    return [
        Person(person_id, name, _roles(roles), hashed, totp, step, maybe(seen), emergency_by)
        for person_id, name, roles, hashed, totp, step, seen, emergency_by in rows
    ]


def _invitation(db: Db, token: str, now: datetime) -> Invitation | None:
    """Return the invitation of the link *token*, unless it is over at *now*."""
    row = db.execute(
        "SELECT mark, name, roles, until, by, person FROM invitation WHERE mark = ? AND until > ?",
        (_hash(token), utc_text(now)),
    ).fetchone()
    if row is None:
        return None
    mark, name, roles, until, by, person = row
    return Invitation(mark, name, _roles(roles), moment(until), by, person)


def _roles(names: str) -> tuple[Role, ...]:
    return _ordered([role for role in Role if role in names.split()])


def new_secret() -> str:
    """Return a new TOTP secret (base32)."""
    return pyotp.random_base32()


def code_address(person: Person, secret: str, office: str) -> str:
    """Return the otpauth:// address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.id, issuer_name=office or "kiosk office")


def _step_of(secret: str, code: str, after: int) -> int:
    """Return the number of the time step that *code* belongs to, or 0. The present step, the one before and the one
    after count, if later than *after*."""
    digits = re.sub(r"\s", "", code)
    if not secret or not re.fullmatch(r"[0-9]{6}", digits):
        return 0
    totp = pyotp.TOTP(secret)
    now = int(totp.timecode(datetime.now().astimezone()))
    return next((step for step in (now - 1, now, now + 1) if step > after and totp.generate_otp(step) == digits), 0)


def _ordered(roles: Collection[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)


def _short_name(name: str, people: Collection[Person]) -> str:
    """Return the id of a new person: part of the name, in ASCII, and unique. They may type it to log in, and their work
    is marked with it."""
    plain = re.sub(r"[^a-z0-9]+", "", name.casefold().split(" ")[0]) or "orang"
    taken = {each.id for each in people}
    return next(each for each in (plain, *(f"{plain}{n}" for n in range(2, MOST_PEOPLE + 3))) if each not in taken)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
