"""A kiosk as a process of its own: `python -m tests.campaigns.two_ways.living CONFIG DATA [--no-refresh] [--paced]`.
`--paced`: it draws and
rests as with a screen; else as fast as it can.

All of `kiosk run` in a window that nothing shows, its refresher a child; in place of a Pi's pins those of gpiozero that can be
pressed from here. A line of JSON goes out for each change of what it shows and for each utterance; commands come in as lines:
{"press": BUTTON, "seconds": S}, {"type": TEXT}, {"seek": TEXT} on the search, {"picture": FILE}.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from gpiozero import Device
from gpiozero.pins.mock import MockFactory

from kiosk.content.views.questions import AskView
from kiosk.pages.answers.view import AnswersView

PINS = {"previous": 5, "listen": 6, "next": 13, "home": 19}
LAMP = 22
SIZE = (1280, 720)
_LOOK_S, _LOOK_PACED_S = 0.05, 0.2


def main(config: Path, data: Path, *, refresh: bool, paced: bool) -> None:
    from kiosk.ui.runtime.environment import kivy_home, prepare

    factory = Device.pin_factory = MockFactory()
    os.environ |= {"SDL_VIDEODRIVER": "offscreen", "KIVY_GL_BACKEND": "sdl2", "LIBGL_ALWAYS_SOFTWARE": "1"}
    prepare(size=SIZE, offscreen=not paced, home=kivy_home(data))
    from kivy.clock import Clock as Frames

    from kiosk.app.context import AppContext
    from kiosk.app.first_picture import draw_first
    from kiosk.app.window import KioskApp
    from kiosk.core.clock import Clock
    from kiosk.installation import Installation
    from kiosk.settings import load

    installation = Installation(load(config), config, data, print, print)
    clock = Clock(installation.zone, believed=lambda: True)
    context = AppContext(installation.settings, data, installation.repository(), clock, config, refresh=refresh)
    app = KioskApp(context, first=draw_first(context))
    voice = app.services.voice
    say = voice.say

    def noted(utterance: Any, *more: Any, **named: Any) -> None:
        spoken = [each.spoken for each in utterance.sentences]
        sounds = [str(each.sound.path) if each.sound else "" for each in utterance.sentences]
        _tell(said=" ".join(spoken), recording=str(utterance.recording or ""), sentences=spoken, sounds=sounds)
        say(utterance, *more, **named)

    setattr(voice, "say", noted)  # noqa: B010 - a method of one object
    last: dict[str, object] = {}

    def look(_seconds: float) -> None:
        nonlocal last
        now = _state(app, factory)
        if now != last:
            last = now
            _tell(**now)

    def do(act: Callable[[], object]) -> None:
        Frames.schedule_once(lambda _seconds: act())

    Frames.schedule_interval(look, _LOOK_PACED_S if paced else _LOOK_S)
    threading.Thread(target=_hands, args=(app, factory, do), daemon=True).start()
    try:
        app.run()
    finally:
        app.on_stop()


def _state(app: Any, factory: MockFactory) -> dict[str, object]:
    board = app.board
    ask = board.view if isinstance(board.view, AskView) else None
    return {
        "screen": board.screen,
        "focus": board.focus,
        "step": str(ask.step) if ask else "",
        "opened": bool(ask and ask.opened),
        "seconds": round(ask.seconds, 1) if ask else 0.0,
        "number": ask.number if ask else 0,
        "told": ask.told if ask else "",
        "answers": [each.number for each in board.view.rows] if isinstance(board.view, AnswersView) else [],
        "speaks": bool(app.services.voice.speeches),
        "lamp": factory.pin(LAMP).state,
    }


def _hands(app: Any, factory: MockFactory, do: Callable[[Callable[[], object]], None]) -> None:
    for line in sys.stdin:
        command = json.loads(line)
        if "press" in command:
            pin = factory.pin(PINS[command["press"]])
            pin.drive_low()
            time.sleep(command.get("seconds", 0.15))
            pin.drive_high()
        elif "type" in command:
            do(partial(_type, app.controller.page("ask"), command["type"]))
        elif "seek" in command:
            do(partial(_look_for, app.controller.page("search"), command["seek"]))
        elif "picture" in command:
            do(partial(app.shell.export_to_png, command["picture"]))
    do(app.stop)


def _type(questions: Any, text: str) -> None:
    """Type *text* into a new question by the screen's keys, and listen to it."""
    questions.choose_kind(0)
    questions.choose_recipient(0)
    questions.write()
    for letter in text:
        questions.type_letters(letter)
    questions.finish_writing()
    questions.hear()


def _look_for(search: Any, text: str) -> None:
    """Type *text* in place of what stands there, by the screen's keys, and show what it finds."""
    search.edit()
    search.erase_all()
    for letter in text:
        search.type_letters(letter)
    search.show_results()


def _tell(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), refresh="--no-refresh" not in sys.argv, paced="--paced" in sys.argv)
