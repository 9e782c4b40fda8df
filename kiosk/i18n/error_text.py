"""Problems in words: a code's message from the catalogue, with its details filled in. The only place where that is done.

Each room that has codes has a table of messages here; a test holds the tables against the codes, and the catalogues against both.
"""

from __future__ import annotations

from content_cache.model.problems import Detail, Problem
from kiosk.i18n.translation import Translation


def error_text(problem: Problem, translation: Translation) -> str:
    """One line. A code that has no message (of a newer program) is told as it is."""
    from kiosk.i18n.problem_messages import MESSAGES  # most processes have nothing to tell

    message = MESSAGES.get(problem.code)
    if message is None:
        return str(problem)
    causes = "; ".join(error_text(cause, translation) for cause in problem.causes)
    details = {name: _written(value) for name, value in problem.details.items()}
    return " ".join(fill(translation.gettext(message), **details, causes=causes).split())


def fill(message: str, **details: Detail) -> str:
    """The message with its details. A catalogue may name one that is not there: the line is shown all the same."""
    try:
        return message.format_map(_Details(details))
    except (ValueError, IndexError, AttributeError):  # a brace or a dot that a translator let slip
        return message


def _written(value: Detail) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


class _Details(dict[str, Detail]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
