"""A resident's question at the step that a picture shows, as a resident would go there."""

from __future__ import annotations

from math import sin
from typing import TYPE_CHECKING

from kiosk.control.questions import PROMPT
from kiosk.core.messages import Ending, QuestionTaken, RecordingHeard, SpeechEnded

if TYPE_CHECKING:
    from kiosk.control.questions import QuestionDesk

_QUESTION = "apakah puskesmas buka hari sabtu ini? anak saya perlu imunisasi."


def pose(desk: QuestionDesk, state: str) -> None:
    desk.open()
    if state == "normal":
        return
    desk.choose(1)
    match state:
        case "record" | "review" | "done":
            _speak(desk)
            if state != "record":
                desk.heard(QuestionTaken(1, 24.0, b"OggS"))
            if state == "done":
                desk.send()
        case "write" | "written":
            _type(desk, _QUESTION if state == "written" else _QUESTION[:24])
            if state == "written":
                desk.written()
        case "told":
            desk.speak()
            desk.cancel()


def _speak(desk: QuestionDesk) -> None:
    """For 18 seconds."""
    desk.speak()
    desk.spoken(SpeechEnded(PROMPT, Ending.DONE))
    for tenth in range(2, 182, 2):
        desk.heard(RecordingHeard(tenth / 10, round(50 + 42 * abs(sin(tenth / 9)) * sin(tenth / 31) ** 2)))


def _type(desk: QuestionDesk, words: str) -> None:
    desk.write()
    for letter in words:
        desk.type_letters(letter)
