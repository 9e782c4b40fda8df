"""What screens leave behind is collected while nobody waits for anything."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from kivy.clock import Clock

from kiosk.pages.table import SCREENS
from kiosk.ui.runtime.memory import Sweeper, gc_paused
from tests.kiosk.ui.states import STATES

if TYPE_CHECKING:
    from tests.support.stage import Stage


class Cycle:
    def __init__(self) -> None:
        self.itself = self


def cycles(count: int) -> list[weakref.ref[Cycle]]:
    return [weakref.ref(Cycle()) for _ in range(count)]


def alive(seen: list[weakref.ref[Cycle]]) -> int:
    return sum(cycle() is not None for cycle in seen)


@pytest.mark.slow(cases=0)
def test_a_visit_is_swept_where_much_was_left_and_wholly_at_its_end() -> None:
    sweeper = Sweeper()
    sweeper.clean()
    sweeper.sweep(visited=True)
    few = cycles(10)
    assert alive(few) == 10  # not in the middle of an act
    sweeper.sweep(visited=True)
    assert alive(few) == 10  # nor for so little
    many = cycles(6_000)
    assert alive(many) == 6_000

    sweeper.sweep(visited=True)
    assert alive(many) == alive(few) == 0

    last = cycles(10)
    sweeper.sweep(visited=False)
    assert alive(last) == 0


@pytest.mark.slow(cases=0)
def test_what_stayed_for_long_is_collected_too_once_it_is_let_go() -> None:
    cycle = Cycle()
    seen = weakref.ref(cycle)
    sweeper = Sweeper()
    sweeper.clean()
    del cycle

    sweeper.sweep(visited=True)
    sweeper.sweep(visited=False)

    assert seen() is None


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(("made", "generations"), [(11_000, [1, 2] * 3), (45_000, [2] * 5)])
def test_what_outlived_a_sweep_is_collected_within_the_visit(made: int, generations: list[int]) -> None:
    """A page of a list makes some 10,000 containers, a sheet 47,000."""
    collected: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            collected.append(info["generation"])

    gc.set_threshold(200_000)
    gc.collect()  # what was made before does not count
    sweeper = Sweeper()
    gc.callbacks.append(note)
    try:
        for _ in range(9):  # after all was collected, memory is handed back instead
            acts: list[list[int]] = [[] for _ in range(made)]
            sweeper.sweep(visited=True)
            del acts
    finally:
        gc.callbacks.remove(note)

    assert collected == generations


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("screen", [name for name in SCREENS if name != "idle"])
def test_of_a_visit_stays_nothing_and_what_it_saw_can_be_seen_again(stage: Stage, screen: str) -> None:
    """An article's pictures and lines of text are most of what a kiosk holds."""
    looks = STATES[screen](stage)
    stage.open("home", by_buttons=True)  # no screen fades in: that holds it for a while
    stage.turn_to(**looks)
    stage.settle()
    while any(each.busy for each in stage.shell.theme.decoding):  # a thread that decodes holds what it decodes for
        stage.settle()
    shown = weakref.ref(stage.shell.screen)

    stage.board.screen = "idle"
    stage.settle()
    gc.collect()

    assert shown() is None
    stage.board.screen = screen
    stage.settle()
    of_it = {"viewer": "Utuh", "film": "Teks"}.get(
        screen, stage.shell.screen.title
    )  # a picture leaves no room for a title
    assert of_it in "".join(stage.texts())


@pytest.mark.slow(cases=0)
def test_of_a_visitors_screens_those_stay_that_are_written_ahead(stage: Stage) -> None:
    """The others are written anew for each opening anyway: a second one lying behind the first is only in the way."""
    seen: dict[str, weakref.ref[object]] = {}
    looks = {screen: STATES[screen](stage) for screen in (*SCREENS.ahead, "item", "search")}
    stage.open("home", by_buttons=True)
    for screen in ("home", "news", "item", "search", "announcements", "events", "item", "home"):
        stage.turn_to(**looks[screen])
        stage.settle()
        seen.setdefault(screen, weakref.ref(stage.shell.screen))
    gc.collect()

    assert {screen for screen, first in seen.items() if first() is not None} == set(SCREENS.ahead)


@pytest.mark.slow(cases=0)
def test_what_was_closed_is_collected_though_nothing_was_made() -> None:
    sweeper = Sweeper()
    sweeper.clean()
    cycle = Cycle()
    old = [weakref.ref(cycle)]
    gc.collect()  # it has outlived a sweep
    del cycle
    sweeper.sweep(visited=True)
    sweeper.sweep(visited=True)
    assert alive(old) == 1

    sweeper.expect_much()
    sweeper.sweep(visited=True)

    assert alive(old) == 0


def test_no_bar_fades_that_nobody_sees(stage: Stage) -> None:
    """Show that a scroll bar that was never seen does not fade: for a second the clock would hold a screen that was left."""
    stage.open("events")
    assert [event for event in Clock.get_events() if "bar_color" in repr(event)] == []


def busy() -> int:
    """Makes more than it takes for the collector to start by itself."""
    return len([[number] for number in range(250_000)])


def test_nothing_is_taken_away_within_and_everything_afterwards() -> None:
    gc.collect()
    with gc_paused():
        gone = weakref.ref(Cycle())
        busy()
        assert gone() is not None
    busy()
    assert gone() is None


def fail() -> None:
    with gc_paused():
        with gc_paused():
            pass
        assert not gc.isenabled()
        raise ReferenceError


def test_the_collector_works_again_after_a_fault_too_and_only_after_the_outermost() -> None:
    with pytest.raises(ReferenceError):
        fail()
    assert gc.isenabled()
