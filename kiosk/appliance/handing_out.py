"""Copies of root's records for the processes, beside their kiosk.toml. No process can replace them."""

from __future__ import annotations

import re
import secrets
import tomllib

import msgspec
from msgspec.structs import replace

from kiosk.appliance.root_files.held_folder import Folder, read_own, write_own
from kiosk.appliance.root_files.record import read_kept, update_keys
from kiosk.appliance.root_files.trust_files import keep_trust, read_trust, with_post_key
from kiosk.core.paths import Folders
from kiosk.settings.file_text import kept_path, trust_path
from kiosk.settings.loader import settings_from_tables

_MOST = 200_000  # bytes
SMALL_KB = 700_000
"""Memory in kB below which a machine is small. Machines sold with 512 MB have up to 500,000 kB of it for programs,
those with a gigabyte 900,000."""


def hand_out(folders: Folders) -> None:
    """Write the copy of the hashed PIN, the token of the reports, and the update keys. It also says that this machine
    is small, if the settings leave that to it. Raise OSError."""
    kept, keys = read_kept(folders), update_keys(folders)
    tables: dict[str, dict[str, object]] = {"technician": {"pin": kept.pin}}
    if kept.token:
        tables["reports"] = {"token": kept.token}
    if keys:
        tables["update"] = {"keys": keys}
    if _asked_memory(folders) == "auto" and _memory_kb(folders) < SMALL_KB:
        tables["machine"] = {"memory": "small"}
    write_own(kept_path(folders.config), msgspec.json.encode(tables), 0o640, make=0o755)


def _asked_memory(folders: Folders) -> str:
    """Return [machine] memory by kiosk.toml alone. The copy handed out before does not say what is wanted now."""
    try:
        tables = tomllib.loads(read_own(folders.config, _MOST).decode())
    except (OSError, ValueError):
        tables = {}
    return settings_from_tables({"machine": tables.get("machine", {})}).machine.memory


def _memory_kb(folders: Folders) -> int:
    """Return the memory of the machine in KB (MemTotal of proc_meminfo(5)), or `SMALL_KB` if it is not known."""
    try:
        told = re.search(r"MemTotal:\s*(\d+) kB", (folders.root / "proc/meminfo").read_text("ascii"))
    except OSError:
        told = None
    return int(told[1]) if told else SMALL_KB


def hand_out_trust(folders: Folders) -> None:
    """Write the known editions and keys for the processes. A new data partition gets them from the card. Raise OSError."""
    state = replace(read_trust(folders), post=None)  # only `hand_out_post_key` hands it out, to fewer processes
    write_own(trust_path(folders.config), msgspec.json.encode(state), 0o640, make=0o755)
    keep_trust(folders, state)


def hand_out_post_key(folders: Folders) -> None:
    """Write the kiosk's post key for window and refresher.

    It is made at the first boot, and stored before it is used. Raise OSError."""
    state = with_post_key(folders, _kiosk_id(folders))
    keep_trust(folders, state)
    write_own(folders.post_key, msgspec.json.encode(state.post), 0o640, make=0o750)


def _kiosk_id(folders: Folders) -> str:
    """Return this kiosk's id, as reports have it, or a new one."""
    try:
        with Folder(folders.data) as data:
            known = data.read("kiosk-id", 100).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        known = ""
    return known if known.isascii() and known.isalnum() and len(known) == 12 else secrets.token_hex(6)
