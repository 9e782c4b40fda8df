"""A village for the kiosk's tests: a real store with a few items, at one moment in November."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content_cache import (
    Announcement,
    Block,
    BlockKind,
    Clarification,
    Event,
    Item,
    NewsItem,
    Occurrence,
    Provenance,
    Service,
    SourceRecord,
    Store,
    Verdict,
)
from content_cache.model.changes import compare
from kiosk.broadcast.readouts import Caller
from kiosk.content.repository import Contents
from kiosk.control.controller import Attendant
from kiosk.core.clock import Clock, Freshness, Moment, Trust
from kiosk.core.messages import ButtonPressed, ButtonReleased, Ending, SentenceStarted, SpeechEnded, SpeechStarted
from kiosk.i18n.translation import Translation
from kiosk.narration.button_guide import Escort
from kiosk.narration.guide_text import Guide
from kiosk.narration.narrator import SpokenReadings
from kiosk.narration.prompts import Prompter
from kiosk.narration.read_aloud import Reader
from kiosk.settings import Place, Settings
from kiosk.speech.utterance import Manner, Prelude, Priority, Utterance, Where
from kiosk.state.memory import Memory
from kiosk.viewmodel.service_views import DeskView, FaultsView, FirstRunView, PinView, StatusView, ToolView
from kiosk.viewmodel.views import (
    AlertView,
    ArticleView,
    CalendarView,
    Handout,
    HomeView,
    ListView,
    NoticesView,
    SearchView,
    SlidesView,
    Speaking,
)

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)
Stock = Callable[..., None]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def stock(tmp_path: Path) -> Stock:
    """Puts items into the store of `tmp_path`, as the refresher would."""

    def put(
        items: Sequence[Item], *, source: str = "Diskominfo", at: datetime = NOW, withdrawn: Sequence[str] = ()
    ) -> None:
        with Store.open(tmp_path) as store:
            changes = compare(store.fingerprints(source), items, withdrawn)
            store.apply(source, changes, SourceRecord(name=source, last_success=at), at)

    return put


@pytest.fixture
def village(stock: Stock) -> Stock:
    """The store holds eight news items, two announcements, events around today, a service and a clarification."""
    news = [news_item(number) for number in range(8)]
    stock([*news, water_notice(), work_notice(), clinic(), tour(), licence_service(), false_claim()])
    return stock


def news_item(number: int, **changes: object) -> NewsItem:
    text = f"Isi berita nomor {number}. Kalimat kedua berita {number}."
    fields = {
        "id": f"berita-{number}",
        "source": "Diskominfo",
        "title": f"Berita {number}",
        "text": text,
        "blocks": (Block(BlockKind.PARAGRAPH, text),),
        "published": NOW - timedelta(hours=number * 7),
        "provenance": Provenance.KIM if number % 3 == 2 else Provenance.VERIFIED,
        "author": "Diskominfo Banggai",
    }
    return NewsItem(**(fields | changes))  # type: ignore[arg-type]


def water_notice() -> Announcement:
    text = "Air mati pukul 08.00 sampai 16.00 WITA di Dusun 1. Tampung air malam ini."
    return Announcement(
        id="air-mati",
        source="Diskominfo",
        title="Air PDAM mati besok",
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, text),),
        published=NOW - timedelta(hours=2),
        expires=NOW + timedelta(days=1),
        priority=2,
        pinned=True,
        provenance=Provenance.VERIFIED,
    )


def work_notice() -> Announcement:
    return Announcement(
        id="kerja-bakti",
        source="Diskominfo",
        title="Kerja bakti saluran air",
        text="Bawa cangkul.",
        expires=NOW + timedelta(days=4),
    )


def clinic() -> Event:
    """Every Tuesday at ten: one today, one in a week."""
    first = NOW.replace(hour=10, minute=0)
    times = tuple(Occurrence(first + timedelta(weeks=n), first + timedelta(weeks=n, hours=2)) for n in range(-2, 3))
    return Event(
        id="posyandu",
        source="Diskominfo",
        title="Posyandu Melati",
        place="Balai Desa",
        starts=first,
        ends=times[2].ends,
        occurrences=times,
    )


def tour() -> Event:
    """Three whole days, from Saturday."""
    first = datetime(2026, 11, 28, tzinfo=WITA)
    last = first + timedelta(days=3)
    return Event(
        id="tour", source="Diskominfo", title="Tour de Central Celebes", starts=first, ends=last, all_day=True,
        occurrences=(Occurrence(first, last, all_day=True),),
    )  # fmt: skip


def licence_service() -> Service:
    return Service(
        id="sim", source="Diskominfo", title="SIM keliling", requirements=("KTP", "SIM lama"), hours="Kamis 09.00–12.00"
    )


def false_claim() -> Clarification:
    text = "Gempa tidak dapat diramal harinya."
    return Clarification(
        id="hoaks", source="Diskominfo", title="Tsunami besok malam?", claim="Besok malam ada tsunami", verdict=Verdict.FALSE,
        text=text, blocks=(Block(BlockKind.PARAGRAPH, text),),
    )  # fmt: skip


@dataclass
class PaperBoard:
    """A board of plain attributes: what the attendant wrote can be read back."""

    place: str = ""
    contact: str = ""
    language: str = ""
    theme: str = ""
    text_scale: float = 0.0
    screen: str = ""
    moment: Moment | None = None
    freshness: Freshness | None = None
    home: HomeView | None = None
    listing: ListView | None = None
    article: ArticleView | None = None
    calendar: CalendarView | None = None
    notices: NoticesView | None = None
    search: SearchView | None = None
    upcoming: Sequence[Event] = ()
    slides: SlidesView | None = None
    alert: AlertView | None = None
    band: AlertView | None = None
    faults: FaultsView | None = None
    tool: ToolView | None = None
    first_run: FirstRunView | None = None
    technician: PinView | StatusView | DeskView | None = None
    focus: str = ""
    by_buttons: bool = False
    speaking: Speaking | None = None
    slow: bool = False
    volume: int = 0
    sheet: bool = False
    handout: Handout | None = None
    seconds_left: int = 0
    notice: str = ""
    notice_icon: str = ""
    dark: bool = False


class ListeningVoice:
    """Says nothing, remembers what it was asked to say; its owner tells when an utterance starts or ends."""

    def __init__(self) -> None:
        self.said: list[Utterance] = []
        self.manners: list[Manner] = []
        self.stops = 0
        self.volume = 0
        self.rate = 0
        self.ready = False

    def say(
        self,
        utterance: Utterance,
        *,
        priority: Priority = Priority.ASKED,
        where: Where = Where.INDOOR,
        prelude: Prelude = Prelude.NONE,
        volume: int | None = None,
    ) -> None:
        self.said.append(utterance)
        self.manners.append(Manner(priority, where, prelude, volume))

    def stop(self, *, urgent: bool = False, scheduled: bool = True) -> None:  # noqa: ARG002
        self.stops += 1

    def set_volume(self, percent: int) -> None:
        self.volume = percent

    def set_rate(self, words_a_minute: int) -> None:
        self.rate = words_a_minute

    def warm_up(self) -> None:
        self.ready = True


class TurnedClock(Clock):
    """A trusted clock that shows what the hall's test set."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(WITA)
        self._hall = hall

    def read(self) -> Moment:
        return Moment(self._hall.now, Trust.TRUSTED)


