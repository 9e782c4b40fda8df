"""The notices of a USB stick: the refresher is asked to publish them, and what it answers is told. Pure of Kivy."""

from __future__ import annotations

import json
from datetime import datetime

from kiosk.i18n.translation import Translation
from kiosk.notices.sources import TAKE_STICK
from kiosk.state.memory import Memory

MOST_FAULTS = 2  # that are told


class StickNotices:
    """The refresher publishes them, for it decodes what strangers made in a bounded process."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._asked: int | None = None  # the number of the request

    @property
    def asked(self) -> bool:
        """And not answered yet."""
        return self._asked is not None

    def take(self, now: datetime) -> None:
        self._asked = self._memory.ask(TAKE_STICK, now)

    def answer(self, language: str) -> tuple[str, bool] | None:
        """What became of them in words, and whether anything was wrong: once, when it is known."""
        answer = self._memory.answer_to(self._asked) if self._asked is not None else None
        if answer is None:
            return None
        self._asked = None
        said = json.loads(answer)
        words = Translation(language).ngettext(
            "{count} notice taken from the stick.", "{count} notices taken from the stick.", said["taken"]
        )
        faults = " ".join(said["faults"][:MOST_FAULTS])
        return f"{words.format(count=said['taken'])} {faults}".strip(), bool(said["faults"])
