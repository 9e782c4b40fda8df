"""Reports of a kiosk as metrics, kept through days offline, sent within a daily budget. Counts and states, no persons.

With `[reports] url` the refresher posts Prometheus' exposition format, gzip, once an hour, at most 200,000 bytes a
day; a bare host gets `/api/v1/import/prometheus`. Each line has the labels `kiosk`, `place`, `area`.
deploy/pemantauan has a dashboard and a guide.

- `kiosk_up`, `kiosk_items`, `kiosk_disk_free_bytes`: 1; items in the store; of the data folder
- `kiosk_disk_ok`, `kiosk_store_ok`, `kiosk_speech_ok`, `kiosk_loudspeaker_ok`: 1 or 0; the last is not told while it
  is not known
- `kiosk_temperature_celsius`, `kiosk_under_voltage`, `kiosk_card_errors`: only where the kernel tells
- `kiosk_program` (`version`): 1
- `kiosk_system` (`number`, `state`, `reason`): 1: the one that `runs`, and the last bundle (`ready`, `refused`,
  `cut`, `failed`)
- `kiosk_setting_refused` (`setting`): 1 each, at most 5
- `kiosk_source_failures`, `kiosk_source_age_seconds`, `kiosk_source_edition` (`source`): in a row; since the last
  good answer; number
- `kiosk_count_today` (`what`): `read`, `heard`, `sought` in vain, `unchecked` rumours, `said`, `said_ready` (by a voice that was
  ready), `read_berita`, `heard_layanan`, `unchecked_kesehatan`, …
- `kiosk_notice` (`id`, `category`, `title`, `text`, `ends`): 1 for each new notice of the hall

The text is Prometheus' exposition format with a time on every line, as VictoriaMetrics imports it
(docs.victoriametrics.com, "/api/v1/import/prometheus").
"""

from __future__ import annotations

import gzip
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from content_cache.files import clear_way, open_to_write, read_plain, write_whole
from content_cache.http.messages import Request
from content_cache.model.records import SourceRecord
from content_cache.model.urls import host_of, ports_of
from kiosk.appliance.update.system.state import SystemState
from kiosk.core.build import build_version
from kiosk.hall.notices.notice import Notice
from kiosk.refresher.machine_state import MachineIdentity, MachineState

_log = logging.getLogger(__name__)

FILE = "reports.prom"
MOST_KEPT = 3_000_000  # bytes: about two months of hourly reports
MOST_SENT = 300_000  # bytes of text in one message
DAILY = 200_000  # bytes up and down in a day
MOST_TEXT = 1_000  # characters of a notice: VictoriaMetrics takes 4 KiB a label
_IMPORT = "/api/v1/import/prometheus"


_UNKNOWN = MachineState()
_NAMELESS = MachineIdentity()


@dataclass(frozen=True, slots=True)
class Health:
    """State of a kiosk at one moment.

    *loudspeaker* is `ok` if it has played today without a fault, `fault`, or `unknown`. *refused* are settings of the
    office's that were not accepted ("ID: speech.volume").
    """

    items: int
    sources: tuple[SourceRecord, ...]
    editions: Mapping[str, int]
    free_bytes: int
    disk_ok: bool
    store_ok: bool
    speech_ok: bool
    counts: Mapping[str, int]
    notices: tuple[Notice, ...] = ()  # those of the hall that were not reported yet
    machine: MachineState = _UNKNOWN
    loudspeaker: str = "unknown"
    refused: tuple[str, ...] = ()
    system: SystemState | None = None  # of a card with two systems
    identity: MachineIdentity = _NAMELESS  # for the office alone: reports do not carry it
    disk_bytes: int = 0  # of the data folder's file system


def systems_of(state: SystemState | None) -> Iterator[dict[str, str]]:
    """Yield the labels of `kiosk_system`: the running system, then the last bundle's result if that is not the running one."""
    if state is None:
        return
    yield {"number": str(state.here), "state": "runs"}
    if state.result and not (state.result == "ready" and state.number <= state.here):
        yield {
            "number": str(state.number),
            "state": state.result,
            "reason": state.problem.code if state.problem else "",
        }


def lines_of(health: Health, labels: Mapping[str, str], now: datetime) -> Iterator[str]:
    """Yield one line for each metric; *labels* identify the kiosk on each."""
    at = int(now.timestamp() * 1000)
    plain: dict[str, float] = {
        "kiosk_up": 1,
        "kiosk_items": health.items,
        "kiosk_disk_free_bytes": health.free_bytes,
        "kiosk_disk_ok": health.disk_ok,
        "kiosk_store_ok": health.store_ok,
        "kiosk_speech_ok": health.speech_ok,
    }
    machine = health.machine
    known: dict[str, float | None] = {
        "kiosk_temperature_celsius": machine.temperature,
        "kiosk_under_voltage": machine.under_voltage,
        "kiosk_card_errors": machine.card_errors,
        "kiosk_loudspeaker_ok": {"ok": 1, "fault": 0}.get(health.loudspeaker),
    }
    plain |= {name: value for name, value in known.items() if value is not None}
    yield _metric_line("kiosk_program", {**labels, "version": build_version()}, 1, at)
    for own in systems_of(health.system):
        yield _metric_line("kiosk_system", {**labels, **own}, 1, at)
    for refused in health.refused:
        yield _metric_line("kiosk_setting_refused", {**labels, "setting": refused}, 1, at)
    for name, value in plain.items():
        yield _metric_line(name, labels, value, at)
    for record in health.sources:
        own = {**labels, "source": record.name}
        yield _metric_line("kiosk_source_failures", own, record.failures, at)
        if record.last_success is not None:
            age = max((now - record.last_success).total_seconds(), 0.0)
            yield _metric_line("kiosk_source_age_seconds", own, round(age), at)
        if edition := health.editions.get(record.name):
            yield _metric_line("kiosk_source_edition", own, edition, at)
    yield from count_lines(health.counts, labels, now)
    for notice in health.notices:
        yield _metric_line("kiosk_notice", {**labels, **notice_report(notice)}, 1, at)


