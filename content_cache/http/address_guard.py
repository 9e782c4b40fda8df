"""Guard of one exchange's connections: the addresses they may reach, and their time.

Looking a name up, connecting, and each byte that comes could each take for ever: none of it outlives the exchange's time.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import queue
import selectors
import socket
import threading
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from content_cache.model.errors import AddressError, Code

_LOOK = 0.2  # seconds between two looks at the stop
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that IANA gives out for the net (RFC 4291 section 2.4, RFC 3513)
_6TO4 = ipaddress.IPv6Network("2002::/16")  # carries any IPv4 address; given up (RFC 7526)


class AddressGuard:
    """Maker of the connections of one exchange: it shuts them when time is up and refuses forbidden addresses.

    A socket's time-out starts anew with each byte, so a server that drips bytes would hold a reader for ever. `expired`:
    the guard has shut a connection, so what was read only looks whole.

    *private_host* is the one host that may lie on this machine or in the hall's own network, on *private_ports* or any if
    there are none. It must be a literal address or `localhost`: a name may mean another address tomorrow. Setting *stop*
    shuts everything too.
    """

    def __init__(
        self,
        seconds: float,
        private_host: str,
        private_ports: tuple[int, ...] = (),
        stop: threading.Event | None = None,
    ) -> None:
        self._end = time.monotonic() + seconds
        self._stop = stop
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._keep_watch, daemon=True)
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []
        self._private_host = private_host
        self._private_ports = private_ports
        self.expired = False
        self.connected = False
        self.refusal: AddressError | None = None

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        with self._lock:
            for sock in self._watched:
                sock.close()
            self._watched.clear()

    @property
    def remaining(self) -> float:
        """Return the seconds left, at least a little, because sockets take no time-out of zero."""
        return max(self._end - time.monotonic(), 0.01)

    def connect(self, host: str, port: int) -> socket.socket:
        """Connect to the first of the host's addresses that answers and is allowed.

        Raise AddressError if none is allowed, OSError for an unknown name or with the last address's error.
        """
        addresses = [found for found in self._look_up(host, port) if self._is_admitted(host, found, port)]
        if not addresses and self.refusal is not None:
            raise self.refusal
        self.refusal, failed = None, OSError(f"{host} has no address")
        for number, address in enumerate(addresses):
            try:
                # one that swallows all that is sent to it (IPv6 on a line that has none) leaves time for the others
                sock = self._connected(address, port, self.remaining / (len(addresses) - number))
            except OSError as error:
                failed = error
                continue
            try:
                sock.settimeout(self.remaining)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.admit(sock, host)
            except BaseException:
                sock.close()
                raise
            return sock
        self.expired = self.expired or time.monotonic() >= self._end
        raise failed

    def _connected(self, address: str, port: int, seconds: float) -> socket.socket:
        """Return a socket connected to *address*. Raise OSError; TimeoutError after *seconds*, or once `stop` is set."""
        end = time.monotonic() + seconds
        with ExitStack() as unless_connected:
            sock = unless_connected.enter_context(socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET))
            sock.setblocking(False)
            failed = sock.connect_ex((address, port))
            if failed in (errno.EINPROGRESS, errno.EWOULDBLOCK):
                with selectors.DefaultSelector() as ready:
                    ready.register(sock, selectors.EVENT_WRITE)
                    while not ready.select(max(min(end - time.monotonic(), _LOOK), 0)):
                        if self._is_over(end):
                            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
                failed = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if failed:
                raise OSError(failed, os.strerror(failed))
            unless_connected.pop_all()
            return sock

    def admit(self, sock: socket.socket, host: str) -> None:
        """Take charge of a connection. Raise AddressError if its address is forbidden; nothing was sent yet.

        The address that answered is checked and not the name, which may mean another address the next moment.
        """
        name, port = sock.getpeername()[:2]
        if not self._is_admitted(host, name, port):
            raise self.refusal or _refusal(host, name)
        self.connected = True
        # a duplicate, for TLS takes the first one's descriptor away; shutting either shuts the connection
        with self._lock:
            self._watched.append(socket.socket(fileno=os.dup(sock.fileno())))
            if self.expired:
                self._shut_all()

    def _is_admitted(self, host: str, name: str, port: int) -> bool:
        named = host == self._private_host and (not self._private_ports or port in self._private_ports)
        if may_lead(host, name, named=named):
            return True
        self.refusal = _refusal(host, str(_address(name)))
        return False

    def _look_up(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host name.

        The system's look-up cannot be broken off, so it runs in a thread that is abandoned if it hangs. Raises OSError;
        TimeoutError.
        """
        answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

        def look() -> None:
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except UnicodeError:  # a label that is too long
                answers.put(socket.gaierror(socket.EAI_NONAME, "no name that a host can have"))
            except OSError as error:
                answers.put(error)
            else:
                answers.put(list(dict.fromkeys(str(address[0]) for *_, address in found)))

        if _literal(host) is not None:
            look()  # nobody is asked
        else:
            threading.Thread(target=look, daemon=True).start()
        try:
            answer = self._await_addresses(answers)
        except queue.Empty:
            self.expired = True
            raise TimeoutError(f"nobody told the address of {host}") from None
        if isinstance(answer, OSError):
            raise answer
        return answer

    def _await_addresses(self, answers: queue.SimpleQueue[list[str] | OSError]) -> list[str] | OSError:
        """Return the result of a look-up. Raise queue.Empty if none comes before the time is up or *stop* is set."""
        while True:
            try:
                return answers.get(timeout=min(self.remaining, _LOOK))
            except queue.Empty:
                if self._is_over(self._end):
                    raise

    def _is_over(self, end: float) -> bool:
        return time.monotonic() >= end or (self._stop is not None and self._stop.is_set())

    def _keep_watch(self) -> None:
        while not self._done.wait(min(self.remaining, _LOOK) if self._stop is not None else self.remaining):
            if self._is_over(self._end):
                self._shut()
                return

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


def may_lead(host: str, name: str, *, named: bool) -> bool:
    """Return whether a connection may lead to *name*, an address as of `getpeername`.

    It may if the address is public, or if it is *host* itself, given literally in the settings (*named*).
    """
    address = _address(name)
    return _is_public(address) or (named and _is_literally(host, address))


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Return whether *address* is that of one machine on the internet.

    Of IPv6 only IANA's unicast space counts. Other blocks carry IPv4 addresses (::/96, ::ffff:0:0:0/96, 64:ff9b:1::/48) or
    were private (fec0::/10), and Python calls some of them global.
    """
    if not address.is_global or address.is_multicast:
        return False
    return isinstance(address, ipaddress.IPv4Address) or (address in _UNICAST and address not in _6TO4)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return _meant(ipaddress.ip_address(name.partition("%")[0]))


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address that *host* is, or None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _is_literally(host: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if host == "localhost":
        return address.is_loopback
    literal = _literal(host)
    return literal is not None and _meant(literal) == address


def _refusal(host: str, address: str) -> AddressError:
    return AddressError(Code.PRIVATE_ADDRESS, host=host, address=address)


def _meant(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address that an IPv6 address embeds (RFC 4291, 2.5.5.2; RFC 6052), or *address* itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address
