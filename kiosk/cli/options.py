"""Values of options that more than one command has."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from content_cache.model.problems import msgid
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal, parse_now

SIZES = msgid("WIDTHxHEIGHT, for example 1280x720")


def add_window(parser: Parser) -> None:
    parser.add_argument("--window", metavar="WxH", help=parser.words(SIZES))


def value_of(text: str, read: Callable[[str], Any], told: str) -> Any:
    """Return *read*(*text*), or raise argparse's error with the message *told*.

    By itself argparse would describe a ValueError by the name of the function.
    """
    try:
        return read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(told) from error


def size_of(text: str | None) -> tuple[int, int] | None:
    """Return *text* "WIDTHxHEIGHT" as width and height in px, `None` for None. Raises Refusal."""
    if text is None:
        return None
    width, times, height = text.lower().partition("x")
    if not (
        times and width.isdigit() and height.isdigit() and 320 <= int(width) <= 4096 and 240 <= int(height) <= 4096
    ):
        raise Refusal('"{text}" is no size; write WIDTHxHEIGHT, for example 1280x720', 2, text=text)
    return int(width), int(height)


def moment_of(text: str | None, installation: Installation) -> datetime | None:
    """Return the value of --now as an aware time, `None` if it was not given. Raises Refusal."""
    return parse_now(text, installation.zone) if text else None


def now_of(text: str | None, installation: Installation) -> datetime:
    """Return the value of --now as an aware time, or the machine's own time. Raises Refusal."""
    return moment_of(text, installation) or datetime.now(UTC)
