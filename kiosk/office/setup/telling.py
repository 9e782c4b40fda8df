"""Settings of messages to people who do not look at the desk: `.kantor/kabari.json`.

- `silent_days`: days without a word after which a kiosk counts as silent, on every page, in every letter and rule
- `mail`: server that takes letters (SMTP over TLS): `host`, `port`, `starttls`, `user`, `password`, `sender`
- `recipients`: `address` and `kinds`, the kinds of events: `silent` (with it `monitor` and `certificate`), `card`, `sound`,
  `release`, `questions`
- `hook`: `url` that is posted to, with `token` as a bearer token

The file has mode 0600. No page and no error shows passwords. A part that cannot work is left out and told.
"""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.problems import Problem, problem, quoted
from content_cache.model.urls import host_of, is_loopback, is_secure
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.base.kept import CachedFile
from kiosk.office.setup.sources import is_public

FILE = "kabari.json"
SILENT_DAYS, MOST_SILENT_DAYS = 2, 30
"""Usual and longest time without a word; a kiosk with a line reports every hour."""
MOST_RECIPIENTS = 20
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}")
_HOST = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}|[0-9A-Fa-f:]{2,39}")


class TellKind(StrEnum):
    """Kinds of events: a silent kiosk, a monitor that does not answer, a failing card, no sound. Also a warning that
    awaits a second person, waiting questions, and a certificate that ends."""

    SILENT = "silent"
    MONITOR = "monitor"
    CERTIFICATE = "certificate"
    CARD = "card"
    SOUND = "sound"
    RELEASE = "release"
    QUESTIONS = "questions"


class MailServer(Struct, frozen=True):
    """Server that accepts letters, over TLS from the first byte or by STARTTLS."""

    host: str
    sender: str
    port: int = 465
    starttls: bool = False
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        """Return the server's name without the password."""
        return f"MailServer({self.host}:{self.port})"

    def is_same(self, other: MailServer) -> bool:
        """Return whether *other* is the same account on the same server, so that the password may be kept."""
        return (self.host, self.port, self.user) == (other.host, other.port, other.user)


class LetterRecipient(Struct, frozen=True):
    """Person who gets letters of some kinds."""

    address: str
    kinds: tuple[TellKind, ...] = tuple(TellKind)

    @property
    def told_of(self) -> tuple[TellKind, ...]:
        """Return the kinds of events that this person gets letters about. Whoever hears of silent kiosks also hears
        that the monitor is down, and that a certificate ends: then no kiosk is heard of any more."""
        more = (TellKind.MONITOR, TellKind.CERTIFICATE) if TellKind.SILENT in self.kinds else ()
        return (*self.kinds, *more)


class WebHook(Struct, frozen=True):
    """Address that every event is posted to as JSON."""

    url: str
    token: str = ""

    def __repr__(self) -> str:
        """Return the host only, because the address of a hook may contain its password."""
        return f"WebHook({host_of(self.url)})"


class TellSettings(Struct, frozen=True):
    """Settings of messages; without any of them only the desk's pages tell of events."""

    silent_days: int = SILENT_DAYS
    mail: MailServer | None = None
    recipients: tuple[LetterRecipient, ...] = ()
    hook: WebHook | None = None

    @property
    def silent(self) -> timedelta:
        """Return the time without a word after which a kiosk counts as silent."""
        return timedelta(days=self.silent_days)


class TrialLetter(Struct, frozen=True):
    """Outcome of a trial letter to *name*, an address or the web hook's; *problem* says why it was not taken."""

    name: str
    problem: Problem | None = None


class _Reading(Struct, frozen=True):
    settings: TellSettings
    fault: Problem | None = None


