"""`kiosk run`: the touch app.

It starts a refresher unless one runs, which ends with it, also when it is killed. A data folder has one window.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from content_cache.model.problems import msgid
from kiosk.app.context import AppContext
from kiosk.app.only_window import WindowOpenError, only_window
from kiosk.app.watchdog import Watchdog
from kiosk.cli.extras import require
from kiosk.cli.options import add_window, size_of
from kiosk.cli.screen import load_in_window, screen_name
from kiosk.cli.translated_parser import Parser
from kiosk.core.anew import ANEW, begin_anew
from kiosk.core.clock import Clock
from kiosk.installation import Installation, Refusal

if TYPE_CHECKING:  # it opens the window
    from kiosk.app.first_picture import FirstPicture

_log = logging.getLogger(__name__)
_NOT_OPENED = "the screen cannot be opened; check DISPLAY, or draw to a file with: kiosk screenshot"

_TWO_WINDOWS = msgid(
    "{path}: another kiosk window shows this data folder already; close that one first, or choose another folder with --data"
)


def add_options(parser: Parser) -> None:
    _ = parser.words
    add_window(parser)
    parser.add_argument("--no-refresh", action="store_true", help=_("without the refresher"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("kiosk")
    status = run(installation, window=size_of(asked.window), refresh=not asked.no_refresh)
    if status == ANEW:
        begin_anew()
    return status


def run(
    installation: Installation, *, window: tuple[int, int] | None, refresh: bool, clock: Clock | None = None
) -> int:
    """Open the window and stay until the process is asked to end; return ANEW to be started again.

    Raises Refusal if there is no screen, or another window shows the data folder.
    """
    if not screen_name():
        raise Refusal("there is no screen; connect one or set DISPLAY, or draw to a file with: kiosk screenshot")
    watchdog = Watchdog(os.environ)
    with ExitStack() as lock:
        try:
            lock.enter_context(only_window(installation.data))
        except WindowOpenError as error:
            if not watchdog.managed:
                raise Refusal(_TWO_WINDOWS, path=str(installation.data)) from error
            # the manager starts no second one: it is a technician's, or another user of the folder keeps the screen dark
            _log.warning("%s: another process shows this folder, too", installation.data)
        from kiosk.ui.runtime.gl_driver import load_ahead  # as below

        gc.disable()  # until the first frame: objects made before it live on, and collecting costs 7 %
        load_ahead()
        try:
            return _run_app(installation, watchdog, window=window, refresh=refresh, clock=clock)
        finally:
            gc.enable()  # for whoever called and goes on


def _run_app(
    installation: Installation,
    watchdog: Watchdog,
    *,
    window: tuple[int, int] | None,
    refresh: bool,
    clock: Clock | None,
) -> int:
    """Run the app until it ends, and return its exit code."""
    context = AppContext(
        settings=installation.settings,
        data=installation.data,
        repository=installation.repository(),
        clock=clock or installation.clock(),
        config=installation.config,
        refresh=refresh,
        watchdog=watchdog,
        put=installation.put_back(),
    )
    from kiosk.ui.runtime.environment import kivy_home, prepare  # for the commands with a window alone

    prepare(size=window, offscreen=os.environ.get("SDL_VIDEODRIVER") == "offscreen", home=kivy_home(installation.data))
    gc.freeze()  # Kivy has all garbage collected when it makes its context (its log: "Collect and flush all garbage")
    first = load_in_window(_load_draw_first, _NOT_OPENED)(context)
    from kiosk.app.window import KioskApp  # three times as much as what the first picture takes

    app = KioskApp(context, first=first)
    try:
        app.run()
    finally:
        app.on_stop()  # Kivy does not say it when it ends by an error, and the refresher must not be left behind
    return ANEW if app.must_restart else 0


def _load_draw_first() -> Callable[[AppContext], FirstPicture | None]:
    from kiosk.app.first_picture import (
        draw_first,  # from an extra; it opens the window, whose settings are made only now
    )

    return draw_first
