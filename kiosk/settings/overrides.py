"""Choices made on the screen: settings.local.toml in the data folder.

Language, place, Wi-Fi, clock and PIN chosen on the screen lie in `settings.local.toml` of the data folder. They win
over `kiosk.toml` until that file is edited: the local file keeps the SHA-256 of the `kiosk.toml` that it was made on
top of. Deleting it brings back `kiosk.toml`.

On the appliance PIN, Wi-Fi, host name, the reports' token and the keys for updates are root's, in
`/var/lib/kiosk-system`. The PIN's hash and the token are handed out in `kiosk.toml.kept` and win over all else. The
PIN outlives an edit, unless the edited file names another one.

The clocks of kiosks cannot tell which file is newer, so the digest does.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from content_cache.files import read_plain, write_whole

NAME = "settings.local.toml"
_OWN = "local"  # the table of the file's own notes; no setting
_OUTLIVE = {"technician": ("pin",)}  # settings that were moved here from kiosk.toml
_MOST = 200_000  # bytes
_log = logging.getLogger(__name__)

Tables = Mapping[str, Any]


def read_local(data: Path, config: Path | None) -> dict[str, Any]:
    """Return the tables that were chosen on the screen; none if kiosk.toml has changed since, or they cannot be read."""
    tables = _read_overrides(data)
    own = tables.pop(_OWN, {})
    return tables if own.get("over") == digest_of(config) else {}


def read_outliving(data: Path) -> dict[str, Any]:
    """Return the tables that were moved here from kiosk.toml and outlive changes of that file.

    The file's present values win over them.
    """
    return _moved_settings(_read_overrides(data))


def was_set_up(data: Path) -> bool:
    """Return whether the first run was completed, or skipped, on this data folder."""
    return bool(_read_overrides(data).get(_OWN, {}).get("set_up"))


def change(data: Path, config: Path | None, changes: Tables, *, set_up: bool | None = None) -> None:
    """Store *changes* ({"place": {"name": …}}) on top of the earlier choices. Raises OSError if the folder cannot be written."""
    before = _read_overrides(data)
    own = before.pop(_OWN, {})
    if own.get("over") != digest_of(config):
        before = _moved_settings(before)  # made on top of another kiosk.toml: the rest no longer holds
    kept: dict[str, Any] = {name: dict(table) for name, table in before.items() if isinstance(table, dict)}
    for name, table in changes.items():
        kept[name] = {**kept.get(name, {}), **table}
    done = bool(own.get("set_up")) if set_up is None else set_up
    kept[_OWN] = {"over": digest_of(config), "set_up": done}
    _write_tables(data / NAME, kept)


def settle_restored(folder: Path, config: Path | None) -> None:
    """Make the choices in *folder*, which a backup restored, apply on top of *config*. Raises OSError."""
    tables = _read_overrides(folder)
    if tables:
        _write_tables(folder / NAME, {**tables, _OWN: {**tables.get(_OWN, {}), "over": digest_of(config)}})


def forget_choices(data: Path) -> None:
    """Delete the choices made on the screen, so that the first run comes again.

    Settings that were moved from kiosk.toml stay. Raises OSError.
    """
    _write_tables(data / NAME, _moved_settings(_read_overrides(data)))


def merged(tables: Tables, local: Tables) -> dict[str, Any]:
    """Return kiosk.toml's tables with the local ones on top, key by key."""
    whole = dict(tables)
    for name, table in local.items():
        under = whole.get(name)
        whole[name] = {**under, **table} if isinstance(under, Mapping) and isinstance(table, Mapping) else table
    return whole


def _moved_settings(tables: Tables) -> dict[str, Any]:
    found = {}
    for name, keys in _OUTLIVE.items():
        kept = {key: tables[name][key] for key in keys if key in tables.get(name, {})}
        if kept:
            found[name] = kept
    return found


def digest_of(config: Path | None) -> str:
    """Return the SHA-256 (hex) of a kiosk.toml, "" where there is none."""
    if config is None:
        return ""
    try:
        return hashlib.sha256(config.read_bytes()).hexdigest()  # not in the data folder
    except OSError:
        return ""  # counts as none: the loader of the settings reports why


def _read_overrides(data: Path) -> dict[str, Any]:
    path = data / NAME
    try:
        written = tomllib.loads(read_plain(path, _MOST).decode())
        return {name: table for name, table in written.items() if isinstance(table, dict)}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("%s cannot be read (%s): what was chosen on the screen is not used", path, error)
        return {}


def _write_tables(path: Path, tables: Tables) -> None:
    lines = ["# Ditulis oleh kios: pilihan di layar. Hapus berkas ini untuk kembali ke kiosk.toml."]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f"{key} = {_value(value)}" for key, value in table.items())]
    # kiosk, refresher and provisioner share a group
    write_whole(path, ("\n".join(lines) + "\n").encode(), 0o660)


def _value(value: str | int | float | bool | list[float]) -> str:
    """Return *value* in TOML 1.0: a string, number, boolean or list of numbers.

    JSON's escapes are a subset of TOML's, except for DEL.
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)
