"""Problems in words: a code's message from the catalogue, with its details filled in. The only place where that is done.

Each room that has codes has a table of messages here; a test holds the tables against the codes, and the catalogues against both.
"""

from __future__ import annotations

from content_cache.model.problems import Detail, Problem
from kiosk.i18n.cache_messages import MESSAGES as CACHE
from kiosk.i18n.folder_messages import MESSAGES as FOLDER
from kiosk.i18n.notice_messages import MESSAGES as NOTICE
from kiosk.i18n.office_messages import MESSAGES as OFFICE
from kiosk.i18n.post_messages import MESSAGES as POST
from kiosk.i18n.settings_messages import MESSAGES as SETTINGS
from kiosk.i18n.sound_messages import MESSAGES as SOUND
from kiosk.i18n.target_messages import MESSAGES as TARGET
from kiosk.i18n.translation import Translation

MESSAGES: dict[str, str] = {**CACHE, **FOLDER, **NOTICE, **OFFICE, **POST, **SETTINGS, **SOUND, **TARGET}


def error_text(problem: Problem, translation: Translation) -> str:
    """One line. A code that has no message (of a newer program) is told as it is."""
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
