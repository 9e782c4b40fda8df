"""Installation that every command is given: the settings, the data folder, and where its lines go.

Files of the data folder (CONTRACTS.md, "Data folder"), each with who writes it:

- `content.sqlite`: the content store, WAL; `PRAGMA user_version` numbers its schema (refresher, `refresh`, `import`)
- `content.good.sqlite`, `content.damaged.sqlite`: the last good copy; a store that could not be repaired (refresher)
- `reserve`: ballast that is given up when the disk is full (refresher)
- `media/`: pictures, pages (at most 2560 x 2560, with one of 640 x 640), recordings, films, named by their content
  (refresher)
- `keys/`: the newest `keys.json` of each source (refresher)
- `kiosk.sqlite`: requests, counts, what was announced (all)
- `post/`, `post-key.json`: envelopes (CONTRACTS.md, "The way back") that wait, `made.0`, `made.1`, `sending.json`; the
  key where no root hands it out (kiosk, refresher)
- `kiosk-id`, `last-backup.json`: random name, 12 characters; last backup (refresher, kiosk)
- `prompts-sent.json`: recordings of prompts that went to the office, by language and words (refresher)
- `adoption.json`, `adoption.arrived`: the code that the kiosk shows, what the office answered; an acceptance from a stick
  (refresher)
- `settings.local.toml`: formats.md, "Choices made on the screen" (kiosk)
- `settings.office.json`, `settings.choices.json`: formats.md, "Settings from the office"; what was put aside here
  (refresher, kiosk)
- `desk/`: the hall's: `notices.json`, `feed.json`, `alerts.xml`, `staff.json`, `emergency.json`, `people.json`,
  `audit.log`, `media/`, `drafts/`, `prompts/` (recordings of the kiosk's sentences, WAV by SHA-256), `neighbours.json` (those
  that editions brought), `phones.json`,
  `sessions.json`, `tries.json`, `pairing.json`, `tls/`, `questions/`, `unfinished/` and `left/` (forms that wait, 14
  days), `uploads/`, `tmp/` (desk, kiosk, refresher)
- `speech/`: sounds; `ready/` made ahead, `published/` of `publish --voice` (kiosk, `publish`, `voices render`)
- `sms/`: formats.md, "SMS" (`sms listen`)
- `updates/`, `system-bytes.json`: a program update on its way; bytes of bundles today (formats.md, "System bundles";
  refresher, `kiosk-system-line`)
- `reports.prom`, `faults.log`: reports that wait; last errors of the journal (refresher, `kiosk-faults.service`)
- `uji-dengar.csv`, `periksa-alat.json`, `periksa-alat.png`: answers of `listening-test`; `check --hardware` (those
  commands)
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from textwrap import indent
from zoneinfo import ZoneInfo

from msgspec import Struct

from content_cache.alerts import Place
from content_cache.jobs.limits import Limits, shares
from content_cache.model.items import Answer
from content_cache.model.problems import Detail, Problem
from content_cache.model.sources import Source
from content_cache.store.store import Store
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Clock, Moment
from kiosk.core.clock_floor import clock_floor, last_refresh
from kiosk.core.identity import kiosk_id
from kiosk.i18n.phrases import village
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.post.envelope import EnvelopeKind
from kiosk.post.faults import PostError
from kiosk.post.identity import own_key
from kiosk.post.spool import Spool
from kiosk.settings import Settings
from kiosk.settings.sms_sources import sms_sources
from kiosk.state.hall_answers import HallAnswers
from kiosk.state.hall_sources import local_sources

SYSTEM_CONFIG = Path("/etc/kiosk/kiosk.toml")
SYSTEM_DATA = Path("/var/lib/kiosk")
JSON_SCHEMA = 1
"""Number of the form of JSON that commands print (deploy/docs/generated/json.md)."""

_MEGABYTE = 1_000_000


class Refusal(Exception):  # noqa: N818 -- the caller is refused; nothing is in error
    """Error of a command: a message of the catalogue with its details for the caller, and the exit code (1 failed,
    2 wrong call).
    """

    def __init__(self, message: str, code: int = 1, /, **details: Detail | Problem) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.details = details

    def __str__(self) -> str:
        """Return the message in English, for a log."""
        return self.in_words(Words(Translation("en")))

    def in_words(self, words: Words) -> str:
        return words(self.message, **self.details)


class Installation(Struct, frozen=True, dict=True):
    """Settings, data folder and output of one call.

    *out* prints a line on standard output, *tell* one on standard error. *language* is what the caller asked for, ""
    for the settings'.
    """

    settings: Settings
    config: Path | None
    data: Path
    out: Callable[[str], None]
    tell: Callable[[str], None]
    language: str = ""

    @cached_property
    def words(self) -> Words:
        """Return the formatter of output lines, in the chosen language or that of the place."""
        return Words(Translation(self.language or self.settings.place.language))

    def print_json(self, document: Mapping[str, object]) -> None:
        """Print *document* on standard output as JSON, with the version of its schema."""
        self.out(json.dumps({"schema": JSON_SCHEMA, **document}, ensure_ascii=False, indent=1))

    def print_json_list(self, document: Mapping[str, object], name: str, elements: Iterable[object]) -> None:
        """Print *document* as `print_json` does, with the list *name* at its end.

        Only one of *elements* is in memory at a time.
        """
        whole = json.dumps({"schema": JSON_SCHEMA, **document, name: []}, ensure_ascii=False, indent=1)
        before = ""
        for element in elements:
            self.out(f"{before}," if before else whole.removesuffix("]\n}"))
            before = indent(json.dumps(element, ensure_ascii=False, indent=1), "  ")
        self.out(f"{before}\n ]\n}}" if before else whole)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.place.timezone)

    def clock(self, fixed: datetime | None = None, *, believed: bool = False) -> Clock:
        """Return the clock of the place, with its floor. *fixed* stops it; with *believed* the machine's time is trusted."""
        if fixed is not None and fixed.tzinfo is None:
            fixed = fixed.replace(tzinfo=self.zone)
        if believed:
            return Clock(self.zone, believed=lambda: True)
        return Clock(self.zone, floor=self.floor, fixed=fixed)

    def repository(self) -> ContentRepository:
        alert_sources = [source.name for source in self.settings.sources if source.alerts]
        place, alerts = self.settings.place, self.settings.alerts
        return ContentRepository(
            self._open_store,
            area=place.area,
            groups=place.groups,
            alert_sources=alert_sources,
            place=Place(place.latitude, place.longitude, place.area, (place.name, *alerts.names), alerts.widen_km),
            settings=self.settings,
            hall_answers=self._hall_answers(),
        )

    def _hall_answers(self) -> Callable[[Moment], list[Answer]]:
        if not any(each.hall for each in self.settings.questions.asked):
            return lambda _moment: []
        hall, name = HallAnswers(self.data), village(self.settings.place.name)
        return lambda moment: hall.as_items(kiosk_id(self.data), name, moment.now)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the sources in the settings, the hall's own notices if there are any, and SMS if there is a modem."""
        place = self.settings.place
        notices = local_sources(self.data, village(place.name), place.timezone)
        return (*self.settings.sources, *notices, *sms_sources(self.settings, self.data))

    def spool(self) -> Spool:
        """Return the outgoing queue for the office. Raises PostError if this kiosk has no key of its own."""
        return Spool(self.data, own_key(self.data), self.settings.post.office, now=lambda: self.clock().read().now)

    def put_back(self) -> Callable[[str, bytes], object] | None:
        """Return a function that queues content of a kind for the office; `None` if no office is set.

        The function raises OSError, also if there is no room.
        """
        if self.settings.post.office is None:
            return None

        def put(kind: str, content: bytes) -> int:
            try:
                return self.spool().put(EnvelopeKind(kind), content)
            except PostError as error:
                raise OSError(str(error)) from error

        return put

    def _open_store(self) -> Store:
        return Store.open(self.data, read_only=True)

    def floor(self) -> datetime | None:
        """Return the newest time that this kiosk knows to be past; `None` if it knows none."""
        return clock_floor(self.data, self.settings.sources)

    def last_refresh(self) -> datetime | None:
        """Return when a source last answered; `None` if never."""
        return last_refresh(self.data, self.settings.sources)

    def limits(self) -> Limits:
        """Return the bounds of the content cache by the settings."""
        network = self.settings.network
        texts, files = shares(self.settings.storage.megabytes * _MEGABYTE)
        return Limits(
            deadline=network.deadline,
            feed_bytes=network.max_feed_bytes,
            daily_bytes=network.daily_megabytes * _MEGABYTE,
            store_bytes=texts,
            media_store_bytes=files,
        )


