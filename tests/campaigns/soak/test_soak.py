"""The short soak, offscreen: a visitor without sense for 60 acts. The long ones: python -m tests.campaigns.soak, python -m
tests.campaigns.soak.ways"""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from typing import Any
from weakref import ProxyType

import pytest
from kivy.clock import Clock
from kivy.uix.widget import Widget

from content_cache.model.vocabulary import Category
from kiosk.app.pictures.offscreen import Canvas
from kiosk.ui.widgets.article import Scroll

# a binding that stays makes each walk's count greater than the last; what earlier tests left behind makes one less, once
_MOST_WALKS = 6


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize(("seed", "size"), [(1, (1280, 720))])
def test_a_visitor_without_sense_finds_no_fault_and_stays_two_taps_from_home(
    canvas: Canvas, tmp_path: Path, seed: int, size: tuple[int, int]
) -> None:
    from tests.campaigns.soak.monkey import Monkey

    monkey = Monkey(tmp_path, canvas, seed, size)
    monkey.put_up()
    try:
        for number in range(1, 61):
            monkey.act()
            if number % 20 == 0:
                monkey.look()
            if number % 6 == 0:
                monkey.find_home()
        assert list(dict.fromkeys(monkey.faults)) == []
        assert len(monkey.done) >= 7
    finally:
        monkey.close()


def test_scrolling_binds_nothing_anew(canvas: Canvas) -> None:
    """Kivy 2.3.1's ScrollView binds one more callback to `bar_color` for each scrolled frame (0.2 KB each)."""
    scroll = Scroll()
    scroll.add_widget(Widget(size_hint_y=None, height=5000))
    canvas.show_widget(scroll, (400, 300))
    counts = []
    for turn in range(60):
        scroll.scroll_y = 1 - turn / 60
        canvas.frames(1)
        counts.append(len(scroll.get_property_observers("bar_color")))

    assert max(counts) <= counts[0] <= 2


def _walk(app: Any, canvas: Canvas) -> None:
    """Every screen that a visitor reaches, with a sheet and a code over it, in another language and another size."""
    controller = app.controller
    navigation, preferences, search = controller.navigation, controller.preferences, controller.page("search")
    news = app.board.view.hero.id
    for act in (
        *(partial(navigation.open_category, str(category)) for category in Category if category is not Category.ALERT),
        lambda: navigation.open_item(news),
        controller.page("item").take_home,
        controller.back,
        navigation.show_settings,
        lambda: preferences.set_language("en"),
        lambda: preferences.set_theme("contrast"),
        lambda: preferences.set_text_scale(1.6),
        lambda: preferences.set_text_scale(1.0),
        lambda: preferences.set_theme("light"),
        lambda: preferences.set_language("id"),
        navigation.close_sheet,
        search.turn_to,
        lambda: search.type_letters("desa"),
        search.search_typed,
        search.show_results,
        lambda: search.open_hit(0),
        controller.listen,
        controller.home,
    ):
        act()
        canvas.draw_frames(1)
    canvas.frames(1)  # drawn once: by software that takes longer than all else, and binds nothing


def _bound(app: Any) -> dict[str, int]:
    """Count the observers on objects that outlive a screen, and all widgets."""
    gc.unfreeze()
    gc.collect()
    longest = {"board": app.board, "theme": app.shell.theme, "words": app.shell.tr, "shell": app.shell}
    bound = {
        name: sum(len(each.get_property_observers(known)) for known in each.properties())
        for name, each in longest.items()
    }
    return bound | {
        "widgets": sum(isinstance(each, Widget) for each in gc.get_objects() if type(each) is not ProxyType)
    }


@pytest.mark.slow(cases=0)
def test_a_screen_that_was_left_lets_go_of_what_outlives_it(canvas: Canvas, tmp_path: Path) -> None:
    """The long soak's memory by its cause: a binding that stays keeps a widget, its textures and all that it is bound to."""
    from tests.campaigns.soak.monkey import Monkey

    for event in Clock.get_events():
        event.cancel()  # the idle screens of earlier tests turn their slides on, and bind the new rows to the theme of this one
    monkey = Monkey(tmp_path, canvas, 1)
    try:
        monkey.app.controller.visit.touched()
        counts: list[dict[str, int]] = []
        while len(counts) < 3 or (counts[-1] != counts[-2] and len(counts) < _MOST_WALKS):
            _walk(monkey.app, canvas)
            counts.append(_bound(monkey.app))
    finally:
        monkey.close()

    assert min(counts[-1].values()) > 10  # they are counted
    assert counts[-1] == counts[-2]
