"""Builds the sample village: the content of this package -> a folder that a web server can hold."""

from __future__ import annotations

import hashlib
import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.demo.calendar import build_calendar
from kiosk.demo.feed import Medium, Notice, build_feed, build_item
from kiosk.demo.scenes import SCENES, draw_scene

CONTENT = Path(__file__).parent / "content"
ZONE = "Asia/Makassar"


def build_village(folder: Path, now: datetime, *, until: datetime | None = None) -> None:
    """Write feed.json, events.ics and media/ into `folder`, with all dates relative to the aware time `now`.

    With `until` the feed is as it was then: what was published later is not yet in it. Pictures and recordings are named by
    their SHA-256. Raises OSError if the folder cannot be written.
    """
    now = now.astimezone(ZoneInfo(ZONE))
    (folder / "media").mkdir(parents=True, exist_ok=True)
    items = [build_item(notice, _store_media(notice, folder), now) for notice in read_notices()]
    if until is not None:
        items = [item for item in items if datetime.fromisoformat(item["date_published"]) <= until]
    feed = json.dumps(build_feed(items, now), ensure_ascii=False, indent=1)
    (folder / "feed.json").write_text(feed + "\n", encoding="utf-8")
    (folder / "events.ics").write_bytes(build_calendar(read_calendar(), now))


def read_notices() -> list[Notice]:
    """All notices of the village, by name. Raises ValueError naming the file that is not one."""
    return [Notice.read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(CONTENT.glob("*.md"))]


def read_calendar() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads((CONTENT / "calendar.toml").read_text(encoding="utf-8"))["event"]
    return entries


def demo_settings_toml(base_url: str) -> str:
    """A kiosk.toml for a kiosk in Desa Bunga that asks the village served at `base_url`."""
    return f"""\
[place]
name = "Desa Bunga"
area = "72.01.05"
latitude = -0.93
longitude = 122.79
timezone = "{ZONE}"
language = "id"
contact = "KIM Desa Bunga, di balai desa setiap sore"

[[source]]
name = "KIM Desa Bunga"
url = "{base_url}/feed.json"
format = "json"
category = "berita"
every = "1h"
alerts = true

[[source]]
name = "Kalender Desa Bunga"
url = "{base_url}/events.ics"
format = "ical"
category = "kegiatan"
every = "1h"
"""


def _store_media(notice: Notice, folder: Path) -> list[Medium]:
    media = [
        _store(draw_scene(SCENES[picture["scene"]]), "jpg", "image/jpeg", picture["alt"], folder)
        for picture in notice.matter.get("pictures", [])
    ]
    if recording := notice.matter.get("audio"):
        media.append(_store((CONTENT / recording).read_bytes(), "ogg", "audio/ogg", "", folder))
    return media


def _store(data: bytes, suffix: str, mime_type: str, alt: str, folder: Path) -> Medium:
    sha256 = hashlib.sha256(data).hexdigest()
    url = f"media/{sha256}.{suffix}"
    (folder / url).write_bytes(data)
    return Medium(url, mime_type, len(data), sha256, alt)
