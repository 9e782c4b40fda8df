"""Idle screen that is drawn before controller, voice and recorder are loaded, so that somebody sees a picture early.

The window reads no touch until the app runs, because the screen has no controller yet.
"""

from __future__ import annotations

from kivy.base import EventLoop
from kivy.core.window import Window
from msgspec import Struct

from kiosk.app.context import AppContext
from kiosk.app.first_screen import first_screen
from kiosk.content.views.shown import Shown
from kiosk.hardware.panel import panel_size
from kiosk.pages.idle.contents import IdleContents
from kiosk.pages.table import PAGES, SCREENS
from kiosk.settings import Settings
from kiosk.settings.overrides import was_set_up
from kiosk.shell.unattended import apply_defaults
from kiosk.ui.board import Board
from kiosk.ui.frame.frame import Frame
from kiosk.ui.runtime.environment import unit_for
from kiosk.ui.runtime.turned import rotate_window
from kiosk.ui.verbs import Verbs


class FirstPicture(Struct, frozen=True):
    """Frame that is drawn first, and the board that it was drawn from."""

    board: Board
    shell: Frame


def unit_of(settings: Settings) -> float:
    """Return px per sp in the open window as it is turned now."""
    screen = settings.screen
    return unit_for(Window.size, dpi=screen.dpi, distance_mm=screen.distance_mm, panel=panel_size(), scale=screen.scale)


def make_shell(context: AppContext, board: Board, controller: Verbs | None = None) -> Frame:
    """Create the root widget for the open window, turned as the settings say."""
    screen = context.settings.screen
    board.rotation, board.touch = screen.rotation, screen.touch
    rotate_window(Window, screen.rotation)
    unit = unit_of(context.settings)
    return Frame(
        board, controller, SCREENS, unit=unit, media=context.data, size=Window.size, monotonic=context.monotonic
    )


def draw_first(context: AppContext) -> FirstPicture | None:
    """Draw the idle screen into the window and return it; `None` if the kiosk begins with another screen, which
    its controller has to fill.
    """
    if first_screen(context.settings, set_up=was_set_up(context.data)) != PAGES.main.idle:
        return None
    board = Board(screen=PAGES.main.idle)
    apply_defaults(board, context.settings, context.clock)
    board.moment = moment = context.clock.read()
    board.freshness = context.repository.freshness(moment)
    contents = IdleContents(context.repository, context.settings.loop)
    board.shown = Shown(board.screen, contents.idle_view(moment))
    shell = make_shell(context, board)
    EventLoop.ensure_window()
    Window.add_widget(shell)
    EventLoop.idle()
    Window.remove_widget(shell)  # Kivy's app adds it again
    return FirstPicture(board, shell)
