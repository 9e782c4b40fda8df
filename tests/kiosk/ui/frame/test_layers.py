"""What lies over a screen goes when it is closed."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from tests.kiosk.ui.states import STATES

if TYPE_CHECKING:
    from tests.support.stage import Stage

CLOSED: dict[str, dict[str, object]] = {
    "sheet": {"sheet": False},
    "handout": {"handout": None},
    "timeout": {"seconds_left": 0},
    "notice": {"notice": ""},
}


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("layer", CLOSED)
def test_a_closed_layer_is_let_go(stage: Stage, layer: str) -> None:
    """A settings sheet is a twelfth of all that a kiosk holds; in the midst of what a visit has left it would stay for days."""
    stage.open("home", by_buttons=True)
    before = set(map(id, stage.shell.children))
    looks = {"screen": "home", "notice": "Suara dimatikan"} if layer == "notice" else STATES[layer](stage)
    stage.turn_to(**looks)
    stage.settle()
    opened = [weakref.ref(each) for child in stage.shell.children if id(child) not in before for each in child.walk()]
    assert opened

    for name, value in CLOSED[layer].items():
        setattr(stage.board, name, value)
    stage.settle()
    gc.collect()

    assert [type(each()).__name__ for each in opened if each() is not None] == []
