"""Looking for words: a keyboard with suggestions while they are typed, then the results with the hits marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.items import Clarification, Event, Item, Service
from content_cache.text.search_terms import Span, marks, sentence_with
from kiosk.pages.search.page import SearchPage
from kiosk.pages.search.view import SearchVerdict, SearchView, Suggestion
from kiosk.pages.search.words import SearchWords
from kiosk.shell.day_doors import page_of
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.highlight import HighlightedText
from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme.capacity import row_height
from kiosk.ui.theme.fonts import one_line
from kiosk.ui.widgets.bars import Badge  # noqa: F401 - named in the rules
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.controls import PushButton, Rail
from kiosk.ui.widgets.empty_state import EmptyState, empty
from kiosk.ui.widgets.keyboard import Keyboard
from kiosk.ui.widgets.verdict_row import VerdictRow

_REST = 0.12  # seconds without a key press before the query is searched
_LONGEST_SUGGESTION = 22  # characters of a suggestion; of a longer one only the last word is shown


class Field(Touchable):
    """Search field with a cursor. Among the results a touch leads back to the keyboard."""

    query = StringProperty("")
    typing = BooleanProperty(True)

    @staticmethod
    def drawn(query: str) -> str:
        """Return *query* with no-break spaces, so that a space at its end takes room too."""
        return query.replace(" ", "\u00a0")


class SuggestionKey(Touchable):
    words = StringProperty("")
    hits = StringProperty("")


class Hit(Card):
    """Search result: category, title, a sentence of the text, source and date."""

    category = StringProperty("berita")
    title = StringProperty("")
    title_spans: list[Span] = ObjectProperty([])
    piece = StringProperty("")
    piece_spans: list[Span] = ObjectProperty([])
    source = StringProperty("")
    when = StringProperty("")
    seal = StringProperty("belum_diperiksa")
    lines = NumericProperty(2)


class HitSentence(HighlightedText):
    """Sentence of a text that is shown whole or not at all."""

    def _shortened(self, text: str, fits: Callable[[str], bool]) -> str:
        return ""


class SendRow(Surface):
    """Row of a rumour that nobody has checked, with the key that sends it to the office."""

    send = ObjectProperty(None)


class NotThese(PushButton):
    """Key beside possible clarifications that rejects all of them."""


class Hint(WrappedText):
    """Text in place of suggestions when there are none."""


class SearchRail(Rail):
    several = BooleanProperty(False)
    page = StringProperty("")


class HeadButton(PushButton):
    """Button beside the search field."""


class Head(Box):
    pass


class Suggestions(Box):
    pass


class Results(Box):
    pass


class SearchScreen(Screen):
    watched = ("moment", "band")

    def __init__(self, **properties: Any) -> None:
        self._built: object = None
        self._offered: object = None
        self._field: Any = None
        self._look_up = Clock.create_trigger(lambda _: self.page.search_typed(), _REST)
        super().__init__(**properties)

    @property
    def page(self) -> SearchPage:
        page: SearchPage = self.controller.page("search")
        return page

    def fill(self) -> None:
        view: SearchView | None = self.view
        if view is None or self.board.moment is None:
            return
        tr, theme = self.tr, self.theme
        self.title = self._found(view) if theme.compact and view.finding else tr._("Search")
        self.line = self._status_line(view)
        self.tall = view.typing and (theme.compact or self.pressed)
        low = view.typing and theme.compact and self.pressed
        built = (
            view.typing,
            low,
            view.finding is SearchVerdict.LIKELY,
            theme.layout,
            theme.text_scale,
            theme.unit,
            tr.language,
        )
        if built != self._built:
            self._built, self._offered = built, None
            self._build(view)
        self._field.query = view.query
        if view.query != view.looked_for:
            self._look_up.cancel()
            self._look_up()
            return
        offered = (view, self.board.moment.now.date(), theme.capacity.hits)
        if offered != self._offered:
            self._offered = offered
            self._offer(view)

    def _found(self, view: SearchView) -> str:
        """Return the verdict of the clarifications on the query, in a word or two for a narrow bar."""
        _ = self.tr._
        named = {
            SearchVerdict.SURE: _("Checked"),
            SearchVerdict.LIKELY: _("Perhaps this?"),
            SearchVerdict.UNKNOWN: _("Not checked yet"),
        }
        return str(named[view.finding])

    def _status_line(self, view: SearchView) -> str:
        if view.finding and self.theme.portrait:
            return self._found(view)
        if view.meant or view.looked_for.strip():
            return SearchWords(self.tr.phrases).found(view)
        return str(self.tr._("Type, then choose a suggestion"))

    def dismiss(self) -> None:
        self._look_up.cancel()
        super().dismiss()

    # building

    def _build(self, view: SearchView) -> None:
        self.clear_widgets()
        search, turn, _ = self.page, self.controller.navigation, self.tr._
        head = Head()
        self._field = Field(typing=view.typing, query=view.query)
        head.add_widget(self._field)
        self._results = Results()
        if not view.typing:
            self._field.bind(on_release=lambda _: search.edit())
            self.add_widget(head)
            below = Below()
            below.add_widget(self._results)
            self._rail = SearchRail(turn=lambda step: turn.page_up() if step < 0 else turn.page_down())
            below.add_widget(self._rail)
            if view.finding is SearchVerdict.LIKELY:
                below.add_widget(NotThese(words=_("None of these"), spot="none", on_release=lambda _: search.deny()))
            self.add_widget(below)
            return
        self._field.available = False
        clear = HeadButton(size_hint_y=1, icon="x", words=_("Clear"))
        clear.deliberate = False
        clear.bind(on_release=lambda _: search.erase_all())
        head.add_widget(clear)
        if self.theme.compact:  # the keyboard has no row for it
            go = HeadButton(size_hint_y=1, icon="magnifying-glass", words=_("Search"), kind="primary")
            go.bind(on_release=lambda _: search.show_results())
            head.add_widget(go)
        if search.aloud:
            speak = HeadButton(size_hint_y=1, icon="microphone", words=_("Ask aloud"), kind="primary")
            speak.bind(on_release=lambda _: self.controller.ask_aloud())
            head.add_widget(speak)
        self._suggestions = Suggestions()
        keyboard = Keyboard(
            tight=self.theme.compact,
            upright=self.theme.portrait,
            tr=self.tr,
            type_letters=search.type_letters,
            erase=search.erase_letter,
            go=search.show_results,
        )
        roomy = self._roomy()  # else the keyboard follows at once, without an empty gap
        if roomy:  # as many hits as fit are shown above the keyboard
            self._results.fbind("height", self._room_changed)
        offers = () if self.theme.compact and self.pressed else (self._suggestions,)
        for part in (head, *offers, *((self._results,) if roomy else ()), keyboard):
            self.add_widget(part)

    def _roomy(self) -> bool:
        return self.theme.layout in ("wide", "portrait")

    def _room_changed(self, *_: object) -> None:
        """Write the rows again, because the room for hits above the keyboard has changed."""
        self._offered = self._written = None
        self._refill()

    def _offer(self, view: SearchView) -> None:
        if view.typing:
            self._suggest(view)
            room = self._results.height if self._roomy() else 0
            self._show_hits(
                view, int((room + self._results.spacing) // (row_height(self.theme) + self._results.spacing))
            )
            return
        rail, several = self._rail, view.pages > 1
        rail.several = several
        rail.page = self.tr._("{page} of {pages}").format(page=view.page + 1, pages=view.pages)
        rail.up, rail.down = view.page > 0, view.page + 1 < view.pages
        if view.hits:
            self._show_hits(view, self.theme.capacity.hits)
        else:
            self._results.clear_widgets()
            self._results.add_widget(self._nothing(view))

    def _suggest(self, view: SearchView) -> None:
        box = self._suggestions
        box.clear_widgets()
        if not view.suggestions:
            nothing = self.tr._("Nothing found. Try a shorter word.")
            typed = view.looked_for.strip()
            box.add_widget(Hint(words=nothing if typed and not view.hits else ""))
            return
        for index, suggestion in enumerate(view.suggestions[: 2 if self.theme.large else 3]):
            key = SuggestionKey(**self._suggestion(suggestion), spot=f"suggestion:{index}")
            key.bind(on_release=lambda _, index=index: self.page.choose_suggestion(index))
            box.add_widget(key)
        for _ in range((2 if self.theme.large else 3) - len(box.children)):
            box.add_widget(Widget())

    def _suggestion(self, suggestion: Suggestion) -> dict[str, str]:
        words, theme = suggestion.words, self.theme
        if len(words) > _LONGEST_SUGGESTION and " " in words.strip():
            words = f"… {words.split()[-1]}"
        narrow = theme.compact or theme.portrait or theme.huge
        return {"words": words, "hits": "" if narrow else self._suggestion_text(suggestion)}

    def _suggestion_text(self, suggestion: Suggestion) -> str:
        """Return the number and kinds of hits of *suggestion*, such as "3 hasil · Layanan, Kegiatan"."""
        kinds = ", ".join(self.tr.phrases.category(category) for category in suggestion.categories)
        return " · ".join(filter(None, (self.tr.phrases.hits(suggestion.hits), kinds)))

    def _show_hits(self, view: SearchView, places: int) -> None:
        rows = self._results
        rows.clear_widgets()
        shown = view.shown_hits[:places]
        for index, item in enumerate(shown):
            if self.board.asks and view.finding is SearchVerdict.UNKNOWN and page_of(item):
                rows.add_widget(SendRow(send=lambda index=index: self.page.open_hit(index)))
                continue
            number = index + 1 if view.finding is SearchVerdict.LIKELY else 0
            row = self._hit_row(
                item, view.meant or view.looked_for, spot=f"row:{index}" if not view.typing else "", number=number
            )
            row.bind(on_release=lambda _, index=index: self.page.open_hit(index))
            rows.add_widget(row)
        # rows keep their height on a page that is not full; checks that may be meant are few, and have half of what is left
        spare = places - len(shown)
        for _ in range(spare if view.finding is not SearchVerdict.LIKELY else bool(spare)):
            rows.add_widget(Widget())

    def _hit_row(self, item: Item, query: str, spot: str, number: int = 0) -> Hit | VerdictRow:
        """Return the row of the hit *item*.

        A clarification has its verdict before the claim, and its *number* if it is one of several possible ones.
        """
        if isinstance(item, Clarification):
            told = VerdictRow.row_properties(item, self.theme, self.tr.phrases, self._when(item))
            told |= {"number": str(number)} if number else {}
            brief = self.theme.compact and self.theme.huge
            if brief:  # in such large letters only two lines fit below the field, both for the claim
                told |= {"fact": "", "source": ""}
            return VerdictRow(**told, brief=brief, spot=spot)
        return Hit(**self._hit(item, query), spot=spot)

    def _hit(self, item: Item, query: str) -> dict[str, Any]:
        phrases = self.tr.phrases
        title = one_line(item.title)[:300]
        # a row that leads to a page, without words of the query
        way = isinstance(item, Service) and bool(page_of(item))
        text = item.place if isinstance(item, Service) and way else item.text or item.summary
        piece, spans = sentence_with(one_line(text), "" if way else query)
        return {
            "category": str(item.category),
            "title": title,
            "title_spans": marks(title, "" if way else query),
            "piece": piece,
            "piece_spans": spans,
            "source": phrases.origin(item),
            "when": self._when(item),
            "seal": str(item.provenance),
        }

    def _when(self, item: Item) -> str:
        """Return when an event takes place, never its publication date, which would be mistaken for that.

        Other items have their publication date, or "" on a compact screen.
        """
        if isinstance(item, Event):
            return str(self.tr.phrases.event_span(item, self.board.moment))
        if item.published is None or self.theme.compact:
            return ""
        return str(self.tr.phrases.when(item.published, self.board.moment))

    def _nothing(self, view: SearchView) -> EmptyState:
        _ = self.tr._
        if view.finding is SearchVerdict.UNKNOWN:
            return empty("", self, _("Nobody has checked this yet"), _("Do not spread it for now."))
        return EmptyState(
            screen=self,
            category="",
            heading=_("Nothing found"),
            sentence=_("There is nothing with “{words}”. Try a shorter word.").format(words=view.query.strip()),
            picture=EmptyState.calm(),
        )


class Below(Box):
    """Results with the rail that turns their pages."""
