"""A page of the kiosk: what it shows and does. A subclass in `kiosk.pages.NAME.page` overrides what differs.

Knows no Kivy. Everything here runs on the main thread.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, cast

from msgspec import Struct

from content_cache.model.items import Item, Service
from content_cache.model.problems import msgid
from content_cache.model.vocabulary import Category
from kiosk.content.views.keys import USUAL, Keys
from kiosk.content.views.shown import Fits, Shown
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Clock, Moment
from kiosk.core.messages import Message, Tell
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.page_words import PageWords, View
from kiosk.settings import Settings
from kiosk.shell.day_question import DayQuestion, is_one_of
from kiosk.shell.main_pages import MainPages
from kiosk.shell.route import Spot
from kiosk.shell.service_place import ServicePlace

if TYPE_CHECKING:
    from kiosk.content.repository import ContentRepository
    from kiosk.content.sealed_answers import SealedAnswers
    from kiosk.content.views.ports import BoardPort, Readings
    from kiosk.hall.backup.stick_orders import StickOrders
    from kiosk.hall.question_box import HallBox, Hearing, MicrophoneTake, QuestionOutbox
    from kiosk.hardware.lamp import Lamp
    from kiosk.narration.read_aloud import ReadAloud
    from kiosk.shell.print_desk import SlipPort
    from kiosk.shell.shell import Shell
    from kiosk.state.memory import Memory

STEPS = {"previous": -1, "next": +1}
"""The keys that move the focus, and their direction."""
FIRST, LAST = msgid("This is the first one."), msgid("This is the last one.")
ALONE, SILENT = msgid("There is nothing to choose here."), msgid("There is nothing to read aloud here.")


DOOR = "hari-ini:"
"""The ids of rows that lead to pages begin so. Feeds' items have a source; these have none."""


class Kiosk(Struct, frozen=True):
    """Parts of the kiosk that every page may use. *readings* returns the readings in a language, *monotonic* gives
    seconds. *tell* is the inbox's, *data* the data folder, *config* the kiosk.toml if there is one. *lamp* is told
    what it is to show.

    *version* is the program's, *size* returns the screen's in px, *use_output* switches the voice to another sound
    device. *outbox* takes residents' questions, *hall* those to the hall, which is its own by default. *record* begins
    a recording with a number of its own; *sealed* opens answers that are sealed to this kiosk.

    *recognise* starts speech recognition of a recording (its descriptor, likely words, its number); `None` where the
    kiosk cannot be asked aloud. *stick_orders* are orders to the unit that works on a USB stick, `None` for those of
    the appliance.
    """

    board: BoardPort
    repository: ContentRepository
    memory: Memory
    reader: ReadAloud
    readings: Callable[[str], Readings]
    settings: Settings
    clock: Clock
    monotonic: Callable[[], float]
    tell: Tell
    lamp: Lamp
    data: Path
    version: str
    size: Callable[[], tuple[int, int]]
    use_output: Callable[[str], None]
    config: Path | None = None
    outbox: QuestionOutbox | None = None
    hall: HallBox | None = None
    record: Callable[[int], MicrophoneTake] | None = None
    sealed: SealedAnswers | None = None
    recognise: Callable[[int, str, int], Hearing] | None = None
    stick_orders: StickOrders | None = None
    printer: SlipPort | None = None


class Target(Struct, frozen=True):
    """Thing on a page that the keys can focus.

    *spot* is its name for the focus, such as "row:0". *open* is what Listen does there, `None` where Listen reads it.
    """

    spot: str
    open: Callable[[], object] | None = None


def row_targets(count: int) -> list[Target]:
    """Return *count* targets for rows that Listen reads and does not open."""
    return [Target(f"row:{index}") for index in range(count)]


