"""Items, one frozen class for each kind.

All datetimes are aware. Texts are already cleaned (see `cleaning`): no markup, no control characters, NFC, capped in length.
What is loaded before the first frame is a msgspec.Struct and no dataclass: that would be made of generated code, at each start.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from content_cache.model.attachments import SUBTITLES, Attachment
from content_cache.model.blocks import Block
from content_cache.model.concerns import ConcernStage
from content_cache.model.loop import LoopTerms
from content_cache.model.polls import Poll
from content_cache.model.sheets import Contact, Point, Price, SheetKind, StaffMember, Water, WeatherStep, WordSound
from content_cache.model.vocabulary import Category, Hazard, Provenance, Severity, Verdict, Verified
from content_cache.model.voices import ItemVoice


class Item(Struct, frozen=True, kw_only=True):
    """Base of all items.

    *id* is permanent within its source; *source* is the source's name in the settings. The item is shown from
    *publish_from* to *expires*; *published* and *updated* are the publisher's own dates. *priority* is 0 (ordinary) to 3
    (emergency).

    *areas* are Kemendagri codes, none meaning everywhere. *groups* (`model.groups`) are the residents it is for, none
    meaning all. *loop* has the terms for the idle screen, *voice* the sentences spoken by a signed edition, *poll* a
    question to visitors. The store sets *fetched* and *seen_first*.
    """

    category = Category.NEWS  # on the class, not a field: each kind has its own

    id: str
    source: str
    title: str
    text: str = ""
    summary: str = ""
    blocks: tuple[Block, ...] = ()
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    publish_from: datetime | None = None
    expires: datetime | None = None
    priority: int = 0
    pinned: bool = False
    language: str = ""
    areas: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    link: str = ""
    attachments: tuple[Attachment, ...] = ()
    speech_text: str = ""
    provenance: Provenance = Provenance.UNCHECKED
    verified: Verified = Verified.NONE
    loop: LoopTerms | None = None
    poll: Poll | None = None
    voice: ItemVoice | None = None
    seen_first: datetime | None = None
    fetched: datetime | None = None

    @property
    def shown_first(self) -> datetime | None:
        """Return when the item could first be seen here: `seen_first`, or `publish_from` if that is later.

        An item sent days ahead of its time is new when that time comes. None if it was never stored.
        """
        if self.seen_first is None or self.publish_from is None:
            return self.seen_first
        return max(self.seen_first, self.publish_from)

    @property
    def said_by(self) -> str:
        """Return the author for content that a regency or village group vouches for and for alerts, else the source's name.

        In other feeds the author is a login ("admin"), or any name that the writer chose.
        """
        vouched = self.provenance in (Provenance.VERIFIED, Provenance.KIM) or self.category is Category.ALERT
        return (self.author if vouched else "") or self.source

    @property
    def picture(self) -> Attachment | None:
        """Return the first stored picture, which lists and articles show, or None."""
        return next((a for a in self.attachments if a.is_picture and a.path), None)

    @property
    def pictures(self) -> tuple[Attachment, ...]:
        """Return all stored pictures in their order."""
        return tuple(a for a in self.attachments if a.is_picture and a.path)

    @property
    def recordings(self) -> Mapping[str, Attachment]:
        """Return the stored recordings by language, the first of each language."""
        stored = [a for a in self.attachments if a.is_recording and a.path]
        return {a.language or self._own_language: a for a in reversed(stored)}

    def recording_in(self, language: str = "") -> Attachment | None:
        """Return the recording to play instead of the voice: in the listener's language, else in the item's own."""
        found = self.recordings
        return found.get(language) or found.get(self._own_language)

    @property
    def _own_language(self) -> str:
        return self.language or "id"  # for offices that name no language

    @property
    def document(self) -> Attachment | None:
        """Return the first document, whether its file is stored or not, or None."""
        return next((a for a in self.attachments if a.is_document), None)

    @property
    def film(self) -> Attachment | None:
        """Return the item's film, other than in sign language: the first whose file is stored, else the first; None if it
        has none."""
        films = [a for a in self.attachments if a.is_film and a.role != "sign"]
        return next((a for a in films if a.path), films[0] if films else None)

    @property
    def sign(self) -> Attachment | None:
        """Return the first stored film in sign language, or None."""
        return next((a for a in self.attachments if a.is_film and a.role == "sign" and a.path), None)

    @property
    def subtitles(self) -> Attachment | None:
        """Return the first stored subtitles, or None."""
        return next((a for a in self.attachments if a.type in SUBTITLES and a.path), None)


class NewsItem(Item, frozen=True, kw_only=True):
    pass


class Announcement(Item, frozen=True, kw_only=True):
    category = Category.ANNOUNCEMENT


class Occurrence(Struct, frozen=True):
    """Time at which an event takes place. *ends* is exclusive; of an all-day event both are local midnights."""

    starts: datetime
    ends: datetime
    all_day: bool = False


class Event(Item, frozen=True, kw_only=True):
    """Event of a calendar.

    A parsed series has all *occurrences* within the calendar's horizon. An event that the store returns for a span of days
    has the occurrence it stands for in *starts*, *ends* and *all_day*.

    *series* is a hash of its recurrence rule, "" if it does not recur. The times within the horizon move on each day, which
    is no change by the publisher.
    """

    category = Category.EVENT

    starts: datetime | None = None
    ends: datetime | None = None
    all_day: bool = False
    place: str = ""
    occurrences: tuple[Occurrence, ...] = ()
    series: str = ""


class Service(Item, frozen=True, kw_only=True):
    """Service of an office: documents to bring and hours."""

    category = Category.SERVICE

    requirements: tuple[str, ...] = ()
    hours: str = ""
    place: str = ""


class Clarification(Item, frozen=True, kw_only=True):
    """Claim that circulates, and the finding about it."""

    category = Category.CLARIFICATION

    claim: str = ""
    verdict: Verdict = Verdict.UNCLEAR


class Wording(Struct, frozen=True):
    """Text of an alert in one more language: *event* names what happens, *instruction* says what to do."""

    language: str
    title: str
    event: str = ""
    text: str = ""
    instruction: str = ""


class Alert(Item, frozen=True, kw_only=True):
    """Warning as its issuer sent it (CAP 1.2, BMKG's earthquakes). Its place and validity are decided in
    `content_cache.alerts`.

    *identifier* and *sender* name the message. *message* is its CAP msgType (Alert, Update, Cancel), *status* its CAP
    status (Actual, Exercise, Test). *references* are the "sender identifier" that it replaces or ends. It was sent at
    *published* and holds from *effective* to *expires*.

    *polygons* and *circles* are written as in CAP ("lat,lon lat,lon …", "lat,lon km"). *geocodes* are area codes, *places*
    are names. *undrawn* are the names of areas that shapes and codes do not fully cover.

    An earthquake has *magnitude* (0 for none), *depth_km*, *epicentre* ("lat,lon"), *potential* (the text on a tsunami) and
    *felt* (where it was felt). The item's texts are in its *language*; *wordings* has the others.

    An alert *by_stick* may be years old: only a trusted clock can tell. *owner* is the identity of its source by
    `trust.owner_of`; no other source may end or replace it.
    """

    category = Category.ALERT

    identifier: str = ""
    sender: str = ""
    message: str = "Alert"
    status: str = "Actual"
    references: tuple[str, ...] = ()
    severity: Severity = Severity.INFO
    hazard: Hazard = Hazard.OTHER
    event: str = ""
    instruction: str = ""
    effective: datetime | None = None
    places: tuple[str, ...] = ()
    polygons: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
    geocodes: tuple[str, ...] = ()
    undrawn: tuple[str, ...] = ()
    magnitude: float = 0.0
    depth_km: float = 0.0
    epicentre: str = ""
    potential: str = ""
    felt: str = ""
    wordings: tuple[Wording, ...] = ()
    by_stick: bool = False
    owner: str = ""

    @property
    def drill(self) -> bool:
        """Return whether the alert is an exercise or a test, which is never sounded as if it were real."""
        return self.status in ("Exercise", "Test")

    @property
    def key(self) -> str:
        """Return the reference by which other messages name this one: sender and identifier (CAP 1.2, 3.2.1, references)."""
        return f"{self.sender} {self.identifier}"


class Apart(StrEnum):
    """Kinds of content that are stored like items but appear in no list and no search."""

    SHEET = "lembar"
    ANSWER = "jawaban"


class Sheet(Item, frozen=True, kw_only=True):
    """Sheet of the day, *sheet* being its kind: forecast, sea, prices, staff, emergency numbers, lexicon
    or prompts: sentences of the kiosk's own that people have recorded in a local language, *language*, as its *voice*.

    *title* names its place (village, market, hall), *author* its issuer, *published* when it was made. It may be shown
    until *expires*.
    """

    category = Apart.SHEET  # type: ignore[assignment]  # so that no list of a category can have it

    sheet: SheetKind = SheetKind.WEATHER
    steps: tuple[WeatherStep, ...] = ()
    waters: tuple[Water, ...] = ()
    prices: tuple[Price, ...] = ()
    people: tuple[StaffMember, ...] = ()
    contacts: tuple[Contact, ...] = ()
    points: tuple[Point, ...] = ()
    sounds: tuple[WordSound, ...] = ()


class Answer(Item, frozen=True, kw_only=True):
    """Answer of an office to question *number* of a resident, asked at *kiosk* (its id).

    The title is the question as the office words it. A *private* answer is for the asker alone, and no other kiosk stores
    it. Its text is in the box *sealed* (base64), for this kiosk's key alone, and its recording in another (SEALED).
    *stage* is how far a complaint or a request has come; of a private one the box has it.
    """

    category = Apart.ANSWER  # type: ignore[assignment]  # as of a sheet

    kiosk: str = ""
    number: int = 0
    private: bool = False
    sealed: str = ""
    stage: ConcernStage | None = None


KINDS: Mapping[Category, type[Item]] = MappingProxyType(
    {kind.category: kind for kind in (NewsItem, Event, Announcement, Service, Clarification, Alert)}
)