class Hall:
    """An attendant in an empty hall: real store, real memory, a clock and a stopwatch that the test turns."""

    def __init__(self, folder: Path, settings: Settings, *, guided: bool = False) -> None:
        self.now = NOW
        self.seconds = 1000.0
        self.board = PaperBoard()
        self.voice = ListeningVoice()
        self.contents = Contents(lambda: Store.open(folder, read_only=True), area=settings.place.area)
        self.memory = Memory(folder)
        self.clock = TurnedClock(self)
        self.reader = Reader(self.board, self.voice, rate=130, no_sound=lambda: "tidak ada suara")
        readings = lambda language: SpokenReadings(Translation(language), folder)  # noqa: E731
        self.attendant = Attendant(
            board=self.board,
            contents=self.contents,
            memory=self.memory,
            reader=self.reader,
            readings=readings,
            settings=settings,
            clock=self.clock,
            monotonic=lambda: self.seconds,
            escort=self._escort() if guided else None,
        )
        self.caller = Caller(
            contents=self.contents, memory=self.memory, reader=self.reader, readings=readings, settings=settings
        )

    def _escort(self) -> Escort:
        guides = lambda language: Guide(self.board, Translation(language), {})  # noqa: E731
        return Escort(self.board, Prompter(self.voice, lambda: self.seconds), guides, lambda: self.seconds)

    @property
    def words(self) -> str:
        """What the voice was last asked to say."""
        return " ".join(sentence.spoken for sentence in self.voice.said[-1].sentences)

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.attendant.watch_visitor()

    def press(self, *names: str) -> None:
        for name in names:
            self.seconds += 0.3  # from the last, as a hand needs it
            self.attendant.handle(ButtonPressed(name))
            self.attendant.handle(ButtonReleased(name))

    def speak_to(self, index: int) -> None:
        """The voice has come to sentence `index` of what it says."""
        name = self.voice.said[-1].id
        if index == 0:
            self.attendant.handle(SpeechStarted(name))
        self.attendant.handle(SentenceStarted(name, index))

    def speech_ends(self, ending: Ending = Ending.DONE) -> None:
        self.attendant.handle(SpeechEnded(self.voice.said[-1].id, ending))

    def close(self) -> None:
        self.contents.close()
        self.memory.close()


@pytest.fixture
def hall(tmp_path: Path, village: Stock) -> Iterator[Hall]:  # noqa: ARG001 -- the store is filled first
    made = Hall(tmp_path, Settings(place=Place(name="Desa Bunga", area="72.01.05")))
    yield made
    made.close()


@pytest.fixture
def guided(tmp_path: Path, village: Stock) -> Iterator[Hall]:  # noqa: ARG001 -- the store is filled first
    """A hall where those who use the buttons are spoken to."""
    made = Hall(tmp_path, Settings(place=Place(name="Desa Bunga", area="72.01.05")), guided=True)
    yield made
    made.close()
