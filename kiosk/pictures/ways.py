"""The ways through a kiosk that is pictured, as a visitor would go them: from idle to the screen that a shot names."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.items import Category
from kiosk.content.local_alerts import view_of
from kiosk.core.clock import Moment
from kiosk.demo.provisioned import JOURNAL, NETWORKS, OUTPUTS, SLOTS
from kiosk.demo.sample import FILM
from kiosk.demo.warnings import sample_warning
from kiosk.installation import Refusal
from kiosk.pages.first_run.view import STEPS, SetUp
from kiosk.pages.item.viewer.view import WHOLE
from kiosk.pictures.posed_kiosk import CODED, PIN, PosedKiosk
from kiosk.pictures.shots import Shot
from kiosk.state.request_kinds import RequestKind
from kiosk.viewmodel.service_views import Tool
from kiosk.viewmodel.tables import tables
from kiosk.viewmodel.views import AlertView, ArticleView, ListView

if TYPE_CHECKING:
    from kiosk.pages.technician.page import TechnicianPage
    from kiosk.service.tools import ToolDesk

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


class Ways:
    """Raises Refusal, on any way, for an item that is not there."""

    def __init__(self, kiosk: PosedKiosk, shot: Shot) -> None:
        self._shot, self._clock, self._repository = shot, kiosk.clock, kiosk.repository
        self._board, self._controller = kiosk.board, kiosk.controller

    def turn_to(self, screen: str) -> None:
        ways: dict[str, Callable[[], None]] = {
            "idle": lambda: None,
            "home": self._controller.home,
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
        self._controller.home()
        self._controller.navigation.open_category(str(_CATEGORIES[screen]))

    def _open_day(self) -> None:
        self._controller.home()
        self._controller.navigation.open_day(self._shot.screen)
        if self._shot.state in CODED:
            page = self._controller.page(self._shot.screen)
            page.open_row(1)
            for digit in CODED[self._shot.state]:
                page.digit(digit)

    def _ask(self) -> None:
        from kiosk.pictures.pose_questions import pose

        self._controller.home()
        self._controller.navigation.ask()
        pose(self._controller.page(self._shot.screen), self._shot.state)

    def _list_alerts(self) -> None:
        self._controller.home()
        self._controller.navigation.open_alerts()

    def _open_sheet(self) -> None:
        self._controller.home()
        self._controller.navigation.show_settings()

    def _answer(self) -> None:
        """The first run at the step that the state names, with answers to those before."""
        page = self._controller.page(self._shot.screen)
        page.choose_language(self._board.language)
        for step in STEPS[: STEPS.index(SetUp(self._shot.state))]:
            if step is SetUp.PLACE:
                page.type_letters("desa bunga")
            self._controller.next()
        if self._shot.state == SetUp.PLACE:
            page.type_letters("desa bu")

    @property
    def _staffed(self) -> TechnicianPage:
        """The page behind the clock, which is turned to."""
        page: TechnicianPage = self._controller.page(self._board.screen)
        return page

    def _knock(self) -> None:
        """The pad behind the clock; the page when the shot's PIN is typed."""
        self._controller.home()
        self._controller.navigation.knock()
        page = self._staffed
        tries = {"wrong": 1, "locked": 5, "pin": 0, "pin-band": 0}.get(self._shot.state, 1)
        right = self._shot.state not in ("wrong", "locked", "pin", "pin-band")
        for _ in range(tries):
            for digit in PIN if right else "0000":
                page.digit(digit)
            page.try_pin()
        if self._shot.state in ("pin", "pin-band"):
            for digit in "24":
                page.digit(digit)
        elif right and self._shot.screen == "status":
            self._use_tool(self._shot.state)

    def _use_tool(self, state: str) -> None:
        """A technician's tool, with what the provisioner of the pictured kiosk answers."""
        card = {"clock": "clock", "wifi": "network", "password": "network", "normal": ""}.get(state, "storage")
        if card:
            self._staffed.use_card(card)
        tools = self._controller.tools
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
        pose(self._staffed.notices, self._shot.state)

    def _look_for(self) -> None:
        self._controller.home()
        search = self._controller.page(self._shot.screen)
        search.turn_to()
        search.type_letters("zzz" if self._shot.state == "nothing" else self._shot.query)
        search.find()
        if self._shot.state in ("results", "nothing"):
            search.show_results()

    def _open_item(self) -> None:
        controller, wanted = self._controller, self._shot.item
        controller.home()
        if wanted is not None:
            controller.navigation.open_item(wanted)
            if self._board.screen != "item":
                raise Refusal('there is no item of the id "{id}"; see: kiosk items --json', id=wanted)
            return
        category = _ITEMS.get(self._shot.state, Category.NEWS)
        controller.navigation.open_category(str(category))
        if category is Category.EVENT:
            page = controller.page("events")
            if not page.shown.events:
                controller.next()
            page.open_event(0)
        else:
            self._open_first()

    def _open_poster(self) -> None:
        """The first item that a poster is the most of; where there is none, the first with a picture."""
        controller, moment = self._controller, self._clock.read()
        controller.home()
        found = [item for category in _POSTED for item in self._repository.items(category, moment) if item.picture]
        for item in (*found, *found[:1]):
            controller.navigation.open_item(item.id)
            if isinstance(self._board.view, ArticleView) and self._board.view.poster:
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
        self._controller.home()
        if found:
            self._controller.navigation.open_item(found[0].id)

    def _open_table(self) -> None:
        self._open_tabled()
        if isinstance(self._board.view, ArticleView):
            self._controller.page(self._shot.screen).open(next(iter(tables(self._board.view.item)), 0))

    def _open_document(self) -> None:
        """The first item that has a document."""
        moment, navigation = self._clock.read(), self._controller.navigation
        self._controller.home()
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
        viewer = self._controller.page(self._shot.screen)
        viewer.open()
        if self._shot.state == "whole":
            viewer.look(WHOLE, 0.0)
            return
        for _ in range(_PIECE):
            self._controller.next()

    def _play(self) -> None:
        """The sample village's film, in its middle."""
        controller = self._controller
        controller.home()
        controller.navigation.open_item(self._shot.item or FILM)
        film = controller.page(self._shot.screen)
        film.open()
        if self._board.screen != self._shot.screen:
            return  # a kiosk without films shows what there is in its place
        film.stop()
        film.show(replace(film.shown, at=_MIDDLE_S))
        film.play()
        end = monotonic() + _FILM_S
        while film.picture() is None and monotonic() < end:
            sleep(0.01)
        if self._shot.state == "stopped":
            film.stop()

    def _open_first(self) -> None:
        """The first of the list that a feed has brought: ways into the day's pages stand above it. An empty list stays as it is."""
        turn, page = self._controller.navigation, self._controller.page(self._board.screen)
        while isinstance(listing := self._board.view, ListView):
            of_feeds = [index for index, item in enumerate(listing.rows) if item.source]
            if of_feeds:
                page.open_row(of_feeds[0])
            if of_feeds or listing.page + 1 >= listing.pages:
                return
            turn.page_down()

    def _warn(self) -> None:
        """A sample warning, or one of the store, over home. Nothing is told to a kiosk that runs."""
        self._controller.home()
        state = "normal" if self._shot.state == "speaking" else self._shot.state
        wanted, moment = self._shot.item, self._clock.read()
        warning = sample_warning(state, moment.now) if wanted is None else self._warning(wanted, moment)
        self._controller.alerts.tell([warning])
        if self._board.view != warning:
            self._controller.alerts.open()

    def _warning(self, wanted: str, moment: Moment) -> AlertView:
        found = next((each for each in self._repository.warnings(moment) if each.alert.id == wanted), None)
        if found is None:
            raise Refusal('there is no item of the id "{id}"; see: kiosk items --json', id=wanted)
        return view_of(found, self._board.language, meet=self._controller.warnings.meet())
