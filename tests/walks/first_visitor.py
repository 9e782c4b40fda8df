"""The first visitor after a start opens the sheet for text and colours and closes it again, on a kiosk in a process of its own:

    python -m tests.walks.first_visitor WIDTHxHEIGHT FOLDER

A line for each thing that came of a tap; the status is 1 if one did not. PICTURES=DIR keeps a picture of the sheet.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tests.conftest  # noqa: F401 -- Kivy's surroundings, before what follows imports Kivy
from kiosk.demo.server import serve
from tests.support.stage import Finger
from tests.support.walk import Hall, Office


class Visitor:
    """Taps what is written on the screen, as often as a person would until something happens."""

    def __init__(self, hall: Hall, canvas: Any) -> None:
        self._hall, self._window = hall, canvas.window

    def taps(self, name: str, happened: Callable[[], bool]) -> None:
        def tap_again() -> bool:
            if not happened():
                self._tap(name)
            return happened()

        self._hall.wait_until(tap_again)
        print(f"{name}: done")

    def _tap(self, name: str) -> None:
        from kivy.base import EventLoop
        from kivy.uix.label import Label

        for label in self._window.children[0].walk():
            if isinstance(label, Label) and label.text == name and label.opacity > 0:
                x, y = label.to_window(*label.center)
                finger = Finger(x / (self._window.width - 1), y / (self._window.height - 1))
                EventLoop.post_dispatch_input("begin", finger)
                EventLoop.post_dispatch_input("end", finger)
                return


def main(size: str, folder: str) -> int:
    from kiosk.app.pictures.offscreen import Canvas
    from tests.support.window import LARGEST

    wide, high = map(int, size.split("x"))
    place, canvas = Path(folder), Canvas(LARGEST)
    site = place / "site"
    site.mkdir()
    with serve(site) as address:
        Office(site, address).publish("Jalan Imam Bonjol diperbaiki", "Mulai Senin.")
        hall = Hall(place, address, canvas)
        assert hall.refresh() == 0
        hall.open((wide, high))
        board = hall.app.board
        visitor = Visitor(hall, canvas)
        visitor.taps("Sentuh layar", lambda: board.screen == "home")
        visitor.taps("Tampilan", lambda: board.sheet)
        if pictures := os.environ.get("PICTURES"):
            canvas.frames(8)
            canvas.save_png(Path(pictures) / f"sheet-{size}.png")
        visitor.taps("Selesai", lambda: not board.sheet)
        assert board.screen == "home"
        visitor.taps("Berita", lambda: board.screen == "news")
        visitor.taps("Tampilan", lambda: board.sheet)
        visitor.taps("Beranda", lambda: board.screen == "home" and not board.sheet)
        hall.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
