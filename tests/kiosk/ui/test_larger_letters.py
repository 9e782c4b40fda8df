"""Who asks for larger letters finds none that became smaller."""

from __future__ import annotations

import pytest
from kivy.uix.label import Label

from content_cache.model.sheets import Contact, Point
from kiosk.content.views.emergency import EmergencyView
from kiosk.pages.emergency.screen import NumberCard
from kiosk.ui.primitives.text import Icon
from tests.kiosk.ui.states import open_fitted
from tests.support.stage import Stage

SCREENS = [
    "home", "news", "item", "events", "announcements", "emergency", "ask", "answers", "weather", "prices", "results",
    "poster", "item-table", "handout",
]  # fmt: skip
SIZES = [(1280, 720), (800, 480), (720, 1280), (1920, 1080)]
USUAL, LARGEST = 1.0, 2.0
VIEW = EmergencyView(
    contacts=(
        Contact("", "112"),
        Contact("Puskesmas Bunga", "0461 000 118"),
        Contact("BPBD Banggai", "0461 000 117"),
        Contact("Pemadam (Damkar)", "0461 000 113"),
        Contact("Kepala Desa", "0812 0000 0417"),
    ),
    points=(Point("Lapangan SDN 1 Bunga", "Keluar balai ke kanan. Di simpang, belok kiri naik bukit."),),
)


def letters(stage: Stage, what: str, size: tuple[int, int], scale: float) -> dict[str, float]:
    """Return the font size in px of each shown text; the largest if it is shown twice."""
    open_fitted(stage, what, size, text_scale=scale)
    stage.settle()
    shown: dict[str, float] = {}
    for label in stage.widgets(Label):
        if label.text and not isinstance(label, Icon):
            shown[label.text] = max(shown.get(label.text, 0.0), float(label.font_size))
    return shown


@pytest.mark.clause("5.1.4", "11.1.4.4")
@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("what", SCREENS)
def test_no_text_of_a_residents_screen_becomes_smaller(stage: Stage, what: str, size: tuple[int, int]) -> None:
    usual, largest = (letters(stage, what, size, scale) for scale in (USUAL, LARGEST))
    both = usual.keys() & largest.keys()
    assert both
    assert {text: (usual[text], largest[text]) for text in both if largest[text] < usual[text] - 0.5} == {}


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", [*SIZES, (1024, 600)], ids=str)
def test_numbers_for_an_emergency_become_larger(stage: Stage, size: tuple[int, int]) -> None:
    least = []
    for scale in (USUAL, LARGEST):
        stage.open("emergency", size, text_scale=scale, view=VIEW)
        stage.settle()
        least.append(min(card.ids.digits.font_size for card in stage.widgets(NumberCard)))
    assert least[1] >= 1.2 * least[0]
