"""Pairing of a phone with the desk: behind the technician's PIN the kiosk's screen shows a code, good for one phone and
five minutes. With it goes the fingerprint of the desk's certificate, by which a phone can tell this kiosk from an
impostor."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from content_cache.files import read_plain
from kiosk.core.json_file import JsonFile
from kiosk.state.hall_sources import SHARED

CERTIFICATE = Path("tls") / "certificate.pem"  # in the desk's folder, which makes it at its first start
PATH = "/pasangkan/"
HOLDS = timedelta(minutes=5)
_NEW_AFTER = timedelta(minutes=4)
_MOST_BYTES = 10_000
_NAME = "pairing.json"


class _Offer(msgspec.Struct, frozen=True):
    mark: str
    made: datetime


class Pairing:
    """Pairing at the kiosk's screen. *folder* is the desk's; *base* returns the desk's address, "" without one; *now* the time."""

    def __init__(self, folder: Path, base: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._base = base
        self._now = now
        self._shown = ("", now())

    def address(self) -> str:
        """Return the link that pairs a phone. It is renewed once it was used or is about to expire. Return "" without a
        network, or before the desk has ever run. Raise OSError if the card cannot be written."""
        base, printed = self._base(), fingerprint(self._folder)
        if not base or not printed:
            return ""
        code, made = self._shown
        now = self._now()
        if (
            not code
            or _file(self._folder).load_if_valid() != _Offer(_code_hash(code), made)
            or not made <= now < made + _NEW_AFTER
        ):
            code = secrets.token_urlsafe(9)
            self._shown = code, now
            _file(self._folder).write(_Offer(_code_hash(code), now))
        return f"https://{base.partition('://')[2].rstrip('/')}{PATH}{code}#sha256={printed}"

    def withdraw_code(self) -> None:
        """Invalidate the shown code, because the page was left."""
        self._shown = ("", self._now())
        remove_code(self._folder)


def is_valid_code(folder: Path, code: str, now: datetime) -> bool:
    """Return whether *code* is the one that the kiosk shows at *now*. The desk calls it."""
    offer = _file(folder).load_if_valid()
    return (
        offer is not None
        and hmac.compare_digest(offer.mark, _code_hash(code))
        and offer.made <= now < offer.made + HOLDS
    )


def remove_code(folder: Path) -> None:
    """Delete the code, after it was used or left the screen."""
    with suppress(OSError):
        (folder / _NAME).unlink()


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 of the certificate as browsers show it, without colons; "" if the desk has none yet."""
    try:
        pem = read_plain(folder / CERTIFICATE, _MOST_BYTES).decode("ascii")
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    except (OSError, ValueError):
        return ""


def _file(folder: Path) -> JsonFile[_Offer]:
    return JsonFile(folder / _NAME, _Offer, mode=SHARED, most=_MOST_BYTES)


def _code_hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
