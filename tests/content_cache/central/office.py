"""A small office for tests: a folder of notices, keys, and what it publishes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from content_cache.signing.keys import SecretKey
from kiosk.office.editions.previous import in_folder
from kiosk.office.editions.publish import Plan, plan, write_edition

NOW = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)
NEWS = SecretKey(b"newsnews", bytes([1] * 32), "kim-kiosk news key")
ALERT = SecretKey(b"alertale", bytes([2] * 32), "kim-kiosk alert key")
SPARE = SecretKey(b"sparespa", bytes([3] * 32), "kim-kiosk spare key")
OTHER = SecretKey(b"otheroth", bytes([4] * 32), "kim-kiosk news key")

WATER = """---
id: air
title: Air mati besok
category: pengumuman
areas: [72.01.05]
expires: 2026-09-10
priority: 2
pictures:
  - file: pipa.png
    alt: Pipa bocor di tepi jalan
---
Perbaikan pipa. Tampunglah air **malam ini**.
"""
MARKET = """+++
id = "pasar"
title = "Harga cakalang turun"
category = "berita"
+++
Cakalang Rp25.000 sekilo.
"""
FLOOD = """---
id: banjir
title: Banjir di Sungai Bunga
category: darurat
expires: 2026-09-04 06.00
---
Naiklah ke tempat tinggi.
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//kantor//ID
BEGIN:VEVENT
UID:posyandu@kantor
DTSTAMP:20260901T000000Z
DTSTART:20260905T010000Z
DTEND:20260905T030000Z
SUMMARY:Posyandu Melati
END:VEVENT
END:VCALENDAR
"""


def picture(shade: str = "teal", size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, shade).save(out, "PNG")
    return out.getvalue()


@dataclass
class OfficePC:
    """`folder` is what the office writes, `out` what it publishes."""

    folder: Path
    out: Path
    key: SecretKey = NEWS
    now: datetime = NOW
    written: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, place: Path) -> OfficePC:
        office = cls(place / "kantor", place / "terbit")
        office.folder.mkdir()
        office.put("air.md", WATER)
        office.put("pasar.md", MARKET)
        office.put("pipa.png", picture())
        office.put("feed.toml", 'title = "Kabar Banggai"\npublisher = "Diskominfo Banggai"\narea = "72.01"\n')
        return office

    def put(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def plan(self) -> Plan:
        return plan(self.folder, self.out, self.key, in_folder(self.out), self.now)

    def publish(self, *, later: timedelta = timedelta(0), key: SecretKey | None = None, keep: int = 5) -> Plan:
        self.now += later
        self.key = key or self.key
        planned = self.plan()
        write_edition(planned, self.folder, self.out, keep=keep)
        return planned

    def bytes_out(self) -> dict[str, bytes]:
        files = (path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in files}


Change = Callable[[OfficePC], None]
