"""A parser that says in the technician's language what argparse says in English."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn

from kiosk.i18n.translation import FALLBACK, Translation


def argparse_messages(_: Callable[[str], str]) -> tuple[str, ...]:
    """What argparse itself says of a wrong call, and in a help, in the language of `_`: with `str` as it says it."""
    return (
        _("argument %(argument_name)s: %(message)s"),
        _("the following arguments are required: %s"),
        _("unrecognized arguments: %s"),
        _("invalid choice: %(value)r (choose from %(choices)s)"),
        _("ambiguous option: %(option)s could match %(matches)s"),
        _("expected one argument"),
        _("expected at least one argument"),
        _("expected at most one argument"),
        _("ignored explicit argument %r"),
        _("positional arguments"),
        _("options"),
        _("show this help message and exit"),
        _("usage: "),
        _("error"),
    )


_FILLED_IN = re.compile(r"%(\(\w+\)|)[rs]")


@cache
def _words() -> tuple[tuple[str, str], ...]:
    """(what argparse says, the same in Indonesian)"""
    return tuple(zip(argparse_messages(str), argparse_messages(Translation(FALLBACK).gettext), strict=True))


def _said(message: str) -> str:
    """A message of argparse's in Indonesian; as it is where there are no words for it."""
    for told, words in _words():
        pattern = "(.*?)".join(map(re.escape, _FILLED_IN.split(told)[::2]))
        if match := re.fullmatch(pattern, message, re.DOTALL):
            names = _FILLED_IN.findall(told)
            details = dict(zip(names, match.groups(), strict=True))
            if "(message)" in details:
                details["(message)"] = _said(details["(message)"])
            parts = _FILLED_IN.split(words)
            return "".join(details[part] if number % 2 else part for number, part in enumerate(parts))
    return message


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _said("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Says in Indonesian what argparse says in English."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how, formatter_class=_Formatter, add_help=False)
        self.add_argument("-h", "--help", action="help", help=_said("show this help message and exit"))

    def format_help(self) -> str:
        for group in self._action_groups:
            group.title = _said(group.title or "")
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {_said('error')}: {_said(message)}\n")
