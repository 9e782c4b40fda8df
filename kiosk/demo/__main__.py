"""`python -m kiosk.demo FOLDER`: writes the sample village, and a kiosk.toml that reads it from that folder.

`python -m kiosk.demo --office FOLDER` writes it as an office's folder, for `kiosk publish`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.demo.office import write_office
from kiosk.demo.village import build_village, demo_settings_toml


def main(arguments: list[str]) -> int:
    as_office = arguments[:1] == ["--office"]
    if len(arguments) != 1 + as_office:
        sys.stderr.write("usage: python -m kiosk.demo [--office] FOLDER\n")
        return 2
    folder = Path(arguments[-1]).resolve()
    try:
        if as_office:
            write_office(folder, datetime.now(UTC))
            return 0
        build_village(folder, datetime.now(UTC))
        (folder / "kiosk.toml").write_text(demo_settings_toml(str(folder)), encoding="utf-8")
    except OSError as error:
        sys.stderr.write(f"{folder}: the sample village cannot be written: {error.strerror}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
