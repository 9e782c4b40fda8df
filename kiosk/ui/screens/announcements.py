"""The board: the most important announcement large, up to four beside it; fewer where there is less room."""

from __future__ import annotations

from pathlib import Path

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.gridlayout import GridLayout
from kivy.uix.widget import Widget

from content_cache.items import Announcement, Category
from kiosk.ui.screens.details import in_force
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.controls import Rail
from kiosk.ui.widgets.empty import Empty
from kiosk.views import NoticesView

_RULES = Path(__file__).with_suffix(".kv")
_LONG_TITLE = 36  # characters; the design advises 60 at most
_IMPORTANT = 1  # from this priority on a card is headed "Penting"


class NoticeCard(Card):
    RULES = _RULES
    title = StringProperty("")
    text = StringProperty("")
    until = StringProperty("")
    source = StringProperty("")
    seal = StringProperty("belum_diperiksa")
    important = BooleanProperty(False)


class BigNotice(NoticeCard):
    RULES = _RULES


class SmallNotice(NoticeCard):
    RULES = _RULES

    crowded = BooleanProperty(False)  # a long title takes the icon's place too

    def on_title(self, *_: object) -> None:
        self.crowded = len(self.title) > _LONG_TITLE


class Notices(GridLayout):
    """The cards beside the large one."""


class Clip(Widget):
    """As many whole lines of a text as there is room for; the rest is read by opening the card."""

    words = StringProperty("")


class AnnouncementsScreen(Screen):
    RULES = _RULES
    watched = ("notices", "moment", "freshness")

    def fill(self) -> None:
        view: NoticesView | None = self.board.notices
        if view is None or self.board.moment is None:
            return
        self.category = str(Category.ANNOUNCEMENT)
        self.title = self.tr.phrases.category(Category.ANNOUNCEMENT)
        self.line = self._line(view.total) if view.total else ""
        self.clear_widgets()
        if not view.cards:
            self.add_widget(Empty.for_category(Category.ANNOUNCEMENT, self))
            return
        self._add_cards(view)

    def _line(self, number: int) -> str:
        if self.theme.portrait:  # beside the freshness pill there is room for the number alone
            return self.tr.phrases.count(Category.ANNOUNCEMENT, number)
        counted = self.tr.phrases.translation.ngettext(
            "{n} announcement in force", "{n} announcements in force", number
        )
        return counted.format(n=number)

    def _add_cards(self, view: NoticesView) -> None:
        first, *others = view.cards
        self.orientation = "vertical" if self.theme.portrait else "horizontal"
        self.add_widget(self._card(BigNotice, first, 0))
        if others:
            beside = Notices()
            beside.cols = 2 if len(others) > 2 or self.theme.portrait else 1
            for index, notice in enumerate(others, 1):
                beside.add_widget(self._card(SmallNotice, notice, index))
            self.add_widget(beside)
        if view.pages > 1:
            self.add_widget(self._rail(view))

    def _card(self, kind: type[NoticeCard], notice: Announcement, index: int) -> NoticeCard:
        phrases, moment = self.tr.phrases, self.board.moment
        card = kind(
            spot=f"row:{index}",
            title=notice.title[:300],
            text=(notice.summary or notice.text)[:600],
            until=in_force(notice, moment, self.tr, short=kind is SmallNotice) if notice.expires else "",
            source=phrases.origin(notice),
            seal=str(notice.provenance),
            important=notice.priority >= _IMPORTANT or notice.pinned,
        )
        card.bind(on_release=lambda _: self.attendant.open_item(notice.id))
        return card

    def _rail(self, view: NoticesView) -> Rail:
        return NoticesRail(
            counter=""
            if self.theme.compact
            else self.tr._("{page} of {pages}").format(page=view.page + 1, pages=view.pages),
            up=view.page > 0,
            down=view.page + 1 < view.pages,
            turn=lambda step: self.attendant.page_up() if step < 0 else self.attendant.page_down(),
        )


class NoticesRail(Rail):
    RULES = _RULES
