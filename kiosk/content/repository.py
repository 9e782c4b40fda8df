"""Repository of the store's content. It only reads, and keeps nothing but the connection.

The kiosk may start before the refresher has made a store, and the store may be unreadable for a while: then every answer is
empty and the next look tries again. The screen never waits for a file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict, TypeVar

from msgspec.structs import replace

from content_cache.alerts import Place, Standing
from content_cache.alerts.standing import ENDED_FOR
from content_cache.model.attachments import Attachment
from content_cache.model.errors import StoreError
from content_cache.model.event_days import as_of
from content_cache.model.items import Alert, Answer, Clarification, Event, Item, Sheet
from content_cache.model.picture_text import PictureText, written_by_author
from content_cache.model.records import SourceRecord
from content_cache.model.sheets import SheetKind
from content_cache.model.vocabulary import Category, Provenance
from content_cache.store.store import Store
from content_cache.text.sounds import merged
from kiosk.content.answers import AnswerBook
from kiosk.content.calendar import EventCalendar
from kiosk.content.content_views import ContentViews
from kiosk.content.day import DaySheets
from kiosk.content.local_alerts import WarningsHere
from kiosk.content.views.shown import Reach
from kiosk.core.clock import Freshness, Moment, Trust
from kiosk.settings import Settings
from kiosk.speech.indonesian.capitals import sentence_case

if TYPE_CHECKING:
    from kiosk.content.claims import ClaimMatches

_log = logging.getLogger(__name__)
T = TypeVar("T")
AnItem = TypeVar("AnItem", bound=Item)

STALE_AFTER = timedelta(hours=24)
OLD_AFTER = timedelta(days=7)
NEW_FOR = timedelta(hours=48)
NEW_AT_MOST = timedelta(days=14)
_AT_ONCE = 2_000  # items that are read of a list of any length
_COMPARED = 10  # clarifications with a message that goes round


class _Vouched(TypedDict, total=False):
    provenance: Provenance
    others: bool


_REACHES: Mapping[Reach, _Vouched] = MappingProxyType(
    {
        Reach.ALL: {},
        Reach.VILLAGE: {"provenance": Provenance.KIM},
        Reach.REGENCY: {"provenance": Provenance.KIM, "others": True},
    }
)


class ContentRepository:
    """Cached content as a visitor in *area* may see it.

    If *groups* are named, only their items are included. *open_store* opens the store for reading or raises
    StoreError. *hall_answers* returns the hall's own answers, which no edition brings.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        *,
        area: str = "",
        groups: Collection[str] = (),
        alert_sources: Collection[str] = (),
        place: Place | None = None,
        settings: Settings | None = None,
        hall_answers: Callable[[Moment], list[Answer]] = lambda _moment: [],
    ) -> None:
        self._open_store = open_store
        self._area = area
        self._groups = tuple(groups)
        self._village = (settings.weather.adm4 if settings else "") or area
        self._warnings = (
            WarningsHere(place, sources=settings.sources if settings else ()) if place is not None else None
        )
        self._alert_sources = frozenset(alert_sources)
        self.last_visit: Callable[[date], date | None] = lambda _before: None
        """Function that returns the last day before another on which somebody used the kiosk."""
        self.failures = 0
        """Number of reads of the store that failed. What was returned then is no answer."""
        self._store: Store | None = None
        self.event_calendar = EventCalendar(self.events)
        self.day_sheets = DaySheets(self._sheets, settings)
        # lexicon of the offices, and the store's version that it is from
        self._sounds: tuple[int, Mapping[str, str]] = (-1, {})
        # recorded prompts of the offices, and the store's version that they are from
        self._prompts: tuple[int, Mapping[str, Mapping[str, str]]] = (-1, {})
        self._hall_answers = hall_answers
        self.answer_book = AnswerBook(self._answers)
        self.views = ContentViews(self)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _read_store(self, look: Callable[[Store], T], otherwise: T) -> T:
        try:
            if self._store is None:
                self._store = self._open_store()
            return look(self._store)
        except StoreError as error:
            _log.warning("the content store cannot be read now: %s", error)
            self.failures += 1
            self.close()
            return otherwise

    def version(self) -> int:
        """Return a number that changes whenever another process writes the store; 0 while there is no store."""
        return self._read_store(lambda store: store.data_version(), 0)

    def release_memory(self) -> None:
        """Free SQLite's page cache until the next read."""
        self._read_store(lambda store: store.release_memory(), None)

    def picture_text(self, picture: Attachment) -> PictureText | None:
        """Return the text in *picture*, by its author or else by OCR; `None` while neither is known."""
        if picture.text:
            return written_by_author(picture.text)
        return (
            self._read_store(lambda store: store.media.read_picture_text(picture.path), None) if picture.path else None
        )

    def revision(self) -> int:
        return self._read_store(lambda store: store.revision(), 0)

    def items(
        self,
        category: Category | None,
        moment: Moment,
        *,
        search: str = "",
        reach: Reach = Reach.ALL,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Item]:
        """Return the items in force, the most important first (CONTRACTS.md, "Clock": which expired ones are hidden).

        Alerts for other places are left out.
        """
        return self._ours(self._items_found(category, moment, search, reach, limit, offset), moment)

    def all_items(self, category: Category | None, moment: Moment, *, search: str = "") -> Iterator[Item]:
        """Yield all items as `items` returns them, reading a few at a time."""
        offset = 0
        while found := self._items_found(category, moment, search, Reach.ALL, _AT_ONCE, offset):
            yield from self._ours(found, moment)
            offset += _AT_ONCE

    def _items_found(
        self, category: Category | None, moment: Moment, search: str, reach: Reach, limit: int | None, offset: int
    ) -> list[Item]:
        nothing: list[Item] = []
        begins = _day_named(search, moment) if search and moment.relative else None
        return self._read_store(
            lambda store: store.reader.items(
                category,
                search=search,
                during=None if begins is None else (begins, begins + timedelta(days=1)),
                published_by=moment.now,
                expired_at=moment.expired_at,
                area=self._area,
                groups=self._groups,
                limit=limit,
                offset=offset,
                **_REACHES[reach],
            ),
            nothing,
        )

    def _ours(self, items: list[Item], moment: Moment) -> list[Item]:
        if self._warnings is not None and any(isinstance(item, Alert) for item in items):
            items = self._warnings.without_others(items, self._warned(moment), moment.for_warnings)
        if moment.trust is not Trust.UNKNOWN:
            items = [as_of(item, moment.now) if isinstance(item, Event) else item for item in items]
        return _readable(items)

    def warnings(self, moment: Moment) -> tuple[Standing, ...]:
        """Return the alerts in force here, and those that ended a short while ago (`content_cache.alerts`)."""
        if self._warnings is None:
            return ()
        return self._warnings.standing_here(self._warned(moment), moment.for_warnings)

    def _warned(self, moment: Moment) -> list[Alert]:
        """Return the store's alerts, including the messages that end one of them."""
        moment = moment.for_warnings
        since = moment.expired_at - ENDED_FOR if moment.expired_at is not None else None
        found: list[Item] = self._read_store(
            lambda store: store.reader.items(Category.ALERT, expired_at=since, area=self._area), []
        )
        alerts = [item for item in found if isinstance(item, Alert)]
        if since is not None:
            ends: list[Item] = self._read_store(lambda store: store.reader.ends_of(alerts, expired_by=since), [])
            alerts += [item for item in ends if isinstance(item, Alert)]
        return alerts

    def match_claims(self, message: str, moment: Moment) -> ClaimMatches:
        """Return the clarifications in force that match *message*, a rumour that someone has received."""
        from kiosk.content import claims  # loaded when somebody asks

        heard = claims.claim_tokens(message)
        words, nothing = claims.searched(heard), list[Item]()
        found = self._read_store(
            lambda store: store.reader.alike(
                Category.CLARIFICATION,
                words,
                published_by=moment.now,
                expired_at=moment.expired_at,
                area=self._area,
                groups=self._groups,
                limit=_COMPARED,
            ),
            nothing,
        )
        checks = [item for item in _readable(found) if isinstance(item, Clarification)]
        spoken = {
            word
            for item in checks
            for text in (item.claim, item.title)
            for word in claims.searched(claims.claim_tokens(text))
        }
        return claims.checked(heard, checks, self.rarities({*words, *spoken}))

    def rarities(self, words: Collection[str]) -> Mapping[str, float]:
        """Return for each of *words* how rare it is among all that is stored."""
        return self._read_store(lambda store: store.reader.rarities(words), dict[str, float]())

    def suggestions(self, typed: str) -> list[str]:
        """Return queries that complete *typed*, the likeliest first."""
        nothing: list[str] = []
        return self._read_store(lambda store: store.reader.suggestions(typed), nothing)

    def mended(self, search: str) -> str:
        """Return the query *search* with mistyped words corrected to words that occur in the store; "" if there is
        nothing to correct.
        """
        return self._read_store(lambda store: store.reader.mended(search), "")

    def item(self, item_id: str, source: str = "") -> Item | None:
        """Return the item *item_id* of *source*, or of all sources the newest if *source* is "".

        Return `None` if there is none or the store cannot be read (`has_item` tells which). A title in capitals is put in
        sentence case, and another kiosk's answer loses its number.
        """
        found = self._read_store(lambda store: store.reader.item(item_id, source=source), None)
        if isinstance(found, Answer):
            found = self.answer_book.without_foreign_number(found)
        return _readable([found])[0] if found is not None else None

    def has_item(self, item: Item) -> bool:
        """Return whether *item* is still in the store; True while the store cannot be read or is being built anew."""
        return self._read_store(lambda store: store.reader.has_item(item.id, item.source) or not store.revision(), True)

    def voiced(self, item: Item) -> Mapping[str, tuple[str, int]]:
        """Return (path, bytes) of the stored recordings of *item*'s sentences that its office has spoken, by the
        hash of the sentence.
        """
        nothing: Mapping[str, tuple[str, int]] = {}
        return self._read_store(lambda store: store.media.voiced(item), nothing)

    def events(self, first: datetime, last: datetime, moment: Moment) -> list[Event]:
        """Return the occurrences that overlap [*first*, *last*) of events in force, the soonest first."""
        nothing: list[Event] = []
        return _readable(
            self._read_store(
                lambda store: store.reader.occurrences(
                    first,
                    last,
                    published_by=moment.now,
                    expired_at=moment.expired_at,
                    area=self._area,
                    groups=self._groups,
                ),
                nothing,
            )
        )

    def _sheets(self, moment: Moment) -> list[Sheet]:
        nothing: list[Sheet] = []
        return self._read_store(
            lambda store: store.reader.sheets(
                published_by=moment.now, expired_at=moment.expired_at, area=self._village, groups=self._groups
            ),
            nothing,
        )

    def public_answers(self, moment: Moment) -> list[Answer]:
        """Return the answers that the office gave for everybody, newest first."""
        return [answer for answer in self._answers(moment) if not answer.private]

    def _answers(self, moment: Moment) -> list[Answer]:
        nothing: list[Answer] = []
        found = self._read_store(
            lambda store: store.reader.answers(published_by=moment.now, expired_at=moment.expired_at, area=self._area),
            nothing,
        )
        own = self._hall_answers(moment)
        return sorted([*found, *own], key=_published, reverse=True) if own else found

    def months(self, category: Category, moment: Moment, reach: Reach) -> list[tuple[date, int]]:
        """Return the months in a list: (first day, index of its first item), newest first."""
        nothing: list[tuple[date, int]] = []
        return self._read_store(
            lambda store: store.reader.months(
                category,
                utc_offset=moment.now.utcoffset() or timedelta(),
                published_by=moment.now,
                expired_at=moment.expired_at,
                area=self._area,
                groups=self._groups,
                **_REACHES[reach],
            ),
            nothing,
        )

    def tallies(self, moment: Moment, reach: Reach) -> dict[Category, tuple[int, int]]:
        """Return for each category the number of items and of new ones, counted now."""
        nothing: dict[Category, tuple[int, int]] = {}
        counted = self._read_store(
            lambda store: store.reader.tallies(
                self.new_since(moment),
                published_by=moment.now,
                expired_at=moment.expired_at,
                area=self._area,
                groups=self._groups,
                **_REACHES[reach],
            ),
            nothing,
        )
        if Category.ALERT in counted:
            alerts = self.items(Category.ALERT, moment)
            counted[Category.ALERT] = len(alerts), sum(is_new(alert, self.new_since(moment)) for alert in alerts)
        return counted

    def freshness(self, moment: Moment) -> Freshness:
        refreshed = self._read_store(lambda store: store.refreshed(), None)
        if refreshed is None:
            return Freshness(None, stale=True)
        age = moment.now - refreshed
        return Freshness(refreshed, stale=age > STALE_AFTER or not moment.relative, old=age > OLD_AFTER)

    def sources(self) -> dict[str, SourceRecord]:
        """Return the record of each source by its name."""
        nothing: list[SourceRecord] = []
        return {record.name: record for record in self._read_store(lambda store: store.sources(), nothing)}

    @property
    def warned(self) -> bool:
        """Return whether the settings name a source that may issue warnings."""
        return bool(self._alert_sources)

    def emergency_sheets(self, moment: Moment) -> list[Sheet]:
        """Return the signed sheets for this place with emergency numbers and assembly points.

        The sheet for the smallest area is first, and among equals the newest.
        """
        nothing: list[Sheet] = []
        found = self._read_store(
            lambda store: store.reader.sheets(
                published_by=moment.now, expired_at=moment.expired_at, area=self._area, groups=self._groups
            ),
            nothing,
        )
        ours = [sheet for sheet in found if sheet.sheet is SheetKind.EMERGENCY]
        return sorted(ours, key=lambda sheet: -max(map(len, sheet.areas), default=0))

    def lexicon(self) -> Mapping[str, str]:
        """Return the pronunciations of words that offices have signed for this place."""
        version = self.version()
        if self._sounds[0] != version:
            nothing: list[Sheet] = []
            found = self._read_store(
                lambda store: store.reader.sheets(published_by=None, expired_at=None, area=self._area), nothing
            )
            self._sounds = version, merged(sheet for sheet in found if sheet.sheet is SheetKind.LEXICON)
        return self._sounds[1]

    def recorded_prompts(self) -> Mapping[str, Mapping[str, str]]:
        """Return the stored recordings of prompts that offices have signed for this place: by language, the file's path
        below the data folder by the hash of its words. The smallest area's counts.
        """
        version = self.version()
        if self._prompts[0] != version:
            nothing: Mapping[str, Mapping[str, str]] = {}
            self._prompts = version, self._read_store(self._stored_prompts, nothing)
        return self._prompts[1]

    def _stored_prompts(self, store: Store) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        sheets = store.reader.sheets(published_by=None, expired_at=None, area=self._area)
        prompts = [sheet for sheet in sheets if sheet.sheet is SheetKind.PROMPTS]
        for sheet in sorted(prompts, key=lambda sheet: max(map(len, sheet.areas), default=0)):
            stored = store.media.voiced(sheet)
            found.setdefault(sheet.language, {}).update({words: path for words, (path, _) in stored.items()})
        return found

    def alerts_checked(self) -> datetime | None:
        """Return when all sources that may issue warnings had last been asked with success; `None` if there is
        none, or one never answered.
        """
        nothing: list[SourceRecord] = []
        records = self._read_store(lambda store: store.sources(), nothing)
        known = [r.last_success for r in records if r.name in self._alert_sources and r.last_success is not None]
        return min(known) if known and len(known) == len(self._alert_sources) else None

    def new_since(self, moment: Moment) -> datetime:
        """Return the time after which items first seen here count as new: 48 h ago, or the day of the last visit if
        that is earlier.

        It is a fortnight ago at most.
        """
        since = moment.now.replace(second=0, microsecond=0) - NEW_FOR  # to the minute, as the counts are cached
        if moment.relative and (last := self.last_visit(since.date())) is not None:
            seen = datetime.combine(last, time(23, 59), moment.now.tzinfo)
            return max(min(since, seen), moment.now - NEW_AT_MOST)
        return since


def _readable(items: list[AnItem]) -> list[AnItem]:
    """Return *items* with titles in sentence case where an office wrote them in capitals."""
    titles = [sentence_case(item.title) for item in items]
    return [
        item if item.title == title else replace(item, title=title) for item, title in zip(items, titles, strict=True)
    ]


def _day_named(search: str, moment: Moment) -> datetime | None:
    """Return the midnight that begins the day named in *search* ("besok"), None if none is."""
    from content_cache.text.near_days import day_within  # loaded with the first search, not before the first frame

    day = day_within(search, moment.now.date())
    return None if day is None else datetime.combine(day, time(), moment.now.tzinfo)


def _published(answer: Answer) -> datetime:
    return answer.published or datetime.min.replace(tzinfo=UTC)


def is_new(item: Item, since: datetime) -> bool:
    """Return whether *item* was first shown here after *since* (CONTRACTS.md, "Content")."""
    return item.shown_first is not None and item.shown_first > since
