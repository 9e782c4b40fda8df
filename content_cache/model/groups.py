"""Groups of residents that a notice may be for: fishers, farmers, a health post. Beside areas, not in their place. Pure.

A kiosk that names groups of its own is for those residents; one that names none is for everybody, and hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_GROUPS = 20
_GROUP = re.compile(r"[a-z][a-z0-9-]{1,29}")


def group(written: str) -> str:
    """Return the name of a group in its stored form: "Ibu hamil" as "ibu-hamil".

    Raise ValueError unless it then has 2 to 30 letters, digits and hyphens.
    """
    name = "-".join(written.lower().split())
    if not _GROUP.fullmatch(name):
        raise ValueError("no name of a group")
    return name


def groups(written: Iterable[object]) -> tuple[str, ...]:
    """Return the valid group names of *written* in their stored form, each once, at most MOST_GROUPS."""
    found: dict[str, None] = {}
    for each in written:
        try:
            found[group(each if isinstance(each, str) else "")] = None
        except ValueError:
            continue
    return tuple(found)[:MOST_GROUPS]


def spelled(name: str) -> str:
    """Return the group's name as it is shown: "ibu hamil"."""
    return name.replace("-", " ")
