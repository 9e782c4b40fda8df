"""Orders of the office to its kiosks: settings, requests and rings of updates, as files of its folder that an edition carries."""

from __future__ import annotations

import json
import re
import secrets
import threading
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from content_cache.files import write_whole
from content_cache.model.problems import Problem
from kiosk.office.base.toml_text import toml_key, toml_value
from kiosk.office.editions.directions import REQUESTS, RINGS, SETTINGS, WHOM, request_of
from kiosk.settings import Settings
from kiosk.settings.office_layer import OfficeLayer, SettingLine
from kiosk.settings.office_rules import Me, directives_of, effective, find_problems

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class SettingsFile(Struct, frozen=True):
    """File of `setelan/`: the kiosks that it is for, its sections, and the faults for which a kiosk would refuse it."""

    name: str
    whom: Mapping[str, list[str]]
    values: Mapping[str, Any]
    faults: tuple[Problem, ...] = ()

    @property
    def kind(self) -> str:
        """Return which kind of addressee the file has: "kiosks", "groups", "areas" or "all". It is the narrowest that
        has entries."""
        return next((kind for kind in ("kiosks", "groups", "areas") if self.whom.get(kind)), "all")


class KioskRequest(Struct, frozen=True):
    """Request to a kiosk that has not expired; `until` is aware."""

    id: str
    kiosk: str
    kind: str
    until: datetime
    at: str = ""


class UpdateRing(Struct, frozen=True):
    """Rollout of the update with this number: trial kiosks, a share of all in percent, or nobody while on hold."""

    number: int
    trial: bool = False
    share: int = 0
    hold: bool = False


