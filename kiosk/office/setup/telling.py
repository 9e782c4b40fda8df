"""Who is told of what happens when nobody looks at the desk, and by which way: `.kantor/kabari.json`.

- `silent_days`: days without a word after which a kiosk counts as silent, on every page, in every letter and rule
- `mail`: server that takes letters (SMTP over TLS): `host`, `port`, `starttls`, `user`, `password`, `sender`, and `since`, when the
  password was typed
- `recipients`: `address` and `kinds`, of which events: `silent`, `card`, `sound`, `release`, `questions`
- `hook`: `url` that is posted to, with `token` as a bearer token

The file has mode 0600. Passwords go in and never out: no page and no error has them.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.problems import Problem, problem
from content_cache.model.urls import host_of, is_loopback, is_secure
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.base.kept import CachedFile

SILENT_DAYS, MOST_SILENT_DAYS = 2, 30
"""Usual and longest time without a word; a kiosk with a line reports every hour."""
MOST_RECIPIENTS = 20
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}")
_HOST = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}|[0-9A-Fa-f:]{2,39}")


class TellKind(StrEnum):
    """Kinds of events: a silent kiosk, a card that fails, no sound, a warning that wants a second person, waiting questions."""

    SILENT = "silent"
    CARD = "card"
    SOUND = "sound"
    RELEASE = "release"
    QUESTIONS = "questions"


class MailServer(Struct, frozen=True):
    """Server that takes letters, over TLS from the first byte or by STARTTLS."""

    host: str
    sender: str
    port: int = 465
    starttls: bool = False
    user: str = ""
    password: str = ""
    since: datetime | None = None

    def __repr__(self) -> str:
        """Return the server's name without the password."""
        return f"MailServer({self.host}:{self.port})"

    def is_same(self, other: MailServer) -> bool:
        """Return whether *other* asks for the password of the same account."""
        return (self.host, self.port, self.user) == (other.host, other.port, other.user)


class LetterRecipient(Struct, frozen=True):
    """Person who gets letters of some kinds."""

    address: str
    kinds: tuple[TellKind, ...] = tuple(TellKind)


class WebHook(Struct, frozen=True):
    """Address that every event is posted to as JSON."""

    url: str
    token: str = ""

    def __repr__(self) -> str:
        """Return the host alone: an address of a hook may be its password."""
        return f"WebHook({host_of(self.url)})"


class TellSettings(Struct, frozen=True):
    """Settings of telling; without any of them the desk's pages tell alone."""

    silent_days: int = SILENT_DAYS
    mail: MailServer | None = None
    recipients: tuple[LetterRecipient, ...] = ()
    hook: WebHook | None = None

    @property
    def silent(self) -> timedelta:
        """Time without a word after which a kiosk counts as silent."""
        return timedelta(days=self.silent_days if 1 <= self.silent_days <= MOST_SILENT_DAYS else SILENT_DAYS)


class TellFile:
    """Repository of the settings in the desk's *private* folder. A damaged file counts as the one before, or as none."""

    def __init__(self, private: Path) -> None:
        self._file = JsonFile(private / "kabari.json", TellSettings)
        self._cached: CachedFile[TellSettings] = CachedFile(
            self._file.path, lambda: self._file.find() or self._cached.last or TellSettings()
        )

    def settings(self) -> TellSettings:
        return self._cached()

    def save(self, wanted: TellSettings, now: datetime) -> TellSettings:
        """Write *wanted* and return it as kept. An empty password or token means the one before, for the same account or address.
        Raises OfficeError, with every fault as a cause, for what cannot work, and where there is no room."""
        kept = _with_secrets(wanted, self.settings(), now)
        if faults := tuple(_faults(kept)):
            raise OfficeError(OfficeCode.TELL_UNFIT, *faults)
        with full_disk_told():
            self._file.write(kept)
        return kept


def _with_secrets(wanted: TellSettings, before: TellSettings, now: datetime) -> TellSettings:
    mail, hook = wanted.mail, wanted.hook
    if mail is not None and mail.password:
        mail = replace(mail, since=now)
    elif mail is not None and before.mail is not None and mail.is_same(before.mail):
        mail = replace(mail, password=before.mail.password, since=before.mail.since)
    if hook is not None and not hook.token and before.hook is not None and hook.url == before.hook.url:
        hook = replace(hook, token=before.hook.token)
    return replace(wanted, mail=mail, hook=hook)


def _faults(settings: TellSettings) -> list[Problem]:
    found: list[Problem] = []
    if not 1 <= settings.silent_days <= MOST_SILENT_DAYS:
        found.append(problem(OfficeCode.TELL_DAYS, most=MOST_SILENT_DAYS))
    if (mail := settings.mail) is not None:
        if not _HOST.fullmatch(mail.host) or not 0 < mail.port < 65_536:
            found.append(problem(OfficeCode.TELL_HOST, host=_shown(mail.host)))
        if not is_mail_address(mail.sender):
            found.append(problem(OfficeCode.TELL_ADDRESS, address=_shown(mail.sender)))
        if mail.user and not mail.password:
            found.append(problem(OfficeCode.TELL_PASSWORD))
    if len(settings.recipients) > MOST_RECIPIENTS:
        found.append(problem(OfficeCode.TELL_MANY, most=MOST_RECIPIENTS))
    found += [
        problem(OfficeCode.TELL_ADDRESS, address=_shown(each.address))
        for each in settings.recipients
        if not is_mail_address(each.address)
    ]
    if settings.hook is not None and not _is_hook(settings.hook):
        found.append(problem(OfficeCode.TELL_HOOK))
    return found


def is_mail_address(text: str) -> bool:
    """Return whether *text* is one plain address (RFC 5321, 4.1.2), which ends no line of a letter's head."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def _is_hook(hook: WebHook) -> bool:
    safe = is_secure(hook.url) or (hook.url.startswith("http://") and is_loopback(hook.url))
    return (
        safe and bool(host_of(hook.url)) and (hook.url + hook.token).isprintable() and " " not in hook.url + hook.token
    )


def _shown(text: str) -> str:
    return repr(text[:80])[1:-1]
