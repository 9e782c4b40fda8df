"""Nobody is here: a large clock, the date, the next three events, and how to begin."""

from __future__ import annotations

from pathlib import Path

from kivy.clock import Clock
from kivy.properties import StringProperty

from content_cache.items import Event
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import cards, motif  # noqa: F401 - named in the rules
from kiosk.ui.widgets.ground import Ground

_UNLAID = 100  # px, the height of a Kivy widget before its parent has laid it out
_RULES = Path(__file__).with_suffix(".kv")


class UpcomingRow(Ground):
    RULES = _RULES
    day = StringProperty("")
    month = StringProperty("")
    title = StringProperty("")
    when = StringProperty("")


class IdleScreen(Screen):
    RULES = _RULES
    watched = ("upcoming", "moment", "freshness", "place")

    clock = StringProperty("")
    date = StringProperty("")
    fresh = StringProperty("")
    heading = StringProperty("")

    def __init__(self, **properties: object) -> None:
        self._fit_rows = Clock.create_trigger(self._drop_rows, -1)
        super().__init__(bare=True, **properties)  # type: ignore[arg-type]
        for part in (self.ids.middle, self.ids.now, self.ids.upcoming):
            part.fbind("height", self._fit_rows)

    def _drop_rows(self, _seconds: float) -> None:
        """Long titles make rows higher: the last rows go rather than lie behind the call to touch."""
        ids = self.ids
        room = ids.middle.height - (ids.now.height + ids.middle.spacing if self.theme.portrait else 0)
        if room > _UNLAID and ids.upcoming.height > room + self.theme.space.s3 and len(ids.rows.children) > 1:
            ids.rows.remove_widget(ids.rows.children[0])

    def fill(self) -> None:
        board, phrases = self.board, self.tr.phrases
        self.heading = self.tr.phrases.site(board.place)
        moment = board.moment
        if moment is None:
            return
        self.clock = phrases.time(moment.now)
        self.date = phrases.long_date(moment.now.date()) if moment.relative else phrases.clock_note(moment)
        self.fresh = phrases.freshness(board.freshness, moment) if board.freshness else ""
        rows = self.ids.rows
        rows.clear_widgets()
        for event in board.upcoming[: 2 if self.theme.compact else 3]:
            rows.add_widget(self._row(event))

    def _row(self, event: Event) -> UpcomingRow:
        phrases, moment = self.tr.phrases, self.board.moment
        if event.starts is None:
            return UpcomingRow(title=event.title)
        starts = event.starts.astimezone(moment.now.tzinfo)
        day, _, month = phrases.short_date(starts.date()).partition(" ")
        relative = phrases.day(starts.date(), moment)
        weekday = phrases.weekday_date(starts.date()).partition(",")[0]
        named = weekday if relative == phrases.short_date(starts.date()) else relative.capitalize()
        when = f"{named} {phrases.event_time(event, moment)}".strip()
        return UpcomingRow(
            day=day,
            month=month,
            title=event.title,
            when=" · ".join(filter(None, (when, "" if self.theme.compact else event.place))),
        )
