"""A kiosk without a window, as a visitor has left it: what `kiosk screenshot` draws."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.items import SEALED, Attachment, Category
from content_cache.model.problems import problem
from content_cache.store.store import Store
from kiosk.content.answers import AnswerBook
from kiosk.content.local_alerts import view_of
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.core.build import VERSION
from kiosk.core.clock import Clock, Moment
from kiosk.core.identity import kiosk_id
from kiosk.demo.provisioned import JOURNAL, NETWORKS, OUTPUTS, SLOTS
from kiosk.demo.questions import SAMPLE_QUESTIONS, note_asked, sample_answers
from kiosk.demo.sample import FILM
from kiosk.demo.warnings import sample_warning
from kiosk.hardware.lamp import Lamp
from kiosk.installation import Installation, Refusal
from kiosk.narration.read_aloud import ReadAloud
from kiosk.narration.screen_text import STEPS
from kiosk.pictures.shots import Shot
from kiosk.pictures.stand_ins import CODE, FrozenStopwatch, RecordingVoice, Shredder, SilentTake, undecoded
from kiosk.provision.faults import CardCode
from kiosk.settings import DeskSettings, TechnicianSettings
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.office_layer import OfficeLayer, Row, write_choices, write_layer
from kiosk.settings.sections import EmergencySettings
from kiosk.state.request_kinds import RequestKind
from kiosk.ui.runtime.environment import kivy_home
from kiosk.viewmodel.service_views import SetUp, Tool
from kiosk.viewmodel.tables import tables
from kiosk.viewmodel.views import WHOLE, AlertView, SlidesView

if TYPE_CHECKING:
    from kiosk.control.controller import Controller
    from kiosk.pictures.offscreen import Canvas
    from kiosk.service.tools import ToolDesk
    from kiosk.ui.board import Board

_PIN = "246810"  # of the kiosk that is pictured
_SET = OfficeLayer(
    rows=(
        Row("speech.quiet_hours", '["20:30-05:30"]', "pesisir", "group"),
        Row("speech.volume", "70", "semua", "all", "local", datetime(2026, 12, 21, tzinfo=UTC)),
        Row("update.ring", '"trial"', "percobaan", "kiosk", "asked"),
        Row("screen.text_scale", "1.4", "kecamatan", "area"),
    ),
    faults=(Fault(0, "semua: speech.rate", (problem(SettingCode.SILENCES),)),),
)
_FAULTS = (
    Fault(7, "speech.rat", (problem(SettingCode.UNKNOWN), problem(SettingCode.MEANT, word="rate"))),
    Fault(12, "buttons.listen", (problem(SettingCode.PIN_OF_CONSOLE, pin=14),)),
    Fault(0, "pin-baru.txt", (problem(CardCode.PIN_UNFIT),)),
)
_FIRST = ("faults", "first-run")  # screens that nobody goes to: a kiosk begins with them
_ASKED = ("ask", "answers")  # screens of residents' questions
_CODED = {
    "code": "00",
    "refused": "000000",
    "opening": CODE,
    "opened": CODE,
}  # of answers: what is typed for a private one
_SPOKEN = 3  # the sentence that is lit: after title, origin and date the first of the text
_CATEGORIES = {
    "news": Category.NEWS,
    "announcements": Category.ANNOUNCEMENT,
    "events": Category.EVENT,
    "services": Category.SERVICE,
    "clarifications": Category.CLARIFICATION,
    "emergency": Category.ALERT,
}
_POSTED = (Category.ANNOUNCEMENT, Category.NEWS)
_DOCUMENTED = (Category.SERVICE, Category.ANNOUNCEMENT, Category.NEWS)
_MIDDLE_S = 4.0  # of the sample village's film
_FILM_S = 10.0  # that its first picture is waited for
_PIECE = 3  # steps to the piece of a poster that is pictured
_ITEMS = {"event": Category.EVENT, "service": Category.SERVICE, "claim": Category.CLARIFICATION}


class Pose:
    """`board` and `controller` of a kiosk that stands as `shot` says; `stack` closes what it reads.

    Raises Refusal for an item that is not there.
    """

    def __init__(self, installation: Installation, shot: Shot, clock: Clock, stack: ExitStack) -> None:
        self._shot, self._clock = shot, clock
        self._voice, self._stopwatch = RecordingVoice(), FrozenStopwatch()
        self.board, self.controller = self._open(installation, stack)
        board = self.board
        board.theme = shot.theme or board.theme
        board.text_scale = shot.text_scale or board.text_scale
        self._turn_to(shot.screen)
        self._take_state(shot.state)

    def _open(self, installation: Installation, stack: ExitStack) -> tuple[Board, Controller]:
        from kiosk.content.repository import ContentRepository
        from kiosk.control.controller import Controller
        from kiosk.i18n.translation import Translation
        from kiosk.narration.narrator import SpokenReadings
        from kiosk.state.memory import Memory
        from kiosk.ui.board import Board

        repository = self._repository = installation.repository()
        if self._shot.state == "empty":
            nothing = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-empty-")))
            repository = self._repository = ContentRepository(
                lambda: Store.open(nothing), area=installation.settings.place.area
            )
        stack.callback(repository.close)
        place = installation.settings.place
        data, settings = (
            installation.data,
            replace(
                installation.settings,
                place=replace(place, language=self._shot.language or place.language),
                technician=TechnicianSettings(pin=_PIN),
                questions=SAMPLE_QUESTIONS if self._shot.screen in _ASKED else installation.settings.questions,
                emergency=EmergencySettings() if self._shot.state == "empty" else installation.settings.emergency,
                faults=installation.settings.faults or (_FAULTS if self._shot.screen == "faults" else ()),
            ),
        )
        if self._shot.screen == "desk":
            from kiosk.pictures.pose_desk import furnish

            # no picture waits for a microphone, and none depends on this machine's network
            desk = DeskSettings(
                enabled=self._shot.state != "off", address="https://192.168.4.1:8080/", microphone="wav:/dev/null"
            )
            settings = replace(settings, desk=desk)
            data = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-desk-")))
            furnish(data, self._shot.state, self._clock.read().now)
        if self._shot.state == "office":
            data = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-office-")))
            write_layer(data, _SET)
            write_choices(data, dict.fromkeys(("speech.volume", "update.ring"), self._clock.read().now))
        if self._shot.screen in _ASKED:  # a kiosk of its own: in no other are these numbers known
            data = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-questions-")))
            found = [] if self._shot.state == "empty" else sample_answers(self._clock.read().now, kiosk_id(data))
            if self._shot.state in _CODED:
                found[1] = replace(found[1], private=True)
            if self._shot.state == "opening":
                (data / "suara.sealed").touch()
                box = Attachment("", SEALED, path="suara.sealed")
                found[1] = replace(found[1], sealed="AAAA", attachments=(box,))
            repository.answer_book = AnswerBook(lambda _moment: found)
        board = Board()

        def readings(language: str) -> SpokenReadings:
            return SpokenReadings(Translation(language), installation.data, installation.settings.speech.lexicon)

        memory = stack.enter_context(Memory(data))
        if self._shot.screen in _ASKED:
            note_asked(memory.questions, self._clock.read().now)
        questions = Shredder() if settings.questions.asked else None
        sealed = SealedAnswers(data, questions, decode=undecoded)
        stack.callback(sealed.close)
        controller = Controller(
            board=board,
            repository=repository,
            memory=memory,
            reader=ReadAloud(board, self._voice, rate=installation.settings.speech.rate, no_sound=lambda: ""),
            readings=readings,
            settings=settings,
            clock=self._clock,
            monotonic=self._stopwatch.seconds,
            button_guide=None,
            lamp=Lamp(),
            data=data,
            config=None,
            tell=lambda _message: None,
            understood=lambda _alert: None,
            size=lambda: self._shot.size,
            version=VERSION,
            outbox=questions,
            sealed=sealed,
            record=SilentTake,
            screen=self._shot.screen if self._shot.screen in _FIRST else "idle",
        )
        stack.callback(controller.film.stop)
        if self._shot.screen == "desk":
            stack.callback(controller.home)  # what it was doing there ends before its folder does
        return board, controller

    # the way there, as a visitor would go

    def _turn_to(self, screen: str) -> None:
        ways: dict[str, Callable[[], None]] = {
            "idle": lambda: None,
            "home": self.controller.home,
            "item": self._way_to_item(),
            "table": self._open_table,
            "viewer": self._enlarge,
            "film": self._play,
            "alerts": self._list_alerts,
            "search": self._look_for,
            "alert": self._warn,
            **dict.fromkeys(("weather", "prices", "answers"), self._open_day),
            "ask": self._ask,
            "settings": self._open_sheet,
            "status": self._knock,
            "desk": self._make_notices,
            "first-run": self._answer,
            "faults": lambda: None,
        }
        ways.get(screen, lambda: self._open_category(screen))()

    def _way_to_item(self) -> Callable[[], None]:
        ways = {"poster": self._open_poster, "table": self._open_tabled, "document": self._open_document}
        return ways.get(self._shot.state, self._open_item)

    def _open_category(self, screen: str) -> None:
        self.controller.home()
        self.controller.navigation.open_category(str(_CATEGORIES[screen]))

    def _open_day(self) -> None:
        self.controller.home()
        self.controller.navigation.open_day(self._shot.screen)
        if self._shot.state in _CODED:
            self.controller.answers.open_row(1)
            for digit in _CODED[self._shot.state]:
                self.controller.answers.private.digit(digit)

    def _ask(self) -> None:
        from kiosk.pictures.pose_questions import pose

        self.controller.home()
        pose(self.controller.questions, self._shot.state)

    def _list_alerts(self) -> None:
        self.controller.home()
        self.controller.navigation.open_alerts()

    def _open_sheet(self) -> None:
        self.controller.home()
        self.controller.navigation.show_settings()

    def _answer(self) -> None:
        """The first run at the step that the state names, with answers to those before."""
        controller = self.controller
        controller.first_run.choose_language(self.board.language)
        for step in STEPS[: STEPS.index(SetUp(self._shot.state))]:
            if step is SetUp.PLACE:
                controller.first_run.type_letters("desa bunga")
            controller.next()
        if self._shot.state == SetUp.PLACE:
            controller.first_run.type_letters("desa bu")

    def _knock(self) -> None:
        """The pad behind the clock; the page when the shot's PIN is typed."""
        controller = self.controller
        controller.home()
        controller.service.pad.knock()
        tries = {"wrong": 1, "locked": 5, "pin": 0, "pin-band": 0}.get(self._shot.state, 1)
        right = self._shot.state not in ("wrong", "locked", "pin", "pin-band")
        for _ in range(tries):
            for digit in _PIN if right else "0000":
                controller.service.pad.digit(digit)
            controller.service.pad.try_pin()
        if self._shot.state in ("pin", "pin-band"):
            for digit in "24":
                controller.service.pad.digit(digit)
        elif right and self._shot.screen == "status":
            self._use_tool(self._shot.state)

    def _use_tool(self, state: str) -> None:
        """A technician's tool, with what the provisioner of the pictured kiosk answers."""
        card = {"clock": "clock", "wifi": "network", "password": "network", "normal": ""}.get(state, "storage")
        if card:
            self.controller.service.pad.use_card(card)
        tools = self.controller.service.tools
        match state:
            case "turn" | "turned" | "touch" | "loudspeaker" | "tone":
                self._use_board(tools, state)
            case "wifi":
                tools.take(RequestKind.SCAN, NETWORKS)
            case "password":
                tools.take(RequestKind.SCAN, NETWORKS)
                tools.choose("Balai Desa Bunga")
                for letter in "Desa#2026":
                    tools.type_letters(letter)
            case "new-pin":
                tools.choose(Tool.PIN)
            case "office":
                tools.choose(Tool.OFFICE)
            case "update":
                tools.choose(Tool.UPDATE)
                tools.take(RequestKind.SLOTS, SLOTS)
            case "faults":
                tools.choose(Tool.FAULTS)
                tools.take(RequestKind.FAULTS, JOURNAL)

    def _use_board(self, tools: ToolDesk, state: str) -> None:
        tool = {"touch": Tool.TOUCH, "loudspeaker": Tool.SOUND, "tone": Tool.SOUND}.get(state, Tool.TURN)
        tools.choose(tool)
        if tool is Tool.TURN:
            tools.choose("90")
            if state == "turned":
                tools.choose("try")
        elif tool is Tool.SOUND:
            tools.board_tools.take("outputs", OUTPUTS)
            if state == "tone":
                tools.board_tools.take("tone", said=True)

    def _make_notices(self) -> None:
        """Behind the PIN, from the technician's page on."""
        from kiosk.pictures.pose_desk import pose

        self._knock()
        pose(self.controller.service.notices, self._shot.state)

    def _look_for(self) -> None:
        controller = self.controller
        controller.home()
        controller.search.open()
        controller.search.type_letters("zzz" if self._shot.state == "nothing" else self._shot.query)
        controller.search.find()
        if self._shot.state in ("results", "nothing"):
            controller.search.show_results()

    def _open_item(self) -> None:
        controller, wanted = self.controller, self._shot.item
        controller.home()
        if wanted is not None:
            controller.navigation.open_item(wanted)
            if self.board.screen != "item":
                raise Refusal('there is no item of the id "{id}"; see: kiosk items --json', id=wanted)
            return
        category = _ITEMS.get(self._shot.state, Category.NEWS)
        controller.navigation.open_category(str(category))
        if category is Category.EVENT:
            if self.board.calendar is not None and not self.board.calendar.events:
                controller.next()
            controller.navigation.open_event(0)
        else:
            self._open_first()

    def _open_poster(self) -> None:
        """The first item that a poster is the most of; where there is none, the first with a picture."""
        controller, moment = self.controller, self._clock.read()
        controller.home()
        found = [item for category in _POSTED for item in self._repository.items(category, moment) if item.picture]
        for item in (*found, *found[:1]):
            controller.navigation.open_item(item.id)
            if self.board.article is not None and self.board.article.poster:
                return
            controller.home()
        if found:
            controller.navigation.open_item(found[0].id)

    def _open_tabled(self) -> None:
        """The item that is named, else the first with a table."""
        if self._shot.item is not None:
            self._open_item()
            return
        found = [item for item in self._repository.items(Category.NEWS, self._clock.read()) if tables(item)]
        self.controller.home()
        if found:
            self.controller.navigation.open_item(found[0].id)

    def _open_table(self) -> None:
        self._open_tabled()
        if self.board.article is not None:
            self.controller.tables.open(next(iter(tables(self.board.article.item)), 0))

    def _open_document(self) -> None:
        """The first item that has a document."""
        moment, navigation = self._clock.read(), self.controller.navigation
        self.controller.home()
        for item in (item for category in _DOCUMENTED for item in self._repository.items(category, moment)):
            if item.document is not None:
                navigation.open_item(item.id)
                return

    def _enlarge(self) -> None:
        if self._shot.state == "page":
            self._open_document()
        elif self._shot.item is None:
            self._open_poster()
        else:
            self._open_item()
        self.controller.viewer.open()
        if self._shot.state == "whole":
            self.controller.viewer.look(WHOLE, 0.0)
            return
        for _ in range(_PIECE):
            self.controller.next()

    def _play(self) -> None:
        """The sample village's film, in its middle."""
        controller = self.controller
        controller.home()
        controller.navigation.open_item(self._shot.item or FILM)
        controller.film.open()
        if self.board.film is None:
            return  # a kiosk without films shows what there is in its place
        controller.film.stop()
        self.board.film = replace(self.board.film, at=_MIDDLE_S)
        controller.film.play()
        end = monotonic() + _FILM_S
        while controller.film.picture() is None and monotonic() < end:
            sleep(0.01)
        if self._shot.state == "stopped":
            controller.film.stop()

    def _open_first(self) -> None:
        """The first of the list that a feed has brought: ways into the day's pages stand above it. An empty list stays as it is."""
        turn = self.controller.navigation
        while (listing := self.board.listing) is not None:
            of_feeds = [index for index, item in enumerate(listing.rows) if item.source]
            if of_feeds:
                turn.open_row(of_feeds[0])
            if of_feeds or listing.page + 1 >= listing.pages:
                return
            turn.page_down()

    def _warn(self) -> None:
        """A sample warning, or one of the store, over home. Nothing is told to a kiosk that runs."""
        self.controller.home()
        state = "normal" if self._shot.state == "speaking" else self._shot.state
        wanted, moment = self._shot.item, self._clock.read()
        warning = sample_warning(state, moment.now) if wanted is None else self._warning(wanted, moment)
        self.controller.alerts.tell([warning])
        self.board.alert = warning
        if self.board.screen != "alert":
            self.controller.alerts.open()

    def _warning(self, wanted: str, moment: Moment) -> AlertView:
        found = next((each for each in self._repository.warnings(moment) if each.alert.id == wanted), None)
        if found is None:
            raise Refusal('there is no item of the id "{id}"; see: kiosk items --json', id=wanted)
        return view_of(found, self.board.language, meet=self.controller.warnings.meet())

    # what happens there

    def _take_state(self, state: str) -> None:
        controller = self.controller
        match state:
            case "timeout":
                self._stopwatch.still_for = 85.0 if self.board.screen not in ("item", "viewer", "table") else 160.0
                controller.tick()
            case "sea":
                controller.navigation.amend(page=9)  # the waters are last, wherever that is
            case "handout":
                controller.navigation.take_home()
            case "speaking":
                self.read_aloud()
            case "band" | "pin-band":
                controller.alerts.tell([replace(sample_warning("caution", self._clock.read().now), ends=None)])
            case "way" | "steps":
                board = self.board
                kind = "point" if state == "way" else "hazard"
                board.focus = next((spot for spot in board.emergency.spots if spot.startswith(kind)), "")
            case "news" | "notice" | "poster":
                self._turn_slide(state)

    def read_aloud(self) -> None:
        """The listen key, and the voice has come to the text."""
        self.controller.listen()
        if (told := self._voice.come_to(_SPOKEN)) is not None:
            self.controller.handle(told)

    def _turn_slide(self, which: str) -> None:
        """The idle screen at its slide with the news, with the announcement, or with a poster."""

        def choose(board: Board, slides: SlidesView | None) -> None:
            if slides is not None and not slides.only:
                news, notice = (slides.news, None) if which == "news" else (None, slides.notice)
                posters = slides.posters if which == "poster" else ()
                board.slides = SlidesView(news, None if posters else notice, only=True, posters=posters)

        self.board.bind(slides=choose)
        choose(self.board, self.board.slides)


def draw(installation: Installation, shot: Shot, clock: Clock, out: Path, canvas: Canvas | None = None) -> None:
    """Draw a screen to a PNG, on an open canvas or on its own. Raises Refusal for an item that is not there, or a file that
    cannot be written."""
    from kiosk.ui.runtime.environment import prepare, unit_for

    screen = installation.settings.screen
    unit = unit_for(shot.size, dpi=screen.dpi, distance_mm=screen.distance_mm)
    if canvas is None:
        prepare(size=shot.size, offscreen=True, home=kivy_home(installation.data))
    with ExitStack() as stack:
        pose = Pose(installation, shot, clock, stack)
        from kiosk.pictures.offscreen import render

        try:
            render(pose.board, pose.controller, out, shot.size, canvas=canvas, unit=unit, media=installation.data)
        except OSError as error:
            raise Refusal(
                "{path}: the picture cannot be written ({reason})", path=str(out), reason=error.strerror or str(error)
            ) from error
