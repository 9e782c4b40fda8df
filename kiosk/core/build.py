"""Version of this program, and when and of which commit it was built: no clock that is right can be behind that date."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

VERSION = "0.2.0.dev0"
"""The only place that names the version: the distribution reads it from here when it is built (pyproject.toml)."""
USER_AGENT = f"kim-kiosk/{VERSION}"
"""Product token for web hosts; the caller adds the comment with the kiosk's name (RFC 9110, 10.1.5)."""
OLDEST = timedelta(days=20 * 365)  # how old a program may become on a kiosk that is never updated
STAMP = Path(__file__).with_name("build-date")
"""Date and commit in one line, written into wheels by deploy/build_hook.py; absent in a checkout."""


def build_date(stamp: Path = STAMP) -> datetime | None:
    """Return the aware date in the stamp (RFC 3339), or None if it is missing or cannot be read."""
    try:
        built = datetime.fromisoformat(_read_stamp(stamp).partition(" ")[0])
    except ValueError:  # the stamp is damaged: the last refresh is the floor then
        return None
    return built if built.tzinfo else None


def build_version(stamp: Path = STAMP) -> str:
    """Return the version, and between two releases the commit with it, as PEP 440 writes it: `0.3.0.dev0+g1a2b3c4d5e6f`."""
    commit = _read_stamp(stamp).partition(" ")[2]
    return f"{VERSION}+g{commit}" if ".dev" in VERSION and commit.isalnum() else VERSION


def _read_stamp(stamp: Path) -> str:
    """Return the line of the stamp; "" in a checkout, or where it cannot be read."""
    try:
        return stamp.read_text("ascii").strip()  # not in the data folder
    except (OSError, ValueError):
        return ""
