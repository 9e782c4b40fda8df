"""The tiles of the home screen: what is new stands above the name, at every size where both are shown."""

from __future__ import annotations

import pytest

from kiosk.ui.primitives.text import Text
from kiosk.ui.widgets.cards import Tile
from tests.support.stage import Stage


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(("size", "scale"), [((720, 1280), 1.4), ((1280, 720), 1.4), ((800, 480), 1.0)])
def test_what_is_new_does_not_lie_on_the_name(stage: Stage, size: tuple[int, int], scale: float) -> None:
    stage.open("home", size, text_scale=scale)
    stage.settle()
    tiles = stage.widgets(Tile)
    assert tiles
    for tile in tiles:
        tile.badge = "12 baru"
    stage.settle()
    shown = [tile for tile in tiles if tile.ids.badge.opacity]
    assert shown
    for tile in shown:
        badge, names = tile.ids.badge, tile.ids.names
        (name,) = (each for each in names.children if isinstance(each, Text) and each.words == tile.title)
        small = name.height / 10  # of the line's height, which is above its letters
        assert badge.y >= name.top - small, (tile.title, badge.y, name.top)
        assert badge.top <= tile.top


@pytest.mark.parametrize("size", [(800, 480), (1280, 720), (720, 1280)])
def test_the_largest_letters_keep_what_is_new(stage: Stage, size: tuple[int, int]) -> None:
    """Show that a tile keeps its number of new items beside its name, and its total where it is high enough."""
    stage.open("home", size, text_scale=2.0)
    stage.settle()
    new = [tile for tile in stage.widgets(Tile) if tile.badge]
    assert new
    for tile in new:
        assert tile.ids.badge.words == tile.badge.split()[0]
        assert tile.ids.badge.opacity == 1
        assert tile.ids.names.right <= tile.ids.badge.x
    told = [tile.count in stage.texts() for tile in stage.widgets(Tile)]
    assert all(told) or size == (800, 480)
