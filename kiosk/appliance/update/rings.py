"""Whose turn an update of the program is: trial kiosks first, then a share of all, then everybody. Pure.

Where the edition says nothing of rings an update is for everybody, as it always was. Where it does, one that it does not name is
for nobody yet. What a technician brings on a stick is taken in any case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

HOLD, TRIAL = "hold", "trial"


def is_turn(number: int, kiosk: str, ring: str, rings: Mapping[str, Any]) -> bool:
    """`ring` is what the settings say of this kiosk; `rings` are the edition's: `{trial, share, hold}` by number. What
    cannot be read counts as held."""
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
    """0 to 99, the same for ever; of another update another, so that not always the same villages are first."""
    digest = hashlib.sha256(f"{number} {kiosk}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100
