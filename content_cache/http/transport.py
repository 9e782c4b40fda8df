"""Transport of `fetch`: connections that a guard admits, and bodies that are unpacked within limits."""

from __future__ import annotations

import functools
import socket
import ssl
import zlib
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol

import brotli
import requests
from requests.adapters import DEFAULT_CA_BUNDLE_PATH, HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context

from content_cache.http.address_guard import AddressGuard
from content_cache.model.errors import Code, FetchError, TooLargeError


def session(guard: AddressGuard, authorities: str = "") -> requests.Session:
    """Return a session without cookies, proxies, .netrc or redirects, whose connections *guard* admits.

    Certificates are always verified, by the authorities that browsers trust, those of this machine, and
    *authorities* (certificates in PEM).
    """
    made = _Session()
    made.trust_env = False
    made.verify = True
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    made.mount("http://", _Adapter(guard))
    made.mount("https://", _Adapter(guard, _trusted(authorities)))
    return made


@functools.cache
def _trusted(authorities: str) -> ssl.SSLContext:
    """Return the TLS context, cached: reading the certificates takes five times as long as the rest of an exchange with
    nothing new."""
    context = create_urllib3_context()
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    context.load_default_certs()  # an administrator may have added to these (update-ca-certificates)
    if authorities:
        context.load_verify_locations(cadata=authorities)
    return context


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - the base's signature
        # requests would read the whole body of a redirect, unpacked and unbounded, before it hands it over
        return None


class _Adapter(HTTPAdapter):
    def __init__(self, guard: AddressGuard, context: ssl.SSLContext | None = None) -> None:
        self._guard = guard
        self._context = context
        super().__init__(max_retries=0)

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: Any) -> None:  # noqa: ARG002 - the base's signature
        # the base would have the file of authorities read anew for each connection: they are in the context
        conn.cert_reqs = "CERT_REQUIRED"

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        guard = self._guard

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return guard.connect(self.host, self.port)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return guard.connect(self.host, self.port)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


_HEAD = 2  # bytes by which zlib's format is known
_GZIP_MARK = b"\x1f\x8b"


class Decoder(Protocol):
    """Decoder of a body, piece by piece; *whole*: the body's end was seen."""

    whole: bool

    def feed(self, data: bytes, room: int) -> bytes:
        """Return the bytes that *data* unpacks to. Raise TooLargeError for more than *room* bytes, FetchError for damaged
        data."""
        ...


class _Identity:
    whole = True

    def feed(self, data: bytes, room: int) -> bytes:
        return _within(data, room)


class _Gzip:
    def __init__(self) -> None:
        self.whole = False
        self._inflate = zlib.decompressobj(wbits=31)

    def feed(self, data: bytes, room: int) -> bytes:
        try:
            out = self._inflate.decompress(data, room + 1)
            while self._inflate.eof and self._inflate.unused_data.startswith(b"\x1f\x8b"):  # a further member
                rest = self._inflate.unused_data
                self._inflate = zlib.decompressobj(wbits=31)
                out += self._inflate.decompress(rest, max(room + 1 - len(out), 1))
        except zlib.error as error:
            raise FetchError(Code.PACKING_DAMAGED, encoding="gzip", reason=str(error)) from error
        self.whole = self._inflate.eof
        return _within(out, room)


class _Deflate:
    """Decoder of zlib's format (RFC 9110, 8.4.1.2) or of bare deflate, which many hosts send under that name."""

    def __init__(self) -> None:
        self.whole = False
        self._begun = b""
        self._inflate: Any = None

    def feed(self, data: bytes, room: int) -> bytes:
        if self._inflate is None:
            self._begun += data
            if len(self._begun) < _HEAD:
                return b""
            data, self._inflate = self._begun, zlib.decompressobj(wbits=15 if _is_zlib(self._begun) else -15)
        try:
            out: bytes = self._inflate.decompress(data, room + 1)
        except zlib.error as error:
            raise FetchError(Code.PACKING_DAMAGED, encoding="deflate", reason=str(error)) from error
        self.whole = self._inflate.eof
        return _within(out, room)


def _is_zlib(head: bytes) -> bool:
    """Return whether the first two bytes are a zlib header (RFC 1950, section 2.2)."""
    return head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0


class _Undeclared:
    """Decoder of a body without Content-Encoding: gzip if it begins so (RFC 1952, 2.3.1), else unpacked."""

    def __init__(self) -> None:
        self.whole = True
        self._within: Decoder | None = None

    def feed(self, data: bytes, room: int) -> bytes:
        if self._within is None:
            self._within = _Gzip() if data.startswith(_GZIP_MARK) else _Identity()
        out = self._within.feed(data, room)
        self.whole = self._within.whole
        return out


class _Brotli:
    def __init__(self) -> None:
        self.whole = False
        self._inflate = brotli.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        try:
            out = bytes(self._inflate.process(data, output_buffer_limit=room + 1))
        except brotli.error as error:
            raise FetchError(Code.PACKING_DAMAGED, encoding="brotli", reason=str(error)) from error
        self.whole = self._inflate.is_finished()
        return _within(out, room)


def _within(out: bytes, room: int) -> bytes:
    if len(out) > room:
        raise TooLargeError(Code.UNPACKED_TOO_LARGE)
    return out


_DECODERS: dict[str, Callable[[], Decoder]] = {
    "": _Identity,
    "identity": _Identity,
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
}


def decoder(encoding: str, *, undeclared: bool = False) -> Decoder:
    """Return the decoder for a Content-Encoding. Raise FetchError for an unknown one.

    *undeclared*: a body without an encoding may still be gzip.
    """
    if undeclared and encoding.strip().lower() in ("", "identity"):
        return _Undeclared()
    try:
        return _DECODERS[encoding.strip().lower()]()
    except KeyError:
        raise FetchError(Code.PACKING_UNKNOWN, encoding=repr(encoding[:40])) from None
