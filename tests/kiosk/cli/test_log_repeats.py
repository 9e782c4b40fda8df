"""The log of the command line: the same line once an hour."""

from __future__ import annotations

import io
import logging

from kiosk.cli.log_repeats import AGAIN_S, LogRepeats


class Log:
    """A logger whose lines are read, and the time that its filter reads."""

    def __init__(self) -> None:
        self.now = 0.0
        self._text = io.StringIO()
        handler = logging.StreamHandler(self._text)
        handler.addFilter(LogRepeats(lambda: self.now))
        self.logger = logging.Logger("store")
        self.logger.addHandler(handler)

    def lines(self) -> list[str]:
        return self._text.getvalue().splitlines()


def test_a_line_that_repeats_is_printed_once_an_hour_with_the_count() -> None:
    log = Log()
    for second in range(5):
        log.now = float(second)
        log.logger.warning("%s is full", "content.sqlite")
    log.logger.warning("another line")
    assert log.lines() == ["content.sqlite is full", "another line"]
    log.now = AGAIN_S
    log.logger.warning("%s is full", "content.sqlite")
    assert log.lines()[2:] == ["content.sqlite is full (4 more times since)"]


def test_lines_that_never_repeat_are_all_printed_and_few_are_remembered() -> None:
    log = Log()
    for number in range(2_000):
        log.logger.warning("line %s", number)
    assert len(log.lines()) == 2_000
    log.logger.warning("line 0")
    assert log.lines()[-1] == "line 0"
