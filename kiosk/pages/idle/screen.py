"""Idle screen, shown while nobody is there: a large clock, the date, in turn the next events, the newest news and the
gravest announcement, and how to begin.

By night it is dimmer; each minute it moves a little, so that no picture burns in. It is the first screen that a kiosk
draws: what it shows only now and then is imported then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.items import Announcement, Event, Item
from kiosk.content.views.day import Prayer
from kiosk.core.clock import Moment
from kiosk.pages.idle.slides import FILM, POSTER, Slide, newcomer, other_at, poster_at, turns
from kiosk.pages.idle.view import IdleView
from kiosk.pages.idle.widgets import call_to_touch  # noqa: F401 - named in the rules
from kiosk.shell.day_night import is_night
from kiosk.ui.primitives import motif, picture  # noqa: F401 - named in the rules
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.screens.details import ahead, in_force
from kiosk.ui.screens.screen import Screen

if TYPE_CHECKING:
    from kiosk.pages.idle.page import IdlePage
    from kiosk.pages.idle.widgets.playing_slide import PlayingSlide
    from kiosk.pages.idle.widgets.poster_slide import PosterSlide

_MOST_LOOKS = 3  # layout passes before one frame; Kivy's clock stops at 20 for all, and logs that
_STAND = 4  # equal passes after which sizes count as final: a wrapped label moves its box one pass later
_SLIDE = 12.0  # s (DESIGN.md, "Idle")
_SHIFTS = ((0, 0), (4, 0), (4, 4), (0, 4), (-4, 4), (-4, 0), (-4, -4), (0, -4), (4, -4))  # px, one a minute


class UpcomingRow(Surface):
    day = StringProperty("")
    month = StringProperty("")
    title = StringProperty("")
    when = StringProperty("")


class SlideCard(Surface):
    """Card of news with its picture, or of an announcement with its text, as high as there is room."""

    picture = StringProperty("")
    category = StringProperty("berita")
    title = StringProperty("")
    text = StringProperty("")
    told = StringProperty("")
    lines = NumericProperty(0)  # lines of the text that fit


class PrayerRow(Surface):
    name = StringProperty("")
    time = StringProperty("")
    chosen = BooleanProperty(False)


class IdleScreen(Screen):
    watched = ("moment", "freshness", "place", "dark")

    clock = StringProperty("")
    date = StringProperty("")
    fresh = StringProperty("")
    heading = StringProperty("")
    above = StringProperty("")  # line above the contents that take turns
    shift = ListProperty([0, 0])
    night = BooleanProperty(False)

    def __init__(self, **properties: object) -> None:
        self._turn = 0
        self._fitted: float | None = None
        self._settled = (0.0, 0.0)
        self._stood = 0  # number of passes with equal sizes
        # before the frame, so that the screen is not drawn twice: once unfitted, once fitted
        self._refit = Clock.create_trigger(self._drop_hidden_rows, -1)
        self._refit_later = Clock.create_trigger(self._drop_hidden_rows)
        self._looks = 0
        self._next_slide: Any = None
        self._left = False  # whether another screen is shown
        self._poster: PosterSlide | None = None
        self._playing: PlayingSlide | None = None
        self._seen = False  # whether the film whose turn it is has been shown, so that only its still remains
        self._shown = ""  # id of the item that fills the screen
        self._usual: Any = None  # widgets that a poster replaces
        self._known: set[tuple[str, str, str]] | None = None  # keys of the posters seen so far
        self._new: Slide | None = None  # new poster that is shown next
        super().__init__(bare=True, **properties)  # type: ignore[arg-type]
        for part in (self.ids.middle, self.ids.now, self.ids.upcoming):
            part.fbind("height", self._refit)
        self.fbind("parent", self._come_and_go)
        self.fbind("controller", self._meet)

    @property
    def page(self) -> IdlePage:
        page: IdlePage = self.controller.page("idle")
        return page

    @property
    def _current_view(self) -> IdleView:
        """Return the view of slides and cards that take turns, an empty one before the first."""
        return self.view or IdleView()

    def _meet(self, *_: object) -> None:
        self._tell_shown(self._shown)
        self._tend_film()

    def _come_and_go(self, *_: object) -> None:
        """Start the change of slides when the screen is shown, and stop it when the screen is taken away."""
        if self._next_slide is not None:
            self._next_slide.cancel()
            self._next_slide = None
        if self.parent is not None:
            if self._left:
                self._turn, self._left = 0, False
                self._show_slide()
            self._tend_film()
            self._wait()
        else:
            self._left = True
            self._away_with_poster()  # free its texture

    def _wait(self) -> None:
        """Schedule the next change of slides. While a film plays there is none: its end changes the slide."""
        if self._next_slide is not None:
            self._next_slide.cancel()
        if self._playing is not None:
            return  # its end shows the next slide
        seconds = self._current_view.seconds if self._poster is not None else _SLIDE
        self._next_slide = Clock.schedule_once(self.turn_slide, seconds)

    def dismiss(self) -> None:
        self._stop_film()
        if self._next_slide is not None:
            self._next_slide.cancel()
        super().dismiss()

    def turn_slide(self, _seconds: float) -> None:
        self._turn += 1
        self._new = None
        self._seen = self._playing is not None
        self._stop_film()  # the same film may come again, then from its still
        self._show_slide()
        self._wait()

    def fill(self) -> None:
        board, phrases = self.board, self.tr.phrases
        self.heading = self.tr.phrases.site(board.place)
        moment = board.moment
        if moment is None:
            return
        self.clock = phrases.time(moment.now)
        self.date = phrases.long_date(moment.now.date()) if moment.relative else phrases.clock_note(moment)
        self.fresh = phrases.freshness(board.freshness, moment) if board.freshness else ""
        self.shift = _SHIFTS[(moment.now.hour * 60 + moment.now.minute) % len(_SHIFTS)]
        self.night = is_night(moment)
        self._fill_glance(moment)
        self._note_new()
        self._show_slide()

    def _fill_glance(self, moment: Moment) -> None:
        """Show the day's tiles (weather, sea, prayers, staff) below the clock of a large panel, which has room for them."""
        box, day = self.ids.glance, self._current_view.day
        box.clear_widgets()
        if day is not None and self.theme.layout == "wide":
            from kiosk.narration.day_words import DayWords
            from kiosk.pages.idle.widgets.glance import glance

            box.add_widget(Widget())  # spacer: the tiles stand below it
            for tile in glance(day, moment, DayWords(self.tr.phrases), self.theme):
                box.add_widget(tile)

    # contents that take turns

    def _slides(self) -> list[Callable[[], None]]:
        view = self._current_view
        slides: list[Callable[[], None]] = []
        if view.upcoming and not view.only:
            slides.append(self._show_events)
        if (news := view.news) is not None:
            slides.append(lambda: self._show_news(news))
        if (notice := view.notice) is not None:
            slides.append(lambda: self._show_notice(notice))
        prayers = view.day.prayers if view.day is not None and not view.only and self.theme.layout != "wide" else None
        if prayers is not None and prayers.next >= 0:  # after the last prayer they would be taken for tomorrow's
            slides.append(self._show_prayers)
        return slides

    def _note_new(self) -> None:
        """Note a poster that was not there before, so that it comes next."""
        posters = self._current_view.posters
        if posters and self._known is not None and (new := newcomer(posters, self._known)):
            self._new = new
            if self.parent is not None:
                self._wait()
        if posters or self._known is None:
            self._known = {slide.slide_key for slide in posters}

    def _poster_now(self, others: int) -> Slide | None:
        """Return the poster whose turn it is; `None` when one of the *others* slides (their number) has its turn."""
        posters = self._current_view.posters
        if not posters:
            return None
        if self._new is not None:
            return next((slide for slide in posters if slide.slide_key == self._new.slide_key), None)
        place = poster_at(self._turn, others, len(order := turns(posters)))
        return order[place] if place is not None else None

    def _show_poster(self, slide: Slide) -> None:
        """Show the poster *slide* over all else.

        The poster before is removed first, so that two large textures are never held at once.
        """
        own = self._poster
        if own is None or own.slide.slide_key != slide.slide_key:
            from kiosk.pages.idle.widgets.poster_slide import PosterSlide

            self._away_with_poster()
            self._seen = False
            file = self.theme.stored_path(slide.path)
            own = self._poster = PosterSlide(slide, screen=self, file=file)
            self._usual = self._usual or self.ids.usual.__self__
            self.ids.place.remove_widget(self._usual)
            self.ids.place.add_widget(own)
            own.size = self.size
            if slide.kind == FILM:
                from kiosk.ui.widgets.play_disc import PlayDisc

                own.cover(PlayDisc())
        item, phrases = slide.item, self.tr.phrases
        when = phrases.when(item.published, self.board.moment) if item.published else ""
        when = self.tr._("Published {when}").format(when=when) if when else ""
        if slide.kind == FILM:
            when = " · ".join(filter(None, (self.tr._("Film"), when)))
        count = (
            self.tr._("poster {n} of {all}").format(n=slide.number, all=slide.total)
            if slide.total > 1 and slide.kind == POSTER
            else ""
        )
        own.seal, own.source = str(item.provenance), phrases.origin(item)
        own.told = " · ".join(filter(None, (when, count)))
        own.day, own.ahead = self._prayers(), self._next_event()
        self._tell_shown(item.id)
        self._tend_film()

    def _tend_film(self) -> None:
        """Play the film whose turn it is while it can be seen, else stop it."""
        own = self._poster
        wanted = own is not None and own.slide.kind == FILM and self._current_view.films and not self.board.dark
        if not wanted or self.parent is None:
            self._stop_film()
        elif self._playing is None and not self._seen and own is not None and self.controller is not None:
            from kiosk.pages.idle.widgets.playing_slide import PlayingSlide

            self._playing = PlayingSlide(own, self.page.film, self._film_is_over)
            self._wait()

    def _film_is_over(self, *, shown: bool) -> None:
        """Show the next slide after a film that was *shown*.

        A film that cannot be shown leaves its still for the rest of its turn.
        """
        if shown:
            self.turn_slide(0)
        else:
            self._seen = True
            self._stop_film()

    def _stop_film(self) -> None:
        if self._playing is not None:
            playing, self._playing = self._playing, None
            playing.close()
            if self.parent is not None:
                self._wait()

    def _away_with_poster(self) -> None:
        self._stop_film()
        if self._poster is not None:
            self.ids.place.remove_widget(self._poster)
            self._poster = None
            self.ids.place.add_widget(self._usual)

    def _tell_shown(self, item: str) -> None:
        """Tell the page which *item* a touch opens now, "" for none."""
        self._shown = item
        if self.controller is not None:
            self.page.showing(item)

    def _prayers(self) -> str:
        """Return the next two prayers of today, such as "Zuhur 11.36 · Asar 14.58"."""
        day = self._current_view.day
        if day is None or day.prayers is None or day.prayers.next < 0:
            return ""
        from kiosk.narration.day_words import DayWords

        words = DayWords(self.tr.phrases)
        coming = [each for each in day.prayers.times[day.prayers.next :] if each[0] is not Prayer.SUNRISE][:2]
        return " · ".join(f"{words.prayer(prayer)} {self.tr.phrases.time(at)}" for prayer, at in coming)

    def _next_event(self) -> str:
        if not self._current_view.upcoming:
            return ""
        told = ahead(self._current_view.upcoming[0], self.board.moment, self.tr.phrases, with_place=False)
        return ": ".join(filter(None, (told.get("when", ""), told["title"])))

    def _show_slide(self) -> None:
        if self.board.moment is None:
            return
        poster = self._poster_now(len(self._slides()))
        if poster is not None:
            self._show_poster(poster)
            return
        self._away_with_poster()
        self._tell_shown("")
        self.ids.rows.clear_widgets()
        self._fitted = None
        self._looks = 0
        slides = self._slides()
        self.ids.upcoming.opacity = 1 if slides else 0
        if slides:
            slides[other_at(self._turn, len(self._current_view.posters)) % len(slides)]()

    def _show_events(self) -> None:
        self.above = self.tr._("Coming events")
        for event in self._current_view.upcoming[: 2 if self.theme.compact else 3]:
            self.ids.rows.add_widget(self._event_row(event))
        self._refit()

    def _show_news(self, item: Item) -> None:
        phrases = self.tr.phrases
        self.above = self.tr._("News")
        when = phrases.when(item.published, self.board.moment) if item.published else ""
        self._add_card(item, " · ".join(filter(None, (phrases.origin(item), when))), "")

    def _show_notice(self, notice: Announcement) -> None:
        self.above = self.tr._("Announcement")
        until = in_force(notice, self.board.moment, self.tr) if notice.expires else ""
        text = "" if self.theme.compact else (notice.summary or notice.text)[:300]
        self._add_card(notice, " · ".join(filter(None, (self.tr.phrases.origin(notice), until))), text)

    def _show_prayers(self) -> None:
        """Add the rows of today's prayer times. A small screen leaves out past ones."""
        from kiosk.narration.day_words import DayWords

        words, day = DayWords(self.tr.phrases), self._current_view.day
        if day is None or day.prayers is None:
            return
        prayers = day.prayers
        self.above = self.tr._("Prayer times today")
        for place, (prayer, at) in enumerate(prayers.times):
            if prayer is not Prayer.SUNRISE and not (self.theme.compact and place < prayers.next):
                time, chosen = self.tr.phrases.time(at), place == prayers.next
                self.ids.rows.add_widget(PrayerRow(name=words.prayer(prayer), time=time, chosen=chosen))
        self._refit()

    def _add_card(self, item: Item, line: str, text: str) -> None:
        file = self.theme.stored_path(item.picture.small) if item.picture and not text else ""
        card = SlideCard(picture=file, category=str(item.category), title=item.title[:200], text=text, told=line)
        self.ids.rows.add_widget(card)
        self._refit()

    def _event_row(self, event: Event) -> UpcomingRow:
        return UpcomingRow(**ahead(event, self.board.moment, self.tr.phrases, with_place=not self.theme.compact))

    # fitting

    def _drop_hidden_rows(self, _seconds: float) -> None:
        """Remove the last rows if long titles push them behind the call to touch.

        When there is more room, all rows are written again.
        """
        ids, rows = self.ids, self.ids.rows
        room = ids.middle.height - (ids.now.height + 2 * ids.middle.spacing if self.theme.portrait else 0)
        if room <= 0 or not rows.children:  # not laid out yet
            return
        sizes = (room, ids.upcoming.height)
        self._stood = self._stood + 1 if sizes == self._settled else 0
        if self._stood < _STAND:
            self._settled = sizes
            self._looks += 1
            again = self._refit if self._looks % _MOST_LOOKS else self._refit_later
            again()  # labels are still finding their heights: look again when they stand
            return
        if isinstance(rows.children[0], SlideCard):
            self._fit_card(rows.children[0], room - ids.above.height - ids.upcoming.spacing)
            return
        if self._fitted is not None and room > self._fitted + 1:
            self._show_slide()
            return
        self._fitted = room
        while len(rows.children) > 1 and _height(rows) + ids.above.height > room:
            rows.remove_widget(rows.children[0])

    def _fit_card(self, card: SlideCard, room: float) -> None:
        told = card.ids.told
        if card.picture:
            card.height = max(room, 1)
            return
        line = self.theme.styles["idle_text"].line
        without = told.height - (told.children[0].height if card.lines else 0)
        card.lines = max(0, int((room - without) / line)) if card.text else 0
        card.height = told.height


def _height(rows: Any) -> float:
    return float(sum(row.height + rows.spacing for row in rows.children))
