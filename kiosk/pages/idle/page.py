"""Idle page: a touch or a button leads home, or to the poster that fills the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.narration.page_words import PageWords
from kiosk.pages.idle.contents import IdleContents
from kiosk.pages.idle.loop_film import LoopFilm
from kiosk.pages.idle.view import IdleView
from kiosk.shell.page import Kiosk, Page
from kiosk.shell.route import Spot

if TYPE_CHECKING:
    from kiosk.shell.shell import Shell


class IdlePage(Page[IdleView]):
    """Page of contents that take turns, and the film whose turn it is."""

    name = "idle"
    words = PageWords

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._contents = IdleContents(kiosk.repository, kiosk.settings.loop)
        self._filling = ""  # id of the item whose poster fills the screen
        self.film = LoopFilm(kiosk.monotonic, kiosk.data)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> IdleView:
        """Return the contents that take turns now."""
        return self._contents.idle_view(moment)

    def why_idle(self, key: str) -> str:
        """Return "", because each key begins a visit."""
        return ""

    def showing(self, item_id: str) -> None:
        """Note the item whose poster or film fills the screen; "" for none."""
        self._filling = item_id

    def wake(self, *, to_poster: bool = False) -> bool:
        """Go home, or with *to_poster* on to the poster that fills the screen. A broadcast under way goes on. Return True."""
        poster = self._filling if to_poster else ""
        self.shell.navigation.start_home()
        if poster:
            self.shell.navigation.open_item(poster)
        return True

    def step(self, direction: int) -> None:
        """Go home and focus the first (*direction* +1) or last (-1) target there."""
        self.wake()
        super().step(direction)

    def listen(self) -> None:
        """Leave the idle screen and read the summary of the day.

        If a poster or film fills the screen, read or play that instead.
        """
        self.wake(to_poster=True)
        self.shell.navigation.page.greet()

    def left(self) -> None:
        """Close the silent film, because another page takes the screen."""
        self.film.close()
