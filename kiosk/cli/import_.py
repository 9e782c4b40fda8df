"""`kiosk import`: take what an office signed from a USB stick or a folder; a line for each bundle when it is taken in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.cli.progress import Bar
from kiosk.installation import Call
from kiosk.refresher.imports import import_bundle, import_stick, report_to_stick


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FOLDER", help="flash disk atau folder terbitan")
    parser.add_argument(
        "--step",
        choices=("take", "report"),
        help="untuk kiosk-stick@.service: take hanya mengambil isi flash disk, report hanya menulis laporan ke sana",
    )


def execute(asked: argparse.Namespace, call: Call) -> int:
    if asked.step == "report":
        return report_to_stick(call, asked.path)
    take = import_stick if asked.step else import_bundle
    with Bar(sys.stderr) as bar:
        return take(bar.above(call), asked.path, progress=bar.draw)
