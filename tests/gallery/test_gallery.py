"""What the gallery draws: every screen in every state stands as it is named, and the gallery's walk is whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from kiosk.app.pictures.offscreen import Canvas
from kiosk.content.views.shown import ListView
from kiosk.demo.sample import sample_village
from kiosk.installation import Installation, Refusal
from kiosk.pages.first_run.view import FirstRunView
from kiosk.pages.search.view import SearchView
from kiosk.pages.table import SCREENS
from kiosk.pages.technician.view import DeskView, PinView, StatusView
from kiosk.settings import load
from kiosk.shell.tools.staff_pin import PAD
from kiosk.state.memory import Memory
from tests.gallery.__main__ import posed
from tests.gallery.gallery import single_pictures, walk_pictures
from tests.gallery.pose import Pose
from tests.gallery.posing import Shot
from tests.gallery.shots import every, fitting, poses, states
from tests.gallery.walk import STEPS, walk
from tests.support.board import view_of

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=timezone(timedelta(hours=8)))
# what can be pictured and is no screen of its own, and what shows it
SHOWN_BY = {
    "desk": {"status"},
    "settings": {"home"},
    **{shown: {"news"} for shown in ("services", "clarifications", "alerts")},
}


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(load(None), None, tmp_path_factory.mktemp("data"), lambda _: None, lambda _: None)
    with sample_village(installation, NOW - timedelta(minutes=10)) as on_demo:
        yield on_demo


def test_every_screen_has_its_states() -> None:
    assert set(SCREENS) <= set(poses())
    assert {"services", "clarifications", "alert", "status", "settings"} <= set(poses())
    for screen in poses():
        assert fitting(screen, "normal") == (screen, states(screen)[0])
    assert (fitting("home", "handout"), fitting("idle", "handout")) == (None, None)


@pytest.mark.slow(cases=4)
@pytest.mark.parametrize(("screen", "state"), list(every()))
def test_each_state_stands_as_it_is_named(village: Installation, screen: str, state: str) -> None:
    shot = Shot(screen, (1280, 720), state=state, now=NOW)
    with ExitStack() as stack:
        pose = Pose(village, shot, village.clock(NOW + shot.age - timedelta(minutes=10)), stack)
        board = pose.board
        expected = {screen} if screen in SCREENS else SHOWN_BY[screen]
        if (screen, state) == ("item", "empty"):
            expected = {"news"}  # there is none to open
        if state in ("opening", "opened"):
            expected = {"item"}
        assert board.screen in expected
        assert board.sheet is (screen == "settings")
        seen: Callable[[], object] = {
            "empty": lambda: (
                getattr(board.view, "hero", None) is None
                and {row.id for row in (board.view.rows if isinstance(board.view, ListView) else ())}
                <= {"hari-ini:contact"}  # whom to telephone
            ),
            "offline": lambda: board.freshness.stale,
            "stale": lambda: board.freshness.stale,
            "timeout": lambda: board.seconds_left > 0,
            "speaking": lambda: board.speaking is not None or screen == "alert",
            "handout": lambda: board.handout is not None,
            "results": lambda: view_of(board, SearchView).hits and not view_of(board, SearchView).typing,
            "nothing": lambda: not view_of(board, SearchView).hits,
            "band": lambda: board.band is not None,
            "headset": lambda: board.headset and board.alone,
            "pin": lambda: board.view == PinView(typed=2),
            "wrong": lambda: view_of(board, PinView).wrong,
            "locked": lambda: view_of(board, PinView).locked_for > 0,
            "place": lambda: view_of(board, FirstRunView).place,
            "stick": lambda: view_of(board, DeskView).waiting == 2,
            "write": lambda: getattr(board.view, "step", "") == "write",
            "recording": lambda: view_of(board, DeskView).take == "running",
            "recorded": lambda: view_of(board, DeskView).take == "made",
            "check": lambda: view_of(board, DeskView).step == "check",
        }.get(state, lambda: True)
        assert seen()
        if screen == "status" and state == "normal":
            assert isinstance(board.view, StatusView)


def test_wrong_pins_of_a_picture_lock_nothing_else(village: Installation) -> None:
    with Memory(village.data) as memory:
        memory.counts.add("read", NOW.date())
    for state in ("locked", "tools"):
        with ExitStack() as stack:
            board = Pose(village, Shot("status", (800, 480), state=state, now=NOW), village.clock(NOW), stack).board
            assert (board.tool is not None) is (state == "tools")
    with Memory(village.data) as memory:
        assert memory.pin_tries.of(PAD) == 0
        assert memory.counts.counts_on(NOW.date()) == {"read": 1}


@pytest.mark.parametrize(
    ("shot", "told"),
    [(Shot("nowhere", (800, 480)), "there are: "), (Shot("idle", (800, 480), state="handout"), "has no state")],
)
def test_what_there_is_not_is_refused_with_what_there_is(shot: Shot, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        posed(shot)


def test_the_gallery_names_each_picture_once() -> None:
    wanted = Shot("home", (1280, 720))
    files = [picture.file for picture in (*single_pictures(wanted, ()), *walk_pictures(wanted, ()))]
    assert len(files) == len(set(files))
    dark = list(single_pictures(replace(wanted, theme="dark"), [(800, 480)]))
    assert len(dark) == len(list(every()))
    assert {picture.shot.theme for picture in dark} == {"dark"}


@pytest.mark.slow(cases=0)
def test_the_walk_is_pictured_step_by_step(village: Installation, canvas: Canvas, tmp_path: Path) -> None:
    files = [tmp_path / f"{step}.png" for step in range(len(STEPS))]
    shot = Shot("walk", (800, 480), theme="contrast", text_scale=2.0, language="en", now=NOW)
    walk(village, shot, village.clock(NOW), files, canvas)
    assert len({file.read_bytes() for file in files}) == len(STEPS)


# each screen and every 25th state (tests/drawn draws them all), and of the desk's pages the first: each takes a browser of its own
_SAMPLED = """
import sys
from tests.gallery import gallery
from tests.gallery.__main__ import main
known = [*gallery.every()]
of_each = {screen: (screen, state) for screen, state in reversed(known)}
gallery.every = lambda: [pair for number, pair in enumerate(known) if number % 25 == 0 or pair in of_each.values()]
sys.exit(main(sys.argv[1:]))
"""
_FIRST_PAGE = """#!/bin/sh
[ -e "$0.done" ] || { : > "$0.done" && exec %s "$@"; }
"""


@pytest.mark.slow(cases=0)
@pytest.mark.timeout(600)  # 132 pictures: three minutes beside other work
def test_the_gallery_is_a_page_with_a_picture_of_every_screen(tmp_path: Path, long: bool) -> None:
    """Each screen in its usual state, and a few others; with --long in every state."""
    folder = tmp_path / "gallery"
    browser = shutil.which("chromium")
    if browser and not long:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/chromium").write_text(_FIRST_PAGE % browser, "utf-8")
        (tmp_path / "bin/chromium").chmod(0o700)
    done = subprocess.run(
        [sys.executable, *(("-m", "tests.gallery") if long else ("-c", _SAMPLED)),
         "--data", str(tmp_path), "--out", str(folder), "--size", "800x480",
         "--theme", "dark", "--text-scale", "1", "--language", "en"],
        capture_output=True, text=True, check=False,
        env=os.environ | {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (folder / "index.html").read_text("utf-8")
    pictures = sorted(folder.glob("*.png"))
    assert all(f'src="{picture.name}"' in page for picture in pictures)
    assert {picture.name.partition("-")[0] for picture in pictures} > {
        "idle",
        "home",
        "news",
        "item",
        "events",
        "search",
    }
    # the desk's pages are a browser's work, where there is one
    assert not browser or (folder / "phone-1.png").stat().st_size > 5_000
    kiosks = [picture for picture in pictures if not picture.name.startswith("phone-")]
    assert f"{len(kiosks)}/{len(kiosks)}" in done.stderr
    for picture in kiosks:
        with Image.open(picture) as drawn:
            assert drawn.size == (800, 480)
            assert len(drawn.getcolors(1 << 20) or ()) > 20
