"""Which version of this program it is, and when it was built: no clock that is right can be behind that."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

VERSION = "0.1.0"
"""The one place that names it: the distribution's version is read from here when it is built (pyproject.toml)."""
USER_AGENT = f"kim-kiosk/{VERSION}"
"""What this program calls itself to web hosts; the comment with the kiosk's name is added by whoever asks (RFC 9110, 10.1.5)."""
OLDEST = timedelta(days=20 * 365)  # that a kiosk becomes without ever being given a newer program
STAMP = Path(__file__).with_name("build-date")  # written into wheels by deploy/stamp_build.py, absent in a checkout


def build_date(stamp: Path = STAMP) -> datetime | None:
    """The date in the stamp (RFC 3339), aware; None where there is none that can be read."""
    try:
        built = datetime.fromisoformat(stamp.read_text("ascii").strip())  # not in the data folder
    except (
        OSError,
        ValueError,
    ):  # run from a checkout, or a stamp that somebody broke: then the floor is what was refreshed
        return None
    return built if built.tzinfo else None