def find_config(given: Path | None, environment: Mapping[str, str]) -> Path | None:
    """Return the settings file: *given* (--config), else $KIOSK_CONFIG, else the system's if there is one.

    Raises Refusal if a named file does not exist.
    """
    named = given or (Path(environment["KIOSK_CONFIG"]) if environment.get("KIOSK_CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise Refusal("{path}: there is no such settings file; check --config or KIOSK_CONFIG", 2, path=str(named))
        return named
    return SYSTEM_CONFIG if SYSTEM_CONFIG.is_file() else None


def find_data(given: Path | None, environment: Mapping[str, str], *, only_read: bool = False) -> Path:
    """Return the data folder, created if need be: *given* (--data), else $KIOSK_DATA, else the system's if it can be
    written, else the user's. One that is *only_read* may be empty and not writable.

    Without a home it lies among the temporary files, and is lost at the next boot. Raises Refusal.
    """
    named = given or (Path(environment["KIOSK_DATA"]) if environment.get("KIOSK_DATA") else None)
    if named is None and os.access(SYSTEM_DATA, os.W_OK):
        named = SYSTEM_DATA
    candidates = [named] if named is not None else [_users_data(environment), _temporary_data()]
    for folder in candidates:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            refused = Refusal(
                "{path}: the data folder cannot be used ({reason}); choose another one with --data",
                2,
                path=str(folder),
                reason=error.strerror or str(error),
            )
        else:
            if only_read or os.access(folder, os.W_OK) or (folder / "content.sqlite").is_file():
                return folder  # a card that refuses to be written: what lies there is shown all the same
            refused = Refusal(
                "{path}: the data folder cannot be used (it may not be written); choose another one with --data",
                2,
                path=str(folder),
            )
    raise refused


def _users_data(environment: Mapping[str, str]) -> Path:
    base = environment.get("XDG_DATA_HOME") or (
        f"{environment['HOME']}/.local/share" if environment.get("HOME") else ""
    )
    return Path(base) / "kim-kiosk" if base else _temporary_data()


def _temporary_data() -> Path:
    import tempfile  # for a user without a home

    return Path(tempfile.gettempdir()) / f"kim-kiosk-{os.getuid() if sys.platform != 'win32' else 'user'}"


def parse_now(text: str, zone: ZoneInfo) -> datetime:
    """Return the time *text* of --now: RFC 3339, or without an offset in the place's *zone*. Raises Refusal."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal('--now: "{text}" is no time; example 2026-11-24T09:41', 2, text=text) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if not timedelta(days=1) < moment.astimezone(UTC) - datetime.min.replace(tzinfo=UTC) < timedelta(days=365 * 9000):
        raise Refusal('--now: "{text}" is beyond the calendar', 2, text=text)
    return moment
