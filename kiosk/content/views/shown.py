"""Views of what is shown: frozen values from the store at one moment. Made by the controller, read by screens and words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import cast

from msgspec import Struct, field

from content_cache.alerts import LATE_AFTER, Standing
from content_cache.model.attachments import Attachment
from content_cache.model.items import Announcement, Clarification, Event, Item
from content_cache.model.picture_text import PictureText
from content_cache.model.vocabulary import Category, Hazard, Severity
from kiosk.content.views.day import DayView
from kiosk.content.views.keys import USUAL, Keys
from kiosk.content.views.polls import PollView
from kiosk.core.clock import Freshness
from kiosk.speech.utterance import Sentence

URGENT = 2
"""Priority from which an announcement is read before everything else."""


class Shown(Struct, frozen=True):
    """Page on the screen: its name, its view, and the *keys* below it."""

    page: str
    view: object
    keys: Keys = USUAL


def page_of_view(view: object) -> int:
    """Return the number of the page that *view* shows, from 0; 0 if it is not paged."""
    return cast(int, getattr(view, "page", 0))


def pages_of(view: object) -> int:
    """Return how many pages *view* has; 1 if it is not paged."""
    return cast(int, getattr(view, "pages", 1))


class HomeView(Struct, frozen=True):
    """Home screen: the newest news with a picture first, the next event, and how many items each tile holds."""

    hero: Item | None = None
    event: Event | None = None
    ahead: tuple[Event, ...] = ()  # the next events, `event` the first of them: a wide screen has room for several
    counts: Mapping[Category, int] = field(default_factory=dict)
    fresh: Mapping[Category, int] = field(default_factory=dict)  # first seen less than 48 h ago
    events_today: int = 0
    services: tuple[str, ...] = ()  # titles, for the tile's line
    alerts_checked: datetime | None = None
    warned: bool = True  # the settings name a source that may warn
    answered: tuple[int, ...] = ()  # numbers of questions whose answer nobody has heard yet
    urgent: tuple[str, ...] = ()  # titles of the announcements that go before all else
    day: DayView = DayView()
    place: str = ""
    warning: AlertView | None = None  # warning in force
    aloud: bool = False  # the kiosk may be asked aloud


class AlertView(Struct, frozen=True, kw_only=True):
    """Warning as screen and voice show it, in the issuer's facts and in no language of the kiosk.

    *id* names the warning through all its updates, so that an acknowledgement holds. *event* is the issuer's own name
    of it ("Hujan lebat dan petir"), "" for the hazard's. *said* is the issuer's instruction, shown in place of the
    hazard's steps, and *speech* the same as it is to be said aloud, if it differs. *magnitude* is an earthquake's, 0
    for none; *tsunami* is the statement on one. *known* is what else the issuer knows, told before the steps. *place*
    is in the issuer's words, *more_places* are so many others. *meet* is this place's assembly point and the way
    there. *sign* is the file of a sign-language film, below the data folder or a whole path, "" for none.

    *starts* is when it happened or from when it holds, *ends* until when. *sent* is when its issuer sent it,
    *received* when it reached this kiosk. *drill*: an exercise or a test. *unchecked*: nobody vouches for it.
    *unsigned*: it came from a host that may alert, and no office has signed it. *owner* brought it; *issued*: the
    issuer of its hazard did. *ended*: over or withdrawn, which is not the same as safe. *expired*: its time ran out,
    and its issuer did not end it.
    """

    id: str
    severity: Severity
    hazard: Hazard
    event: str = ""
    said: str = ""
    speech: str = ""
    magnitude: float = 0.0
    tsunami: str = ""
    known: str = ""
    place: str = ""
    more_places: int = 0
    meet: str = ""
    sign: str = ""
    source: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    sent: datetime | None = None
    received: datetime | None = None
    drill: bool = False
    unchecked: bool = False
    unsigned: bool = False
    owner: str = ""
    issued: bool = False
    ended: bool = False
    expired: bool = False

    @property
    def tone(self) -> str:
        """Return the name of the warning's colours in the tokens: "awas", "siaga", "waspada", "info", "unchecked"
        or "selesai".
        """
        return "selesai" if self.ended else "unchecked" if self.unchecked else str(self.severity)

    @property
    def about(self) -> str:
        """Return the subject of the page: which warning it is, and how grave."""
        return f"{self.id} {self.tone}"

    @property
    def late(self) -> timedelta | None:
        """Return the time from sending to arrival at this kiosk; `None` if it was short or is unknown."""
        if self.sent is None or self.received is None or self.received - self.sent < LATE_AFTER:
            return None
        return self.received - self.sent


class Reach(StrEnum):
    """Filters of the news list: everything, this village's own, the regency's."""

    ALL = "all"
    VILLAGE = "village"
    REGENCY = "regency"


class MonthMark(Struct, frozen=True):
    """Page on which a month of a list begins; *first* is the month's first day."""

    first: date
    page: int


