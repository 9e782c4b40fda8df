"""kiosk.toml -> frozen Settings. What each key means is in design/contracts ("Settings") and in deploy/kiosk.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

from content_cache.items import Category, Provenance, Source
from kiosk import values as v
from kiosk.schema import Fault, Reader, did_you_mean, required, setting

T = TypeVar("T")

FORMATS = ("auto", "central", "json", "rss", "ical", "cap", "bmkg")
VERBS = ("previous", "listen", "next", "home", "louder", "softer")
_CATEGORIES = tuple(str(category) for category in Category)
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    name: str = setting("", v.text)
    area: str = setting("", v.area)
    latitude: float = setting(-0.95, v.number(-90.0, 90.0))
    longitude: float = setting(122.79, v.number(-180.0, 180.0))
    timezone: str = setting("Asia/Makassar", v.zone)
    language: str = setting("id", v.text)
    contact: str = setting("", v.text)


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A [[source]] as written; `Settings.sources` has them as the content cache takes them."""

    name: str = required(v.text)
    url: str = required(v.feed_url)
    format: str = setting("auto", v.one_of(FORMATS))
    category: str = setting("berita", v.one_of(_CATEGORIES))
    every: float = setting(3600.0, v.duration)
    keys: tuple[str, ...] = setting((), v.list_of(v.text))
    alert_keys: tuple[str, ...] = setting((), v.list_of(v.text))
    alerts: bool = setting(False, v.yes_no)
    timezone: str = setting("", v.zone)


@dataclass(frozen=True, slots=True)
class Prayer:
    """Angles in degrees below the horizon, `before` and `after` in minutes."""

    fajr_angle: float = setting(20.0, v.number(10.0, 25.0))
    isha_angle: float = setting(18.0, v.number(10.0, 25.0))
    before: int = setting(5, v.number(0, 60))
    after: int = setting(20, v.number(0, 90))


@dataclass(frozen=True, slots=True)
class Speech:
    """`rate` in words a minute, volumes in percent."""

    voice: str = setting("auto", v.text)
    rate: int = setting(130, v.number(60, 300))
    volume: int = setting(80, v.number(0, 100))
    chime: bool = setting(True, v.yes_no)
    quiet_hours: tuple[v.Hours, ...] = setting((v.hours("21:00-05:30"),), v.list_of(v.hours))
    quiet_at_prayer: bool = setting(True, v.yes_no)
    prayer: Prayer = field(default_factory=Prayer)
    device: str = setting("auto", v.text)
    horn_device: str = setting("", v.text)
    night_volume: int = setting(40, v.number(0, 100))
    lexicon: dict[str, str] = setting({}, v.table_of(v.text))


@dataclass(frozen=True, slots=True)
class Readout:
    """When something is read out by itself. `days` are weekdays, Monday 0; `what` is "bulletin" or a category."""

    at: time = required(v.clock_time)
    days: tuple[int, ...] = setting(tuple(range(7)), v.days)
    what: str = setting("bulletin", v.one_of(("bulletin", *_CATEGORIES)))


@dataclass(frozen=True, slots=True)
class Sensors:
    motion: int | None = setting(None, v.number(0, 27))


@dataclass(frozen=True, slots=True)
class Outputs:
    amplifier: int | None = setting(None, v.number(0, 27))
    horn: int | None = setting(None, v.number(0, 27))
    lamp: int | None = setting(None, v.number(0, 27))


@dataclass(frozen=True, slots=True)
class Screen:
    """`warn_after` in seconds; `dpi` 0 = as the display says; `distance_mm` from which it is read."""

    theme: str = setting("light", v.one_of(("light", "dark", "contrast", "auto")))
    text_scale: float = setting(1.0, v.number(1.0, 2.0))
    warn_after: float = setting(75.0, v.duration)
    dpi: int = setting(0, v.number(0, 600))
    distance_mm: int = setting(500, v.number(200, 3000))
    off_hours: tuple[v.Hours, ...] = setting((), v.list_of(v.hours))


