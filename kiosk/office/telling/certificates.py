"""Certificates of the office's public addresses: looked at once a day as a kiosk sees them, told of before they end."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from msgspec import Struct

from kiosk.office.telling.ways import Context

REMIND = timedelta(days=20)
"""Time before the end of a certificate at which people are told: certbot renews one 30 days before."""
_HAS_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
_MOST_S = 10.0
_HTTPS = 443


class EndingCertificate(Struct, frozen=True):
    """Certificate of a *host* that *ends* at a time."""

    host: str
    ends: datetime


class PublicCertificates:
    """Certificates of the https *addresses*. *context* says which authorities are trusted. It is safe for threads."""

    def __init__(self, addresses: Callable[[], Iterable[str]], context: Context = ssl.create_default_context) -> None:
        self._addresses = addresses
        self._context = context
        self._ends: dict[str, datetime] = {}

    def look(self, now: datetime) -> None:
        """Connect to each host and note the end of its certificate. A host that does not answer keeps what was noted. An
        untrusted certificate is left to whoever made it."""
        ends: dict[str, datetime] = {}
        for url in self._addresses():
            with suppress(ValueError):
                parts = urlsplit(url)
                if parts.scheme == "https" and parts.hostname:
                    host = parts.hostname
                    found = self._end_of(host, parts.port or _HTTPS, now) or self._ends.get(host)
                    ends |= {host: found} if found else {}
        self._ends = ends

    def ending(self, now: datetime) -> list[EndingCertificate]:
        """Return the certificates that end within `REMIND`, or have ended, the first to end first."""
        ending = [EndingCertificate(host, at) for host, at in self._ends.items() if at - now <= REMIND]
        return sorted(ending, key=lambda each: (each.ends, each.host))

    def _end_of(self, host: str, port: int, now: datetime) -> datetime | None:
        try:
            with (
                socket.create_connection((host, port), _MOST_S) as line,
                self._context().wrap_socket(line, server_hostname=host) as tls,
            ):
                ends = (tls.getpeercert() or {}).get("notAfter")
        except ssl.SSLCertVerificationError as error:
            return min(self._ends.get(host, now), now) if error.verify_code == _HAS_EXPIRED else None
        except OSError:
            return None
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None
