"""Layer of settings that the office sets in its signed edition: settings.office.json in the data folder.

The refresher writes it (`kiosk.refresher.directions`) from a verified edition; every process reads it and lays it over
its kiosk.toml. Another process may write anything into it: only settings and values that an office may give count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from kiosk.core.json_file import JsonFile
from kiosk.settings.faults import Fault

FILE = "settings.office.json"
CHOICES = "settings.choices.json"
_MOST = 2_000_000  # bytes
MAY_SET: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "speech": frozenset({"volume", "rate", "quiet_hours", "voice", "lexicon"}),
        "screen": frozenset({"theme", "text_scale"}),
        "place": frozenset({"language"}),
        "loop": frozenset({"posters", "films", "seconds"}),
        "weather": frozenset({"adm4", "sea"}),
        "emergency": frozenset({"numbers", "points", "checked", "hazards"}),
        "questions": frozenset({"for", "kept_days", "answer_days"}),
        "network": frozenset({"office_host"}),
        "reports": frozenset({"url"}),
        "update": frozenset({"ring"}),
        "readout": frozenset({"at", "days", "what"}),
        "source": frozenset(
            {"name", "url", "format", "category", "every", "official", "texts_from_pictures", "timezone"}
        ),
    }
)
"""All keys that an office may set from afar, by section. A key must be listed here by name: a new one is the kiosk's own.

Never listed: Wi-Fi, PIN, desk, pins, whose signature counts, and where residents' words go, except with the office itself
when that moves to another host (`network.office_host`): what goes there is sealed for its key.
"""
MAY_LIST: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "emergency.numbers": frozenset({"name", "number", "icon"}),
        "emergency.points": frozenset({"name", "direction"}),
        "questions.for": frozenset({"name", "icon", "about", "hall", "number", "link"}),
    }
)
"""Keys that an office may write in the tables of a setting that is a list."""
LISTS = frozenset({"readout", "source"})
"""Sections that are written as [[…]]: one setting each."""
_Aware = Annotated[datetime, Meta(tz=True)]


class SettingLine(Struct, frozen=True):
    """One setting, for people.

    *key* is "speech.volume", *value* as TOML writes it, *id* the office's name for it. *whom* is it for: `all`, `area`,
    `group` or `kiosk`. *state* is `used`; `kept`: a later value is wrong; `local`: somebody at the kiosk chose
    otherwise, until *until*; `asked`: that time is over.
    """

    key: str
    value: str
    id: str
    whom: str
    state: str = "used"
    until: datetime | None = None


class OfficeLayer(Struct, frozen=True):
    """Settings of the office.

    *values* lie on top of kiosk.toml; *faults* are of refused ones, with the key "ID: speech.volume".
    """

    values: Mapping[str, Any] = {}
    rows: tuple[SettingLine, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def lexicon(self) -> Any:
        """Return the office's own lexicon as it was written.

        It is kept apart from kiosk.toml's, because only that one is used for warnings.
        """
        return self.values.get("speech", {}).get("lexicon", {})

    @property
    def digest(self) -> str:
        """Return a digest of the values, "" for none. If it changes, a process must restart to use them."""
        if not self.values:
            return ""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode()).hexdigest()


def read_layer(data: Path) -> OfficeLayer:
    """Return the layer in the data folder, without values that an office must not set; an empty one if the file is
    absent or unreadable.
    """
    try:
        layer = _layer_file(data).read_value()
        kept = {name: part for name, part in layer.values.items() if _may_set(name, part)}
        if kept:
            from kiosk.settings.office_rules import without_faults  # it imports the loader, which imports this module

            kept = without_faults(kept)
        return msgspec.structs.replace(layer, values=kept)
    except (OSError, ValueError, TypeError):
        return OfficeLayer()


def _may_set(section: str, part: Any) -> bool:
    allowed = MAY_SET.get(section, frozenset())
    if section in LISTS and not isinstance(part, list):
        return False
    tables = part if section in LISTS else [part]
    return all(isinstance(table, Mapping) and allowed.issuperset(table) for table in tables)


def write_layer(data: Path, layer: OfficeLayer) -> None:
    """Write the layer. Raises OSError."""
    _layer_file(data).write(layer)


def laid_over(tables: Mapping[str, Any], layer: OfficeLayer) -> dict[str, Any]:
    """Return kiosk.toml's *tables* with the office's values on top, key by key.

    Its sources are added to the present ones and replace none; its `lexicon` is left out.
    """
    whole = dict(tables)
    for name, part in layer.values.items():
        under = whole.get(name)
        if name == "source":
            known = under if isinstance(under, list) else []
            names = [table.get("name") for table in known if isinstance(table, Mapping)]
            whole[name] = [*known, *(table for table in part if table.get("name") not in names)]
        elif isinstance(part, Mapping):
            said = {key: value for key, value in part.items() if (name, key) != ("speech", "lexicon")}
            whole[name] = {**(under if isinstance(under, Mapping) else {}), **said}
        else:
            whole[name] = part
    if isinstance(whole.get("reports"), Mapping) and whole["reports"].get("token"):
        whole["reports"] = dict(tables.get("reports", {}))  # the token of one host goes to no other
    return whole


def read_choices(data: Path) -> dict[str, datetime]:
    """Return by key ("speech.volume") since when somebody at the kiosk has rejected the office's value."""
    return _choices_file(data).read()


def write_choices(data: Path, choices: Mapping[str, datetime]) -> None:
    """Write the rejected settings, as `read_choices` returns them. Raises OSError."""
    _choices_file(data).write({**choices})


def _layer_file(data: Path) -> JsonFile[OfficeLayer]:
    return JsonFile(data / FILE, OfficeLayer, mode=0o660, most=_MOST)


def _choices_file(data: Path) -> JsonFile[dict[str, _Aware]]:
    return JsonFile(data / CHOICES, dict[str, _Aware], mode=0o660, most=_MOST)
