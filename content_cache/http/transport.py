"""How `fetch` speaks HTTP: by connections that a guard admits, and bodies that are unpacked within bounds."""

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
    """A session without cookies, proxies, .netrc or redirects, all of whose connections the guard admits.

    Certificates are always verified, by the file of `authorities` or, with "", by those that browsers trust.
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
    """Read once: that takes five times as long as all else of an exchange that brings nothing new."""
    context = create_urllib3_context()
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(authorities or DEFAULT_CA_BUNDLE_PATH)
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


class Decoder(Protocol):
    """Unpacks a body piece by piece; `whole` says whether its end was seen."""

    whole: bool

    def feed(self, data: bytes, room: int) -> bytes:
        """The bytes that `data` unpacks to. Raises TooLargeError for more than `room`, FetchError for damaged data."""
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
    "br": _Brotli,
}


def decoder(encoding: str) -> Decoder:
    """The decoder for a Content-Encoding. Raises FetchError for one that was not offered."""
    try:
        return _DECODERS[encoding.strip().lower()]()
    except KeyError:
        raise FetchError(Code.PACKING_UNKNOWN, encoding=repr(encoding[:40])) from None
