"""The sample village as an office's folder: what `kiosk publish` publishes, to try it with and to begin one's own from."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.demo.calendar import build_calendar
from kiosk.demo.feed import Notice
from kiosk.demo.moments import fill_dates, moment
from kiosk.demo.scenes import SCENES, draw_scene
from kiosk.demo.village import CONTENT, ZONE, read_calendar, read_notices

FEED = """\
title = "Kabar Desa Bunga"
publisher = "KIM Desa Bunga"
area = "72.01.05"
timezone = "Asia/Makassar"
description = "Desa contoh: semua nama, angka, dan peristiwa adalah rekaan."
"""
_MOMENTS = ("publish_from", "expires")


def write_office(folder: Path, now: datetime) -> None:
    """Write feed.toml, a Markdown file a notice, pictures, recordings and the calendar, with all dates relative to `now`.

    Raises OSError if the folder cannot be written.
    """
    now = now.astimezone(ZoneInfo(ZONE))
    (folder / "gambar").mkdir(parents=True, exist_ok=True)
    (folder / "feed.toml").write_text(FEED, "utf-8")
    (folder / "kegiatan.ics").write_bytes(build_calendar(read_calendar(), now))
    for notice in read_notices():
        (folder / f"{notice.id}.md").write_text(_file(notice, folder, now), "utf-8")


def _file(notice: Notice, folder: Path, now: datetime) -> str:
    """The notice with front matter in TOML, and its files beside it."""
    matter: dict[str, Any] = {"id": notice.id} | notice.matter
    for name in _MOMENTS:
        if name in matter:
            matter[name] = moment(matter[name], now).isoformat(timespec="seconds")
    for name in ("title", "summary"):
        matter[name] = fill_dates(matter[name], now)
    if recording := matter.get("audio"):
        (folder / recording).write_bytes((CONTENT / recording).read_bytes())
    pictures = matter.pop("pictures", [])
    for picture in pictures:
        (folder / "gambar" / f"{picture['scene']}.jpg").write_bytes(draw_scene(SCENES[picture["scene"]]))
    # what JSON says of texts, numbers and lists, TOML says too
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in matter.items()]
    for picture in pictures:
        alt = json.dumps(picture["alt"], ensure_ascii=False)
        lines += ["[[pictures]]", f'file = "gambar/{picture["scene"]}.jpg"', f"alt = {alt}"]
    return "+++\n" + "\n".join(lines) + f"\n+++\n{fill_dates(notice.body, now)}\n"
