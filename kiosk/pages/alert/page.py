"""The page of a warning: what to do and what to know, a press after the other, and "Mengerti"."""

from __future__ import annotations

from collections.abc import Sequence

from content_cache.model.problems import msgid
from content_cache.model.vocabulary import Category
from kiosk.alerts.steps import step_spots
from kiosk.content.film.reel import Shown
from kiosk.content.views.keys import BarKey, Keys
from kiosk.content.views.shown import AlertView, Fits
from kiosk.core.clock import Moment
from kiosk.pages.alert.signs import AlertSigns
from kiosk.pages.alert.words import WarningWords
from kiosk.shell.page import Kiosk, Page, Target
from kiosk.shell.route import Spot
from kiosk.shell.shell import Shell

PAGED_FROM = 1.4
"""Text size from which a warning has one step or fact a page."""


class AlertPage(Page[AlertView | None]):
    """Page that fills the screen with the warning that `kiosk.shell.warnings` holds."""

    name = "alert"
    words = WarningWords

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self.signs = AlertSigns(kiosk.monotonic, kiosk.data)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> AlertView | None:
        """Return the gravest warning that nobody has acknowledged, or the one whose band was touched."""
        return self.shell.warnings.alerts.shown

    def targets(self, view: AlertView | None) -> Sequence[Target]:
        """Return the steps of the warning in the order of the screen, then the key that opens numbers and assembly points."""
        told = [Target(spot) for spot in step_spots(view)] if view is not None else []
        return [*told, Target("key:numbers", self.open_numbers)]

    @classmethod
    def keys(cls, view: AlertView | None) -> Keys:
        """Return the keys. The last one opens numbers and the way to safety, where other pages have the text size."""
        understood = BarKey("check", msgid("Understood"), "key:back", lit=True)
        numbers = msgid("Numbers and way")
        return Keys(understood, BarKey("phone-call", numbers, "key:numbers", press="open_numbers", lit=True, long=True))

    @property
    def begins(self) -> int:
        """Return the index of the target that the next key focuses first.

        At large text the first page is read without a focus, so it is the second.
        """
        return int(self.kiosk.board.text_scale >= PAGED_FROM)

    def picture(self) -> Shown:
        """Return the frame of the sign-language film that is due now; `None` once the page was left."""
        view = self.kiosk.board.view
        return self.signs.picture(view.sign if isinstance(view, AlertView) else "")

    def read(self) -> None:
        """Read the warning aloud from its beginning."""
        if self.shown is not None:
            told = self.words(self._phrases).reading(self.shown, "", self.kiosk.clock.read())
            self.shell.say(f"{self.name} {self.shown.id}", [line for _row, line in told])

    def hold(self) -> bool:
        """Stop the voice if it speaks, else read the warning: the listen key is held for the warning, never for
        the summary of the day.
        """
        if self.kiosk.reader.speaking:
            self.kiosk.reader.stop()
        else:
            self.listen()
        return True

    def home(self) -> None:
        """Acknowledge the warning, which takes it off the screen."""
        self.shell.warnings.understand()

    def back(self) -> None:
        """Acknowledge the warning, which takes it off the screen."""
        self.shell.warnings.understand()

    def give_way(self, page: str) -> None:
        """Set the warning aside while *page*, which the visitor opened from it, is on the screen."""
        self.shell.warnings.alerts.set_aside(page)

    @property
    def keeps_visitor(self) -> bool:
        """Return whether nobody has acknowledged the warning yet, so that the idle timer leaves the screen alone."""
        return self.shell.warnings.alerts.held

    def left(self) -> None:
        """Close the film in sign language when the warning leaves the screen."""
        self.signs.close()

    def open_numbers(self) -> None:
        self.shell.navigation.open_category(str(Category.ALERT))
