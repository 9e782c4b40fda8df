"""A kiosk's refresher, as `kiosk refresh --keep-going` runs it, but that it looks round more often: `CONFIG DATA SECONDS`."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from kiosk.installation import Installation
from kiosk.refresher.service import keep_going
from kiosk.settings import load

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    config, data, seconds = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    sys.exit(keep_going(Installation(load(config), config, data, print, print), look_round_s=seconds))
