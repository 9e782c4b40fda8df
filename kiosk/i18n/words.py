"""Whole lines for people in one language: a message of the catalogue with its details, a problem in words.

For what is told once, as the lines of the command line are. What is worded from data again and again lies in `phrases`.
"""

from __future__ import annotations

from content_cache.model.problems import Detail, Problem
from kiosk.i18n.error_text import error_text, fill
from kiosk.i18n.translation import Translation


class Words:
    """Called with a message and its details it gives the line: `_ = words; _("{path} cannot be read", path=path)`.

    A detail may be a problem, which is put into words too.
    """

    def __init__(self, translation: Translation) -> None:
        self.translation = translation

    def __call__(self, message: str, /, **details: Detail | Problem) -> str:
        text = self.translation.gettext(message)
        return fill(text, **self._in_words(details)) if details or "{" in text or "}" in text else text

    def plural(self, one: str, many: str, n: int, /, **details: Detail | Problem) -> str:
        """The message for the number `n`, which is a detail by that name too."""
        return fill(self.translation.ngettext(one, many, n), n=n, **self._in_words(details))

    def problem(self, problem: Problem) -> str:
        return error_text(problem, self.translation)

    def _in_words(self, details: dict[str, Detail | Problem]) -> dict[str, Detail]:
        return {name: self.problem(value) if isinstance(value, Problem) else value for name, value in details.items()}
