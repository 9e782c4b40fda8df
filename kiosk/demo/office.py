"""The sample village as an office's folder: what `kiosk publish` publishes, to try it with and to begin one's own from.

`content/` is that folder with moments in place of dates: see `kiosk.demo.moments`.
"""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.demo.calendar import build_calendar
from kiosk.demo.moments import fill_dates, moment
from kiosk.office.editions.front_matter import split

CONTENT = Path(__file__).parent / "content"
ZONE = "Asia/Makassar"
CALENDAR = "kegiatan.ics"
_ENTRIES = CONTENT / "calendar.toml"
_MOMENT = re.compile(r'^(publish_from|expires) = "(.+)"$', re.MULTILINE)


def write_office(folder: Path, now: datetime, *, until: datetime | None = None) -> None:
    """Write feed.toml, a Markdown file for each notice, pictures, recordings and the calendar, with all dates relative
    to the aware *now*.

    With *until* the folder is as it was then. Raises OSError.
    """
    now = now.astimezone(ZoneInfo(ZONE))
    (folder / "gambar").mkdir(parents=True, exist_ok=True)
    (folder / CALENDAR).write_bytes(build_calendar(read_calendar(), now))
    for path in (path for path in CONTENT.rglob("*") if path.is_file() and path != _ENTRIES):
        content = path.read_bytes()
        if path.suffix == ".md":
            notice = _dated(content.decode(), now)
            if until is not None and _published(notice) > until:
                continue
            content = notice.encode()
        (folder / path.relative_to(CONTENT)).write_bytes(content)


def read_calendar() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads(_ENTRIES.read_text("utf-8"))["event"]
    return entries


def _dated(notice: str, now: datetime) -> str:
    exact = _MOMENT.sub(lambda found: f'{found[1]} = "{moment(found[2], now).isoformat(timespec="seconds")}"', notice)
    return fill_dates(exact, now)


def _published(notice: str) -> datetime:
    return datetime.fromisoformat(str(split(notice).values["publish_from"]))
