"""Settings, requests and rings that a signed edition brings to the kiosks themselves. Pure.

At most 2,000 settings, 2,000 requests and 2,000 rings, 400 kB in all, of the first source that has keys, of a
verified edition alone. What a later edition no longer has does not hold any more.

- `settings[].id`, `issued`: its name in the office; RFC 3339: of two equals the later counts
- `settings[].for`: `areas`, `groups`, `kiosks`: lists that are not empty; all that are there must hold this kiosk;
  none: all kiosks
- `settings[].values`: sections and keys as in kiosk.toml
- `requests[].id`, `kiosk`, `until`, `since`: its name, once for ever; the kiosk's name; RFC 3339; number of the
  edition that had it first
- `requests[].kind`: `picture` of the idle screen (WebP, 80 kB), `log` (gzip, 100 kB, nobody in it), `test_sound` at
  `at` ("10:00"), `restart` at 3 o'clock
- `rings`: by number of the update: `trial` (trial kiosks take it), `share` (0 to 100 per cent, by SHA-256 of number
  and name), `hold` (nobody)

A setting for kiosks goes before one for groups, that before areas (the smaller first), that before all. Nothing else
may be set than what the column *office* of settings marks. `format` is never `central`; `[reports] url` only where
the reports have no token. Sources stand beside the kiosk's own; addresses are https ones of hosts with a name.
`source` and `readout` are set whole.

Refused is what would silence warnings: a volume below 30, a rate beyond 70 to 180, a voice other than `auto` and
`kokoro`, more than 12 quiet hours a day, a lexicon without letters, no hazards. A wrong setting is refused alone,
told on the technician's page and in reports; the last good one holds.

Behind the PIN a setting may be put aside for 30 days. What holds lies in `settings.office.json`. The refresher begins
anew when it changes, the kiosk when nobody has been there for a minute, nothing is said and no warning stands; the
desk at its next start. Requests are done once, at most 200 of a kiosk; sound and restart need a trusted clock, a
restart six hours of running. On a new data partition those of former editions count as done.

Without `rings` an update is for everybody; one that they do not name is for nobody. A technician's stick is taken in
any case.

Here it is only carried, as JSON that is bounded and sane; what it may say is for whoever obeys it to check.
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

    Return None for too many of them, or for content that this program's publisher never writes.
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
    """Return, by kiosk, the number up to which the office has received its envelopes (CONTRACTS.md, "The way back").

    An invalid row is left out alone.
    """
    rows = listed if isinstance(listed, Mapping) and len(listed) <= MOST_ACKS else {}
    return {
        str(kiosk): number
        for kiosk, number in rows.items()
        if type(number) is int and 0 < number < 2**53 and _KIOSK.fullmatch(str(kiosk))
    }
