"""The resting screen: whoever touches it or presses a button is led home, or to the poster that fills it."""

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
    """Contents that take turns, and the film whose turn it is."""

    name = "idle"
    words = PageWords

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._contents = IdleContents(kiosk.repository, kiosk.settings.loop)
        self._filling = ""  # the item whose poster fills the screen
        self.film = LoopFilm(kiosk.monotonic, kiosk.data)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> IdleView:
        """Return what takes turns now."""
        return self._contents.idle_view(moment)

    def why_idle(self, key: str) -> str:
        """Return "": each key begins a visit."""
        return ""

    def showing(self, item_id: str) -> None:
        """Note the item whose poster fills the screen; "" for none."""
        self._filling = item_id

    def wake(self, *, to_poster: bool = False) -> bool:
        """Go home, and on to the poster that fills the screen where *to_poster*. An announcement that is read out goes on."""
        poster = self._filling if to_poster else ""
        self.shell.navigation.start_home()
        if poster:
            self.shell.navigation.open_item(poster)
        return True

    def step(self, direction: int) -> None:
        """Go home, and to the first or last thing there."""
        self.wake()
        super().step(direction)

    def listen(self) -> None:
        """Read the summary of the day; else the poster that fills the screen, or play its film anew with its sound."""
        self.wake(to_poster=True)
        self.shell.navigation.page.greet()

    def left(self) -> None:
        """Close the film."""
        self.film.close()
