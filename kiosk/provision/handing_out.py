"""What root keeps and the processes need, in a copy beside their kiosk.toml: none of them can put anything in its place."""

from __future__ import annotations

import msgspec

from kiosk.core.held_folder import write_own
from kiosk.core.kept import read_kept, update_keys
from kiosk.core.paths import Folders
from kiosk.core.trust_files import keep_trust, read_trust
from kiosk.settings.file_text import kept_path, trust_path


def hand_out(folders: Folders) -> None:
    """The technician's PIN, hashed, the reports' token, and whose updates are taken. Raises OSError."""
    kept, keys = read_kept(folders), update_keys(folders)
    tables: dict[str, dict[str, object]] = {"technician": {"pin": kept.pin}}
    if kept.token:
        tables["reports"] = {"token": kept.token}
    if keys:
        tables["update"] = {"keys": keys}
    write_own(kept_path(folders.config), msgspec.json.encode(tables), 0o640, make=0o755)


def hand_out_trust(folders: Folders) -> None:
    """What is known of editions and keys. A new data partition learns it from the card. Raises OSError."""
    state = read_trust(folders)
    write_own(trust_path(folders.config), msgspec.json.encode(state), 0o640, make=0o755)
    keep_trust(folders, state)