class ListView(Struct, frozen=True):
    """Category as pages of rows.

    *rows* are those of page *page* (from 0) of *pages*, *first* is the index of rows[0]. *months*, the newest first,
    are given for a list of many pages. *freshness* tells the age of all. *alerts_checked* is when the sources of
    warnings were last asked; *warned*: there are any.
    """

    category: Category
    rows: tuple[Item, ...]
    first: int = 0
    page: int = 0
    pages: int = 1
    total: int = 0
    fresh: int = 0
    reach: Reach = Reach.ALL
    new_since: datetime | None = None  # items first seen after it are new
    months: tuple[MonthMark, ...] = ()
    freshness: Freshness | None = None
    alerts_checked: datetime | None = None
    warned: bool = True

    @property
    def about(self) -> str:
        """Return the category, which is the subject of the page."""
        return str(self.category)

    def month_beside(self, step: int) -> MonthMark | None:
        """Return the nearest month that begins on an earlier (*step* -1) or later (+1) page; `None` if there is none."""
        if step > 0:
            return next((month for month in self.months if month.page > self.page), None)
        return next((month for month in reversed(self.months) if month.page < self.page), None)


MOST_WORDS_BESIDE = 60
"""Words beside a poster or a film. An item with more is an article with a picture."""


class ArticleView(Struct, frozen=True):
    """Item and its index (from 0) among the *total* that it was opened from."""

    item: Item
    index: int = 0
    total: int = 1
    pictures: tuple[Attachment, ...] = ()  # stored pictures
    texts: tuple[PictureText | None, ...] = ()  # text in each picture, None where it was not read yet
    poster: bool = False  # the first picture is what the item is about
    poll: PollView | None = None  # open poll, where votes are taken

    @property
    def about(self) -> str:
        """Return the subject of the page: the item and its index in the list that it was opened from."""
        return f"{self.item.source} {self.item.id} {self.index}"

    @property
    def utterance(self) -> str:
        """Return the name under which this item is spoken."""
        return self.item.id

    @property
    def opens(self) -> bool:
        """Return whether the item's pictures can be opened full screen.

        Those of a clarification cannot: they show the rumour, which must never stand alone.
        """
        return bool(self.pictures) and not isinstance(self.item, Clarification)

    @property
    def first_attachment(self) -> Attachment | None:
        return self.pictures[0] if self.pictures else self.item.picture

    @property
    def film(self) -> Attachment | None:
        """Return the film of the item, or `None` for clarifications."""
        return None if isinstance(self.item, Clarification) else self.item.film

    @property
    def plays(self) -> bool:
        """Return whether the item has a film whose file is stored here."""
        return self.film is not None and bool(self.film.path)

    @property
    def about_film(self) -> bool:
        """Return whether a film is the subject of the item, with few words beside it."""
        return self.film is not None and self.count_words <= MOST_WORDS_BESIDE

    @property
    def played(self) -> bool:
        """Return whether Listen plays the film at once: its file is here, and the item is about it."""
        return self.about_film and self.plays

    @property
    def count_words(self) -> int:
        item = self.item
        return sum(len(block.text.split()) for block in item.blocks) or len((item.text or item.summary).split())

    @property
    def document(self) -> Attachment | None:
        """Return the first picture if it is a page of a document, else `None`."""
        return self.first_attachment if self.first_attachment is not None and self.first_attachment.page else None


