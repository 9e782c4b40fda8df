"""Lines of a warning as they are said. Pure."""

from __future__ import annotations

from kiosk.alerts.steps import Translate
from kiosk.alerts.text import AlertWords
from kiosk.i18n.phrases import sentence


def alert_lines(words: AlertWords) -> list[str]:
    """Return the spoken lines of a warning, one or more sentences a line (DESIGN.md, "Alert"). What to do comes first."""
    return [sentence(line) for line in words.spoken if line.strip()]


def alert_once_more(words: AlertWords, _: Translate) -> list[str]:
    """Return the lines that a horn repeats: how grave, what to do, what happens, where and when."""
    return [_("Once more."), *(sentence(line) for line in words.brief if line.strip())]
