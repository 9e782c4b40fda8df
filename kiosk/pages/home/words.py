"""Words of the home page, spoken."""

from __future__ import annotations

from datetime import datetime

from content_cache.model.vocabulary import Category
from kiosk.alerts.text import AlertWords
from kiosk.content.views.shown import HomeView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases, sentence
from kiosk.narration.day_words import DayWords
from kiosk.narration.page_words import PageWords
from kiosk.narration.question_words import QuestionWords
from kiosk.narration.row_words import RowWords, no_warning

_MOST_NEW = 10  # number of news items up to which the count is synthesised ahead


class HomeWords(PageWords[HomeView]):
    """Words of the day at a glance, its cards and tiles."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._n = phrases.translation.ngettext
        self._rows = RowWords(phrases)
        self._day = DayWords(phrases)

    def entry(self, view: HomeView, moment: Moment) -> list[str]:
        """Return the kiosk's title, the time, a warning in force, urgent announcements, the weather, and what is new."""
        told = [f"{self.phrases.site(view.place)}."]
        if moment.relative:
            told.append(self._clock_time(moment.now))
        if view.warning is not None:
            told.append(f"{self._warning(view, moment)}.")
        for title in view.urgent:
            told += self._rows.alone(f"{self._('Important')}: {sentence(title)}")
        told += self._day.day_sentences(view.day)
        if new := view.fresh.get(Category.NEWS, 0):
            told.append(self._new(new))
        if view.answered:
            told += [QuestionWords(self.phrases).answered(view.answered), self._("It is below Services.")]
        return told

    def focused(self, view: HomeView, focus: str, moment: Moment) -> list[str]:
        """Return the line of the focused card, tile or key, and that Listen opens it."""
        kind, _colon, name = focus.partition(":")
        press = self._("Press listen to open.")
        match kind:
            case "sky":
                return [f"{self._('Weather and sea')}.", *self._day.day_sentences(view.day), press]
            case "hero":
                title = sentence(view.hero.title) if view.hero is not None else ""
                return [*self._rows.alone(f"{self._('Main news')}: {title}"), press]
            case "event":
                return [*self._rows.alone(self._event(view, name, moment)), press]
            case "tile":
                return [*self._rows.alone(self._tile(view, Category(name), moment)), press]
            case "key":
                display = self._("Display: language, text size, colours, sound.")
                search = self._("Ask aloud") if view.aloud else self._("Search")
                return [*self._rows.alone(f"{search}." if name == "search" else display), press]
        return []

    def invitation(self) -> list[str]:
        """Return that the key next chooses, and Listen, held, tells the day."""
        return [self._("Press next to choose."), self._("Hold listen for the summary of the day.")]

    def pressed_home(self, view: HomeView, focus: str) -> list[str]:
        """Return the lines for home pressed on the home page: where the visitor is, and what the buttons do."""
        return self._where(view.place)

    def hint(self, view: HomeView, focus: str) -> list[str]:
        """Return that next and previous choose and Listen opens."""
        return [self._("Press next or previous to choose, listen to open.")]

    def standing(self) -> list[str]:
        """Return lines a slow voice synthesises ahead: each full hour, the possible counts, and what the buttons do."""
        told = [self._("Press next or previous to choose, listen to open.")]
        told += (self._clock_time(datetime(2000, 1, 1, hour)) for hour in range(24))  # noqa: DTZ001 -- an hour of any day
        return [*told, *map(self._new, range(1, _MOST_NEW + 1))]

    def standing_at(self, place: str) -> list[str]:
        """Return the name of the place, and that this is its home page."""
        return [f"{self.phrases.site(place)}.", *self._where(place), *self.invitation()]

    def _where(self, place: str) -> list[str]:
        return [
            self._("This is the home screen of {site}.").format(site=self.phrases.site(place)),
            self._("Press next or previous to choose, listen to open."),
            self._("Hold listen for the summary of the day."),
        ]

    def _clock_time(self, when: datetime) -> str:
        return sentence(self.phrases.hour(when))

    def _new(self, number: int) -> str:
        return self._n("{n} new news item.", "{n} new news items.", number).format(n=number)

    def _warning(self, view: HomeView, moment: Moment) -> str:
        """Return the text of the warning's band for the voice, "" without a warning."""
        return AlertWords(view.warning, moment, self.phrases).band.replace(" · ", ", ") if view.warning else ""

    def _event(self, view: HomeView, place: str, moment: Moment) -> str:
        event = view.ahead[int(place)] if place and view.ahead[int(place) :] else view.event
        return f"{self._('Next event')}: {self._rows.item(event, moment) if event else ''}"

    def _tile(self, view: HomeView, category: Category, moment: Moment) -> str:
        """Return the spoken line of a tile, such as "Berita, 12 berita, 3 baru." """
        told = [self.phrases.category(category), self._held(view, category, moment)]
        new = view.fresh.get(category, 0)
        if new and category is not Category.ALERT:
            told.append(self.phrases.fresh(new))
        return f"{', '.join(told)}."

    def _held(self, view: HomeView, category: Category, moment: Moment) -> str:
        number = view.counts.get(category, 0)
        if category is Category.EVENT and view.events_today and moment.relative:
            return self._("{n} today").format(n=view.events_today)
        if category is Category.ALERT and view.warning is not None:
            return self._warning(view, moment)
        if category is Category.ALERT and not number:
            told = no_warning(view.alerts_checked, moment, self.phrases, connected=view.warned)
            return told[:1].lower() + told[1:]
        return self.phrases.count(category, number)