def count_lines(counts: Mapping[str, int], labels: Mapping[str, str], when: datetime) -> Iterator[str]:
    """Yield one line for each of the day's counters, such as how often something was read, heard, or searched in vain."""
    for what, number in sorted(counts.items()):
        yield _metric_line("kiosk_count_today", {**labels, "what": what}, number, int(when.timestamp() * 1000))


def notice_report(notice: Notice) -> dict[str, str]:
    """Return the fields by which the office can publish a notice under the same id. They name the village and no person."""
    return {
        "id": notice.id,
        "category": str(notice.kind),
        "title": notice.title,
        "text": "\n".join(" ".join(line.split()) for line in notice.text.splitlines())[:MOST_TEXT],
        "ends": notice.ends.isoformat(timespec="minutes"),
    }


def _metric_line(name: str, labels: Mapping[str, str], value: float, at: int) -> str:
    written = ",".join(f"{key}={json.dumps(text, ensure_ascii=False)}" for key, text in labels.items())
    return f"{name}{{{written}}} {int(value) if float(value).is_integer() else value} {at}"


def endpoint(url: str) -> str:
    """Return the address for metrics: *url* itself, or the import path of a bare host."""
    return url if urlsplit(url).path.strip("/") else url.rstrip("/") + _IMPORT


def request_of(url: str, user_agent: str, deadline: float = 30.0, *, authorities: str = "") -> Request:
    """Return the request for the metrics' address. The host that the settings name may lie in a private network."""
    address = endpoint(url)
    return Request(
        url=address,
        deadline=deadline,
        max_bytes=0,
        user_agent=user_agent,
        private_host=host_of(address),
        private_ports=ports_of(address),
        authorities=authorities,
    )


def packed(lines: Iterable[str]) -> bytes:
    return gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0)


class MetricsOutbox:
    """Lines that wait to be sent, in a file of the data folder: oldest first, the oldest dropped when there are too many."""

    def __init__(self, folder: Path, *, most: int = MOST_KEPT) -> None:
        self._path = folder / FILE
        self._most = most

    def add(self, lines: Iterable[str]) -> None:
        """Append *lines* to the file.

        If it becomes too long, its oldest quarter is dropped. Lines that cannot be written (a full disk) are lost, which is
        logged.
        """
        try:
            clear_way(self._path, 4 * self._most)
            with open_to_write(self._path, os.O_APPEND) as file:
                file.write("".join(f"{line}\n" for line in lines).encode())
            if self._path.stat().st_size > self._most:
                kept = self._stored_lines()
                self._write_lines(kept[len(kept) // 4 :])
        except OSError as error:
            _log.warning("%s: not kept: %s", self._path, error.strerror)

    def oldest_lines(self, most: int = MOST_SENT) -> list[str]:
        """Return the oldest lines, together about *most* bytes, at least one."""
        chosen: list[str] = []
        size = 0
        for line in self._stored_lines():
            size += len(line.encode()) + 1
            if size > most and chosen:
                break
            chosen.append(line)
        return chosen

    def drop_lines(self, count: int) -> None:
        """Remove the oldest *count* lines, which were delivered."""
        try:
            self._write_lines(self._stored_lines()[count:])
        except OSError as error:  # they are sent once more, which does no harm: each has its time
            _log.warning("%s: not emptied: %s", self._path, error.strerror)

    def _stored_lines(self) -> list[str]:
        try:
            text = read_plain(self._path, 4 * self._most).decode("utf-8", "replace")
        except OSError:
            return []
        whole = text[: text.rfind("\n") + 1]  # a power cut may have torn the last one
        return [
            line
            for line in whole.splitlines()
            if line.startswith("kiosk_") and "\ufffd" not in line and "\0" not in line
        ]

    def _write_lines(self, lines: list[str]) -> None:
        write_whole(self._path, "".join(f"{line}\n" for line in lines).encode(), mode=None)


class Budget:
    """Limit of bytes a day."""

    def __init__(self, daily: int = DAILY) -> None:
        self._daily = daily
        self._day = 0
        self._spent = 0

    def allows(self, size: int, now: datetime) -> bool:
        if now.toordinal() != self._day:
            self._day, self._spent = now.toordinal(), 0
        return self._spent + size <= self._daily

    def spend(self, size: int) -> None:
        self._spent += size
