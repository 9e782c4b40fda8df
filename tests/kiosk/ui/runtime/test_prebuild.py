"""What a visitor's first touches show is written before they come, and not written again when they do."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.app.pictures.offscreen import Canvas
from kiosk.content.views.shown import Shown
from kiosk.pages.table import SCREENS
from kiosk.ui.runtime.prebuild import Prebuilder
from kiosk.ui.screens.screen import Screen
from tests.support.stage import Stage


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of screens in the order in which they were written."""
    names: list[str] = []
    for name in SCREENS.ahead:
        kind = SCREENS[name]
        monkeypatch.setattr(kind, "fill", noting(names, name, kind.fill))
    return names


def noting(names: list[str], name: str, fill: Callable[[Screen], None]) -> Callable[[Screen], None]:
    def noted(screen: Screen) -> None:
        names.append(name)
        fill(screen)

    return noted


def test_they_are_written_one_after_the_other_while_nobody_is_there(canvas: Canvas) -> None:
    written: list[str] = []
    prebuilder = Prebuilder([partial(written.append, name) for name in SCREENS.ahead], lambda: True, pause=0)
    prebuilder.begin()
    canvas.frames(1)
    assert len(written) <= 1

    canvas.frames(len(SCREENS.ahead))

    assert written == [*SCREENS.ahead]
    assert not prebuilder.busy


def test_a_visitor_is_not_kept_waiting_by_it(canvas: Canvas) -> None:
    written: list[str] = []
    prebuilder = Prebuilder([partial(written.append, name) for name in SCREENS.ahead], lambda: not written, pause=0)
    prebuilder.begin()
    canvas.frames(8)

    assert written == [SCREENS.ahead[0]]


def test_content_that_keeps_changing_is_waited_for(canvas: Canvas) -> None:
    written: list[str] = []
    prebuilder = Prebuilder([partial(written.append, "home")], lambda: True, pause=0, calm=0.3)
    for _ in range(12):  # 0.4 s of Kivy's frames
        prebuilder.begin_when_calm()
        canvas.frames(1)
    assert written == []

    until = time.monotonic() + 30
    while not written and time.monotonic() < until:
        canvas.frames(1)

    assert written == ["home"]


def test_who_leaves_does_not_wait_for_calm(canvas: Canvas) -> None:
    written: list[str] = []
    prebuilder = Prebuilder([partial(written.append, "home")], lambda: True, pause=0, calm=3600)
    prebuilder.begin_when_calm()
    prebuilder.begin()
    canvas.frames(2)

    assert written == ["home"]


def turn(stage: Stage, screen: str, **board: Any) -> None:
    for name, value in board.items():
        setattr(stage.board, name, value)
    stage.board.screen = screen
    stage.canvas.frames(4)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("name", SCREENS.ahead)
def test_a_screen_that_is_ready_is_only_shown(stage: Stage, filled: list[str], name: str) -> None:
    stage.open("idle")
    view = stage.village.views.get(name)
    stage.shell.get_ready(name, view)
    stage.canvas.frames(8)
    assert name in filled
    before = len(filled)

    turn(stage, name, shown=Shown(name, view))
    size = tuple(stage.shell.screen.size)
    stage.canvas.frames(4)

    assert filled[before:] == []
    assert tuple(stage.shell.screen.size) == size


def test_who_comes_back_within_the_minute_finds_the_list_as_it_was(stage: Stage, filled: list[str]) -> None:
    stage.open("news")
    turn(stage, "home")
    before = len(filled)
    moment = stage.board.moment

    turn(stage, "news", moment=replace(moment, now=moment.now.replace(second=59)))
    assert "news" not in filled[before:]

    turn(stage, "home")
    turn(stage, "news", shown=Shown("news", replace(stage.village.views["news"], rows=stage.village.news[:1])))
    assert "news" in filled[before:]


def test_a_shown_screen_that_would_say_the_same_is_not_written_again(stage: Stage, filled: list[str]) -> None:
    stage.open("news")
    before = len(filled)
    moment = stage.board.moment

    turn(stage, "news", moment=replace(moment, now=moment.now.replace(second=59)))
    assert filled[before:] == []

    turn(stage, "news", shown=Shown("news", replace(stage.village.views["news"], rows=stage.village.news[:1])))
    assert filled[before:] == ["news"]
