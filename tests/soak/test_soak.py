"""The short soak, offscreen: a visitor without sense for 80 acts. The long one: python -m tests.soak"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.ui.widgets.reading import Scroll


@pytest.mark.parametrize("seed", [1])
def test_a_visitor_without_sense_finds_no_way_out_and_no_fault(canvas: Any, tmp_path: Path, seed: int) -> None:
    from tests.soak.monkey import Monkey

    monkey = Monkey(tmp_path, canvas, seed)
    try:
        for number in range(1, 81):
            monkey.act()
            if number % 20 == 0:
                monkey.look()
        assert list(dict.fromkeys(monkey.faults)) == []
        assert len(monkey.done) >= 7
    finally:
        monkey.close()


def test_scrolling_binds_nothing_anew(canvas: Any) -> None:
    """Kivy 2.3.1's ScrollView binds one more callback to `bar_color` for each scrolled frame (findings: 0.2 KB each)."""
    from kivy.uix.widget import Widget

    scroll = Scroll()
    scroll.add_widget(Widget(size_hint_y=None, height=5000))
    canvas.show(scroll, (400, 300))
    counts = []
    for turn in range(60):
        scroll.scroll_y = 1 - turn / 60
        canvas.frames(1)
        counts.append(len(scroll.get_property_observers("bar_color")))

    assert max(counts) <= counts[0] <= 2
