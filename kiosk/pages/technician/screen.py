"""Behind the clock: the PIN pad, and the page that a technician reads. Values only; the code is for a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.gridlayout import GridLayout

from kiosk.content.views.service_views import Tool
from kiosk.pages.technician.view import DeskStep, DeskView, PinView, StatusCard, StatusView
from kiosk.pages.technician.widgets.notices import DeskPage
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.screens.screen import Screen
from kiosk.ui.tools.tools import ToolPane
from kiosk.ui.widgets import cards, qr_code  # noqa: F401 - named in the rules
from kiosk.ui.widgets.controls import PushButton  # noqa: F401 - named in the rules
from kiosk.ui.widgets.pin_pad import PinPad, PinSide

if TYPE_CHECKING:
    from kiosk.pages.technician.page import TechnicianPage

_ICONS = {
    "network": "network",
    "sources": "rss",
    "storage": "hard-drives",
    "sound": "speaker-high",
    "screen": "hand-tap",
    "clock": "clock",
}


class ValuesCard(Surface):
    """Card with icon, name, state, up to three lines in a fixed pitch, and a button."""

    icon = StringProperty("gear")
    name = StringProperty("")
    fault = StringProperty("")
    values = StringProperty("")
    act = StringProperty("")
    screen = ObjectProperty()
    key = StringProperty("")


class CodeCard(Surface):
    """Card with the QR code for a phone and the device's own values."""

    payload = StringProperty("")
    device = StringProperty("")
    values = StringProperty("")
    screen = ObjectProperty()


