"""Turns of kiosks for a program update: trial kiosks first, then a share of all, then everybody. Pure.

If the edition has no rings, an update is for everybody. If it has rings, an update that they do not name is for nobody
yet. An update that a technician brings on a stick is always taken."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

HOLD, TRIAL = "hold", "trial"


def is_turn(number: int, kiosk: str, ring: str, rings: Mapping[str, Any]) -> bool:
    """Return whether it is this kiosk's turn for update *number*.

    Return False if *ring*, the kiosk's own setting, is "hold"; else True if the edition has no *rings*. They are
    `{trial, share, hold}` by number; an update without a readable one is held.
    """
    if ring == HOLD:
        return False
    if not rings:
        return True
    told = rings.get(str(number))
    if not isinstance(told, Mapping) or told.get("hold", False) is not False:
        return False
    share = told.get("share", 0)
    if type(share) is not int or not 0 <= share <= 100:
        return False
    return (ring == TRIAL and told.get("trial") is True) or place_of(kiosk, number) < share


def place_of(kiosk: str, number: int) -> int:
    """Return the kiosk's place from 0 to 99 for update *number*, always the same. It differs between updates, so that
    not always the same villages are first."""
    digest = hashlib.sha256(f"{number} {kiosk}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100
