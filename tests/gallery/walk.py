"""One visitor's way through the kiosk, pictured at each step: idle, home, news, item, read aloud, events, search, item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.vocabulary import Category
from kiosk.core.clock import Clock
from kiosk.installation import Installation
from tests.gallery.pose import Pose
from tests.gallery.posing import Shot

if TYPE_CHECKING:  # whatever loads Kivy waits until its settings are made
    from kiosk.app.pictures.offscreen import Canvas

STEPS = ("nobody", "touched", "list", "opened", "read aloud", "calendar", "typed", "found")
"""What has been done last in each picture."""


def walk(installation: Installation, shot: Shot, clock: Clock, files: Sequence[Path], canvas: Canvas) -> None:
    """Walk in the look of `shot`, one shell all the way as on a kiosk; a PNG a step. Raises OSError for a file."""
    from kiosk.pages.table import PAGES, SCREENS
    from kiosk.ui.frame.frame import Frame
    from kiosk.ui.runtime.environment import unit_for

    with ExitStack() as stack:
        pose = Pose(installation, replace(shot, screen=PAGES.main.idle, state="normal"), clock, stack)
        shell = Frame(pose.board, pose.controller, SCREENS, unit=unit_for(shot.size), media=installation.data)
        stack.callback(shell.close)
        canvas.show_widget(shell, shot.size)
        shell.theme.still = True  # no picture is half faded in
        for step, file in zip(_steps(pose, shot), files, strict=True):
            step()
            shell.theme.still = True
            canvas.draw_frames(10)
            canvas.save_png(file)


def _steps(pose: Pose, shot: Shot) -> list[Callable[[], object]]:
    from kiosk.pages.table import PAGES

    controller = pose.controller
    search, news = controller.page(PAGES.main.search), controller.page(PAGES.lists(Category.NEWS))

    def look_for() -> None:
        search.turn_to()
        search.type_letters(shot.query)
        search.search_typed()

    def open_found() -> None:
        search.show_results()
        search.open_hit(0)

    return [
        lambda: None,
        controller.visit.touched,
        lambda: controller.navigation.open_category(str(Category.NEWS)),
        lambda: news.open_row(0),
        pose.read_aloud,
        lambda: controller.navigation.open_category(str(Category.EVENT)),
        look_for,
        open_found,
    ]
