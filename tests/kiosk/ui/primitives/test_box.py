"""A box lays out as Kivy's does."""

from __future__ import annotations

import random
from typing import Any

import pytest
from kivy.clock import Clock
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.app.pictures.offscreen import Canvas
from kiosk.ui.primitives.box import Box, Middle

pytestmark = pytest.mark.usefixtures("canvas")

PLACES = [{}, {"top": 1}, {"center_y": 0.5, "center_x": 0.5}, {"right": 1}, {"x": 0.1, "y": 0.2}]


def filled(kind: type[BoxLayout], seed: int) -> BoxLayout:
    chance = random.Random(seed)
    box = kind(
        orientation=chance.choice(["horizontal", "vertical"]),
        padding=[chance.randrange(20) for _ in range(4)],
        spacing=chance.randrange(20),
        size=(chance.randrange(20, 500), chance.randrange(20, 500)),
        pos=(chance.randrange(50), chance.randrange(50)),
    )
    for _ in range(chance.randrange(6)):
        hints = [chance.choice([None, 0, 0.5, 1, 3]) for _ in range(2)]
        size = (chance.randrange(100), chance.randrange(100))
        box.add_widget(Widget(size_hint=hints, size=size, pos_hint=chance.choice(PLACES)))
    return box


def laid(box: BoxLayout) -> list[Any]:
    box.do_layout()
    return [tuple(box.minimum_size), [(tuple(child.pos), tuple(child.size)) for child in box.children]]


@pytest.mark.parametrize("seed", range(60))
def test_the_same_places_and_sizes_as_kivys(seed: int) -> None:
    assert laid(filled(Box, seed)) == laid(filled(BoxLayout, seed))


def test_it_follows_its_children_and_lets_them_go(canvas: Canvas) -> None:
    box = Box(size=(200, 100))
    one, two = Widget(size_hint=(None, 1), width=50), Widget()
    box.add_widget(one)
    box.add_widget(two)
    canvas.show_widget(box, (200, 100))
    assert (two.x, two.width) == (50, 150)

    one.width = 80
    canvas.frames(1)
    assert (two.x, two.width) == (80, 120)

    box.remove_widget(one)
    canvas.frames(1)
    assert (two.x, two.width) == (0, 200)
    waiting = Clock.get_events()
    one.width = 10
    assert Clock.get_events() == waiting


def test_the_middle_follows_both() -> None:
    middle = Middle(size=(100, 60), pos=(10, 20))
    child = Widget(size_hint=(None, None), size=(40, 20))
    middle.add_widget(child)
    assert tuple(child.pos) == (40, 40)

    child.width = 60
    middle.pos = 0, 0
    assert tuple(child.pos) == (20, 20)

    middle.remove_widget(child)
    middle.size = 500, 500
    assert tuple(child.pos) == (20, 20)
