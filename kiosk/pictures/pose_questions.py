"""A resident's question at the step that a picture shows, as a resident would go there."""

from __future__ import annotations

from math import sin
from typing import TYPE_CHECKING

from kiosk.core.messages import Ending, QuestionTaken, RecordingHeard, SpeechEnded
from kiosk.pages.ask.page import PROMPT

if TYPE_CHECKING:
    from kiosk.pages.ask.page import AskPage

_QUESTION = "apakah puskesmas buka hari sabtu ini? anak saya perlu imunisasi."


def pose(page: AskPage, state: str) -> None:
    if state == "normal":
        return
    page.choose(1)
    match state:
        case "record" | "review" | "done":
            _speak(page)
            if state != "record":
                page.heard(QuestionTaken(1, 24.0, b"OggS"))
            if state == "done":
                page.send()
        case "write" | "written":
            _type(page, _QUESTION if state == "written" else _QUESTION[:24])
            if state == "written":
                page.written()
        case "told":
            page.speak()
            page.cancel()


def _speak(page: AskPage) -> None:
    """For 18 seconds."""
    page.speak()
    page.spoken(SpeechEnded(PROMPT, Ending.DONE))
    for tenth in range(2, 182, 2):
        page.heard(RecordingHeard(tenth / 10, round(50 + 42 * abs(sin(tenth / 9)) * sin(tenth / 31) ** 2)))


def _type(page: AskPage, words: str) -> None:
    page.write()
    for letter in words:
        page.type_letters(letter)
