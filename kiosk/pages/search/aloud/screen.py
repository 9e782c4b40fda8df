"""The kiosk asked aloud: the microphone, the voice as it is heard, one answer, three to choose from, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.items import Clarification, Event, Item, Service
from kiosk.pages.search.aloud.page import MOST_S, AloudPage
from kiosk.pages.search.aloud.view import AloudStep, AloudView
from kiosk.pages.search.aloud.words import AloudWords
from kiosk.shell.day_doors import page_of
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme.fonts import one_line
from kiosk.ui.widgets import bars, recording  # noqa: F401 - named in the rules
from kiosk.ui.widgets.cards import Card, Fact
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.verdict_row import VerdictRow

_LONGEST = 300  # letters of a title or a text that are shown at most


class TalkKey(Touchable):
    """Microphone key: held while somebody speaks, or tapped before and after."""

    words = StringProperty("")
    page: AloudPage = ObjectProperty(None, allownone=True)
    deliberate = False

    def on_touch_down(self, touch: Any) -> bool:
        if not super().on_touch_down(touch):
            return False
        self.page.press()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is self:
            self.page.lift()
        return bool(super().on_touch_up(touch))


class AloudColumn(Box):
    pass


class AloudRow(Box):
    pass


class AloudKey(PushButton):
    """Key of the page. *full*: as high as the room beside it."""

    full = BooleanProperty(False)


class AloudHeading(WrappedText):
    """Large line that says what the page does now."""


class AloudHeard(Fact):
    """Line with the recognised question."""


class LoudnessCard(Surface):
    """Card that shows how loud somebody speaks, and for how long."""

    seconds = NumericProperty(0)
    longest = NumericProperty(MOST_S)
    levels: tuple[int, ...] = ObjectProperty(())


class AnswerCard(Card):
    """Card of the item that answers: its kind, title, source and first sentences."""

    category = StringProperty("berita")
    title = StringProperty("")
    told = StringProperty("")
    source = StringProperty("")
    when = StringProperty("")
    seal = StringProperty("belum_diperiksa")
    lines = NumericProperty(3)


class NumberedCard(Card):
    """Numbered card of one of three candidates."""

    number = StringProperty("1")
    category = StringProperty("berita")
    title = StringProperty("")
    told = StringProperty("")


class AloudScreen(Screen):
    watched = ("moment", "band", "speaking")

    def __init__(self, **properties: Any) -> None:
        self._built: object = None
        self._voice: LoudnessCard | None = None
        self._talk: TalkKey | None = None
        super().__init__(**properties)
        self.read_aloud = True

    @property
    def page(self) -> AloudPage:
        page: AloudPage = self.controller.page("aloud")
        return page

    @property
    def words(self) -> AloudWords:
        return AloudWords(self.tr.phrases)

    def fill(self) -> None:
        view: AloudView | None = self.view
        if view is None or self.board.moment is None:
            return
        titled = self._titled and view.step is AloudStep.CHOOSE
        self.title = self.tr._("Perhaps this?") if titled else self.tr._("Ask or search")
        is_open = view.recording and view.opened
        self.pill = self.tr._("Microphone is on") if is_open else ""
        self.pill_warns, self.pill_icon = is_open, "microphone"
        still = (view.step, view.told, view.heard, view.shown_candidates, view.unchecked, view.asks, view.ends)
        theme = self.theme
        built = (*still, theme.layout, theme.text_scale, theme.unit, theme.banded, theme.name, self.tr.phrases)
        if built != self._built:
            self._built = built
            self.clear_widgets()
            build: dict[AloudStep, Callable[[AloudView], None]] = {
                AloudStep.START: self._start,
                AloudStep.SPEAK: self._speak,
                AloudStep.THINK: self._think,
                AloudStep.SURE: self._sure,
                AloudStep.CHOOSE: self._choose,
                AloudStep.NONE: self._none,
            }
            build[view.step](view)
        if view.recording and self._voice is not None:
            self._voice.seconds, self._voice.levels = view.seconds, view.levels

    @property
    def _titled(self) -> bool:
        """Return whether the heading of the candidates moves to the app bar. On a small screen the rows need the room."""
        return bool(self.theme.compact)

    @property
    def _upright(self) -> bool:
        return bool(self.theme.portrait)

    def _split(self) -> Box:
        """Add a row to the screen, on an upright screen a column, and return it."""
        row = AloudRow(orientation="vertical" if self._upright else "horizontal")
        self.add_widget(row)
        return row

    def _key(self, words: str, icon: str, act: Callable[[], object], **properties: Any) -> AloudKey:
        key = AloudKey(words=words, icon=icon, **properties)
        key.bind(on_release=lambda _: act())
        return key

    @property
    def _microphone(self) -> TalkKey:
        """Return the only microphone widget, detached from its parent.

        It is kept because a finger may lie on it while the page changes.
        """
        if self._talk is None:
            self._talk = TalkKey(page=self.page)
        elif self._talk.parent is not None:
            self._talk.parent.remove_widget(self._talk)
        return self._talk

    # nothing yet

    def _start(self, view: AloudView) -> None:
        _ = self.tr._
        row = self._split()
        talk = self._microphone
        talk.words, talk.spot, talk.size_hint = _("Press and speak"), "speak", (1, 1)
        row.add_widget(talk)
        column = AloudColumn()
        if view.told:
            column.add_widget(AloudHeading(words=view.told))
        else:
            column.add_widget(AloudHeading(words=_("Ask the kiosk")))
            if not self.theme.huge:
                example = _("For example: when is the health post open?")
                column.add_widget(Fact(icon="ear", words=example, role=self._small))
            column.add_widget(
                Fact(icon="trash", words=_("Your voice is thrown away after the answer."), role=self._small)
            )
        column.add_widget(Widget())
        column.add_widget(self._key(_("Type what you look for"), "magnifying-glass", self.page.type, spot="type"))
        row.add_widget(column)

    @property
    def _small(self) -> str:
        return "meta" if self.theme.compact else "body"

    # recording

    def _speak(self, view: AloudView) -> None:
        row = self._split()
        talk = self._microphone
        talk.words, talk.spot = "", ""
        talk.size_hint = (1, 0.5) if self._upright else (0.42, 1)
        row.add_widget(talk)
        column = AloudColumn()
        column.add_widget(AloudHeading(words=self.words.speak_now(view.ends)))
        self._voice = LoudnessCard()
        column.add_widget(self._voice)
        row.add_widget(column)

    def _think(self, _view: AloudView) -> None:
        column = AloudColumn()
        column.add_widget(Widget())
        heading = AloudHeading(words=self.tr._("One moment …"))
        heading.halign = "center"
        column.add_widget(heading)
        column.add_widget(Widget())
        self.add_widget(column)

    # answers

    def _sure(self, view: AloudView) -> None:
        _ = self.tr._
        self._show_heard(view)
        row = self._split()
        item = next(iter(view.shown_candidates), None)
        if item is not None:
            row.add_widget(self._card(item))
        keys = self._key_column(0.34)
        keys.add_widget(self._beside_key(_("Not this one"), "x", self.page.refuse, spot="other"))
        keys.add_widget(self._again())
        row.add_widget(keys)

    def _show_heard(self, view: AloudView) -> None:
        if view.heard and not self.theme.huge and not (self.theme.compact and self.theme.large):
            self.add_widget(self._heard(view))

    def _heard(self, view: AloudView) -> AloudHeard:
        return AloudHeard(
            icon="ear", words=self.words.understood(view), role=self._small, max_lines=3 if self._upright else 2
        )

    def _key_column(self, share: float) -> AloudColumn:
        keys = AloudColumn()
        if self._upright:
            keys.size_hint_y = None
            keys.fbind("minimum_height", keys.setter("height"))
        else:
            keys.size_hint_x = share
        return keys

    def _again(self) -> AloudKey:
        return self._beside_key(self.tr._("Ask again"), "microphone", self.page.speak, kind="primary", spot="speak")

    def _beside_key(self, words: str, icon: str, act: Callable[[], object], **properties: Any) -> AloudKey:
        return self._key(words, icon, act, full=not self._upright, **properties)

    def _card(self, item: Item) -> Card | VerdictRow:
        if isinstance(item, Clarification):
            card: Any = VerdictRow(**VerdictRow.row_properties(item, self.theme, self.tr.phrases, ""))
        else:
            text = item.place if isinstance(item, Service) and page_of(item) else item.text or item.summary
            card = AnswerCard(
                category=str(item.category),
                title=one_line(item.title)[:_LONGEST],
                told=one_line(text)[:_LONGEST],
                source=self.tr.phrases.origin(item),
                when=self._when(item),
                seal=str(item.provenance),
            )
        card.spot = "open"
        card.bind(on_release=lambda _: self.page.open())
        return card  # type: ignore[no-any-return]

    def _when(self, item: Item) -> str:
        if isinstance(item, Event):
            return str(self.tr.phrases.event_span(item, self.board.moment))
        return str(self.tr.phrases.when(item.published, self.board.moment)) if item.published is not None else ""

    def _choose(self, view: AloudView) -> None:
        _ = self.tr._
        if not self._titled:
            self._show_heard(view)
            self.add_widget(AloudHeading(words=self.words.answer_heading(view)))
        row, rows = self._split(), AloudColumn()
        for index, item in enumerate(view.shown_candidates):
            card = NumberedCard(
                number=str(index + 1),
                category=str(item.category),
                title=one_line(item.title)[:_LONGEST],
                told=self._beside(item),
                spot=f"row:{index}",
            )
            card.bind(on_release=lambda _, index=index: self.page.choose_candidate(index))
            rows.add_widget(card)
        row.add_widget(rows)
        keys = self._key_column(0.32)
        keys.add_widget(self._again())
        keys.add_widget(self._beside_key(_("None of these"), "x", self.page.refuse, spot="other"))
        row.add_widget(keys)

    def _beside(self, item: Item) -> str:
        """Return the kind of *item* and its date. A clarification has its verdict in place of the kind."""
        phrases = self.tr.phrases
        kind = phrases.verdict(item.verdict) if isinstance(item, Clarification) else phrases.category(item.category)
        return " · ".join(filter(None, (kind, self._when(item))))

    def _none(self, view: AloudView) -> None:
        _ = self.tr._
        column = AloudColumn()
        column.add_widget(AloudHeading(words=self.words.answer_heading(view)))
        if view.heard and not self.theme.huge and not (self.theme.compact and self.theme.large):
            column.add_widget(self._heard(view))
        column.add_widget(WrappedText(role=self._small, words=self.words.advice(view)))
        column.add_widget(Widget())
        row = AloudRow(orientation="vertical" if self._upright else "horizontal", size_hint_y=None)
        row.fbind("minimum_height", row.setter("height"))
        if view.asks:
            row.add_widget(
                self._key(
                    _("Ask the office"), "chat-circle-dots", self.page.hand_over_question, kind="primary", spot="send"
                )
            )
        row.add_widget(self._key(_("Ask again"), "microphone", self.page.speak, spot="speak"))
        row.add_widget(self._key(_("Type it"), "magnifying-glass", self.page.type, spot="type"))
        column.add_widget(row)
        self.add_widget(column)
