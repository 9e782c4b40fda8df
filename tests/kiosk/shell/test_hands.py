"""Whatever hands do to the buttons, the controller keeps its state, forgets nothing and gathers nothing.

The long form: HANDS=2000 python -m pytest tests/kiosk/shell/test_hands.py --timeout=0
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.views.display_options import choices
from kiosk.content.views.shown import AlertView, ArticleView
from kiosk.core.messages import (
    MOST_GESTURES,
    ButtonPressed,
    ButtonReleased,
    Ending,
    Inbox,
    SentenceStarted,
    SpeechStarted,
)
from kiosk.hardware.debounce import STUCK_S
from kiosk.pages.table import SCREENS
from kiosk.shell.presence import COUNTDOWN_S
from tests.support.hall import Hall
from tests.support.items import Stock

EXAMPLES = int(os.environ.get("HANDS", "40"))

VERBS = ("previous", "listen", "next", "home")
buttons = st.sampled_from((*VERBS, "louder", "softer"))
QUAKE = AlertView(id="gempa", severity=Severity.AWAS, hazard=Hazard.QUAKE, magnitude=5.6, place="Luwuk", source="BMKG")
OF_OTHERS = {"faults", "first-run", "status"}  # screens that no key of a visitor leads to


class Hands(RuleBasedStateMachine):
    """`made` gives a hall; its clock stands still but for what the rules let pass."""

    made: Any

    @initialize()
    def enter(self) -> None:
        self.hall = type(self).made()
        self.inbox = Inbox()
        self.said = 0  # how much of what the voice was asked to say has come to its end

    def tell(self, *messages: Any) -> None:
        for message in messages:
            self.inbox.tell(message)
        self.inbox.drain(self.hall.controller.handle)
        self.hall.controller.buttons.act_on_held()

    def pass_time(self, seconds: float) -> None:
        self.hall.seconds += seconds
        self.hall.controller.buttons.act_on_held()

    @rule(name=buttons)
    def press(self, name: str) -> None:
        self.tell(ButtonPressed(name))

    @rule(name=buttons)
    def let_go(self, name: str) -> None:
        self.tell(ButtonReleased(name))

    @rule(name=buttons, seconds=st.floats(0.05, 0.5))
    def tap(self, name: str, seconds: float) -> None:
        self.pass_time(seconds)
        self.tell(ButtonPressed(name))
        self.pass_time(0.08)
        self.tell(ButtonReleased(name))

    @rule(names=st.lists(buttons, min_size=2, max_size=4))
    def palm(self, names: list[str]) -> None:
        """Several at once."""
        self.tell(*map(ButtonPressed, names))
        self.tell(*map(ButtonReleased, names))

    @rule(name=buttons, times=st.integers(1, 150))
    def hammer(self, name: str, times: int) -> None:
        for _ in range(times):
            self.pass_time(0.02)
            self.tell(ButtonPressed(name), ButtonReleased(name))

    @rule(name=buttons, times=st.integers(2, 400))
    def flood(self, name: str, times: int) -> None:
        """The main thread was busy, and all comes at once."""
        self.tell(*[ButtonPressed(name), ButtonReleased(name)] * times)

    @rule(name=buttons, bounces=st.integers(1, 8))
    def bounce(self, name: str, bounces: int) -> None:
        self.pass_time(0.3)
        said = len(self.hall.voice.said)
        for _ in range(bounces):
            self.tell(ButtonPressed(name), ButtonReleased(name))
            self.pass_time(0.003)
        assert len(self.hall.voice.said) <= said + 2  # a press: an answer, and no more

    @rule(name=buttons)
    def hold_for_an_hour(self, name: str) -> None:
        self.pass_time(0.3)
        self.tell(ButtonPressed(name))
        for _ in range(60):
            self.hall.wait(60)
            self.end_speech(Ending.DONE)
        assert name in self.hall.controller.buttons.presses.stuck
        self.tell(ButtonReleased(name))

    @rule(seconds=st.floats(0, 200))
    def wait(self, seconds: float) -> None:
        self.hall.wait(seconds)

    @rule()
    def touch(self) -> None:
        self.hall.controller.visit.touched()

    @rule(warned=st.booleans())
    def warn(self, warned: bool) -> None:
        self.hall.controller.alerts.tell([QUAKE] if warned else [])

    # the voice

    @precondition(lambda self: self.said < len(self.hall.voice.said))
    @rule(index=st.integers(0, 4))
    def speech_goes_on(self, index: int) -> None:
        utterance = self.hall.voice.said[-1]
        self.tell(*self.hall.voice.reach(utterance.id, min(index, len(utterance.sentences) - 1)))

    @precondition(lambda self: self.said < len(self.hall.voice.said))
    @rule(ending=st.sampled_from(Ending))
    def speech_ends(self, ending: Ending) -> None:
        self.end_speech(ending)

    def end_speech(self, ending: Ending) -> None:
        """Every utterance ends once; all but the last were replaced."""
        for utterance in self.hall.voice.said[self.said : -1]:
            self.tell(self.hall.voice.end(utterance.id, Ending.STOPPED))
        if self.said < len(self.hall.voice.said):
            self.said = len(self.hall.voice.said)
            self.tell(self.hall.voice.end(self.hall.voice.said[-1].id, ending, "gone"))

    # what holds, whatever happened

    @invariant()
    def the_screen_is_the_one_where_the_visitor_is(self) -> None:
        board, controller = self.hall.board, self.hall.controller
        assert board.screen in SCREENS.keys() - OF_OTHERS
        assert board.screen == controller.navigation.here.screen
        assert controller.navigation.visited == (board.screen != "idle")
        if board.screen == "item":
            assert isinstance(board.view, ArticleView)

    @invariant()
    def the_focus_lies_on_something(self) -> None:
        board, page = self.hall.board, self.hall.controller.navigation.page_spots
        spots = [choice.spot for choice in choices(board.languages, headset=board.headset)] if board.sheet else page
        assert board.focus in ("", *spots)

    @invariant()
    def nothing_grows(self) -> None:
        controller = self.hall.controller
        assert len(self.hall.voice.speeches) <= 1
        assert self.inbox.drain(controller.handle) == 0
        assert controller.navigation.steps_back < 10
        assert 0 <= self.hall.voice.volume <= 100

    def teardown(self) -> None:
        """Let go, be quiet, and leave: the kiosk is as it was for the next one, and hears every button."""
        hall = self.hall
        hall.controller.alerts.tell([])
        for name in (*VERBS, "louder", "softer"):
            self.tell(ButtonReleased(name))
        self.end_speech(Ending.DONE)
        for _ in range(4):
            hall.wait(STUCK_S)
            self.end_speech(Ending.DONE)
        hall.wait(200)
        self.end_speech(Ending.DONE)
        hall.wait(COUNTDOWN_S)
        board = hall.board
        assert (board.screen, board.language, board.volume, board.sheet, board.by_buttons) == (
            "idle",
            "id",
            80,
            False,
            False,
        )
        assert hall.controller.buttons.presses.stuck == frozenset()
        hall.press("home")
        assert board.screen == "home"
        hall.close()


@pytest.mark.slow(cases=0)
def test_hands_do_what_they_like(tmp_path: Path, village: Stock, guided: Hall) -> None:  # noqa: ARG001 -- the store is filled
    Hands.made = staticmethod(lambda: type(guided)(tmp_path, guided.settings, guided=True))
    run_state_machine_as_test(Hands, settings=settings(max_examples=EXAMPLES, stateful_step_count=40, deadline=None))


def test_an_hour_of_hammering_and_the_queue_is_empty(guided: Hall, caplog: pytest.LogCaptureFixture) -> None:
    inbox = Inbox()
    with caplog.at_level(logging.WARNING):
        for _ in range(60):  # a minute each, in which the main thread is busy for ten seconds
            for _ in range(10 * 50):
                inbox.tell(ButtonPressed("next"))
                inbox.tell(ButtonReleased("next"))
            assert inbox.drain(guided.controller.handle) <= MOST_GESTURES
            for _ in range(50 * 50):
                guided.seconds += 0.02
                inbox.tell(ButtonPressed("next"))
                inbox.tell(ButtonReleased("next"))
                inbox.drain(guided.controller.handle)
            guided.controller.buttons.act_on_held()
    reports = [record for record in caplog.records if "is stuck" in record.getMessage()]
    assert len(reports) == 1
    assert guided.controller.buttons.presses.stuck == {"next"}
    assert len(guided.voice.said) <= 20
    guided.press("home")
    assert guided.board.screen == "home"


def speaks(hall: Hall) -> bool:
    """Return whether something on the screen is being read aloud."""
    return hall.board.speaking is not None


def test_a_button_pressed_while_speech_starts_is_not_lost(guided: Hall) -> None:
    """Between asking the voice and its first sound, and right at it."""
    for _ in range(3):
        guided.press("home", "next", "next", "next", "listen", "listen")
        assert speaks(guided)  # asked for, not heard yet
        guided.press("listen")
        assert not speaks(guided)
        guided.controller.handle(SpeechStarted(guided.voice.said[-1].id))  # it came too late to be stopped
        guided.controller.handle(SentenceStarted(guided.voice.said[-1].id, 0))
        assert not speaks(guided)
        guided.speech_ends(Ending.STOPPED)
        guided.press("listen")
        assert speaks(guided)
        guided.speech_ends()
