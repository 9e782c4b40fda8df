"""BMKG in a folder that a web server serves: its own samples, moved to the present and to Kilongan by editing numbers alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from content_cache.alerts.area import PolygonRing
from content_cache.alerts.shapes import points

SAMPLES = Path(__file__).parents[1] / "feeds/bmkg"
CAP = {
    "id": SAMPLES / "siaga_cap-id-CGT20260924002_alert.xml",
    "en": SAMPLES / "siaga_cap-en-CGT20260924002_alert.xml",
}
INDEX = SAMPLES / "siaga_nowcast-rss-id.xml"
QUAKE = SAMPLES / "siaga_autogempa.json"
SENDER = "cuaca.ekstrem@bmkg.go.id"
IDENTIFIER = "2.49.0.1.360.0.2026.09.24.07.75.002"
WIB, WITA = timedelta(hours=7), timedelta(hours=8)
KILONGAN = (-0.93, 122.79)
NEAR = "-1.05,123.2"
FAR = "-8.51,123.27"
POLYGON = re.compile(r"<polygon>([^<]*)</polygon>")


def moved(text: str, to: tuple[float, float] = KILONGAN) -> str:
    """The message with all its polygons moved so far that its first one has `to` in it."""
    corners = points(POLYGON.findall(text)[0])
    ring = PolygonRing.from_corners(corners)
    middle = next(
        (lat, lon)
        for lat in (ring.south + (ring.north - ring.south) * n / 20 for n in range(1, 20))
        for lon in (ring.west + (ring.east - ring.west) * n / 20 for n in range(1, 20))
        if ring.contains_point(lat, lon)
    )
    north, east = to[0] - middle[0], to[1] - middle[1]

    def shift(found: re.Match[str]) -> str:
        pairs = (f"{lat + north:.5f},{lon + east:.5f}" for lat, lon in points(found[1]))
        return f"<polygon>{' '.join(pairs)}</polygon>"

    return POLYGON.sub(shift, text)


def filled(text: str, **fields: str) -> str:
    """The message with other words in elements that it has already."""
    for name, value in fields.items():
        text, count = re.subn(rf"<{name}>[^<]*</{name}>", f"<{name}>{value}</{name}>", text)
        assert count == 1, f"the sample has {count} elements {name}"
    return text


@dataclass
class Bmkg:
    """Its web site in `folder`, which is served at `address`. `now` is when it publishes, UTC by default."""

    folder: Path
    address: str

    @property
    def settings(self) -> str:
        """Return the settings of BMKG's two sources, as a technician writes them."""
        return (
            f'[[source]]\nname = "BMKG cuaca"\nurl = "{self.address}/rss.xml"\nformat = "cap"\nalerts = true\nevery = "1s"\n'
            f'[[source]]\nname = "BMKG gempa"\nurl = "{self.address}/autogempa.json"\nformat = "bmkg"\nalerts = true\n'
            f'every = "1s"\n'
        )

    def message(
        self,
        name: str = "1",
        *,
        language: str = "id",
        kind: str = "Alert",
        ends: str = "",
        sent: datetime | None = None,
        zone: timedelta = WITA,
        lasts: timedelta = timedelta(hours=2),
        to: tuple[float, float] = KILONGAN,
        identifier: str = "",
        **fields: str,
    ) -> str:
        """A nowcast called `name`, in a file of its own; `ends` is what another that it updates or cancels is called."""
        sent = sent or datetime.now(UTC)

        def written(when: datetime) -> str:
            local = when.astimezone(UTC) + zone
            return f"{local:%Y-%m-%dT%H:%M:%S}+{zone.seconds // 3600:02}:00"

        said = {
            "identifier": identifier or IDENTIFIER + name,
            "sent": written(sent),
            "effective": written(sent),
            "expires": written(sent + lasts),
            "msgType": kind,
            "areaDesc": "Sulawesi Tengah",
        } | fields
        text = filled(moved(CAP[language].read_text("utf-8"), to), **said)
        if ends:
            reference = f"{SENDER},{IDENTIFIER}{ends},{written(sent)}"
            text = text.replace("</scope>", f"</scope><references>{reference}</references>")
        (self.folder / f"{language}-{name}.xml").write_text(text, "utf-8")
        return text

    def index(self, *names: str) -> None:
        """The index of messages, newest first, as "id-1"; BMKG's own with its first entry in as many forms as are needed."""
        text = INDEX.read_text("utf-8")
        head, entry, *_ = re.split(r"(?=<item>)", text)
        entry = entry[: entry.index("</item>") + 7]
        entries = [
            re.sub(r"<link>[^<]*</link>", f"<link>{self.address}/{name}.xml</link>", entry).replace(
                IDENTIFIER, f"{IDENTIFIER}{name}"
            )
            for name in names
        ]
        (self.folder / "rss.xml").write_text(f"{head}{''.join(entries)}</channel></rss>", "utf-8")

    def quake(
        self,
        *,
        at: datetime | None = None,
        magnitude: str = "6.4",
        where: str = NEAR,
        potential: str = "Gempa ini dirasakan untuk diteruskan pada masyarakat",
        place: str = "Pusat gempa berada di laut 46 km tenggara Luwuk",
    ) -> None:
        """autogempa.json: one earthquake. `Jam` stays WIB, as BMKG writes it."""
        at = at or datetime.now(UTC)
        document = json.loads(QUAKE.read_text("utf-8"))
        local = at.astimezone(UTC) + WIB
        document["Infogempa"]["gempa"] |= {
            "DateTime": at.astimezone(UTC).isoformat(timespec="seconds"),
            "Jam": f"{local:%H:%M:%S} WIB",
            "Magnitude": magnitude,
            "Coordinates": where,
            "Potensi": potential,
            "Wilayah": place,
        }
        (self.folder / "autogempa.json").write_text(json.dumps(document), "utf-8")

    def calm(self) -> None:
        """No nowcast, and an earthquake far away that is hours old."""
        self.index()
        self.quake(at=datetime.now(UTC) - timedelta(hours=8), magnitude="3.1", where=FAR)
