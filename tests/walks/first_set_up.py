"""Whoever sets a kiosk up walks through every branch of the first run, by touch, on a kiosk in a process of its own:

    python -m tests.walks.first_set_up WIDTHxHEIGHT FOLDER

A line for each branch that was gone to its end; the status is 1 if one was not. PICTURES=DIR keeps what was seen on the way.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tests.conftest  # noqa: F401 -- Kivy's surroundings, before what follows imports Kivy
from kiosk.pages.first_run.view import STEPS, FirstRunView, SetUp
from tests.support.stage import Finger

QUESTIONS = {
    SetUp.LANGUAGE: "Bahasa apa yang dipakai?",
    SetUp.PLACE: "Apa nama desa ini?",
    SetUp.INTERNET: "Sambungkan ke internet?",
    SetUp.CLOCK: "Apakah jamnya tepat?",
    SetUp.SOUND: "Suaranya terdengar?",
}
SEARCHED = "Wi-Fi belum ditemukan. Cari lagi, atau lanjut tanpa internet."


class SetUpWalk:
    """One kiosk without sources after another, each with a data folder of its own, in one window. No provisioner answers."""

    def __init__(self, size: tuple[int, int], folder: Path) -> None:
        from kiosk.app.pictures.offscreen import Canvas
        from tests.support.window import LARGEST

        self._size, self._folder = size, folder
        self._canvas = Canvas(LARGEST)
        self._seconds = 0.0
        self._app: Any = None
        self._kiosks = 0

    def start(self, data: Path | None = None) -> Path:
        """A kiosk is switched on; its data folder."""
        from kiosk.app.context import AppContext
        from kiosk.app.window import KioskApp
        from kiosk.installation import Installation
        from kiosk.settings import Settings, SpeechSettings, load

        self.stop()
        self._kiosks += 1
        data = data or self._folder / f"data-{self._kiosks}"
        data.mkdir(exist_ok=True)
        settings = Settings(speech=SpeechSettings(voice="silent", device="silent"), place=load(None, data).place)
        installation = Installation(settings, None, data, print, print)
        clock = installation.clock(believed=True)
        context = AppContext(settings, data, installation.repository(), clock, None, monotonic=lambda: self._seconds)
        self._app = KioskApp(context)
        self._canvas.show_widget(self._app.build(), self._size)
        self._app.open_rest()
        self.settle()
        return data

    def stop(self) -> None:
        if self._app is not None:
            self._app.on_stop()
            self._canvas.clear()
            self._app = None

    @property
    def board(self) -> Any:
        return self._app.board

    @property
    def step(self) -> SetUp | None:
        view = self.board.view
        return view.step if isinstance(view, FirstRunView) else None

    def settle(self, seconds: float = 1.0) -> None:
        """Time passes: the keys take no second tap at once."""
        self._canvas.frames(2)
        self._seconds += seconds
        for _ in range(2):
            self._app.tick()
            self._canvas.frames(2)

    def texts(self) -> list[str]:
        from kivy.uix.label import Label

        return [
            label.text for label in self._canvas.window.children[0].walk() if isinstance(label, Label) and _seen(label)
        ]

    def shows(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def tap(self, words: str) -> None:
        """Tap the label with these words, where it is drawn."""
        from kivy.base import EventLoop
        from kivy.uix.label import Label

        window = self._canvas.window
        for label in window.children[0].walk():
            if isinstance(label, Label) and label.text.casefold() == words.casefold() and _seen(label):
                x, y = label.to_window(*label.center)
                finger = Finger(x / (window.width - 1), y / (window.height - 1))
                EventLoop.post_dispatch_input("begin", finger)
                EventLoop.post_dispatch_input("end", finger)
                self.settle()
                return
        raise AssertionError(f"nobody can tap {words!r}: {self.texts()}")

    def at(self, step: SetUp) -> None:
        """That step is shown, and its question is what stands there."""
        assert self.step is step, f"{self.step} in place of {step}: {self.texts()}"
        assert self.board.tool is None
        assert self.shows(QUESTIONS[step]), self.texts()
        if pictures := os.environ.get("PICTURES"):
            self._canvas.save_png(Path(pictures) / f"setup-{self._size[0]}-{self._kiosks}-{step}.png")

    def to(self, step: SetUp) -> None:
        while self.step is not step:
            self.tap("Berikutnya")

    # the branches

    def all_answered(self) -> None:
        data = self.start()
        self.at(SetUp.LANGUAGE)
        self.tap("English")
        assert self.shows("Which language?")
        self.tap("Indonesia")
        self.tap("Berikutnya")
        self.at(SetUp.PLACE)
        for letter in "bunga":
            self.tap(letter)
        self.tap("Berikutnya")
        self.at(SetUp.INTERNET)
        self.tap("Tanpa internet")
        self.tap("Berikutnya")
        self.at(SetUp.CLOCK)
        self.tap("Berikutnya")
        self.at(SetUp.SOUND)
        self.tap("Berikutnya")
        assert (self.board.screen, self.board.place) == ("home", "Bunga")
        kept = (data / "settings.local.toml").read_text("utf-8")
        assert 'name = "Bunga"' in kept

    def all_skipped(self) -> None:
        self.start()
        for step in STEPS:
            self.at(step)
            self.tap("Lewati dulu")
        assert self.board.screen == "home"

    def back_through_all(self) -> None:
        self.start()
        self.to(SetUp.SOUND)
        for step in reversed(STEPS[1:]):
            self.at(step)
            self.tap("Kembali")
        self.at(SetUp.LANGUAGE)
        self.tap("Kembali")
        self.at(SetUp.LANGUAGE)

    def no_home_on_the_way(self) -> None:
        """No key leads home before the end, the button neither, and nothing is kept."""
        for step in (SetUp.LANGUAGE, SetUp.PLACE, SetUp.SOUND):
            data = self.start()
            self.to(step)
            assert not self.shows("Beranda"), self.texts()
            self._app.controller.home()
            self.settle()
            self.at(step)
            assert not (data / "settings.local.toml").exists(), "it is asked again at the next start"

    def wifi_that_nobody_finds(self) -> None:
        """Looked for 15 seconds, then each of the choices, and each key beside them."""
        self.start()
        for leave, step in (("Kembali", SetUp.INTERNET), ("Tanpa internet", SetUp.CLOCK), ("Lewati dulu", SetUp.CLOCK)):
            if self.step is SetUp.CLOCK:
                self.tap("Kembali")
            self.to(SetUp.INTERNET)
            self.tap("Wi-Fi balai desa")
            assert self.shows("Mencari Wi-Fi"), self.texts()
            self.settle(13)
            assert not self.shows(SEARCHED)
            self.settle(3)
            assert self.shows(SEARCHED), self.texts()
            self.tap("Cari lagi")
            assert self.shows("Mencari Wi-Fi")
            self.settle(16)
            if pictures := os.environ.get("PICTURES"):
                self._canvas.save_png(Path(pictures) / f"setup-{self._size[0]}-wifi.png")
            self.tap(leave)
            self.at(step)

    def skipping_while_it_searches(self) -> None:
        self.start()
        self.to(SetUp.INTERNET)
        self.tap("Wi-Fi balai desa")
        self.tap("Lewati dulu")
        self.at(SetUp.CLOCK)


def _seen(label: Any) -> bool:
    widget = label
    while widget is not None and not hasattr(widget, "system_size"):
        if widget.opacity == 0 or min(widget.size) < 1:
            return False
        widget = widget.parent
    return widget is not None and bool(label.text)


def main(size: str, folder: str) -> int:
    wide, high = map(int, size.split("x"))
    walk = SetUpWalk((wide, high), Path(folder))
    branches: tuple[Callable[[], None], ...] = (
        walk.all_answered,
        walk.all_skipped,
        walk.back_through_all,
        walk.no_home_on_the_way,
        walk.wifi_that_nobody_finds,
        walk.skipping_while_it_searches,
    )
    for branch in branches:
        branch()
        print(f"{branch.__name__}: done")
    walk.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
