"""Sample village as files that a web server can serve, written by publishing its office's folder."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from content_cache.signing.edition import ALIAS
from content_cache.signing.keys import SecretKey
from kiosk.demo.day import FORECAST, PRICES, SEA, STAFF, VILLAGE, WATER, day_files
from kiosk.demo.office import CALENDAR, ZONE, write_office
from kiosk.office.editions.previous import Previous
from kiosk.office.editions.publish import plan

EVENTS = "events.ics"


def build_village(folder: Path, now: datetime, *, until: datetime | None = None) -> None:
    """Write feed.json, events.ics, media/ and the sheets of the day into *folder*, with all dates relative to the
    aware time *now*.

    With *until* the feed is as it was then. Raises OSError.
    """
    with tempfile.TemporaryDirectory(prefix="desa-bunga-") as place:
        office = Path(place)
        write_office(office, now, until=until)
        # the signature is left out: nobody holds the key of an invented village, and the same day gives the same bytes
        edition = plan(office, folder, SecretKey.generate("desa bunga"), Previous(), now)
        files = {name: edition.files[name] for name in (ALIAS, *edition.named)}
        files[EVENTS] = (office / CALENDAR).read_bytes()
    files |= day_files((until or now).astimezone(ZoneInfo(ZONE)))
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


WAY = (Path(__file__).parent / "titik-kumpul.png").as_posix()


def demo_settings_toml(base_url: str) -> str:
    """Return the kiosk.toml of a kiosk in Desa Bunga that fetches the village served at *base_url*."""
    return f"""\
[place]
name = "Desa Bunga"
area = "72.01.05"
latitude = -0.93
longitude = 122.79
timezone = "{ZONE}"
language = "id"
contact = "KIM Desa Bunga, di balai desa setiap sore"

[weather]
adm4 = "{VILLAGE}"
sea = ["{WATER}"]

[speech.prayer]
show = true

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

[[source]]
name = "BMKG"
url = "{base_url}/{FORECAST}"
format = "bmkg-cuaca"
every = "3h"

[[source]]
name = "Kabar laut"
url = "{base_url}/{SEA}"
format = "hari-ini"
every = "3h"

[[source]]
name = "Pasar Desa Bunga"
url = "{base_url}/{PRICES}"
format = "hari-ini"
every = "3h"

[[source]]
name = "Pemerintah Desa Bunga"
url = "{base_url}/{STAFF}"
format = "hari-ini"
every = "1h"

# invented, as all of the village: no telephone rings
[emergency]
checked = 2026-11-20
numbers = [
  {{ name = "Darurat umum", number = "112" }},
  {{ name = "Puskesmas Bunga", number = "0461 000 118" }},
  {{ name = "BPBD Banggai", number = "0461 000 117" }},
  {{ name = "Pemadam (Damkar)", number = "0461 000 113" }},
  {{ name = "Polsek Luwuk", number = "0461 000 110" }},
  {{ name = "Kepala Desa", number = "0812 0000 0417" }},
]

[[emergency.points]]
name = "Lapangan SDN 1 Bunga"
direction = "400 meter, 5 menit jalan kaki. Keluar balai ke kanan. Di simpang, belok kiri naik bukit."
picture = "{WAY}"
"""
