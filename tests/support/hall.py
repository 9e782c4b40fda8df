"""A controller in an empty hall: real store, real memory; the voice says nothing, and the test turns clock and stopwatch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from content_cache.alerts import Place
from content_cache.store.store import Store
from kiosk.broadcast.readouts import ReadoutService
from kiosk.content.repository import ContentRepository
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.core.clock import Clock, Moment, Trust
from kiosk.core.messages import ButtonPressed, ButtonReleased, Ending, Tell
from kiosk.hall.backup.stick_orders import StickOrders
from kiosk.hall.question_box import HallBox, Hearing, MicrophoneTake, QuestionOutbox
from kiosk.hardware.lamp import Lamp
from kiosk.i18n.translation import Translation
from kiosk.narration.button_guide import ButtonGuide
from kiosk.narration.guide_text import GuideText
from kiosk.narration.narrator import SpokenReadings
from kiosk.narration.prompts import PromptPlayer
from kiosk.narration.read_aloud import ReadAloud
from kiosk.pages.table import PAGES
from kiosk.settings import PlaceSettings, Settings
from kiosk.shell.controller import Controller
from kiosk.shell.page import Kiosk
from kiosk.shell.print_desk import SlipPort
from kiosk.state.memory import Memory
from tests.support.board import PaperBoard
from tests.support.items import NOW, WITA
from tests.support.listening_voice import ListeningVoice

USUAL = Settings(place=PlaceSettings(name="Desa Bunga", area="72.01.05"))


class TurnedClock(Clock):
    """A trusted clock that shows what the hall's test set."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(WITA)
        self._hall = hall

    def read(self) -> Moment:
        return Moment(self._hall.now, Trust.TRUSTED)


class Hall:
    """A controller in an empty hall: real store, real memory, a clock and a stopwatch that the test turns. `screen` is the first
    one, `place` where stored warnings are to hold."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        *,
        guided: bool = False,
        screen: str = "idle",
        outbox: QuestionOutbox | None = None,
        hall: HallBox | None = None,
        sealed: SealedAnswers | None = None,
        record: Callable[[int], MicrophoneTake] | None = None,
        recognise: Callable[[int, str, int], Hearing] | None = None,
        stick_orders: StickOrders | None = None,
        printer: SlipPort | None = None,
        tell: Tell = lambda _message: None,
        place: Place | None = None,
    ) -> None:
        self.folder, self.settings = folder, settings
        self.now = NOW
        self.seconds = 1000.0
        self.board = PaperBoard()
        self.voice = ListeningVoice()
        self.repository = ContentRepository(
            lambda: Store.open(folder, read_only=True), area=settings.place.area, place=place
        )
        self.memory = Memory(folder)
        self.clock = TurnedClock(self)
        self.reader = ReadAloud(self.board, self.voice, rate=130, no_sound=lambda: "tidak ada suara")
        readings = lambda language: SpokenReadings(Translation(language), folder)  # noqa: E731
        self.lamp = Lamp()
        self.kiosk = kiosk = Kiosk(
            board=self.board,
            repository=self.repository,
            memory=self.memory,
            reader=self.reader,
            readings=readings,
            settings=settings,
            clock=self.clock,
            monotonic=lambda: self.seconds,
            tell=tell,
            data=folder,
            version="1.4.2",
            size=lambda: (1280, 720),
            use_output=lambda _device: None,
            lamp=self.lamp,
            outbox=outbox,
            hall=hall,
            record=record,
            recognise=recognise,
            sealed=sealed,
            stick_orders=stick_orders,
            printer=printer,
        )
        self.controller = Controller(
            kiosk,
            PAGES,
            button_guide=self._button_guide() if guided else None,
            understood=lambda _alert: None,
            screen=screen,
        )
        self.caller = ReadoutService(
            repository=self.repository, memory=self.memory, reader=self.reader, readings=readings, settings=settings
        )

    def _button_guide(self) -> ButtonGuide:
        guides = lambda language: GuideText(self.board, Translation(language), {}, pages=PAGES)  # noqa: E731
        return ButtonGuide(self.board, PromptPlayer(self.voice, lambda: self.seconds), guides, lambda: self.seconds)

    @property
    def words(self) -> str:
        """Return the words that the voice was last asked to say."""
        return " ".join(sentence.spoken for sentence in self.voice.said[-1].sentences)

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.controller.buttons.act_on_held()
        self.controller.tick()

    def press(self, *names: str) -> None:
        for name in names:
            self.seconds += 0.3  # from the last, as a hand needs it
            self.controller.handle(ButtonPressed(name))
            self.controller.handle(ButtonReleased(name))

    def speak_to(self, index: int) -> None:
        """The voice has come to sentence `index` of what it says."""
        name = self.voice.said[-1].id
        for message in self.voice.reach(name, index):
            self.controller.handle(message)

    def speech_ends(self, ending: Ending = Ending.DONE) -> None:
        self.controller.handle(self.voice.end(self.voice.said[-1].id, ending))

    def close(self) -> None:
        self.repository.close()
        self.memory.close()
