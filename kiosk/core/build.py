"""Which version of this program it is, and when it was built: no clock that is right can be behind that."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

OLDEST = timedelta(days=20 * 365)  # that a kiosk becomes without ever being given a newer program
STAMP = Path(__file__).with_name("build-date")  # written into wheels by deploy/stamp_build.py, absent in a checkout


def build_date(stamp: Path = STAMP) -> datetime | None:
    """The date in the stamp (RFC 3339), aware; None where there is none that can be read."""
    try:
        built = datetime.fromisoformat(stamp.read_text("ascii").strip())
    except (
        OSError,
        ValueError,
    ):  # run from a checkout, or a stamp that somebody broke: then the floor is what was refreshed
        return None
    return built if built.tzinfo else None


def version() -> str:
    """Of the installed distribution; "0" where it is run from a checkout."""
    from importlib import metadata  # loads email, csv and zipfile: not before the first frame

    try:
        return metadata.version("kim-kiosk")
    except metadata.PackageNotFoundError:
        return "0"
