"""Who may ask the desk at all: phones of the hall's own network, by the desk's own address. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

_NEAR = tuple(
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip


def is_near(peer: str) -> bool:
    """An address of this machine or of a private network (RFC 1918, RFC 4193, link-local)."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in _NEAR if network.version == address.version)


def is_own_host(host: str, names: Collection[str]) -> bool:
    """A Host header that names this desk: a near address, or one of its `names`.

    A page out in the world that has its own name point here (DNS rebinding) sends that name, and is refused.
    """
    name = host.strip().lower()
    if name.startswith("["):
        return is_near(name[1:].partition("]")[0])
    name = name.partition(":")[0].rstrip(".")
    return name in {each.lower() for each in names} or is_near(name)
