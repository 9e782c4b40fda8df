"""Problems in words: a code's message from the catalogue with its details filled in.

The only place where that is done. Each code's message stands in a room's table; a test compares the catalogues with
the tables.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from content_cache.model.problems import Detail, Problem, ProblemCode
from kiosk.i18n.translation import Translation

TABLES = (
    "content_cache.model.errors:Code",
    "kiosk.hall.backup.faults:BackupCode",
    "kiosk.office.editions.faults:FaultCode",
    "kiosk.office.targets.faults:TargetCode",
    "kiosk.appliance.faults:CardCode",
    "kiosk.appliance.update.faults:UpdateCode",
    "kiosk.hall.desk.faults:DeskCode",
    "kiosk.hall.notices.faults:NoticeCode",
    "kiosk.hardware.faults:PinCode",
    "kiosk.office.base.faults:OfficeCode",
    "kiosk.office.cards.faults:WritingCode",
    "kiosk.office.villages.faults:VillageCode",
    "kiosk.post.faults:PostCode",
    "kiosk.settings.faults:SettingCode",
    "kiosk.speech.problems:SpeechCode",
    "kiosk.state.request_kinds:AnswerCode",
)
"""Tables of codes by module. A table is imported when a code is not in those before it: most processes have nothing to report."""


def error_text(problem: Problem, translation: Translation) -> str:
    """Return *problem* as one line in the language of *translation*.

    A code without a message, of a newer program, is returned as it is.
    """
    row = row_of(problem.code)
    if row is None:
        return str(problem)
    causes = "; ".join(error_text(cause, translation) for cause in problem.causes)
    details = {name: _detail_text(value) for name, value in problem.details.items()}
    return " ".join(fill(translation.gettext(row.message), **details, causes=causes).split())


@cache
def row_of(code: str) -> ProblemCode | None:
    """Return the row of *code* in the tables; `None` for a code of a newer program."""
    for name in TABLES:
        module, _, table = name.partition(":")
        rows: dict[str, ProblemCode] = getattr(import_module(module), table)._value2member_map_
        if code in rows:
            return rows[code]
    return None


def fill(message: str, **details: Detail) -> str:
    """Return *message* with its *details* filled in.

    A placeholder without a detail, by a translator's mistake, does not keep the line from being shown.
    """
    try:
        return message.format_map(_Details(details))
    except (ValueError, IndexError, AttributeError):  # a brace or a dot that a translator let slip
        return message


def _detail_text(value: Detail) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


class _Details(dict[str, Detail]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
