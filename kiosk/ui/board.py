"""The board: what is to be seen now. The controller writes it, screens read it, and nothing here decides anything."""

from __future__ import annotations

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty

from kiosk.content.views.display_options import offered
from kiosk.content.views.keys import USUAL, Keys


class Board(EventDispatcher):
    """Kivy properties for all that the screen shows, in the order of the screen from top to bottom.

    Views are the frozen kinds of `kiosk.content.views.shown`.
    """

    place = StringProperty("")
    contact = StringProperty("")
    language = StringProperty("id")
    languages = ObjectProperty(offered())  # codes of those that a visitor may choose
    theme = OptionProperty("light", options=("light", "dark", "contrast"))
    text_scale = NumericProperty(1.0)

    screen = StringProperty("")
    moment = ObjectProperty(None, allownone=True)  # clock.Moment, moves once a minute
    freshness = ObjectProperty(None, allownone=True)  # views.Freshness

    shown = ObjectProperty(None, allownone=True)  # views.Shown: what the page shows

    asks = BooleanProperty(False)  # questions are taken here
    prints = BooleanProperty(False)  # slips of paper are printed here
    band = ObjectProperty(None, allownone=True)  # views.AlertView, the gravest in force: the band on every other screen
    tool = ObjectProperty(None, allownone=True)  # views.ToolView: a technician's tool, over the page or the first run

    focus = StringProperty(
        ""
    )  # spot in focus: "hero", "event", "tile:berita", "row:0", "key:search", "suggestion:0"; "" = none
    by_buttons = BooleanProperty(False)  # physical-button mode: the focus ring is drawn, transitions are not
    speaking = ObjectProperty(None, allownone=True)  # views.Speaking
    unheard = BooleanProperty(False)  # a warning stands that no loudspeaker could say
    slow = BooleanProperty(False)
    volume = NumericProperty(80)  # percent
    headset = BooleanProperty(False)  # one is plugged in
    alone = BooleanProperty(False)  # what the visitor asks for sounds in it alone
    sheet = BooleanProperty(False)  # the settings sheet is open
    handout = ObjectProperty(None, allownone=True)  # views.Handout: the QR code that lies over the screen
    seconds_left = NumericProperty(0)  # countdown of "Masih di sini?"; 0 = not asked
    notice = StringProperty("")  # a toast's text
    notice_icon = StringProperty("warning-circle")  # icon of the next toast
    dark = BooleanProperty(False)  # the screen is off: nobody is near, or it is night
    rotation = NumericProperty(0)  # degrees by which the picture is turned clockwise
    touch = ObjectProperty(())  # correction of the touch panel (core.panel_touch)

    @property
    def view(self) -> object:
        """Return the view of the page on the screen; `None` while no page is shown yet."""
        return self.shown.view if self._is_shown else None

    @property
    def keys(self) -> Keys:
        """Return the row of keys for the page on the screen."""
        return self.shown.keys if self._is_shown else USUAL

    @property
    def _is_shown(self) -> bool:
        return self.shown is not None and self.shown.page == self.screen