class Page(ABC, Generic[View]):
    """Page looked up by `view`, moved over by `targets`, read by its words. Created when it is first turned to."""

    name: ClassVar[str]
    """Name of the page: in the route, in the table of pages, and of its utterances."""
    words: ClassVar[type[PageWords[Any]]]
    questions: ClassVar[Sequence[DayQuestion]] = ()
    """Questions about the day that the page answers without a search. Its row in the table says that it has any."""
    read_on_arrival: ClassVar[bool] = False
    """Whether the page is read aloud when Listen has opened it."""
    is_read: ClassVar[bool] = False
    """Whether visitors read here for long without a press, so that they are asked later whether they are still there."""
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType({})
    """Messages that the page handles, on the screen or not, and the method for each."""

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        self.kiosk = kiosk
        self.shell = shell

    def _(self, message: str) -> str:
        """Return *message* in the language of the screen."""
        return self._phrases.translation.gettext(message)

    @property
    def _phrases(self) -> Phrases:
        return Phrases(Translation(self.kiosk.board.language))

    @abstractmethod
    def view(self, spot: Spot, moment: Moment, fits: Fits) -> View:
        """Return what the page shows at *spot* as of *moment*. *fits* is how much the layout holds."""

    @classmethod
    def keys(cls, view: View) -> Keys:
        """Return the row of keys below the page while it shows *view*."""
        return USUAL

    @property
    def shown(self) -> View:
        """Return the view on the board. Only while this page is on the screen."""
        return cast(View, self.kiosk.board.view)

    def show(self, view: View) -> None:
        """Show *view*, a changed view of the same spot. Only while this page is on the screen."""
        self.kiosk.board.shown = Shown(self.name, view, self.keys(view))

    def door(self, moment: Moment) -> Service | None:
        """Return the row by which the list of services leads here; `None` while there is nothing to show."""
        return None

    def answer(self, moment: Moment) -> Service | None:
        """Return the row by which the search leads here from one of `questions`; `None` while there is nothing to show."""
        return self.door(moment)

    def opened_by(self, title: str, told: str) -> Service:
        """Return a row of the list of services that leads here, with *told* below its *title*."""
        return Service(id=f"{DOOR}{self.name}", source="", title=title, place=told, language=self.kiosk.board.language)

    def held(self, fits: Fits) -> int:
        """Return how many rows a page has in a layout that holds *fits*.

        When the layout changes, the first row stays in sight.
        """
        return 1

    def turn_to(self) -> None:
        """Open the page for a visitor who comes to it."""
        self.shell.navigation.go(Spot(self.name))

    def targets(self, view: View) -> Sequence[Target]:
        """Return the focus targets of the page in reading order."""
        return ()

    def items(self, view: View) -> Sequence[Item]:
        """Return the items in the rows of the page, that of row:0 first.

        If an item moves to another row, focus and voice follow it.
        """
        return ()

    def item_at(self, focus: str, view: View) -> Item | None:
        """Return the item whose row is *focus*; `None` if *focus* is no row."""
        row, items = index_of(focus, "row"), self.items(view)
        return items[row] if row is not None and row < len(items) else None

    def subject(self, view: View) -> Item | None:
        """Return the item that the whole page is about. If its source withdraws it, the visitor is told."""
        return None

    def read_again(self) -> None:
        """Continue reading aloud with the present words of the subject, which has changed meanwhile."""

    def opener(self, focus: str) -> Callable[[], object] | None:
        """Return what Listen opens with *focus*; `None` where it reads the page aloud."""
        return next((target.open for target in self.targets(self.shown) if target.spot == focus), None)

    def why_idle(self, key: str) -> str:
        """Return why *key* ("previous", "listen", "next") does nothing now, as a message of the catalogue; "" where it acts."""
        return ALONE if key in STEPS and not self.targets(self.shown) else ""

    @property
    def begins(self) -> int:
        """Return the index of the target that the next key focuses when nothing has the focus."""
        return 0

    def step(self, direction: int) -> None:
        """Move the focus in *direction* (-1 or +1); at the end turn the page."""
        self.shell.cursor.move(direction)

    def read(self) -> None:
        """Read the page aloud, worded by its `words`."""
        board, moment = self.kiosk.board, self.kiosk.clock.read()
        if told := self.words(self._phrases).reading(self.shown, board.focus, moment):
            self.kiosk.reader.read(self.kiosk.readings(board.language).rows(self.name, told, moment))

    def count_heard(self) -> None:
        """Count in the statistics that a page was read aloud today."""
        self.kiosk.memory.counts.add("heard", self.kiosk.clock.read().now.date())

    def read_aloud(self) -> None:
        """Read the page aloud and count that it was heard."""
        self.read()
        if self.kiosk.board.speaking is not None:
            self.count_heard()

    def read_opened(self) -> None:
        """Read the page that Listen has just opened, if such a page is read at once."""
        if self.read_on_arrival:
            self.read_aloud()

    def read_bulletin(self) -> None:
        """Read the summary of the day, from its beginning."""
        kiosk, moment = self.kiosk, self.kiosk.clock.read()
        readings = kiosk.readings(kiosk.board.language)
        kiosk.reader.read(readings.bulletin(kiosk.repository.views.bulletin(moment), moment), resume=False)
        self.count_heard()

    def arrived(self) -> None:
        """Focus the first target for a visitor who came by a button."""
        if not self.kiosk.board.focus:
            self.kiosk.board.focus = next((target.spot for target in self.targets(self.shown)), "")

    def greet(self) -> None:
        """Read to a visitor whose press of Listen has led here from the idle screen."""
        self.read_bulletin()

    def listen(self) -> None:
        """Open the focused target and read what it opened, else read the page aloud."""
        if (opener := self.opener(self.kiosk.board.focus)) is not None:
            opener()
            self.shell.read_opened()
        else:
            self.read_aloud()

    def home(self) -> None:
        """Go to the home page."""
        self.shell.navigation.go_home()

    def back(self) -> None:
        """Go back to the page from which the visitor came."""
        self.shell.navigation.go_back()

    def wake(self, *, to_poster: bool = False) -> bool:
        """Leave the page because a visitor has come; with *to_poster* for the poster that fills it.

        Return whether the page has left.
        """
        return False

    def give_way(self, page: str) -> None:
        """Prepare for the visitor's turn to *page*, which can be opened from everywhere. Called before `left`."""

    def tick(self) -> None:
        """Update what time changes. Called about once a second while the page is on the screen."""

    @property
    def recording(self) -> bool:
        """Return whether the microphone records; the kiosk says nothing meanwhile."""
        return False

    @property
    def unsent(self) -> bool:
        """Return whether a recorded or typed question is not sent yet. Less urgent pages then wait for the screen."""
        return False

    @property
    def keeps_visitor(self) -> bool:
        """Return whether the idle timer must send nobody home, however long no key is pressed."""
        return self.recording

    @property
    def takes_listen(self) -> bool:
        """Return whether the page handles Listen even while the voice speaks; else Listen stops the voice."""
        return self.recording

    def end_recording(self) -> None:
        """Discard the recording under way and tell the visitor."""

    def hold(self) -> bool:
        """Handle a held listen key. Return whether the page has a use for it."""
        return False

    def let_go(self) -> None:
        """Handle the release of a held listen key."""

    def forget(self) -> None:
        """Drop what is kept for the visitor, who has gone."""

    def covered(self) -> None:
        """Prepare for a warning that takes the screen and later gives it back. Called before `left`."""

    def left(self) -> None:
        """Release what the page holds, because another page takes the screen."""


