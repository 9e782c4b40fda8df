"""Words of residents' concerns, for the screens of the kiosk and the pages of both desks: kinds, and stages of the handling."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from content_cache.model.concerns import ConcernKind, ConcernStage
from content_cache.model.problems import msgid

HEADINGS: Mapping[ConcernKind, str] = MappingProxyType(
    {
        ConcernKind.QUESTION: msgid("Question {number}"),
        ConcernKind.COMPLAINT: msgid("Complaint {number}"),
        ConcernKind.LETTER: msgid("Letter request {number}"),
    }
)
"""Headings at the desks, by kind."""
KIND_NAMES: Mapping[ConcernKind, tuple[str, str]] = MappingProxyType(
    {
        ConcernKind.QUESTION: (msgid("Question"), msgid("to know something")),
        ConcernKind.COMPLAINT: (msgid("Complaint"), msgid("something is broken or wrong")),
        ConcernKind.LETTER: (msgid("Letter request"), msgid("a letter from the village office")),
    }
)
"""Name and use of each kind, where it is chosen."""
ANSWER_TITLES: Mapping[ConcernKind, str] = MappingProxyType(
    {
        ConcernKind.QUESTION: msgid("Answer to question {number}"),
        ConcernKind.COMPLAINT: msgid("Answer to complaint {number}"),
        ConcernKind.LETTER: msgid("Answer to letter request {number}"),
    }
)
"""Titles of private answers, which say no word of what was asked."""
STAGES: Mapping[ConcernStage, str] = MappingProxyType(
    {
        ConcernStage.RECEIVED: msgid("Received"),
        ConcernStage.WORKING: msgid("Being worked on"),
        ConcernStage.DONE: msgid("Done"),
    }
)
STAGE_ANSWERS: Mapping[ConcernStage, str] = MappingProxyType(
    {
        ConcernStage.RECEIVED: msgid("The staff will look at it."),
        ConcernStage.WORKING: msgid("The staff tell you here how it goes on."),
        ConcernStage.DONE: msgid("Thank you for telling it."),
    }
)
"""Answers that tell a stage where nobody has written more. The kiosk says the stage before them."""