class TellFile:
    """File of the settings in the desk's *private* folder, which people also edit by hand. While it is damaged its
    former content counts, or none. Parts with faults are left out."""

    def __init__(self, private: Path) -> None:
        self._file = JsonFile(private / FILE, TellSettings)
        self._cached: CachedFile[_Reading] = CachedFile(self._file.path, self._read)

    def settings(self) -> TellSettings:
        """Return the settings without the parts that have faults."""
        return self._cached().settings

    def fault(self) -> Problem | None:
        """Return what is wrong with the present file, None if all of it is used."""
        return self._cached().fault

    def _read(self) -> _Reading:
        try:
            usable, faults = _checked(self._file.read_value())
        except FileNotFoundError:
            return _Reading(TellSettings())
        except (OSError, ValueError) as error:
            before = self._cached.last
            reason = quoted(getattr(error, "strerror", None) or error.__cause__ or error, 120)
            return _Reading(
                before.settings if before else TellSettings(),
                problem(OfficeCode.TELL_FILE_DAMAGED, file=FILE, reason=reason),
            )
        return _Reading(usable, problem(OfficeCode.TELL_FILE, *faults, file=FILE) if faults else None)

    def write_settings(self, wanted: TellSettings) -> TellSettings:
        """Write *wanted* and return it as stored. An empty password or token keeps the stored one, for the same account
        or address. Raise OfficeError with every fault as a cause, and where there is no room."""
        kept = self.completed(wanted)
        with full_disk_told():
            self._file.write(kept)
        return kept

    def completed(self, wanted: TellSettings) -> TellSettings:
        """Return *wanted* with the stored secrets of the same account or address. Raise OfficeError for settings that
        cannot work."""
        kept = _with_secrets(wanted, self.settings())
        if faults := _checked(kept)[1]:
            raise OfficeError(OfficeCode.TELL_UNFIT, *faults)
        return kept

    def check_typed(self, wanted: TellSettings) -> None:
        """Raise OfficeError for a new web hook in this machine or its network: only the file itself may name one there."""
        hook, before = wanted.hook, self.settings().hook
        if hook is None or not _is_hook(hook) or (before is not None and hook.url == before.url):
            return  # `completed` tells what is no address
        if not is_public(hook.url):
            raise OfficeError(OfficeCode.TELL_UNFIT, problem(OfficeCode.TELL_HOOK_NEAR, file=FILE))


def _with_secrets(wanted: TellSettings, before: TellSettings) -> TellSettings:
    mail, hook = wanted.mail, wanted.hook
    if mail is not None and not mail.password and before.mail is not None and mail.is_same(before.mail):
        mail = replace(mail, password=before.mail.password)
    if hook is not None and not hook.token and before.hook is not None and hook.url == before.hook.url:
        hook = replace(hook, token=before.hook.token)
    return replace(wanted, mail=mail, hook=hook)


def _checked(settings: TellSettings) -> tuple[TellSettings, list[Problem]]:
    """Return *settings* without the parts that have faults, and the faults."""
    found: list[Problem] = []
    days, mail, hook = settings.silent_days, settings.mail, settings.hook
    if not 1 <= days <= MOST_SILENT_DAYS:
        found.append(problem(OfficeCode.TELL_DAYS, most=MOST_SILENT_DAYS))
        days = SILENT_DAYS
    if mail is not None and (faults := _faults_of_mail(mail)):
        found += faults
        mail = None
    if len(settings.recipients) > MOST_RECIPIENTS:
        found.append(problem(OfficeCode.TELL_MANY, most=MOST_RECIPIENTS))
    listed = settings.recipients[:MOST_RECIPIENTS]
    recipients = tuple(each for each in listed if is_mail_address(each.address))
    found += [
        problem(OfficeCode.TELL_ADDRESS, address=_shown(each.address)) for each in listed if each not in recipients
    ]
    if hook is not None and not _is_hook(hook):
        found.append(problem(OfficeCode.TELL_HOOK))
        hook = None
    return TellSettings(days, mail, recipients, hook), found


def _faults_of_mail(mail: MailServer) -> list[Problem]:
    found: list[Problem] = []
    if not _HOST.fullmatch(mail.host) or not 0 < mail.port < 65_536:
        found.append(problem(OfficeCode.TELL_HOST, host=_shown(mail.host)))
    if not is_mail_address(mail.sender):
        found.append(problem(OfficeCode.TELL_ADDRESS, address=_shown(mail.sender)))
    if mail.user and not mail.password:
        found.append(problem(OfficeCode.TELL_PASSWORD))
    if not (mail.user + mail.password).isascii() or not (mail.user + mail.password).isprintable():
        found.append(problem(OfficeCode.TELL_PASSWORD_ASCII))  # smtplib sends no other
    return found


def is_mail_address(text: str) -> bool:
    """Return whether *text* is one plain mail address (RFC 5321, 4.1.2). It cannot end a header line of a letter."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def _is_hook(hook: WebHook) -> bool:
    safe = is_secure(hook.url) or (hook.url.startswith("http://") and is_loopback(hook.url))
    text = hook.url + hook.token
    return safe and bool(host_of(hook.url)) and text.isascii() and text.isprintable() and " " not in text


def _shown(text: str) -> str:
    return repr(text[:80])[1:-1]
