"""Sources of others' news in office.toml: feeds, a mailbox, calendars."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

_MOST = 50
_LONGEST_URL = 2_000
_LONGEST_NAME = 80


class Watch(Struct, frozen=True):
    """Site whose news come into the inbox."""

    name: str
    """Name for people."""
    url: str
    """Address of its feed: RSS, Atom, JSON Feed, iCalendar."""
    trusted: bool = False
    """True for the office's own: each new item becomes a draft at once."""


class Mail(Struct, frozen=True):
    """Mailbox (IMAP over TLS) whose letters come into the inbox and stay where they are."""

    host: str
    """Name of its server."""
    user: str
    """Name to log in with."""
    password_file: str
    """File in `.kantor/`, or a whole path."""
    port: int = 993
    """Port of the server."""
    folder: str = "INBOX"
    """Folder of the mailbox."""


class PublicCalendar(Struct, frozen=True):
    """Calendar that others keep, fetched into `kalender/` when an editor wants it."""

    name: str
    """Name for people."""
    url: str
    """Address of the calendar."""


def watches(table: Mapping[str, Any]) -> tuple[Watch, ...]:
    """Return the feeds of office.toml. Of two with one name the first counts; those without a valid address are left out."""
    found: dict[str, Watch] = {}
    for name, url, one in _named_tables(table, "watch"):
        found.setdefault(name, Watch(name, url, one.get("trusted") is True))
    return tuple(found.values())


def calendars(table: Mapping[str, Any]) -> tuple[PublicCalendar, ...]:
    """Return the calendars of office.toml, the first of each name."""
    found: dict[str, PublicCalendar] = {}
    for name, url, _ in _named_tables(table, "calendar"):
        found.setdefault(name, PublicCalendar(name, url))
    return tuple(found.values())


def mail(table: Mapping[str, Any]) -> Mail | None:
    """Return the mailbox of office.toml, or `None` unless host, user and password file are given."""
    one = table.get("mail")
    if not isinstance(one, dict):
        return None
    host, user, file = (str(one.get(name) or "") for name in ("host", "user", "password_file"))
    port = one.get("port", 993)
    port = port if isinstance(port, int) and 0 < port < 65_536 else 993
    return Mail(host, user, file, port, str(one.get("folder") or "INBOX")) if host and user and file else None


def is_public(url: str) -> bool:
    """Return whether *url*, typed by somebody, may be fetched: a web address that is not of this machine or its
    network. What a host name resolves to is checked when it is fetched (content_cache.http.address_guard)."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username or not host or not url.isprintable() or " " in url:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and host.rsplit(".", 1)[-1].isalpha() and not host.endswith((".local", ".internal"))


def _named_tables(table: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    tables = table.get(kind)
    for one in tables[:_MOST] if isinstance(tables, list) else ():
        url = one.get("url") if isinstance(one, dict) else None
        if isinstance(url, str) and url.startswith(("http://", "https://")) and len(url) <= _LONGEST_URL:
            name = one.get("name")
            yield (name if isinstance(name, str) and name else url)[:_LONGEST_NAME], url, one
