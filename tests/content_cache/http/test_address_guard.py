"""Which addresses a connection may lead to: those of the whole net, and of the hall's own only what the settings name."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest

from content_cache.http.address_guard import AddressGuard
from content_cache.http.client import fetch
from content_cache.http.messages import Request
from content_cache.model.errors import AddressError, UnreachableError

pytestmark = pytest.mark.attack(
    "what comes in",
    "the name of an http source means the hall's router from tomorrow on",
    "the hall's own network is asked only at an address that the settings name literally, or `localhost`",
)


class Line(socket.socket):
    """A connection that says it leads to an address where no test can connect."""

    peer: tuple[str, int] = ("", 0)

    def getpeername(self) -> tuple[str, int]:
        return self.peer


def line_to(address: str, port: int = 80) -> Line:
    line = Line()
    line.peer = (address, port)
    return line


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.88.1",
        "169.254.169.254",
        "100.64.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:192.168.1.1",
        "64:ff9b::7f00:1",
        "64:ff9b::c0a8:101",
        "64:ff9b:1::7f00:1",
        "64:ff9b:1:ffff::5db8:d822",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "::127.0.0.1",
        "::93.184.216.34",
        "::ffff:0:127.0.0.1",
        "::ffff:0:192.168.1.1",
        "fec0::1",
        "224.0.0.251",
        "232.1.1.1",
        "239.255.255.250",
        "ff02::fb",
        "ff0e::1",
        "2001::7f00:1",
        "4000::1",
    ],
)
def test_an_address_of_the_hall_is_refused(address: str) -> None:
    guard = AddressGuard(10.0, "desa.example")
    with line_to(address) as line, pytest.raises(AddressError, match="private_address"):
        guard.admit(line, "lain.example")
    assert guard.refusal is not None
    assert not guard.connected


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"]
)
def test_an_address_of_the_net_is_admitted(address: str) -> None:
    with AddressGuard(10.0, "") as guard, line_to(address) as line:
        guard.admit(line, "lain.example")
        assert guard.connected


@pytest.mark.parametrize(
    ("host", "port", "ports", "admitted"),
    [
        ("192.168.1.7", 80, (80, 443), True),
        ("192.168.1.7", 443, (80, 443), True),
        ("192.168.1.7", 6379, (80, 443), False),
        ("192.168.1.7", 6379, (), True),
        ("192.168.1.8", 80, (80, 443), False),
        ("desa.example", 80, (80, 443), False),
        ("", 80, (), False),
    ],
)
def test_what_the_settings_name_is_admitted_on_its_own_ports(
    host: str, port: int, ports: tuple[int, ...], admitted: bool
) -> None:
    with AddressGuard(10.0, "192.168.1.7", ports) as guard, line_to("192.168.1.7", port) as line:
        if admitted:
            guard.admit(line, host)
        else:
            with pytest.raises(AddressError):
                guard.admit(line, host)
        assert guard.connected is admitted


@pytest.mark.parametrize(
    ("host", "address", "admitted"),
    [
        ("::1", "::1", True),
        ("fd00::7", "fd00:0::7", True),
        ("localhost", "127.0.0.1", True),
        ("localhost", "::1", True),
        ("localhost", "192.168.1.7", False),
        ("desa.example", "127.0.0.1", False),
        ("desa.lan", "192.168.1.7", False),
        ("127.0.0.1.desa.example", "127.0.0.1", False),
        ("192.168.1.7", "192.168.1.8", False),
    ],
)
def test_what_the_settings_name_is_admitted_as_the_address_that_they_name(
    host: str, address: str, admitted: bool
) -> None:
    """Show that a private address from the settings is admitted only as written: the owner of a name may point it at
    this machine later."""
    with AddressGuard(10.0, host) as guard, line_to(address) as line:
        if admitted:
            guard.admit(line, host)
        else:
            with pytest.raises(AddressError, match="private_address"):
                guard.admit(line, host)


# --- names

PROMPTLY = 20.0  # far more than a second's deadline needs on a loaded machine


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], list[str]]]:
    """Replace the name servers for the names in the yielded dictionary: each has a call that returns its addresses."""
    listed: dict[str, Callable[[], list[str]]] = {}
    as_ever = socket.getaddrinfo

    def look_up(host: str, port: int, *args: int, **kwargs: int) -> list[object]:
        names = listed[host]() if host in listed else [host]
        return [found for name in names for found in as_ever(name, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return listed


@pytest.fixture
def ears() -> Iterator[Callable[[str, int], socket.socket]]:
    """Makes sockets that listen, on an address and port."""
    with ExitStack() as stack:

        def listening(address: str, port: int = 0) -> socket.socket:
            ear = stack.enter_context(socket.socket())
            ear.bind((address, port))
            ear.listen(0)
            ear.setblocking(False)
            return ear

        yield listening


def nobody_called(ear: socket.socket) -> bool:
    with suppress(BlockingIOError):
        ear.accept()[0].close()
        return False
    return True


def test_a_look_up_that_hangs_ends_with_the_exchange(book: dict[str, Callable[[], list[str]]]) -> None:
    over = threading.Event()
    book["desa.example"] = lambda: [str(over.wait(60.0))]
    start = time.monotonic()
    with pytest.raises(UnreachableError, match="no_answer"):
        fetch(Request(url="http://desa.example/feed", deadline=1.0, max_bytes=1000, user_agent="t"))
    assert time.monotonic() - start < PROMPTLY
    over.set()


def test_an_address_of_the_hall_is_not_even_called(
    book: dict[str, Callable[[], list[str]]], ears: Callable[..., socket.socket]
) -> None:
    ear = ears("127.0.0.1")
    book["lain.example"] = lambda: ["127.0.0.1"]
    with AddressGuard(10.0, "desa.example") as guard, pytest.raises(AddressError, match="private_address"):
        guard.connect("lain.example", ear.getsockname()[1])
    assert nobody_called(ear)


def test_a_name_of_the_settings_that_means_this_machine_from_now_on_is_not_called(
    book: dict[str, Callable[[], list[str]]], ears: Callable[..., socket.socket]
) -> None:
    """Show that an http source is not called once its name points at this machine, where the hall's servers could be read."""
    ear = ears("127.0.0.1")
    book["desa.example"] = lambda: ["127.0.0.1"]
    url = f"http://desa.example:{ear.getsockname()[1]}/feed"
    request = Request(url=url, deadline=10.0, max_bytes=1000, user_agent="t", private_host="desa.example")
    with pytest.raises(AddressError, match="private_address"):
        fetch(request)
    assert nobody_called(ear)


