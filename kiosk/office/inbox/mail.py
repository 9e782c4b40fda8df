"""The desk's mailbox (IMAP, RFC 9051): new letters, read and left as they are there."""

from __future__ import annotations

import io
import logging
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.model.errors import CacheError
from content_cache.model.problems import Problem
from content_cache.model.urls import is_loopback
from content_cache.text.plain import clean_line, clean_title
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.inbox.inbox import Arrival, ArrivalBox, ArrivalKind, arrival_id
from kiosk.office.inbox.text import Letter, read_letter
from kiosk.office.setup.sources import Mail

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=15)
MOST_AT_ONCE = 20
MOST_BYTES = 25_000_000
"""Most bytes of one letter with its files. A larger one is announced, and not fetched."""

_TIMEOUT_S = 20.0
_READING_S = 30.0
_BOX = str(ArrivalKind.MAIL)


class MailState(Struct):
    """Progress in a mailbox: `until` is the UID of the last letter read, and holds within `validity` (RFC 9051, 2.3.1.1)."""

    account: str = ""
    validity: int = 0
    until: int = 0
    at: datetime | None = None
    problem: Problem | None = None


class Mailbox:
    """Reader of a mailbox, which puts letters into the inbox. A letter of more than *most* bytes is announced, and not fetched."""

    def __init__(self, private: Path, inbox: ArrivalBox, most: int = MOST_BYTES) -> None:
        self._most = most
        self._private = private
        self._file = JsonFile(private / "surat.json", MailState)
        self._inbox = inbox
        self.told = self._file.read()

    def check_mail(self, mail: Mail | None, now: datetime, *, wanted: bool) -> None:
        """Look for new letters, when it is time or if *wanted*. Nothing is raised: `told` says what went wrong."""
        if mail is None or not (wanted or self.told.at is None or not timedelta(0) <= now - self.told.at < EVERY):
            return
        account = f"{mail.user}@{mail.host}:{mail.port}"
        if self.told.account != account:
            self.told = MailState(account=account)
        try:
            self._read_new_mail(mail, now)
            self.told.problem = None
        except Exception as error:  # noqa: BLE001 - imaplib raises anything over what a server says; it is told to people
            self.told.problem = OfficeError(OfficeCode.MAIL_UNREADABLE, reason=_reason(error)).problem
        self.told.at = now
        with suppress(OSError):
            self._file.write(self.told)

    def _read_new_mail(self, mail: Mail, now: datetime) -> None:
        password = (self._private / mail.password_file).read_text("utf-8").strip()
        with _opened(mail, password) as box:
            status = box.folder.status(mail.folder, ["UIDVALIDITY", "UIDNEXT"])
            if self.told.validity != status["UIDVALIDITY"]:
                # at the first look, or after the server renumbered: the letters already there are no news
                first = self.told.validity == 0
                self.told.validity = status["UIDVALIDITY"]
                self.told.until = max(status["UIDNEXT"] - 1 - MOST_AT_ONCE, 0) if first else status["UIDNEXT"] - 1
            for uid in self._new(box)[:MOST_AT_ONCE]:
                self._take_mail(box, uid, now)
                self.told.until = int(uid)

    def _new(self, box: BaseMailBox) -> list[str]:
        found = [uid for uid in box.uids(f"UID {self.told.until + 1}:*") if uid.isdigit()]
        return sorted((uid for uid in found if int(uid) > self.told.until), key=int)  # "5:*" has the last one always

    def _take_mail(self, box: BaseMailBox, uid: str, now: datetime) -> None:
        head = next(iter(box.fetch(f"UID {uid}", mark_seen=False, headers_only=True, limit=1)), None)
        if head is None:
            return
        if head.size_rfc822 > self._most:
            sender = head.from_values
            name = clean_line(sender.name if sender else "", 100)
            self._put((uid, name, clean_line(head.from_, 200), clean_title(head.subject), "", ()), now)
            return
        _, parts = box.client.uid("fetch", uid, "(BODY.PEEK[])")
        content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        try:
            letter = Bounds(MEMORY_BYTES)(_READING_S, read_letter, content)
        except CacheError as error:  # this letter alone is skipped
            log.warning("mail %s: %s", uid, error)
            return
        self._put(letter, now)

    def _put(self, letter: Letter, now: datetime) -> None:
        key, name, address, subject, body, files = letter
        arrival = arrival_id(_BOX, key or f"{address}\0{subject}\0{body}")
        if self._inbox.find_waiting(arrival) is not None or self._inbox.became(arrival):
            return
        title = subject or clean_line(body, 60) or name or address
        self._inbox.put(
            Arrival(
                id=arrival, kind=ArrivalKind.MAIL, box=_BOX, source=name or address, came=now, title=title, address=address,
                parts={"author": name, "body": body} if name else {"body": body}, files=stored(self._inbox, arrival, files),
            )
        )  # fmt: skip


def stored(inbox: ArrivalBox, arrival: str, files: Iterable[tuple[str, bytes | BinaryIO]]) -> tuple[str, ...]:
    """Store those *files* that kiosks can show or play in the arrival's folder. Return their names. Raise OSError."""
    attachments = inbox.attachments(arrival)
    names = []
    for name, content in files:
        try:
            stream = io.BytesIO(content) if isinstance(content, bytes) else content
            names.append(attachments.store_upload(stream, name).file)
        except OfficeError as error:
            log.info("inbox: %s: %s", name, error)
    return tuple(dict.fromkeys(names))


@contextmanager
def _opened(mail: Mail, password: str) -> Iterator[BaseMailBox]:
    """Log in and yield the mailbox, its folder opened read-only. Raise what imaplib and imap_tools do."""
    from imap_tools import MailBox, MailBoxUnencrypted

    box: BaseMailBox
    if is_loopback(f"imap://{mail.host}"):  # without TLS: no network is between
        box = MailBoxUnencrypted(mail.host, mail.port, timeout=_TIMEOUT_S)
    else:
        box = MailBox(mail.host, mail.port, timeout=_TIMEOUT_S, ssl_context=ssl.create_default_context())
    with box.login(mail.user, password, initial_folder=None):
        box.folder.set(mail.folder, readonly=True)
        yield box


def try_mailbox(mail: Mail, password: str) -> int:
    """Open a mailbox without changing it, and return how many letters its folder has. Raise OfficeError if that fails."""
    from imap_tools import MailboxFolderSelectError, MailboxLoginError

    try:
        with _opened(mail, password) as box:
            return int(box.folder.status(mail.folder, ["MESSAGES"])["MESSAGES"])
    except MailboxLoginError as error:
        raise OfficeError(OfficeCode.MAIL_PASSWORD, host=mail.host, user=mail.user) from error
    except MailboxFolderSelectError as error:
        raise OfficeError(OfficeCode.MAIL_FOLDER, folder=mail.folder) from error
    except Exception as error:  # imaplib raises anything over what a server says; it is told to people
        reason = _reason(error).replace(password, "…") if password else _reason(error)
        raise OfficeError(OfficeCode.MAIL_UNREADABLE, reason=reason) from error


def _reason(error: Exception) -> str:
    """Return the message of a server or system error, cleaned and at most 200 characters long."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return clean_line(said, 200) or type(error).__name__
