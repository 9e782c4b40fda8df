"""Poll within an article: its choices as keys, the confirmation before the vote is sent, and the thanks."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, StringProperty

from kiosk.content.views.polls import PollView
from kiosk.pages.item.article.poll_words import PollWords
from kiosk.pages.item.article.widgets.ground import Ground
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.controls import PushButton


class PollHeading(WrappedText):
    """Line that says what to do."""


class PollTold(WrappedText):
    """Line with the result of the vote."""

    wrong = BooleanProperty(False)


class PollKey(Card):
    """Key of a choice, in as many lines as it takes."""

    words = StringProperty("")


class PollBox(Box):
    """Box of the poll: its keys, or the result of the vote; empty if no vote is taken."""

    def __init__(self, page: Ground) -> None:
        super().__init__()
        self._page = page
        self._keep_up = Clock.create_trigger(self._reveal_focus, 0)
        self._view: PollView | None = None
        page.board.bind(focus=self._keep_up)  # Kivy holds methods weakly

    def show_poll(self, view: PollView | None) -> None:
        """Show *view*, unless it is shown already."""
        if view == self._view:
            return
        self._view = view
        self.clear_widgets()
        if view is None:
            return
        page, poll = self._page, view.poll
        words, desk = PollWords(page.tr.phrases), page.controller.page("item")
        if view.told:
            self.add_widget(PollTold(words=view.told, wrong=view.wrong))
        if view.voted:
            if not view.told:
                self.add_widget(PollTold(words=words.thanks(poll)))
        elif view.chosen is not None:
            self.add_widget(PollHeading(words=words.sent(poll.choices[view.chosen])))
            row = PollKeys(orientation="vertical" if page.theme.large else "horizontal")
            for icon, name, kind, spot, act in (
                ("check", page.tr._("Send"), "primary", "poll:send", desk.send),
                ("arrow-counter-clockwise", page.tr._("Choose another"), "plain", "poll:change", desk.change),
            ):
                key = PushButton(icon=icon, words=name, kind=kind, spot=spot)
                key.bind(on_release=lambda _key, act=act: act())
                row.add_widget(key)
            self.add_widget(row)
        else:
            self.add_widget(PollHeading(words=words.poll_heading))
            for index, choice in enumerate(poll.choices):
                choose: Any = PollKey(words=choice, spot=f"choice:{index}")
                choose.bind(on_release=lambda _key, index=index: desk.ask_about_choice(index))
                self.add_widget(choose)
        for each in self.children:
            each.bind(pos=self._keep_up)  # its place is known only after a layout
        self._keep_up()

    def _reveal_focus(self, _seconds: float) -> None:
        """Scroll to the focused key. After a touch scroll to the end of the question or the result."""
        focus = self._page.board.focus
        chosen = [each for each in self.walk(restrict=True) if focus and getattr(each, "spot", "") == focus]
        asked = [each for each in self.children if isinstance(each, PollKeys | PollTold)]
        reading: Any = self.parent
        while reading is not None and not isinstance(reading, Reading) and reading.parent is not reading:
            reading = reading.parent
        if not isinstance(reading, Reading) or not reading.children:
            return
        low = reading.children[0].y
        if chosen:
            reading.follow(chosen[0].top - low, chosen[0].y - low)
        elif asked and reading.overflow > 0:
            foot, shown = asked[0].y - low - self.padding[3], reading.scroll_y * reading.overflow
            if foot < shown + reading.foot or asked[0].top - low > shown + reading.height - reading.brow:
                reading.scroll_y = min(1.0, max(0.0, foot / reading.overflow))


class PollKeys(Box):
    """Box with the keys Kirim and Pilih yang lain."""
