"""A screen that a visitor comes to looks as it would if it had been opened just so: one shell goes through many states and looks,
and at each it is compared with a shell made for that state alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from PIL import Image

from kiosk.ui.board import Board
from tests.kiosk.ui.states import STATES
from tests.kiosk.ui.test_held_pictures import difference
from tests.support.stage import Stage

# "speaking" moves by itself
VISITED = (
    "home", "news", "item", "events", "announcements", "service", "search", "results", "clarification", "idle", "stale",
    "band", "sheet", "timeout", "alert", "drill", "ended", "weather-warning", "office", "status", "home-day", "idle-day",
    "weather", "prices",
)  # fmt: skip
LIKE, LIKE_IN_PLACES = 0.5, 24.0  # of 255, seen from further away: letters may lie half a pixel otherwise


def looked(seed: int, visited: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """States in an order by chance, each in a look by chance."""
    chance = random.Random(seed)
    names = chance.sample(visited, len(visited))
    looks = [
        {"theme": chance.choice(("light", "dark", "contrast")), "language": chance.choice(("id", "en")),
         "text_scale": chance.choice((1.0, 1.5, 2.0))}
        for _ in names
    ]  # fmt: skip
    return list(zip(names, looks, strict=True))


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize(("size", "seed", "part"), [((800, 480), 3, 0), ((1280, 720), 1, 1)])
def test_a_shell_that_has_seen_much_draws_what_a_new_one_draws(
    stage: Stage, size: tuple[int, int], seed: int, part: int, tmp_path: Any, long: bool
) -> None:
    """Each state at one of the sizes; with --long at both."""
    names = VISITED if long else VISITED[part::2]
    quiet = Board()
    stage.village.fill(quiet)
    usual = {name: getattr(quiet, name) for name in quiet.properties() if name != "shown"}
    todo = [(name, usual | look | STATES[name](stage)) for name, look in looked(seed, names)]
    new = {name: _alone(stage, size, board) for name, board in todo}

    stage.open("home", size)
    stage.shell.theme.still = True
    for name, board in todo:
        stage.turn_to(**board)
        stage.settle()
        picture = stage.picture()
        mean, most = difference(picture, new[name])
        if mean > LIKE or most > LIKE_IN_PLACES:
            picture.save(tmp_path / f"{name}.png")
            new[name].save(tmp_path / f"{name}-new.png")
            pytest.fail(f"{name}: compare {name}.png and {name}-new.png in {tmp_path}")


def _alone(stage: Stage, size: tuple[int, int], board: dict[str, Any]) -> Image.Image:
    other = Stage(stage.canvas, stage.village)
    other.open(size=size, **board)
    other.shell.theme.still = True
    other.settle()
    picture = other.picture()
    other.close()
    return picture
