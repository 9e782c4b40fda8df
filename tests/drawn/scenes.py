"""What is drawn: the screens and states of `kiosk screenshot`, and a few that only a test can bring about.

A screen that joins the table of `tests.gallery.shots` joins here by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from itertools import product
from typing import Any

from msgspec import Struct

from kiosk.installation import Installation
from kiosk.shell.tools.screen_trial import LOOK_S
from tests.gallery.posing import Shot
from tests.gallery.shots import every

SIZES = ((800, 480), (1024, 600), (1280, 720), (1920, 1080), (720, 1280))
SCALES = (1.0, 1.4, 2.0)
THEMES = ("light", "dark", "contrast")
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=timezone(timedelta(hours=8)))
FRESH = timedelta(minutes=10)

# of tests.kiosk.ui.states: no way of a visitor's leads there, or only one that takes its time
STAGED = (
    "news-long", "item-table-speaking", "table-speaking", "table-wide", "table-long-words", "table-no-header",
    "idle-poster", "idle-poster-wide", "idle-film", "idle-film-playing", "idle-prayers",
    "poster-untold", "photographs", "not-arrived", "viewer-photographs", "viewer-missing", "handout-picture", "handout-text",
    "handout-page", "handout-join",
    "film-still", "signed", "alert-signs", "alert-told", "alert-long",
    "film-away", "film-broken", "film", "film-bare", "film-stopped", "film-failed",
    "toast", "contact", "faults", "first-run-wifi", "tool-sure", "tool-password", "desk-write",
)  # fmt: skip


class Look(Struct, frozen=True, order=True):
    """One picture: what, and how it is looked at."""

    scene: str
    size: tuple[int, int]
    scale: float
    theme: str

    def __str__(self) -> str:
        return f"{self.scene} {self.size[0]}x{self.size[1]} {self.scale:g} {self.theme}"

    @property
    def shot(self) -> Shot:
        """Return the shot of the look, as `kiosk screenshot` names it. Raises ValueError for a staged scene."""
        screen, state = self.scene.split("/")
        return Shot(
            screen=screen, state=state, size=self.size, theme=self.theme, text_scale=self.scale, language="id", now=NOW
        )


def scenes() -> tuple[str, ...]:
    return (*(f"{screen}/{state}" for screen, state in every()), *STAGED)


def whole() -> Iterator[Look]:
    """All looks of all scenes."""
    return (Look(*each) for each in product(scenes(), SIZES, SCALES, THEMES))


# that content is old, that nobody answers, that a warning is in force looks the same on most screens: each screen in one of them
ALIKE = ("offline", "stale", "old", "timeout", "band")


def sample() -> Iterator[Look]:
    """One look of each screen and state, of those that are alike one a screen: all sizes, text sizes and themes are among them,
    others from scene to scene."""
    looks = [*product(SIZES, SCALES)]
    alike = [scene for scene in scenes() if scene.partition("/")[2] in ALIKE]
    screens = [*dict.fromkeys(scene.partition("/")[0] for scene in alike)]
    kept = {
        (of := [scene for scene in alike if scene.startswith(f"{screen}/")])[turn % len(of)]
        for turn, screen in enumerate(screens)
    }
    for turn, scene in enumerate(scene for scene in scenes() if scene not in alike or scene in kept):
        size, scale = looks[turn * 4 % len(looks)]
        yield Look(scene, size, scale, THEMES[turn % len(THEMES)])


class Stand(Struct):
    """A kiosk that stands as a look says: its board, a controller that its screens ask, the folder of its pictures. `act` does what
    a key asks for in a kiosk of its own that stands the same, and says whether anything came of it; None where nothing can."""

    board: Any
    controller: Any
    media: Any
    opened: Callable[[Any], None] = lambda _shell: None
    act: Callable[[tuple[Any, ...]], bool] | None = None


def stand(look: Look, village: Installation, folder: Any, stack: ExitStack) -> Stand:
    return _staged(look, folder) if look.scene in STAGED else _posed(look, village, stack)


def _posed(look: Look, village: Installation, stack: ExitStack) -> Stand:
    """A kiosk with a real controller: what its keys ask for is noted, and can be done in another that stands the same."""
    from tests.gallery.pose import Pose

    shot = look.shot
    clock = village.clock(NOW + shot.age - FRESH)
    pose = Pose(village, shot, clock, stack)
    pose.board.by_buttons = True  # for whom nothing moves by itself
    controller = _noting(pose.controller)

    def act(call: tuple[Any, ...]) -> bool:
        with ExitStack() as other:
            again = Pose(village, shot, clock, other)
            for fits in controller.told:
                again.controller.navigation.set_fits(fits)
            again.board.by_buttons = True
            again.stopwatch.still_for += LOOK_S  # who presses has looked first
            spoken = list(again.voice.speeches)
            before = _state(again)
            name, *arguments = call
            verb: Any = again.controller
            parts = name.split(".")
            if parts[0] == "page":
                verb, parts = verb.page(parts[1]), parts[2:]
            for part in parts:
                verb = getattr(verb, part)
            verb(*arguments)
            said = again.voice.speeches
            return before != _state(again) or any(one is not other for one, other in zip(spoken, said, strict=True))

    return Stand(pose.board, controller, village.data, act=act)


def _state(pose: Any) -> tuple[Any, ...]:
    """All that a key can change: what is shown, what is said."""
    board, voice = pose.board, pose.voice
    return (*((name, getattr(board, name)) for name in sorted(board.properties())), *voice.speeches)


def _staged(look: Look, folder: Any) -> Stand:
    from kiosk.ui.board import Board
    from tests.kiosk.ui.states import STATES, fit
    from tests.support.shown_village import Village
    from tests.support.stage import NotingController, Stage

    stage = Stage.__new__(Stage)
    stage.village, stage.board, stage.controller = Village(folder), Board(), NotingController()
    stage.village.fill(stage.board)
    board = stage.board
    board.theme, board.text_scale, board.by_buttons = look.theme, look.scale, True
    stage.turn_to(**STATES[look.scene](stage))

    def opened(canvas: Any) -> None:
        stage.canvas = canvas
        fit(stage)

    return Stand(board, stage.controller, folder, opened=opened)


def _noting(real: Any) -> Any:
    """A controller that notes what it is asked; only what a layout holds is told to the `real` one."""
    from tests.support.stage import NotingController

    noting: Any = NotingController()

    def set_fits(fits: Any) -> None:
        noting.told.append(fits)
        real.navigation.set_fits(fits)

    noting.navigation.set_fits = set_fits
    noting.why_resting = real.why_resting
    film, playing = noting.page("film"), real.page("film")
    for question in ("position", "subtitle", "picture", "signs"):
        setattr(film, question, getattr(playing, question))
    return noting
