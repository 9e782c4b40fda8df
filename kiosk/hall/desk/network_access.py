"""Who may ask the desk at all: phones of the hall's own network, by the desk's own address. Pure."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.core.network import is_near


def is_own_host(host: str, names: Collection[str]) -> bool:
    """A Host header that names this desk: a near address, or one of its `names`.

    A page out in the world that has its own name point here (DNS rebinding) sends that name, and is refused.
    """
    name = host.strip().lower()
    if name.startswith("["):
        return is_near(name[1:].partition("]")[0])
    name = name.partition(":")[0].rstrip(".")
    return name in {each.lower() for each in names} or is_near(name)
