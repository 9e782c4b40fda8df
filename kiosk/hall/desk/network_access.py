"""Network access to the desk: phones of the hall's own network, by the desk's own address. Pure."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.core.network import is_near


def is_own_host(host: str, names: Collection[str]) -> bool:
    """Return whether the Host header *host* names this desk: by a near address, or by one of its *names*.

    A foreign page whose own name points here (DNS rebinding) sends that name, and is refused."""
    name = host.strip().lower()
    if name.startswith("["):
        return is_near(name[1:].partition("]")[0])
    name = name.partition(":")[0].rstrip(".")
    return name in {each.lower() for each in names} or is_near(name)
