"""The pad and the page: what is shown, what is tapped, and the way in by the clock alone."""

from __future__ import annotations

from typing import Any

import pytest
from kivy.clock import Clock, ClockEvent
from msgspec.structs import replace

from kiosk.pages.technician.screen import ValuesCard
from kiosk.pages.technician.view import PinView
from kiosk.ui.frame.frame import KNOCK_S
from kiosk.ui.primitives.text import OneLine
from kiosk.ui.widgets.answers import AnswerRow
from kiosk.ui.widgets.bars import Key
from kiosk.ui.widgets.pin_pad import PinKey
from tests.kiosk.ui.pages import PAGE
from tests.kiosk.ui.states import STATES

SIZES = [(1280, 720), (800, 480), (720, 1280)]


def test_the_pad_types(stage: Any) -> None:
    stage.open("status", view=PinView(typed=2))
    keys = {key.face or key.icon: key for key in stage.widgets(PinKey)}
    assert len(keys) == 12
    for name in ("7", "backspace", "check"):
        stage.tap(keys[name])
    assert stage.controller.calls == [
        ("page.status.digit", "7"),
        ("page.status.erase_digit",),
        ("page.status.try_pin",),
    ]


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (PinView(), "Bukan petugas? Tekan Beranda."),
        (PinView(wrong=True, tries=3), "Masih 3 kali lagi."),
        (PinView(locked_for=299), "Coba lagi dalam 4.59."),
        (PinView(unset=True), "PIN belum dibuat."),
    ],
)
def test_the_pad_says_what_is_the_matter(stage: Any, view: PinView, told: str) -> None:
    stage.open("status", view=view)
    assert any(told in text for text in stage.texts())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_page(stage: Any, size: tuple[int, int]) -> None:
    stage.open("status", size, view=PAGE)
    texts = stage.texts()
    assert "1 perlu diperiksa" in texts
    assert any("4.32" in text for text in texts) or size == (800, 480)
    cards = {card.key: card for card in stage.widgets(ValuesCard)}
    assert len(cards) == 6
    button = next(widget for widget in cards["sources"].walk() if getattr(widget, "words", "") == "Ambil sekarang")
    stage.tap(button)
    assert stage.controller.calls == [("page.status.use_card", "sources")]
    stage.tap(next(key for key in stage.widgets(Key) if key.name == "Kunci"))
    assert stage.controller.calls[1:] in ([("page.status.lock",)], [])  # the second tap may be within the debounce


def test_nothing_of_the_page_stays_when_it_is_locked(stage: Any) -> None:
    stage.open("status", view=PAGE)
    stage.show(PinView())
    stage.settle()
    assert not any("25a0f9710781" in text for text in stage.texts())


def hold(stage: Any, x: float, y: float) -> Any:
    """A finger put down; what waits for it to stay is called at once."""
    finger = stage.down(x, y)
    for event in knocks():
        event.tick(Clock.get_time() + KNOCK_S)
    return finger


def knocks() -> list[ClockEvent]:
    """Return the clock events that wait for a finger to stay."""
    return [event for event in Clock.get_events() if event.timeout == KNOCK_S]


def test_a_finger_that_stays_on_the_clock_knocks(stage: Any) -> None:
    stage.open("home")
    stage.up(hold(stage, 1200, 690))
    assert stage.controller.calls == [("navigation.knock",)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_touch_that_wakes_the_kiosk_counts(stage: Any, size: tuple[int, int]) -> None:
    """On the clock of the resting screen, which is no longer there when the five seconds are over."""
    stage.open("idle", size)
    clock = next(widget for widget in stage.widgets(OneLine) if widget.role.startswith("clock"))
    spot = clock.to_window(*clock.center)
    stage.controller.swallow = True
    finger = stage.down(*spot)
    stage.board.screen = "home"
    stage.settle()
    for event in knocks():  # none on a machine so busy that the five seconds are over
        event.tick(Clock.get_time() + KNOCK_S)
    stage.up(finger)
    assert ("navigation.knock",) in stage.controller.calls


def test_the_touch_that_wakes_the_kiosk_beside_the_clock_does_not(stage: Any) -> None:
    stage.open("idle")
    stage.controller.swallow = True
    stage.up(hold(stage, 640, 30))
    assert ("navigation.knock",) not in stage.controller.calls


@pytest.mark.parametrize("place", [(300, 690), (1200, 600), (640, 360)])
def test_no_other_place_does(stage: Any, place: tuple[int, int]) -> None:
    stage.open("home")
    finger = hold(stage, *place)
    assert ("navigation.knock",) not in stage.controller.calls
    stage.up(finger)


def test_a_finger_that_is_lifted_does_not(stage: Any) -> None:
    stage.open("home")
    finger = stage.down(1200, 690)
    (waiting,) = knocks()
    stage.up(finger)
    assert waiting not in Clock.get_events()


@pytest.mark.parametrize(
    ("size", "scale", "rows"),
    [((800, 480), 1.0, 3), ((800, 480), 2.0, 3), ((1280, 720), 2.0, 3), ((1920, 1080), 1.0, 8), ((720, 1280), 2.0, 7)],
)
def test_a_list_of_tools_uses_its_page(stage: Any, size: tuple[int, int], scale: float, rows: int) -> None:
    tools = STATES["tool-more"](stage)
    stage.board.text_scale = scale
    stage.open(size=size, **tools)
    stage.settle()
    shown = stage.widgets(AnswerRow)
    assert len(shown) == rows
    place = shown[0].parent
    assert all(place.y - 1 <= row.y <= row.top <= place.top + 1 for row in shown)


def test_rows_of_two_lines_are_two_on_a_small_page(stage: Any) -> None:
    tools = STATES["tool-more"](stage)
    long = tuple(
        replace(row, told="sertifikat penanda tangannya tidak berlaku sekarang " * 2) for row in tools["tool"].rows
    )
    stage.open(size=(800, 480), **{**tools, "tool": replace(tools["tool"], rows=long)})
    stage.settle()
    assert len(stage.widgets(AnswerRow)) == 2
