"""How wide a text is does not change: it is measured once in each font, and the widths are those that Kivy gives."""

from __future__ import annotations

import pytest
from kivy.core.text import Label as CoreLabel

from kiosk.ui.runtime.label_patches import Extents
from tests.support.stage import Stage

TITLE = "Vaksin HPV menyebabkan kemandulan pada anak perempuan adalah tidak benar"


class Measured(CoreLabel):  # type: ignore[misc]
    """Notes what it measures."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.resolve_font_name()
        self.measured: list[str] = []

    def get_extents(self, text: str) -> tuple[int, int]:
        self.measured.append(text)
        extents: tuple[int, int] = super().get_extents(text)
        return extents


@pytest.fixture
def label(stage: Stage) -> Measured:
    stage.open("home", (1280, 720))
    return Measured(font_size=30)


def test_a_text_is_measured_once_in_each_font(label: Measured) -> None:
    extents = Extents()
    first = [extents.measure_for(label)(TITLE) for _ in range(3)]
    label.options["bold"] = True
    label.resolve_font_name()
    bold = [extents.measure_for(label)(TITLE) for _ in range(3)]
    label.options["font_size"] = 60
    large = [extents.measure_for(label)(TITLE) for _ in range(3)]

    assert label.measured == [TITLE] * 3
    assert len({*first, *bold, *large}) == 3
    assert (first[0], large[0]) == (Measured(font_size=30).get_extents(TITLE), label.get_extents(TITLE))


def test_what_is_kept_has_an_end(label: Measured) -> None:
    extents = Extents(most=3)
    for text in ("a", "b", "c", "d", "a"):
        extents.measure_for(label)(text)
    assert label.measured == ["a", "b", "c", "d", "a"]


def test_what_is_too_long_for_a_line_is_not_kept(label: Measured) -> None:
    extents = Extents()
    for text in ("a" * 301, "a" * 301, "a" * 300, "a" * 300):
        extents.measure_for(label)(text)
    assert [len(text) for text in label.measured] == [301, 301, 300]


def test_a_text_that_is_laid_out_again_is_not_measured_again(stage: Stage) -> None:
    """Kivy asks for widths where it lays lines out, and nowhere else."""
    stage.open("home", (1280, 720))
    label = Measured(font_size=31.75)  # which nothing else here has
    label.text, label.text_size = TITLE, (300, None)
    first = label.render(real=False)
    once = len(label.measured)
    again = label.render(real=False)

    assert first == again
    assert once > len(TITLE.split())
    assert label.measured[once:] == [" "]  # which Kivy measures for itself
