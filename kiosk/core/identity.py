"""Who this kiosk is to web hosts and to its office: a name without a person."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

_log = logging.getLogger(__name__)


def kiosk_id(data: Path) -> str:
    """This kiosk's own random name, made once and kept in the data folder. No personal data, no serial number."""
    path = data / "kiosk-id"
    try:
        known = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        known = ""
    if known.isalnum() and len(known) == 12:
        return known
    made = secrets.token_hex(6)
    try:
        path.write_text(made + "\n", "ascii")
    except OSError as error:
        _log.warning("%s cannot be written (%s): this kiosk has another name at the next start", path, error.strerror)
    return made