PageType = TypeVar("PageType", bound=Page[Any])


class PageTable(Protocol):
    """Table of all pages by name. Each class is imported when it is first needed."""

    main: MainPages

    def doors(self, place: ServicePlace) -> Sequence[str]:
        """Return the names of pages that may have a row at *place* in the list of services, in its order."""

    @property
    def asked_of_day(self) -> Sequence[str]:
        """Return the names of pages that answer questions about the day, such as the weather."""

    def lists(self, category: Category) -> str:
        """Return the name of the page that shows the items of *category*."""

    def tile(self, category: Category) -> str | None:
        """Return the name of the page that the tile of *category* opens; `None` where that is the list of its items."""

    def page(self, name: str) -> type[Page[Any]]:
        """Return the class of the page *name*. Raises KeyError where there is none."""


class Pages:
    """Pages by name, each created when it is first needed."""

    def __init__(self, table: PageTable, kiosk: Kiosk, shell: Shell) -> None:
        self.main = table.main
        self._table = table
        self._kiosk = kiosk
        self._shell = shell
        self._made: dict[str, Page[Any]] = {}

    def __getitem__(self, name: str) -> Page[Any]:
        """Return the page *name*. Raises KeyError where there is none."""
        if name not in self._made:
            self._made[name] = self._table.page(name)(self._kiosk, self._shell)
        return self._made[name]

    def of_class(self, kind: type[PageType]) -> PageType:
        """Return the page whose class is *kind*."""
        return cast(PageType, self[kind.name])

    def hear(self, message: Message) -> bool:
        """Pass *message* to the pages that handle its type. Return whether there is one."""
        wanting = [page for page in self._made.values() if type(message) in page.hears]
        for page in wanting:
            getattr(page, page.hears[type(message)])(message)
        return bool(wanting)

    def forget_visitor(self) -> None:
        """Tell all pages that the visitor has gone."""
        for page in self._made.values():
            page.forget()

    def lists(self, category: Category) -> str:
        """Return the name of the page that shows the items of *category*."""
        return self._table.lists(category)

    def tile(self, category: Category) -> str | None:
        """Return the name of the page that the tile of *category* opens; `None` where that is the list of its items."""
        return self._table.tile(category)

    def answering(self, query: str) -> Page[Any] | None:
        """Return the page that answers *query* if that is a question about the day, else `None`."""
        asked, place = self._table.asked_of_day, self._kiosk.board.place
        return next((self[name] for name in asked if is_one_of(query, self._table.page(name).questions, place)), None)

    def doors(self, place: ServicePlace, moment: Moment) -> Iterator[Service]:
        """Yield the rows at *place* by which the list of services leads to pages, as of *moment*."""
        for name in self._table.doors(place):
            if (door := self[name].door(moment)) is not None:
                yield door
