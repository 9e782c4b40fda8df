"""Fingers that take two listeners through `kiosk listening-test` on the screen:
python -m tests.kiosk.cli.listening_fingers FOLDER [deaf]"""

from __future__ import annotations

import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from kiosk.cli.listening_pairs import Pair
from kiosk.cli.listening_test import by_touch
from kiosk.installation import Installation
from kiosk.settings import Settings, SpeechSettings

TOUCHES = [
    "Mulai",
    "a",
    "b",
    "Lanjutkan",
    "Suara kedua",
    "Pendengar berikutnya",
    "Mulai",
    "Lanjutkan",
    "Sama saja",
    "Selesai",
]


def touch(touches: list[str]) -> None:
    """Touch each of *touches* in turn as soon as it can be touched; called from another thread."""
    while (app := _running()) is None or app.root is None:
        time.sleep(0.01)
    from kivy.clock import Clock

    Clock.schedule_interval(lambda _: _try(app.root, touches), 0)


def _running() -> Any:
    kivy = sys.modules.get("kivy.app")
    return kivy.App.get_running_app() if kivy is not None and hasattr(kivy, "App") else None


def _try(root: Any, touches: list[str]) -> None:
    from kivy.base import EventLoop

    from tests.support.stage import Finger

    keys = (key for key in root.walk() if getattr(key, "available", False) and key.width > 10)
    here = next((key for key in keys if touches and _name(key) == touches[0]), None)
    if here is None:
        return
    before = _shown(root)
    x, y = here.to_window(*here.center)
    window = EventLoop.window
    finger = Finger(x / (window.width - 1), y / (window.height - 1))
    EventLoop.post_dispatch_input("begin", finger)
    EventLoop.post_dispatch_input("end", finger)
    if _shown(root) != before:  # else it came too soon after the last
        touches.pop(0)


def _shown(root: Any) -> tuple[list[Any], list[str]]:
    """The page, and what is written on it."""
    from kiosk.ui.widgets.type_field import TypeField

    return list(root.children), [each.words for each in root.walk() if isinstance(each, TypeField)]


def _name(key: Any) -> str:
    return str(getattr(key, "words", "") or getattr(key, "face", ""))


def main(folder: Path, *how: str) -> int:
    device = f"fast-wav:{folder / ('no/card.wav' if how else 'card.wav')}"
    speech = replace(SpeechSettings(), voice="id", rate=300, device=device)
    installation = Installation(Settings(speech=speech), None, folder, print, print)
    threading.Thread(target=touch, args=(list(TOUCHES),), daemon=True).start()
    pairs = [Pair("Air.", "id", "silent")]
    lot = random.Random(1)
    return by_touch(installation, pairs, folder / "uji.csv", lot, listener="", horn=False, size=(800, 480))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
