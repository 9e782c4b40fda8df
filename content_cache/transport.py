"""What `fetch` does to sockets and bytes: watch the one, bound the other."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
import time
import zlib
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any, Protocol, Self

import brotli
import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from content_cache.errors import AddressError, FetchError, TooLargeError

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Guard:
    """Watches the connections of one exchange: shuts them when its time is up, refuses addresses that may not be asked.

    A time-out of a socket starts anew with each byte: a server that drips bytes, in its headers too, holds a reader for
    ever. `expired` says that the guard has shut something: what was read then looks whole and is not. `private_host` is
    the one host name that may lie on this machine or in the hall's own network, on `private_ports`, or any where none are
    given.
    """

    def __init__(self, seconds: float, private_host: str, private_ports: tuple[int, ...] = ()) -> None:
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []
        self._private_host = private_host
        self._private_ports = private_ports
        self.expired = False
        self.connected = False
        self.refusal: AddressError | None = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for sock in self._watched:
                sock.close()
            self._watched.clear()

    @property
    def remaining(self) -> float:
        """Seconds left, a little at least: sockets take no time-out of zero."""
        return max(self._end - time.monotonic(), 0.01)

    def admit(self, sock: socket.socket, host: str) -> None:
        """Take charge of a connection. Raises AddressError when it leads where it may not; nothing was sent yet.

        The address that answered is looked at and not the name, which may mean another address the next moment.
        """
        name, port = sock.getpeername()[:2]
        address = _meant(ipaddress.ip_address(name.partition("%")[0]))
        admitted = host == self._private_host and (not self._private_ports or port in self._private_ports)
        if not address.is_global and not admitted:
            self.refusal = AddressError(f"{host} is {address}, an address of this machine or network: not asked")
            raise self.refusal
        self.connected = True
        # a duplicate, for TLS takes the first one's descriptor away; shutting either shuts the connection
        with self._lock:
            self._watched.append(socket.socket(fileno=os.dup(sock.fileno())))
            if self.expired:
                self._shut_all()

    def _shut(self) -> None:
        with self._lock:
            self.expired = True
            self._shut_all()

    def _shut_all(self) -> None:
        for sock in self._watched:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed by the other side meanwhile: what was wanted


def _meant(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address within an IPv6 one that only carries it (RFC 4291 section 2.5.5.2, RFC 6052), else the address."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def session(guard: Guard, authorities: str = "") -> requests.Session:
    """A session without cookies, proxies, .netrc or redirects, all of whose connections the guard admits.

    Certificates are always verified, by the file of `authorities` or, with "", by those that browsers trust.
    """
    made = _Session()
    made.trust_env = False
    made.verify = authorities or True
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        made.mount(scheme, _Adapter(guard))
    return made


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - the base's signature
        # requests would read the whole body of a redirect, unpacked and unbounded, before it hands it over
        return None


class _Adapter(HTTPAdapter):
    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        guard = self._guard

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _admitted(super()._new_conn(), self.host, guard)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _admitted(super()._new_conn(), self.host, guard)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _admitted(sock: socket.socket, host: str, guard: Guard) -> socket.socket:
    try:
        guard.admit(sock, host)
    except BaseException:
        sock.close()
        raise
    return sock


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
            raise FetchError(f"the gzip data is damaged: {error}") from error
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
            raise FetchError(f"the brotli data is damaged: {error}") from error
        self.whole = self._inflate.is_finished()
        return _within(out, room)


def _within(out: bytes, room: int) -> bytes:
    if len(out) > room:
        raise TooLargeError("the unpacked body is too large")
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
        raise FetchError(f"the body is packed as {encoding!r}, which was not asked for") from None
