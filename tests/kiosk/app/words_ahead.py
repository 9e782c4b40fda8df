"""`python tests/kiosk/app/words_ahead.py FOLDER`: how many rules the first sentence of a visit compiles, in a process that has said
nothing yet. Prints JSON: before anything was looked up, and what a sentence adds after `Services.learn_words`."""

from __future__ import annotations

import json
import sys
import threading
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from content_cache.store.store import Store
from kiosk.app.context import AppContext
from kiosk.app.services import Services
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Clock
from kiosk.hardware.lamp import Lamp
from kiosk.settings.sections import SpeechSettings
from kiosk.speech.indonesian.rules import first_rules, last_rules
from kiosk.speech.script.normaliser import say_words
from tests.support.board import PaperBoard
from tests.support.hall import USUAL
from tests.support.items import WITA

SENTENCE = "Rapat Sabtu 5 September pukul 07.30, bawa 2 kg beras."


def main(folder: Path) -> None:
    settings = replace(USUAL, speech=SpeechSettings(voice="silent", device=f"wav:{folder / 'heard.wav'}"))
    Store.open(folder).close()
    repository = ContentRepository(lambda: Store.open(folder, read_only=True), area=settings.place.area)
    services = Services(
        AppContext(settings, folder, repository, Clock(WITA)), PaperBoard(), tell=lambda _: None,
        relay=lambda _name, _on: None, lamp=Lamp(), size=lambda: (1280, 720),
    )  # fmt: skip
    with closing(services):
        before = _compiled()
        services.learn_words()
        for thread in threading.enumerate():
            if thread.name == "words":
                thread.join(60)
        ready = _compiled()
        say_words(SENTENCE)
        json.dump({"before": before, "ready": ready, "after": _compiled()}, sys.stdout)


def _compiled() -> int:
    return sum("pattern" in vars(each) for each in (*first_rules(loud=False), *last_rules()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
