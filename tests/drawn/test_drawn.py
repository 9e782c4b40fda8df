"""Each scene once, in a process of its own, at one of the sizes, text sizes and themes; all of them: python -m tests.drawn"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.pages.table import SCREENS
from tests.drawn.process import Drawing
from tests.drawn.scenes import ALIKE, SCALES, SIZES, THEMES, Look, sample, scenes, whole

# a state of each screen: its first that is drawn
USUAL = {scene.partition("/")[0]: scene for scene in reversed([look.scene for look in sample()])}


@pytest.fixture(scope="module")
def drawing() -> Iterator[Drawing]:
    begun = Drawing()
    yield begun
    begun.close()


@pytest.fixture(scope="module")
def crowded() -> Iterator[Drawing]:
    begun = Drawing(crowded=True)
    yield begun
    begun.close()


# faults that only the whole run had found: each in the look in which it was worst
FOUND = (
    Look("status/new-pin", (800, 480), 2.0, "light"),  # the pad stood in the bar
    Look("film-stopped", (720, 1280), 2.0, "light"),  # the words of a film lay over its sign to play
    Look("aloud/sure", (800, 480), 1.0, "dark"),  # three low keys beside an answer
    Look("aloud/choose", (1024, 600), 2.0, "contrast"),  # yellow numbers on yellow, titles higher than their rows
    Look("aloud/unchecked", (800, 480), 1.4, "light"),  # the heading was cut in the bar
)


@pytest.mark.clause("5.5.1", "11.1.3.4", "11.1.4.3", "11.2.4.6")
@pytest.mark.parametrize("look", [look for look in sample() if look.scene in USUAL.values()], ids=str)
def test_a_screen_has_no_fault_when_it_is_the_first(drawing: Drawing, look: Look) -> None:
    """In the usual state of each; what its keys ask for is done."""
    assert drawing.look(look, idle=True) == []


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize("look", [look for look in sample() if look.scene not in USUAL.values()], ids=str)
def test_a_state_has_no_fault_when_it_is_the_first(drawing: Drawing, look: Look, long: bool) -> None:
    """Show that each look is drawn without fault as a process's first. Its keys' actions are done with --long only."""
    assert drawing.look(look, idle=long) == []


@pytest.mark.parametrize("look", FOUND, ids=str)
def test_what_the_whole_run_had_found_is_mended(drawing: Drawing, look: Look) -> None:
    assert drawing.look(look, idle=look.scene in USUAL.values()) == []


@pytest.mark.parametrize(
    "look",
    [
        Look("emergency/normal", (1280, 720), 1.0, "light"),  # the drawn way lay over the bar above
        Look("emergency/band", (1280, 720), 1.0, "light"),  # names of three lines left their cards
        Look("prices/normal", (800, 480), 2.0, "light"),  # the last digit of a price was on another line
        Look("events/normal", (800, 480), 2.0, "light"),  # a row was higher than its page
        Look("weather/speaking", (1280, 720), 1.0, "light"),  # a water of a long name took the room of the days
        Look("emergency/band", (720, 1280), 1.0, "light"),  # numbers were 62 sp high, the way left its card
    ],
    ids=str,
)
def test_long_names_and_full_sheets_have_room(crowded: Drawing, look: Look) -> None:
    faults = crowded.look(look, idle=False, twice=False)
    # names of three lines and more, which no village has, are still cut there
    assert [fault for fault in faults if not fault.startswith("shortened:")] == []


def test_every_screen_size_and_theme_is_in_the_sample() -> None:
    shown = [*sample()]
    assert set(SCREENS) <= {scene.partition("/")[0] for scene in scenes()}
    assert set(SCREENS) <= {look.scene.partition("/")[0] for look in shown}
    assert {scene for scene in scenes() if scene.partition("/")[2] not in ALIKE} <= {look.scene for look in shown}
    assert {(look.size, look.scale) for look in shown} == {(size, scale) for size in SIZES for scale in SCALES}
    assert {look.theme for look in shown} == set(THEMES)
    assert len(set(whole())) == len(scenes()) * 45
