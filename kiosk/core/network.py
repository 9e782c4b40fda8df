"""Local network of the hall: which addresses belong to it, and by which one a phone reaches this kiosk."""

from __future__ import annotations

import ipaddress

PUBLIC_PORT = 8088
"""Port of the pages for phones, and of editions for other kiosks, in the hall's network (as deploy/publik and
systemd have it)."""

OWN_WIFI = "10.42.42.1"
"""The kiosk's address in a Wi-Fi of its own, as deploy/publik has it."""

_INTERFACE_KINDS = ("wl", "ap", "uap", "en", "eth")
"""Kinds of interfaces by their names (systemd.net-naming-scheme): phones come by Wi-Fi."""
_PRIVATE_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip


def own_address(port: int) -> str:
    """Return a URL like "https://192.168.4.1:8080/"; "" where there is no network.

    It has the address, not the name: phones of ten years ago cannot resolve "kios.local".
    """
    return next((f"https://{address}:{port}/" for address in own_addresses()), "")


def own_addresses() -> list[str]:
    """Return this machine's IPv4 addresses in private networks, those by which phones come first."""
    import ifaddr

    found = [
        (_interface_rank(adapter.name), str(ip.ip))
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and is_near(str(ip.ip)) and not str(ip.ip).startswith(("127.", "169.254."))
    ]
    return [address for _, address in sorted(found)]


def _interface_rank(name: str) -> int:
    return next((place for place, kind in enumerate(_INTERFACE_KINDS) if name.startswith(kind)), len(_INTERFACE_KINDS))


def is_near(peer: str) -> bool:
    """Return whether *peer* is an address of this machine or of a private network (RFC 1918, RFC 4193, link-local)."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in _PRIVATE_NETWORKS if network.version == address.version)
