"""`kiosk demo`: the kiosk on the sample village, served on loopback, in a folder that is thrown away."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from kiosk.cli.extras import require
from kiosk.cli.options import add_window, size_of
from kiosk.cli.run import run
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation


def add_options(parser: Parser) -> None:
    add_window(parser)


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("kiosk")
    return demo(installation, window=size_of(asked.window))


def demo(installation: Installation, *, window: tuple[int, int] | None) -> int:
    from kiosk.demo.sample import sample_village  # its sounds and pictures are made with an extra's libraries

    with sample_village(installation, datetime.now(UTC)) as village:
        return run(village, window=window, refresh=True, clock=village.clock(believed=True))
