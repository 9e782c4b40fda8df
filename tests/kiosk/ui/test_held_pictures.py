"""The main screens look as they did when somebody last looked at them: compared with the pictures beside this file.

Under the GL renderer that drew them (it is written in the files) every pixel is the same. Under another one letters have other
edges: then the picture must be the same as seen from a little further away. After a change that is meant, look at what comes of

    python -m tests.kiosk.ui.test_held_pictures [FOLDER]

which draws them anew, into the folder beside this file if no other is named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from PIL.PngImagePlugin import PngInfo

import tests.conftest  # noqa: F401 -- Kivy's surroundings, before what follows imports Kivy
from tests.kiosk.ui.states import open_fitted
from tests.support.stage import Stage

HELD = Path(__file__).with_name("pictures")
SMALL, REGULAR = (800, 480), (1280, 720)
MAIN: dict[str, tuple[str, tuple[int, int], dict[str, Any]]] = {
    "idle": ("idle", SMALL, {}),
    "home": ("home", SMALL, {}),
    "home-regular": ("home", REGULAR, {}),
    "home-dark": ("home", SMALL, {"theme": "dark"}),
    "home-contrast": ("home", SMALL, {"theme": "contrast"}),
    "home-portrait": ("home", (720, 1280), {}),
    "news": ("news", SMALL, {}),
    "news-200": ("news", SMALL, {"text_scale": 2.0}),
    "item": ("item", SMALL, {}),
    "poster": ("poster", REGULAR, {}),
    "viewer": ("viewer", SMALL, {}),
    "clarification": ("clarification", SMALL, {}),
    "events": ("events", REGULAR, {}),
    "announcements": ("announcements", SMALL, {}),
    "search": ("search", SMALL, {}),
    "alert": ("alert", SMALL, {}),
    "sheet": ("sheet", SMALL, {}),
    "timeout": ("timeout", SMALL, {}),
    "first-run": ("first-run", SMALL, {}),
    "pin": ("pin", SMALL, {}),
}
FAR = 8  # px that are seen as one from further away
NEAR_ENOUGH, FAR_OFF = 3.0, 40.0  # of 255: the mean difference, and the largest of such a place


def draw(stage: Stage, name: str) -> Image.Image:
    what, size, board = MAIN[name]
    open_fitted(stage, what, size, **board)
    stage.decoded()
    picture: Image.Image = stage.picture()
    return picture


def renderer() -> str:
    from kivy.graphics.cgl import cgl_get_backend_name
    from kivy.graphics.opengl import GL_RENDERER, GL_VERSION, glGetString

    return " ".join((cgl_get_backend_name(), *(glGetString(what).decode() for what in (GL_RENDERER, GL_VERSION))))


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """The mean difference of two pictures, and the largest of a place, as seen from further away."""
    size = (one.width // FAR, one.height // FAR)
    far = ImageChops.difference(one.resize(size, Image.Resampling.BOX), other.resize(size, Image.Resampling.BOX))
    stat = ImageStat.Stat(far)
    return max(stat.mean), float(max(high for _, high in stat.extrema))


@pytest.mark.parametrize("name", MAIN)
def test_a_main_screen_looks_as_it_did(stage: Stage, name: str, tmp_path: Path) -> None:
    picture = draw(stage, name)
    picture.save(tmp_path / f"{name}.png")
    with Image.open(HELD / f"{name}.png") as file:
        held, by = file.convert("RGB"), file.text.get("renderer")  # type: ignore[attr-defined]

    assert picture.size == held.size
    if by == renderer():
        box = ImageChops.difference(picture, held).getbbox()
        assert box is None, f"{tmp_path / name}.png is another picture than {HELD / name}.png in {box}"
    mean, most = difference(picture, held)
    assert mean <= NEAR_ENOUGH
    assert most <= FAR_OFF


def test_another_screen_does_not_pass_for_it(stage: Stage) -> None:
    """The tolerance is small: what a visitor would notice is not within it."""
    with Image.open(HELD / "home.png") as file:
        home = file.convert("RGB")
    stage.open("home", SMALL, contact="")
    stage.board.theme = "dark"
    stage.settle()
    assert difference(stage.picture(), home)[0] > NEAR_ENOUGH
    moved = ImageChops.offset(home, 12, 0)
    assert difference(moved, home)[1] > FAR_OFF


def main(folder: Path = HELD) -> int:
    from kiosk.app.pictures.offscreen import Canvas
    from tests.support.shown_village import Village
    from tests.support.stage import Stage
    from tests.support.window import LARGEST

    folder.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(LARGEST)
    for name in MAIN:
        stage = Stage(canvas, Village(Path(tempfile.mkdtemp(prefix="village-"))))
        told = PngInfo()
        told.add_text("renderer", renderer())
        draw(stage, name).save(folder / f"{name}.png", optimize=True, pnginfo=told)
        stage.close()
        print(folder / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
