"""What is said of what the focus lies on, and of what was chosen. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content_cache.model.items import Announcement, Category, Clarification, Event, Item, Service
from kiosk.alerts.pages import AlertPages, Page
from kiosk.alerts.text import AlertWords
from kiosk.i18n.phrases import Phrases, capital, sentence
from kiosk.narration.day_words import DayWords
from kiosk.narration.emergency_words import EmergencyWords
from kiosk.narration.narrator import SPOKEN
from kiosk.narration.page_words import WordsOf
from kiosk.narration.picture_words import PictureGuide
from kiosk.narration.poll_words import PollGuide
from kiosk.narration.screen_text import no_warning
from kiosk.narration.table_words import TableGuide
from kiosk.viewmodel.clarified import claim_and_fact
from kiosk.viewmodel.display_options import OWN_NAMES, TEXT_SCALES, Choice, choice_at
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.views import LISTS, HomeView


class SpokenFocus:
    """Lines about what *board* has in focus; *pages* has the words of pages."""

    def __init__(self, board: BoardPort, phrases: Phrases, pages: WordsOf) -> None:
        self._board = board
        self._pages = pages
        self._phrases = phrases
        self._ = phrases.translation.gettext

    def focused(self, *, first: bool = False) -> list[str]:
        """What the focus lies on, and what listen would do there; `first` on coming to a screen."""
        board = self._board
        if board.sheet:
            choice = choice_at(board.focus, board.languages)
            return [self._choice(choice)] if choice else []
        if (words := self._pages.words(board.screen)) is not None:
            return words(self._phrases).focused(board.view, board.focus, board.moment) if board.moment else []
        kind, _, name = board.focus.partition(":")
        if guide := _of_parts(kind, board.screen):
            return guide(self._phrases).focused(board)
        match kind:
            case "row":
                return self._row(int(name), first=first)
            case "suggestion" if board.search and int(name) < len(board.search.suggestions):
                offered = board.search.suggestions[int(name)]
                kinds = [self._phrases.category(category) for category in offered.categories]
                return [f"{', '.join((offered.words, self._phrases.hits(offered.hits), *kinds))}."]
            case "number" | "point" | "hazard" | "alerts" | "alert" if board.emergency and board.moment:
                return EmergencyWords(board.emergency, board.moment, self._phrases, board.band).focused(board.focus)
            case "step" | "who" | "cause" if board.alert and board.moment:
                warning = AlertWords(board.alert, board.moment, self._phrases)
                return [line for page in AlertPages(warning).pages if page.spot == board.focus for line in _page(page)]
            case "weather" if board.day:
                told = DayWords(self._phrases).home(board.day)
                return [f"{self._('Weather and sea')}.", *told, self._("Press listen to open.")]
            case "hero" | "event" | "tile" | "key" | "take":
                return [*self._alone(self._card(kind, name)), self._("Press listen to open.")]
        return []

    def _card(self, kind: str, name: str) -> str:
        _, view = self._, self._board.home or HomeView()
        match kind, name:
            case "hero", _name:
                return f"{_('Main news')}: {_title(view.hero)}"
            case "event", place:
                event = view.ahead[int(place)] if place and view.ahead[int(place) :] else view.event
                return f"{_('Next event')}: {self._event(event)}"
            case "take", _name:
                return f"{_('Save it to your phone')}."
            case "key", "search":
                return f"{_('Search')}."
            case "key", "numbers":
                return f"{_('Numbers and way')}."
            case "key", _name:
                return _("Display: language, text size, colours, sound.")
        category = Category(name)
        told = [self._phrases.category(category), self._held(category, view)]
        new = view.fresh.get(category, 0)
        if new and category is not Category.ALERT:
            told.append(self._phrases.fresh(new))
        return f"{', '.join(told)}."

    def _held(self, category: Category, view: HomeView) -> str:
        number, moment = view.counts.get(category, 0), self._board.moment
        if category is Category.EVENT and view.events_today and moment and moment.relative:
            return self._("{n} today").format(n=view.events_today)
        if category is Category.ALERT and self._board.band and moment:
            return AlertWords(self._board.band, moment, self._phrases).band.replace(" · ", ", ")
        if category is Category.ALERT and not number:
            told = no_warning(self._board, self._phrases)
            return told[:1].lower() + told[1:]
        return self._phrases.count(category, number)

    def _row(self, index: int, *, first: bool) -> list[str]:
        """ "Pertama: …", then "Dua dari delapan: …"."""
        rows, before, total = self._rows()
        if index >= len(rows):
            return []
        place = before + index
        item = rows[index]
        if isinstance(item, Announcement) and (item.priority or item.pinned):
            label = self._("Important")
        elif first and place == 0:
            label = self._("First")
        else:
            label = self._("{page} of {pages}").format(page=place + 1, pages=total)
        if isinstance(item, Clarification):
            return [f"{label}.", *self._check(item)]
        if isinstance(item, Service):
            hours = "; ".join(item.hours.splitlines())
            return [f"{label}: {_title(item)}", *(sentence(told) for told in (hours, item.place) if told)]
        return [*self._alone(f"{label}: {self._event(item)}")]

    def _event(self, item: Item | None) -> str:
        """ "Posyandu Melati. Besok 08.00–10.00 WITA.": an event with when it is, as its card and its row have it."""
        moment = self._board.moment
        when = self._phrases.event_span(item, moment) if isinstance(item, Event) and moment else ""
        return " ".join(filter(None, (_title(item), sentence(when) if when else "")))

    def _alone(self, line: str) -> list[str]:
        """In a language without a voice the part before the first sign is a sentence of its own, which a person can record; what
        follows is a title or a number."""
        if self._phrases.translation.language in SPOKEN:
            return [line]
        found = re.match(r"([^:,.]+)[:,] (.+)", line, re.DOTALL)
        return [f"{found[1]}.", sentence(capital(found[2]))] if found else [line]

    def _check(self, item: Clarification) -> list[str]:
        """ "Salah. Tsunami tidak bisa diramal. Kabar yang beredar: …": never a claim before its verdict."""
        claim, fact = claim_and_fact(item)
        said = [self._phrases.verdict(item.verdict).capitalize(), fact if claim else item.title]
        if claim:
            said.append(f"{self._('What is going round')}: {claim}")
        return [sentence(each) for each in said if each]

    def _rows(self) -> tuple[Sequence[Item], int, int]:
        """(rows of this page, how many come before them, how many there are)."""
        board = self._board
        match board.screen:
            case screen if screen in LISTS and board.listing:
                return board.listing.rows, board.listing.first, board.listing.total
            case "announcements" if board.notices:
                view = board.notices
                last = view.page + 1 >= view.pages
                before = view.total - len(view.cards) if last else view.page * len(view.cards)
                return view.cards, before, view.total
            case "search" if board.search:
                return board.search.shown, board.search.first, len(board.search.hits)
        return (), 0, 0

    # choices of the sheet

    def chosen(self) -> list[str]:
        """The result of a choice: "Ukuran huruf: besar."."""
        choice = choice_at(self._board.focus, self._board.languages)
        if choice is None:
            return []
        name, value = self._named(choice)
        if choice.kind == "volume":
            return [self._("Volume {n} percent.").format(n=round(self._board.volume))]
        return [f"{name}: {value.lower() if choice.kind != 'language' else value}."]

    def _choice(self, choice: Choice) -> str:
        name, value = self._named(choice)
        board = self._board
        present = {"language": board.language, "text_scale": board.text_scale, "theme": board.theme}
        used = f", {self._('in use')}" if present.get(choice.kind) == choice.value else ""
        return f"{name}: {value.lower() if choice.kind != 'language' else value}{used}."

    def _named(self, choice: Choice) -> tuple[str, str]:
        _ = self._
        sizes = dict(zip(TEXT_SCALES, (_("Normal size"), _("Large"), _("Very large")), strict=True))
        match choice.kind:
            case "language":
                return _("Language"), OWN_NAMES.get(str(choice.value), str(choice.value))
            case "text_scale":
                return _("Text size"), sizes[float(choice.value)]
            case "theme":
                names = {"light": _("Light"), "dark": _("Dark"), "contrast": _("Strong contrast")}
                return _("Colours"), names[str(choice.value)]
        return _("Sound"), _("Turn up") if choice.value == "louder" else _("Turn down")


def _title(item: Item | None) -> str:
    return sentence(item.title) if item is not None else ""


def _of_parts(kind: str, screen: str) -> type[PictureGuide | TableGuide | PollGuide] | None:
    """Return who speaks of a part of an item."""
    if kind in ("choice", "poll"):
        return PollGuide
    if kind == "picture" or screen == "viewer":
        return PictureGuide
    return TableGuide if kind == "table" or screen == "table" else None


def _page(page: Page) -> list[str]:
    """Return what is said of one page of a warning; the issuer's own words have no number."""
    if page.number.isdigit():
        return [f"{page.number}: {page.words}"]
    return [sentence(page.words.replace(" · ", ", "))]
