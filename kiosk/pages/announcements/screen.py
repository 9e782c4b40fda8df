"""The board: the most important announcement large, up to four beside it; fewer where there is less room."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.gridlayout import GridLayout
from kivy.uix.widget import Widget

from content_cache.model.items import Announcement
from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import NoticesView
from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.screens.details import in_force
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.controls import Rail
from kiosk.ui.widgets.empty_state import EmptyState

_LONG_TITLE = 36  # characters (DESIGN.md, "Titles")
_IMPORTANT = 1  # from this priority on a card is headed "Penting"


class NoticeCard(Card):
    name = StringProperty("")  # id of the announcement
    title = StringProperty("")
    text = StringProperty("")
    until = StringProperty("")
    source = StringProperty("")
    seal = StringProperty("belum_diperiksa")
    important = BooleanProperty(False)


class BigNotice(NoticeCard):
    """Card of the most important announcement, its text as large as it fits."""


class SmallNotice(NoticeCard):
    crowded = BooleanProperty(False)  # the title takes the icon's place, except on a wide screen

    def __init__(self, *, roomy: bool = False, **properties: Any) -> None:
        self._roomy = roomy
        super().__init__(**properties)

    def on_title(self, *_: object) -> None:
        self.crowded = len(self.title) > _LONG_TITLE and not self._roomy


class NoticeFoot(Box):
    """Line with the end of validity and the source."""

    notice = ObjectProperty(None, allownone=True, rebind=True)


class NoticeCards(Ruled, GridLayout):
    """The cards beside the large one."""


class Clip(Ruled, Widget):
    """Place for as many whole sentences of a text as fit; opening the card shows the rest."""

    words = StringProperty("")


class AnnouncementsScreen(Screen):
    read_aloud = BooleanProperty(True)
    watched = ("moment", "freshness")

    def __init__(self, **properties: Any) -> None:
        self._cards: list[NoticeCard] = []
        self._turns: NoticesRail | None = None
        self._built: object = None
        super().__init__(**properties)

    def fill(self) -> None:
        view: NoticesView | None = self.view
        if view is None or self.board.moment is None:
            return
        self.category = str(Category.ANNOUNCEMENT)
        self.title = self.tr.phrases.category(Category.ANNOUNCEMENT)
        self.line = self._count_line(view.total) if view.total else ""
        built = (len(view.cards), view.pages > 1, self.theme.layout, self.theme.text_scale, self.tr.language)
        if built != self._built or not view.cards:
            self._built = built
            self._build(view)
        for index, (card, notice) in enumerate(zip(self._cards, view.cards, strict=True)):
            for name, value in self._card(notice, short=index > 0).items():
                setattr(card, name, value)
        if self._turns is not None:
            paged = self.tr._("{page} of {pages}").format(page=view.page + 1, pages=view.pages)
            self._turns.counter = "" if self.theme.compact else paged
            self._turns.up, self._turns.down = view.page > 0, view.page + 1 < view.pages

    def _count_line(self, number: int) -> str:
        if self.theme.portrait:  # beside the freshness pill there is room for the number alone
            return self.tr.phrases.count(Category.ANNOUNCEMENT, number)
        counted = self.tr.phrases.translation.ngettext(
            "{n} announcement in force", "{n} announcements in force", number
        )
        return counted.format(n=number)

    def _build(self, view: NoticesView) -> None:
        """Build one empty card per notice, and the page rail if there are more pages."""
        self.clear_widgets()
        self._cards, self._turns = [], None
        if not view.cards:
            self.add_widget(EmptyState.for_category(Category.ANNOUNCEMENT, self))
            return
        self.orientation = "vertical" if self.theme.portrait else "horizontal"
        roomy = self.theme.layout == "wide"
        self._cards = [BigNotice(spot="row:0", on_release=self._open_card)]
        for index in range(1, len(view.cards)):
            self._cards.append(SmallNotice(roomy=roomy, spot=f"row:{index}", on_release=self._open_card))
        self.add_widget(self._cards[0])
        if others := self._cards[1:]:
            beside = NoticeCards()
            beside.cols = 2 if len(others) > 2 or self.theme.portrait else 1
            for card in others:
                beside.add_widget(card)
            self.add_widget(beside)
        if view.pages > 1:
            turn = self.controller.navigation
            self._turns = NoticesRail(turn=lambda step: turn.page_up() if step < 0 else turn.page_down())
            self.add_widget(self._turns)

    def _card_text(self, notice: Announcement) -> str:
        """Return the summary of *notice*, or its text on a wide screen. If that one is empty, return the other."""
        whole = self.theme.layout == "wide"
        return (notice.text or notice.summary) if whole else (notice.summary or notice.text)

    def _open_card(self, card: NoticeCard) -> None:
        self.controller.navigation.open_item(card.name)

    def _card(self, notice: Announcement, *, short: bool) -> dict[str, Any]:
        until = in_force(notice, self.board.moment, self.tr, short=short) if notice.expires else ""
        return {
            "name": notice.id,
            "title": notice.title[:300],
            "text": self._card_text(notice)[:600],
            "until": until,
            "source": self.tr.phrases.origin(notice),
            "seal": str(notice.provenance),
            "important": notice.priority >= _IMPORTANT or notice.pinned,
        }


class NoticesRail(Rail):
    """Rail that turns the pages, beside the cards or below them."""
