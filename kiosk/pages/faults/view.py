"""View of the page of faults."""

from __future__ import annotations

from msgspec import Struct


class FaultsView(Struct, frozen=True):
    """Faults of the settings, each with its line, and all of them as a *code* for a phone."""

    lines: tuple[str, ...]
    code: str
