"""Mailbox of the office, stored in office.toml; its password in a file that only this user may read."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from content_cache.files import write_whole
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.base.folders import PRIVATE
from kiosk.office.setup.setup import FILE, edited, read_setup
from kiosk.office.setup.sources import Mail

KEPT_IN = "surat.sandi"
"""File of the password in the desk's private folder, unless office.toml names another."""

_HOST = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}")
_LONGEST = 200


def check_mail(mail: Mail) -> None:
    """Raise OfficeError if host, port, user or folder of *mail* is malformed."""
    texts = (mail.user, mail.folder)
    plain = all(0 < len(text) <= _LONGEST and text.isprintable() for text in texts)
    if not _HOST.fullmatch(mail.host) or not 0 < mail.port < 65_536 or not plain:
        raise OfficeError(OfficeCode.MAIL_FORM)


def kept_password(folder: Path, mail: Mail) -> str:
    """Return the stored password for the account of *mail*, "" for another account or none."""
    before = read_setup(folder).mail
    if before is None or (before.host, before.user) != (mail.host, mail.user):
        return ""
    try:
        return (folder / PRIVATE / before.password_file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def password_since(folder: Path) -> datetime | None:
    """Return when the stored password was written, `None` if none is stored."""
    mail = read_setup(folder).mail
    try:
        return (
            datetime.fromtimestamp((folder / PRIVATE / mail.password_file).stat().st_mtime).astimezone()
            if mail
            else None
        )
    except OSError:
        return None


def save_mail(folder: Path, mail: Mail, password: str) -> None:
    """Store the mailbox and its password; the rest of office.toml stays. Raise OfficeError."""
    check_mail(mail)
    with full_disk_told():
        write_whole(folder / PRIVATE / KEPT_IN, f"{password}\n".encode())
        with edited(folder / FILE) as edit:
            values = {"host": mail.host, "port": mail.port, "user": mail.user, "folder": mail.folder}
            edit.set("[mail]", {**values, "password_file": KEPT_IN})


def drop_mail(folder: Path) -> None:
    """Remove the mailbox from office.toml, and delete its password. Raise OfficeError."""
    with full_disk_told():
        with edited(folder / FILE) as edit:
            edit.remove("[mail]")
        (folder / PRIVATE / KEPT_IN).unlink(missing_ok=True)
