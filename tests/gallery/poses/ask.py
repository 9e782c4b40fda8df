"""States in which a resident's question is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import sin
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.content.repository import ContentRepository
from kiosk.core.messages import Ending, QuestionTaken, RecordingHeard, SpeechEnded
from kiosk.pages.ask.page import PROMPT, AskPage
from kiosk.settings import Settings
from tests.gallery.posing import USUAL, Poses
from tests.gallery.samples.questions import SAMPLE_QUESTIONS, answer_from, note_in

_QUESTION = "apakah puskesmas buka hari sabtu ini? anak saya perlu imunisasi."


class AskPoses(Poses):
    """Each step of a question, as a resident would go there."""

    page = "ask"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "recipients", "whom", "record", "review", "done", "write", "written", "told", "timeout")}
    )

    def settings(self, own: Settings) -> Settings:
        """Let questions be asked."""
        return replace(own, questions=SAMPLE_QUESTIONS)

    def furnish(self, data: Path, now: datetime) -> bool:
        """Note sample questions: in no other folder are their numbers known."""
        note_in(data, now)
        return True

    def stock(self, repository: ContentRepository, data: Path, now: datetime) -> None:
        """Answer them."""
        repository.answer_book = answer_from(data, now)

    def turn(self, posed: StillKiosk) -> None:
        """Ask, up to the step that the state names."""
        posed.controller.home()
        posed.controller.navigation.ask()
        page: AskPage = posed.controller.page(self.page)
        state = self.shot.state
        if state == USUAL:
            return
        page.choose_kind(1 if state in ("done", "written") else 0)
        if state == "recipients":
            return
        page.choose_recipient(1)
        match state:
            case "record" | "review" | "done":
                _speak(page)
                if state != "record":
                    page.on_recorder(QuestionTaken(1, 24.0, b"OggS"))
                if state == "done":
                    page.send_question()
            case "write" | "written":
                _type(page, _QUESTION if state == "written" else _QUESTION[:24])
                if state == "written":
                    page.finish_writing()
            case "told":
                page.speak()
                page.discard_question()


def _speak(page: AskPage) -> None:
    """Speak for 18 seconds."""
    page.speak()
    page.spoken(SpeechEnded(PROMPT, Ending.DONE))
    for tenth in range(2, 182, 2):
        page.on_recorder(RecordingHeard(tenth / 10, round(50 + 42 * abs(sin(tenth / 9)) * sin(tenth / 31) ** 2)))


def _type(page: AskPage, words: str) -> None:
    page.write()
    for letter in words:
        page.type_letters(letter)