class TechnicianScreen(Screen):
    """Screen of the PIN pad, the page behind it, a tool over that, or the hall's notices."""

    watched = ("tool", "moment", "band")

    pad = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        self._built: object = None
        super().__init__(**properties)

    @property
    def page(self) -> TechnicianPage:
        page: TechnicianPage = self.controller.page("status")
        return page

    def fill(self) -> None:
        view = self.view
        self.full = isinstance(view, DeskView)  # its page keeps its own distance
        typing = self.board.tool is not None and self.board.tool.tool is Tool.PASSWORD
        self.tall = (self.tall and self.full) or (typing and self.pressed)
        match view:
            case PinView():
                self._show_pad(view)
            case StatusView() if self.board.tool is not None:
                self._show_tool(view)
            case StatusView():
                self._show_page(view)
            case DeskView():
                self._show_desk(view)
            case _:
                self._built = None
                self.clear_widgets()
                self.title = self.line = self.pill = ""

    def _fresh(self, what: str) -> bool:
        """Return whether the widgets of *what* must be built anew; if so the old ones are removed."""
        look = (what, self.theme.layout, self.theme.text_scale, self.theme.unit, self.tr.language)
        if look == self._built:
            return False
        self._built = look
        self.clear_widgets()
        return True

    # the pad

    def _show_pad(self, view: PinView) -> None:
        _ = self.tr._
        self.title = _("For staff only") if not self.theme.portrait else _("Staff")
        self.line, self.pill = self.tr.phrases.site(self.board.place), ""
        if self._fresh("pad"):
            self.orientation = "vertical" if self.theme.portrait else "horizontal"
            self._side = PinSide()
            self.add_widget(self._side)
            self._keys = self._pad_keys()
            self.add_widget(self._keys)
        self._keys.rest(bool(view.locked_for))
        side = self._side
        side.typed, side.heading = view.typed, _("Enter the staff PIN")
        side.tone = "err" if view.wrong or view.locked_for else "ink2"
        side.told = self._pin_message(view)

    def _pin_message(self, view: PinView) -> str:
        _, n = self.tr._, self.tr.phrases.translation.ngettext
        if view.unset:
            return _("No PIN has been set. Write one into the file pin-baru.txt on the card.")
        if view.locked_for:
            minutes, seconds = divmod(view.locked_for, 60)
            return _("Too many wrong PINs. Try again in {time}.").format(time=f"{minutes}.{seconds:02}")
        if view.wrong:
            left = n("{n} try is left.", "{n} tries are left.", view.tries).format(n=view.tries)
            return f"{_('This PIN is not right.')} {left}"
        return f"{_('Only for staff of KIM and the regency.')} {_('Are you not staff? Press Home.')}"

    def _pad_keys(self) -> PinPad:
        return PinPad(self.page.digit, self.page.erase_digit, self.page.try_pin)

    # a tool

    def _show_tool(self, view: StatusView) -> None:
        tool = self.board.tool
        self.title, self.pill = tool.heading, ""
        self.pill_warns = False
        self.line = self._locks(view.locks_in)
        if self._fresh(tool.tool):
            self.orientation = "vertical"
            self._pane = self._make_pane(tool.tool)
            self.add_widget(self._pane)
        self._pane.write(tool)

    def _make_pane(self, tool: Tool) -> Any:
        """Create the pane of *tool*. The modules of the board's own panes are imported only when they are opened."""
        if tool not in (Tool.TURN, Tool.TOUCH, Tool.SOUND):
            return ToolPane(screen=self, tool=tool)
        from kiosk.pages.technician.widgets import board_tools

        return {
            Tool.TURN: board_tools.TurnPage,
            Tool.TOUCH: board_tools.TouchPage,
            Tool.SOUND: board_tools.SoundPage,
        }[tool](screen=self)

    # the page

    def _show_page(self, view: StatusView) -> None:
        _, n = self.tr._, self.tr.phrases.translation.ngettext
        self.title = _("Technician's status") if not self.theme.portrait else _("Staff")
        self.line = self._locks(view.locks_in)
        faults = sum(bool(card.fault) for card in view.cards) + len(view.faults)
        self.pill_warns, self.pill_icon = faults > 0, "warning-circle"
        self.pill = n("{n} to look at", "{n} to look at", faults).format(n=faults) if faults else _("All well")
        if self._fresh("page"):
            self.orientation = "vertical" if self.theme.portrait else "horizontal"
            self._cards = Cards()
            place = CardsPlace()
            place.add_widget(self._cards)
            self.add_widget(place)
            self._code = CodeCard(screen=self)
            self.add_widget(self._code)
            for card in view.cards:
                self._cards.add_widget(ValuesCard(key=card.name, screen=self, icon=_ICONS.get(card.name, "gear")))
        for widget in self._cards.children:
            found = next((card for card in view.cards if card.name == widget.key), None)
            if found is not None:
                self._write_card(widget, found)
        self._code.payload, self._code.device = view.code, view.device
        self._code.values = "\n".join((*view.lines, *view.faults[:2]))

    def _write_card(self, widget: ValuesCard, card: StatusCard) -> None:
        _ = self.tr._
        names = {
            "network": _("Network"),
            "sources": _("News"),
            "storage": _("Storage"),
            "sound": _("Sound"),
            "screen": _("Touch"),
            "clock": _("Clock"),
        }
        acts = {
            "refresh": _("Fetch now"),
            "sound": _("Test the sound"),
            "screen": _("Test the colours"),
            Tool.WIFI: _("Change Wi-Fi"),
            Tool.MORE: _("Tools"),
            Tool.CLOCK: _("Set the clock"),
        }
        widget.name, widget.fault = names.get(card.name, card.name), card.fault
        widget.values = "\n".join(card.lines[:3])
        widget.act = card.note or acts.get(card.act, "")

    def _locks(self, seconds: int) -> str:
        _ = self.tr._
        locks = _("Locks by itself in {time}") if not self.theme.portrait else _("Locks in {time}")
        return locks.format(time=f"{seconds // 60}.{seconds % 60:02}")

    # the hall's own notices

    def _show_desk(self, view: DeskView) -> None:
        _ = self.tr._
        titles = {
            DeskStep.FRONT: _("Village notices"),
            DeskStep.WRITE: _("Write a notice"),
            DeskStep.VOICE: _("Record a voice"),
            DeskStep.CHECK: _("This is how it will be"),
        }
        self.title, self.line, self.pill = titles[view.step], self._locks(view.locks_in), ""
        if self._fresh("desk"):
            self._desk = DeskPage(screen=self)
            self.add_widget(self._desk)
        self._desk.show(view)


class Cards(Ruled, GridLayout):
    pass


class CardsPlace(Box):
    pass
