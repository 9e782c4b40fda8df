"""By which address a phone of the hall reaches this kiosk."""

from __future__ import annotations

from kiosk.desk.network_access import is_near

_FIRST = ("wl", "ap", "uap", "en", "eth")
"""Kinds of interfaces by their names (systemd.net-naming-scheme): phones come by Wi-Fi."""


def own_address(port: int) -> str:
    """ "http://192.168.4.1:8080/"; "" where there is no network. The address, not the name: phones of ten years ago do not
    look for "kios.local"."""
    import ifaddr

    found = [
        (_place(adapter.name), str(ip.ip))
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and is_near(str(ip.ip)) and not str(ip.ip).startswith(("127.", "169.254."))
    ]
    return f"http://{min(found)[1]}:{port}/" if found else ""


def _place(name: str) -> int:
    return next((place for place, kind in enumerate(_FIRST) if name.startswith(kind)), len(_FIRST))
