"""Which addresses a connection may lead to: those of the whole net, and of the hall's own only what the settings name."""

from __future__ import annotations

import socket

import pytest

from content_cache.errors import AddressError
from content_cache.transport import Guard


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
    ],
)
def test_an_address_of_the_hall_is_refused(address: str) -> None:
    guard = Guard(10.0, "desa.example")
    with line_to(address) as line, pytest.raises(AddressError, match="not asked"):
        guard.admit(line, "lain.example")
    assert guard.refusal is not None
    assert not guard.connected


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"]
)
def test_an_address_of_the_net_is_admitted(address: str) -> None:
    with Guard(10.0, "") as guard, line_to(address) as line:
        guard.admit(line, "lain.example")
        assert guard.connected


@pytest.mark.parametrize(
    ("host", "port", "ports", "admitted"),
    [
        ("desa.lan", 80, (80, 443), True),
        ("desa.lan", 443, (80, 443), True),
        ("desa.lan", 6379, (80, 443), False),
        ("desa.lan", 6379, (), True),
        ("lain.lan", 80, (80, 443), False),
        ("", 80, (), False),
    ],
)
def test_what_the_settings_name_is_admitted_on_its_own_ports(
    host: str, port: int, ports: tuple[int, ...], admitted: bool
) -> None:
    with Guard(10.0, "desa.lan", ports) as guard, line_to("192.168.1.7", port) as line:
        if admitted:
            guard.admit(line, host)
        else:
            with pytest.raises(AddressError):
                guard.admit(line, host)
        assert guard.connected is admitted
