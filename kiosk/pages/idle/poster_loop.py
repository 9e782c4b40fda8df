"""Loop of posters and films on the idle screen: by their own terms, by their kind, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.items import Item
from content_cache.model.loop import LoopTerms
from content_cache.model.vocabulary import Category
from kiosk.content.pictures import is_poster, pictures_of
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment
from kiosk.pages.idle.slides import FILM, MOST_SLIDES, Slide

# no clarifications: the picture of a rumour is the rumour
_CATEGORIES = (Category.ANNOUNCEMENT, Category.NEWS, Category.SERVICE)
_LOOKED_AT = 60  # items of each category that are considered
_NEWS_FOR = timedelta(days=14)  # age up to which posters in the news are shown, unless they have terms of their own
_KEPT = 15  # minutes after which the slides are looked up again, because an item may begin or end
_ALWAYS = LoopTerms()


class PosterLoop:
    """Loop whose slides are looked up when the store has changed, and every few minutes. In between they are kept."""

    def __init__(self, repository: ContentRepository) -> None:
        self._repository = repository
        self._known: tuple[object, ...] = ()
        self._slides: list[Slide] = []

    def slides(self, moment: Moment) -> tuple[Slide, ...]:
        """Return the slides that may be shown at *moment*, numbered from 1."""
        now = moment.now
        key = (self._repository.version(), now.date(), (now.hour * 60 + now.minute) // _KEPT, moment.trust)
        if key != self._known:
            self._known, self._slides = key, self._find_slides(moment)
        holds = _holding(moment)
        shown = [slide for slide in self._slides if holds(slide.item)][:MOST_SLIDES]
        return tuple(replace(slide, number=number, total=len(shown)) for number, slide in enumerate(shown, 1))

    def _find_slides(self, moment: Moment) -> list[Slide]:
        found = [
            slide
            for category in _CATEGORIES
            for item in self._repository.items(category, moment, limit=_LOOKED_AT)
            for slide in self._slides_of(item, moment)
        ]
        return sorted(found, key=lambda slide: _age(slide.item), reverse=True)

    def _slides_of(self, item: Item, moment: Moment) -> Iterator[Slide]:
        """Yield the slides of *item*: its film and its poster.

        An item with terms of its own and no playable film shows any first picture.
        """
        pictures, film, terms = pictures_of(item), item.film, item.loop or _ALWAYS
        is_new = item.loop is not None or self._is_new(item, moment)
        if not terms.weight or not is_new:
            return
        plays = film is not None and bool(film.path)
        if film is not None and plays and (film.thumbnail or pictures):
            yield Slide(item, film if film.thumbnail else pictures[0], terms.weight, kind=FILM)
        if pictures and ((item.loop is not None and not plays) or self._is_poster(item, pictures[0])):
            yield Slide(item, pictures[0], terms.weight)

    def _is_new(self, item: Item, moment: Moment) -> bool:
        return item.category is not Category.NEWS or moment.now - _age(item) <= _NEWS_FOR

    def _is_poster(self, item: Item, shown: Attachment) -> bool:
        return is_poster(item, shown, None) or is_poster(item, shown, self._repository.picture_text(shown))


def _age(item: Item) -> datetime:
    return item.shown_first or item.published or datetime.min.replace(tzinfo=UTC)


def _holding(moment: Moment) -> Callable[[Item], bool]:
    """Return a function that tells whether an item may be shown at *moment*, by its terms and its end.

    Terms with hours fail while the time is unknown.
    """

    def holds(item: Item) -> bool:
        terms = item.loop or _ALWAYS
        ended = item.expires is not None and moment.expired_at is not None and item.expires <= moment.expired_at
        return not ended and (terms.hold(moment.now) if moment.relative else not terms.need_the_time)

    return holds