class CalendarView(Struct, frozen=True):
    """Month (*month* is its first day) with the number of events on each day, and the chosen day with its events.

    If it has none, the next day that has.
    """

    month: date
    day: date
    today: date | None  # None while the clock is not trusted
    marks: Mapping[date, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    following: date | None = None

    @property
    def turned(self) -> date:
        """Return the chosen day; a press that turns to another day has it announced."""
        return self.day


class NoticesView(Struct, frozen=True):
    """Announcements of page *page*, the most important first. *total* counts all in force, *freshness* tells the age of all."""

    cards: tuple[Announcement, ...]
    page: int = 0
    pages: int = 1
    total: int = 0
    freshness: Freshness | None = None

    @property
    def first(self) -> int:
        """Return the index of the page's first card."""
        last = self.page + 1 >= self.pages
        return self.total - len(self.cards) if last else self.page * len(self.cards)


class Handout(Struct, frozen=True):
    """QR code to take home.

    *payload* is its text; flags tell whether that is a link, or a contact. *of* is the part of the item: "" for all of
    it, "picture", "document", "film", or its public "page". For a page, *join* is a code by which a phone first joins
    the Wi-Fi *network*. Without a *network* it is one to keep that works anywhere.
    """

    title: str
    payload: str
    link: bool = False
    of: str = ""
    contact: bool = False
    join: str = ""
    network: str = ""


class Bulletin(Struct, frozen=True):
    """Content of the summary of a day: announcements in force, the day's events that are not over, the newest news,
    the newest clarification, the alerts in force.

    *all_over*: the day had events, and all are over. *stale*: the sources were last heard more than a day ago, at
    *last_heard*; None if they never were.
    """

    announcements: tuple[Item, ...] = ()
    events: tuple[Event, ...] = ()
    news: tuple[Item, ...] = ()
    check: Clarification | None = None
    alerts: tuple[Standing, ...] = ()
    day: DayView = DayView()
    answered: tuple[int, ...] = ()
    all_over: bool = False
    stale: bool = False
    last_heard: datetime | None = None


class Speaking(Struct, frozen=True):
    """Speech under way: its sentences and the index of the one that sounds, -1 before the first sound."""

    utterance: str
    sentences: tuple[Sentence, ...]
    index: int = -1

    @property
    def sentence(self) -> Sentence | None:
        return self.sentences[self.index] if 0 <= self.index < len(self.sentences) else None


_FEWEST_ROWS = 3


class Fits(Struct, frozen=True):
    """Numbers of rows, cards and the like that the present layout holds. The user interface sets them whenever it changes."""

    rows: int = 3
    checks: int = 3  # rows of hoax checks: verdict, claim and fact
    hits: int = 3  # rows of search results
    cards: int = 5
    hero: bool = True
    event: bool = True
    ahead: int = 0  # events in a column of their own, instead of the one card
    sky: bool = False  # home has a card of weather and sea
    parts: int = 0  # parts of a forecast's day on one page; 0: all days fit at once
    upright: bool = False
    waters: int = 1  # on a page of the sea alone; 0: one takes two pages
    prices: int = 4
    beside: bool = True  # choices have room beside what is said of them
    picture: tuple[float, float] = (1000.0, 370.0)  # sp: of a picture that fills the screen, while it is read out

    @property
    def table_rows(self) -> int:
        """Return the rows on one page of a table. If the rows are higher than the page, it scrolls."""
        return max(_FEWEST_ROWS, self.prices)

    def rows_of(self, category: Category | None) -> int:
        return self.checks if category is Category.CLARIFICATION else self.rows
