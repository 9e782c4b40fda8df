"""States in which the answers are pictured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from content_cache.model.attachments import SEALED, Attachment
from content_cache.model.items import Answer
from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.content.repository import ContentRepository
from kiosk.settings import Settings
from tests.gallery.posing import Poses
from tests.gallery.samples.questions import CODE, SAMPLE_QUESTIONS, answer_from, note_in

_TYPED = {"code": "00", "refused": "000000", "opening": CODE, "opened": CODE}
_BOX = "suara.sealed"


class AnswersPoses(Poses):
    """The list of answers, and a private one before its code, refused, opening and opened."""

    page = "answers"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "empty", "code", "refused", "opening", "opened", "timeout")}
    )

    def settings(self, own: Settings) -> Settings:
        """Let questions be asked."""
        return replace(own, questions=SAMPLE_QUESTIONS)

    def furnish(self, data: Path, now: datetime) -> bool:
        """Note sample questions: in no other folder are their numbers known."""
        note_in(data, now)
        if self.shot.state == "opening":
            (data / _BOX).touch()
        return True

    def stock(self, repository: ContentRepository, data: Path, now: datetime) -> None:
        """Answer them, the second by a private one where the state asks for a code."""
        if self.shot.state != "empty":
            repository.answer_book = answer_from(data, now, lambda answer: _made_private(answer, self.shot.state))

    def turn(self, posed: StillKiosk) -> None:
        """Open the answers; type the code of the private one."""
        super().turn(posed)
        if self.shot.state in _TYPED:
            page = posed.controller.page(self.page)
            page.open_row(1)
            for digit in _TYPED[self.shot.state]:
                page.digit(digit)


def _made_private(answer: Answer, state: str) -> Answer:
    if state not in _TYPED:
        return answer
    if state == "opening":
        return replace(answer, private=True, sealed="AAAA", attachments=(Attachment("", SEALED, path=_BOX),))
    return replace(answer, private=True)
