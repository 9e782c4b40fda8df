"""What is said to the village waits while somebody speaks to the kiosk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec.structs import replace

from content_cache.model.vocabulary import Hazard, Severity
from content_cache.store.store import Store
from kiosk.app.context import AppContext
from kiosk.app.services import Services
from kiosk.content.repository import ContentRepository
from kiosk.content.views.questions import AskStep, AskView
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Clock, Moment, Trust
from kiosk.hardware.lamp import Lamp
from kiosk.settings.sections import ReadoutSettings, SpeechSettings
from kiosk.speech.utterance import Sentence, Utterance
from tests.support.board import PaperBoard
from tests.support.hall import USUAL
from tests.support.items import NOW, WITA, Stock


class Stopped(Clock):
    def read(self) -> Moment:
        return Moment(NOW, Trust.TRUSTED)


@contextmanager
def services(folder: Path) -> Iterator[tuple[Services, PaperBoard]]:
    """Yield the services of a kiosk whose read-out is due."""
    settings = replace(
        USUAL,
        speech=SpeechSettings(voice="silent", device=f"wav:{folder / 'heard.wav'}"),
        readouts=(ReadoutSettings(at=NOW.timetz().replace(tzinfo=None)),),
    )
    repository = ContentRepository(lambda: Store.open(folder, read_only=True), area=settings.place.area)
    context, board = AppContext(settings, folder, repository, Stopped(WITA)), PaperBoard()
    made = Services(
        context, board, tell=lambda _: None, relay=lambda _name, _on: None, lamp=Lamp(), size=lambda: (1280, 720)
    )
    with closing(made):
        yield made, board


def asked(made: Services, step: AskStep) -> None:
    """Turn to the page on which residents ask, at *step*."""
    if made.controller.navigation.here.screen != "ask":
        made.controller.navigation.open_day("ask")
    made.controller.page("ask").show(AskView(step=step))


def test_a_readout_begins_when_the_question_is_recorded(tmp_path: Path, village: Stock) -> None:  # noqa: ARG001
    with services(tmp_path) as (made, _board):
        asked(made, AskStep.RECORD)
        made.call()
        assert made.voice.speeches == ()
        asked(made, AskStep.REVIEW)
        made.call()
        assert len(made.voice.speeches) == 1


def test_a_readout_that_the_prompt_interrupts_does_not_go_on_in_the_recording(
    tmp_path: Path,
    village: Stock,  # noqa: ARG001
) -> None:
    with services(tmp_path) as (made, _board):
        made.call()
        asked(made, AskStep.RECORD)
        made.voice.say(Utterance("prompt", (Sentence("Silakan bicara."),)))
        made.call()
        assert [speech.utterance.id for speech in made.voice.speeches] == ["prompt"]
        asked(made, AskStep.REVIEW)
        made.voice.stop()
        made.call()
        assert len(made.voice.speeches) == 1, "it is made anew"


def test_while_the_siren_comes_back_each_minute_what_is_important_is_called_out(
    tmp_path: Path,
    village: Stock,  # noqa: ARG001
) -> None:
    """A hall that writes "Jangan turun ke pantai" while everybody has fled and nobody can say that he has understood."""
    alert = AlertView(id="a", severity=Severity.AWAS, hazard=Hazard.TSUNAMI)
    with services(tmp_path) as (made, _board):
        made.controller.alerts.tell([alert])
        made.call()
        assert [speech.utterance.id for speech in made.voice.speeches] == ["air-mati"]
