"""Contents of the kiosk's own envelopes to its office: health, counters, notices of the hall. No persons.

`health` is a JSON object of `schema` 1; what a kiosk does not know is null, "" or "unknown".

- `version`, `place`, `area`, `written` (RFC 3339), `clock`, `items`: program, place, time, and items in the store
- `opens_sealed`: the program opens private answers in boxes
- `disk_bytes`, `disk_free_bytes`: size of the data folder's file system, and what is free
- `disk_ok`, `store_ok`, `speech_ok`, `loudspeaker` (`ok`, `fault`, `unknown`), `temperature` (degrees Celsius),
  `under_voltage`, `card_errors`: as in reports
- `board`, `serial`: name and serial number of the board
- `card`, `card_made` (YYYY-MM), `card_worn`: name of the memory card, its month of manufacture, and the percent of its life
  that it says is over
- `written_bytes`: written to the file systems since they were made
- `refused`: settings of the office's that were not accepted; `backup_too_large`: bytes of a backup that is too large to
  be sent, or 0
- `sources`: objects of `name`, `failures` in a row, `age_s` since the last good answer, `edition`; at most 12
- `restored`: SHA-256 of the backup that the office handed on and this kiosk took, or ""
- `done`: ids of the last requests of the office that were begun
- `post`: `made` and `acknowledged` (numbers of envelopes), `waiting`, `lost` (by kind), `beyond` (an
  acknowledgement above all numbers)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.core.build import build_version
from kiosk.core.clock import Moment
from kiosk.hall.notices.notice import Notice
from kiosk.post.envelope import MOST, EnvelopeKind
from kiosk.post.spool import SpoolRecord
from kiosk.refresher.metrics import Health, notice_report
from kiosk.settings.sections import PlaceSettings

_SOURCES, _NAME = 12, 60  # characters
_DAYS = 10  # of counts in one envelope
_MOST_ITEMS = 32  # of a day


def health_content(
    health: Health,
    place: PlaceSettings,
    moment: Moment,
    made: SpoolRecord,
    waiting: int,
    done: Sequence[str] = (),
    large: int = 0,
    restored: str = "",
) -> bytes:
    """Return the kiosk's state as JSON: as in reports, with the state of the post and the ids of the office's requests that
    were *done*.

    *large* is the size of a backup that is too large to be sent, 0 for none.
    """
    sources = [
        {
            "name": record.name[:_NAME],
            "failures": record.failures,
            "age_s": round((moment.now - record.last_success).total_seconds()) if record.last_success else None,
            "edition": health.editions.get(record.name, 0),
        }
        for record in health.sources[:_SOURCES]
    ]
    document = {
        "schema": 1,
        "version": build_version(),
        "opens_sealed": True,  # private answers: an office tells its people of kiosks that do not
        "place": place.name[:_NAME],
        "area": place.area,
        "written": moment.now.isoformat(timespec="seconds"),
        "clock": str(moment.trust),
        "items": health.items,
        "disk_free_bytes": health.free_bytes,
        "disk_bytes": health.disk_bytes,
        "disk_ok": health.disk_ok,
        "store_ok": health.store_ok,
        "speech_ok": health.speech_ok,
        "loudspeaker": health.loudspeaker,
        "temperature": health.machine.temperature,
        "under_voltage": health.machine.under_voltage,
        "card_errors": health.machine.card_errors,
        "board": health.identity.board,
        "serial": health.identity.serial,
        "card": health.identity.card,
        "card_made": health.identity.card_made,
        "card_worn": health.identity.card_worn,
        "written_bytes": health.identity.written_bytes,
        "refused": [name[:_NAME] for name in health.refused],
        "backup_too_large": large,
        "restored": restored,
        "sources": sources,
        "done": [order[:_NAME] for order in done],
        "post": {
            "made": made.number,
            "acknowledged": made.acknowledged,
            "waiting": waiting,
            "lost": made.lost,
            "beyond": made.beyond,
        },
    }
    while len(content := _json(document)) > MOST[EnvelopeKind.HEALTH]:
        sources.pop()
    return content


def days_to_count(until: str, today: date) -> list[date]:
    """Return the days before *today* whose counters were not reported yet, at most ten. *until* is the last reported day
    (ISO 8601)."""
    try:
        last = date.fromisoformat(until)
    except ValueError:
        last = today - timedelta(days=2)
    first = max(last + timedelta(days=1), today - timedelta(days=_DAYS))
    return [first + timedelta(days=more) for more in range((today - first).days)]


def counts_content(days: Mapping[str, Mapping[str, int]], items: Mapping[str, Sequence[tuple[str, int, int]]]) -> bytes:
    """Return the counters by date, and the most used items of each date as (id, read, heard), as JSON.

    *items* has the most used first; dates that *days* lacks are left out. If they do not all fit, items are dropped
    first, the least used of each date, and then the oldest days.
    """
    kept, most = dict(days), _MOST_ITEMS
    while True:
        some = {day: [*told[:most]] for day, told in items.items() if told[:most] and day in kept}
        content = _json({"schema": 1, "days": kept} | ({"items": some} if some else {}))
        if len(content) <= MOST[EnvelopeKind.COUNTS]:
            return content
        if most:
            most //= 2
        else:
            kept.pop(min(kept))


def notice_content(notice: Notice) -> bytes:
    """Return the notice as JSON as in reports, its text shortened to fit."""
    named = notice_report(notice)
    while len(content := _json({"schema": 1, **named})) > MOST[EnvelopeKind.NOTICE]:
        named = named | {"text": named["text"][: len(named["text"]) * 3 // 4]}
    return content


def changed(notices: Iterable[Notice], known: Mapping[str, str]) -> list[tuple[Notice, str]]:
    """Return (notice, stamp of its form) for the notices whose form differs from *known*, the stamps that the office has by
    id."""
    forms = [(notice, _stamp(notice.changed or notice.written)) for notice in notices]
    return [(notice, form) for notice, form in forms if known.get(notice.id) != form]


def _stamp(when: datetime) -> str:
    return when.isoformat(timespec="seconds")


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
