"""State of the kiosks as the office's monitor keeps it: VictoriaMetrics, asked by its query API.

The kiosks report to the monitor (formats.md, "Reports"). The desk only reads there, and works without it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from content_cache.http.messages import Fetch, Request
from content_cache.model.errors import CacheError
from content_cache.model.urls import host_of, ports_of
from content_cache.text.plain import clean_line
from kiosk.office.post.records import Enrolled, OpenedEnvelope

LOOKBACK_DAYS = 90
"""Days after which a kiosk that is silent counts as one that never reported."""
TOO_HOT_C = 80
"""Degrees of its processor from which on a kiosk counts as too hot."""
FAULTS = ("speech", "disk", "store", "card", "power", "heat", "settings")
"""Faults that a kiosk reports: no sound, full card, damaged memory, errors of the card, under-voltage, heat, refused settings."""
MINOR_FAULTS = ("power", "heat", "settings")
"""Faults with which a kiosk still shows and says everything."""
_QUERIES: Mapping[str, str] = {
    "seen": f"tlast_over_time(kiosk_up[{LOOKBACK_DAYS}d])",
    "edition": f"last_over_time(kiosk_source_edition[{LOOKBACK_DAYS}d])",
    "speech": f"last_over_time(kiosk_speech_ok[{LOOKBACK_DAYS}d])",
    "loudspeaker": f"last_over_time(kiosk_loudspeaker_ok[{LOOKBACK_DAYS}d])",
    "disk": f"last_over_time(kiosk_disk_ok[{LOOKBACK_DAYS}d])",
    "store": f"last_over_time(kiosk_store_ok[{LOOKBACK_DAYS}d])",
    "card": f"last_over_time(kiosk_card_errors[{LOOKBACK_DAYS}d]) == bool 0",
    "power": "max_over_time(kiosk_under_voltage[1d]) == bool 0",
    "heat": f"last_over_time(kiosk_temperature_celsius[3h]) <= bool {TOO_HOT_C}",
    "settings": "last_over_time(kiosk_setting_refused[3h]) == bool 0",
}
"""Queries of the monitor, by what they tell; the value of a part is 0 where it is wrong."""
_MOST_BYTES = 8_000_000
_MOST_KIOSKS = 20_000
_DEADLINE_S = 10.0
_REST_S = 60.0
_NEVER = datetime.min.replace(tzinfo=UTC)


class KioskMachine(Struct, frozen=True):
    """What a kiosk reported of its machine, for the inventory. What it did not report is "" or `None`. `card_worn` is in percent,
    `card_made` a month (YYYY-MM), the others are bytes."""

    version: str = ""
    board: str = ""
    serial: str = ""
    card: str = ""
    card_made: str = ""
    card_worn: int | None = None
    written_bytes: int | None = None
    disk_bytes: int | None = None
    disk_free_bytes: int | None = None


_UNKNOWN = KioskMachine()


class FleetKiosk(Struct, frozen=True):
    """Kiosk as last reported. `edition` is the highest that it has told of, 0 for none. `faults` are those of FAULTS that
    it has. `seen` is aware."""

    id: str
    place: str
    area: str
    seen: datetime | None = None
    edition: int = 0
    faults: tuple[str, ...] = ()
    machine: KioskMachine = _UNKNOWN
    told: datetime | None = None
    """Time of the report that tells of edition and faults. An envelope without either may have come since."""

    def name_in(self, areas: Mapping[str, str]) -> str:
        """Return the name of the kiosk's village in *areas*, by code; if it is unknown, the kiosk's place, or else its id."""
        return areas.get(self.area, self.place or self.id)


def is_broken(kiosk: FleetKiosk) -> bool:
    """Return whether *kiosk* has a fault that is not one of MINOR_FAULTS."""
    return bool(set(kiosk.faults) - set(MINOR_FAULTS))


class FleetSnapshot(Struct, frozen=True):
    """Kiosks as the monitor knows them. `fault` says why it did not answer; the kiosks are then those of its last answer."""

    kiosks: tuple[FleetKiosk, ...] = ()
    at: datetime | None = None
    fault: str = ""


class Fleet:
    """Kiosks that the monitor and the post tell of. *address* returns the monitor's address, "" for none; it is asked
    at most once a minute. *posted* returns what came by post, *silent* the time without a word after which a kiosk
    counts as silent, *merged* the codes of villages that were merged, with those that stay."""

    def __init__(
        self,
        address: Callable[[], str],
        fetch: Fetch,
        clock: Callable[[], datetime],
        posted: Callable[[], Iterable[FleetKiosk]],
        silent: Callable[[], timedelta],
        monotonic: Callable[[], float] = time.monotonic,
        merged: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._silent = silent
        self._merged = merged
        self._monotonic = monotonic
        self._posted = posted
        self._address = address
        self._fetch = fetch
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._asked = float("-inf")
        self._seen = FleetSnapshot()

    def list_kiosks(self) -> list[FleetKiosk]:
        """Return all kiosks that the monitor and the post know, each as it was heard of last."""
        seen = self.last_snapshot()
        found = {kiosk.id: kiosk for kiosk in (seen.kiosks if seen else ())}
        for kiosk in self._posted():
            watched = found.get(kiosk.id)
            found[kiosk.id] = kiosk if watched is None else _merged(watched, kiosk)
        merged = self._merged()
        placed = (replace(each, area=merged.get(each.area, each.area)) for each in found.values())
        return sorted(placed, key=lambda each: (each.place, each.id))

    def is_silent(self, kiosk: FleetKiosk) -> bool:
        """Return whether *kiosk* was never heard of, or not within the time after which it counts as silent."""
        return kiosk.seen is None or self._clock() - kiosk.seen > self._silent()

    def last_snapshot(self) -> FleetSnapshot | None:
        """Return the kiosks as the monitor last saw them, asked again after a minute. Return `None` if the office has
        no monitor."""
        if not self._address():
            return None
        with self._one_at_a_time:
            if self._monotonic() - self._asked > _REST_S:
                self._asked = self._monotonic()
                try:
                    answers = {name: self._query_monitor(query) for name, query in _QUERIES.items()}
                    self._seen = FleetSnapshot(tuple(_kiosks(answers)), self._clock())
                except (CacheError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
                    self._seen = FleetSnapshot(
                        self._seen.kiosks, self._seen.at, str(error)[:200] or type(error).__name__
                    )
            return self._seen

    def _query_monitor(self, query: str) -> list[dict[str, Any]]:
        base = self._address().rstrip("/")
        url = f"{base}/api/v1/query?query={quote(query)}"
        request = Request(
            url=url,
            deadline=_DEADLINE_S,
            max_bytes=_MOST_BYTES,
            user_agent="kim-kiosk office",
            accept="application/json",
            private_host=host_of(base),
            private_ports=ports_of(base),
        )
        body = getattr(self._fetch(request), "body", b"")
        found: list[dict[str, Any]] = json.loads(body)["data"]["result"]
        return found[:_MOST_KIOSKS]


def _kiosks(answers: Mapping[str, list[dict[str, Any]]]) -> Iterable[FleetKiosk]:
    """Yield the kiosks in the monitor's *answers*, sorted by place. Labels come from a kiosk's settings: they are
    untrusted text, and are cleaned."""
    labels: dict[str, tuple[str, str]] = {}
    values: dict[str, dict[str, float]] = {name: {} for name in _QUERIES}
    for name, rows in answers.items():
        for row in rows:
            metric = row["metric"]
            kiosk = clean_line(str(metric.get("kiosk", "")), 60)
            if kiosk:
                labels[kiosk] = (
                    clean_line(str(metric.get("place", "")), 60),
                    clean_line(str(metric.get("area", "")), 20),
                )
                before = values[name].get(kiosk, 0.0)
                number = float(row["value"][1])
                values[name][kiosk] = max(before, number) if name in ("edition", "seen") else number
    for kiosk, (place, area) in sorted(labels.items(), key=lambda each: each[1]):
        stamp = values["seen"].get(kiosk)
        wrong = {name for name in values if name not in ("seen", "edition") and values[name].get(kiosk, 1.0) == 0.0}
        wrong |= {"speech"} if "loudspeaker" in wrong else set()
        yield FleetKiosk(
            id=kiosk,
            place=place,
            area=area,
            seen=_moment(stamp),
            edition=_whole_number(values["edition"].get(kiosk, 0.0)),
            faults=tuple(name for name in FAULTS if name in wrong),
            told=_moment(stamp),
        )


def _merged(watched: FleetKiosk, posted: FleetKiosk) -> FleetKiosk:
    """Merge two records of one kiosk: the later report of both, and the later of both times at which it was heard of."""
    later = max((watched, posted), key=lambda each: (_or_never(each.told), _or_never(each.seen)))
    seen = max(_or_never(watched.seen), _or_never(posted.seen))
    return replace(later, seen=None if seen == _NEVER else seen, machine=posted.machine)


def _or_never(moment: datetime | None) -> datetime:
    return moment or _NEVER


def by_post(enrolled: Iterable[Enrolled], told: Mapping[str, OpenedEnvelope]) -> Iterable[FleetKiosk]:
    """Yield the enrolled kiosks with the health that they last reported in envelopes."""
    for each in enrolled:
        said = told.get(each.id)
        health: dict[str, Any] = {}
        try:
            health = json.loads(said.content) if said is not None else {}
            editions = [_whole_number(float(source.get("edition") or 0)) for source in health.get("sources", ())]
            faults = tuple(name for name in FAULTS if name in _wrong_parts(health))
        except (ValueError, TypeError, AttributeError, RecursionError):
            editions, faults = [], ()
        told_at = said.made if said is not None else None
        machine = _machine(health)
        yield FleetKiosk(each.id, each.place, each.area, each.seen, max(editions, default=0), faults, machine, told_at)


def _machine(health: object) -> KioskMachine:
    """Return what a kiosk reported of its machine. It is untrusted: what has another type counts as not reported."""
    said = health if isinstance(health, dict) else {}

    def text(name: str) -> str:
        value = said.get(name)
        return clean_line(value, 60) if isinstance(value, str) else ""

    def number(name: str, most: int = 10**15) -> int | None:
        value = said.get(name)
        return value if type(value) is int and 0 <= value <= most else None

    return KioskMachine(
        text("version"), text("board"), text("serial"), text("card"), text("card_made"), number("card_worn", 100),
        number("written_bytes"), number("disk_bytes") or None, number("disk_free_bytes"),
    )  # fmt: skip


def _wrong_parts(health: Mapping[str, Any]) -> set[str]:
    """Return the faulty parts by a kiosk's own *health*. A value of another type counts as missing."""
    errors, degrees, refused = (health.get(name) for name in ("card_errors", "temperature", "refused"))
    found = {name for name in ("speech", "disk", "store") if health.get(f"{name}_ok") is False}
    found |= {"speech"} if health.get("loudspeaker") == "fault" else set()
    found |= {"card"} if isinstance(errors, int) and errors > 0 else set()
    found |= {"power"} if health.get("under_voltage") is True else set()
    found |= {"heat"} if isinstance(degrees, int | float) and degrees > TOO_HOT_C else set()
    return found | ({"settings"} if isinstance(refused, list) and refused else set())


def _moment(stamp: float | None) -> datetime | None:
    try:
        return None if stamp is None else datetime.fromtimestamp(stamp, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _whole_number(value: float) -> int:
    return int(value) if 0 <= value < 10**12 else 0
