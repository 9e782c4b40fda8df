"""Name, area and public address of the office, stored in feed.toml and office.toml. An address is tried before it is trusted."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from content_cache.http.client import fetch
from content_cache.http.messages import Request
from content_cache.model.errors import CacheError
from content_cache.model.urls import host_of, is_loopback, ports_of
from kiosk.core.build import USER_AGENT
from kiosk.office.base.areas import is_area_code
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.editions.folder import SETTINGS
from kiosk.office.setup.setup import FILE, edited

MARK = "/-/meja"
"""Path that answers with a desk's own mark under any host name. It proves that an address leads to this desk."""

LONGEST_NAME = 80
_DEADLINE_S = 15.0


class OfficeIdentity(Struct, frozen=True):
    """Identity of an office. `title` is that of the editions, `publisher` the name of whoever speaks in them."""

    title: str = ""
    publisher: str = ""
    area: str = ""
    timezone: str = "Asia/Makassar"
    address: str = ""


def identity_faults(wanted: OfficeIdentity) -> OfficeError | None:
    """Return the faults of *wanted* as one error, or `None` if it can work."""
    if not wanted.title or not wanted.publisher or max(len(wanted.title), len(wanted.publisher)) > LONGEST_NAME:
        return OfficeError(OfficeCode.IDENTITY_NAME, most=LONGEST_NAME)
    if wanted.area and not is_area_code(wanted.area):
        return OfficeError(OfficeCode.IDENTITY_AREA, code=wanted.area[:20])
    try:
        ZoneInfo(wanted.timezone)
    except (KeyError, ValueError, OSError):
        return OfficeError(OfficeCode.IDENTITY_ZONE)
    if wanted.address and not _is_address(wanted.address):
        return OfficeError(OfficeCode.IDENTITY_ADDRESS)
    return None


def _is_address(address: str) -> bool:
    safe = address.startswith("https://") or (address.startswith("http://") and is_loopback(address))
    host = address.partition("://")[2]
    return (
        safe
        and bool(host_of(address))
        and host.isascii()
        and not any(c in host for c in "/?#@ ")
        and host.isprintable()
    )


def try_address(address: str, mark: str) -> None:
    """Request the desk's mark at *address*. Raise OfficeError if nobody answers, or another desk or site does."""
    url = f"{address}{MARK}"
    request = Request(
        url=url,
        deadline=_DEADLINE_S,
        max_bytes=1_000,
        user_agent=f"{USER_AGENT} office",
        private_host=host_of(url),
        private_ports=ports_of(url),
    )
    try:
        got = fetch(request)
    except CacheError as error:
        raise OfficeError(OfficeCode.IDENTITY_UNREACHED, error.problem) from error
    if bytes(getattr(got, "body", b"")) != mark.encode():
        raise OfficeError(OfficeCode.IDENTITY_ELSEWHERE)


def save_identity(folder: Path, wanted: OfficeIdentity) -> None:
    """Write *wanted* into both files, and change nothing else in them. Raise OfficeError."""
    fault = identity_faults(wanted)
    if fault is not None:
        raise fault
    with full_disk_told():
        with edited(folder / SETTINGS) as edit:
            values = {"title": wanted.title, "publisher": wanted.publisher, "area": wanted.area or None}
            edit.set("", {**values, "timezone": wanted.timezone})
        with edited(folder / FILE) as edit:
            edit.set("", {"address": wanted.address or None})
