"""Home while nobody vouches for the date, as a kiosk without a clock module shows it until a network or a technician tells the
time; the gallery cannot be asked for it: python -m tests.campaigns.appliance.unsure CONFIG DATA NOW WIDTHxHEIGHT OUT"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from kiosk.cli.options import size_of
from kiosk.core.clock import Clock
from kiosk.installation import Installation
from kiosk.settings import load
from tests.campaigns.appliance.machine import SIZE
from tests.gallery.pose import draw
from tests.gallery.posing import Shot


def main(config: Path, data: Path, now: datetime, size: str, out: Path) -> None:
    installation = Installation(load(config), config, data, print, print)
    unsure = Clock(installation.zone, floor=installation.floor, believed=lambda: False, machine=lambda: now)
    draw(installation, Shot(screen="home", size=size_of(size) or SIZE, now=now), unsure, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), sys.argv[4], Path(sys.argv[5]))
