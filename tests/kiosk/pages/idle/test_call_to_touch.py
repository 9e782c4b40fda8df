"""The call to touch the screen or to press a button."""

from __future__ import annotations

import gc

from kiosk.pages.idle.slides import Slide
from kiosk.pages.idle.view import IdleView
from kiosk.pages.idle.widgets.call_to_touch import CallToTouch
from kiosk.ui.runtime.environment import unit_for
from tests.support.stage import Stage

SMALL, LARGE = (800, 480), (1280, 720)


def test_button_is_named_again_on_a_screen_that_was_turned_to_have_room(stage: Stage) -> None:
    """Turning the screen at the technician's page had ended the program."""
    article = stage.village.poster
    stage.open("idle", SMALL, view=IdleView(posters=(Slide(article.item, article.pictures[0]),), only=True))
    stage.settle()
    for size, told in ((SMALL, False), (LARGE, True), (SMALL, False), (LARGE, True)):
        gc.collect()
        stage.shell.resize(size, unit_for(size))
        stage.settle()
        (call,) = stage.widgets(CallToTouch)
        words = [label.text for label in reversed(call.children) if getattr(label, "words", "")]
        assert words == ["Sentuh layar", *(("atau", "tekan tombol") if told else ())]
