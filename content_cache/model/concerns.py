"""Kinds of what residents bring to the staff, and the stages of its handling. Pure.

Both are words of files and wires: a word that is not known counts as a question, and as no stage."""

from __future__ import annotations

from enum import StrEnum


class ConcernKind(StrEnum):
    """Kind of a resident's concern. A `LETTER` is asked of the village office."""

    QUESTION = "question"
    COMPLAINT = "complaint"
    LETTER = "letter"


class ConcernStage(StrEnum):
    """Stage of a complaint or a request, in their order."""

    RECEIVED = "received"
    WORKING = "working"
    DONE = "done"

    def may_follow(self, before: ConcernStage | None) -> bool:
        """Return whether this stage may come after *before*: the same again, or a later one."""
        order = [*ConcernStage]
        return before is None or order.index(self) >= order.index(before)


def read_kind(value: object) -> ConcernKind:
    """Return the kind that *value* names; a question where it names none that is known."""
    return ConcernKind(value) if isinstance(value, str) and value in [*ConcernKind] else ConcernKind.QUESTION


def read_stage(value: object) -> ConcernStage | None:
    """Return the stage that *value* names, or None."""
    return ConcernStage(value) if isinstance(value, str) and value in [*ConcernStage] else None
