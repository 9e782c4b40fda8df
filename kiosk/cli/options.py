"""Values of options that more than one command has."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kiosk.installation import Call, Refusal, parse_now

SIZES_HELP = "LEBARxTINGGI, misalnya 1280x720"


def add_window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--window", metavar="WxH", help=SIZES_HELP)


def value_of(text: str, read: Callable[[str], Any], what: str) -> Any:
    """What `read` makes of it. argparse would tell a ValueError by the name of the function."""
    try:
        return read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'"{text}" bukan {what}') from error


def size_of(text: str | None) -> tuple[int, int] | None:
    """Width and height in pixels. Raises Refusal."""
    if text is None:
        return None
    width, times, height = text.lower().partition("x")
    if not (
        times and width.isdigit() and height.isdigit() and 320 <= int(width) <= 4096 and 240 <= int(height) <= 4096
    ):
        raise Refusal(f'"{text}" bukan ukuran; tulis {SIZES_HELP}', 2)
    return int(width), int(height)


def moment_of(text: str | None, call: Call) -> datetime | None:
    """--now as an aware time, None where it was not given. Raises Refusal."""
    return parse_now(text, call.zone) if text else None


def now_of(text: str | None, call: Call) -> datetime:
    """The same, or the machine's own time."""
    return moment_of(text, call) or datetime.now(UTC)
