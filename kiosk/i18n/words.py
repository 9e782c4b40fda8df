"""Lines for people in one language: a message of the catalogue with its details, or a problem.

For lines that are printed once, such as those of the command line. Words for data are in `phrases`.
"""

from __future__ import annotations

from content_cache.model.problems import Detail, Problem
from kiosk.i18n.error_text import error_text, fill
from kiosk.i18n.translation import Translation


class Words:
    """Formatter of lines: `_ = words; _("{path} cannot be read", path=path)`.

    A detail may be a problem, which is put into words too.
    """

    def __init__(self, translation: Translation) -> None:
        self.translation = translation

    def __call__(self, message: str, /, **details: Detail | Problem) -> str:
        text = self.translation.gettext(message)
        return fill(text, **self._in_words(details)) if details or "{" in text or "}" in text else text

    def plural(self, one: str, many: str, n: int, /, **details: Detail | Problem) -> str:
        """Return the message *one* or *many* for the number *n*, which fills the placeholder of that name."""
        return fill(self.translation.ngettext(one, many, n), n=n, **self._in_words(details))

    def problem(self, problem: Problem) -> str:
        return error_text(problem, self.translation)

    def _in_words(self, details: dict[str, Detail | Problem]) -> dict[str, Detail]:
        return {name: self.problem(value) if isinstance(value, Problem) else value for name, value in details.items()}
