"""A kiosk from end to end: a served feed, the commands, a real store, the app in an offscreen window, a sound file."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.app.pictures.offscreen import Canvas
from kiosk.cli.main import main
from kiosk.core.clock import Clock

SIZE = (1280, 720)
PATIENCE_S = 60.0  # a deadline for a loaded machine, not a measure
PACE_S = 1 / 60  # from frame to frame while something is waited for: the voice's processes are to have the processor


def live_until(app: Any, canvas: Canvas, happened: Callable[[], bool], place: Callable[[], object]) -> None:
    """Let the app live, a frame at a time, until something is so; `place` tells where it was otherwise."""
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, f"not within {PATIENCE_S} s; {place()}"
        app.tick()
        canvas.frames(1)
        time.sleep(PACE_S)


class Office:
    """A feed that an office publishes on a web server of its own."""

    def __init__(self, site: Path, address: str) -> None:
        self._site = site
        self.address = address
        self.items: list[dict[str, Any]] = []

    def publish(self, title: str, text: str, **extension: Any) -> None:
        number = len(self.items) + 1
        published = datetime.now(UTC).isoformat()
        item = {
            "id": f"isi-{number}",
            "title": title,
            "content_text": text,
            "date_published": published,
            "_kiosk": extension,
        }
        self.items.insert(0, item)
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Diskominfo", "items": self.items}
        (self._site / "feed.json").write_text(json.dumps(feed), "utf-8")


class Hall:
    """The kiosk in the hall: its settings, its data, its app; `sound` is what its loudspeaker played."""

    def __init__(self, folder: Path, address: str, canvas: Canvas) -> None:
        self.data = folder / "data"
        self.sound = folder / "loudspeaker.wav"
        self.config = folder / "kiosk.toml"
        self.canvas = canvas
        self.config.write_text(
            f'[place]\nname = "Desa Bunga"\n'
            f'[[source]]\nname = "Diskominfo"\nurl = "{address}/feed.json"\n'
            f'[speech]\nvoice = "id"\ndevice = "quick-wav:{self.sound}"\nquiet_hours = []\nquiet_at_prayer = false\n'
            f"[buttons]\nprevious = 5\nlisten = 6\nnext = 13\nhome = 19\n",
            "utf-8",
        )
        self.app: Any = None
        self.given_clock: Clock | None = None  # else the machine's, which is believed

    def refresh(self) -> int:
        return main(["--config", str(self.config), "--data", str(self.data), "refresh", "--force"])

    def open(self, size: tuple[int, int] = SIZE) -> None:
        from kiosk.app.context import AppContext
        from kiosk.app.window import KioskApp
        from kiosk.installation import Installation
        from kiosk.settings import load

        self.data.mkdir(exist_ok=True)
        installation = Installation(load(self.config), self.config, self.data, print, print)
        clock = self.given_clock or installation.clock(believed=True)
        self.app = KioskApp(
            AppContext(installation.settings, self.data, installation.repository(), clock, installation.config)
        )
        self.canvas.show_widget(self.app.build(), size)
        self.app.open_rest()

    def close(self) -> None:
        if self.app is not None:
            self.app.on_stop()
            self.canvas.clear()

    def wait_until(self, happened: Callable[[], bool]) -> None:
        live_until(self.app, self.canvas, happened, lambda: f"on the screen: {self.written()}")

    def written(self) -> list[str]:
        """All texts that can be seen."""
        from kivy.uix.label import Label

        root = self.canvas.window.children[0]
        return [label.text for label in root.walk() if isinstance(label, Label) and label.text and label.opacity > 0]

    def shows(self, text: str) -> bool:
        return any(text in written for written in self.written())

    def pixels(self) -> bytes:
        self.canvas.frames(8)
        return bytes(self.canvas.pixels())