@dataclass(frozen=True, slots=True)
class Network:
    """`deadline` in seconds for one feed."""

    contact: str = setting("", v.text)
    daily_megabytes: int = setting(50, v.number(1, 100_000))
    deadline: float = setting(60.0, v.duration)
    max_feed_megabytes: int = setting(20, v.number(1, 200))

    @property
    def max_feed_bytes(self) -> int:
        return self.max_feed_megabytes * _MEGABYTE


@dataclass(frozen=True, slots=True)
class Wifi:
    name: str = setting("", v.text)
    password: str = setting("", v.text)


@dataclass(frozen=True, slots=True)
class Reports:
    url: str = setting("", v.text)
    token: str = setting("", v.text)


@dataclass(frozen=True, slots=True)
class Storage:
    megabytes: int = setting(2000, v.number(50, 1_000_000))


@dataclass(frozen=True, slots=True)
class Technician:
    pin: str = setting("", v.text)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `buttons` maps a button's name to its BCM pin, `verbs` to what it does; `keyboard` a button to a key."""

    place: Place = field(default_factory=Place)
    sources: tuple[Source, ...] = ()
    speech: Speech = field(default_factory=Speech)
    readouts: tuple[Readout, ...] = ()
    buttons: Mapping[str, int] = field(default_factory=dict)
    verbs: Mapping[str, str] = field(default_factory=dict)
    keyboard: Mapping[str, str] = field(default_factory=dict)
    sensors: Sensors = field(default_factory=Sensors)
    outputs: Outputs = field(default_factory=Outputs)
    screen: Screen = field(default_factory=Screen)
    network: Network = field(default_factory=Network)
    wifi: Wifi = field(default_factory=Wifi)
    reports: Reports = field(default_factory=Reports)
    storage: Storage = field(default_factory=Storage)
    technician: Technician = field(default_factory=Technician)
    faults: tuple[Fault, ...] = ()


_PLAIN: Mapping[str, type[Any]] = {
    "place": Place,
    "sensors": Sensors,
    "outputs": Outputs,
    "screen": Screen,
    "network": Network,
    "wifi": Wifi,
    "reports": Reports,
    "storage": Storage,
    "technician": Technician,
}
_SECTIONS = (*_PLAIN, "source", "speech", "readout", "buttons", "keyboard")


def load(path: Path | None) -> Settings:
    """The settings of a file; built-in defaults without one. Never raises for what a file holds: see `Settings.faults`.

    Byte order marks and CRLF, as Windows editors leave them, are taken.
    """
    if path is None:
        return Settings()
    try:
        written = path.read_text("utf-8-sig")
        tables = tomllib.loads(written)
    except OSError as error:
        return Settings(faults=(Fault(0, "", f"{path} tidak dapat dibaca: {error.strerror}; dipakai nilai bawaan"),))
    except UnicodeDecodeError:
        return Settings(faults=(Fault(0, "", f"{path} bukan teks UTF-8; simpan lagi dengan sandi UTF-8"),))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        fault = Fault(int(line[1]) if line else 0, "", f"tulisan TOML salah ({error}); seluruh berkas tidak dipakai")
        return Settings(faults=(fault,))
    return read(tables, written, base=path.parent)


def read(tables: Mapping[str, Any], written: str = "", *, base: Path = Path()) -> Settings:
    """Settings from parsed TOML; `written` is its text, for the lines of faults; `base` is where relative paths start."""
    reader = Reader(written)
    for name in tables:
        if name not in _SECTIONS:
            reader.fault(name, f"bagian tidak dikenal{did_you_mean(name, _SECTIONS)}")
    plain = {name: reader.section(cls, tables[name], name) for name, cls in _PLAIN.items() if name in tables}
    whole: dict[str, Any] = {name: value for name, value in plain.items() if value is not None}
    settings = Settings(**whole)
    buttons, verbs = _read_buttons(reader, tables.get("buttons", {}))
    return replace(
        settings,
        speech=_read_speech(reader, tables.get("speech", {})),
        sources=_read_sources(reader, tables.get("source", []), settings.place, base),
        readouts=tuple(_read_each(reader, Readout, tables.get("readout", []), "readout").values()),
        buttons=buttons,
        verbs=verbs,
        keyboard=_read_keyboard(reader, tables.get("keyboard", {})),
        faults=tuple(sorted(reader.faults, key=lambda fault: fault.line)),
    )


