"""Argument parser that translates argparse's messages into the language of the caller."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NoReturn

from kiosk.i18n.words import Words


def argparse_messages(_: Callable[[str], str]) -> tuple[str, ...]:
    """Return argparse's own messages, translated by *_*; with `str` they are unchanged."""
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


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, *, usage: str) -> None:
        super().__init__(prog)
        self._usage = usage

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._usage if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Argument parser whose help texts and errors are in the language of *words*."""

    def __init__(self, *, words: Words, **how: Any) -> None:
        self.words = words
        # argparse asks for a class, and calls it with the program's name
        formatter: Any = partial(_Formatter, usage=self._translated("usage: "))
        super().__init__(**how, formatter_class=formatter, add_help=False)
        self.register("type", Path, self._read_path)
        self.add_argument("-h", "--help", action="help", help=self._translated("show this help message and exit"))

    def _read_path(self, text: str) -> Path:
        """Return *text* as the path of an option. Raises ArgumentTypeError for "", which would be the current folder."""
        if not text:
            raise argparse.ArgumentTypeError(self.words("a path is missing"))
        return Path(text)

    def add_subparsers(self, **how: Any) -> Any:
        """Add subcommands whose parsers have the same language."""
        return super().add_subparsers(**{"parser_class": partial(Parser, words=self.words)} | how)

    def format_help(self) -> str:
        for group in self._action_groups:
            group.title = self._translated(group.title or "")
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {self._translated('error')}: {self._translated(message)}\n")

    @cached_property
    def _messages(self) -> tuple[tuple[str, str], ...]:
        """Return pairs of argparse's message and its translation."""
        return tuple(zip(argparse_messages(str), argparse_messages(self.words.translation.gettext), strict=True))

    def _translated(self, message: str) -> str:
        """Return argparse's *message* translated, or unchanged if it has no translation."""
        for told, words in self._messages:
            pattern = "(.*?)".join(map(re.escape, _FILLED_IN.split(told)[::2]))
            if match := re.fullmatch(pattern, message, re.DOTALL):
                names = _FILLED_IN.findall(told)
                details = dict(zip(names, match.groups(), strict=True))
                if "(message)" in details:
                    details["(message)"] = self._translated(details["(message)"])
                parts = _FILLED_IN.split(words)
                return "".join(details[part] if number % 2 else part for number, part in enumerate(parts))
        return message
