"""Who works at the office's desk: names, roles, passwords as argon2id hashes (RFC 9106), codes (RFC 6238), invitations.

All of it is in `people.json` of the desk's private folder, which no history keeps.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec
import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec.structs import replace

from content_cache.files import write_whole
from content_cache.text.plain import clean_line
from kiosk.office.faults import OfficeCode, OfficeError
from kiosk.office.kept import Kept
from kiosk.web.common_passwords import is_common

SHORTEST = 10
"""Letters of a password. NIST SP 800-63B asks for 8 at least; a desk that publishes for villages asks for a little more."""

MOST_PEOPLE = 300
INVITED = timedelta(days=1)


class Role(StrEnum):
    WRITER = "penulis"
    EDITOR = "penyunting"
    EMERGENCY = "darurat"
    ADMINISTRATOR = "pengurus"


class Person(msgspec.Struct, frozen=True):
    """`totp` is the secret of their code, "" without one, `step` the number of the last one that was used."""

    id: str
    name: str
    roles: tuple[Role, ...]
    hash: str
    totp: str = ""
    step: int = 0
    seen: datetime | None = None

    @property
    def mark(self) -> str:
        """The person with this very password: sessions end with a new one."""
        return f"{self.id}-{hashlib.sha256(self.hash.encode()).hexdigest()[:16]}"

    @property
    def needs_code(self) -> bool:
        return Role.EMERGENCY in self.roles

    def may(self, roles: Collection[Role]) -> bool:
        return any(role in roles for role in self.roles)


class Invitation(msgspec.Struct, frozen=True):
    """`mark` is the hash of its link; `person` is whose password is made anew, "" for somebody new."""

    mark: str
    name: str
    roles: tuple[Role, ...]
    until: datetime
    by: str
    person: str = ""


class _Kept(msgspec.Struct):
    people: list[Person] = msgspec.field(default_factory=list)
    invitations: list[Invitation] = msgspec.field(default_factory=list)


class _Known(msgspec.Struct, frozen=True):
    """The people of the file, to be looked up; each page asks who asks for it."""

    by_name: tuple[Person, ...]
    by_id: Mapping[str, Person]
    by_mark: Mapping[str, Person]

    @classmethod
    def of(cls, people: Sequence[Person]) -> _Known:
        by_name = tuple(sorted(people, key=lambda person: person.name.casefold()))
        return cls(by_name, {each.id: each for each in people}, {each.mark: each for each in people})


class People:
    """The people of a desk. `memory_kib` and `time_cost` are argon2's: 46 MiB and 1 round are one of OWASP's least ones."""

    def __init__(self, folder: Path, *, memory_kib: int = 47_104, time_cost: int = 1) -> None:
        self._path = folder / "people.json"
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._nobody = ""
        self._used: dict[str, int] = {}
        self._one_at_a_time = threading.Lock()
        self._known = Kept(self._path, lambda: _Known.of(self._read().people))
        self._hashing = threading.BoundedSemaphore(2)  # each takes its memory

    def all(self) -> list[Person]:
        """By name."""
        return list(self._known().by_name)

    def find(self, person_id: str) -> Person | None:
        return self._known().by_id.get(person_id)

    def marked(self, mark: str) -> Person | None:
        return self._known().by_mark.get(mark)

    def named(self, name: str) -> Person | None:
        """Whose name or short name it is, large letters or small."""
        wanted = clean_line(name, 60).casefold()
        known = self._known()
        by_name = next((each for each in known.by_name if wanted == each.name.casefold()), None)
        return by_name or known.by_id.get(wanted)

    # invitations

    def invite(self, name: str, roles: Collection[Role], by: str, now: datetime, person: str = "") -> str:
        """The token of a link that lets one person in, once. Raises OfficeError."""
        name = clean_line(name, 60)
        if not name:
            raise OfficeError(OfficeCode.NO_NAME)
        if not roles:
            raise OfficeError(OfficeCode.NO_ROLE)
        with self._one_at_a_time:
            kept = self._read()
            if not person and any(each.name.casefold() == name.casefold() for each in kept.people):
                raise OfficeError(OfficeCode.NAME_TAKEN, name=name)
            if len(kept.people) >= MOST_PEOPLE:
                raise OfficeError(OfficeCode.TOO_MANY_PEOPLE, most=MOST_PEOPLE)
            token = secrets.token_urlsafe(24)
            kept.invitations = [each for each in kept.invitations if each.until > now and each.name != name]
            kept.invitations.append(Invitation(_hash(token), name, _ordered(roles), now + INVITED, by, person))
            self._write(kept)
        return token

    def invited(self, token: str, now: datetime) -> Invitation | None:
        mark = _hash(token)
        return next((each for each in self._read().invitations if each.mark == mark and each.until > now), None)

    def accept(self, token: str, password: str, again: str, now: datetime) -> Person:
        """Whoever was invited, with a password of their own; the link is used up. Raises OfficeError."""
        invitation = self.invited(token, now)
        if invitation is None:
            raise OfficeError(OfficeCode.INVITATION_GONE)
        hashed = self._new_password(invitation.name, password, again)
        with self._one_at_a_time:
            kept = self._read()
            if invitation not in kept.invitations:
                raise OfficeError(OfficeCode.INVITATION_GONE)
            kept.invitations.remove(invitation)
            old = next((each for each in kept.people if each.id == invitation.person), None)
            if old is None:
                if invitation.person:
                    raise OfficeError(OfficeCode.INVITATION_GONE)
                if any(each.name.casefold() == invitation.name.casefold() for each in kept.people):
                    raise OfficeError(OfficeCode.NAME_TAKEN, name=invitation.name)
                person = Person(_short_name(invitation.name, kept.people), invitation.name, invitation.roles, hashed)
            else:
                # from this machine itself, where an administrator is missed; the desk's own change no roles
                roles = old.roles if invitation.by else _ordered({*old.roles, *invitation.roles})
                person = replace(old, hash=hashed, totp="", step=0, roles=roles)
            kept.people = [each for each in kept.people if each.id != person.id] + [person]
            self._write(kept)
        return person

    # what a person is

    def set_roles(self, person_id: str, roles: Collection[Role]) -> Person:
        """Raises OfficeError for none, and where nobody would be left to look after the people."""
        if not roles:
            raise OfficeError(OfficeCode.NO_ROLE)
        return self._change(person_id, lambda person: replace(person, roles=_ordered(roles)))

    def set_password(self, person_id: str, password: str, again: str) -> Person:
        """Raises OfficeError."""
        person = self.find(person_id)
        hashed = self._new_password(person.name if person else "", password, again)
        return self._change(person_id, lambda person: replace(person, hash=hashed))

    def set_code(self, person_id: str, secret: str, code: str) -> Person:
        """From now on this person's code is asked for too; `code` shows that their telephone knows it. Raises OfficeError."""
        step = _step_of(secret, code, 0)
        if not step:
            raise OfficeError(OfficeCode.CODE_OLD)
        return self._change(person_id, lambda person: replace(person, totp=secret, step=step))

    def remove(self, person_id: str) -> None:
        """With every link that was theirs or that they have given. Raises OfficeError where nobody would be left to look after the
        people."""
        with self._one_at_a_time:
            kept = self._read()
            kept.people = [each for each in kept.people if each.id != person_id]
            kept.invitations = [each for each in kept.invitations if person_id not in (each.person, each.by)]
            self._check(kept)
            self._write(kept)

    def saw(self, person_id: str, now: datetime) -> None:
        self._change(person_id, lambda person: replace(person, seen=now))

    # who it is

    def matches(self, person: Person | None, password: str) -> bool:
        """For nobody it takes as long as for a wrong password."""
        with self._hashing:
            if person is None and not self._nobody:
                self._nobody = self._hasher.hash(secrets.token_hex(8))
            try:
                return self._hasher.verify(person.hash if person else self._nobody, password) and person is not None
            except (VerificationError, InvalidHashError):
                return False

    def code_right(self, person: Person, code: str) -> bool:
        """Each code is right once: whoever read it over a shoulder comes too late."""
        step = _step_of(person.totp, code, person.step)
        if not step:
            return False
        with self._one_at_a_time:
            kept = self._read()
            now = next((each for each in kept.people if each.id == person.id), None)
            if now is None or max(now.step, self._used.get(person.id, 0)) >= step:
                return False
            self._used[person.id] = step
            kept.people = [replace(each, step=step) if each.id == person.id else each for each in kept.people]
            with suppress(OSError):  # on a full disk this run knows which were used
                self._write(kept)
        return True

    def _new_password(self, name: str, password: str, again: str) -> str:
        if password != again:
            raise OfficeError(OfficeCode.PASSWORDS_DIFFER)
        if len(password) < SHORTEST:
            raise OfficeError(OfficeCode.PASSWORD_SHORT, least=SHORTEST)
        if is_common(password, name):
            raise OfficeError(OfficeCode.PASSWORD_COMMON)
        with self._hashing:
            return self._hasher.hash(password)

    def _change(self, person_id: str, change: Callable[[Person], Person]) -> Person:
        with self._one_at_a_time:
            kept = self._read()
            at = next((n for n, each in enumerate(kept.people) if each.id == person_id), None)
            if at is None:
                raise OfficeError(OfficeCode.NO_NAME)
            changed = change(kept.people[at])
            kept.people[at] = changed
            self._check(kept)
            self._write(kept)
        return changed

    @staticmethod
    def _check(kept: _Kept) -> None:
        if not any(Role.ADMINISTRATOR in person.roles for person in kept.people):
            raise OfficeError(OfficeCode.LAST_ADMINISTRATOR)

    def _read(self) -> _Kept:
        """A file that cannot be read holds nobody: `kiosk office --invite` lets the first one in anew."""
        with suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        return _Kept()

    def _write(self, kept: _Kept) -> None:
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(self._path, msgspec.json.format(msgspec.json.encode(kept), indent=1), 0o600)


def new_secret() -> str:
    """For the code of six digits."""
    return pyotp.random_base32()


def code_address(person: Person, secret: str, office: str) -> str:
    """What an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.id, issuer_name=office or "kiosk office")


def _step_of(secret: str, code: str, after: int) -> int:
    """The number of the time step whose code it is: this one, one before or after, later than `after`; else 0."""
    digits = re.sub(r"\s", "", code)
    if not secret or not re.fullmatch(r"[0-9]{6}", digits):
        return 0
    totp = pyotp.TOTP(secret)
    now = int(totp.timecode(datetime.now().astimezone()))
    return next((step for step in (now - 1, now, now + 1) if step > after and totp.generate_otp(step) == digits), 0)


def _ordered(roles: Collection[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)


def _short_name(name: str, people: Collection[Person]) -> str:
    """What they type to log in, and what their work is known by."""
    plain = re.sub(r"[^a-z0-9]+", "", name.casefold().split(" ")[0]) or "orang"
    taken = {each.id for each in people}
    return next(each for each in (plain, *(f"{plain}{n}" for n in range(2, MOST_PEOPLE + 3))) if each not in taken)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
