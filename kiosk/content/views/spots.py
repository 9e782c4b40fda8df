"""Names of things in focus: a kind and a number, such as "row:2". Pure."""

from __future__ import annotations


def index_of(focus: str, kind: str) -> int | None:
    """Return the number in *focus*, such as 2 for "row:2"; `None` if *focus* is not of *kind*."""
    name, _, index = focus.partition(":")
    return int(index) if name == kind and index.isdigit() else None
