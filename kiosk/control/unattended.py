"""What the board says before anybody has touched anything: the settings' own choices, and what the idle screen shows.

It is drawn before the controller is there, so it knows none of what a visitor may ask for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from content_cache.model.items import Announcement, Category
from kiosk.content.loop import PosterLoop
from kiosk.content.repository import ContentRepository
from kiosk.control.day_night import is_night, theme_at
from kiosk.core.clock import Clock, Moment
from kiosk.i18n.phrases import village
from kiosk.settings import Settings
from kiosk.settings.sections import LoopSettings
from kiosk.viewmodel.views import SlidesView

if TYPE_CHECKING:
    from kiosk.viewmodel.ports import BoardPort

_PICTURED = 12  # news among which one with a picture is looked for
_UPCOMING = 3


def apply_defaults(board: BoardPort, settings: Settings, clock: Clock) -> None:
    """Whose kiosk it is, and what a visitor may choose otherwise: language, theme, text size."""
    place = settings.place
    board.place, board.contact = village(place.name), place.contact
    board.language = place.language
    board.theme = theme_at(settings.screen.theme, clock.read())
    board.text_scale = settings.screen.text_scale


class IdleFiller:
    """Puts on the board what the idle screen shows."""

    def __init__(self, board: BoardPort, repository: ContentRepository, loop: LoopSettings) -> None:
        self._board = board
        self._repository = repository
        self._settings = loop
        self._loop = PosterLoop(repository)

    def start(self, moment: Moment) -> None:
        """On a board that knows nothing yet."""
        self._board.moment = moment
        self._board.freshness = self._repository.freshness(moment)
        self.fill(moment)

    def fill(self, moment: Moment) -> None:
        board, repository = self._board, self._repository
        board.day = repository.day_sheets.day(moment)
        board.upcoming = repository.event_calendar.upcoming(moment, _UPCOMING)
        board.slides = self._slides(moment)

    def _slides(self, moment: Moment) -> SlidesView:
        news = self._repository.items(Category.NEWS, moment, limit=_PICTURED)
        notices = self._repository.items(Category.ANNOUNCEMENT, moment, limit=1)
        notice = notices[0] if notices and isinstance(notices[0], Announcement) else None
        wanted = self._settings
        posters = self._loop.slides(moment) if wanted.posters and not is_night(moment) else ()
        own = {slide.key[:2] for slide in posters}  # what has a turn of its own has no other
        first = next((item for item in news if item.picture and (item.source, item.id) not in own), None)
        notice = notice if notice is None or (notice.source, notice.id) not in own else None
        return SlidesView(first, notice, posters=posters, seconds=wanted.seconds, films=wanted.films)
