"""What the buttons of the technician's page try: fetching now, a spoken sentence, the screen's next colours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kiosk.i18n.translation import Translation
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from kiosk.viewmodel.ports import BoardPort

_THEMES = ("light", "dark", "contrast")


class PageTests:
    """`now` is the kiosk's time, `say` speaks lines under a name. Each act returns what the page is to say, mostly nothing."""

    def __init__(
        self,
        board: BoardPort,
        memory: Memory,
        *,
        now: Callable[[], datetime],
        say: Callable[[str, list[str]], None],
    ) -> None:
        self._board = board
        self._memory = memory
        self._now = now
        self._say = say
        self._asked: int | None = None  # the number of the request for news

    def refresh(self) -> str:
        self._asked = self._memory.requests.ask(RequestKind.REFRESH, self._now())
        return ""

    def answer(self) -> str:
        """What has become of the request for news."""
        if self._asked is None:
            return ""
        _ = self._words
        return _("Asked for") if self._memory.requests.answer_to(self._asked) is None else _("Being fetched")

    def sound(self) -> str:
        self._say("sound test", [self._words("This is how the kiosk sounds.")])
        return ""

    def screen(self) -> str:
        place = _THEMES.index(self._board.theme) + 1
        self._board.theme = _THEMES[place % len(_THEMES)]
        return ""

    @property
    def _words(self) -> Callable[[str], str]:
        return Translation(self._board.language).gettext
