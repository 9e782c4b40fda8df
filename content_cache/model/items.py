"""Items, one frozen class for each kind, and their sources.

All datetimes are aware. Texts are already cleaned (see `cleaning`): no markup, no control characters, NFC, capped in length.
What is loaded before the first frame is a msgspec.Struct and no dataclass: that would be made of generated code, at each start.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct, field

from content_cache.model.concerns import ConcernStage
from content_cache.model.loop import LoopTerms
from content_cache.model.polls import Poll
from content_cache.model.sheets import Contact, Point, Price, SheetKind, StaffMember, Water, WeatherStep, WordSound


class Category(StrEnum):
    """Kinds of content, in the order of the home screen. Values are those of feeds (CONTRACTS.md, "Content")."""

    NEWS = "berita"
    EVENT = "kegiatan"
    ANNOUNCEMENT = "pengumuman"
    SERVICE = "layanan"
    CLARIFICATION = "klarifikasi"
    ALERT = "darurat"


class Provenance(StrEnum):
    """Body that vouches for an item: the regency, an office's own site, the village's information group (KIM), or nobody yet."""

    VERIFIED = "terverifikasi"
    OFFICIAL = "situs_resmi"
    KIM = "kim"
    UNCHECKED = "belum_diperiksa"


class Verified(StrEnum):
    """Protection of an item on its way to this kiosk."""

    SIGNATURE = "signature"
    TLS = "tls"
    NONE = "none"


class Verdict(StrEnum):
    """Finding of a clarification about a claim."""

    FALSE = "salah"
    MISLEADING = "menyesatkan"
    TRUE = "benar"
    UNCLEAR = "belum"


class Severity(StrEnum):
    """Severity of an alert in the words of BMKG and BNPB, the gravest first."""

    AWAS = "awas"
    SIAGA = "siaga"
    WASPADA = "waspada"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return the position of the severity, 0 for the gravest."""
        return tuple(Severity).index(self)


class Hazard(StrEnum):
    """Hazard that an alert warns of; the advice to residents depends on it."""

    QUAKE = "gempa"
    TSUNAMI = "tsunami"
    FLOOD = "banjir"
    LANDSLIDE = "longsor"
    RAIN = "hujan"
    WIND = "angin"
    WAVES = "gelombang"
    VOLCANO = "gunung_api"
    FIRE = "kebakaran"
    OTHER = "lain"


DOCUMENT = "application/pdf"
FILMS = ("video/mp4", "video/webm")
SUBTITLES = ("text/vtt", "application/x-subrip")
SEALED = "application/vnd.kim-kiosk.sealed"
"""Media type of a private answer's recording: a box that its kiosk alone opens, when it is played."""
PAGE = "text/html"
"""Media type of a film that is on a web page and no file."""
ROLES = ("picture", "document", "film", "subtitles", "sign", "recording")  # of attachments (CONTRACTS.md)


class Attachment(Struct, frozen=True):
    """Picture, recording, document or film of an item.

    *url* is where it can be fetched; *type* its media type ("image/jpeg"). *path* is its file in the media folder once it
    is stored, "" before. *alt* describes a picture in words. *size* is its bytes as the feed says, 0 if it does not.
    *width* and *height* are pixels of the stored picture, 0 if unknown. *thumbnail* is a smaller file of it for lists, ""
    if it is small itself. *role* is "" or its purpose by the feed: picture, document, film, subtitles, sign, recording.
    *text* is the text in it as its author wrote it, which goes before one read by OCR.

    A stored document has *pages*, -1 if it cannot be opened; each stored page follows as a picture of the same address,
    with its number (*page*).

    Of a stored film *thumbnail* is its still, *pages* its seconds, and *sound* the file of its sound track, "" for none.
    *language* is that of a recording (BCP 47), "" for the item's own.
    """

    url: str
    type: str
    alt: str = ""
    path: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    thumbnail: str = ""
    role: str = ""
    text: str = ""
    page: int = 0
    pages: int = 0
    sound: str = ""
    language: str = ""

    @property
    def small(self) -> str:
        """Return the path of the file for lists: the thumbnail, or the picture itself if that is small."""
        return self.thumbnail or self.path

    @property
    def is_picture(self) -> bool:
        return self.type.startswith("image/")

    @property
    def is_document(self) -> bool:
        return self.type == DOCUMENT

    @property
    def is_film(self) -> bool:
        """Return whether it is a film, as a file or on a web page."""
        return self.type in FILMS or (self.type == PAGE and self.role == "film")

    @property
    def is_recording(self) -> bool:
        return self.type.startswith("audio/")


class VoicedSentence(Struct, frozen=True):
    """Sound of one sentence, made by the office. *words* is the SHA-256 (hex) of the spoken words in UTF-8; *ms* is its
    length."""

    words: str
    url: str
    size: int
    ms: int


class ItemVoice(Struct, frozen=True):
    """Sentences of an item spoken by one voice: its *name* as the settings have it, and the identity of its *model*."""

    name: str
    model: str
    sentences: tuple[VoicedSentence, ...]


VOICED = "voiced"
"""Media type of a spoken sentence among the files that items name."""


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    PICTURE = "picture"


class Block(Struct, frozen=True):
    """Piece of an article as the screen shows it. *text* is plain; of a picture it is the alternative text.

    A table has one line of *text* for each row, and *rows* has its cells, the header first (`model.tables`). The store sets
    *before*: for each row but the header the row of the last edition, () for a new row.
    """

    kind: BlockKind
    text: str
    url: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    before: tuple[tuple[str, ...], ...] = ()


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


class EditionFloor(Struct, frozen=True):
    """Facts about a signed source that are kept outside of the store.

    No edition below *seq*, the highest that was taken, is accepted, unless the key that signed it (*key_id*, a number) was
    revoked since. *revoked* are the ids (numbers) of keys that are revoked for ever.
    """

    seq: int = 0
    key_id: int = 0
    revoked: frozenset[int] = frozenset()


class Source(Struct, frozen=True, kw_only=True):
    """Source of items by the settings.

    *every* is the configured interval in seconds. *category* is for feeds that name none, *timezone* for dates without a
    zone, *provenance* for items whose feed names none. *alerts*: it may raise alerts. *issues* are the hazards of which it
    is the issuer; its warnings of these go before those of others.

    *own*: it is the hall's own, a file of this kiosk. It may take back its items, and reading it says nothing about the
    line. *floor* holds for signed sources. *official*: the settings name it as an office's own site (`trust.is_official`).
    *texts_from_pictures*: OCR reads its pictures that have no text by their author. *kiosk* is this kiosk's id: private
    answers to others are not kept.
    """

    name: str
    url: str
    format: str = "auto"
    category: Category = Category.NEWS
    kiosk: str = ""
    every: float = 3600.0
    timezone: str = "Asia/Makassar"
    language: str = "id"
    keys: tuple[str, ...] = field(default=())
    alert_keys: tuple[str, ...] = field(default=())
    alerts: bool = False
    issues: tuple[Hazard, ...] = ()
    own: bool = False
    official: bool = False
    texts_from_pictures: bool = True
    provenance: Provenance = Provenance.UNCHECKED
    floor: EditionFloor = field(default_factory=lambda: EditionFloor())
