"""`python tests/kiosk/app/first_picture.py CONFIG DATA`: a kiosk's first picture, in a process that has done nothing else.

Prints what it saw, a JSON document: the modules that were loaded for it, whether the running kiosk looks the same, and where a
finger leads.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

SIZE = (1280, 720)
NOW = datetime.fromisoformat("2026-11-24T09:41+08:00")


def main(config: Path, data: Path) -> None:
    from kiosk.installation import Installation
    from kiosk.settings import load
    from kiosk.ui.runtime.environment import prepare

    prepare(size=SIZE, offscreen=True, home=data / "kivy")
    from kiosk.app.context import AppContext
    from kiosk.app.first_picture import draw_first

    village = Installation(load(config), config, data, print, print)
    context = AppContext(village.settings, data, village.repository(), village.clock(NOW), config)
    first = draw_first(context)
    loaded = sorted(sys.modules)
    drawn = _pixels() if first is not None else b""

    from kiosk.app.pictures.offscreen import Canvas
    from kiosk.app.window import KioskApp

    canvas = Canvas(SIZE)
    app: Any = KioskApp(context, first=first)
    canvas.show_widget(app.build(), SIZE)
    told: dict[str, object] = {"loaded": loaded, "drawn": any(drawn), "same": canvas.pixels() == drawn}
    told["began"] = app.board.screen
    told["rows"] = app.controller.navigation.layout_room.rows
    app.controller.visit.touched()
    canvas.draw_frames(4)
    told["touched"] = app.board.screen
    app.on_stop()
    print(json.dumps(told))


def _pixels() -> bytes:
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

    return bytes(glReadPixels(0, 0, *SIZE, GL_RGBA, GL_UNSIGNED_BYTE))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