class KioskOrders:
    """Orders of the office in *folder*. Methods that write raise OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._one_at_a_time = threading.Lock()

    # settings

    def settings(self) -> list[SettingsFile]:
        """Return all settings files: those for all kiosks first, then by areas, groups and kiosks, each sorted by name."""
        found = [self._read_settings(path) for path in sorted((self._folder / SETTINGS).glob("[!._]*.toml"))]
        return sorted(found, key=lambda each: (("all", "areas", "groups", "kiosks").index(each.kind), each.name))

    def setting(self, name: str) -> SettingsFile | None:
        path = self._folder / SETTINGS / f"{name}.toml"
        return self._read_settings(path) if NAME.fullmatch(name) and path.is_file() else None

    def _read_settings(self, path: Path) -> SettingsFile:
        try:
            text = path.read_text("utf-8-sig")
            document = tomllib.loads(text)
        except (OSError, ValueError, RecursionError):
            return SettingsFile(path.stem, {}, {})  # `publish` tells why
        whom = {
            kind: [str(each) for each in document.pop(kind)] for kind in WHOM if isinstance(document.get(kind), list)
        }
        return SettingsFile(path.stem, whom, document, tuple(problem for _, problem in find_problems(document, text)))

    def save_setting(self, name: str, whom: Mapping[str, list[str]], values: Mapping[str, Any]) -> str:
        """Write the settings *values* for *whom* as the file *name* of `setelan/`. Return its path relative to the folder."""
        lines = [f"{kind} = {toml_value(listed)}" for kind, listed in whom.items() if listed]
        write_whole(self._settings_path(name), ("\n".join([*lines, *toml_of(values)]) + "\n").encode(), mode=None)
        return f"{SETTINGS}/{name}.toml"

    def remove_setting(self, name: str) -> str:
        if NAME.fullmatch(name):
            self._settings_path(name).unlink(missing_ok=True)
        return f"{SETTINGS}/{name}.toml"

    def move_kiosk(self, old: str, new: str, now: datetime) -> list[str]:
        """Let the settings that name the kiosk *old* name *new*, and drop what *old* is asked for. Return the changed files."""
        files = []
        for each in self.settings():
            if old in each.whom.get("kiosks", ()):
                kiosks = list(dict.fromkeys(new if kiosk == old else kiosk for kiosk in each.whom["kiosks"]))
                files.append(self.save_setting(each.name, {**each.whom, "kiosks": kiosks}, each.values))
        if self.requests(now, old):
            with self._one_at_a_time:
                files.append(self._write_requests([each for each in self.requests(now) if each.kiosk != old]))
        return files

    def _settings_path(self, name: str) -> Path:
        folder = self._folder / SETTINGS
        folder.mkdir(exist_ok=True)
        return folder / f"{name}.toml"

    def held_by(self, kiosk: str, area: str, now: datetime) -> tuple[SettingLine, ...]:
        """Return the settings that the next edition sets on *kiosk*. Groups are ignored, because only a kiosk's own
        settings name them."""
        told = [
            {"id": each.name, "for": dict(each.whom), "values": each.values, "issued": now.isoformat()}
            for each in self.settings()
        ]
        directives, _ = directives_of(json.loads(json.dumps(told, default=str)))
        me = Me(kiosk, area)
        return effective(directives, me, now=now, before=OfficeLayer(), chosen={}, own=Settings()).rows

    # requests

    def requests(self, now: datetime, kiosk: str = "") -> list[KioskRequest]:
        """Return the requests that have not expired, for one kiosk or, with "", for all."""
        return [each for each in self._requests() if each.until > now and (not kiosk or each.kiosk == kiosk)]

    def _requests(self) -> Iterator[KioskRequest]:
        rows = self._parsed_order(REQUESTS).get("request", [])
        for row in rows if isinstance(rows, list) else []:
            if (told := request_of(row)) is not None:  # `publish` tells of what is none
                until = datetime.fromisoformat(told["until"])
                yield KioskRequest(told["id"], told["kiosk"], told["kind"], until, told.get("at", ""))

    def add_request(self, kiosk: str, kind: str, until: datetime, now: datetime, at: str = "") -> str:
        """Add a request to *kiosk*, in place of one of the same *kind*. *at* is the hour ("10:00") where the kind has
        one. Return the path of the written file."""
        with self._one_at_a_time:
            kept = [each for each in self.requests(now) if (each.kiosk, each.kind) != (kiosk, kind)]
            made = KioskRequest(f"{kind}-{secrets.token_hex(6)}", kiosk, kind, until, at)
            return self._write_requests([*kept, made])

    def cancel_request(self, request: str, now: datetime) -> str:
        """Remove the request with the id *request*. Return the path of the written file."""
        with self._one_at_a_time:
            return self._write_requests([each for each in self.requests(now) if each.id != request])

    def _write_requests(self, requests: list[KioskRequest]) -> str:
        lines: list[str] = []
        for each in requests:
            at = [f"at = {toml_value(each.at)}"] if each.at else []
            texts = [f"{name} = {toml_value(getattr(each, name))}" for name in ("id", "kiosk", "kind")]
            lines += ["[[request]]", *texts, f"until = {each.until.isoformat(timespec='seconds')}", *at, ""]
        write_whole(self._folder / REQUESTS, "\n".join(lines).encode(), mode=None)
        return REQUESTS

    # rings

    def rings(self) -> list[UpdateRing]:
        """Return the rings of all updates, the newest first."""
        found = []
        for number, told in self._parsed_order(RINGS).items():
            if number.isdecimal() and isinstance(told, Mapping):
                share = told.get("share", 0)
                share = share if type(share) is int and 0 <= share <= 100 else 0
                found.append(UpdateRing(int(number), told.get("trial") is True, share, told.get("hold") is True))
        return sorted(found, key=lambda ring: -ring.number)

    def set_ring(self, ring: UpdateRing) -> str:
        """Store *ring* in place of that of the same number. Return the path of the written file."""
        with self._one_at_a_time:
            lines: list[str] = []
            for each in sorted(
                {other.number: other for other in (*self.rings(), ring)}.values(), key=lambda r: r.number
            ):
                lines += [f"[{each.number}]", f"trial = {toml_value(each.trial)}", f"share = {each.share}"]
                lines += [f"hold = {toml_value(each.hold)}", ""]
            write_whole(self._folder / RINGS, "\n".join(lines).encode(), mode=None)
            return RINGS

    def _parsed_order(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads((self._folder / name).read_text("utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            return {}


def toml_of(values: Mapping[str, Any]) -> list[str]:
    """Return sections as lines of TOML. Lists of tables become arrays of tables (`[[section]]`), other values come first."""
    plain: list[str] = []
    lines: list[str] = []
    for section, part in values.items():
        tables = part if isinstance(part, list) else [part]
        if not tables or not all(isinstance(table, Mapping) for table in tables):
            plain.append(f"{toml_key(section)} = {toml_value(part)}")
            continue
        for table in tables:
            head = f"[[{toml_key(section)}]]" if isinstance(part, list) else f"[{toml_key(section)}]"
            lines += ["", head, *(f"{toml_key(key)} = {toml_value(value)}" for key, value in table.items())]
    return [*plain, *lines]
