"""Contents of the idle screen. It is drawn before the controller exists, so nothing that answers a visitor is imported here."""

from __future__ import annotations

from content_cache.model.items import Announcement
from content_cache.model.vocabulary import Category
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment
from kiosk.pages.idle.poster_loop import PosterLoop
from kiosk.pages.idle.view import IdleView
from kiosk.settings.sections import LoopSettings
from kiosk.shell.day_night import is_night

_PICTURED = 12  # newest news items, among which one with a picture is chosen
_UPCOMING = 3


class IdleContents:
    """Contents of the idle screen, chosen as the settings *loop* say."""

    def __init__(self, repository: ContentRepository, loop: LoopSettings) -> None:
        self._repository = repository
        self._wanted = loop
        self._loop = PosterLoop(repository)

    def idle_view(self, moment: Moment) -> IdleView:
        """Return the contents that take turns at *moment*.

        An item shown as poster or film is not shown again as news or notice.
        """
        repository, wanted = self._repository, self._wanted
        news = repository.items(Category.NEWS, moment, limit=_PICTURED)
        notices = repository.items(Category.ANNOUNCEMENT, moment, limit=1)
        notice = notices[0] if notices and isinstance(notices[0], Announcement) else None
        posters = self._loop.slides(moment) if wanted.posters and not is_night(moment) else ()
        own = {slide.slide_key[:2] for slide in posters}
        return IdleView(
            repository.event_calendar.upcoming(moment, _UPCOMING),
            repository.day_sheets.day_view(moment),
            next((item for item in news if item.picture and (item.source, item.id) not in own), None),
            notice if notice is None or (notice.source, notice.id) not in own else None,
            posters=posters,
            seconds=wanted.seconds,
            films=wanted.films,
        )
