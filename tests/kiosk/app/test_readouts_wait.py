"""What is said to the village waits while somebody speaks to the kiosk."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from content_cache.store.store import Store
from kiosk.app.context import AppContext
from kiosk.app.services import Services
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Clock, Moment, Trust
from kiosk.hardware.lamp import Lamp
from kiosk.settings.sections import ReadoutSettings, SpeechSettings
from kiosk.viewmodel.questions import AskStep, AskView
from tests.support.board import PaperBoard
from tests.support.hall import USUAL
from tests.support.items import NOW, WITA, Stock


class Stopped(Clock):
    def read(self) -> Moment:
        return Moment(NOW, Trust.TRUSTED)


def test_a_readout_begins_when_the_question_is_recorded(tmp_path: Path, village: Stock) -> None:  # noqa: ARG001
    settings = replace(
        USUAL,
        speech=SpeechSettings(voice="silent", device=f"fast-wav:{tmp_path / 'heard.wav'}"),
        readouts=(ReadoutSettings(at=NOW.timetz().replace(tzinfo=None)),),
    )
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True), area=settings.place.area)
    context, board = AppContext(settings, tmp_path, repository, Stopped(WITA)), PaperBoard()
    made = Services(
        context, board, tell=lambda _: None, relay=lambda _name, _on: None, lamp=Lamp(), size=lambda: (1280, 720)
    )
    with closing(made):
        board.ask = AskView(step=AskStep.RECORD)
        made.call()
        assert made.voice.speeches == ()
        board.ask = AskView(step=AskStep.REVIEW)
        made.call()
        assert len(made.voice.speeches) == 1
