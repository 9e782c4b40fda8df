"""Progress of a long command: one line at the bottom of a terminal, and nothing where the output is no terminal."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from msgspec.structs import replace

from kiosk.installation import Installation

_LENGTH = 20


class Bar:
    """Progress bar on a terminal.

    In a pipe, in a unit's journal and beside --json nothing is drawn. It is removed at the end of its `with`.
    """

    def __init__(self, stream: TextIO, *, wanted: bool = True) -> None:
        self._stream = stream if wanted and stream.isatty() else None
        self._text = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draw_text("")

    def draw(self, done: int, every: int, name: str = "") -> None:
        """Draw the bar at *done* of *every* steps; *name* is what was done last."""
        if every:
            self._draw_text(f"[{'#' * (_LENGTH * done // every):{_LENGTH}}] {done}/{every} {name}".rstrip())

    def above(self, installation: Installation) -> Installation:
        """Return *installation* with output that is printed above the bar."""
        return (
            replace(installation, out=self._above_bar(installation.out), tell=self._above_bar(installation.tell))
            if self._stream
            else installation
        )

    def _above_bar(self, say: Callable[[str], None]) -> Callable[[str], None]:
        """Return a function like *say* that removes the bar, prints the line, and draws the bar again."""

        def over(line: str) -> None:
            drawn = self._text
            self._draw_text("")
            say(line)
            self._draw_text(drawn)

        return over

    def _draw_text(self, text: str) -> None:
        """Replace what is drawn by *text*; "" removes the bar."""
        if self._stream is None or not (text or self._text):
            return
        # spaces, not an escape sequence: the office's terminal may be one that shows it
        self._stream.write(f"\r{' ' * len(self._text)}\r{(text := text[: _columns(self._stream) - 1])}")
        self._stream.flush()
        self._text = text


def _columns(stream: TextIO) -> int:
    """Return the terminal's width in columns, or 80 if it is not known."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80
