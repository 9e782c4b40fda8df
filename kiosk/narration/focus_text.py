"""What is said of what the focus lies on, and of what was chosen. Pure."""

from __future__ import annotations

from content_cache.model.items import Category, Item
from kiosk.alerts.text import AlertWords
from kiosk.i18n.phrases import Phrases, sentence
from kiosk.narration.day_words import DayWords
from kiosk.narration.page_words import WordsOf
from kiosk.narration.row_words import RowWords, no_warning
from kiosk.viewmodel.display_options import OWN_NAMES, TEXT_SCALES, Choice, choice_at
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.views import HomeView


class SpokenFocus:
    """Lines about what *board* has in focus; *pages* has the words of pages."""

    def __init__(self, board: BoardPort, phrases: Phrases, pages: WordsOf) -> None:
        self._board = board
        self._pages = pages
        self._phrases = phrases
        self._row_words = RowWords(phrases)
        self._ = phrases.translation.gettext

    def focused(self, *, first: bool = False) -> list[str]:
        """What the focus lies on, and what listen would do there; `first` on coming to a screen."""
        board = self._board
        if board.sheet:
            choice = choice_at(board.focus, board.languages)
            return [self._choice(choice)] if choice else []
        if (words := self._pages.words(board.screen)) is not None:
            spoken = words(self._phrases)
            tell = spoken.arrived if first else spoken.focused
            return tell(board.view, board.focus, board.moment) if board.moment else []
        kind, _, name = board.focus.partition(":")
        match kind:
            case "weather" if board.day:
                told = DayWords(self._phrases).home(board.day)
                return [f"{self._('Weather and sea')}.", *told, self._("Press listen to open.")]
            case "hero" | "event" | "tile" | "key":
                return [*self._row_words.alone(self._card(kind, name)), self._("Press listen to open.")]
        return []

    def _card(self, kind: str, name: str) -> str:
        _, view = self._, self._board.home or HomeView()
        match kind, name:
            case "hero", _name:
                return f"{_('Main news')}: {_title(view.hero)}"
            case "event", place:
                event = view.ahead[int(place)] if place and view.ahead[int(place) :] else view.event
                named = self._row_words.item(event, self._board.moment) if event else ""
                return f"{_('Next event')}: {named}"
            case "key", "search":
                return f"{_('Search')}."
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
            told = no_warning(view.alerts_checked, moment, self._phrases, connected=view.warned)
            return told[:1].lower() + told[1:]
        return self._phrases.count(category, number)

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
