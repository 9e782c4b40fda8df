"""`kiosk import`: take what an office signed from a USB stick or a folder; a line for each bundle when it is taken in.

`--step` is for the unit `systemd/kiosk-stick@.service` alone. The exit status follows from the results:

| status | when |
|---|---|
| 0 | each edition is `taken`, `same` or `older`, or notices of the hall wait for the PIN |
| 1 | one was `refused`, `slow` or `unreadable`, there was nothing to take, or the store cannot be opened |
| 2 | there is no such folder |
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.cli.progress import Bar
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation
from kiosk.refresher.imports import import_bundle, import_stick, report_to_stick


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("path", type=Path, metavar=_("FOLDER"), help=_("a USB stick, or a published folder"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.add_argument(
        "--step",
        choices=("take", "report"),
        help=_("for kiosk-stick@.service: take only takes the stick's content in, report only writes a report there"),
    )


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if asked.step == "report":
        return report_to_stick(installation, asked.path)
    with Bar(sys.stderr, wanted=not asked.json) as bar:
        told = bar.above(installation)
        if asked.step:
            return import_stick(told, asked.path, progress=bar.draw)
        return import_bundle(told, asked.path, progress=bar.draw, as_json=asked.json)
