"""Sources for the refresher from the desk: a feed of notices and the village's own warnings, both files of this kiosk."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category, Provenance

FOLDER = "desk"  # in the data folder
FEED, ALERTS, STAFF = "feed.json", "alerts.xml", "staff.json"
SHARED = 0o660  # writers and readers of these files are users of one group
MOST_BYTES = 25_000_000  # bytes of one uploaded file
EVERY_S = 60.0  # each change triggers a refresh at once; this catches missed requests


def as_warnings(notices: Source, path: str) -> Source:
    """Return the source of the village's own warnings, beside that of its notices."""
    return replace(
        notices, name=f"{notices.name}, darurat", url=path, format="cap", category=Category.ALERT, alerts=True
    )


def local_sources(data: Path, place: str, timezone: str) -> tuple[Source, ...]:
    """Return the desk's sources; none where the desk was never used here."""
    folder = data / FOLDER
    if not (folder / FEED).exists():
        return ()
    notices = Source(
        name=f"KIM {place}".strip(),
        url=str(folder / FEED),
        format="json",
        category=Category.ANNOUNCEMENT,
        every=EVERY_S,
        own=True,
        timezone=timezone,
        provenance=Provenance.KIM,
    )
    warnings = as_warnings(notices, str(folder / ALERTS))
    if not (folder / STAFF).exists():
        return notices, warnings
    staff = replace(notices, name=f"{notices.name}, petugas", url=str(folder / STAFF), format="hari-ini")
    return notices, warnings, staff