def test_of_several_addresses_the_first_that_may_be_asked_and_answers_is_taken(
    book: dict[str, Callable[[], list[str]]], ears: Callable[..., socket.socket]
) -> None:
    ear = ears("127.0.0.1")
    book["localhost"] = lambda: ["127.0.0.2", "127.0.0.1"]  # nobody listens on the first
    with AddressGuard(10.0, "localhost") as guard, guard.connect("localhost", ear.getsockname()[1]) as line:
        assert line.getpeername() == ear.getsockname()
        assert guard.connected
        assert guard.refusal is None


def test_an_address_that_swallows_everything_leaves_time_for_the_next(
    book: dict[str, Callable[[], list[str]]], ears: Callable[..., socket.socket]
) -> None:
    ear = ears("127.0.0.1")
    full = ears("127.0.0.2", ear.getsockname()[1])  # whose queue of one is full: the kernel answers no more
    book["localhost"] = lambda: ["127.0.0.2", "127.0.0.1"]
    with (
        socket.create_connection(full.getsockname()),
        AddressGuard(6.0, "localhost") as guard,
        guard.connect("localhost", ear.getsockname()[1]) as line,
    ):
        assert line.getpeername() == ear.getsockname()
        assert not guard.expired


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example"])
def test_a_name_that_no_host_can_have_is_told(host: str) -> None:
    with AddressGuard(10.0, "") as guard, pytest.raises(OSError, match="no name"):
        guard.connect(host, 80)
