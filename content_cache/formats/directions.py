"""What a signed edition tells the kiosks themselves, beside the news: settings, requests, rings, what came of theirs. Pure.

Here it is only carried, as JSON that is bounded and sane; what it may say is for whoever obeys it to check. Nothing else brings
any: neither a plain feed nor a folder that nobody signed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from content_cache.formats.json_repair import fault

NAMES = ("settings", "requests", "rings")
MOST_ENTRIES = 2_000  # of each
MOST_BYTES = 400_000  # of all
MOST_ACKS = 20_000  # kiosks
_KIOSK = re.compile(r"[0-9A-Za-z]{12}")


def directions_of(kiosk: Mapping[str, Any]) -> str | None:
    """Return the directions in the edition's own `_kiosk` as JSON, "" if it has none.

    Returns None for too many of them, or for content that no program of ours would write.
    """
    told = {name: kiosk[name] for name in NAMES if kiosk.get(name)}
    for value in told.values():
        each = [[*pair] for pair in value.items()] if isinstance(value, Mapping) else value
        if not isinstance(each, list) or len(each) > MOST_ENTRIES or any(map(fault, each)):
            return None
    if acks := _acks_of(kiosk.get("acks")):
        told["acks"] = acks
    try:
        written = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False) if told else ""
    except ValueError:  # no number
        return None
    return written if len(written.encode()) <= MOST_BYTES + len(acks) * 40 else None


def _acks_of(listed: object) -> dict[str, int]:
    """Return the last number received by the office, by kiosk (CONTRACTS.md, "The way back").

    An invalid row is left out alone.
    """
    rows = listed if isinstance(listed, Mapping) and len(listed) <= MOST_ACKS else {}
    return {
        str(kiosk): number
        for kiosk, number in rows.items()
        if type(number) is int and 0 < number < 2**53 and _KIOSK.fullmatch(str(kiosk))
    }