def _read_each(reader: Reader, cls: type[T], tables: Any, name: str) -> dict[str, T]:
    """The usable tables of an array, by their paths ("source.0")."""
    if not isinstance(tables, list):
        reader.fault(name, f"tulis [[{name}]] dengan dua kurung")
        return {}
    each = {f"{name}.{index}": reader.section(cls, table, f"{name}.{index}") for index, table in enumerate(tables)}
    return {path: value for path, value in each.items() if value is not None}


def _read_sources(reader: Reader, tables: Any, place: Place, base: Path) -> tuple[Source, ...]:
    sources: dict[str, Source] = {}
    for path, table in _read_each(reader, SourceTable, tables, "source").items():
        if table.name in sources:
            reader.fault(path, f'nama "{table.name}" dipakai dua kali; yang kedua tidak dipakai')
        elif table.format == "central" and not table.keys:
            reader.fault(path, f'"{table.name}" berformat central tetapi tanpa keys; sumber ini tidak dipakai')
        else:
            sources[table.name] = _source(table, place, base)
    return tuple(sources.values())


def _source(table: SourceTable, place: Place, base: Path) -> Source:
    is_path = not re.match(r"https?:", table.url, re.IGNORECASE)
    return Source(
        name=table.name,
        url=str(base / table.url) if is_path else table.url,
        format=table.format,
        category=Category(table.category),
        every=table.every,
        timezone=table.timezone or place.timezone,
        language=place.language,
        keys=table.keys,
        alert_keys=table.alert_keys,
        alerts=table.alerts,
        provenance=Provenance.UNCHECKED,
    )


def _read_speech(reader: Reader, table: Any) -> Speech:
    if not isinstance(table, Mapping):
        table = {}
    prayer = reader.section(Prayer, table.get("prayer", {}), "speech.prayer")
    speech = reader.section(Speech, {key: value for key, value in table.items() if key != "prayer"}, "speech")
    return replace(speech or Speech(), prayer=prayer or Prayer())


def _read_buttons(reader: Reader, table: Any) -> tuple[dict[str, int], dict[str, str]]:
    """A button is a pin, or { pin, verb }; its name is its verb unless another is given. A pin serves one button."""
    buttons: dict[str, int] = {}
    verbs: dict[str, str] = {}
    pin_of = v.number(0, 27)
    if not isinstance(table, Mapping):
        reader.fault("buttons", "harus berupa bagian, ditulis [buttons] di baris sendiri")
    for name, written in table.items() if isinstance(table, Mapping) else ():
        spec = written if isinstance(written, Mapping) else {"pin": written}
        try:
            pin, verb = pin_of(spec.get("pin")), v.one_of(VERBS)(spec.get("verb", name))
        except ValueError as wrong:
            reader.fault(f"buttons.{name}", f"{wrong}; tombol ini tidak dipakai")
            continue
        if pin in buttons.values():
            reader.fault(f"buttons.{name}", f"pin {pin} sudah dipakai tombol lain; tombol ini tidak dipakai")
            continue
        buttons[name], verbs[name] = pin, verb
    return buttons, verbs


def _read_keyboard(reader: Reader, table: Any) -> dict[str, str]:
    keys: dict[str, str] = {}
    for name, key in table.items() if isinstance(table, Mapping) else ():
        if name in VERBS and isinstance(key, str):
            keys[name] = key.lower()
        else:
            reader.fault(f"keyboard.{name}", f"tidak dikenal{did_you_mean(name, VERBS)}")
    return keys
